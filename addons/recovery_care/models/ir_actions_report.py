from odoo import models
from odoo.exceptions import MissingError


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        self._log_client_print(report_ref, res_ids)
        return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _render_qweb_html(self, report_ref, docids, data=None):
        self._log_client_print(report_ref, docids)
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _log_client_print(self, report_ref, res_ids):
        """Log the printing of whatever holds the file of a client.

        :raises MissingError: for records that the user may not see, as for those that are not there: rendered, the two
            would end in different errors
        """
        model = self._get_report(report_ref).model
        if res_ids and model in self.env and hasattr(self.env[model], "_log_printing"):
            records = self.env[model].browse(res_ids)
            seen = records.with_context(active_test=False).search([("id", "in", records.ids)])
            if set(records.ids) - set(seen.ids):
                raise MissingError(self.env._("Record does not exist or has been deleted."))
            records._log_printing()
