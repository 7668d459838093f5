from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .client import STAY_READERS

OUTAGE_READERS = f"{STAY_READERS},recovery_care.group_administrator"


class Bed(models.Model):
    """A place to sleep that one person holds at a time."""

    _name = "recovery.bed"
    _description = "Bed"
    _inherit = ["recovery.house.gallery", "recovery.prechecked", "recovery.board.source"]
    _check_company_auto = True
    _order = "house_id, room_sequence, room_id, sequence, name, id"
    _rec_names_search = ["name", "room_id", "house_id"]
    _photo_place, _photo_parts = "bed_id", ()

    name = fields.Char(required=True)
    house_id = fields.Many2one(
        "recovery.house", required=True, index=True, ondelete="restrict", check_company=True,
        compute="_compute_house_id", store=True, readonly=False, precompute=True,
    )
    room_id = fields.Many2one(
        "recovery.room", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('house_id', '=?', house_id)]",
    )
    room_sequence = fields.Integer(string="Order of the room", related="room_id.sequence", store=True)
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(related="house_id.program_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [("bed", "Bed"), ("cot", "Child's bed"), ("mat", "Mat")], required=True, default="bed",
        help="Mats are laid out when the beds of a shelter are taken.",
    )
    accessible = fields.Boolean(string="Step-free")
    date_from = fields.Date(string="In use from", help="Empty: since the house opened.")
    date_to = fields.Date(string="In use until", help="The first night on which it is gone; empty: as long as the house.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    stay_ids = fields.One2many("recovery.stay", "bed_id", string="Stays", groups=STAY_READERS)
    outage_ids = fields.One2many("recovery.bed.outage", "bed_id", string="Out of service", groups=OUTAGE_READERS)
    photo_ids = fields.One2many("recovery.house.photo", "bed_id", string="Photos", domain=[("stay_id", "=", False)])
    equipment_ids = fields.One2many("maintenance.equipment", "bed_id")

    _name_uniq = UniqueIndex(
        "(house_id, COALESCE(room_id, 0), name) WHERE active IS TRUE", "Name: the room has a bed of this name.",
        lambda row: (row["house_id"], row["room_id"] or 0, row["name"]) if row["active"] else None,
    )
    _dates = Check(
        "CHECK(date_to > date_from)", "In use until: it lies after the first day of use.",
        lambda row: not (row["date_from"] and row["date_to"]) or row["date_to"] > row["date_from"],
    )

    @api.depends("room_id")
    def _compute_house_id(self):
        for bed in self:
            bed.house_id = bed.room_id.house_id or bed.house_id

    @api.depends("name", "room_id.name", "house_id.code")
    @api.depends_context("bed_without_house")
    def _compute_display_name(self):
        for bed in self:
            parts = [bed.room_id.name, bed.name]
            if not self.env.context.get("bed_without_house"):
                parts.insert(0, bed.house_id.code)
            bed.display_name = " · ".join(filter(None, parts))

    @api.constrains("room_id", "house_id")
    def _check_room(self):
        for bed in self:
            if bed.room_id and bed.room_id.house_id != bed.house_id:
                raise ValidationError(self.env._("Room: %s is in another house.", bed.room_id.name))

    @api.constrains("active", "date_from", "date_to")
    def _check_stays_inside(self):
        """A bed is not taken away from under a resident."""
        for bed in self:
            for stay in bed.sudo().stay_ids.filtered(lambda stay: stay.state in ("reserved", "in")):
                if not bed._is_usable(stay.date_from, stay.date_to):
                    raise ValidationError(self.env._(
                        "In use until: somebody holds %s on some of these nights. Move or end the stay first.",
                        bed.display_name,
                    ))

    @api.model_create_multi
    def create(self, vals_list):
        beds = super().create(vals_list)
        # The house is found before a bed is stored, which leaves the unstored ones in its list.
        beds.house_id.invalidate_recordset(["bed_ids"], flush=False)
        return beds

    def write(self, vals):
        if vals.keys() & {"house_id", "room_id"}:
            self._check_house_kept(vals)
        return super().write(vals)

    def _check_house_kept(self, vals):
        """A bed in which people have slept stays in its house: its nights are counted there."""
        self.check_access("write")
        room = self.env["recovery.room"].browse(vals.get("room_id"))
        house_id = vals.get("house_id") or room.sudo().house_id.id
        moved = self.filtered(lambda bed: house_id and bed.house_id.id != house_id)
        for bed, in self.env["recovery.stay"].sudo()._read_group([("bed_id", "in", moved.ids)], ["bed_id"], limit=1):
            raise ValidationError(self.env._(
                "House: people have slept in %s where it is. Take it out of use and add a bed in the other house.",
                bed.display_name,
            ))

    def copy_data(self, default=None):
        """The copy of a bed in a room stands where its room stands, which may be a copy too."""
        copies = super().copy_data(default)
        for values in copies:
            if values.get("room_id") and "house_id" not in (default or {}):
                del values["house_id"]
        return copies

    def action_add_equipment(self):
        """Open a form for equipment of one bed."""
        return self.env["maintenance.equipment"]._open_new(self, room_id=self.room_id.id, bed_id=self.id)

    def _is_usable(self, start, stop):
        """Return whether one bed is in use in every night from ``start`` to ``stop`` (exclusive, None: open-ended)."""
        return bool(
            self.active and (not self.date_from or start >= self.date_from)
            and (not self.date_to or stop and stop <= self.date_to)
        )

    def _claim(self):
        """Let whoever claimed one of these beds in another transaction meanwhile be repeated by the server.

        Stays and outages are two tables: no constraint of the database keeps them apart.
        """
        if self:
            self.env.cr.execute(SQL("UPDATE recovery_bed SET active = active WHERE id IN %s", tuple(sorted(self.ids))))
