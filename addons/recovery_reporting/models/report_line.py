from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import SQL, float_is_zero, float_round, formatLang

from ..measures import MEASURES, Scope, get_figures
from .grant_indicator_dashboard import DECIMALS


class ReportLine(models.Model):
    """One indicator of a report: the figure that was frozen beside the figure of today."""

    _name = "recovery.report.line"
    _description = "Report line"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one("recovery.report", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    sequence = fields.Integer(readonly=True)
    grant_indicator_id = fields.Many2one(
        "recovery.grant.indicator", string="Grant indicator", required=True, readonly=True, ondelete="restrict", index=True,
    )
    indicator_id = fields.Many2one(related="grant_indicator_id.indicator_id")
    code = fields.Char(readonly=True)
    name = fields.Char(readonly=True, required=True)
    measure = fields.Char(readonly=True, required=True)
    unit = fields.Selection(
        selection=lambda self: self.env["recovery.indicator"]._selection_unit(), readonly=True, required=True,
    )
    filters = fields.Json(readonly=True, help="The definition in force when frozen.")
    target = fields.Float(readonly=True, aggregator=None)
    value = fields.Float(readonly=True, aggregator=None, help="In the period, as frozen; 0 in a draft.")
    value_total = fields.Float(
        string="Since the start", readonly=True, aggregator=None,
        help="From the start of the grant to the end of the period, as frozen.",
    )
    detail = fields.Char(readonly=True)
    evidence_ids = fields.One2many("recovery.report.evidence", "line_id", readonly=True)
    value_now = fields.Float(
        string="Now", compute="_compute_value_now", compute_sudo=True, aggregator=None,
        help="What the same definition gives today for the period.",
    )
    detail_now = fields.Char(compute="_compute_value_now", compute_sudo=True)
    correction = fields.Float(
        compute="_compute_value_now", compute_sudo=True, aggregator=None,
        help="What would be reported today minus what was frozen.",
    )

    @api.depends("report_id.state", "report_id.date_from", "report_id.date_to", "value")
    @api.depends_context("lang")
    def _compute_value_now(self):
        """One query for all lines, over the claims of today."""
        figures = get_figures(self.env, [(MEASURES[line.measure], line._get_scope()) for line in self])
        for line, figure in zip(self, figures, strict=True):
            line.value_now = float_round(figure.value, precision_digits=4)
            line.detail_now = figure.detail
            change = line.value_now - line.value if line.report_id.state == "frozen" else 0.0
            line.correction = 0.0 if float_is_zero(change, precision_digits=3) else change

    def _get_scope(self, since_start=False):
        """Return the Scope of one line: its period, or from the start of the grant to the end of the period."""
        self.ensure_one()
        report = self.sudo().report_id
        filters = dict(self.sudo().filters or {})
        return Scope(
            grant_id=report.grant_id.id, company_id=report.company_id.id,
            program_ids=tuple(filters.pop("grant_program_ids", ())),
            date_from=report.grant_id.date_start if since_start else report.date_from, date_to=report.date_to,
            today=fields.Date.context_today(self), house_ids=tuple(filters.pop("grant_house_ids", ())), filters=filters,
        )

    def _write_figures(self):
        """Write the figures of one line of a draft and copy the records behind them as evidence."""
        self.ensure_one()
        measure, scope = MEASURES[self.measure], self._get_scope()
        figure = measure.figure(self.env, scope)
        total = measure.figure(self.env, self._get_scope(since_start=True))
        self.write({
            "value": float_round(figure.value, precision_digits=4),
            "value_total": float_round(total.value, precision_digits=4), "detail": figure.detail,
        })
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            INSERT INTO recovery_report_evidence (
                line_id, report_id, company_id, reference, client_id, res_model, res_id, date, hours, rated,
                ors_first, ors_last, ors_change, amount, base)
            SELECT %(line)s, %(report)s, %(company)s, COALESCE(c.code, %(reference)s), r.client_id,
                   COALESCE(r.model, %(model)s),
                   r.ref_id, r.date, r.hours, r.rated, r.first, r.last, r.change, r.amount, r.base
              FROM (%(rows)s) r
         LEFT JOIN recovery_client c ON c.id = r.client_id
          ORDER BY r.date, r.ref_id
            """,
            line=self.id, report=self.report_id.id, company=self.company_id.id, model=measure.model,
            reference=measure.reference_sql(), rows=measure.counted_rows(scope),
        ))
        self.invalidate_recordset(["evidence_ids"])

    def _get_definition(self):
        """Return the definition of one line in words: the measure and its filters."""
        self.ensure_one()
        return self.env["recovery.indicator"]._describe(self.sudo().filters or {})

    def _get_unit_label(self):
        self.ensure_one()
        return self.env["recovery.indicator"]._get_unit_label({**(self.sudo().filters or {}), "measure": self.measure})

    def _get_decimals(self):
        self.ensure_one()
        return DECIMALS[self.unit]

    def _get_text(self, value):
        """Return ``value`` of one line as text in the user's language."""
        self.ensure_one()
        text = formatLang(self.env, value, digits=max(self._get_decimals(), 1 if self.unit == "percent" else 0))
        return f"{text} %" if self.unit == "percent" else text

    def _get_correction_text(self):
        """Return such as “People improved: −1”."""
        self.ensure_one()
        digits = self._get_decimals()
        sign = "+" if self.correction > 0 else "−"
        amount = abs(self.correction)
        shown = formatLang(self.env, amount, digits=digits if round(amount, digits) else digits + 2)
        return f"{self.name}: {sign}{shown}"

    def action_open_records(self):
        """Open what the figure counts: the evidence of a frozen report, the live records of a draft."""
        self.ensure_one()
        self.check_access("read")
        if self.report_id.state == "draft":
            return self.action_open_records_now()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.report.evidence", "view_mode": "list",
            "views": [(False, "list")], "name": self._get_evidence_title(),
            "domain": [("line_id", "=", self.id)], "context": {"create": False},
            "help": Markup('<p class="o_view_nocontent_smiling_face">%s</p>') % self.env._(
                "Nothing was counted in this period"),
        }

    def _get_evidence_title(self):
        Evidence = self.env["recovery.report.evidence"]
        domain = [("line_id", "=", self.id)]
        hidden = Evidence.sudo().search_count(domain) - Evidence.search_count(domain)
        if hidden:
            return self.env._("%(title)s (%(count)s not shown)", title=self.name, count=hidden)
        return self.name

    def action_open_records_now(self):
        """Open the records that the same definition counts today, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        return MEASURES[self.measure].open_records(self, self.name, self._get_scope())
