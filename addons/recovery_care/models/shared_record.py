from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .access_asked import HOME


class SharedRecord(models.AbstractModel):
    """Records about a client of which another organisation of the consortium sees those that a consent names.

    The consent is one of the same client and company as the record, for a purpose that ticks ``_shared_by``.
    """

    _name = "recovery.shared.record"
    _inherit = ["recovery.access.logged"]
    _description = "Record that a consent may share"

    # Field of recovery.consent.purpose that says whether records of the model go with it.
    _shared_by = ""

    is_shared_here = fields.Boolean(
        string="Shared by a partner", compute="_compute_is_shared_here", search="_search_is_shared_here",
        help="Another organisation shows it to yours by a consent of the client, for as long as that is in force.",
    )

    @api.model
    def _get_audience(self, name):
        """Who works with the person is told to the own organisation: a consent names no colleagues."""
        field = self._fields.get(name)
        return HOME if field and field.comodel_name == "hr.employee" else super()._get_audience(name)

    @api.depends("client_id", "company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_is_shared_here(self):
        foreign = self.filtered(lambda record: record.company_id not in self.env.companies)
        shared = set(foreign._origin.sudo().with_context(active_test=False).filtered_domain(self._get_shared_domain())._ids)
        for record in self:
            record.is_shared_here = record._origin.id in shared

    @api.model
    def _search_is_shared_here(self, operator, value):
        if operator != "in":
            return NotImplemented
        shared = Domain("company_id", "not in", self.env.companies.ids) & self._get_shared_domain()
        return shared if True in value else ~shared

    @api.model
    def _get_shared_domain(self):
        """Return the domain of records that consents in force share with the companies of the environment."""
        consents = self.env["recovery.consent"].sudo()._search(
            self.env["recovery.client"]._get_sharing_consents(self.env.companies)
            & Domain(f"purpose_id.{self._shared_by}", "=", True),
        )
        return Domain.custom(to_sql=lambda model, alias, query: SQL(
            "(%s) IN %s", SQL(", ").join(model._field_to_sql(alias, name, query) for name in ("client_id", "company_id")),
            consents.subselect(*(SQL.identifier(consents.table, name) for name in ("client_id", "company_id"))),
        ))
