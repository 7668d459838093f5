from odoo import fields, models


class StayRecord(models.AbstractModel):
    """A record about one stay: client, house, programme and company are those of the stay."""

    _name = "recovery.stay.record"
    _description = "Record about a stay"
    _inherit = ["recovery.client.record"]

    stay_id = fields.Many2one("recovery.stay", required=True, index=True, ondelete="restrict", check_company=True)
    client_id = fields.Many2one(related="stay_id.client_id", store=True, precompute=True, domain=None)
    house_id = fields.Many2one(related="stay_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="stay_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="stay_id.company_id", store=True, precompute=True, default=None)
