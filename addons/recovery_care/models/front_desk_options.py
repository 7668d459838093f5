from odoo import api, models
from odoo.fields import Command


class FrontDeskOptions(models.AbstractModel):
    """The small fields of services at the front desk: shown as chips, saved with the visit."""

    _inherit = "recovery.front.desk"

    @api.model
    def get_setup(self, program_id=None):
        """Add ``questions`` to each service: see ``get_questions`` of ``recovery.service``."""
        setup = super().get_setup(program_id)
        services = self.env["recovery.service"].browse([row["id"] for row in setup["services"]])
        questions = services._describe_questions()
        for row in setup["services"]:
            row["questions"] = questions[row["id"]]
        return setup

    @api.model
    def _get_detail_values(self, row):
        values = super()._get_detail_values(row)
        if row.get("option_ids"):
            values["option_ids"] = [Command.set(row["option_ids"])]
        return values
