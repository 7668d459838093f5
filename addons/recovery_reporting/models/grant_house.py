from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GrantHouse(models.Model):
    """The houses that a grant pays for: nights slept in them can be its nights."""

    _inherit = "recovery.grant"

    house_ids = fields.Many2many(
        "recovery.house", "recovery_grant_house_rel", "grant_id", "house_id", string="Houses", check_company=True,
        domain="[('program_id', 'in', program_ids)]",
        help="Nights of stays in these houses belong to the grant, and their beds are those of its occupancy. "
             "Empty: the grant pays for no nights.",
    )

    @api.constrains("house_ids", "program_ids")
    def _check_houses(self):
        for grant in self.sudo():
            outside = grant.house_ids.filtered(lambda house, grant=grant: house.program_id not in grant.program_ids)
            if outside:
                raise ValidationError(self.env._(
                    "Houses: %(houses)s belong to programmes in which the grant does not work. Add the programme first.",
                    houses=", ".join(outside.mapped("name")),
                ))

    def _get_dashboard_header(self):
        houses = [{"id": house.id, "name": house.name} for house in self.sudo().house_ids]
        return {**super()._get_dashboard_header(), "houses": houses}
