from odoo import api, fields, models
from odoo.exceptions import AccessError


class HouseIncidentPaper(models.TransientModel):
    """The report of incidents on paper: for the house, or for an authority, which learns less and reads its own language.

    People stand on it by their code, and only those whom the user may see. An authority gets what happened and what was
    done; neither the level nor who of the staff was told, no results of steps and, unless chosen, no names of staff.
    """

    _name = "recovery.house.incident.paper"
    _description = "Report of an incident"

    incident_ids = fields.Many2many(
        "recovery.house.incident", string="Incidents", required=True, default=lambda self: self._get_chosen(),
    )
    audience = fields.Selection(
        [("internal", "The house"), ("authority", "An authority")], string="For", required=True, default="internal",
    )
    partner_id = fields.Many2one("res.partner", string="Authority", domain="[('is_company', '=', True)]")
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(), string="Language", required=True,
        compute="_compute_lang", store=True, readonly=False, precompute=True,
    )
    with_texts = fields.Boolean(
        string="With what happened and what was done", default=True,
        help="Read them first: words stay in the language in which they were written.",
    )
    with_staff = fields.Boolean(string="With the names of staff")

    @api.model
    def _get_chosen(self):
        chosen = self.env.context.get("active_model") == "recovery.house.incident"
        return self.env["recovery.house.incident"].browse(self.env.context.get("active_ids", []) if chosen else [])

    @api.depends("partner_id", "audience")
    def _compute_lang(self):
        """That of the authority, where it is installed, else the user's."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for paper in self:
            theirs = paper.audience == "authority" and paper.partner_id.lang
            paper.lang = theirs if theirs in installed else self.env.lang or "en_US"

    @api.depends("audience")
    def _compute_display_name(self):
        for paper in self:
            paper.display_name = self.env._("Report of an incident")

    @api.model_create_multi
    def create(self, vals_list):
        """Incidents that the user may not see are answered like those that are not there."""
        papers = super().create(vals_list)
        for paper in papers:
            paper.incident_ids.check_access("read")
        return papers

    def write(self, vals):
        result = super().write(vals)
        self.incident_ids.check_access("read")
        return result

    def _log_printing(self):
        self._check_printable()
        self.incident_ids._log_reading("print")

    def _check_printable(self):
        """Raise AccessError for who may read incidents but does not speak for the house."""
        if any(paper.audience == "authority" for paper in self) and not self.env.user.has_group("recovery_care.group_house"):
            raise AccessError(self.env._("For: a report for an authority is printed by house staff."))

    def action_print(self):
        self._check_printable()
        return {
            **self.env.ref("recovery_housing.house_incident_paper_action").report_action(self),
            "close_on_report_download": True,
        }

    def _get_pages(self):
        """Return, in the language of the paper, what stands on the page of each incident, as far as the user may see it."""
        self.ensure_one()
        self._check_printable()
        self.incident_ids.check_access("read")
        internal = self.audience == "internal"
        incidents = self.incident_ids.with_context(lang=self.lang).sorted("date")
        # Searched for: writing the access log as superuser has left every line in the cache of the incidents.
        people = incidents.person_ids.search([("incident_id", "in", incidents.ids)]).grouped("incident_id")
        pages = []
        for incident in incidents:
            steps, notices = incident.step_ids, incident.notice_ids
            if not internal:
                steps = steps.filtered(lambda step: not step.kind_id.is_internal and step.state != "dropped")
                notices = notices.filtered(lambda notice: notice.role == "authority" and notice.told_on)
            pages.append({
                "incident": incident, "people": people.get(incident, []), "steps": steps, "notices": notices,
                "texts": internal or self.with_texts, "staff": internal or self.with_staff,
            })
        return pages
