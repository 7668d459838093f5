from odoo import api, models

# Of the first year's quarters; the fourth is for whoever tries “New report”.
QUARTERS = 3


class DemoContactCentre(models.AbstractModel):
    _inherit = "recovery.demo"

    @api.model
    def _build_contact_centre_reports(self):
        """Start the contact centre's grant and report the first quarters as its finance officer does, once."""
        grant = self.env.ref("recovery_reporting.demo_bridge_grant")
        if grant.state != "draft" or not self.env["recovery.delivery"].search_count(
            [("company_id", "=", grant.company_id.id)], limit=1,
        ):
            return
        grant = grant.with_user(self._ref("bridge_user_finance")).with_context(
            allowed_company_ids=grant.company_id.ids, tracking_disable=True, mail_create_nosubscribe=True, lang="en_US",
        )
        grant.action_confirm()
        grant.action_attribute()
        self._analyze("attribution", "delivery", "encounter", "client", "supply")
        for _quarter in range(QUARTERS):
            grant.env["recovery.report"].browse(grant.action_new_report()["res_id"]).action_freeze()
