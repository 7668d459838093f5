from odoo import api, fields, models


class BedLine(models.Model):
    """Who is first in line for a bed that is free tonight."""

    _inherit = "recovery.bed"

    first_in_line_id = fields.Many2one(
        "recovery.housing.application", string="First in line", compute="_compute_first_in_line",
        groups="recovery_care.group_staff", help="Who waits longest by points and fits; each person is named for one bed.",
    )
    first_in_line_points = fields.Integer(
        string="Points", compute="_compute_first_in_line", groups="recovery_care.group_staff", aggregator=None,
    )

    @api.depends_context("uid")
    def _compute_first_in_line(self):
        free = self._origin.filtered(lambda bed: bed.state == "free")
        # All free beds of the houses, so that a bed is told the same alone and in a list.
        others = self.search([("house_id", "in", free.house_id.ids), ("state", "=", "free")]) if free else free
        first = (free | others)._get_first_in_line()
        for bed in self:
            application, points = first.get(bed._origin.id, (None, 0)) if bed._origin in free else (None, 0)
            bed.first_in_line_id = application
            bed.first_in_line_points = points

    def _get_first_in_line(self, without=()):
        """Return {id of a bed: (application, its points there)}: from the head of each line who fits the beds, each person once.

        :param without: ids of applications that are passed over
        """
        Application = self.env["recovery.housing.application"]
        line = Application._get_line(self.sudo().house_id)
        readable = Application.search([("id", "in", [number for _house, number, _points in line]), ("id", "not in", list(without))])
        by_id = {application.id: application for application in readable}
        line = [(house, by_id[number], points) for house, number, points in line if number in by_id]
        placed, found = Application, {}
        Stay = self.env["recovery.stay"]
        for bed in self.sorted():
            for house, application, points in line:
                if house == bed.house_id.id and application not in placed and not Stay._find_policy_obstacle(
                    application.client_id, bed.sudo(),
                ):
                    found[bed.id] = (application, points)
                    placed |= application
                    break
        return found

    def action_offer(self):
        """Open the dialog that offers the bed to the first in line."""
        self.ensure_one()
        action = self.first_in_line_id.action_open_offer()
        return {**action, "context": {**action["context"], "default_bed_id": self.id}}
