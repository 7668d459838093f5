from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    material_expiry_days = fields.Integer(related="company_id.material_expiry_days", readonly=False)
    material_negative = fields.Boolean(related="company_id.material_negative", readonly=False)
