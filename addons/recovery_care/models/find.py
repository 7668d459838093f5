from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..table_rules import Check


class Find(models.Model):
    """Used material found in public places: on a shift, after a report by the public, at a clean-up."""

    _name = "recovery.find"
    _description = "Used material found"
    _inherit = ["recovery.state.machine", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_names_search = ["place_name", "district_id"]
    _state_transitions = {"done": {"cancelled"}, "cancelled": set()}
    _counted = ("date", "program_id", "district_id", "stop_id", "kind", "pieces", "method", "origin")

    date = fields.Date(
        required=True, index=True, compute="_compute_from_stop", store=True, readonly=False, precompute=True,
    )
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict",
        compute="_compute_from_stop", store=True, readonly=False, precompute=True,
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, precompute=True, index=True)
    stop_id = fields.Many2one(
        "recovery.outreach.stop", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('program_id', '=', program_id)]",
    )
    shift_id = fields.Many2one(
        related="stop_id.shift_id", string="Shift", store=True, precompute=True, index="btree_not_null",
    )
    district_id = fields.Many2one(
        "recovery.district", ondelete="restrict", index="btree_not_null", check_company=True,
        compute="_compute_from_stop", store=True, readonly=False, precompute=True,
    )
    place_name = fields.Char(
        string="Where", compute="_compute_from_stop", store=True, readonly=False, precompute=True,
        help="The public place, such as a park or a staircase.",
    )
    kind = fields.Selection(
        [("syringe", "Syringe"), ("needle", "Needle"), ("other", "Other")], required=True, default="syringe",
    )
    pieces = fields.Integer(required=True, default=1)
    method = fields.Selection(
        [("counted", "Counted"), ("weighed", "Weighed"), ("estimated", "Estimated")], required=True, default="counted",
        help="How the pieces were found out: only counted ones are exact.",
    )
    origin = fields.Selection(
        [("shift", "On a shift"), ("report", "Reported by the public"), ("cleanup", "Clean-up")], required=True,
        compute="_compute_origin", store=True, readonly=False, precompute=True,
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_find_employee_rel", "find_id", "employee_id", string="Found by", check_company=True,
        default=lambda self: self.env.user.employee_id,
    )
    state = fields.Selection(
        [("done", "Done"), ("cancelled", "Cancelled")], required=True, default="done", copy=False, index=True,
    )
    cancel_reason = fields.Selection(
        [
            ("double", "Entered twice"), ("number", "Wrong number or kind"), ("place", "Wrong place or day"),
            ("other", "Other mistake"),
        ],
        string="Cancelled because", copy=False,
    )
    cancelled_on = fields.Datetime(string="Cancelled on", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", string="Cancelled by", readonly=True, copy=False)
    entry_key = fields.Char(
        string="Key of the entry", copy=False, readonly=True, index="btree_not_null",
        help="Made by the device that sent the find, so that sending it again saves nothing twice.",
    )

    _pieces = Check(
        "CHECK(pieces BETWEEN 1 AND 100000)", "Pieces: write how many were found, 1 to 100000.",
        lambda row: 1 <= row["pieces"] <= 100000,
    )
    _reason = Check(
        "CHECK((state = 'cancelled') = (cancel_reason IS NOT NULL))",
        "Cancelled because: a cancelled find has a reason, and no other one has.",
        lambda row: (row["state"] == "cancelled") == (row["cancel_reason"] is not None),
    )
    _program_date_idx = models.Index("(program_id, date) WHERE state = 'done'")

    @api.depends("stop_id")
    def _compute_from_stop(self):
        """What a find on a shift takes from its stop, where nothing else is said."""
        for find in self:
            stop = find.stop_id
            find.date = find.date or stop.shift_id.date or fields.Date.context_today(self)
            find.program_id = find.program_id or stop.program_id or self.env["recovery.outreach.shift"]._default_program()
            find.district_id = find.district_id or stop.district_id
            find.place_name = find.place_name or stop.name

    @api.depends("stop_id")
    def _compute_origin(self):
        for find in self:
            find.origin = find.origin or ("shift" if find.stop_id else "cleanup")

    @api.depends("kind", "pieces", "date", "district_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for find in self:
            parts = [f"{find.pieces} × {kinds.get(find.kind, '')}", find.district_id.name, find.date and str(find.date)]
            find.display_name = " · ".join(part for part in parts if part)

    @api.constrains("date")
    def _check_date(self):
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        for find in self:
            if find.date > tomorrow:
                raise ValidationError(self.env._("Date: %s lies in the future.", find.date))

    @api.constrains("stop_id", "program_id")
    def _check_stop_id(self):
        for find in self.sudo().filtered("stop_id"):
            stop = find.stop_id
            if stop.program_id != find.program_id:
                raise ValidationError(self.env._("Stop: “%s” belongs to a shift of another programme.", stop.name))
            if stop.shift_id.state in ("planned", "cancelled"):
                raise ValidationError(self.env._("Stop: %s has not begun.", stop.shift_id.code))

    @api.model_create_multi
    def create(self, vals_list):
        finds = super().create(vals_list)
        now = fields.Datetime.now()
        for find in finds.sudo().filtered("stop_id"):
            find.stop_id._note_arrival(now if find.shift_id.state == "running" else find.shift_id.date_start)
        return finds

    def write(self, vals):
        if vals.keys() & set(self._get_counted()):
            self.check_access("write")
            limit = fields.Datetime.now() - timedelta(days=1)
            if any(find.state == "cancelled" or find.create_date < limit for find in self):
                raise UserError(self.env._(
                    "Find: after a day, or when it is cancelled, it is not rewritten. Cancel it and enter it again.",
                ))
        return super().write(vals)

    def _get_counted(self):
        """Return the names of the fields that are not rewritten after a day."""
        return self._counted

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A find is cancelled with a reason, not deleted."))

    def action_cancel(self, reason):
        """Take finds out of every count, for good; those already cancelled are left alone.

        :param str reason: a value of ``cancel_reason``
        :raises UserError: when the reason is missing or not one of the list
        """
        if reason not in dict(self._fields["cancel_reason"].selection):
            raise UserError(self.env._("Cancelled because: choose one of the reasons."))
        self.filtered(lambda find: find.state != "cancelled").write({
            "state": "cancelled", "cancel_reason": reason, "cancelled_on": fields.Datetime.now(),
            "cancelled_by_id": self.env.uid,
        })

    def action_open_cancel_wizard(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.find.cancel", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Cancel the find"),
            "context": {"default_find_ids": self.ids},
        }
