from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ors_licence_holder = fields.Char(related="company_id.ors_licence_holder", readonly=False)
    ors_licence_number = fields.Char(related="company_id.ors_licence_number", readonly=False)
    ors_licence_scope = fields.Char(related="company_id.ors_licence_scope", readonly=False)
    ors_licence_expiry = fields.Date(related="company_id.ors_licence_expiry", readonly=False)
