from datetime import datetime, time, timedelta

import pytz
from odoo import api, fields, models
from odoo.tools import format_date, format_time


class StayWeek(models.TransientModel):
    """What the week brings to a resident, on one page in their language, as far as the user may see it."""

    _name = "recovery.stay.week"
    _description = "Week of a resident"
    _inherit = ["recovery.week.page"]
    _page_template = "recovery_housing.stay_week_page"
    _page_report = "recovery_housing.stay_week_action_print"

    stay_id = fields.Many2one("recovery.stay", string="Resident", required=True)

    @api.depends("monday", "stay_id")
    def _compute_content(self):
        super()._compute_content()

    @api.depends("stay_id")
    def _compute_display_name(self):
        for page in self:
            page.display_name = page._get_title()

    @api.model_create_multi
    def create(self, vals_list):
        """A stay that the user may not see is answered like one that is not there."""
        self.env["recovery.stay"].browse({vals.get("stay_id") for vals in vals_list} - {None, False}).check_access("read")
        return super().create(vals_list)

    def _get_title(self):
        return self.env._("Week of %s", self.stay_id.client_id.display_name or "")

    def _get_language(self):
        """Return the language of the resident where it is installed, else that of the user."""
        spoken = self.stay_id.client_id.language
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return spoken if spoken in installed else super()._get_language()

    def _log_printing(self):
        self.stay_id._log_reading("print")

    def _render_page(self):
        self.stay_id.check_access("read")
        return super()._render_page()

    def _get_week(self):
        """Return [{name, entries: [{time, kind, text, state}]}] of the seven days, in the order of the day."""
        entries = [
            *self._get_duties(), *self._get_meetings(), *self._get_appointments(), *self._get_leaves(),
            *self._get_visits(),
        ]
        return [
            {
                "name": format_date(self.env, day, date_format="EEEE d MMMM"),
                "entries": sorted(
                    (entry for entry in entries if entry["day"] == day), key=lambda entry: (entry["time"], entry["kind"]),
                ),
            }
            for day in self._get_days()
        ]

    def _make_entry(self, day, kind, text, state="", moment=""):
        return {"day": day, "time": moment, "kind": kind, "text": text, "state": state}

    def _localize(self, moment):
        return pytz.utc.localize(moment).astimezone(self.stay_id.sudo().company_id._get_timezone())

    def _to_utc(self, day):
        zone = self.stay_id.sudo().company_id._get_timezone()
        return zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_span(self):
        """Return the beginning and the end of the week in UTC."""
        days = self._get_days()
        return self._to_utc(days[0]), self._to_utc(days[-1] + timedelta(days=1))

    def _format_time(self, local):
        return format_time(self.env, local.time(), time_format="short")

    def _get_label(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")

    def _search_days(self, model, *domain):
        """Return the records of a model of this resident with a ``date`` in the week that the user may see."""
        Model = self.env[model]
        if not Model.has_access("read"):
            return Model
        days = self._get_days()
        return Model.search([("date", ">=", days[0]), ("date", "<=", days[-1]), *domain])

    def _get_duties(self):
        duties = self._search_days(
            "recovery.house.task.duty", ("client_id", "=", self.stay_id.client_id.id), ("state", "!=", "cancelled"),
        )
        return [
            self._make_entry(
                duty.date, self.env._("Task"), duty.task_id.sudo().name, self._get_label(duty, "state"),
            ) for duty in duties
        ]

    def _get_meetings(self):
        meetings = self._search_days(
            "recovery.house.meeting", ("house_id", "=", self.stay_id.house_id.id), ("state", "!=", "cancelled"),
        )
        return [
            self._make_entry(
                meeting.date, self.env._("House meeting"), self.env._("%s minutes", meeting.minutes),
                moment=self._format_time(self._localize(meeting.date_start)),
            ) for meeting in meetings
        ]

    def _get_appointments(self):
        """Planned encounters; what was recorded of the meetings of the house is not shown twice."""
        deliveries = self._search_days(
            "recovery.delivery", ("client_id", "=", self.stay_id.client_id.id), ("state", "=", "planned"),
        )
        entries = []
        for encounter, services in deliveries.grouped("encounter_id").items():
            staff = ", ".join(encounter.employee_ids.sudo().mapped("name"))
            what = ", ".join(services.service_id.sudo().mapped("name"))
            entries.append(self._make_entry(
                encounter.date, self.env._("Appointment"),
                " · ".join(filter(None, [what, staff, self._get_label(encounter, "place")])),
                moment=self._format_time(self._localize(encounter.date_start)),
            ))
        return entries

    def _get_leaves(self):
        """Leaves of the stay, where the add-on knows them; each on the day it begins and the day it ends."""
        if "recovery.stay.leave" not in self.env or not self.env["recovery.stay.leave"].has_access("read"):
            return []
        first, last = self._get_span()
        leaves = self.env["recovery.stay.leave"].search([
            ("stay_id", "=", self.stay_id.id), ("state", "not in", ("refused", "cancelled")), ("start", "<", last),
            "|", ("stop", "=", False), ("stop", ">=", first),
        ])
        entries = []
        for leave in leaves:
            state = self._get_label(leave, "state")
            moments = [(leave.start, self.env._("Leave begins"))]
            if leave.stop:
                moments.append((leave.stop, self.env._("Back from leave")))
            entries += [
                self._make_entry(
                    self._localize(moment).date(), self.env._("Leave"), text, state,
                    self._format_time(self._localize(moment)),
                ) for moment, text in moments if first <= moment < last
            ]
        return entries

    def _get_visits(self):
        """Visits without the names of the visitors: the page leaves the office."""
        Visit = self.env["recovery.house.visit"]
        if not Visit.has_access("read"):
            return []
        first, last = self._get_span()
        visits = Visit.search([
            ("client_id", "=", self.stay_id.client_id.id), ("state", "not in", ("refused", "cancelled")),
            ("start", ">=", first), ("start", "<", last),
        ])
        return [
            self._make_entry(
                self._localize(visit.start).date(), self.env._("Visit"),
                self.env._("until %s", self._format_time(self._localize(visit.stop))), self._get_label(visit, "state"),
                self._format_time(self._localize(visit.start)),
            ) for visit in visits
        ]
