from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


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

    free_until = fields.Date(
        string="Free until", compute="_compute_free_until",
        help="The first night on which a bed that is free tonight is held or out of service.",
    )

    def _compute_free_until(self):
        held = self._origin.filtered(lambda bed: bed.state == "free")._find_next_held(fields.Date.context_today(self))
        for bed in self:
            bed.free_until = held.get(bed._origin.id)

    def _find_next_held(self, day):
        """Return {id of a bed: the first date after ``day`` from which it is held or out of service}.

        One query; who holds the bed then is not told.
        """
        if not self:
            return {}
        self.env["recovery.stay"].flush_model(["bed_id", "state", "date_from"])
        self.env["recovery.bed.outage"].flush_model(["bed_id", "date_from"])
        return dict(self.env.execute_query(SQL(
            "SELECT bed_id, min(date_from) FROM ("
            " SELECT bed_id, date_from FROM recovery_stay WHERE state <> 'cancelled' AND date_from > %(day)s"
            " UNION ALL SELECT bed_id, date_from FROM recovery_bed_outage WHERE date_from > %(day)s"
            ") held WHERE bed_id IN %(beds)s GROUP BY bed_id", day=day, beds=tuple(self.ids),
        )))

    @api.depends_context("uid")
    def _compute_first_in_line(self):
        free = self._origin.filtered(lambda bed: bed.state == "free" and bed.kind != "mat")
        # All free beds of the houses, so that a bed is told the same alone and in a list.
        others = self.search(
            [("house_id", "in", free.house_id.ids), ("state", "=", "free"), ("kind", "!=", "mat")]
        ) if free else free
        first = (free | others)._get_first_in_line()
        for bed in self:
            application, points = first.get(bed._origin.id, (None, 0)) if bed._origin in free else (None, 0)
            bed.first_in_line_id = application
            bed.first_in_line_points = points

    def _get_first_in_line(self, without=()):
        """Return {id of a bed: (application, its points there)}: the first in each line who fit, each person once.

        :param without: ids of applications that are passed over
        """
        Application = self.env["recovery.housing.application"]
        line = Application._get_line(self.sudo().house_id)
        readable = Application.search(
            [("id", "in", [number for _house, number, _points in line]), ("id", "not in", list(without))]
        )
        by_id = {application.id: application for application in readable}
        line = [(house, by_id[number], points) for house, number, points in line if number in by_id]
        placed, found = Application, {}
        Stay = self.env["recovery.stay"]
        for bed in self.sorted():
            for house, application, points in line:
                if (
                    house == bed.house_id.id and application not in placed
                    and not Stay._find_policy_obstacle(application.client_id, bed.sudo())
                    and not application._find_needs_obstacle(bed.sudo())
                    # The offer would be refused; the waiting list says which criterion it is.
                    and (application.sudo().exception_reason or not application._find_unmet(bed.house_id))
                ):
                    found[bed.id] = (application, points)
                    placed |= application
                    break
        return found

    def action_offer(self, date_from=None):
        """Open the dialog that offers one bed to the first in line who fits.

        :param date_from: date of the first night; tonight when empty
        :raises UserError: where nobody who waits fits
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        day = fields.Date.to_date(date_from) or today
        application = self.first_in_line_id if day == today else None
        if not application:
            application = self._get_first_in_line().get(self.id, [None])[0]
        if not application:
            raise UserError(self.env._("Bed: nobody who waits for the house fits. Look at the waiting list."))
        action = application.action_open_offer()
        return {**action, "context": {
            **action["context"], "default_bed_id": self.id, "default_date_from": day,
            "default_date_to": self._find_next_held(day).get(self.id, False),
        }}
