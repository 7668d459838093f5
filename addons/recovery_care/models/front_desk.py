from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class FrontDesk(models.AbstractModel):
    """What the front desk saves: one visit, whole or not at all, once however often it is sent.

    Everything runs with the rights of the worker. ``front_desk_screen.py`` holds what the
    front desk shows.
    """

    _name = "recovery.front.desk"
    _description = "Front desk"

    @api.model
    def save_visit(self, values):
        """Record a visit as done.

        :param dict values:
            ``key`` (str, 16–64 characters): made by the device for this visit; the same key saves nothing twice;
            ``program_id`` (int); ``client_id`` (int) or ``headcount`` (int, unnamed people);
            ``services``: list of {``service_id``, ``minutes`` (optional), ``option_ids`` (optional)};
            ``supplies``: list of {``product_id``, ``issued``, ``returned`` (pieces), ``return_method`` (optional)};
            ``collects_for`` (int): how many others the material is for as well;
            optional ``place``, ``district_id``, ``employee_ids`` (default: the worker's own employee),
            ``date_start`` (UTC, default now), ``counter`` (str, the name of the device)
        :return: {``encounter_id`` (int), ``repeated`` (bool: had been saved before)}
        :raises ValidationError, UserError: naming what is missing or wrong; nothing is saved then
        """
        new = self.env["recovery.entry.key"]._claim(values.get("key"))
        Encounter = self.env["recovery.encounter"]
        if new:
            encounter = Encounter.create({**self._get_encounter_values(values), "entry_key": values["key"]})
            encounter.sudo().delivery_ids.episode_id._update_contact_activities()
        else:
            encounter = Encounter.search([("entry_key", "=", values["key"])])
        return {"encounter_id": encounter.id, "repeated": not new}

    @api.model
    def _get_encounter_values(self, values):
        """Return the values of the encounter with its services and material, or raise what is wrong."""
        program = self.env["recovery.program"].search_fetch(
            [("id", "=", values.get("program_id"))], ["name", "company_id", "default_place", "late_entry_days"],
        )
        if not program:
            raise ValidationError(self.env._("Programme: choose where the visit takes place."))
        deliveries = self._get_delivery_values(program, values)
        start = fields.Datetime.to_datetime(values.get("date_start")) or fields.Datetime.now()
        vals = {
            "program_id": program.id, "company_id": program.company_id.id, "state": "done", "date_start": start,
            "minutes": sum(delivery["minutes"] for delivery in deliveries),
            "place": values.get("place") or program.default_place,
            "district_id": values.get("district_id") or False,
            "counter": (values.get("counter") or "").strip()[:64] or False,
            "delivery_ids": [Command.create(delivery) for delivery in deliveries],
        }
        if values.get("employee_ids"):
            # Odoo would fetch whole employees to compare their company with the encounter's.
            self.env["hr.employee"].sudo().browse(values["employee_ids"]).fetch(["company_id", "active"])
            vals["employee_ids"] = [Command.set(values["employee_ids"])]
        return vals

    @api.model
    def _get_delivery_values(self, program, values):
        client_id, headcount = values.get("client_id") or False, values.get("headcount") or 0
        if bool(client_id) == (headcount > 0):
            raise ValidationError(self.env._("Client: choose a client, or say how many unnamed people there were."))
        rows = {row["service_id"]: row for row in values.get("services") or []}
        services = self.env["recovery.service"].search_fetch(
            [("id", "in", list(rows))], ["name", "kind", "default_minutes", "client_required", "company_id"],
        )
        supplies = self._get_supply_values(values)
        carrier = self._get_carrier(program, services) if supplies else services.browse()
        services |= carrier
        if not services:
            raise ValidationError(self.env._("Services: tick what was done, or enter material."))
        return [
            {
                "client_id": client_id, "headcount": headcount, "service_id": service.id,
                "minutes": self._get_minutes(rows.get(service.id, {}), service),
                **self._get_detail_values(rows.get(service.id, {})),
                **({"supply_ids": supplies, "collects_for": values.get("collects_for") or 0} if service == carrier else {}),
            }
            for service in services
        ]

    @api.model
    def _get_minutes(self, row, service):
        minutes = row.get("minutes")
        return service.default_minutes if minutes is None else minutes

    @api.model
    def _get_detail_values(self, row):
        """Return what else is recorded with a service; other parts of the program add theirs."""
        return {}

    @api.model
    def _get_supply_values(self, values):
        """Return create commands for the lines of material that have pieces."""
        return [
            Command.create({
                "product_id": line["product_id"], "issued": line.get("issued") or 0, "returned": line.get("returned") or 0,
                "return_method": line.get("return_method") or "counted",
            })
            for line in values.get("supplies") or [] if line.get("issued") or line.get("returned")
        ]

    @api.model
    def _get_carrier(self, program, services):
        """Return the service under which material is recorded: the ticked exchange, else the programme's."""
        exchanges = services.filtered(lambda service: service.kind == "exchange") or program.service_ids.filtered(
            lambda service: service.kind == "exchange",
        )
        if not exchanges:
            raise ValidationError(self.env._(
                "Material: “%s” has no service of the kind “Exchange of material”. Ask your administrator to add one.",
                program.name,
            ))
        return exchanges[0]

    @api.model
    def undo_visit(self, encounter_id):
        """Cancel a visit that was recorded by mistake today; the cancelled visit stays on record.

        A second undo, or that of two workers at once, changes nothing more.

        :raises UserError: for a visit of another day, which is corrected by an amendment
        """
        encounter = self.env["recovery.encounter"].browse(encounter_id)
        encounter.check_access("write")
        if encounter.state == "cancelled":
            return
        now = fields.Datetime.now()
        if (now - (encounter.recorded_on or encounter.date_start)).total_seconds() > 24 * 3600:
            raise UserError(self.env._("Undo: this visit is older than a day. Open it and choose “Amend”."))
        encounter.amend(self.env._("Undone at the front desk"))
        encounter.action_cancel()
        encounter.action_finish_amendment()
