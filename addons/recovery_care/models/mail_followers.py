from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class MailFollowers(models.Model):
    """Who follows what is said about a client is for those who work with the client, not for every employee."""

    _inherit = "mail.followers"

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if operation != "read" or self.env.su or not any(self._ids):
            return refused
        rest = self - refused[0] if refused else self
        closed = rest - rest.browse(rest.sudo(False)._search([("id", "in", rest.ids)]))
        if not closed:
            return refused
        forbidden = closed | refused[0] if refused else closed
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)

    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        query = super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)
        if self.env.su or bypass_access or query.is_empty():
            return query
        Attachment = self.env["ir.attachment"]
        for model in filter(Attachment._is_private, self._get_followed_models(domain)):
            query.add_where(SQL(
                "(%(table)s.res_model <> %(model)s OR %(table)s.partner_id = %(me)s OR %(table)s.res_id IN %(mine)s)",
                table=SQL.identifier(query.table), model=model, me=self.env.user.partner_id.id,
                mine=self.env[model]._search_conversations().subselect(),
            ))
        return query

    def _get_followed_models(self, domain):
        """Return the models of records that a domain may find; nearly every one asks for one record."""
        domain = list(Domain(domain))
        for condition in domain if not {"|", "!"} & {part for part in domain if isinstance(part, str)} else ():
            if condition[0] == "res_model" and condition[1] in ("=", "in"):
                return [condition[2]] if isinstance(condition[2], str) else condition[2] or ()
        return [name for name, model in self.env.registry.items() if not model._abstract]
