from odoo import models
from odoo.exceptions import MissingError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Refuse a record of a restricted client, alone or among others, in the words for a missing one."""
        hidden = records._filtered_hidden() if hasattr(records, "_filtered_hidden") else None
        if hidden:
            return MissingError("\n".join([
                self.env._("Record does not exist or has been deleted."),
                self.env._("(Record: %(record)s, User: %(user)s)", record=hidden[:1], user=self.env.uid),
            ]))
        return super()._make_access_error(operation, records)
