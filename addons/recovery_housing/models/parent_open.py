from odoo import api, models


class ParentOpen(models.AbstractModel):
    """Lines that change only while what they belong to is open; the model says in ``_check_open`` what that means."""

    _name = "recovery.parent.open"
    _description = "Line of an open record"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()

    def _check_open(self):
        """Raise UserError for lines that are not to be changed any more."""
        raise NotImplementedError
