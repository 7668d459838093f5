from odoo import api, fields, models

COUNTS = ("contact_count", "people_known", "people_unnamed", "syringes_issued", "syringes_returned", "found_count")


class FrontDeskOutreachScreen(models.AbstractModel):
    """What a phone shows on the street: shifts to go on with, one shift with its stops, one stop with its visits."""

    _inherit = "recovery.front.desk"

    @api.model
    def get_outreach(self, program_id):
        """Return what is needed to begin a shift of a programme or to go on with one.

        :return: {``routes``: [{``id``, ``name``, ``places`` (text)}], ``volunteers``: [{``id``, ``name``}],
            ``kinds`` of finds: [{``id``, ``name``}], ``shifts``: running ones and those planned for today:
            [{``id``, ``code``, ``state``, ``route``, ``time`` (HH:MM), ``workers`` (text), ``mine`` (bool)}]}
        :raises AccessError: for a programme that the user may not read
        """
        program = self.env["recovery.program"].browse(program_id)
        today = fields.Date.context_today(self)
        shifts = self.env["recovery.outreach.shift"].search([
            ("program_id", "=", program.id), "|", ("state", "=", "running"),
            "&", ("state", "=", "planned"), ("date", "=", today),
        ], order="date_start")
        routes = self.env["recovery.outreach.route"].search([("program_id", "=", program.id)])
        kinds = self.env["recovery.find"]._fields["kind"]._description_selection(self.env)
        return {
            "routes": [
                {"id": route.id, "name": route.name, "places": " · ".join(route.place_ids.mapped("name"))}
                for route in routes
            ],
            "volunteers": [{"id": person.id, "name": person.name} for person in program.volunteer_ids],
            "kinds": [{"id": kind, "name": label} for kind, label in kinds],
            "shifts": [self._describe_shift(shift) for shift in shifts],
        }

    @api.model
    def _describe_shift(self, shift):
        people = shift.employee_ids | shift.volunteer_ids
        return {
            "id": shift.id, "code": shift.code, "state": shift.state, "route": shift.route_id.name or "",
            "time": self._format_time(shift.date_start), "end": self._format_time(shift.date_stop),
            "workers": ", ".join(people.mapped("name")), "mine": self.env.user in people.user_id,
        }

    @api.model
    def _format_time(self, moment):
        return fields.Datetime.context_timestamp(self, moment).strftime("%H:%M") if moment else ""

    @api.model
    def get_shift(self, shift_id):
        """Return a shift with its stops and what was done so far.

        :return: what ``get_outreach`` tells of a shift, with ``totals`` (the counts of recovery.outreach.shift) and
            ``stops``: list of {``id``, ``key`` (of the device that added it), ``name``, ``district``, ``arrived`` (HH:MM
            or empty), ``counts``}
        :raises MissingError, AccessError: for a shift that the user may not see
        """
        shift = self.env["recovery.outreach.shift"].browse(shift_id)
        shift.check_access("read")
        return {
            **self._describe_shift(shift), "totals": {name: shift[name] for name in COUNTS},
            "stops": [
                {
                    "id": stop.id, "key": stop.entry_key or "", "name": stop.name, "district": stop.district_id.name or "",
                    "arrived": self._format_time(stop.arrived), "counts": {name: stop[name] for name in COUNTS},
                }
                for stop in shift.stop_ids
            ],
        }

    @api.model
    def get_stop_visits(self, stop_id):
        """Return the visits at a stop as ``get_today`` returns those of a day, and ``finds``.

        :return: as ``get_today``, with ``finds``: list of {``id``, ``what``, ``state``}
        :raises MissingError, AccessError: for a stop that the user may not see
        """
        stop = self.env["recovery.outreach.stop"].browse(stop_id)
        stop.check_access("read")
        visits = self.env["recovery.encounter"].search([
            ("stop_id", "=", stop.id), ("state", "in", ("done", "cancelled")),
        ])
        kinds = dict(self.env["recovery.find"]._fields["kind"]._description_selection(self.env))
        return {
            **self._describe_day(visits),
            "finds": [
                {"id": find.id, "state": find.state, "what": f"{find.pieces} × {kinds[find.kind]}"} for find in stop.find_ids
            ],
        }
