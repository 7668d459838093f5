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

    payer_contact_ids = fields.One2many(
        "res.partner", "recovery_client_id", groups=fields.NO_ACCESS, context={"active_test": False},
        help="Contacts by which other companies invoice; that of the own company is the invoice contact.",
    )

    def _get_payer_contacts(self, company=None):
        """Return {client: contact to be invoiced by a company}; contacts that are missing are made. Superuser.

        Every employee of the company may read its contacts, and nobody those of another one: each company has its own.
        It is named as in ``_get_payer_reference`` and says nothing else.

        :param company: whose fee or deposit it is about; that of the client when empty
        """
        contacts = {client: client._find_payer_contact(company or client.company_id) for client in self}
        missing = self.filtered(lambda client: not contacts[client])
        if missing:
            contacts.update(missing._make_payer_contacts(company))
        return contacts

    def _find_payer_contact(self, company):
        """Return the contact by which a company invoices one client (superuser), an empty one where it has none."""
        own = self.partner_id if company == self.company_id else self.partner_id.browse()
        return own or self.payer_contact_ids.filtered(lambda contact: contact.company_id == company)

    def _make_payer_contacts(self, company):
        """Return {client: new contact} of clients (superuser) who have none for a company, their own one when empty.

        Of two transactions at one time the database makes the second begin again: the row of the client is written.
        """
        self.env.flush_all()
        self.env.execute_query(SQL(
            "UPDATE recovery_client SET active = active"
            " WHERE id IN (SELECT id FROM recovery_client WHERE id IN %s ORDER BY id FOR UPDATE) RETURNING id",
            tuple(self.ids),
        ))
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        contacts = self.env["res.partner"].with_context(mail_create_nosubscribe=True).create([
            {
                "name": client.code, "company_id": (company or client.company_id).id,
                "lang": client.language if client.language in installed else False,
                "recovery_client_id": client.id if company and company != client.company_id else False,
            }
            for client in self
        ])
        made = dict(zip(self, contacts, strict=True))
        for client, contact in made.items():
            if contact.company_id == client.company_id:
                client.partner_id = contact
        self.filtered("restricted")._update_payer_contacts()
        return made

    def _get_payer_reference(self, company):
        """Return what the accounting of a company calls one client (superuser).

        It is the code, and of a restricted client the number of the contact.
        """
        return self._get_payer_contacts(company)[self].name if self.restricted else self.code or ""

    def write(self, vals):
        if vals.get("restricted"):
            self.check_access("write")
            self.sudo()._make_contacts_of_papers()
        result = super().write(vals)
        if vals.keys() & {"code", "language", "restricted"}:
            self.sudo()._update_payer_contacts("restricted" in vals)
        return result

    def _make_contacts_of_papers(self):
        """Make the contacts, whose numbers are to take the place of codes, where there are invoices; superuser.

        Where others pay everything there is none yet.
        """
        for company, clients in self.env["recovery.fee.share"]._read_group(
            [("client_id", "in", self.ids), ("move_id", "!=", False)], ["company_id"], ["client_id:recordset"],
        ):
            clients._get_payer_contacts(company)

    def _update_payer_contacts(self, papers=False):
        """Let the contacts follow code, language and restriction, and with ``papers`` what stands in the ledgers as well."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for client in self:
            # The history of a contact would keep the name that it must not say any more.
            for contact in (client.partner_id | client.payer_contact_ids).with_context(tracking_disable=True):
                before = contact.name
                contact.write({
                    "name": self.env._("Payer %s", contact.id) if client.restricted else client.code,
                    "lang": client.language if client.language in installed else contact.lang,
                })
                if papers and before != contact.name:
                    client._rename_in_papers(contact.company_id or client.company_id, before, contact.name)

    def _rename_in_papers(self, company, before, after):
        """Write another word for one client where references of a company begin with it; all else stays as it is.

        What is sealed by a hash is left alone: it could not be changed without a trace.
        """
        within = Domain("company_id", "=", company.id)
        places = [
            (model, name, within & (Domain(sealed, "=", False) if sealed else Domain.TRUE)) for model, name, sealed in PAPERS
        ]
        # Such as “reversed from …”; the companies of messages are those of their papers.
        moves = self.env["account.move"]._search(within)
        places.append(("mail.message", "body", Domain("model", "=", "account.move") & Domain("res_id", "in", moves)))
        for model, name, domain in places:
            found = self.env[model].with_company(company).with_context(tracking_disable=True).search(
                Domain(name, "like", f"{escape_psql(before)} · ") & domain,
            )
            for text, records in found.grouped(name).items():
                records.write({name: text.replace(f"{before} · ", f"{after} · ")})
            if model == "account.move.line":
                # Its place among the other codes must not tell the code either.
                self.env["recovery.fee.share"].search([("line_id", "in", found.ids)])._sort_lines()

    def _wipe_identity(self, identity):
        """Contacts may have been told who somebody is: other companies begin with another one, as the own company does."""
        contacts = self.sudo().payer_contact_ids
        super()._wipe_identity(identity)
        contacts.recovery_client_id = False

    def _wipe_merges(self, identity):
        super()._wipe_merges(identity)
        merges = self.env["recovery.client.merge"].sudo().search([
            "|", ("kept_id", "=", self.id), ("merged_id", "=", self.id),
        ])
        self.env["recovery.client.merge.line"].sudo().search([
            ("merge_id", "in", merges.ids), ("model", "=", "res.partner"), ("field", "=", "recovery_client_id"),
        ]).unlink()

    def _check_fees(self, day, companies):
        """Price drafts of companies anew from the month of a day on, and flag the invoiced fees that would be others now.

        Superuser.
        """
        if not day or not self:
            return
        fees = self.env["recovery.fee"].sudo().search(
            Domain("client_id", "in", self.ids) & Domain("company_id", "in", companies.ids)
            & Domain("period", ">=", day.replace(day=1)) & Domain("state", "!=", "cancelled"),
        )
        fees._compare()
