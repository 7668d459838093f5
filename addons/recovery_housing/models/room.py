from odoo import fields, models
from odoo.addons.recovery_care.table_rules import UniqueIndex

from .house import GENDER_POLICIES


class Room(models.Model):
    _name = "recovery.room"
    _description = "Room"
    _inherit = ["recovery.house.gallery", "recovery.prechecked", "recovery.board.source"]
    _check_company_auto = True
    _order = "house_id, sequence, name"
    _rec_names_search = ["name", "house_id"]
    _photo_place, _photo_parts = "room_id", ("bed_id",)

    name = fields.Char(required=True)
    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    floor = fields.Char()
    gender_policy = fields.Selection(
        GENDER_POLICIES, string="For", required=True, default="any", help="Beside what holds for the whole house.",
    )
    accessible = fields.Boolean(string="Step-free")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    bed_ids = fields.One2many("recovery.bed", "room_id", string="Beds", copy=True)
    photo_ids = fields.One2many("recovery.house.photo", "room_id", string="Photos", domain=[("stay_id", "=", False)])
    equipment_ids = fields.One2many("maintenance.equipment", "room_id")

    _name_uniq = UniqueIndex(
        "(house_id, name) WHERE active IS TRUE", "Name: the house has a room of this name.",
        lambda row: (row["house_id"], row["name"]) if row["active"] else None,
    )

    def action_add_equipment(self):
        """Open a form for equipment of one room."""
        return self.env["maintenance.equipment"]._open_new(self, room_id=self.id)
