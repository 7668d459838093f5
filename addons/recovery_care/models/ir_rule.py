from odoo import models
from odoo.exceptions import MissingError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Refuse one record of a restricted client in the words used for a record that is missing.

        For several records at once the usual error stays: Odoo answers it by trying them
        one by one, and so comes back here.
        """
        if len(records) == 1 and hasattr(records, "_filtered_hidden") and records._filtered_hidden():
            return MissingError("\n".join([
                self.env._("Record does not exist or has been deleted."),
                self.env._("(Record: %(record)s, User: %(user)s)", record=records, user=self.env.uid),
            ]))
        return super()._make_access_error(operation, records)
