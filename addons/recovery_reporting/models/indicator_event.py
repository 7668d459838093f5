from odoo import api, fields, models


class IndicatorEvent(models.Model):
    """Filters of measures that count events and who took part in them."""

    _inherit = "recovery.indicator"

    event_kind = fields.Selection(
        selection=lambda self: self.env["recovery.event"]._fields["kind"]._description_selection(self.env),
        string="Kind of event", help="For measures of events alone.",
    )
    participant_role = fields.Selection(
        selection=lambda self: self.env["recovery.event.participant"]._fields["role"]._description_selection(self.env),
        string="Role at the event", help="For measures of participants; unnamed participants have none.",
    )

    def _get_filters(self):
        return {
            **super()._get_filters(), "event_kind": self.sudo().event_kind,
            "participant_role": self.sudo().participant_role,
        }

    @api.model
    def _describe_filters(self, filters):
        return super()._describe_filters(filters) + [
            dict(self._fields[name]._description_selection(self.env)).get(filters[name], filters[name])
            for name in ("event_kind", "participant_role") if filters.get(name)
        ]
