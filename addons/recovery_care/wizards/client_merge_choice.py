from odoo import api, fields, models


class ClientMergeChoice(models.TransientModel):
    """One field in which the two differ. The values are not kept here."""

    _name = "recovery.client.merge.choice"
    _description = "Field in a merge of two clients"

    wizard_id = fields.Many2one("recovery.client.merge.wizard", required=True, ondelete="cascade")
    field_name = fields.Char(string="Technical name", required=True)
    label = fields.Char(string="Field", compute="_compute_values")
    kept_value = fields.Char(string="First", compute="_compute_values")
    merged_value = fields.Char(string="Second", compute="_compute_values")
    take = fields.Boolean(help="The value of the merged client goes into the file that stays.")

    @api.depends("field_name", "wizard_id.kept_id", "wizard_id.merged_id")
    @api.depends_context("uid", "lang")
    def _compute_values(self):
        for choice in self:
            wizard = choice.wizard_id
            field = self.env["recovery.client"]._fields.get(choice.field_name)
            pair = field and wizard._get_pair()
            choice.label = field._description_string(self.env) if field else ""
            choice.kept_value = choice._get_text(pair[0], field) if pair else ""
            choice.merged_value = choice._get_text(pair[1], field) if pair else ""

    def _get_text(self, client, field):
        value = client[field.name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "date":
            return fields.Date.to_string(value) if value else ""
        return (value.display_name if field.relational else str(value)) if value else ""
