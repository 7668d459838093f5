from datetime import datetime, timedelta

import pytz
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, NoOverlap, UniqueIndex
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

# Asked for beforehand and decided; the others are written down as they happen.
ASKED_FOR = ("leave", "curfew")
# A night counts as slept where the person is at this hour of the morning.
NIGHT_HOUR = 4
OPEN = ("requested", "approved", "away")
KEPT = (*OPEN, "returned")
# Whose contact it is and what was said is for the team of the house and the client's counsellors.
TEAM = "recovery_care.group_house,recovery_care.group_counsellor"


class StayLeave(models.Model):
    """A resident who is out, with or without leave. The bed stays held."""

    _name = "recovery.stay.leave"
    _description = "Leave"
    _inherit = [
        "recovery.state.machine", "recovery.stay.record", "recovery.private.thread", "mail.activity.mixin",
        "recovery.board.source",
    ]
    _order = "start desc, id desc"
    _rec_names_search = ["client_id", "house_id"]
    _mail_post_access = "write"
    _free_text_paths = ("program_id",)
    _free_text_fields = ("note", "decision_note")

    _state_transitions = {
        "requested": {"approved", "refused", "cancelled"},
        "approved": {"away", "refused", "cancelled"},
        "away": {"returned", "approved", "ended", "cancelled"},
        "returned": {"away"},
        "ended": {"away"},
        "refused": {"approved"},
        "cancelled": set(),
    }
    _state_groups = {
        ("returned", "away"): "recovery_care.group_manager", ("ended", "away"): "recovery_care.group_manager",
        ("refused", "approved"): "recovery_care.group_manager",
    }
    _counted_facts = {"stay_id", "kind", "start", "stop", "left_at", "returned"}

    stay_id = fields.Many2one(domain="[('state', 'in', ('reserved', 'in'))]")
    kind = fields.Selection(
        [
            ("outing", "Out for the day"), ("leave", "Leave"), ("curfew", "Curfew exemption"), ("hospital", "Hospital"),
            ("absence", "Absence without leave"),
        ],
        required=True, default="leave", index=True, tracking=True,
    )
    state = fields.Selection(
        [
            ("requested", "Requested"), ("approved", "Approved"), ("away", "Away"), ("returned", "Returned"),
            ("ended", "Ended with the stay"), ("refused", "Refused"), ("cancelled", "Cancelled"),
        ],
        required=True, default="requested", copy=False, index=True, tracking=True,
    )
    start = fields.Datetime(string="From", required=True, default=fields.Datetime.now, index=True, tracking=True)
    stop = fields.Datetime(
        string="Back by", tracking=True, compute="_compute_stop", store=True, readonly=False, precompute=True,
        help="Whoever is not back by then is late. Out for the day: the curfew of the house.",
    )
    left_at = fields.Datetime(string="Left", readonly=True, copy=False, tracking=True)
    returned = fields.Datetime(string="Came back", readonly=True, copy=False, tracking=True)
    date_from = fields.Date(
        string="First night away", compute="_compute_nights", store=True,
        help="A night counts as away where the person is out at four in the morning.",
    )
    date_to = fields.Date(
        string="First night back", compute="_compute_nights", store=True,
        help="Exclusive like the end of a stay: the same day as the first where no night is spent away; empty: not known.",
    )
    nights = fields.Integer(string="Nights away", compute="_compute_nights", store=True)
    minutes_late = fields.Integer(
        string="Minutes late", compute="_compute_minutes_late", store=True, help="Of somebody who came back late.",
    )
    is_late = fields.Boolean(
        string="Not back yet", compute="_compute_is_late", search="_search_is_late", help="Away, and should be back.",
    )
    reason = fields.Selection(
        [
            ("family", "Family"), ("work", "Work or training"), ("health", "Health"), ("authority", "Authorities or court"),
            ("housing", "Trying or finding a home"), ("leisure", "Leisure"), ("crisis", "Crisis"),
            ("relapse", "Lapse or relapse"),
            ("unknown", "Not known"), ("other", "Other"),
        ],
        tracking=True,
    )
    note = fields.Text(groups=TEAM, help="What was agreed, such as who comes along.")
    contact_name = fields.Char(string="With whom", groups=TEAM)
    contact_phone = fields.Char(string="Phone there", groups=TEAM)
    contact_address = fields.Char(string="Where", groups=TEAM)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False, ondelete="restrict")
    decided_on = fields.Datetime(string="Decided on", readonly=True, copy=False)
    refuse_reason = fields.Selection(
        [
            ("agreement", "Against what was agreed"), ("risk", "Too great a risk"), ("house", "Needed in the house"),
            ("dates", "Other dates"), ("other", "Other"),
        ],
        string="Refused because", copy=False, tracking=True,
    )
    decision_note = fields.Text(string="Conditions", groups=TEAM, copy=False, help="Said with the decision.")
    no_free_text = fields.Boolean(related="program_id.no_free_text")
    alarmed_on = fields.Datetime(string="Alarm raised", readonly=True, copy=False)

    _stop_known = Check(
        "CHECK(stop IS NOT NULL OR kind IN ('hospital', 'absence'))", "Back by: say until when.",
        lambda row: row["stop"] is not None or row["kind"] in ("hospital", "absence"),
    )
    _order_of_times = Check(
        "CHECK(COALESCE(returned, stop) IS NULL OR COALESCE(returned, stop) > COALESCE(left_at, start))",
        "Back by: it lies after leaving, and so does the return.",
        lambda row: (row["returned"] or row["stop"] or datetime.max) > (row["left_at"] or row["start"]),
    )
    _signed_in = Check(
        "CHECK((state = 'returned') = (returned IS NOT NULL))", "Came back: who has returned has a time of return.",
        lambda row: (row["state"] == "returned") == bool(row["returned"]),
    )
    _signed_out = Check(
        "CHECK((state IN ('away', 'returned', 'ended')) = (left_at IS NOT NULL) OR state = 'cancelled')",
        "Left: who is away has a time of leaving.",
        lambda row: (row["state"] in ("away", "returned", "ended")) == bool(row["left_at"]) or row["state"] == "cancelled",
    )
    _refused = Check(
        "CHECK((state = 'refused') = (refuse_reason IS NOT NULL))", "Refused because: say why.",
        lambda row: (row["state"] == "refused") == bool(row["refuse_reason"]),
    )
    _away_once = UniqueIndex(
        "(stay_id) WHERE state = 'away'", "State: this person is away already. Sign them in first.",
        lambda row: (row["stay_id"],) if row["state"] == "away" else None,
    )
    _no_overlap = NoOverlap(
        "EXCLUDE USING gist (int4range(stay_id, stay_id, '[]') WITH &&,"
        " tsrange(COALESCE(left_at, start), COALESCE(returned, stop), '[)') WITH &&)"
        " WHERE (state NOT IN ('refused', 'cancelled'))",
        "From: another leave of this stay covers some of this time. Change or end that one.",
        lambda row: {"stay_id": row["stay_id"]} if row["state"] not in ("refused", "cancelled") else None,
        lambda row: (row["left_at"] or row["start"], row["returned"] or row["stop"] or datetime.max),
    )
    _late_idx = models.Index("(stop) WHERE state = 'away'")
    _nights_idx = models.Index("(stay_id, date_from, date_to) WHERE state NOT IN ('refused', 'cancelled')")

    @api.depends("kind", "stay_id", "start")
    def _compute_stop(self):
        """Out for the day ends with the next curfew; without one, after a day; at the latest with the stay."""
        for leave in self:
            if leave.kind == "outing" and leave.start and (not leave.stop or leave.stop <= leave.start):
                curfew = leave.house_id and leave.house_id._get_next_curfew(leave.start)
                stop = curfew or leave.start + timedelta(days=1)
                last = leave._get_last_day(leave.stay_id)
                if last and leave._get_day(stop) > last >= leave._get_day(leave.start):
                    stop = max(leave._get_midnight(last + timedelta(days=1)), leave.start + timedelta(minutes=1))
                    stop -= timedelta(seconds=1)
                leave.stop = stop
            else:
                leave.stop = leave.stop

    @api.depends("start", "stop", "left_at", "returned", "company_id")
    def _compute_nights(self):
        for leave in self:
            stop = leave.returned or leave.stop
            leave.date_from = leave._get_night(leave.left_at or leave.start)
            leave.date_to = leave._get_night(stop)
            leave.nights = (leave.date_to - leave.date_from).days if leave.date_from and leave.date_to else 0

    def _get_night(self, moment):
        """Return the date of the night in which a moment (UTC) lies by the clock of the company."""
        if not moment:
            return False
        zone = self.company_id._get_timezone() if self.company_id else pytz.utc
        return (pytz.utc.localize(moment).astimezone(zone) - timedelta(hours=NIGHT_HOUR)).date()

    def _get_day(self, moment):
        """Return the date of a moment (UTC) by the clock of the company."""
        return pytz.utc.localize(moment).astimezone(self.company_id._get_timezone()).date()

    @api.depends("stop", "returned")
    def _compute_minutes_late(self):
        for leave in self:
            late = leave.returned and leave.stop and leave.returned > leave.stop
            leave.minutes_late = (leave.returned - leave.stop).total_seconds() // 60 if late else 0

    @api.depends("state", "stop")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for leave in self:
            leave.is_late = leave.state == "away" and bool(leave.stop) and leave.stop < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "away") & Domain("stop", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.depends("client_id.code", "start")
    def _compute_display_name(self):
        """Why somebody is out stands in no name: names travel further than records."""
        for leave in self:
            day = leave.start and leave.company_id and leave._get_day(leave.start)
            leave.display_name = " · ".join(filter(None, [leave.sudo().client_id.code, day and str(day)]))

    @api.constrains("start", "stop", "left_at", "returned", "stay_id")
    def _check_inside_stay(self):
        for leave in self.sudo().filtered(lambda leave: leave.state in KEPT):
            if not leave._is_inside(leave.stay_id):
                raise ValidationError(self.env._(
                    "From, Back by: the leave lies outside of the stay (%s). Change its dates or those of the stay.",
                    leave.stay_id._name_dates(),
                ))

    @api.constrains("kind", "start", "stop", "stay_id")
    def _check_curfew(self):
        """Whoever stays out past the curfew has leave or an exemption."""
        for leave in self.filtered(lambda leave: leave.kind == "outing" and leave.state in OPEN):
            if leave.house_id._is_curfew(leave.start):
                raise ValidationError(self.env._("From: it lies in the curfew. Choose an exemption or an absence."))
            curfew = leave.house_id._get_next_curfew(leave.start)
            if curfew and leave.stop > curfew:
                zone = leave.company_id._get_timezone().zone
                raise ValidationError(self.env._(
                    "Back by: the curfew of “%(house)s” is at %(time)s. Ask for a curfew exemption.",
                    house=leave.house_id.name, time=format_datetime(self.env, curfew, tz=zone),
                ))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_state(vals) for vals in vals_list]
        decided = [vals.get("state") in ("approved", "away", "returned") for vals in vals_list]
        leaves = super().create(vals_list)
        leaves.browse(
            leave.id for leave, known in zip(leaves, decided, strict=True) if known and leave.kind in ASKED_FOR
        )._record_decision()
        leaves.filtered(lambda leave: leave.state == "away")._check_living_here()
        return leaves

    @api.model
    def _with_state(self, vals):
        """Return values in which what is not asked for is away from the beginning, or planned where it lies ahead."""
        vals = dict(vals)
        state = vals.get("state")
        start = fields.Datetime.to_datetime(vals.get("start")) or fields.Datetime.now()
        if state in (None, False, "requested") and vals.get("kind") in ("outing", "hospital", "absence"):
            state = vals["state"] = "away" if start <= fields.Datetime.now() else "approved"
        if state in ("away", "returned", "ended"):
            vals.setdefault("left_at", start)
        return vals

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        if vals.get("state") in ("approved", "refused"):
            self.check_access("write")
            self.filtered(
                lambda leave: leave.state in ("requested", "refused") or vals["state"] == "refused"
            )._record_decision()
        if not self.env.su:
            self._check_facts_open(vals)
        result = super().write(vals)
        if vals.get("state") == "away":
            self._check_living_here()
        if vals.keys() & {"state", "stop"}:
            self.sudo()._finish_alarms()
        return result

    def _check_facts_open(self, vals):
        """Raise UserError where values would rewrite a leave that is over; managers may, and it is tracked."""
        facts = vals.keys() & self._counted_facts
        fixed = ("refused", "cancelled")
        if not self.env.user.has_group("recovery_care.group_manager"):
            fixed = (*fixed, "returned", "ended")
        if facts and any(leave.state in fixed for leave in self):
            raise UserError(self.env._(
                "%s: the leave is over. A programme manager may correct one that took place.",
                self._fields[min(facts)]._description_string(self.env),
            ))

    def _check_living_here(self):
        for leave in self.sudo():
            if leave.stay_id.state != "in":
                raise UserError(self.env._("Stay: nobody goes out who has not moved in. Check in first."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("State: a leave is cancelled, not deleted."))
