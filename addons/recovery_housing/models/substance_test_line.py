from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique
from odoo.exceptions import UserError

FOUND = [("negative", "Negative"), ("positive", "Positive")]


class SubstanceTestLine(models.Model):
    """What a test says of one substance: by the kit on the spot, and by the laboratory, which has the last word."""

    _name = "recovery.substance.test.line"
    _description = "Substance of a test"
    _inherit = ["recovery.parent.open", "recovery.client.record"]
    _order = "test_id, id"
    _rec_names_search = ["substance_id", "client_id"]

    test_id = fields.Many2one("recovery.substance.test", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(related="test_id.client_id", store=True, precompute=True, index=True, domain=None)
    program_id = fields.Many2one(
        related="test_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="test_id.company_id", store=True, precompute=True, default=None)
    substance_id = fields.Many2one("recovery.substance", required=True, ondelete="restrict", index=True)
    screening = fields.Selection([*FOUND, ("invalid", "Invalid")], string="On the spot")
    laboratory = fields.Selection(FOUND)
    level = fields.Float(string="Level (ng/ml)", digits=(12, 1), help="As the laboratory gives it; zero: not given.")
    prescribed = fields.Boolean(help="A medicine of this person explains it.")
    finding = fields.Selection(
        [*FOUND, ("expected", "Positive, prescribed"), ("invalid", "Invalid")], compute="_compute_finding", store=True,
        precompute=True, help="The laboratory's answer where there is one, else that of the kit.",
    )

    _once = Unique(
        "UNIQUE(test_id, substance_id)", "Substance: the test has it already.",
        lambda row: (row["test_id"], row["substance_id"]),
    )
    _level = Check("CHECK(level >= 0)", "Level: it cannot be negative.", lambda row: row["level"] >= 0)

    @api.depends("screening", "laboratory", "prescribed")
    def _compute_finding(self):
        for line in self:
            found = line.laboratory or line.screening
            line.finding = "expected" if found == "positive" and line.prescribed else found

    @api.depends("test_id.number", "substance_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.test_id.number or ''} · {line.substance_id.display_name or ''}"

    def _get_result(self):
        """Return what the lines of one test say together: ``awaited`` while something is not known."""
        findings = set(self.mapped("finding"))
        if "positive" in findings:
            return "positive"
        if not findings or False in findings:
            return "awaited"
        return "invalid" if "invalid" in findings else "negative"

    def _check_open(self):
        if not self.env.su and any(line.sudo().test_id.state in ("confirmed", "cancelled") for line in self):
            raise UserError(self.env._("Substances: the result is confirmed. A programme manager chooses “Correct”."))
