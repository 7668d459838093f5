from odoo import api, fields, models
from odoo.tools import SQL

READERS = (
    "recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_data,recovery_care.group_auditor"
)


class Stay(models.Model):
    _name = "recovery.stay"
    _inherit = ["recovery.stay", "recovery.counted"]

    attribution_ids = fields.One2many("recovery.attribution", "stay_id", string="Grants", groups=READERS)
    missing_in_id = fields.Many2one(
        "recovery.grant", string="Not attributed in", compute="_compute_missing_in_id", search="_search_missing_in_id",
        groups=READERS, exportable=False,
        help="Finds the stays with nights in a grant's houses and period that no grant claims.",
    )

    def _compute_missing_in_id(self):
        self.missing_in_id = False

    @api.model
    def _search_missing_in_id(self, operator, value):
        """Return the domain of the stays with nights that no grant claims, though they could be one of the grants'."""
        if operator != "in":
            return NotImplemented
        grants = self.env["recovery.grant"].browse(filter(None, value))
        grants.check_access("read")
        return [("id", "in", SQL("(SELECT m.stay_id FROM (%s) m)", grants.sudo()._get_missing_nights_sql()))]

    def action_claim_for_grant(self):
        """Open the dialogue that claims nights of these stays for the grant in the context."""
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.attribution.wizard", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Claim or exclude by hand"),
            "context": {"default_stay_ids": self.ids, "default_grant_id": self.env.context.get("grant_id")},
        }
