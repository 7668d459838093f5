from odoo import api, fields, models


class IndicatorHouse(models.Model):
    """Filters of measures that count nights, beds and houses."""

    _inherit = "recovery.indicator"

    house_ids = fields.Many2many(
        "recovery.house", "recovery_indicator_house_rel", "indicator_id", "house_id", string="Houses", check_company=True,
        help="For measures of housing alone.",
    )
    house_kind_ids = fields.Many2many(
        "recovery.house.kind", "recovery_indicator_house_kind_rel", "indicator_id", "kind_id", string="Kinds of house",
        help="For measures of housing alone.",
    )
    count_out_of_service = fields.Boolean(
        string="Out of service counts as available",
        help="For the measure “Occupancy”: a bed that could not be slept in makes the occupancy lower.",
    )

    def _get_filters(self):
        indicator = self.sudo()
        return {
            **super()._get_filters(), "house_ids": indicator.with_context(active_test=False).house_ids.ids,
            "house_kind_ids": indicator.with_context(active_test=False).house_kind_ids.ids,
        }

    def _get_measure_filters(self):
        if self.measure == "occupancy_share":
            return {**super()._get_measure_filters(), "count_out_of_service": self.count_out_of_service}
        return super()._get_measure_filters()

    @api.model
    def _describe_filters(self, filters):
        words = super()._describe_filters(filters)
        for name, model in (("house_ids", "recovery.house"), ("house_kind_ids", "recovery.house.kind")):
            records = self.env[model].sudo().browse(filters.get(name) or []).exists()
            if records:
                words.append(", ".join(records.mapped("display_name")))
        if filters.get("measure") == "occupancy_share":
            words.append(
                self.env._("beds out of service count as available") if filters.get("count_out_of_service")
                else self.env._("without beds out of service"),
            )
        return words
