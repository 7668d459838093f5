from datetime import datetime, time, timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..table_rules import Check, UniqueIndex

READERS = "recovery_care.group_staff,recovery_care.group_auditor"


class Batch(models.Model):
    """A shift or a day that is written down afterwards: who was met, and how many unnamed people had what.

    What is typed is a draft and may be incomplete. ``batch_recording.py`` makes encounters of it,
    whole or not at all, and takes them back.
    """

    _name = "recovery.batch"
    _description = "Batch entry"
    _inherit = ["recovery.state.machine", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_name = "code"

    _state_transitions = {"draft": {"recorded", "cancelled"}, "recorded": {"cancelled"}, "cancelled": set()}
    # What was recorded was recorded from these.
    _typed = ("program_id", "date", "hour", "employee_ids", "place", "district_id", "line_ids", "count_ids")

    code = fields.Char(required=True, readonly=True, copy=False, default="/")
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env["recovery.client"]._default_intake_program(),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, precompute=True, index=True, required=True)
    date = fields.Date(required=True, index=True, copy=False, default=lambda self: self._get_today(self.env.company))
    hour = fields.Float(
        string="Start time", default=18.0, help="When the shift began; every encounter of the batch gets this time.",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_batch_employee_rel", "batch_id", "employee_id", string="Staff",
        check_company=True, default=lambda self: self.env.user.employee_id,
    )
    place = fields.Selection(
        string="Usual place", selection="_selection_place", required=True,
        compute="_compute_place", store=True, readonly=False, precompute=True,
    )
    district_id = fields.Many2one(
        "recovery.district", string="Usual district", check_company=True, ondelete="restrict", index="btree_not_null",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("recorded", "Recorded"), ("cancelled", "Cancelled")],
        required=True, default="draft", copy=False, index=True,
    )
    line_ids = fields.One2many("recovery.batch.line", "batch_id", string="People met", copy=True)
    count_ids = fields.One2many("recovery.batch.count", "batch_id", string="Counts", copy=True)
    recorded_on = fields.Datetime(string="Recorded on", readonly=True, copy=False)
    recorded_by_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False)
    encounter_count = fields.Integer(string="Encounters", compute="_compute_encounters")
    late_count = fields.Integer(
        string="Late entries", compute="_compute_encounters", help="Encounters recorded later than the programme allows.",
    )
    people_count = fields.Integer(
        string="People", compute="_compute_people_count",
        help="Clients and unnamed people: of each row of the table the largest number, for who had tea may have had soup.",
    )
    day_warning = fields.Char(compute="_compute_day_warning")

    _code_uniq = UniqueIndex(
        "(company_id, code)", "Code: another batch of the company has it.", lambda row: (row["company_id"], row["code"]),
    )
    _hour = Check(
        "CHECK(hour >= 0 AND hour < 24)", "Start time: write a time of the day, from 00:00 to 23:59.",
        lambda row: 0 <= row["hour"] < 24,
    )
    _program_date_idx = models.Index("(program_id, date)")

    @api.model
    def _selection_place(self):
        return self.env["recovery.encounter"]._fields["place"]._description_selection(self.env)

    @api.model
    def _get_today(self, company):
        return pytz.utc.localize(fields.Datetime.now()).astimezone(company._get_timezone()).date()

    @api.depends("program_id")
    def _compute_place(self):
        for batch in self:
            batch.place = batch.program_id.default_place or "centre"

    @api.depends("state")
    def _compute_encounters(self):
        Encounter = self.env["recovery.encounter"]
        rows = Encounter._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "is_late_entry"], ["__count"],
        ) if self.ids and Encounter._has_field_access(Encounter._fields["batch_id"], "read") else []
        for batch in self:
            mine = {late: count for owner, late, count in rows if owner.id == batch.id}
            batch.encounter_count, batch.late_count = sum(mine.values()), mine.get(True, 0)

    @api.depends(
        "line_ids.client_id", "line_ids.headcount", "count_ids.headcount", "count_ids.place", "count_ids.district_id",
    )
    @api.depends_context("uid")
    def _compute_people_count(self):
        for batch in self:
            met = len(batch.line_ids.client_id) + sum(batch.line_ids.mapped("headcount"))
            batch.people_count = met + sum(
                max(cells.mapped("headcount")) for cells in batch.count_ids._by_row().values()
            )

    @api.depends("program_id", "date", "state")
    @api.depends_context("uid")
    def _compute_day_warning(self):
        """What the programme has of that day already, as far as this user may see it."""
        for batch in self:
            batch.day_warning = batch._get_day_warning() if batch.state == "draft" else False

    def _get_day_warning(self):
        if not self.program_id or not self.date:
            return False
        day = [("program_id", "=", self.program_id.id), ("date", "=", self.date)]
        others = self.search([*day, ("state", "=", "recorded"), ("id", "not in", self.ids)])
        visits = self.env["recovery.encounter"].search_count([*day, ("state", "=", "done")])
        if not visits and not others:
            return False
        words = {"program": self.program_id.name, "visits": visits, "batches": ", ".join(others.mapped("code"))}
        if others:
            return self.env._(
                "“%(program)s” already has %(visits)s visits on this day, and the batches %(batches)s. "
                "Check that nothing is entered twice.", **words,
            )
        return self.env._(
            "“%(program)s” already has %(visits)s visits on this day. Check that nothing is entered twice.", **words,
        )

    @api.constrains("date", "program_id")
    def _check_date(self):
        for batch in self:
            if batch.date > self._get_today(batch.company_id):
                raise ValidationError(self.env._(
                    "Date: %s has not come yet. Enter a day that is over, or today.", batch.date,
                ))

    def _get_start(self):
        """Return when one batch began, in UTC."""
        minutes = round(self.hour * 60)
        local = datetime.combine(self.date, time()) + timedelta(minutes=minutes)
        return self.company_id._get_timezone().localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model_create_multi
    def create(self, vals_list):
        states = [vals.get("state") or "draft" for vals in vals_list]
        vals_list = [{**vals, "state": "draft"} for vals in vals_list]
        for vals in vals_list:
            if vals.get("code", "/") == "/":
                company = self.env["recovery.program"].browse(vals.get("program_id")).sudo().company_id
                Sequence = self.env["ir.sequence"].with_company(company or self.env.company)
                vals["code"] = Sequence.next_by_code("recovery.batch")
        batches = super().create(vals_list)
        for batch, state in zip(batches, states, strict=True):
            if state != "draft":
                batch.write({"state": state})
        return batches

    def write(self, vals):
        """Turning into “recorded” or “cancelled” makes or cancels the encounters, whichever way it is written."""
        self.check_access("write")
        if "state" in vals:
            # Nobody waits for a step that does not exist.
            self._check_transition(vals["state"])
        if "state" in vals or vals.keys() & set(self._typed):
            self._lock_rows()
        if vals.keys() & set(self._typed) and any(batch.state != "draft" for batch in self):
            raise UserError(self.env._(
                "State: a batch that is no longer a draft is not changed. Undo it, and duplicate it to enter it again.",
            ))
        if "state" not in vals:
            return super().write(vals)
        before = {batch: batch.state for batch in self}
        result = super().write(vals)
        for batch, state in before.items():
            if state == "draft" and batch.state == "recorded":
                batch._record()
            elif state == "recorded" and batch.state == "cancelled":
                batch._cancel_encounters()
        return result

    def _lock_rows(self):
        """Wait for whoever types into, records or undoes one of these batches at this moment.

        What the other one wrote ends this transaction as a serialization failure; the server repeats
        the call, which then finds the batch as it is.
        """
        self.flush_recordset(["state"])
        query = SQL("SELECT id FROM recovery_batch WHERE id IN %s ORDER BY id FOR UPDATE", self._ids or (0,))
        self.env.cr.execute(query, log_exceptions=False)
        self.invalidate_recordset(["state"], flush=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("State: a recorded or cancelled batch is kept, not deleted."))

    def action_record(self):
        """Make the encounters of these batches, once: a second call changes nothing.

        :raises UserError: naming line and field; nothing is recorded then and what was typed stays
        """
        self.check_access("write")
        self._lock_rows()
        self.filtered(lambda batch: batch.state != "recorded").write({"state": "recorded"})

    def action_undo(self):
        """Cancel every encounter of these batches by an amendment; they stay on record. A second call changes nothing."""
        self.check_access("write")
        self._lock_rows()
        self.filtered(lambda batch: batch.state != "cancelled").write({"state": "cancelled"})

    def action_open_encounters(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.encounter_action")
        return {**action, "domain": [("batch_id", "=", self.id)], "context": {}}

    def action_duplicate(self):
        """Open a new draft with the same lines, to be entered again."""
        self.ensure_one()
        return self.copy({"date": self.date}).get_formview_action()

    @api.model
    @api.readonly
    def get_count_setup(self, program_id):
        """Return what the table of counts offers in a programme.

        :return: {``services`` (those that unnamed people can have) as {id, name}, ``materials`` as
            {id, name, returnable}, ``places`` and ``districts`` as {id, name}}
        :raises MissingError: for a programme that does not exist for this user
        """
        program = self.env["recovery.program"].browse(program_id).exists()
        program.check_access("read")
        services = program.service_ids.filtered(lambda service: service.active and not service.client_required)
        return {
            "services": [{"id": service.id, "name": service.name} for service in services],
            "materials": [
                {"id": product.id, "name": product.display_name, "returnable": product.material_returnable}
                for product in program._get_materials()
            ],
            "places": [{"id": place, "name": label} for place, label in self._selection_place()],
            "districts": [{"id": district.id, "name": district.name} for district in program.district_ids],
        }
