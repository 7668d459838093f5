from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..table_rules import UniqueIndex


class EncounterGroup(models.Model):
    """A session of a group: an encounter that its members are expected at."""

    _inherit = "recovery.encounter"

    group_id = fields.Many2one(
        "recovery.group", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('program_id', '=', program_id)]", copy=False,
    )
    unnamed_count = fields.Integer(
        string="Unnamed people at the session", compute="_compute_unnamed_count", inverse="_inverse_unnamed_count",
    )
    present_count = fields.Integer(string="Present", compute="_compute_attendance")
    absent_count = fields.Integer(string="Did not come", compute="_compute_attendance")

    _session_once = UniqueIndex(
        "(group_id, date_start) WHERE group_id IS NOT NULL", "Start: the group has a session at this time already.",
        key=lambda row: (row["group_id"], row["date_start"]),
    )

    @api.model
    def _stand_alone(self):
        """Unlike what hangs on a new encounter, a new session may stand where another one stands."""
        return False

    def _get_amendable_facts(self):
        return (*super()._get_amendable_facts(), "group_id")

    @api.depends("group_id.name")
    def _compute_display_name(self):
        super()._compute_display_name()
        for encounter in self.filtered("group_id"):
            encounter.display_name = f"{encounter.group_id.sudo().name} · {encounter.program_id.sudo().code}"

    @api.depends("delivery_ids.headcount", "delivery_ids.state")
    def _compute_unnamed_count(self):
        for encounter in self:
            encounter.unnamed_count = encounter.headcount

    def _inverse_unnamed_count(self):
        """Keep one service for the unnamed people of a session; refused where the group's service asks for a person."""
        for encounter in self.filtered("group_id"):
            unnamed = encounter.delivery_ids.filtered(lambda row: not row.client_id and row.state != "cancelled")
            number = encounter.unnamed_count
            if number <= 0 and encounter.state == "planned":
                unnamed.unlink()
            elif number <= 0:
                unnamed.action_cancel()
            elif unnamed:
                unnamed[0].headcount = number
            else:
                encounter.delivery_ids.create({
                    "encounter_id": encounter.id, "service_id": encounter.group_id.service_id.id,
                    "headcount": number, "minutes": encounter.minutes,
                })

    @api.depends("delivery_ids.state", "delivery_ids.client_id", "delivery_ids.headcount")
    @api.depends_context("uid")
    def _compute_attendance(self):
        """People whom the user may see, with the unnamed ones; nobody is present before the session is done."""
        rows = self.env["recovery.delivery"].sudo(False).search_fetch(
            [("encounter_id", "in", self.ids), ("state", "in", ["done", "no_show"])],
            ["encounter_id", "client_id", "state", "headcount"],
        ).grouped("encounter_id")
        for encounter in self:
            found = rows.get(encounter._origin, self.env["recovery.delivery"])
            came = found.filtered(lambda row: row.state == "done")
            encounter.present_count = len(came.client_id) + max(came.mapped("headcount"), default=0)
            encounter.absent_count = len((found - came).client_id - came.client_id)

    @api.constrains("group_id", "program_id")
    def _check_group(self):
        for encounter in self.filtered("group_id"):
            if encounter.group_id.sudo().program_id != encounter.program_id:
                raise ValidationError(self.env._("Group: it belongs to another programme than the session."))

    def _get_session_action(self):
        """Return the screen on which attendance at one session is taken."""
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.encounter", "res_id": self.id, "view_mode": "form",
            "views": [(self.env.ref("recovery_care.session_view_form").id, "form")], "name": self.env._("Attendance"),
        }

    def action_open_attendance(self):
        self.ensure_one()
        return self._get_session_action()

    def action_add_walk_in(self):
        """Add people who came without being members; recorded as the group's service unless another is chosen."""
        self.ensure_one()
        action = self.action_add_participants()
        action["name"] = self.env._("Who else came?")
        action["context"] = {**action["context"], "default_service_ids": self.group_id.service_id.ids}
        return action
