from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.addons.recovery_care.text_folding import fold
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

HOUSE = "recovery_care.group_house"
USUAL = timedelta(hours=2)


class HouseVisit(models.Model):
    """Somebody comes to see a resident. Who it is, is for the house alone: a visitor never agreed to be in a file."""

    _name = "recovery.house.visit"
    _description = "Visit in a house"
    _inherit = ["recovery.state.machine", "recovery.stay.record"]
    _order = "start desc, id desc"
    _rec_names_search = ["client_id", "house_id"]

    _state_transitions = {
        "announced": {"approved", "refused", "cancelled", "here"},
        "approved": {"here", "refused", "cancelled"},
        "here": {"left", "approved"},
        "left": {"here"},
        "refused": {"approved"},
        "cancelled": {"announced"},
    }

    stay_id = fields.Many2one(string="To see", domain="[('state', '=', 'in')]")
    visitor_name = fields.Char(string="Visitor", required=True, groups=HOUSE)
    visitor_folded = fields.Char(compute="_compute_visitor_folded", store=True, precompute=True, index=True, groups=HOUSE)
    relation = fields.Selection(
        [
            ("family", "Family"), ("partner", "Partner"), ("child", "Child"), ("friend", "Friend"),
            ("professional", "Professional"), ("other", "Other"),
        ],
        string="Who is", required=True, default="family",
    )
    people = fields.Integer(required=True, default=1, help="How many come, the named one included.")
    start = fields.Datetime(string="From", required=True, default=fields.Datetime.now, index=True)
    stop = fields.Datetime(
        string="Until", required=True, compute="_compute_stop", store=True, readonly=False, precompute=True,
    )
    arrived = fields.Datetime(readonly=True, copy=False)
    departed = fields.Datetime(string="Left", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("announced", "Announced"), ("approved", "Approved"), ("here", "Here"), ("left", "Left"),
            ("refused", "Refused"), ("cancelled", "Did not come"),
        ],
        required=True, default="announced", copy=False, index=True,
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False, ondelete="restrict")
    is_overdue = fields.Boolean(
        string="Should have left", compute="_compute_is_overdue", search="_search_is_overdue",
    )
    ban_notice = fields.Char(compute="_compute_ban_notice", groups=HOUSE)

    _times = Check(
        "CHECK(stop > start)", "Until: a visit ends after it begins.",
        lambda row: not row["stop"] or row["stop"] > row["start"],
    )
    _people = Check(
        "CHECK(people BETWEEN 1 AND 50)", "People: write between 1 and 50.", lambda row: 1 <= row["people"] <= 50,
    )
    _departed = Check(
        "CHECK((state = 'left') = (departed IS NOT NULL) AND (departed IS NULL OR departed >= arrived))",
        "Left: who has left has a time of leaving, after the arrival.",
        lambda row: (row["state"] == "left") == bool(row["departed"]) and (
            not row["departed"] or not row["arrived"] or row["departed"] >= row["arrived"]
        ),
    )

    @api.depends("visitor_name")
    def _compute_visitor_folded(self):
        for visit in self:
            visit.visitor_folded = fold(visit.visitor_name) or False

    @api.depends("start")
    def _compute_stop(self):
        """Two hours unless somebody says otherwise."""
        for visit in self:
            if visit.start and (not visit.stop or visit.stop <= visit.start):
                visit.stop = visit.start + USUAL
            else:
                visit.stop = visit.stop

    @api.depends("state", "stop")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_overdue = visit.state == "here" and bool(visit.stop) and visit.stop < now

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "here") & Domain("stop", "<", fields.Datetime.now())
        return overdue if True in value else ~overdue

    @api.depends("visitor_name", "stay_id", "start")
    def _compute_ban_notice(self):
        for visit in self:
            ban = visit._find_ban()
            visit.ban_notice = self.env._(
                "This name is on the list of people who may not come in, since %s.", format_date(self.env, ban.date_from),
            ) if ban else False

    @api.depends("client_id.code", "start")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = f"{visit.sudo().client_id.code or ''} · {visit._get_day() or ''}"

    def _get_day(self):
        """Return the day of one visit by the clock of its company, False before it has a beginning."""
        zone = self.company_id.sudo()._get_timezone() if self.company_id else pytz.utc
        return self.start and pytz.utc.localize(self.start).astimezone(zone).date()

    def _find_ban(self):
        """Return the ban (superuser) that holds for the visitor of one visit, or none."""
        self.ensure_one()
        house = self.stay_id.sudo().house_id
        name = fold(self.sudo().visitor_name)
        if not name or not house or not self.start:
            return self.env["recovery.house.visit.ban"]
        client = self.stay_id.sudo().client_id
        return self.env["recovery.house.visit.ban"].sudo()._find(house, name, client, self._get_day())

    @api.constrains("state", "visitor_name", "stay_id", "start")
    def _check_ban(self):
        for visit in self:
            if visit.state in ("approved", "here") and visit._find_ban():
                raise ValidationError(self.env._(
                    "Visitor: this name is on the list of people who may not come in. Refuse the visit, or end the ban.",
                ))

    def write(self, vals):
        state = vals.get("state")
        if state:
            now = fields.Datetime.now()
            vals = dict(vals)
            if state in ("approved", "refused"):
                vals["decided_by_id"] = self.env.uid
            vals["departed"] = vals.get("departed") or now if state == "left" else False
            if state == "here":
                vals.setdefault("arrived", now)
            elif state != "left":
                vals["arrived"] = False
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """A visit entered afterwards came and left as it was announced unless its times are said."""
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            state = vals.get("state", "announced")
            start = fields.Datetime.to_datetime(vals.get("start")) or fields.Datetime.now()
            if state in ("here", "left"):
                vals.setdefault("arrived", start)
            if state == "left" and not vals.get("departed"):
                vals["departed"] = vals.get("stop") or start + USUAL
            if state in ("approved", "refused"):
                vals["decided_by_id"] = self.env.uid
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("State: a visit is refused or did not take place; it is not deleted."))

    def action_approve(self):
        """Let the visitor come.

        :raises ValidationError: for a name on the ban list of the house
        """
        self.write({"state": "approved"})

    def action_refuse(self):
        self.write({"state": "refused"})

    def action_arrive(self):
        self.write({"state": "here"})

    def action_leave(self):
        self.write({"state": "left"})

    def action_not_come(self):
        self.write({"state": "cancelled"})
