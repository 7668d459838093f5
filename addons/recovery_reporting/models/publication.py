from odoo import fields, models


class Publication(models.Model):
    _name = "recovery.publication"
    _inherit = ["recovery.publication", "recovery.grant.named"]

    grant_ids = fields.Many2many(relation="recovery_publication_grant_rel", column1="publication_id", column2="grant_id")
