from odoo import fields, models

from .stay_obstacles import HOUSE


class StayPhoto(models.Model):
    """In which state a resident found and left room and bed."""

    _inherit = "recovery.stay"

    photo_in_ids = fields.One2many(
        "recovery.house.photo", "stay_id", string="Photos at check-in", domain=[("moment", "=", "in")], groups=HOUSE,
    )
    photo_out_ids = fields.One2many(
        "recovery.house.photo", "stay_id", string="Photos at check-out", domain=[("moment", "=", "out")], groups=HOUSE,
    )
