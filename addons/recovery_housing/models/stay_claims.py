from odoo import api, models
from odoo.tools import SQL

# Beside the tables' own constraints; the first of the two numbers of an advisory lock.
CLIENT_LOCK = 1937007993


class StayClaims(models.Model):
    """Whoever wants the same bed, or a bed for the same person, waits in line instead of in a circle.

    The exclusion constraints let one of two through. Of twenty at once each waits for another's row, PostgreSQL ends
    the circle by refusing some of them as deadlocked, and who is refused often enough gets an error without words.
    """

    _inherit = "recovery.stay"

    @api.model_create_multi
    def create(self, vals_list):
        self._claim_places(
            {vals["bed_id"] for vals in vals_list if vals.get("bed_id")},
            {vals["client_id"] for vals in vals_list if vals.get("client_id")},
        )
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"bed_id", "client_id", "date_from", "date_to", "state"}:
            self.check_access("write")
            stays = self.sudo()
            self._claim_places({*stays.bed_id.ids, vals.get("bed_id")}, {*stays.client_id.ids, vals.get("client_id")})
        return super().write(vals)

    @api.model
    def _claim_places(self, bed_ids, client_ids):
        """Take hold of beds and people until the end of the transaction, always in the same order."""
        self.env["recovery.bed"].browse(bed_ids - {None, False})._claim()
        clients = sorted(client_ids - {None, False})
        if clients:
            self.env.cr.execute(SQL(
                "SELECT pg_advisory_xact_lock(%s, id) FROM (SELECT unnest(%s) AS id ORDER BY 1) client",
                CLIENT_LOCK, clients,
            ))
