from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique
from odoo.exceptions import ValidationError
from odoo.fields import Domain

GENDER_POLICIES = [("any", "Everybody"), ("women", "Women"), ("men", "Men")]


class House(models.Model):
    """A place where people of a programme live or spend the night."""

    _name = "recovery.house"
    _description = "House"
    _inherit = [
        "mail.thread", "mail.activity.mixin", "recovery.house.gallery", "recovery.prechecked", "recovery.board.source",
    ]
    _check_company_auto = True
    _order = "sequence, name"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, help="Short code, unique in the company; shown on the bed board and in lists.")
    kind_id = fields.Many2one(
        "recovery.house.kind", required=True, index=True, ondelete="restrict", tracking=True,
        default=lambda self: self.env["recovery.house.kind"].search([], limit=1),
    )
    kind = fields.Char(
        string="Kind (code)", compute="_compute_kind", inverse="_inverse_kind", search="_search_kind",
        help="The code of the kind, such as “hostel”; for imports and other programs.",
    )
    nights = fields.Selection(related="kind_id.nights")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        help="The staff of the programme see who lives here.",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_house_employee_rel", "house_id", "employee_id", string="Staff", check_company=True,
        domain="[('id', 'in', program_employee_ids)]", help="Who is told of what is due in the house.",
    )
    program_employee_ids = fields.Many2many("hr.employee", related="program_id.employee_ids", string="Programme staff")
    address = fields.Text(help="Street, number, town. Keep it general where the place has to stay unknown.")
    district_id = fields.Many2one("recovery.district", ondelete="restrict", index="btree_not_null", check_company=True)
    gender_policy = fields.Selection(GENDER_POLICIES, string="For", required=True, default="any", tracking=True)
    children_welcome = fields.Boolean(string="Children welcome")
    accessible = fields.Boolean(string="Step-free", help="Can be reached and used with a wheelchair.")
    capacity = fields.Integer(
        string="Places", compute="_compute_capacity", store=True, readonly=False, tracking=True,
        help="The number of beds; in a house without beds as many people as may be inside.",
    )
    date_open = fields.Date(string="Opened", required=True, default=fields.Date.context_today, tracking=True)
    date_close = fields.Date(string="Closed", tracking=True, help="The first day on which nobody sleeps here.")
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    description = fields.Text(help="About the house, not about its residents.")
    color = fields.Integer()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    room_ids = fields.One2many("recovery.room", "house_id", string="Rooms", copy=True)
    bed_ids = fields.One2many("recovery.bed", "house_id", string="Beds")
    lease_ids = fields.One2many(
        "recovery.house.lease", "house_id", string="Rent contracts",
        groups="recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_auditor",
    )
    photo_ids = fields.One2many(
        "recovery.house.photo", "house_id", string="Photos",
        domain=[("stay_id", "=", False), ("room_id", "=", False), ("bed_id", "=", False)],
    )
    photo_count = fields.Integer(compute="_compute_photo_count", help="Of the house with its rooms, as far as you see them.")
    request_ids = fields.One2many("maintenance.request", "house_id", string="Maintenance")
    equipment_ids = fields.One2many("maintenance.equipment", "house_id")
    request_open_count = fields.Integer(string="Open maintenance", compute="_compute_request_open_count")
    equipment_count = fields.Integer(compute="_compute_equipment_count")
    free_count = fields.Integer(string="Free tonight", compute="_compute_tonight")
    taken_count = fields.Integer(string="Taken tonight", compute="_compute_tonight")

    _code_uniq = Unique(
        "UNIQUE(company_id, code)", "Code: another house of the company has it.",
        lambda row: (row["company_id"], row["code"]),
    )
    _capacity = Check("CHECK(capacity >= 0)", "Places: they cannot be fewer than none.", lambda row: row["capacity"] >= 0)
    _dates = Check(
        "CHECK(date_close IS NULL OR date_close > date_open)", "Closed: a house closes after it opened.",
        lambda row: row["date_close"] is None or row["date_close"] > row["date_open"],
    )

    @api.depends("kind_id.code")
    def _compute_kind(self):
        for house in self:
            house.kind = house.kind_id.code

    def _inverse_kind(self):
        kinds = {kind.code: kind for kind in self.env["recovery.house.kind"].search([])}
        for house in self:
            if house.kind not in kinds:
                raise ValidationError(self.env._(
                    "Kind: there is no “%(code)s”. Choose one of %(codes)s.", code=house.kind, codes=", ".join(kinds),
                ))
            house.kind_id = kinds[house.kind]

    @api.model
    def _search_kind(self, operator, value):
        return [("kind_id.code", operator, value)]

    @api.depends("bed_ids.active")
    def _compute_capacity(self):
        counts = dict(self.env["recovery.bed"]._read_group([("house_id", "in", self.ids)], ["house_id"], ["__count"]))
        for house in self:
            house.capacity = counts.get(house._origin) or house.capacity

    @api.depends("date_open", "date_close")
    def _compute_is_open(self):
        today = fields.Date.context_today(self)
        for house in self:
            house.is_open = bool(house.date_open) and house._is_open_between(today, today + timedelta(days=1))

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        not_closed = Domain("date_close", "=", False) | Domain("date_close", ">", "today")
        is_open = Domain("date_open", "<=", "today") & not_closed
        return is_open if True in value else ~is_open

    def _is_open_between(self, start, stop):
        """Return whether one house is open in every night from ``start`` to ``stop`` (exclusive, None: open-ended)."""
        return start >= self.date_open and (not self.date_close or bool(stop) and stop <= self.date_close)

    def _compute_request_open_count(self):
        counts = dict(self.env["maintenance.request"]._read_group(
            [("house_id", "in", self.ids), ("stage_id.done", "=", False), ("archive", "=", False)],
            ["house_id"], ["__count"],
        ))
        for house in self:
            house.request_open_count = counts.get(house, 0)

    def _compute_equipment_count(self):
        counts = dict(self.env["maintenance.equipment"]._read_group(
            [("house_id", "in", self.ids)], ["house_id"], ["__count"],
        ))
        for house in self:
            house.equipment_count = counts.get(house, 0)

    @api.depends_context("uid")
    def _compute_photo_count(self):
        counts = dict(self.env["recovery.house.photo"]._read_group(
            [("house_id", "in", self.ids)], ["house_id"], ["__count"],
        ))
        for house in self:
            house.photo_count = counts.get(house, 0)

    def _compute_tonight(self):
        rows = self.env["recovery.bed"]._count_states(self)
        for house in self:
            states = rows.get(house.id, {})
            house.free_count = states.get("free", 0)
            house.taken_count = states.get("occupied", 0)

    @api.constrains("date_close", "date_open")
    def _check_stays_inside(self):
        """No stay outlives the house or begins before it."""
        for house in self:
            outside = Domain("date_from", "<", house.date_open)
            if house.date_close:
                outside |= Domain("date_to", "=", False) | Domain("date_to", ">", house.date_close)
            count = self.env["recovery.stay"].sudo().search_count(
                Domain("house_id", "=", house.id) & Domain("state", "!=", "cancelled") & outside,
            )
            if count:
                raise ValidationError(self.env._(
                    "Opened, Closed: %(count)s stays in “%(house)s” lie outside these dates. Move or end them first.",
                    count=count, house=house.name,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        houses = super().create(vals_list)
        houses.company_id._have_maintenance_team()
        return houses

    def write(self, vals):
        if "program_id" in vals:
            self._check_program_kept(vals["program_id"])
        return super().write(vals)

    def _check_program_kept(self, program_id):
        """The programme decides who sees the stays: it does not change under the residents."""
        self.check_access("write")
        changed = self.filtered(lambda house: house.program_id.id != program_id)
        for house, in self.env["recovery.stay"].sudo()._read_group([("house_id", "in", changed.ids)], ["house_id"], limit=1):
            raise ValidationError(self.env._(
                "Programme: “%s” has stays already, and its staff see them. Open another house for another programme.",
                house.name,
            ))

    def _get_board_houses(self):
        return self

    def copy_data(self, default=None):
        return [
            {
                **values, "name": self.env._("%s (copy)", house.name), "code": self.env._("%s-copy", house.code),
                **(default or {}),
            }
            for house, values in zip(self, super().copy_data(default), strict=True)
        ]

    def action_open_beds(self):
        return self._open("recovery_housing.bed_action", {"default_house_id": self.id, "search_default_group_room": 1})

    def action_open_stays(self):
        return self._open("recovery_housing.stay_action", {"search_default_current": 1})

    def action_open_photos(self):
        return self._open("recovery_housing.house_photo_action", {
            "default_house_id": self.id, "search_default_group_room": 1,
        })

    def action_open_requests(self):
        return self._open("maintenance.hr_equipment_request_action", {"default_house_id": self.id})

    def action_open_equipment(self):
        return self._open("maintenance.hr_equipment_action", {"default_house_id": self.id})

    def _open(self, xmlid, context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("house_id", "=", self.id)], "context": context}
