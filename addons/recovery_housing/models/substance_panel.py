from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Unique


class SubstancePanel(models.Model):
    """What one test kit looks for."""

    _name = "recovery.substance.panel"
    _description = "Test panel"
    _inherit = ["recovery.prechecked"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection([("urine", "Urine"), ("saliva", "Saliva")], required=True, default="urine")
    substance_ids = fields.Many2many(
        "recovery.substance", "recovery_substance_panel_rel", "panel_id", "substance_id", string="Substances",
        domain="[('kind', '!=', 'behaviour')]",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = Unique("UNIQUE(code)", "Code: another panel has it.", lambda row: (row["code"],))
