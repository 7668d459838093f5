from odoo import api, fields, models
from odoo.exceptions import UserError


class FrontDeskScreen(models.AbstractModel):
    """What the front desk shows: its programme, clients by code, one client's card, today's visits."""

    _inherit = "recovery.front.desk"

    @api.model
    def get_setup(self, program_id=None):
        """Return what the screen needs once.

        :param program_id: the programme chosen on this device; without it the first one with a front desk
        :return: {``programs``, ``program``, ``employees``, ``employee_id``, ``services``, ``materials``, ``places``,
            ``districts``, ``code_inputs`` (as ``get_code_inputs`` of the client returns them), ``genders``}; services
            as {id, name, code, kind, client_required, minutes}, material as {id, name, kind, package_size, returnable}
        :raises UserError: where the user works in no programme with a front desk
        """
        programs = self.env["recovery.program"].search([("front_desk", "=", True), ("user_ids", "in", self.env.uid)])
        if not programs:
            raise UserError(self.env._(
                "None of your programmes has a front desk. A programme manager can switch it on in the programme.",
            ))
        program = programs.filtered(lambda own: own.id == program_id) or programs[0]
        employees = program.employee_ids.filtered("active")
        places = self.env["recovery.encounter"]._fields["place"]._description_selection(self.env)
        genders = self.env["recovery.client"]._fields["gender"]._description_selection(self.env)
        return {
            "programs": [{"id": own.id, "name": own.name, "code": own.code} for own in programs],
            "program": {"id": program.id, "name": program.name, "place": program.default_place},
            "employees": [{"id": employee.id, "name": employee.name} for employee in employees],
            "employee_id": (employees & self.env.user.employee_ids)[:1].id,
            "places": [{"id": place, "name": label} for place, label in places],
            "districts": [{"id": district.id, "name": district.name} for district in program.district_ids],
            "services": [self._describe_service(service) for service in program.service_ids],
            "code_inputs": self.env["recovery.client"].get_code_inputs(program.id)["inputs"],
            "genders": [{"id": gender, "name": label} for gender, label in genders],
            "materials": [
                {
                    "id": product.id, "name": product.display_name, "kind": product.material_kind,
                    "package_size": product.material_package_size, "returnable": product.material_returnable,
                }
                for product in program._get_materials()
            ],
        }

    @api.model
    def _describe_service(self, service):
        return {
            "id": service.id, "name": service.name, "code": service.code, "kind": service.kind,
            "client_required": service.client_required, "minutes": service.default_minutes,
        }

    @api.model
    def search_clients(self, program_id, text, limit=12):
        """Return clients whose code, nickname or name holds ``text``: of this programme and of late visits first.

        :param text: at least three characters; less finds nobody
        :return: list of {``id``, ``code``, ``nickname``, ``last_visit`` (ISO day or False), ``here`` (bool)}
        """
        text = (text or "").strip()
        if len(text) < 3:
            return []
        clients = self.env["recovery.client"].search([("display_name", "ilike", text)], limit=limit * 4)
        rows = self._describe_clients(clients, program_id)
        start = text.casefold()
        rows.sort(key=lambda row: row["code"])
        rows.sort(key=lambda row: row["last_visit"] or "", reverse=True)
        rows.sort(key=lambda row: (not row["code"].casefold().startswith(start), not row["here"]))
        return rows[:limit]

    @api.model
    def get_recent_clients(self, program_id, limit=8):
        """Return the clients of the latest visits in the programme, as ``search_clients`` does."""
        rows = self.env["recovery.delivery"]._read_group(
            [("program_id", "=", program_id), ("client_id", "!=", False), ("state", "=", "done"),
             ("date", ">=", fields.Date.subtract(fields.Date.context_today(self), days=60))],
            ["client_id"], [], order="encounter_id:max desc", limit=limit,
        )
        clients = self.env["recovery.client"].browse([client.id for (client,) in rows])._filtered_access("read")
        return self._describe_clients(clients, program_id)

    @api.model
    def _describe_clients(self, clients, program_id):
        last = dict(self.env["recovery.delivery"]._read_group(
            [("client_id", "in", clients.ids), ("state", "=", "done")], ["client_id"], ["date:max"],
        ))
        return [
            {
                "id": client.id, "code": client.code, "nickname": self._get_known_as(client),
                "last_visit": fields.Date.to_string(last.get(client)) or False,
                "here": program_id in client.sudo().program_ids.ids,
            }
            for client in clients
        ]

    @api.model
    def _get_known_as(self, client):
        """Return how this user may call the client beside the code: what the display name adds to it."""
        return client.display_name.removeprefix(client.code).strip()

    @api.model
    def get_card(self, client_id, program_id):
        """Return what a worker needs to know of a client at the counter, and log that the file was opened.

        :return: {``id``, ``code``, ``nickname``, ``gender`` (label), ``age`` (int or False), ``visits_this_year``,
            ``last_visit`` (ISO day or False), ``last_supplies``: [{``product_id``, ``issued``, ``returned``}],
            ``collects_for``, ``notices``: [{``text``, ``kind``: warning or danger}]}
        :raises MissingError: for a client who does not exist for this user
        """
        client = self.env["recovery.client"].browse(client_id)
        client.check_access("read")
        client._log_reading("open")
        Delivery = self.env["recovery.delivery"]
        year = fields.Date.context_today(self).replace(month=1, day=1)
        mine = [("client_id", "=", client.id), ("program_id", "=", program_id), ("state", "=", "done")]
        visits, = Delivery._read_group([*mine, ("date", ">=", year)], [], ["encounter_id:count_distinct"])
        last = Delivery.search(mine, limit=1)
        exchange = Delivery.search([*mine, ("supply_ids", "!=", False)], limit=1)
        genders = dict(client._fields["gender"]._description_selection(self.env))
        return {
            "id": client.id, "code": client.code, "nickname": self._get_known_as(client),
            "gender": genders[client.gender] if client.gender != "unknown" else False, "age": client.age or False,
            "visits_this_year": visits[0], "last_visit": fields.Date.to_string(last.date) or False,
            "last_supplies": [
                {"product_id": supply.product_id.id, "issued": supply.issued, "returned": supply.returned}
                for supply in exchange.supply_ids
            ],
            "collects_for": exchange.collects_for, "notices": self._get_notices(client, program_id),
        }

    @api.model
    def _get_notices(self, client, program_id):
        """Return what is due for the client as {``text``, ``kind``}; other parts of the program add theirs."""
        episodes = self.env["recovery.episode"].search([
            ("client_id", "=", client.id), ("program_id", "=", program_id), ("situation_due", "!=", False),
        ])
        return [{"text": text, "kind": "warning"} for text in episodes.mapped("situation_due_text") if text]

    @api.model
    def get_today(self, program_id, place=None):
        """Return today's visits of a programme, of one place where given, the latest first.

        :return: {``visits``, ``people`` (clients and unnamed), ``issued``, ``returned`` (syringes), ``lines``: list of
            {``id``, ``time`` (HH:MM for the user), ``who``, ``what``, ``counter``, ``state``}}
        """
        domain = [("program_id", "=", program_id), ("date", "=", fields.Date.context_today(self))]
        if place:
            domain.append(("place", "=", place))
        return self._describe_day(self.env["recovery.encounter"].search([*domain, ("state", "in", ("done", "cancelled"))]))

    @api.model
    def _describe_day(self, encounters):
        """Return the totals and lines of visits, as ``get_today`` does."""
        done = encounters.filtered(lambda encounter: encounter.state == "done")
        deliveries = self.env["recovery.delivery"].search([("encounter_id", "in", done.ids), ("state", "=", "done")])
        unnamed = sum(max(rows.mapped("headcount")) for rows in deliveries.grouped("encounter_id").values())
        (issued, returned), = self.env["recovery.supply"]._read_group(
            [("encounter_id", "in", done.ids), ("state", "=", "done"), ("material_kind", "=", "syringe")], [],
            ["issued:sum", "returned:sum"],
        )
        return {
            "visits": len(done), "people": len(deliveries.client_id) + unnamed,
            "issued": issued or 0, "returned": returned or 0, "lines": self._describe_visits(encounters),
        }

    @api.model
    def _describe_visits(self, encounters):
        """Return the lines of the list of visits, with what this user may see of each."""
        deliveries = self.env["recovery.delivery"].search([("encounter_id", "in", encounters.ids)], order="id")
        by_encounter = deliveries.grouped("encounter_id")
        clients = self.env["recovery.client"].search([("id", "in", deliveries.client_id.ids)])
        return [
            self._describe_visit(encounter, by_encounter.get(encounter, deliveries.browse()), clients)
            for encounter in encounters
        ]

    @api.model
    def _describe_visit(self, encounter, deliveries, clients):
        known = deliveries.client_id & clients
        unnamed = max(deliveries.mapped("headcount"), default=0)
        who = [self._get_known_as(client) or client.code for client in known]
        if unnamed:
            who.append(self.env._("%s unnamed", unnamed))
        supplies = deliveries.supply_ids
        what = [
            f"{service.name} {sum(supplies.mapped('issued'))}/{sum(supplies.mapped('returned'))}"
            if service in supplies.delivery_id.service_id else service.name
            for service in deliveries.service_id
        ]
        return {
            "id": encounter.id, "state": encounter.state, "who": ", ".join(who), "what": ", ".join(what),
            "time": fields.Datetime.context_timestamp(encounter, encounter.date_start).strftime("%H:%M"),
            "counter": encounter.counter or "",
        }
