from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ProgramSharing(models.Model):
    """Programmes among the organisations of a consortium: which take on people shared by others, and who knows them."""

    _inherit = "recovery.program"

    takes_shared = fields.Boolean(
        string="Takes on people shared by partners",
        help="Its staff see whom a partner organisation shares with yours by a consent, before anything begins here.",
    )
    is_shared_here = fields.Boolean(
        string="Shared by a partner", compute="_compute_is_shared_here", search="_search_is_shared_here",
        help="A programme of another organisation whose episodes it shares with yours by a consent.",
    )

    @api.depends("company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_is_shared_here(self):
        foreign = self.filtered(lambda program: program.company_id not in self.env.companies)
        shared = set(foreign._origin.sudo().with_context(active_test=False).filtered_domain(self._get_shared_domain())._ids)
        for program in self:
            program.is_shared_here = program._origin.id in shared

    @api.model
    def _search_is_shared_here(self, operator, value):
        if operator != "in":
            return NotImplemented
        shared = Domain("company_id", "not in", self.env.companies.ids) & self._get_shared_domain()
        return shared if True in value else ~shared

    @api.model
    def _get_shared_domain(self):
        """Return the domain of programmes with an episode that a consent shares with the companies of the environment."""
        Episode = self.env["recovery.episode"].sudo()
        episodes = Episode._search(Episode._get_shared_domain())
        return Domain("id", "in", episodes.subselect(SQL.identifier(episodes.table, "program_id")))

    @api.depends("name", "company_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_display_name(self):
        """A programme of another organisation says which one, and nothing else to whom its episodes are not shared.

        Where somebody was first met stands on their sheet, which more people see than those episodes.
        """
        known = self.env.companies
        foreign = self.filtered(lambda program: program.sudo().company_id not in known)
        if foreign and not self.env.user._is_superuser():
            foreign = foreign.filtered(lambda program: program.sudo().company_id not in self.env.user.company_ids)
        else:
            foreign = self.browse()
        super(ProgramSharing, self - foreign)._compute_display_name()
        shown = set(foreign.sudo(False)._filtered_access("read")._ids) if foreign else set()
        for program in foreign:
            name, organisation = program.sudo().name, program.sudo().company_id.name
            program.display_name = f"{name} ({organisation})" if program.id in shown else organisation

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs.filtered("takes_shared")._follow_shared()
        return programs

    def write(self, vals):
        changed = self.filtered(lambda program: "takes_shared" in vals and program.takes_shared != vals["takes_shared"])
        result = super().write(vals)
        changed._follow_shared()
        return result

    def _follow_shared(self):
        """Let the staff of the programmes see, or see no more, whom partners share with their companies."""
        if self:
            Client = self.env["recovery.client"].sudo().with_context(active_test=False)
            shared = Client.search(Client._get_shared_domain(self.company_id))
            self.env.add_to_compute(Client._fields["program_ids"], shared)
            Client._recompute_model(["program_ids"])
