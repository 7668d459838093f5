from odoo import models

from ..measures import MEASURES
from ..volume_tables import build_table


class ReportVolumes(models.Model):
    """The volumes of a report: what its figures are month by month, and of whom and where."""

    _inherit = "recovery.report"

    def _get_volume_tables(self):
        """Return the tables of one report: every indicator by month, additive ones by place, district, gender and house.

        Counted with the scopes of the lines, in the same transaction as they, so that they add up to them.
        """
        self.ensure_one()
        figures = [
            {
                "name": line.name, "unit": line.unit, "unit_label": line._get_unit_label(),
                "measure": MEASURES[line.measure], "scope": line._get_scope(),
            }
            for line in self.line_ids
        ]
        tables = []
        for dimension in ("month", "place", "district", "gender", "house"):
            shown = [
                figure for figure in figures
                if dimension == "month" or figure["measure"].is_additive(figure["scope"], dimension)
            ]
            if shown:
                tables.append(build_table(self.sudo().env, shown, dimension))
        return tables
