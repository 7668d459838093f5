from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ClientPayer(models.Model):
    """Residents as customers: a contact that carries nothing but the code, and the language of its papers."""

    _inherit = "recovery.client"

    income_ids = fields.One2many(
        "recovery.client.income", "client_id",
        groups="recovery_care.group_house,recovery_care.group_counsellor,recovery_care.group_finance,"
        "recovery_care.group_auditor",
    )

    def _get_payer_contacts(self):
        """Return {client: contact to be invoiced}; contacts that are missing are made. Superuser.

        Every employee may read contacts: this one is named by the code and says nothing else.
        """
        missing = self.filtered(lambda client: not client.partner_id)
        if missing:
            self.env.flush_all()
            self.env.execute_query(
                SQL("SELECT id FROM recovery_client WHERE id IN %s FOR UPDATE", tuple(sorted(missing.ids))),
            )
            installed = {code for code, _name in self.env["res.lang"].get_installed()}
            contacts = self.env["res.partner"].with_context(mail_create_nosubscribe=True).create([
                {
                    "name": client.code, "company_id": client.company_id.id,
                    "lang": client.language if client.language in installed else False,
                }
                for client in missing
            ])
            for client, contact in zip(missing, contacts, strict=True):
                client.partner_id = contact
        return {client: client.partner_id for client in self}

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"code", "language"}:
            self.sudo()._update_payer_contacts()
        return result

    def _update_payer_contacts(self):
        """Let the contact follow the code and the language."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for client in self.filtered("partner_id"):
            client.partner_id.write({
                "name": client.code, "lang": client.language if client.language in installed else client.partner_id.lang,
            })

    def _check_fees(self, day):
        """Price drafts anew from the month of a day on, and flag the invoiced fees that would be others now; superuser."""
        if not day or not self:
            return
        fees = self.env["recovery.fee"].sudo().search(
            Domain("client_id", "in", self.ids) & Domain("period", ">=", day.replace(day=1))
            & Domain("state", "in", ("draft", "invoiced", "paid")),
        )
        fees._compare()
