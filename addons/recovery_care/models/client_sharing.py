from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .access_asked import HOME


class ClientSharing(models.Model):
    """Which organisations of a consortium see a client: the own one, and others by a consent of the person.

    The organisations are companies of one database. A consent shares where its recipient is one of them, on the days on
    which it is in force; when it has ended the person is unknown there, whether or not the nightly job has run.
    """

    _inherit = "recovery.client"

    company_ids = fields.Many2many(
        "res.company", string="Seen by", compute="_compute_company_ids", search="_search_company_ids", compute_sudo=True,
        help="The own organisation, and those with which a consent in force shares the person.",
    )
    is_shared_here = fields.Boolean(
        string="Shared by a partner", compute="_compute_is_shared_here", search="_search_is_shared_here",
        help="The person belongs to another organisation, which shares them with yours by a consent.",
    )
    is_shared_there = fields.Boolean(
        string="Shared with a partner", compute="_compute_is_shared_there", search="_search_is_shared_there",
        help="A consent in force shares the person of your organisation with another one.",
    )
    sharing_text = fields.Char(string="Sharing", compute="_compute_sharing_text", compute_sudo=True)

    @api.model
    def _get_sharing_consents(self, companies=None):
        """Return the domain of consents that share clients today, with any company or with these."""
        shared = Domain("sharing_company_id", "in", companies.ids) if companies is not None else Domain(
            "sharing_company_id", "!=", False,
        )
        return shared & self._get_valid_consents(fields.Date.context_today(self))

    def _find_sharing_consents(self):
        """Return the consents (superuser) by which the home companies share these clients today."""
        return self.env["recovery.consent"].sudo().search(
            Domain("client_id", "in", self._origin.ids) & self._get_sharing_consents(), order="date_to, id",
        ).filtered(lambda consent: consent.company_id == consent.client_id.company_id)

    @api.depends(
        "company_id", "consent_ids.state", "consent_ids.date_from", "consent_ids.date_to",
        "consent_ids.sharing_company_id",
    )
    @api.depends_context("uid")
    def _compute_company_ids(self):
        """To a user, the organisations in which the user works: with whom else somebody is shared is not told."""
        shared = self._find_sharing_consents().grouped("client_id")
        for client in self:
            consents = shared.get(client._origin)
            companies = client.company_id | consents.sharing_company_id if consents else client.company_id
            client.company_ids = companies if self.env.user._is_superuser() else companies & self.env.user.company_ids

    @api.model
    def _search_company_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env["res.company"].browse(filter(None, value))
        shared = self._get_shared_domain(companies)
        if not self.env.su:
            # With whom else somebody is shared, the home organisation alone finds out.
            shared = Domain("company_id", "in", self.env.companies.ids) & shared | self._get_shared_domain(
                companies & self.env.user.company_ids,
            )
        return Domain("company_id", "in", companies.ids) | shared

    @api.model
    def _get_shared_domain(self, companies=None):
        """Return the domain of clients whom their home company shares today, with any company or with these."""
        consents = self.env["recovery.consent"].sudo()._search(self._get_sharing_consents(companies))
        return Domain.custom(to_sql=lambda model, alias, query: SQL(
            "(%s, %s) IN %s", model._field_to_sql(alias, "id", query), model._field_to_sql(alias, "company_id", query),
            consents.subselect(*(SQL.identifier(consents.table, name) for name in ("client_id", "company_id"))),
        ))

    @api.depends("company_ids")
    @api.depends_context("allowed_company_ids")
    def _compute_is_shared_here(self):
        for client in self.sudo():
            client.is_shared_here = bool(client.company_id) and client.company_id not in self.env.companies and bool(
                client.company_ids & self.env.companies,
            )

    @api.model
    def _search_is_shared_here(self, operator, value):
        if operator != "in":
            return NotImplemented
        shared = Domain("company_id", "not in", self.env.companies.ids) & self._get_shared_domain(self.env.companies)
        return shared if True in value else ~shared

    @api.depends("company_ids")
    @api.depends_context("allowed_company_ids")
    def _compute_is_shared_there(self):
        shared = self._find_sharing_consents().client_id
        for client in self.sudo():
            client.is_shared_there = client.company_id in self.env.companies and client._origin in shared

    @api.model
    def _search_is_shared_there(self, operator, value):
        if operator != "in":
            return NotImplemented
        shared = Domain("company_id", "in", self.env.companies.ids) & self._get_shared_domain()
        return shared if True in value else ~shared

    @api.depends("company_ids", "consent_ids.date_to", "consent_ids.purpose_id")
    @api.depends_context("allowed_company_ids", "lang")
    def _compute_sharing_text(self):
        """Say to the home company with whom, to the others by whom and what, and until when; superuser."""
        consents = self._find_sharing_consents().grouped("client_id")
        for client in self:
            own = client.company_id in self.env.companies
            client.sharing_text = " ".join(
                consent._get_sharing_text(own) for consent in consents.get(client._origin, ())
                if own or consent.sharing_company_id in self.env.companies
            )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The sheet of somebody whom another organisation shares is not for writing."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for node in arch.xpath("//field[not(ancestor::field)]"):
                readonly = node.get("readonly") or str(self._fields[node.get("name")].readonly or "")
                if readonly not in ("1", "True"):
                    node.set("readonly", f"({readonly}) or is_shared_here" if readonly else "is_shared_here")
        return arch, view

    def _read_format(self, fnames, load="_classic_read"):
        """Leave out the programmes of other organisations that the reader does not see.

        What was read as superuser a moment ago, such as for the name, is kept with them.
        """
        result = super()._read_format(fnames, load)
        if self.env.su or not any("program_ids" in values for values in result):
            return result
        named = self.env["recovery.program"].browse({program for values in result for program in values["program_ids"]})
        hidden = set((named - named._filtered_access("read"))._ids)
        if hidden:
            self.invalidate_recordset(["program_ids"])
        for values in result if hidden else ():
            values["program_ids"] = [program for program in values["program_ids"] if program not in hidden]
        return result

    def _get_programs_of(self, companies):
        """Return the programmes of ``companies`` in which one client has an open episode, else was first met (superuser)."""
        client = self.sudo()
        programs = client.episode_active_ids.program_id | client.intake_program_id
        return programs.filtered(lambda program: program.company_id in companies)

    @api.model
    def _get_audience(self, name):
        """Whom the home organisation sends bills to, and whether it does, is its own."""
        return HOME if name == "partner_id" else super()._get_audience(name)

    def _get_home_programs(self):
        """Return the programmes (superuser) of the own organisation in which these clients are or were first met."""
        return self.sudo().program_ids.filtered(lambda program: program.company_id in self.sudo().company_id)

    def _is_shared_with(self, company):
        """Return whether records of ``company`` may be about this client: their own, or one that sees them by a consent."""
        self.ensure_one()
        return self.company_id == company or company in self._get_seeing_companies()

    def _get_seeing_companies(self):
        """Return all companies (superuser) that see these clients today, whoever asks."""
        return self.with_user(SUPERUSER_ID).company_ids

    def _filtered_shared_with(self, company):
        """Return those of the clients whom ``company`` sees today."""
        return self.filtered(lambda client: client._is_shared_with(company))

    def _claim_sharing(self, company):
        """Let one of two be repeated by the server: this transaction, or another that ends the sharing with ``company``.

        For what is not to outlive a consent. A lock alone would not do: who waited for it would go on with what was read
        before, and not find what this transaction adds.
        """
        consents = self._find_sharing_consents().filtered(lambda consent: consent.sharing_company_id == company)
        if consents:
            consents.flush_recordset()
            self.env.cr.execute(SQL(
                "UPDATE recovery_consent SET state = state WHERE id IN %s", tuple(sorted(consents.ids)),
            ))

    @api.depends("consent_ids.state", "consent_ids.sharing_company_id")
    def _compute_program_ids(self):
        """Who takes on people shared by partners sees them before anything begins there."""
        super()._compute_program_ids()
        receiving = self.env["recovery.program"].sudo().search([("takes_shared", "=", True)]).grouped("company_id")
        shared = self._find_sharing_consents().grouped("client_id") if receiving else {}
        for client in self:
            for company in shared.get(client._origin, self.env["recovery.consent"]).sharing_company_id:
                client.program_ids |= receiving.get(company, self.env["recovery.program"])
