from odoo import api, models
from odoo.tools import SQL


class BedBoardLine(models.AbstractModel):
    """Who waits for the houses of the board: how many, and who is the first, as far as the user may know them."""

    _inherit = "recovery.bed.board"

    @api.model
    def _get_bar_queries(self, start, stop, today, house_ids):
        queries = super()._get_bar_queries(start, stop, today, house_ids)
        Application = self.env["recovery.housing.application"]
        if not Application.has_access("read"):
            return queries
        return [*queries, SQL(
            "SELECT line.house_id, 'line', (array_agg(line.application_id ORDER BY line.rank))[1], count(*)::integer, NULL,"
            " (array_agg(a.client_id ORDER BY line.rank))[1], NULL"
            " FROM (%s) line JOIN recovery_housing_application a ON a.id = line.application_id"
            " WHERE line.rank IS NOT NULL AND a.id IN %s GROUP BY line.house_id",
            Application._get_line_query(self.env["recovery.house"].browse(house_ids)),
            Application._search([]).subselect(),
        )]
