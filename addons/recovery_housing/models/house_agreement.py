from odoo import fields, models


class HouseAgreement(models.Model):
    """What a house hands over and what its residents sign."""

    _inherit = "recovery.house"

    item_ids = fields.One2many(
        "recovery.house.item", "house_id", string="Handed over", copy=True,
        groups="recovery_care.group_staff,recovery_care.group_administrator",
    )
    agreement_text = fields.Html(
        string="Agreement", translate=True, sanitize_overridable=False,
        help="What a resident signs, below the dates and amounts. Nothing about single residents.",
    )
    gives_keys = fields.Boolean(string="Residents get a key", help="A resident without a key is shown among what is open.")
