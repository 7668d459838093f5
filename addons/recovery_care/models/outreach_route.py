from odoo import fields, models


class OutreachRoute(models.Model):
    """Places that a programme's teams go to in the same order, shift after shift."""

    _name = "recovery.outreach.route"
    _description = "Outreach route"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env["recovery.outreach.shift"]._default_program(),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    place_ids = fields.One2many("recovery.outreach.place", "route_id", string="Places", copy=True)
    active = fields.Boolean(default=True)

    def _prepare_stops(self):
        """Return create commands for the stops of one route; none without a route."""
        return [
            fields.Command.create({**place._get_point_values(), "sequence": number})
            for number, place in enumerate(self.place_ids, start=1)
        ]
