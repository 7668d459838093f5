from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _have_maintenance_team(self):
        """See to it that each of the companies has a team; a maintenance request needs one of its own company."""
        Team = self.env["maintenance.team"].sudo()
        missing = self - Team.search([("company_id", "in", self.ids)]).company_id
        Team.create([
            {"name": self.env._("Maintenance of %s", company.name), "company_id": company.id} for company in missing.sudo()
        ])
