import pytz
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .batch import Batch


class BatchOutreach(models.Model):
    """A street shift that is written down afterwards: its visits stand at its stops."""

    _inherit = "recovery.batch"
    _typed = (*Batch._typed, "shift_id")

    shift_id = fields.Many2one(
        "recovery.outreach.shift", string="Street shift", ondelete="restrict", index="btree_not_null", check_company=True,
        copy=False, domain="[('program_id', '=', program_id), ('state', 'in', ('running', 'done'))]",
        help="Day, time and staff are taken from it, and its counts hold what is recorded here.",
    )

    @api.onchange("shift_id")
    def _onchange_shift_id(self):
        if self.shift_id:
            self.update(self._get_shift_values(self.shift_id))

    @api.onchange("program_id")
    def _onchange_program_id(self):
        if self.shift_id.program_id != self.program_id:
            self.shift_id = False

    @api.model
    def _get_shift_values(self, shift):
        """Return what a batch takes from its shift."""
        local = pytz.utc.localize(shift.date_start).astimezone(shift.company_id._get_timezone())
        return {
            "program_id": shift.program_id.id, "date": shift.date, "hour": local.hour + local.minute / 60, "place": "street",
            "employee_ids": [Command.set((shift.employee_ids or shift.volunteer_ids).ids)],
        }

    @api.constrains("shift_id", "program_id", "date")
    def _check_shift_id(self):
        for batch in self.sudo().filtered("shift_id"):
            shift = batch.shift_id
            if shift.program_id != batch.program_id:
                raise ValidationError(self.env._("Street shift: %s belongs to another programme.", shift.code))
            if shift.state not in ("running", "done"):
                raise ValidationError(self.env._("Street shift: %s did not take place.", shift.code))
            if shift.date != batch.date:
                raise ValidationError(self.env._("Date: %(shift)s was on %(day)s.", shift=shift.code, day=shift.date))

    @api.model_create_multi
    def create(self, vals_list):
        """A batch of a shift has its day, time and staff, unless something else is said."""
        shifts = self.env["recovery.outreach.shift"].browse({vals["shift_id"] for vals in vals_list if vals.get("shift_id")})
        own = {shift.id: self._get_shift_values(shift) for shift in shifts}
        return super().create([{**own.get(vals.get("shift_id"), {}), **vals} for vals in vals_list])

    def _find_stop(self, place, district):
        """Return the stop of one batch's shift where somebody was met: there, else in the district, else the only one.

        Of several stops in one place and district it is the first; none where it cannot be told.
        """
        stops = self.shift_id.stop_ids
        there = stops.filtered(lambda stop: (stop.place, stop.district_id) == (place, district))
        near = stops.filtered(lambda stop: district and stop.district_id == district)
        return (there or near or (stops if len(stops) == 1 else stops.browse()))[:1]

    def _get_line_problems(self, line):
        yield from super()._get_line_problems(line)
        if self.shift_id and not self._get_line_stop(line):
            yield self._get_stop_problem()

    def _get_row_problems(self, cells):
        yield from super()._get_row_problems(cells)
        if self.shift_id and not self._find_stop(cells[0].place, cells[0].district_id):
            yield self._get_stop_problem()

    def _get_stop_problem(self):
        return self.env._("Stop: %s has no stop in this place and district. Choose another, or add the stop there.",
                          self.shift_id.code)

    def _get_line_stop(self, line):
        return line.stop_id or self._find_stop(line.place, line.district_id)

    def _prepare_line(self, line):
        return {**super()._prepare_line(line), "stop_id": self._get_line_stop(line).id}

    def _prepare_row(self, cells):
        return {**super()._prepare_row(cells), "stop_id": self._find_stop(cells[0].place, cells[0].district_id).id}
