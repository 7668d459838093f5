from odoo import models
from odoo.exceptions import UserError


class _BatchRefusedError(Exception):
    """Some row of an imported batch is wrong; which one, the second pass row by row will tell."""


class Importable(models.AbstractModel):
    """Imports that report an error on the row that has it.

    When a batch fails, Odoo tries its rows one by one and reports each error on its row. But
    it also repeats the first error on the first row of the batch, which may be a good one.
    """

    _name = "recovery.importable"
    _description = "Imported from a sheet"

    def _load_records(self, data_list, update=False):
        try:
            return super()._load_records(data_list, update)
        except UserError as error:
            if len(data_list) > 1 and self.env.context.get("import_file"):
                raise _BatchRefusedError from error
            raise
