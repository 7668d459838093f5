from odoo import api, fields, models
from odoo.tools import format_date


class ConsentSharing(models.Model):
    """Consents that share a client with another organisation of the consortium: a company of the same database."""

    _inherit = "recovery.consent"

    sharing_company_id = fields.Many2one(
        "res.company", string="Shared with", compute="_compute_sharing_company_id", store=True, compute_sudo=True,
        index="btree_not_null",
        help="The organisation of this database that sees the client by the consent: the recipient is its contact.",
    )
    sharing_text = fields.Char(string="Sharing", compute="_compute_sharing_text")

    @api.depends("purpose_id.kind", "partner_id", "company_id")
    def _compute_sharing_company_id(self):
        recipients = self.filtered(lambda consent: consent.purpose_kind == "sharing").partner_id
        companies = self.env["res.company"].search([("partner_id", "in", recipients.ids)]) if recipients else ()
        by_contact = {company.partner_id: company for company in companies}
        for consent in self:
            company = by_contact.get(consent.partner_id) if consent.purpose_kind == "sharing" else None
            consent.sharing_company_id = company if company and company != consent.company_id else False

    @api.depends("sharing_company_id", "purpose_id", "date_to")
    @api.depends_context("lang")
    def _compute_sharing_text(self):
        """What the recipient will see; shown before the client agrees."""
        for consent in self:
            company = consent.sharing_company_id.sudo()
            consent.sharing_text = company and " ".join(filter(None, [
                self.env._(
                    "%s works in this database and sees the person’s sheet while the consent is in force.", company.name,
                ),
                consent.sudo()._get_also_text(),
            ]))

    def _get_also_text(self):
        """Return what one consent (superuser) shares beside the sheet, as a sentence."""
        what = self.purpose_id._get_slice_text()
        return self.env._("Also shown: %s.", what) if what else ""

    def _get_sharing_text(self, own):
        """Return with whom, or by whom, one consent (superuser) shares the person, until when and what.

        :param bool own: whether the reader's is the organisation that shares
        """
        organisation = (self.sharing_company_id if own else self.company_id).name
        stop = format_date(self.env, self.date_to) if self.date_to else ""
        if own:
            who = self.env._(
                "Shared with %(organisation)s until %(date)s.", organisation=organisation, date=stop,
            ) if stop else self.env._("Shared with %s.", organisation)
        else:
            who = self.env._(
                "%(organisation)s shares this person with you until %(date)s.", organisation=organisation, date=stop,
            ) if stop else self.env._("%s shares this person with you.", organisation)
        return f"{who} {self._get_also_text()}".strip()
