from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..table_rules import Check
from .client_merge import MANAGER, PRIVACY


class ClientMerged(models.Model):
    """A client who was merged into another one: archived, and its code leads to the other."""

    _inherit = "recovery.client"
    # Whoever may see a restricted person is decided for both, not moved.
    _merge_keeps = ("restricted_user_ids",)

    merged_into_id = fields.Many2one(
        "recovery.client", string="Merged into", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="The client in whose file the records of this one are now.",
    )
    merged_client_ids = fields.One2many(
        "recovery.client", "merged_into_id", string="Merged into this client", context={"active_test": False},
    )
    merge_count = fields.Integer(
        string="Merges", compute="_compute_merge_count", groups=f"{MANAGER},{PRIVACY},recovery_care.group_auditor",
    )

    _merged_archived = Check(
        "CHECK(merged_into_id IS NULL OR active IS NOT TRUE)",
        "Archived: a merged client stays archived. Undo the merge to have two files again.",
        lambda row: not (row["merged_into_id"] and row["active"]),
    )

    def _compute_merge_count(self):
        merges = self.env["recovery.client.merge"].search([
            "|", ("kept_id", "in", self.ids), ("merged_id", "in", self.ids),
        ])
        for client in self:
            client.merge_count = len(merges.filtered(
                lambda merge, client=client._origin: client in (merge.kept_id, merge.merged_id),
            ))

    @api.depends("merged_client_ids.intake_program_id")
    def _compute_program_ids(self):
        """Who worked with the merged client without an episode keeps seeing the person."""
        super()._compute_program_ids()
        for client in self:
            client.program_ids |= client.merged_client_ids.intake_program_id

    @api.model
    def _search_display_name(self, operator, value):
        """The code of a merged client finds the kept one."""
        domain = super()._search_display_name(operator, value)
        if operator.startswith("not") or operator == "!=" or not value:
            return domain
        return Domain.OR([
            Domain(domain), Domain("merged_client_ids", "any!", Domain("code", operator, value)),
        ])

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("merged_into_id" in vals for vals in vals_list):
            raise AccessError(self.env._("Merged into: clients are merged by the dialog or the method for it."))
        return super().create(vals_list)

    def write(self, vals):
        if "merged_into_id" in vals and not self.env.su:
            raise AccessError(self.env._("Merged into: clients are merged by the dialog or the method for it."))
        return super().write(vals)

    def _get_current(self):
        """Return the clients, and instead of merged ones those into whom they were merged (superuser)."""
        clients = self.sudo()
        return clients.filtered(lambda client: not client.merged_into_id) | clients.merged_into_id

    def action_merge(self):
        """Open the dialog that merges one client with a duplicate, or the two selected in a list."""
        self.env["recovery.client.merge"]._check_may_merge()
        if not 1 <= len(self) <= 2:
            raise UserError(self.env._("Select two clients who are one person."))
        pair = self._propose_pair(self | self.duplicate_ids[:1]) if len(self) == 1 else self._propose_pair(self)
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.client.merge.wizard", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Merge two clients"),
            "context": {
                "default_kept_id": pair[:1].id, "default_merged_id": pair[1:2].id, "dialog_size": "large",
                "active_test": False,
            },
        }

    def _propose_pair(self, clients):
        """Return up to two clients, the one with the longer history first."""
        counts = dict(self.env["recovery.delivery"].sudo()._read_group(
            [("client_id", "in", clients.ids)], ["client_id"], ["__count"],
        ))
        return clients.sudo(False).sorted(lambda client: (
            not client.active, bool(client.merged_into_id), -counts.get(client.sudo(), 0), client.id,
        ))

    def action_open_merges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.client_merge_action")
        return {**action, "domain": ["|", ("kept_id", "=", self.id), ("merged_id", "=", self.id)], "context": {}}
