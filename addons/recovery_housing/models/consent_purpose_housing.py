from odoo import fields, models


class ConsentPurposeHousing(models.Model):
    _inherit = "recovery.consent.purpose"

    shares_stays = fields.Boolean(
        string="Where the person lives and lived",
        help="The stays in houses: which house and bed, from when to when. Neither fees nor papers, nor why they ended.",
    )
