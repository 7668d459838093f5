from odoo import api, models

# Reported by half-years; the last one, after the end, is for whoever tries “New report”.
REPORTS = 3


class DemoAssociation(models.AbstractModel):
    _inherit = "recovery.demo"

    @api.model
    def _build_association_reports(self):
        """Start the association's grant and report it as its finance officer does, once."""
        self._report_first_periods("association_grant", "association_user_finance", REPORTS)
