from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.fields import Domain

VISITED = {"client_id", "date_from", "date_to", "date_left", "visit_every_days", "keyworker_id"}


class TenancyRhythm(models.Model):
    """Who lives in a flat of their own may be visited as well, in a rhythm of their own."""

    _name = "recovery.tenancy"
    _inherit = ["recovery.tenancy", "recovery.visit.rhythm"]

    visit_every_days = fields.Integer(
        string="Visits every (days)", tracking=True,
        help="0: no visits are planned, unless the house of the stay has a rhythm.",
    )
    keyworker_id = fields.Many2one(
        "hr.employee", string="Visited by", check_company=True, index="btree_not_null", ondelete="restrict", tracking=True,
        help="Empty: the keyworker of the client.",
    )

    _visit_rhythm = Check(
        "CHECK(visit_every_days BETWEEN 0 AND 366)", "Visits every (days): write between 0 and 366.",
        lambda row: 0 <= (row["visit_every_days"] or 0) <= 366,
    )

    def _get_visit_terms(self):
        today = fields.Date.context_today(self)
        terms = {}
        for tenancy in self.filtered(lambda one: one.visit_every_days and one.state in ("running", "ending")):
            episodes = tenancy.client_id.episode_active_ids.filtered(
                lambda episode, tenancy=tenancy: episode.company_id == tenancy.company_id,
            )
            keyworker = tenancy.keyworker_id or episodes.keyworker_id[:1]
            programs = episodes.program_id or tenancy.client_id.intake_program_id.filtered(
                lambda program, tenancy=tenancy: program.company_id == tenancy.company_id,
            )
            able = programs.filtered(lambda program: "accommodation" in program.service_ids.mapped("kind"))
            own = able.filtered(lambda program, keyworker=keyworker: keyworker in program.employee_ids)
            terms[tenancy] = (
                tenancy.visit_every_days, min(tenancy.date_from, today), (own or able or programs)[:1], keyworker,
            )
        return terms

    @api.model
    def _get_visited_domain(self):
        return Domain("visit_every_days", ">", 0) & Domain("state", "in", ("running", "ending"))

    @api.model_create_multi
    def create(self, vals_list):
        tenancies = super().create(vals_list)
        tenancies.filtered("visit_every_days")._update_visits()
        return tenancies

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & VISITED:
            self._update_visits()
        return result
