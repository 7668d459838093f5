from odoo import fields, models

from .situation import SIGN_READERS


class ClientSituation(models.Model):
    """The snapshots of a client."""

    _inherit = "recovery.client"

    situation_ids = fields.One2many("recovery.situation", "client_id", groups=SIGN_READERS)

    def get_situation_table(self):
        """Return one client's snapshots side by side, programme by programme, for the screen.

        :return: list of {program, columns, rows}, see ``_get_table`` of the snapshots
        """
        self.ensure_one()
        self.check_access("read")
        situations = self.env["recovery.situation"].search([("client_id", "=", self.id), ("state", "=", "valid")])
        situations._log_reading("open")
        return [
            {"program": program.name, **course._get_table()}
            for program, course in situations.grouped("program_id").items()
        ]

    def action_record_situation(self):
        """Open a new snapshot of this client."""
        action = self._get_new_record_action(
            "recovery.situation", self.env._("Record the situation"), {"dialog_size": "extra-large"},
        )
        return {**action, "target": "new"}
