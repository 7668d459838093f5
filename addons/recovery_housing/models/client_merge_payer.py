from odoo import models


class ClientMergePayer(models.Model):
    """If one of two files that become one is restricted, accounting may not go on calling the other by its code."""

    _inherit = "recovery.client.merge"

    def _restrict_both(self, mover):
        super()._restrict_both(mover)
        self._update_payers()

    def _undo(self):
        result = super()._undo()
        self._update_payers()
        return result

    def _update_payers(self):
        clients = (self.kept_id | self.merged_id).sudo()
        clients.invalidate_recordset(["code", "language", "partner_id", "restricted"])
        clients._update_payer_contacts(papers=True)
