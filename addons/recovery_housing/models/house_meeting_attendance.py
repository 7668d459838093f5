from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import UniqueIndex
from odoo.exceptions import UserError, ValidationError


class HouseMeetingAttendance(models.Model):
    """Whether a resident came to a meeting of the house."""

    _name = "recovery.house.meeting.attendance"
    _description = "Resident at a house meeting"
    _inherit = ["recovery.parent.open", "recovery.client.record"]
    _order = "meeting_id, id"
    _rec_names_search = ["client_id", "meeting_id"]
    # On the list as two clients who turn out to be one person: once is enough.
    _merge_clashes = {"once": "aside"}

    meeting_id = fields.Many2one("recovery.house.meeting", required=True, index=True, ondelete="cascade")
    house_id = fields.Many2one(related="meeting_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="meeting_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, precompute=True, default=None)
    date = fields.Date(related="meeting_id.date", store=True, precompute=True)
    stay_id = fields.Many2one(
        "recovery.stay", string="Resident", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('house_id', '=', house_id), ('state', '!=', 'cancelled')]",
    )
    client_id = fields.Many2one(related="stay_id.client_id", store=True, precompute=True, domain=None)
    state = fields.Selection(
        [("expected", "Expected"), ("present", "Present"), ("excused", "Excused"), ("absent", "Absent")],
        required=True, default="expected", copy=False,
    )
    is_chair = fields.Boolean(string="Chairs")

    _once = UniqueIndex(
        "(meeting_id, client_id)", "Resident: this person is on the list already.",
        lambda row: (row["meeting_id"], row["client_id"]),
    )

    @api.depends("client_id.code", "meeting_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.sudo().client_id.code or ''} · {row.sudo().meeting_id.display_name or ''}"

    @api.constrains("stay_id", "meeting_id")
    def _check_stay(self):
        for row in self.sudo():
            if row.stay_id.house_id != row.house_id:
                raise ValidationError(self.env._("Resident: this person lives in another house."))

    def _check_open(self):
        """Raise UserError for the list of a meeting that is finished or cancelled."""
        if any(meeting.state != "planned" for meeting in self.sudo().meeting_id):
            raise UserError(self.env._(
                "Residents: the meeting is finished or cancelled. Choose “Correct…” there to open it again.",
            ))

    def action_present(self):
        self.write({"state": "present"})

    def action_excused(self):
        self.write({"state": "excused"})

    def action_absent(self):
        self.write({"state": "absent"})
