from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError, ValidationError

FILE_READERS = "recovery_care.group_finance,recovery_care.group_data,recovery_care.group_auditor"


class Report(models.Model):
    """A funder's report on a period: a draft shows live figures, freezing keeps them for good.

    A frozen report never changes: triggers in the database refuse it (see ``report_freeze``).
    That is why nothing here is stored from a computation and the files lie in the row itself.
    """

    _name = "recovery.report"
    _description = "Report to a funder"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "grant_id, number desc, id desc"
    _rec_names_search = ["grant_id"]

    # What whoever makes the report decides; everything else is written by its methods.
    _own_fields = {"grant_id", "date_from", "date_to"}

    grant_id = fields.Many2one("recovery.grant", required=True, index=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("frozen", "Frozen")], required=True, default="draft", copy=False, readonly=True, index=True,
    )
    line_ids = fields.One2many("recovery.report.line", "report_id", string="Indicators", readonly=True)
    frozen_at = fields.Datetime(string="Frozen at", readonly=True, copy=False)
    frozen_by = fields.Many2one("res.users", string="Frozen by", readonly=True, copy=False, ondelete="restrict")
    header = fields.Json(readonly=True, copy=False, help="Grant, funder and organisation as they were when frozen.")
    file_name = fields.Char(string="File name", readonly=True, copy=False)
    file_xlsx = fields.Binary(string="XLSX", attachment=False, readonly=True, copy=False, groups=FILE_READERS)
    file_pdf = fields.Binary(string="PDF", attachment=False, readonly=True, copy=False)
    correction_count = fields.Integer(string="Corrections", compute="_compute_correction_count")

    _number_uniq = models.Constraint("UNIQUE(grant_id, number)", "Number: the grant has a report with this number.")
    _date_order = Check(
        "CHECK(date_to >= date_from)", "To: the period cannot end before it begins.",
        holds=lambda row: row["date_to"] >= row["date_from"],
    )
    _frozen = models.Constraint(
        "CHECK(state = 'draft' OR (frozen_at IS NOT NULL AND frozen_by IS NOT NULL AND file_xlsx IS NOT NULL))",
        "A frozen report has its file, its date and whoever froze it.",
    )

    @api.depends("number", "grant_id.code")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "No. %(number)s · %(grant)s", number=report.number, grant=report.sudo().grant_id.code or "",
            ) if report.number else False

    def _compute_correction_count(self):
        for report in self:
            report.correction_count = len(report.line_ids.filtered("correction"))

    @api.constrains("date_from", "date_to", "grant_id")
    def _check_within_grant(self):
        for report in self:
            grant = report.grant_id
            if report.date_from < grant.date_start or report.date_to > grant.date_end:
                raise ValidationError(self.env._(
                    "Period: it lies within the grant, %(start)s to %(end)s.", start=grant.date_start, end=grant.date_end,
                ))
            if grant.state == "draft":
                raise ValidationError(self.env._("Grant: a draft grant has nothing to report. Start it first."))

    @api.model_create_multi
    def create(self, vals_list):
        grants = self.env["recovery.grant"].browse([vals["grant_id"] for vals in vals_list if vals.get("grant_id")])
        grants.check_access("write")
        numbers = dict(self.sudo()._read_group([("grant_id", "in", grants.ids)], ["grant_id"], ["number:max"]))
        numbers = {grant.id: number for grant, number in numbers.items()}
        prepared = []
        for vals in vals_list:
            grant = grants.browse(vals.get("grant_id"))
            numbers[grant.id] = numbers.get(grant.id, 0) + 1
            own = {name: value for name, value in vals.items() if name in self._own_fields}
            prepared.append({**own, "company_id": grant.sudo().company_id.id, "number": numbers[grant.id]})
        reports = super().create(prepared)
        reports._fill_lines()
        return reports

    def write(self, vals):
        """Only the period of a draft can be written.

        :raises UserError: for a frozen report, and for fields that freezing fills
        """
        if any(report.state == "frozen" for report in self.sudo()):
            raise UserError(self.env._("A frozen report never changes. Later corrections show beside it."))
        if vals.keys() - self._own_fields and not self.env.su:
            raise UserError(self.env._("Report: only its period is written by hand; freezing fills the rest."))
        result = super().write(vals)
        if "grant_id" in vals:
            raise UserError(self.env._("Grant: make a new report instead."))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(report.state == "frozen" for report in self):
            raise UserError(self.env._("A frozen report is not deleted."))

    def _get_form_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form",
            "views": [(False, "form")], "name": self.display_name,
        }

    def _fill_lines(self):
        """Give each draft one line for each indicator of its grant, with the definition in force."""
        Line = self.env["recovery.report.line"].sudo()
        drafts = self.sudo().filtered(lambda report: report.state == "draft")
        drafts.line_ids.unlink()
        Line.create([
            report._get_line_vals(indicator) for report in drafts for indicator in report.grant_id.indicator_ids
        ])

    def _get_line_vals(self, grant_indicator):
        indicator = grant_indicator.indicator_id
        return {
            "report_id": self.id, "company_id": self.company_id.id, "sequence": grant_indicator.sequence,
            "grant_indicator_id": grant_indicator.id, "code": indicator.code, "name": indicator.name,
            "measure": indicator.measure, "unit": indicator.unit, "target": grant_indicator.target,
            "filters": {
                **indicator._get_filters(), "grant_program_ids": self.grant_id.program_ids.ids,
                "grant_house_ids": self.grant_id.house_ids.ids,
            },
        }
