from odoo import api, fields, models

from ..table_rules import UniqueIndex


class District(models.Model):
    _name = "recovery.district"
    _description = "District"
    _inherit = ["recovery.prechecked"]
    _parent_store = True
    _check_company_auto = True
    _order = "complete_name"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "complete_name"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(string="Full name", compute="_compute_complete_name", store=True, recursive=True)
    parent_id = fields.Many2one(
        "recovery.district", string="Part of", index=True, ondelete="restrict", check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("recovery.district", "parent_id", string="Parts")
    country_id = fields.Many2one("res.country", default=lambda self: self.env.company.country_id)
    state_id = fields.Many2one("res.country.state", string="Region", domain="[('country_id', '=?', country_id)]")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    _name_uniq = UniqueIndex(
        "(company_id, COALESCE(parent_id, 0), (name->>'en_US'))",
        "This district already exists in the same area.",
        key=lambda row: (row["company_id"], row["parent_id"] or 0, row["name"]),
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for district in self:
            parent = district.parent_id.complete_name
            district.complete_name = f"{parent} / {district.name}" if parent else district.name
