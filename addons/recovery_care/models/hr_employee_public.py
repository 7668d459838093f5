from odoo import fields, models


class HrEmployeePublic(models.Model):
    """Odoo refuses fields that are not public to whoever may not read employees themselves."""

    _inherit = "hr.employee.public"

    is_volunteer = fields.Boolean(string="Volunteer", readonly=True)
