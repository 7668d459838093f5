from odoo import api, fields, models
from odoo.fields import Command


class MaintenanceRequest(models.Model):
    """Takes beds out of service while something is repaired, and brings them back when it is done."""

    _inherit = "maintenance.request"

    house_id = fields.Many2one(
        "recovery.house", index="btree_not_null", ondelete="restrict", check_company=True,
        compute="_compute_house_id", store=True, readonly=False,
    )
    room_id = fields.Many2one(
        "recovery.room", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('house_id', '=?', house_id)]",
    )
    bed_ids = fields.Many2many(
        "recovery.bed", "recovery_maintenance_request_bed_rel", "request_id", "bed_id", string="Beds out of service",
        check_company=True, domain="[('house_id', '=?', house_id)]",
        help="Nobody is given these beds until the request is done.",
    )
    outage_from = fields.Date(string="Out of service from", default=fields.Date.context_today)
    outage_to = fields.Date(
        string="Out of service until",
        help="The first night on which the beds can be slept in again; empty: until it is done.",
    )
    outage_ids = fields.One2many("recovery.bed.outage", "request_id", string="Nights out of service")

    @api.depends("equipment_id", "room_id")
    def _compute_house_id(self):
        for request in self:
            request.house_id = request.room_id.house_id or request.equipment_id.house_id or request.house_id

    @api.onchange("room_id")
    def _onchange_room_id(self):
        if self.room_id and not self.bed_ids:
            self.bed_ids = [Command.set(self.room_id.bed_ids.ids)]

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._update_outages()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"bed_ids", "outage_from", "outage_to", "stage_id", "archive", "name"}:
            self._update_outages()
        return result

    def _update_outages(self):
        """Keep one outage that is not over for each bed of an open request; end those of a finished one.

        Planned until a day, the beds are free from then on, and only stays of the nights before are in the way. Whoever
        may report a repair may take the bed out; the rules of the beds are checked as for anybody.
        """
        today = fields.Date.context_today(self)
        for request in self.sudo():
            running = request.outage_ids.filtered(lambda outage: not outage.date_to or outage.date_to > today)
            is_open = not (request.stage_id.done or request.archive)
            kept = request.bed_ids if is_open else request.bed_ids.browse()
            ending = running - running.filtered_domain([("bed_id", "in", kept.ids)])
            # Odoo closes by the clock of the server, which may still be on the day before.
            closed = request.close_date
            ending._end_on(closed if closed and closed < fields.Date.today() else today)
            if is_open:
                request._begin_outages(running - ending, request.outage_from or today)

    def _begin_outages(self, running, begins):
        """Take the beds of one open request out of service; what is opened again goes on where it was ended."""
        ended = {}
        for outage in self.outage_ids - running:
            ended[outage.bed_id] = max(outage.date_to, ended.get(outage.bed_id, outage.date_to))
        stop = self.outage_to
        first = {bed: max(begins, ended.get(bed, begins)) for bed in self.bed_ids - running.bed_id}
        self.env["recovery.bed.outage"].sudo().create([
            {"bed_id": bed.id, "date_from": day, "date_to": stop, "reason": self.name, "request_id": self.id}
            for bed, day in first.items() if not stop or day < stop or bed not in ended
        ])
        for outage in running:
            day = outage.date_from if outage.bed_id in ended else begins
            if (outage.date_from, outage.date_to) != (day, stop):
                outage.write({"date_from": day, "date_to": stop})
