from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..table_rules import UniqueIndex


class EntryKey(models.Model):
    """What a device has already sent, so that sending it again saves nothing twice.

    A device makes a key for each piece of work before it sends it. Where the connection breaks
    it cannot know whether the work arrived, and sends it again under the same key. The encounters
    made carry the key (``recovery.encounter.entry_key``).
    """

    _name = "recovery.entry.key"
    _description = "Piece of work sent by a device"
    _inherit = ["recovery.prechecked"]
    _rec_name = "key"

    key = fields.Char(required=True)
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")

    _key_uniq = UniqueIndex("(key)", "Key: this work has already been sent.", lambda row: (row["key"],))

    @api.model
    def _claim(self, key):
        """Return True for new work, False where the same user has sent the same key before.

        Of two requests with one key at the same moment the second waits for the first; PostgreSQL
        then refuses it as a serialization failure, the server repeats it, and it finds the key.

        :param str key: made by the device, 16 to 64 characters
        :raises UserError: for a key that is missing, too short, or somebody else's
        """
        if not isinstance(key, str) or not 16 <= len(key) <= 64:
            raise UserError(self.env._("Key: send one of 16 to 64 characters with each piece of work."))
        query = SQL(
            """INSERT INTO recovery_entry_key (key, user_id, create_uid, write_uid, create_date, write_date)
               VALUES (%s, %s, %s, %s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
               ON CONFLICT (key) DO NOTHING RETURNING id""",
            key, self.env.uid, self.env.uid, self.env.uid,
        )
        self.env.cr.execute(query, log_exceptions=False)
        if self.env.cr.fetchone():
            return True
        if self.sudo().search([("key", "=", key)]).user_id.id != self.env.uid:
            raise UserError(self.env._("Key: somebody else has used this one. Send the work under a new key."))
        return False

    @api.autovacuum
    def _gc_keys(self):
        """Forget keys after a month: no device holds unsent work for that long."""
        self.search([("create_date", "<", fields.Datetime.now() - timedelta(days=31))]).unlink()
