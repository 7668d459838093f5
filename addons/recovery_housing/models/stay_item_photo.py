from odoo import api, fields, models


class StayItemPhoto(models.Model):
    """In which state something was handed over and came back."""

    _inherit = "recovery.stay.item"

    photo_ids = fields.One2many("recovery.house.photo", "stay_item_id", string="Photos")
    photo_count = fields.Integer(compute="_compute_photo_count")

    @api.depends_context("uid")
    def _compute_photo_count(self):
        counts = dict(self.env["recovery.house.photo"]._read_group(
            [("stay_item_id", "in", self.ids)], ["stay_item_id"], ["__count"],
        ))
        for item in self:
            item.photo_count = counts.get(item._origin, 0)

    def action_open_photos(self):
        """Open the photos of one line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "target": "new",
            "name": self.env._("Photos of what was handed over"),
            "views": [(self.env.ref("recovery_housing.stay_item_view_form_photos").id, "form")],
        }
