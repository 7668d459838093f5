from odoo import api, models
from odoo import fields as odoo_fields


class EncounterPlanning(models.Model):
    """Planning in the calendar, where an encounter has an end instead of minutes; the import template."""

    _name = "recovery.encounter"
    _inherit = ["recovery.encounter", "recovery.importable"]

    date_stop = odoo_fields.Datetime(inverse="_inverse_date_stop")

    def _inverse_date_stop(self):
        """Dragging the end of an encounter in the calendar changes its minutes."""
        for encounter in self.filtered("date_stop"):
            encounter.minutes = self._get_minutes_between(encounter.date_start, encounter.date_stop)

    @api.onchange("minutes")
    def _onchange_minutes(self):
        """Somebody's only service lasts as long as the encounter; several are left as they were shared out."""
        for rows in self.delivery_ids.grouped("client_id").values():
            if len(rows) == 1 and rows.state != "cancelled":
                rows.minutes = self.minutes

    @api.model
    def default_get(self, fields):
        """Turn the end that the calendar proposes into minutes, which a person may then change."""
        defaults = super().default_get(fields)
        context = self.env.context
        if context.get("default_date_start") and context.get("default_date_stop"):
            defaults.pop("date_stop", None)
            if "minutes" in fields:
                defaults["minutes"] = self._get_minutes_between(*(
                    odoo_fields.Datetime.to_datetime(context[name])
                    for name in ("default_date_start", "default_date_stop")
                ))
        return defaults

    @api.model
    def _get_minutes_between(self, start, stop):
        return max(int((stop - start).total_seconds() // 60), 0)

    @api.model
    def get_import_templates(self):
        return [{
            "label": self.env._("Template for encounters and services"),
            "template": "/recovery_care/static/import/encounters.xlsx",
        }]
