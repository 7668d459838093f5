from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    is_volunteer = fields.Boolean(string="Volunteer", help="Works for the organisation without being employed.")
