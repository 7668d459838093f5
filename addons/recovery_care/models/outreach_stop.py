from odoo import api, fields, models
from odoo.exceptions import UserError


class OutreachStop(models.Model):
    """A place where a shift stops, and since when; the visits made there point to it."""

    _name = "recovery.outreach.stop"
    _description = "Stop of an outreach shift"
    _inherit = ["recovery.outreach.point", "recovery.outreach.counted"]
    # Of the latest shift first, where a stop is chosen.
    _order = "shift_id, sequence, id"
    _counted_by = "stop_id"
    _rec_names_search = ["name", "shift_id.code"]

    shift_id = fields.Many2one("recovery.outreach.shift", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="shift_id.program_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="shift_id.company_id", store=True, precompute=True, index=True)
    shift_state = fields.Selection(related="shift_id.state")
    arrived = fields.Datetime(copy=False, help="Empty: the team has not been there.")
    encounter_ids = fields.One2many("recovery.encounter", "stop_id", string="Visits")
    find_ids = fields.One2many("recovery.find", "stop_id", string="Finds")
    entry_key = fields.Char(
        string="Key of the entry", copy=False, readonly=True, index="btree_not_null",
        help="Made by the device that added the stop, so that sending it again adds no second one.",
    )

    @api.depends("name", "shift_id.code")
    def _compute_display_name(self):
        for stop in self:
            stop.display_name = f"{stop.name or ''} · {stop.shift_id.code or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        stops = super().create(vals_list)
        stops._check_open()
        return stops

    def write(self, vals):
        self.check_access("write")
        # What a visit proves is noted by the program itself, also when the shift has ended.
        if not self.env.su or vals.keys() - {"arrived"}:
            self._check_open()
        result = super().write(vals)
        if "shift_id" in vals:
            self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_open()
        if any(stop.arrived for stop in self):
            raise UserError(self.env._(
                "Stops: the team was at “%s”; it is not taken out.", self.filtered("arrived")[:1].name,
            ))

    def _check_open(self):
        """Raise UserError where a stop belongs to a shift that has ended."""
        for stop in self:
            if stop.shift_id.state in ("done", "cancelled"):
                raise UserError(self.env._(
                    "Stops: %s has ended. A programme manager can open it again.", stop.shift_id.code,
                ))

    def action_arrive(self):
        """Note that the team has come to these stops now; those where it was before are left alone."""
        self.filtered(lambda stop: not stop.arrived).write({"arrived": fields.Datetime.now()})

    def _note_arrival(self, moment):
        """Note of one stop (superuser) that the team was there, also after the shift has ended: a visit proves it."""
        self.ensure_one()
        if not self.arrived:
            self.arrived = moment

    def action_add_visit(self):
        """Return the form of a new visit at one stop."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.encounter", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Visit at %s", self.name),
            "context": {
                "default_stop_id": self.id, "default_program_id": self.program_id.id,
                "default_district_id": self.district_id.id, "default_place": self.place,
                "default_employee_ids": self.shift_id.employee_ids.ids,
                "default_date_start": self.arrived or self.shift_id.date_start,
            },
        }
