from datetime import datetime, time, timedelta

import pytz
from dateutil import rrule
from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL
from psycopg2.errors import SerializationFailure

from .group import WEEKDAYS

# What decides when and how sessions take place.
RHYTHM = {
    "every_weeks", *WEEKDAYS, "time_start", "minutes", "date_from", "date_to", "plan_weeks", "employee_ids", "place",
    "district_id", "active",
}


class GroupPlanning(models.Model):
    """Sessions of a group, planned ahead by its rhythm."""

    _inherit = "recovery.group"

    def write(self, vals):
        result = super().write(vals)
        if RHYTHM & vals.keys():
            self.filtered("planned_at")._replan()
        return result

    def _get_starts(self, first, last, days_off=None):
        """Return when one group meets from the day ``first`` to the day ``last``: datetimes in UTC, oldest first.

        The hour is that of the company's clock, in summer and in winter. Days off in the company's working
        hours are left out.

        :param days_off: what ``_get_days_off`` returns, where it was asked for many groups
        """
        self.ensure_one()
        free = (days_off or self._get_days_off())[self.company_id]
        last = min(last, self.date_to or last)
        minutes = round(self.time_start * 60)
        begin = datetime.combine(self.date_from, time(minutes // 60, minutes % 60))
        zone = self.company_id._get_timezone()
        rule = rrule.rrule(
            rrule.WEEKLY, dtstart=begin, interval=self.every_weeks, wkst=rrule.MO,
            byweekday=[number for number, day in enumerate(WEEKDAYS) if self[day]],
        )
        starts = [
            zone.normalize(zone.localize(start)).astimezone(pytz.utc).replace(tzinfo=None)
            for start in rule.between(
                datetime.combine(max(first, self.date_from), time.min), datetime.combine(last, time.max), inc=True,
            )
        ]
        length = timedelta(minutes=self.minutes)
        return [start for start in starts if not any(begin < start + length and end > start for begin, end in free)]

    def _get_days_off(self):
        """Return {company: [(from, to)]} in UTC of the days off of whole companies, for the companies of these groups."""
        companies = self.company_id
        leaves = self.env["resource.calendar.leaves"].sudo().search_fetch(
            Domain("resource_id", "=", False) & Domain("company_id", "in", (False, *companies.ids)),
            ["company_id", "calendar_id", "date_from", "date_to"],
        )
        return {
            company: [
                (leave.date_from, leave.date_to) for leave in leaves
                if leave.company_id.id in (False, company.id)
                and leave.calendar_id.id in (False, company.sudo().resource_calendar_id.id)
            ]
            for company in companies
        }

    def action_plan_sessions(self):
        """Plan the sessions of the next weeks now; those that stand already are left alone."""
        self.check_access("write")
        sessions = self.sudo()._plan_sessions()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success" if sessions else "info", "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                "message": self.env._("Sessions planned: %s.", len(sessions)) if sessions
                else self.env._("All sessions of the next weeks are planned already."),
            },
        }

    def action_new_session(self):
        """Begin a session now that the rhythm does not know, with the members of today; returns its screen."""
        self.ensure_one()
        self.check_access("write")
        start = self.env["recovery.encounter"]._default_date_start()
        session = self.sudo().filtered("active")._create_sessions([(self.sudo(), start)])
        return session.sudo(False)._get_session_action()

    def _plan_sessions(self):
        """Plan what is missing of the next weeks; returns the new encounters.

        The groups are written first: of two runs at one time the database makes the second begin again, which
        then finds the sessions of the first. A session that was cancelled or moved keeps its place.
        """
        groups = self.filtered("active")
        if not groups:
            return self.env["recovery.encounter"]
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE recovery_group SET planned_at = %s WHERE id IN %s", fields.Datetime.now(), tuple(groups.ids),
        ))
        groups.invalidate_recordset(["planned_at"])
        days_off = groups._get_days_off()
        wanted = [(group, start) for group in groups for start in group._get_starts(*group._get_window(), days_off)]
        starts = [start for _group, start in wanted]
        sessions = self.env["recovery.encounter"].search_fetch(
            Domain("group_id", "in", groups.ids) & (
                Domain("date_start", "in", starts) | Domain("rhythm_start", "in", starts)
            ),
            ["group_id", "date_start", "rhythm_start"],
        )
        taken = {(session.group_id.id, session[name]) for session in sessions for name in ("date_start", "rhythm_start")}
        return groups._create_sessions([(group, start) for group, start in wanted if (group.id, start) not in taken])

    def _get_window(self):
        """Return (first, last) day for which one group's sessions are planned."""
        today = fields.Date.context_today(self.with_context(tz=self.company_id._get_timezone().zone))
        return today, today + timedelta(weeks=self.plan_weeks)

    def _create_sessions(self, wanted):
        """Create planned encounters with a service for each member of the day.

        :param wanted: [(recovery.group, start in UTC)]
        """
        members = self.env["recovery.group.member"].search([
            ("group_id", "in", self.ids), ("client_id.active", "=", True),
        ]).grouped("group_id")
        return self.env["recovery.encounter"].create([
            group._prepare_session(start, members.get(group, self.env["recovery.group.member"]))
            for group, start in wanted
        ])

    def _prepare_session(self, start, members):
        day = pytz.utc.localize(start).astimezone(self.company_id._get_timezone()).date()
        return {
            "group_id": self.id, "rhythm_start": start, "program_id": self.program_id.id, "company_id": self.company_id.id,
            "date_start": start, "minutes": self.minutes, "place": self.place, "district_id": self.district_id.id,
            "employee_ids": [Command.set(self.employee_ids.ids)], "state": "planned",
            "delivery_ids": [
                Command.create({"client_id": client.id, "service_id": self.service_id.id, "minutes": self.minutes})
                for client in members._filtered_on(day).client_id
            ],
        }

    def _replan(self):
        """After a change of the rhythm: sessions to come follow it, those with notes or ratings stay as they are."""
        groups = self.sudo()
        coming = self.env["recovery.encounter"].sudo().search([
            ("group_id", "in", groups.ids), ("state", "=", "planned"), ("date_start", ">", fields.Datetime.now()),
        ]).filtered(lambda session: not session.note_ids and not session.ors_ids)
        days_off = groups._get_days_off()
        for group, sessions in coming.grouped("group_id").items():
            starts = set(group._get_starts(*group._get_window(), days_off)) if group.active else set()
            kept = sessions.filtered(
                lambda session, starts=starts: (session.rhythm_start or session.date_start) in starts,
            )
            (sessions - kept).unlink()
            kept.write({
                "employee_ids": [Command.set(group.employee_ids.ids)], "place": group.place,
                "district_id": group.district_id.id, "minutes": group.minutes,
            })
            kept.delivery_ids.filtered("client_id").write({"minutes": group.minutes})
        groups._plan_sessions()

    @api.model
    def _cron_plan_sessions(self):
        """Plan ahead for every group, one after the other; running it again plans nothing twice."""
        groups = self.search([])
        self.env["ir.cron"]._commit_progress(remaining=len(groups))
        for group in groups:
            try:
                group._plan_sessions()
            except SerializationFailure:
                # Somebody plans this group right now.
                self.env.cr.rollback()
            if not self.env["ir.cron"]._commit_progress(1):
                break
