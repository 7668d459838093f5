from odoo import api, fields, models


class MaintenanceEquipment(models.Model):
    """What stands in a house, a room or at a bed."""

    _inherit = "maintenance.equipment"

    house_id = fields.Many2one(
        "recovery.house", index="btree_not_null", ondelete="restrict", check_company=True,
        compute="_compute_house_id", store=True, readonly=False,
    )
    room_id = fields.Many2one(
        "recovery.room", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('house_id', '=?', house_id)]", compute="_compute_room_id", store=True, readonly=False,
    )
    bed_id = fields.Many2one(
        "recovery.bed", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('house_id', '=?', house_id)]",
    )

    @api.model
    def _open_new(self, place, **values):
        """Return the action of a form for equipment of a room or bed, with the place filled in."""
        place.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "view_mode": "form", "views": [(False, "form")],
            "context": {
                "default_house_id": place.house_id.id, "default_company_id": place.company_id.id,
                **{f"default_{name}": value for name, value in values.items()},
            },
        }

    @api.depends("bed_id")
    def _compute_room_id(self):
        for equipment in self:
            equipment.room_id = equipment.bed_id.room_id or equipment.room_id

    @api.depends("room_id", "bed_id")
    def _compute_house_id(self):
        for equipment in self:
            equipment.house_id = equipment.room_id.house_id or equipment.bed_id.house_id or equipment.house_id
