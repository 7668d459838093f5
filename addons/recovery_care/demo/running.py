from odoo import models


class DemoRunning(models.AbstractModel):
    _inherit = "recovery.demo"

    def _build_running(self, courses, clients, episodes):
        return
