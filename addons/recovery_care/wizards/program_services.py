from odoo import fields, models

from ..service_catalogue import LOW_THRESHOLD


class ProgramServicesWizard(models.TransientModel):
    _name = "recovery.program.services"
    _description = "Add the usual low-threshold services"

    program_id = fields.Many2one("recovery.program", required=True)
    line_ids = fields.One2many(
        "recovery.program.services.line", "wizard_id", string="Services",
        default=lambda self: [
            fields.Command.create({"code": row["code"], "name": row["name"]._translate(self.env.lang or "en_US")})
            for row in LOW_THRESHOLD
        ],
    )

    def action_add(self):
        """Add the services that are ticked; those that the company has already are only linked."""
        self.program_id.add_low_threshold_services(self.line_ids.filtered("wanted").mapped("code") or ["-"])
