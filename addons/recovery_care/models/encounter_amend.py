from odoo import api, fields, models
from odoo.exceptions import UserError


class EncounterAmend(models.Model):
    """Correcting an encounter after it was finished."""

    _inherit = "recovery.encounter"

    amendment_ids = fields.One2many(
        "recovery.encounter.amendment", "encounter_id", string="Amendments",
        groups="recovery_care.group_staff,recovery_care.group_auditor",
    )
    amendment_open = fields.Boolean(compute="_compute_amendment_open", string="Being amended")
    amendment_by = fields.Char(
        compute="_compute_amendment_open", string="Being amended by", help="A colleague whose amendment is open.",
    )
    locked = fields.Boolean(compute="_compute_amendment_open")

    @api.depends("state", "amendment_ids.is_open", "amendment_ids.user_id")
    @api.depends_context("uid")
    def _compute_amendment_open(self):
        for encounter in self:
            mine = encounter.sudo()._get_open_amendment()
            encounter.amendment_open = bool(mine)
            encounter.amendment_by = (encounter.sudo().amendment_ids.filtered("is_open") - mine).user_id.name
            encounter.locked = encounter._origin.state in ("done", "no_show", "cancelled") and not mine

    def _get_open_amendment(self):
        """Return the open amendment of the current user on one encounter, or nothing."""
        return self.amendment_ids.filtered(
            lambda amendment: amendment.is_open and amendment.user_id.id == self.env.uid,
        )[:1]

    def amend(self, reason):
        """Open the facts of one finished encounter for correction by the current user.

        :param str reason: why; kept for good
        :raises UserError: without a reason, or while the encounter is still planned
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "planned":
            raise UserError(self.env._("State: a planned encounter is changed without an amendment."))
        if not (reason or "").strip():
            raise UserError(self.env._("Reason: say why the encounter is corrected."))
        if self._get_open_amendment():
            return
        self.env["recovery.encounter.amendment"].sudo().create({
            "encounter_id": self.id, "reason": reason.strip(), "user_id": self.env.uid,
        })
        self.invalidate_recordset(["amendment_ids", "locked", "amendment_open"])

    def action_finish_amendment(self):
        """Lock the encounters again: one's own amendment, for programme managers anybody's."""
        self.check_access("write")
        manager = self.env.user.has_group("recovery_care.group_manager")
        for encounter in self.sudo():
            (encounter.amendment_ids if manager else encounter._get_open_amendment())._close()

    def action_amend(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.encounter.amend", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Amend the encounter"),
            "context": {"default_encounter_id": self.id},
        }
