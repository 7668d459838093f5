from odoo import api, fields, models


class ProgramServicesLine(models.TransientModel):
    _name = "recovery.program.services.line"
    _description = "One of the usual services"

    wizard_id = fields.Many2one("recovery.program.services", required=True, ondelete="cascade")
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    wanted = fields.Boolean(string="Add", default=True)
    exists = fields.Boolean(
        string="In the company", compute="_compute_exists",
        help="A service with this code exists and is taken as it is.",
    )

    @api.depends("code", "wizard_id.program_id.company_id")
    def _compute_exists(self):
        services = self.env["recovery.service"].with_context(active_test=False).search([
            ("code", "in", self.mapped("code")), ("company_id", "in", self.wizard_id.program_id.company_id.ids),
        ])
        known = {(service.company_id.id, service.code) for service in services}
        for line in self:
            line.exists = (line.wizard_id.program_id.company_id.id, line.code) in known
