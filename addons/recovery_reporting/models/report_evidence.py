from odoo import fields, models
from odoo.addons.recovery_care.rating_field import Rating


class ReportEvidence(models.Model):
    """One person, meeting or post behind a frozen figure, as it was then; people by code."""

    _name = "recovery.report.evidence"
    _description = "Evidence of a report"
    _inherit = ["recovery.access.logged"]
    _order = "line_id, date, id"
    _rec_name = "reference"
    _log_access = False
    # What was frozen keeps naming the person as known then, also when two clients are merged later.
    _merge_keeps = ("client_id", "res_id")

    line_id = fields.Many2one("recovery.report.line", required=True, readonly=True, index=True, ondelete="cascade")
    report_id = fields.Many2one("recovery.report", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    reference = fields.Char(readonly=True, help="Code of the client, or what the row stands for.")
    client_id = fields.Many2one("recovery.client", readonly=True, index="btree_not_null", ondelete="restrict")
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True, aggregator=None)
    date = fields.Date(readonly=True)
    hours = fields.Float(readonly=True)
    rated = fields.Integer(string="Ratings", readonly=True, aggregator=None)
    ors_first = Rating(string="ORS first", readonly=True, aggregator="avg")
    ors_last = Rating(string="ORS last", readonly=True, aggregator="avg")
    ors_change = Rating(string="ORS change", readonly=True, aggregator="avg")
    amount = fields.Float(
        readonly=True, help="What the row adds to the figure; 0 for a person who does not count as improved.",
    )

    def init(self):
        super().init()
        # This table is made last, so that all three exist.
        self.env["recovery.report"]._install_triggers()
