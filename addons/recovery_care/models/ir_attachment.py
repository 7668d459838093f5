from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class IrAttachment(models.Model):
    """Files of a conversation about a client are for those who read the conversation.

    Odoo shows a file to everybody who may read the record that it hangs on: here also to those who see a code alone, or a
    person whom another organisation shares. What a field holds, such as a picture of a house, follows its field.
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if operation != "read" or self.env.su or not any(self._ids):
            return refused
        rest = self - refused[0] if refused else self
        closed = rest.browse()
        files = rest.sudo().filtered(
            lambda file: not file.res_field and not file.public and self._is_private(file.res_model),
        )
        for model, found in files.grouped("res_model").items():
            open_ids = set(self.env[model].browse(found.mapped("res_id")).exists()._filtered_access("write")._ids)
            closed |= found.filtered(lambda file, open_ids=open_ids: file.res_id not in open_ids).sudo(False)
        if not closed:
            return refused
        forbidden = closed | refused[0] if refused else closed
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)

    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        """Odoo does not ask ``_check_access`` of files that are looked for by the model they hang on."""
        query = super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)
        if self.env.su or bypass_access or query.is_empty():
            return query
        for model in self._get_private_models(Domain(domain)):
            rule = self.env["ir.rule"]._compute_domain(model, "write")
            may = self.env["ir.model.access"].check(model, "write", raise_exception=False)
            written = self.env[model].sudo().with_context(active_test=False)._search(rule if may else Domain.FALSE)
            query.add_where(SQL(
                "(%(table)s.res_model <> %(model)s OR %(table)s.res_field IS NOT NULL OR %(table)s.public"
                " OR %(table)s.res_id IN %(written)s)",
                table=SQL.identifier(query.table), model=model, written=written.subselect(),
            ))
        return query

    def _get_private_models(self, domain):
        """Return the models about clients that a domain asks for by name."""
        names = set()
        for condition in domain.iter_conditions():
            if condition.field_expr == "res_model":
                names.update([condition.value] if isinstance(condition.value, str) else condition.value or ())
        return [name for name in names if self._is_private(name)]

    def _is_private(self, model):
        """Return whether a model is about clients and has a conversation."""
        return model in self.env and hasattr(self.env[model], "_get_logged_clients") and hasattr(
            self.env[model], "message_ids",
        )
