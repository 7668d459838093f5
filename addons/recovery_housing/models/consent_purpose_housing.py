from odoo import fields, models


class ConsentPurposeHousing(models.Model):
    _inherit = "recovery.consent.purpose"

    shares_stays = fields.Boolean(
        string="Where the person lives and lived",
        help="The stays in houses: which house and bed, from when to when. Neither fees nor papers, nor why they ended.",
    )

    def init(self):
        """Let the shipped purpose share stays once this add-on is there: its text has said so from the beginning."""
        self.env.cr.execute("""
            UPDATE recovery_consent_purpose p SET shares_stays = TRUE FROM ir_model_data d
             WHERE d.module = 'recovery_care' AND d.name = 'consent_purpose_partner' AND d.res_id = p.id
               AND p.shares_stays IS NULL
        """)
