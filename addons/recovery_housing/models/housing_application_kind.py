from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HousingApplicationKind(models.Model):
    """The kind of house that is asked for, by its code: for imports and other programs."""

    _inherit = "recovery.housing.application"

    kind = fields.Char(
        string="Kind (code)", compute="_compute_kind", inverse="_inverse_kind", search="_search_kind",
        export_string_translation=False,
    )

    @api.depends("kind_id.code")
    def _compute_kind(self):
        for application in self:
            application.kind = application.kind_id.code

    def _inverse_kind(self):
        for application in self:
            application.kind_id = self._get_kind(application.kind)

    @api.model
    def _search_kind(self, operator, value):
        return [("kind_id.code", operator, value)]

    @api.model
    def _get_kind(self, code):
        """Return the kind of house with a code.

        :raises ValidationError: when there is none
        """
        kind = self.env["recovery.house.kind"].search([("code", "=", code)], limit=1)
        if not kind:
            raise ValidationError(self.env._("Kind: there is no kind of house “%s”.", code))
        return kind

    @api.model_create_multi
    def create(self, vals_list):
        """The code has to be known before anything is computed by the kind."""
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            code = vals.pop("kind", None)
            if code and not vals.get("kind_id"):
                vals["kind_id"] = self._get_kind(code).id
        return super().create(vals_list)
