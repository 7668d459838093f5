from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class FrontDeskOutreach(models.AbstractModel):
    """What a phone saves on the street: a shift begun, arrivals, visits at stops, finds, the end.

    Each piece of work has a key of the device and is saved once however often it is sent. Work
    that was done without a connection comes later and says when it was.
    """

    _inherit = "recovery.front.desk"

    _stop_values = ("name", "district_id", "place", "latitude", "longitude")

    @api.model
    def start_shift(self, values):
        """Begin a shift: a planned one, or a new one now.

        :param dict values: ``key``; ``shift_id`` of a planned shift, or ``program_id``, ``route_id`` (optional),
            ``employee_ids`` and ``volunteer_ids``
        :return: the shift as ``get_shift`` returns it
        :raises ValidationError, UserError: naming what is missing or wrong; nothing is saved then
        """
        new = self.env["recovery.entry.key"]._claim(values.get("key"))
        Shift = self.env["recovery.outreach.shift"]
        if values.get("shift_id"):
            shift = Shift.browse(values["shift_id"])
            if shift.state == "planned":
                shift.action_start()
        elif new:
            program = self.env["recovery.program"].search([("id", "=", values.get("program_id"))])
            if not program:
                raise ValidationError(self.env._("Programme: choose whose shift it is."))
            shift = Shift.create({
                "program_id": program.id, "route_id": values.get("route_id") or False, "state": "running",
                "employee_ids": [Command.set(values.get("employee_ids") or [])],
                "volunteer_ids": [Command.set(values.get("volunteer_ids") or [])], "entry_key": values["key"],
            })
        else:
            shift = Shift.search([("entry_key", "=", values["key"])])
        return self.get_shift(shift.id)

    @api.model
    def save_arrival(self, values):
        """Note that the team has come to a stop of the shift, or to a place that becomes one.

        :param dict values: ``key``, ``shift_id``; ``stop_id``, or ``name`` of a new stop with ``district_id``, ``place``,
            ``latitude`` and ``longitude`` (degrees), all optional; ``arrived`` (UTC, default now)
        :return: {``stop_id`` (int), ``repeated`` (bool: had been saved before)}
        :raises ValidationError, UserError: naming what is missing or wrong, or where the shift has ended
        """
        new = self.env["recovery.entry.key"]._claim(values.get("key"))
        Stop = self.env["recovery.outreach.stop"]
        if values.get("stop_id"):
            stop = self._find_stop(values)
            if new and not stop.arrived:
                stop.arrived = self._get_moment(values.get("arrived"))
        elif new:
            said = {name: values[name] for name in self._stop_values if values.get(name)}
            stop = Stop.create({
                **said, "shift_id": values.get("shift_id"), "arrived": self._get_moment(values.get("arrived")),
                "sequence": self._get_next_sequence(values.get("shift_id")), "entry_key": values["key"],
            })
        else:
            stop = Stop.search([("entry_key", "=", values["key"])])
        return {"stop_id": stop.id, "repeated": not new}

    @api.model
    def save_finds(self, values):
        """Record what was found at a stop.

        :param dict values: ``key``; ``stop_id`` or ``stop_key`` (the key under which the stop was added);
            ``finds``: list of {``kind``, ``pieces``}; ``method`` (default counted)
        :return: {``find_ids`` (list of int), ``repeated`` (bool: had been saved before)}
        :raises ValidationError, UserError: naming what is missing or wrong; nothing is saved then
        """
        new = self.env["recovery.entry.key"]._claim(values.get("key"))
        Find = self.env["recovery.find"]
        if new:
            lines = [line for line in values.get("finds") or [] if line.get("pieces")]
            if not lines:
                raise ValidationError(self.env._("Pieces: write how many were found."))
            stop = self._find_stop(values)
            finds = Find.create([
                {
                    "stop_id": stop.id, "kind": line.get("kind"), "pieces": line["pieces"],
                    "method": values.get("method") or "counted", "entry_key": values["key"],
                }
                for line in lines
            ])
        else:
            finds = Find.search([("entry_key", "=", values["key"])], order="id")
        return {"find_ids": finds.ids, "repeated": not new}

    @api.model
    def undo_find(self, find_id):
        """Cancel a find that was recorded by mistake today; a second undo changes nothing more.

        :raises UserError: for a find of another day
        """
        find = self.env["recovery.find"].browse(find_id)
        find.check_access("write")
        if find.state != "cancelled" and (fields.Datetime.now() - find.create_date).total_seconds() > 24 * 3600:
            raise UserError(self.env._("Undo: this find is older than a day. Open it and choose “Cancel…”."))
        find.action_cancel("other")

    @api.model
    def end_shift(self, values):
        """End a shift; one that has ended is left alone.

        :param dict values: ``key``, ``shift_id``, ``date_stop`` (UTC, default now)
        :return: {``shift_id`` (int), ``repeated`` (bool: had been saved before)}
        """
        new = self.env["recovery.entry.key"]._claim(values.get("key"))
        shift = self.env["recovery.outreach.shift"].browse(values.get("shift_id"))
        if new:
            shift.check_access("write")
            shift.action_done(values.get("date_stop") and self._get_moment(values["date_stop"]))
        return {"shift_id": shift.id, "repeated": not new}

    @api.model
    def _get_encounter_values(self, values):
        """A visit at a stop takes place and district from it, and its shift's workers, where nothing else is said."""
        vals = super()._get_encounter_values(values)
        if values.get("stop_id") or values.get("stop_key"):
            stop = self._find_stop(values)
            vals.update(stop_id=stop.id, place=values.get("place"), district_id=values.get("district_id"))
            if not values.get("employee_ids"):
                vals["employee_ids"] = [Command.set(stop.shift_id.employee_ids.ids)]
        return vals

    @api.model
    def _find_stop(self, values):
        """Return the stop that values name by id or by the key of the device that added it."""
        key = values.get("stop_key")
        stop = self.env["recovery.outreach.stop"].search(
            [("entry_key", "=", key)] if key else [("id", "=", values.get("stop_id"))], limit=1,
        )
        if not stop:
            raise ValidationError(self.env._("Stop: it is not there. Choose one of the shift."))
        return stop

    @api.model
    def _get_moment(self, said):
        """Return the moment (UTC) that a device says, now if it says none; a clock that is ahead does not count."""
        now = fields.Datetime.now()
        return min(fields.Datetime.to_datetime(said) or now, now)

    @api.model
    def _get_next_sequence(self, shift_id):
        last = self.env["recovery.outreach.stop"].search(
            [("shift_id", "=", shift_id)], order="sequence desc", limit=1,
        )
        return last.sequence + 1
