from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique
from odoo.tools import float_round

from ..measures import MEASURES, Scope, get_figures
from ..pace import get_pace


class GrantIndicator(models.Model):
    """What a grant promised of an indicator, and how far it is today."""

    _name = "recovery.grant.indicator"
    _description = "Grant indicator"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "grant_id, sequence, id"

    grant_id = fields.Many2one("recovery.grant", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="grant_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        "recovery.indicator", required=True, ondelete="restrict", index=True, check_company=True,
    )
    name = fields.Char(related="indicator_id.name")
    measure = fields.Selection(related="indicator_id.measure")
    unit = fields.Selection(related="indicator_id.unit")
    target = fields.Float(help="For the whole grant; 0: none.", aggregator=None)
    value = fields.Float(
        compute="_compute_value", compute_sudo=True, aggregator=None, help="From the start of the grant to today.",
    )
    progress = fields.Float(
        compute="_compute_value", compute_sudo=True, aggregator=None, help="Value as a share of the target.",
    )
    expected = fields.Float(
        compute="_compute_value", compute_sudo=True, aggregator=None,
        help="Share of the target that the time gone asks for; 0 for shares and posts.",
    )
    pace = fields.Selection(
        [
            ("reached", "Reached"), ("ahead", "Ahead"), ("on_track", "On track"), ("behind", "Behind"),
            ("missed", "Missed"), ("open", "No target"),
        ],
        compute="_compute_value", compute_sudo=True,
    )
    pace_label = fields.Char(compute="_compute_value", compute_sudo=True)
    detail = fields.Char(compute="_compute_value", compute_sudo=True)

    _once = Unique(
        "UNIQUE(grant_id, indicator_id)", "Indicator: the grant has it already.",
        key=lambda row: (row["grant_id"], row["indicator_id"]),
    )
    _target = Check("CHECK(target >= 0)", "Target: it cannot be negative.", holds=lambda row: row["target"] >= 0)

    @api.depends("indicator_id.name", "grant_id.code")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.grant_id.code or ''} · {line.indicator_id.name or ''}"

    @api.depends("target", "indicator_id", "grant_id.date_start", "grant_id.date_end")
    @api.depends_context("lang")
    def _compute_value(self):
        """One query for all indicators, over all claims of their grants."""
        today = fields.Date.context_today(self)
        measured = self.filtered(lambda line: (
            line.indicator_id.measure in MEASURES and line.grant_id._origin
            and line.grant_id.date_start and line.grant_id.date_end
        ))
        (self - measured).update({
            "value": 0.0, "progress": 0.0, "expected": 0.0, "pace": "open", "pace_label": "", "detail": "",
        })
        figures = get_figures(self.env, [(MEASURES[line.indicator_id.measure], line._get_scope()) for line in measured])
        for line, figure in zip(measured, figures, strict=True):
            grant, measure = line.grant_id, MEASURES[line.indicator_id.measure]
            pace, label = get_pace(self.env, measure, figure, line.target, grant.time_share, today > grant.date_end)
            line.update({
                "value": float_round(figure.value, precision_digits=4),
                "progress": figure.value / line.target if line.target else 0.0,
                "expected": grant.time_share if measure.cumulative and line.target else 0.0,
                "pace": pace, "pace_label": label, "detail": figure.detail,
            })

    def _get_scope(self, date_from=None, date_to=None):
        """Return the Scope of one indicator, from the start of the grant to today unless a period is given."""
        self.ensure_one()
        grant, today = self.grant_id.sudo()._origin, fields.Date.context_today(self)
        return Scope(
            grant_id=grant.id, company_id=grant.company_id.id, program_ids=tuple(grant.program_ids.ids),
            date_from=date_from or grant.date_start, date_to=date_to or max(min(today, grant.date_end), grant.date_start),
            today=today, filters=self.indicator_id._origin._get_filters(), house_ids=tuple(grant.house_ids.ids),
        )

    def action_open_records(self):
        """Open the records behind the figure, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        measure = MEASURES[self.sudo().measure]
        return measure.open_records(self, self.name, self.sudo()._get_scope())
