from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..table_rules import Check, Unique, UniqueIndex


class SubstanceUse(models.Model):
    """One substance or behaviour of a client, coded as the treatment demand indicator codes it."""

    _name = "recovery.substance.use"
    _description = "Substance use"
    _inherit = ["recovery.client.record"]
    _order = "is_primary desc, id"
    # Of two clients who turn out to be one person, what is recorded for the one who stays is the main thing.
    _merge_clashes = {"primary_uniq": {"is_primary": False}, "substance_uniq": "aside"}

    substance_id = fields.Many2one("recovery.substance", required=True, ondelete="restrict", index=True)
    is_primary = fields.Boolean(string="Primary")
    route = fields.Selection([
        ("inject", "Inject"), ("smoke", "Smoke or inhale"), ("eat_drink", "Eat or drink"), ("sniff", "Sniff"),
        ("other", "Other"), ("unknown", "Not known"),
    ], string="Route of use")
    frequency = fields.Selection(
        [
            ("daily", "Daily"), ("4_6_week", "4–6 days a week"), ("2_3_week", "2–3 days a week"),
            ("1_week", "One day a week or less"), ("none", "Not in the last 30 days"), ("unknown", "Not known"),
        ],
        string="Frequency (30 days)",
    )
    age_first_use = fields.Integer(string="Age at first use", aggregator="avg")
    date_last_use = fields.Date(string="Last use")
    injecting = fields.Selection([
        ("never", "Never"), ("ever", "Ever, not in the last 12 months"),
        ("year", "Last 12 months, not last 30 days"), ("current", "Last 30 days"),
        ("refused", "Refused to answer"), ("unknown", "Not known"),
    ])

    _primary_uniq = UniqueIndex(
        "(client_id, company_id) WHERE is_primary", "Primary: the client already has a primary substance.",
        key=lambda row: (row["client_id"], row["company_id"]) if row["is_primary"] else None,
    )
    _substance_uniq = Unique(
        "UNIQUE(client_id, company_id, substance_id)", "Substance: it is already recorded for this client.",
        key=lambda row: (row["client_id"], row["company_id"], row["substance_id"]),
    )
    _age_first_use = Check(
        "CHECK(age_first_use BETWEEN 0 AND 120)", "Age at first use: write an age in years.",
        holds=lambda row: 0 <= row["age_first_use"] <= 120,
    )

    @api.depends("client_id.code", "substance_id.name")
    def _compute_display_name(self):
        for use in self:
            code = use.sudo().client_id.code
            use.display_name = code and f"{code} · {use.substance_id.name or ''}"

    @api.constrains("date_last_use")
    def _check_date_last_use(self):
        today = fields.Date.context_today(self)
        for use in self:
            if use.date_last_use and use.date_last_use > today:
                raise ValidationError(self.env._("Last use: %s lies in the future.", use.date_last_use))
