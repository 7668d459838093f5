from datetime import datetime, time, timedelta

import pytz
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Unique
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

REOPEN_REASONS = [
    ("early", "Closed too early"), ("missing", "Somebody was missing"), ("person", "Wrong person"),
    ("place", "Wrong bed or mat"), ("number", "Wrong number"), ("refusal", "Wrong reason of a refusal"), ("other", "Other"),
]


# What the counts of a closed night rest on, and who answers for them.
FACTS = {"house_id", "date", "counted_by", "capacity", "extra_places", "over_reason", "employee_ids"}


class Night(models.Model):
    """One night of a shelter or a warming room, named by the day on which its evening falls.

    A shelter keeps a register: each guest known, coded or counted, with a bed or a mat. A warming room counts how many
    come in and go out. After midnight it is still the night of the evening before, until noon.
    """

    _name = "recovery.night"
    _description = "Night"
    _inherit = [
        "recovery.state.machine", "recovery.prechecked", "recovery.private.thread", "mail.activity.mixin",
        "recovery.board.source",
    ]
    _check_company_auto = True
    _order = "date desc, house_id, id desc"
    _rec_names_search = ["house_id"]
    _mail_post_access = "write"
    _free_text_paths = ("program_id",)

    _state_transitions = {"draft": {"open"}, "open": {"closed"}, "closed": {"open"}}

    house_id = fields.Many2one(
        "recovery.house", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('kind_id.nights', '!=', 'stay')]",
    )
    date = fields.Date(
        string="Night of", required=True, index=True, default=lambda self: self._get_tonight(),
        help="The day of the evening. What happens after midnight belongs to the night before.",
    )
    state = fields.Selection(
        [("draft", "Prepared"), ("open", "Open"), ("closed", "Closed")], required=True, default="draft", copy=False,
        index=True, tracking=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    counted_by = fields.Selection(
        [("register", "Register"), ("headcount", "Headcount")], string="Counted by", required=True,
        compute="_compute_counted_by", store=True, precompute=True,
        help="As the kind of the house says when the night is entered.",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_night_employee_rel", "night_id", "employee_id", string="On duty", check_company=True,
    )
    capacity = fields.Integer(
        string="Places", compute="_compute_capacity", store=True, precompute=True,
        help="Beds and mats that can be slept in on this night; in a warming room how many people may be inside. With the "
             "extra places.",
    )
    extra_places = fields.Integer(
        string="Extra places", help="More mats laid out on this night; negative: so many places are not given.",
    )
    over_reason = fields.Selection(
        [
            ("frost", "Frost"), ("no_other", "No other place in reach"), ("family", "Family or partner"),
            ("safety", "Not safe elsewhere"), ("other", "Other")
        ],
        string="Over capacity because", copy=False, tracking=True,
    )
    reopen_reason = fields.Selection(REOPEN_REASONS, string="Reopened because", copy=False, readonly=True, tracking=True)
    opened_on = fields.Datetime(string="Opened", readonly=True, copy=False)
    closed_on = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    is_forgotten = fields.Boolean(
        string="Forgotten", compute="_compute_is_forgotten", search="_search_is_forgotten",
        help="The night is over since noon and nobody closed it.",
    )
    guest_ids = fields.One2many("recovery.night.guest", "night_id", string="Register")
    refusal_ids = fields.One2many("recovery.night.refusal", "night_id", string="People turned away")
    passage_ids = fields.One2many("recovery.night.passage", "night_id", string="In and out")

    _once = Unique(
        "UNIQUE(house_id, date)", "Night of: the house has a register of this night. Open that one.",
        lambda row: (row["house_id"], row["date"]),
    )

    # Days

    @api.model
    def _get_tonight(self, company=None):
        """Return the date of the night that is on in a company (by default the user's): until noon the evening before."""
        zone = (company or self.env.company)._get_timezone()
        local = pytz.utc.localize(fields.Datetime.now()).astimezone(zone)
        return (local.replace(tzinfo=None) - timedelta(hours=12)).date()

    def _get_noon(self):
        """Return the moment (UTC) at which one night is over: noon of the day after."""
        zone = self.company_id._get_timezone()
        local = zone.localize(datetime.combine(self.date + timedelta(days=1), time(12)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _is_over(self):
        return self.date < self._get_tonight(self.company_id)

    # Computes

    @api.depends("house_id")
    def _compute_counted_by(self):
        for night in self:
            night.counted_by = "headcount" if night.house_id.nights == "headcount" else "register"

    @api.depends("house_id", "date", "extra_places")
    def _compute_capacity(self):
        for night in self:
            places = night._count_places() if night.house_id and night.date else 0
            night.capacity = max(places + night.extra_places, 0)

    @api.depends("state", "date")
    def _compute_is_forgotten(self):
        for night in self:
            night.is_forgotten = bool(night.state != "closed" and night.date and night.company_id and night._is_over())

    @api.model
    def _search_is_forgotten(self, operator, value):
        if operator != "in":
            return NotImplemented
        forgotten = Domain("state", "!=", "closed") & Domain("date", "<", self._get_tonight())
        return forgotten if True in value else ~forgotten

    @api.depends("house_id.code", "date")
    def _compute_display_name(self):
        for night in self:
            night.display_name = f"{night.house_id.code or ''} · {format_date(self.env, night.date)}"

    # Rules

    @api.constrains("house_id", "date", "state")
    def _check_house(self):
        for night in self:
            house = night.house_id
            if house.nights == "stay":
                raise ValidationError(self.env._(
                    "House: the nights of “%s” are counted by stays. Its kind says how nights are counted.", house.name,
                ))
            if not house._is_open_between(night.date, night.date + timedelta(days=1)):
                raise ValidationError(self.env._(
                    "Night of: “%(house)s” is not open on %(date)s.",
                    house=house.name, date=format_date(self.env, night.date),
                ))
            if night.state != "draft" and night.date > self._get_tonight(night.company_id):
                raise ValidationError(self.env._(
                    "Night of: %s has not come yet. Prepare it, and open it in the evening.",
                    format_date(self.env, night.date),
                ))

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        return super().create([
            {"opened_on": now, **vals} if vals.get("state") == "open" else vals for vals in vals_list
        ])

    def write(self, vals):
        if vals.get("state") == "open":
            self._check_opening(vals)
            vals = {"opened_on": fields.Datetime.now(), **vals} if not all(self.mapped("opened_on")) else vals
        elif vals.keys() & FACTS:
            self._check_not_closed()
        if vals.keys() & {"house_id", "date"} and not self.env.su:
            self._check_unused()
        result = super().write(vals)
        if vals.keys() & {"extra_places", "over_reason"}:
            self._check_capacity()
        return result

    def _check_opening(self, vals):
        """A closed night is opened again with a reason, from noon on by programme managers only."""
        closed = self.filtered(lambda night: night.state == "closed")
        if closed and not vals.get("reopen_reason"):
            raise UserError(self.env._("Reopened because: say why the night is opened again."))
        if not self.env.su and not self.env.user.has_group("recovery_care.group_manager") and any(
            night._is_over() for night in closed
        ):
            raise AccessError(self.env._("State: from noon on, opening a night again is reserved for programme managers."))

    def _check_unused(self):
        if self._filtered_used():
            raise UserError(self.env._("Night of: people are written down in this night. Cancel them there first."))

    def _filtered_used(self):
        """Return those of these nights in which anything is written down."""
        nights = self.sudo()
        return nights.filtered(lambda night: night.guest_ids or night.refusal_ids or night.passage_ids).sudo(False)

    @api.ondelete(at_uninstall=False)
    def _unlink_prepared(self):
        if any(night.state != "draft" for night in self) or self._filtered_used():
            raise UserError(self.env._("State: only a night that is prepared and empty can be deleted. Close the others."))

    def _begin_entry(self):
        """Raise UserError unless something may be written down in each of these nights; a prepared one is opened."""
        self._check_not_closed()
        for night in self.filtered(lambda night: night.state == "draft"):
            night.write({"state": "open"})

    def _check_not_closed(self):
        if not self.env.su and any(night.state == "closed" for night in self):
            raise UserError(self.env._(
                "Night: it is closed and its counts are fixed. A programme manager may open it again with a reason.",
            ))
