from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL, escape_psql

# Where accounting writes by whom something is paid: model, field and, where a hash may seal it, the field of the hash.
PAPERS = (
    ("account.move", "ref", "inalterable_hash"), ("account.move.line", "name", "move_id.inalterable_hash"),
    ("account.payment", "memo", "move_id.inalterable_hash"), ("account.analytic.line", "name", None),
    ("account.analytic.line", "ref", None),
)


class ClientPayer(models.Model):
    """Residents as customers: a contact that carries nothing but the code, and the language of its papers.

    Of a restricted client the contact says not even the code, but its own number: contacts and invoices are read by
    many who must not know that this person is a client.
    """

    _inherit = "recovery.client"

    income_ids = fields.One2many(
        "recovery.client.income", "client_id",
        groups="recovery_care.group_house,recovery_care.group_counsellor,recovery_care.group_finance,"
        "recovery_care.group_auditor",
    )

    def _get_payer_contacts(self):
        """Return {client: contact to be invoiced}; contacts that are missing are made. Superuser.

        Every employee may read contacts: this one is named as in ``_get_payer_reference`` and says nothing else.
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
            missing.filtered("restricted")._update_payer_contacts()
        return {client: client.partner_id for client in self}

    def _get_payer_reference(self):
        """Return what accounting calls one client: the code, of a restricted one the number of the contact; superuser."""
        return self._get_payer_contacts()[self].name if self.restricted else self.code or ""

    def write(self, vals):
        if vals.get("restricted"):
            self.check_access("write")
            # Where others pay everything there are invoices and no contact yet, whose number takes the place of the code.
            unnamed = self.sudo().filtered(lambda client: not client.partner_id)
            shares = self.env["recovery.fee.share"].sudo()
            shares.search([("client_id", "in", unnamed.ids), ("move_id", "!=", False)]).client_id._get_payer_contacts()
        result = super().write(vals)
        if vals.keys() & {"code", "language", "restricted"}:
            self.sudo()._update_payer_contacts("restricted" in vals)
        return result

    def _update_payer_contacts(self, papers=False):
        """Let the contact follow code, language and restriction, and with ``papers`` what stands in the ledger as well."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for client in self.filtered("partner_id"):
            # The history of the contact would keep the name that it must not say any more.
            contact = client.partner_id.with_context(tracking_disable=True)
            before = contact.name
            contact.write({
                "name": self.env._("Payer %s", contact.id) if client.restricted else client.code,
                "lang": client.language if client.language in installed else contact.lang,
            })
            if papers and before != contact.name:
                client._rename_in_papers(before, contact.name)

    def _rename_in_papers(self, before, after):
        """Write another word for one client where references begin with it; sums, dates and numbers stay as they are.

        What is sealed by a hash is left alone: it could not be changed without a trace.
        """
        within = Domain("company_id", "=", self.company_id.id)
        places = [
            (model, name, within & (Domain(sealed, "=", False) if sealed else Domain.TRUE)) for model, name, sealed in PAPERS
        ]
        # Such as “reversed from …”; the companies of messages are those of their papers.
        moves = self.env["account.move"]._search(within)
        places.append(("mail.message", "body", Domain("model", "=", "account.move") & Domain("res_id", "in", moves)))
        for model, name, domain in places:
            found = self.env[model].with_context(tracking_disable=True).search(
                Domain(name, "like", f"{escape_psql(before)} · ") & domain,
            )
            for text, records in found.grouped(name).items():
                records.write({name: text.replace(f"{before} · ", f"{after} · ")})
        # Its place among the other codes must not tell the code either.
        self.env["recovery.fee.share"].search([("client_id", "=", self.id), ("line_id", "!=", False)])._sort_lines()

    def _check_fees(self, day):
        """Price drafts anew from the month of a day on, and flag the invoiced fees that would be others now; superuser."""
        if not day or not self:
            return
        fees = self.env["recovery.fee"].sudo().search(
            Domain("client_id", "in", self.ids) & Domain("period", ">=", day.replace(day=1))
            & Domain("state", "!=", "cancelled"),
        )
        fees._compare()
