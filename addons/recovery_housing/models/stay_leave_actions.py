from datetime import datetime, time, timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .stay_leave import NIGHT_HOUR, OPEN

ACTIVITY = "recovery_housing.activity_not_back"


class StayLeaveActions(models.Model):
    """The steps of a leave, the alarm for whoever is not back, and the nights that were spent elsewhere."""

    _inherit = "recovery.stay.leave"

    def action_approve(self, note=False):
        """Grant the leave, with conditions in ``note`` if there are any.

        :raises AccessError: where the house leaves it to its programme manager
        """
        self.write({"state": "approved", "refuse_reason": False, **({"decision_note": note} if note else {})})

    def action_refuse(self, reason, note=False):
        """Refuse the leave, or take back that it was granted.

        :param str reason: a value of ``refuse_reason``
        :raises AccessError: where the house leaves it to its programme manager
        """
        self.write({"state": "refused", "refuse_reason": reason, **({"decision_note": note} if note else {})})

    def action_cancel(self):
        self.write({"state": "cancelled"})

    def action_sign_out(self, left_at=None):
        """Write down that the residents went.

        :param left_at: datetime in UTC, now when empty
        """
        self.write({"state": "away", "left_at": left_at or fields.Datetime.now()})

    def action_sign_in(self, returned=None):
        """Write down that the residents are back; what was planned meanwhile begins later or is cancelled.

        :param returned: datetime in UTC, now when empty
        """
        moment = fields.Datetime.to_datetime(returned) or fields.Datetime.now()
        self.check_access("write")
        self._check_transition("returned")
        self.sudo()._make_way(moment)
        self.write({"state": "returned", "returned": moment})

    def action_undo_sign_out(self):
        """Take back that somebody went; what is not planned beforehand is cancelled."""
        planned = self.filtered(lambda leave: leave.kind in ("leave", "curfew"))
        planned.write({"state": "approved", "left_at": False})
        (self - planned).write({"state": "cancelled"})

    def action_undo_sign_in(self):
        """Take back that somebody returned; reserved for programme managers."""
        self.write({"state": "away", "returned": False})

    def action_open_refuse(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.stay.leave.refuse", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Refuse the leave"),
            "context": {"default_leave_id": self.id},
        }

    def _make_way(self, moment):
        """Let leave that was planned for before ``moment`` begin then, or not at all: whoever comes late was not on it."""
        planned = self.search([
            ("stay_id", "in", self.stay_id.ids), ("state", "in", ("requested", "approved")), ("start", "<", moment),
            ("id", "not in", self.ids),
        ])
        over = planned.filtered(lambda leave: leave.stop and leave.stop <= moment)
        over.write({"state": "cancelled"})
        (planned - over).write({"start": moment})

    def _record_decision(self):
        """Keep who decided and when; where the house says so, that is the programme manager.

        :raises AccessError: for whoever may not decide
        """
        if not self.env.su and not self.env.user.has_group("recovery_care.group_manager"):
            if any(leave.sudo().house_id.leave_decided_by == "manager" for leave in self):
                raise AccessError(self.env._("State: in this house the programme manager decides on leave."))
        self.sudo().write({"decided_by_id": self.env.uid, "decided_on": fields.Datetime.now()})

    # The end of the stay

    def _end_with_stay(self, day):
        """End open leave of stays that end on ``day`` (a date; that night is not slept there any more).

        Whoever is away has not returned; whatever had not begun is cancelled.
        """
        gone = self.filtered(lambda leave: leave.state == "away" and leave._get_day(leave.left_at) <= day)
        (self.filtered(lambda leave: leave.state in OPEN) - gone).write({"state": "cancelled"})
        for leave in gone:
            second = timedelta(seconds=1)
            last = max(leave._get_midnight(day + timedelta(days=1)) - second, leave.left_at + second)
            late = not leave.stop or leave.stop > last
            leave.write({"state": "ended", **({"stop": last} if late else {})})

    def _follow_stay(self, stay, day):
        """Let leave go on in another stay of the same person, who moves there on ``day``; what took place before stays.

        A night is counted by where the person is at four in the morning, so that leave is cut at that time.
        """
        now = fields.Datetime.now()
        for leave in self:
            midnight, cut = leave._get_midnight(day), min(leave._get_midnight(day, NIGHT_HOUR), now)
            if leave.left_at and leave.left_at < cut:
                if leave.state == "away" or (leave.returned or leave.stop or now) > cut:
                    leave._split(stay, cut)
            elif leave.state in ("requested", "approved") and leave.stop and leave.stop <= midnight:
                leave.write({"state": "cancelled"})
            elif leave.left_at:
                leave.write({"stay_id": stay.id})
            else:
                leave.write({"stay_id": stay.id, "start": max(leave.start, midnight)})

    def _split(self, stay, moment):
        """Cut one leave that took place, or goes on, at ``moment``; the rest of it belongs to another stay."""
        values = self._get_following_values(stay, moment)
        if self.state == "ended":
            self.write({"stop": moment})
        else:
            self.write({"state": "returned", "returned": moment})
        self.create(values)

    def _get_following_values(self, stay, moment):
        """Return the values of what is left of one leave from ``moment`` on, in another stay."""
        kept = (
            "kind", "state", "reason", "note", "contact_name", "contact_phone", "contact_address", "decided_on", "returned",
        )
        return {
            **{name: self[name] for name in kept}, "stay_id": stay.id, "start": moment, "left_at": moment,
            "stop": self.stop and max(self.stop, moment + timedelta(minutes=1)), "decided_by_id": self.decided_by_id.id,
        }

    def _is_inside(self, stay):
        """Return whether one leave lies between the first and the last day of a stay."""
        begins, stop = self._get_day(self.left_at or self.start), self.returned or self.stop
        ends = stop and self._get_day(stop) or begins
        last = self._get_last_day(stay)
        return begins >= stay.date_from and (not last or ends <= last)

    @api.model
    def _get_last_day(self, stay):
        """Return the day on which a resident is to go, False: not known; who should have gone is there today."""
        if stay.state == "in" and stay.date_to:
            return max(stay.date_to, fields.Date.context_today(self))
        return stay.date_to

    def _get_midnight(self, day, hour=0):
        """Return when a day, or an hour of it, begins by the clock of the company, in UTC."""
        zone = self.company_id._get_timezone()
        return zone.localize(datetime.combine(day, time(hour))).astimezone(pytz.utc).replace(tzinfo=None)

    # The alarm

    @api.model
    def _cron_late(self):
        """Tell the staff of the house of each resident who is not back by the time agreed or by the curfew, once each."""
        late = self.search(Domain("is_late", "=", True) & Domain("alarmed_on", "=", False))
        late._raise_alarm()

    def _raise_alarm(self):
        rows, told = [], self.browse()
        activity_type = self.env.ref(ACTIVITY)
        for leave in self:
            for user in leave._find_watch():
                told |= leave
                rows.append({
                    "res_model_id": self.env["ir.model"]._get_id(self._name), "res_id": leave.id, "user_id": user.id,
                    "activity_type_id": activity_type.id, "summary": activity_type.summary, "automated": True,
                    "date_deadline": leave._get_day(fields.Datetime.now()),
                })
                user._bus_send("simple_notification", leave.with_context(lang=user.lang)._get_alarm())
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(rows)
        told.write({"alarmed_on": fields.Datetime.now()})

    def _get_alarm(self):
        """Return the notice that appears on whatever screen is open, that of the door too; by code, as others look on."""
        return {
            "type": "danger", "sticky": True,
            "message": self.env._("Not back: %(code)s, %(house)s", code=self.client_id.code, house=self.house_id.name),
        }

    def _find_watch(self):
        """Return who is told that one resident is not back: all staff of the house, else the first of its programme."""
        house = self.house_id
        staff = house._get_staff().user_id.filtered(self._may_watch)
        return staff or house.program_id.employee_ids.user_id.filtered(self._may_watch)[:1]

    def _may_watch(self, user):
        return user.active and user.has_group("recovery_care.group_house") and self.with_user(user).with_context(
            allowed_company_ids=self.company_id.ids,
        ).has_access("write")

    def _finish_alarms(self):
        """Close the to-do of whoever is not late any more; they are told again if they are late anew."""
        settled = self.filtered(lambda leave: leave.alarmed_on and not leave.is_late)
        if settled:
            self.env["mail.activity"].search([
                ("res_model", "=", self._name), ("res_id", "in", settled.ids),
                ("activity_type_id", "=", self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)),
            ]).action_feedback()
            settled.write({"alarmed_on": False})

    # Nights

    @api.model
    def _count_nights(self, stays, start, stop, kinds=None):
        """Return {id of a stay: nights that its resident spent elsewhere from ``start`` to ``stop`` (exclusive)}.

        Whoever is away and late counts as away until today. Only nights of the stay itself count.

        :param kinds: values of ``kind``; all when empty
        """
        if not stays:
            return {}
        self.flush_model(["stay_id", "state", "kind", "date_from", "date_to"])
        self.env["recovery.stay"].flush_model(["date_from", "date_to"])
        kinds = tuple(kinds or dict(self._fields["kind"].selection))
        today = fields.Date.context_today(self)
        return dict(self.env.execute_query(SQL(
            """
            SELECT stay_id, sum(upper(nights) - lower(nights))::int FROM (
                SELECT l.stay_id, daterange(l.date_from, CASE
                           WHEN l.state = 'away' THEN GREATEST(l.date_from, COALESCE(l.date_to, %(today)s), %(today)s)
                           ELSE GREATEST(l.date_from, COALESCE(l.date_to, %(today)s)) END)
                       * daterange(s.date_from, s.date_to) * daterange(%(start)s, %(stop)s) AS nights
                  FROM recovery_stay_leave l JOIN recovery_stay s ON s.id = l.stay_id
                 WHERE l.stay_id IN %(stays)s AND l.kind IN %(kinds)s AND l.state IN ('away', 'returned', 'ended')
            ) spent WHERE NOT isempty(nights) GROUP BY stay_id
            """,
            today=today, start=start, stop=stop, stays=tuple(stays.ids), kinds=kinds,
        )))
