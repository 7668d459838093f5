from odoo import models


class ClientMergePayer(models.Model):
    """If one of two files that become one is restricted, accounting may not go on calling the other by its code.

    The contact by which another company invoices the merged client goes to the kept one, who is called by it from then
    on; where the kept client has one there, both stay as they are.
    """

    _inherit = "recovery.client.merge"

    def _merge(self, taken, continue_episode_ids):
        super()._merge(taken, continue_episode_ids)
        self._update_payers()

    def _undo(self):
        result = super()._undo()
        self._update_payers()
        return result

    def _update_payers(self):
        clients = (self.kept_id | self.merged_id).sudo()
        clients.invalidate_recordset(["code", "language", "partner_id", "payer_contact_ids", "restricted"])
        clients._update_payer_contacts(papers=True)
