from odoo import fields, models


class ServiceIndirect(models.Model):
    """Work for somebody who is not there, which some funders count in their units and others do not."""

    _inherit = "recovery.service"

    is_indirect = fields.Boolean(
        string="Indirect work", help="Done for a client who is not there, such as a letter to an office.",
    )
