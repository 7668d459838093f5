from dataclasses import replace

from odoo import api, fields, models

from ..unit_rule import count_units


class EncounterUnits(models.Model):
    """What an encounter counts as in the units of the funders."""

    _inherit = "recovery.encounter"

    unit_text = fields.Char(
        string="Counts as", compute="_compute_unit_text", groups="recovery_care.group_staff",
        help="Of the services that you see; those still planned as if they were done.",
    )

    @api.depends(
        "state", "place", "company_id", "delivery_ids.client_id", "delivery_ids.headcount", "delivery_ids.minutes",
        "delivery_ids.service_id", "delivery_ids.state",
    )
    @api.depends_context("uid", "lang")
    def _compute_unit_text(self):
        """A fixed number of queries: the units of the companies, the services that the user may see, what they name."""
        Unit, Delivery = self.env["recovery.unit"].sudo(), self.env["recovery.delivery"].sudo(False)
        units = Unit.search([("company_id", "in", [*self.company_id.ids, False])])
        rules = {unit: unit._get_rule() for unit in units}
        seen = Delivery.search([("encounter_id", "in", self.ids)]).grouped(lambda delivery: delivery.encounter_id.id)
        for encounter in self:
            deliveries = seen.get(encounter.id, Delivery) if encounter.id else encounter.delivery_ids
            rows = [encounter._get_unit_row(delivery) for delivery in deliveries]
            own = units.filtered(lambda unit, company=encounter.company_id: unit.company_id in (Unit.company_id, company))
            words = [encounter._get_unit_words(unit, rules[unit], rows) for unit in own] if rows else []
            encounter.unit_text = ", ".join(filter(None, words)) or False

    def _get_unit_row(self, delivery):
        """Return one service of one encounter as a row of ``unit_rule``."""
        client, service = delivery.client_id.sudo(), delivery.service_id.sudo()
        return {
            "encounter_id": self.id, "date": self.date or fields.Date.today(), "place": self.place,
            "state": "done" if delivery.state == "planned" else delivery.state,
            "client_id": client.id, "identity": client.identity, "service_id": service._origin.id, "kind": service.kind,
            "is_intervention": service.is_intervention, "is_indirect": service.is_indirect,
            "minutes": delivery.minutes, "headcount": delivery.headcount,
        }

    def _get_unit_words(self, unit, rule, rows):
        """Return such as “5 × Contact”; of minutes that are added up, the minutes; False for nothing."""
        if rule.rounding == "accumulate":
            # Full units depend on the other encounters of the period.
            minutes = sum(count_units(replace(rule, minutes=1), rows).values())
            return minutes and self.env._("%(minutes)s minutes of %(unit)s", minutes=int(minutes), unit=unit.name)
        count = sum(count_units(rule, rows).values())
        return count and f"{unit._format(count)} × {unit.name}"
