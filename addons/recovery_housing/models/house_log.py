from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

EDITABLE = timedelta(hours=12)


class HouseLog(models.Model):
    """The daily log of a house: what the next shift has to know. After half a day an entry stands; additions follow it."""

    _name = "recovery.house.log"
    _description = "Entry in the log of a house"
    _inherit = ["recovery.client.record", "recovery.free.text"]
    _order = "date desc, id desc"
    _rec_names_search = ["client_id", "house_id"]
    _free_text_fields = ("body",)

    house_id = fields.Many2one(
        "recovery.house", required=True, index=True, ondelete="restrict", check_company=True,
        default=lambda self: self.env["recovery.house.meeting"]._default_house_id(),
    )
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, default=None)
    client_id = fields.Many2one(
        string="About", required=False, help="Empty: about the house, not about a resident.",
        domain="[('company_ids', '=', company_id),"
        " ('stay_ids', 'any', [('house_id', '=', house_id), ('state', '=', 'in')])]",
    )
    date = fields.Datetime(string="Time", required=True, default=fields.Datetime.now, index=True)
    day = fields.Date(
        compute="_compute_shift", store=True, precompute=True, index=True,
        help="The day on which the shift began: what happens at two in the morning belongs to the night before.",
    )
    shift = fields.Selection(
        [("early", "Early"), ("late", "Late"), ("night", "Night")], compute="_compute_shift", store=True, precompute=True,
    )
    author_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict", default=lambda self: self.env.user,
    )
    category = fields.Selection(
        [
            ("house", "House and household"), ("resident", "Resident"), ("health", "Health and medicine"),
            ("visitor", "Visitors"), ("safety", "Safety"), ("contact", "Calls and appointments"), ("other", "Other"),
        ],
        required=True, compute="_compute_category", store=True, readonly=False, precompute=True,
    )
    body = fields.Text(string="What happened", required=True)
    is_important = fields.Boolean(string="Important")
    follow_up_until = fields.Date(string="See to it until")
    followed_by_id = fields.Many2one("res.users", string="Seen to by", readonly=True, copy=False, ondelete="restrict")
    followed_at = fields.Datetime(string="Seen to", readonly=True, copy=False)
    is_open = fields.Boolean(string="To see to", compute="_compute_is_open", search="_search_is_open")
    amends_id = fields.Many2one(
        "recovery.house.log", string="Adds to", index="btree_not_null", ondelete="restrict", copy=False, check_company=True,
        domain="[('house_id', '=', house_id)]",
    )
    addition_ids = fields.One2many("recovery.house.log", "amends_id", string="Additions")
    receipt_ids = fields.One2many("recovery.house.log.receipt", "log_id", string="Read by")
    is_read = fields.Boolean(string="Read by me", compute="_compute_is_read", search="_search_is_read")
    is_locked = fields.Boolean(compute="_compute_is_locked", help="Older than half a day, or written by somebody else.")
    no_free_text = fields.Boolean(related="program_id.no_free_text")

    _no_circle = Check(
        "CHECK(amends_id IS NULL OR amends_id <> id)", "Adds to: an entry does not add to itself.",
        lambda row: row["amends_id"] is None or row["amends_id"] != row["id"],
    )
    _handover_idx = models.Index("(house_id, date)")

    @api.depends("date", "house_id")
    def _compute_shift(self):
        """By the hours of the house; when these change, what is written stays in its shift."""
        for entry in self:
            house = entry.house_id.sudo()
            if not entry.date or not house:
                entry.shift = entry.day = False
                continue
            local = pytz.utc.localize(entry.date).astimezone(house.company_id._get_timezone())
            entry.shift, entry.day = house._get_shift(local)

    @api.depends("client_id")
    def _compute_category(self):
        for entry in self:
            entry.category = entry.category or ("resident" if entry.client_id else "house")

    @api.depends("follow_up_until", "followed_at")
    def _compute_is_open(self):
        for entry in self:
            entry.is_open = bool(entry.follow_up_until) and not entry.followed_at

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        to_do = Domain("follow_up_until", "!=", False) & Domain("followed_at", "=", False)
        return to_do if True in value else ~to_do

    @api.depends("receipt_ids.user_id", "author_id")
    @api.depends_context("uid")
    def _compute_is_read(self):
        read = self.env["recovery.house.log.receipt"].sudo()._read_group(
            [("log_id", "in", self.ids), ("user_id", "=", self.env.uid)], ["log_id"],
        )
        known = {entry.id for [entry] in read}
        for entry in self:
            entry.is_read = entry.author_id.id == self.env.uid or entry._origin.id in known

    @api.model
    def _search_is_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        read = Domain("author_id", "=", self.env.uid) | Domain("receipt_ids", "any!", [("user_id", "=", self.env.uid)])
        return read if True in value else ~read

    @api.depends("create_date", "author_id")
    @api.depends_context("uid")
    def _compute_is_locked(self):
        limit = fields.Datetime.now() - EDITABLE
        for entry in self:
            entry.is_locked = bool(entry.create_date) and (
                entry.author_id.id != self.env.uid or entry.create_date < limit
            )

    @api.depends("house_id.code", "day", "shift")
    def _compute_display_name(self):
        shifts = dict(self._fields["shift"]._description_selection(self.env))
        for entry in self:
            entry.display_name = f"{entry.house_id.sudo().code or ''} · {entry.day or ''} {shifts.get(entry.shift, '')}"

    @api.constrains("date")
    def _check_not_ahead(self):
        latest = fields.Datetime.now() + timedelta(minutes=10)
        for entry in self:
            if entry.date > latest:
                raise ValidationError(self.env._(
                    "Time: what has not happened yet stands in no log. Write “see to it until”.",
                ))

    @api.constrains("amends_id", "house_id")
    def _check_amends(self):
        for entry in self.sudo().filtered("amends_id"):
            if entry.amends_id.house_id != entry.house_id:
                raise ValidationError(self.env._("Adds to: that entry stands in the log of another house."))

    def _is_free_text_allowed(self, name):
        """What happened to the house is no text about a client."""
        return not self.client_id or super()._is_free_text_allowed(name)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            given = {"author_id": self.env.uid, "followed_by_id": False, "followed_at": False}
            vals_list = [{**vals, **given} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """The author corrects for half a day; then an addition follows, which leaves the entry as it was read."""
        if not self.env.su:
            if vals.keys() & {"author_id", "followed_by_id", "followed_at"}:
                raise AccessError(self.env._("Author: it is whoever wrote the entry."))
            self.check_access("write")
            if any(entry.author_id != self.env.user for entry in self):
                raise AccessError(self.env._("What happened: only its author changes an entry. Choose “Add to this…”."))
            if any(entry.is_locked for entry in self):
                raise UserError(self.env._("What happened: after half a day an entry stands. Choose “Add to this…”."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An entry of the log is not deleted. Choose “Add to this…” to correct it."))

    def action_read(self):
        """Write down that the user has read entries; those already read are left alone."""
        self.check_access("read")
        self.env["recovery.house.log.receipt"].sudo().create([
            {"log_id": entry.id, "user_id": self.env.uid} for entry in self if not entry.is_read
        ])
        self.invalidate_recordset(["is_read"])

    def action_follow(self):
        """Write down who saw to it."""
        self.check_access("write")
        self.sudo().filtered("is_open").write({"followed_by_id": self.env.uid, "followed_at": fields.Datetime.now()})

    def action_add(self):
        """Open a new entry that adds to this one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "view_mode": "form", "views": [(False, "form")],
            "target": "new", "name": self.env._("Add to this entry"),
            "context": {
                "default_amends_id": self.id, "default_house_id": self.house_id.id, "default_client_id": self.client_id.id,
                "default_category": self.category, "default_is_important": self.is_important,
            },
        }
