from odoo import api, fields, models


class EncounterAccess(models.Model):
    """What the record rules of encounters ask.

    Odoo tries rules on records as superuser and keeps in its cache what they walk through. A rule
    over ``delivery_ids`` would leave there the services to restricted people, and the next reader
    would get them. Rules therefore ask these fields instead of the lists.
    """

    _inherit = "recovery.encounter"

    restricted_user_ids = fields.Many2many(
        "res.users", "recovery_encounter_restricted_user_rel", "encounter_id", "user_id",
        compute="_compute_restricted_user_ids", store=True, compute_sudo=True, groups=fields.NO_ACCESS,
    )
    emergency_access = fields.Boolean(
        compute="_compute_emergency_access", search="_search_emergency_access",
        help="The user has emergency access to a client of the encounter.",
    )

    @api.depends("delivery_ids.client_id.restricted_user_ids")
    def _compute_restricted_user_ids(self):
        # In groups: of a record that is written alone Odoo reads the old list with a query of its own.
        for users, encounters in self.grouped(
            lambda encounter: encounter.delivery_ids.client_id.restricted_user_ids,
        ).items():
            encounters.restricted_user_ids = users

    @api.depends_context("uid")
    def _compute_emergency_access(self):
        deliveries = self.env["recovery.delivery"].sudo().search([
            ("encounter_id", "in", self.ids), ("client_id.emergency_access", "=", True),
        ])
        for encounter in self:
            encounter.emergency_access = encounter.id in deliveries.encounter_id.ids

    @api.model
    def _search_emergency_access(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("delivery_ids", "any", [("client_id.emergency_access", operator, value)])]
