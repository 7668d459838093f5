from odoo import api, models


class OrsImport(models.Model):
    """Ratings made elsewhere, imported from a sheet."""

    _name = "recovery.ors"
    _inherit = ["recovery.ors", "recovery.importable"]

    @api.model
    def get_import_templates(self):
        return [{"label": self.env._("Template for ORS ratings"), "template": "/recovery_care/static/import/ors.xlsx"}]
