from odoo import fields, models


class OutreachPlace(models.Model):
    _name = "recovery.outreach.place"
    _description = "Place of an outreach route"
    _inherit = ["recovery.outreach.point"]

    route_id = fields.Many2one("recovery.outreach.route", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="route_id.program_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="route_id.company_id", store=True, precompute=True, index=True)
