from copy import deepcopy

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

# So many problems are told at once.
SHOWN = 10


class BatchRecording(models.Model):
    """Encounters made of a batch, whole or not at all, and taken back.

    One encounter a line, and one a row of the table of counts: of unnamed people the largest number
    written in an encounter counts as contacts (docs/measures.md), and who had tea may have had soup.
    """

    _inherit = "recovery.batch"

    def _record(self):
        """Create the encounters of one batch as done."""
        self.ensure_one()
        problems = self._get_problems()
        if problems:
            more = [self.env._("… and %s more.", len(problems) - SHOWN)] if len(problems) > SHOWN else []
            raise ValidationError("\n".join([*problems[:SHOWN], *more]))
        entries = self._prepare_entries()
        encounters = self._create_encounters(entries)
        encounters.sudo().batch_id = self
        encounters.sudo().delivery_ids.episode_id._update_contact_activities()
        self.sudo().write({"recorded_on": fields.Datetime.now(), "recorded_by_id": self.env.uid})

    def _create_encounters(self, entries):
        """Create the encounters of ``entries``; where one is refused, say which."""
        Encounter = self.env["recovery.encounter"]
        try:
            with self.env.cr.savepoint():
                return Encounter.create([deepcopy(vals) for _label, vals in entries])
        except UserError as error:
            refused = self._find_refused(entries)
            if refused:
                raise refused from error
            raise

    def _find_refused(self, entries):
        """Return the refusal of the first entry that cannot be recorded even alone, under the name of its line."""
        for label, vals in entries:
            try:
                with self.env.cr.savepoint() as savepoint:
                    self.env["recovery.encounter"].create([deepcopy(vals)])
                    savepoint.rollback()
            except UserError as error:
                return ValidationError(self.env._("%(line)s, %(problem)s", line=label, problem=error))
        return None

    # What is missing

    def _get_problems(self):
        """Return what keeps one batch from being recorded: line, field and what to do, in words."""
        problems = []
        if self._get_start() > fields.Datetime.now():
            problems.append(self.env._("Start time: it has not come yet."))
        if not self.employee_ids:
            problems.append(self.env._("Staff: say who worked."))
        if not self.line_ids and not self.count_ids:
            problems.append(self.env._("People met, Counts: write down somebody, or a number."))
        for number, line in enumerate(self.line_ids, start=1):
            problems += [f"{self._get_line_label(number, line)}, {problem}" for problem in self._get_line_problems(line)]
        for cells in self.count_ids._by_row().values():
            problems += [f"{self._get_row_label(cells)}, {problem}" for problem in self._get_row_problems(cells)]
        return problems

    def _get_line_label(self, number, line):
        return self.env._("Line %(number)s (%(who)s)", number=number, who=line.display_name)

    def _get_row_label(self, cells):
        return self.env._("Counts, row “%s”", cells._get_row_name())

    def _get_line_problems(self, line):
        if not line.client_id and not line.headcount:
            yield self.env._("Client: choose a client, or write how many unnamed people there were.")
        supplies = line.supply_ids.filtered(lambda supply: supply.issued or supply.returned)
        if not line.service_ids and not supplies:
            yield self.env._("Services: choose what was done, or enter material.")
        if supplies and not self._get_carrier(line.service_ids):
            yield self.env._("Material: the programme has no service of the kind “Exchange of material”.")
        personal = line.service_ids.filtered("client_required")
        if not line.client_id and personal:
            yield self.env._("Services: “%s” is recorded for a person, not for a number of people.", personal[0].name)

    def _get_row_problems(self, cells):
        if cells.product_id and not cells.service_id.filtered(lambda service: service.kind == "exchange"):
            yield self.env._("Exchange: write for how many people the material was.")

    def _get_carrier(self, services):
        """Return the service under which material is recorded: the exchange among these, else the programme's."""
        return (services | self.program_id.service_ids).filtered(lambda service: service.kind == "exchange")[:1]

    # What it becomes

    def _prepare_entries(self):
        """Return [(name of the line or row, values of its encounter)]."""
        return [
            *((self._get_line_label(number, line), self._prepare_line(line))
              for number, line in enumerate(self.line_ids, start=1)),
            *((self._get_row_label(cells), self._prepare_row(cells)) for cells in self.count_ids._by_row().values()),
        ]

    def _prepare_encounter(self, place, district, deliveries):
        return {
            "program_id": self.program_id.id, "company_id": self.company_id.id, "state": "done",
            "date_start": self._get_start(), "minutes": sum(delivery["minutes"] for delivery in deliveries),
            "place": place, "district_id": district.id, "employee_ids": [Command.set(self.employee_ids.ids)],
            "delivery_ids": [Command.create(delivery) for delivery in deliveries],
        }

    def _prepare_line(self, line):
        supplies = [
            Command.create(self._prepare_supply(supply, return_method=supply.return_method))
            for supply in line.supply_ids if supply.issued or supply.returned
        ]
        carrier = self._get_carrier(line.service_ids) if supplies else line.service_ids.browse()
        services = line.service_ids | carrier
        minutes = self._share_minutes(line.minutes, services)
        return self._prepare_encounter(line.place, line.district_id, [
            {
                "client_id": line.client_id.id, "headcount": line.headcount, "service_id": service.id,
                "minutes": minutes[service],
                **({"supply_ids": supplies, "collects_for": line.collects_for} if service == carrier else {}),
            }
            for service in services
        ])

    def _prepare_row(self, cells):
        counts = cells.filtered("service_id")
        supplies = [Command.create(self._prepare_supply(cell)) for cell in cells - counts]
        carrier = counts.service_id.filtered(lambda service: service.kind == "exchange")[:1]
        return self._prepare_encounter(cells[0].place, cells[0].district_id, [
            {
                "client_id": False, "headcount": count.headcount, "service_id": count.service_id.id,
                "minutes": count.service_id.default_minutes,
                **({"supply_ids": supplies} if supplies and count.service_id == carrier else {}),
            }
            for count in counts
        ])

    def _prepare_supply(self, source_line, **values):
        return {
            "product_id": source_line.product_id.id, "issued": source_line.issued, "returned": source_line.returned,
            **values,
        }

    def _share_minutes(self, minutes, services):
        """Return {service: minutes}: the usual ones, or ``minutes`` shared out in their proportion."""
        usual = {service: service.default_minutes for service in services}
        if not minutes:
            return usual
        whole = sum(usual.values())
        shares, given, weight = {}, 0, 0
        for number, service in enumerate(services, start=1):
            weight += usual[service]
            upto = round(minutes * weight / whole) if whole else round(minutes * number / len(services))
            shares[service], given = upto - given, upto
        return shares

    # Taking it back

    def _cancel_encounters(self):
        """Cancel the encounters of one batch that are not cancelled yet, each by an amendment.

        As superuser: the batch belongs to its programme, also where it holds somebody who was restricted since.
        """
        self.ensure_one()
        encounters = self.env["recovery.encounter"].sudo().search([
            ("batch_id", "=", self.id), ("state", "!=", "cancelled"),
        ])
        amendments = self.env["recovery.encounter.amendment"].sudo().create([
            {"encounter_id": encounter.id, "reason": self.env._("Batch entry undone"), "user_id": self.env.uid}
            for encounter in encounters
        ])
        encounters.invalidate_recordset(["amendment_ids"])
        encounters.action_cancel()
        amendments._close()
