from odoo import api, fields, models
from odoo.tools import ormcache

from ..table_rules import Check


class ServiceQuestion(models.Model):
    """A small field of a service, asked by choosing from a list: what was done, which office, how it ended."""

    _name = "recovery.service.question"
    _description = "Question of a service"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, id"

    name = fields.Char(string="Question", required=True, translate=True)
    service_id = fields.Many2one(
        "recovery.service", index="btree_not_null", ondelete="cascade", check_company=True,
        help="The service that asks this; empty when all services of a kind do.",
    )
    kind = fields.Selection(
        string="Kind of service", selection=lambda self: self._selection_kind(), help="Every service of the kind asks this.",
    )
    multiple = fields.Boolean(string="Several answers", default=True, help="Off: one answer at most.")
    required = fields.Boolean(
        string="Answer required", help="A service to a client is not done without an answer; unnamed people need none.",
    )
    option_ids = fields.One2many("recovery.service.option", "question_id", string="Answers", copy=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    _asked_by = Check(
        "CHECK(num_nonnulls(service_id, kind) = 1)", "Service: choose a service or a kind of service, not both.",
        lambda row: bool(row["service_id"]) != bool(row["kind"]),
    )

    @api.model
    def _selection_kind(self):
        return self.env["recovery.service"]._fields["kind"]._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_answered(self):
        self.with_context(active_test=False).option_ids._unlink_unless_used()

    @api.model
    @ormcache("company_id")
    def _get_required(self, company_id):
        """Return ((id, service id or False, kind or False), …): kept, because every service delivered asks for it."""
        return tuple(
            (question.id, question.service_id.id, question.kind)
            for question in self.sudo().search([("company_id", "=", company_id), ("required", "=", True)])
        )

    def _is_asked_by(self, service):
        """Return whether ``service`` asks this question."""
        return self.service_id == service or (bool(self.kind) and self.kind == service.kind)
