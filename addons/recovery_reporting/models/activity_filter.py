from odoo import api, fields, models

from ..measures.activity_conditions import get_row_condition

# Filters that are one of a list: whose list it is.
CHOICES = {
    "service_kind": ("recovery.service", "kind"),
    "place": ("recovery.encounter", "place"),
    "role": ("recovery.episode", "role"),
    "gender": ("recovery.client", "gender"),
}
# Filters that are records, in the order in which they are described.
RECORDS = {
    "program_ids": "recovery.program", "service_ids": "recovery.service", "district_ids": "recovery.district",
}


class ActivityFilter(models.AbstractModel):
    """Which activities are meant: the programme, the service, its kind, the place. An empty filter lets all pass.

    A rule of a grant is compared as a row with many deliveries at once (``_get_filter_condition``); an
    indicator hands out its values (``_get_filters``), which a report keeps. Both ask the same of a delivery.
    """

    _name = "recovery.activity.filter"
    _description = "Filter of activities"

    program_ids = fields.Many2many(
        "recovery.program", string="Programmes", check_company=True, help="Empty: all programmes of the grant.",
    )
    service_ids = fields.Many2many("recovery.service", string="Services", check_company=True)
    service_kind = fields.Selection(
        selection=lambda self: self._get_choices("service_kind"), string="Kind of service",
    )
    place = fields.Selection(selection=lambda self: self._get_choices("place"))

    @api.model
    def _get_choices(self, name):
        """Return [(value, label)] of a filter in the user's language: those of the field that it looks at."""
        model, field = CHOICES[name]
        return self.env[model]._fields[field]._description_selection(self.env)

    @api.model
    def _get_filter_condition(self, name, alias):
        """Return SQL that is true where a delivery passes one filter of the row ``alias`` of this model.

        The query names the delivery d, its encounter e and its service s.
        """
        return get_row_condition(self._fields[name], alias)

    def _get_filters(self):
        """Return the filters of one record as plain values, fit for JSON."""
        self.ensure_one()
        record = self.sudo()
        return {
            "program_ids": record.program_ids.ids,
            "service_ids": record.with_context(active_test=False).service_ids.ids,
            "service_kind": record.service_kind,
            "place": record.place,
        }

    @api.model
    def _describe_filters(self, filters):
        """Return [words] for the filters as given by ``_get_filters``, also those of a frozen report."""
        words = [
            str(dict(self._get_choices(name)).get(filters[name], filters[name])) for name in CHOICES if filters.get(name)
        ]
        for name, model in RECORDS.items():
            records = self.env[model].sudo().browse(filters.get(name) or []).exists()
            if records:
                words.append(", ".join(records.mapped("display_name")))
        return words
