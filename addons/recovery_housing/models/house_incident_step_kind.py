from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Unique


class HouseIncidentStepKind(models.Model):
    """What may follow from an incident: a measure, a talk, a repair… An administrator may add others."""

    _name = "recovery.house.incident.step.kind"
    _description = "Kind of follow-up step"
    _inherit = ["recovery.prechecked"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Used in imports and by other programs, such as “repair”.")
    is_internal = fields.Boolean(
        string="Stays in the house", help="Steps of this kind are left out of the report for an authority.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = Unique("UNIQUE(code)", "Code: another kind of step has it.", lambda row: (row["code"],))
