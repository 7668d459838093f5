from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .counted import READERS


class GrantNamed(models.AbstractModel):
    """Records that count for every grant of their programme, unless they name those for which alone they count."""

    _name = "recovery.grant.named"
    _inherit = ["recovery.counted"]
    _description = "Counts for grants"

    grant_ids = fields.Many2many(
        "recovery.grant", string="Grants", check_company=True, groups=READERS,
        domain="[('program_ids', 'in', program_id)]", help="Empty: every grant of the programme; else only these.",
    )

    @api.constrains("grant_ids", "program_id")
    def _check_grants(self):
        for record in self.sudo():
            for grant in record.grant_ids:
                if record.program_id not in grant.program_ids:
                    raise ValidationError(self.env._(
                        "Grants: %(grant)s does not pay for “%(program)s”.",
                        grant=grant.code, program=record.program_id.name,
                    ))
