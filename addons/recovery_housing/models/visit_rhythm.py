from datetime import datetime, time, timedelta

import pytz
from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

READERS = "recovery_care.group_staff,recovery_care.group_data,recovery_care.group_auditor"
# Nobody was at home, or nobody went for long: the next attempt comes within so many days.
SOON = 7
USUAL_HOUR = time(10)


class VisitRhythm(models.AbstractModel):
    """Somebody whom we see at home every so many days: in an accompanied household or in a flat of their own.

    A visit is an encounter at home with a service of accommodation. Whoever has a rhythm and no visit planned gets one:
    when the last one is finished, when the rhythm is set, and every night for those that slipped through.
    """

    _name = "recovery.visit.rhythm"
    _description = "Rhythm of visits at home"

    visit_last = fields.Date(string="Last visit", compute="_compute_visits", compute_sudo=True, groups=READERS)
    visit_next = fields.Date(
        string="Next visit", compute="_compute_visits", compute_sudo=True, groups=READERS,
        help="The earliest visit that is planned; it stays here until it is done, not met or cancelled.",
    )
    visit_due = fields.Date(
        string="Visit due", compute="_compute_visits", compute_sudo=True, groups=READERS,
        help="The last visit, or the first day, plus the rhythm.",
    )
    visit_state = fields.Selection(
        [("overdue", "Overdue"), ("due", "Due soon"), ("planned", "Planned"), ("fine", "Visited")], string="Visits",
        compute="_compute_visits", search="_search_visit_state", compute_sudo=True, groups=READERS,
    )
    visit_ids = fields.Many2many(
        "recovery.delivery", string="Visits at home", compute="_compute_visit_ids", groups=READERS,
        help="As far as the user may see them, the latest first.",
    )

    def _get_visit_terms(self):
        """Return {record: (days between visits, day from which they count, programme, who visits)} of those with a rhythm.

        Superuser. A programme that is empty, or without a service of accommodation, makes no visits: they are only due.
        """
        raise NotImplementedError

    @api.model
    def _get_visited_domain(self):
        """Return the domain of the records that may have a rhythm now."""
        raise NotImplementedError

    def _get_visits_domain(self):
        return (
            Domain("client_id", "in", self.client_id.ids) & Domain("company_id", "in", self.company_id.ids)
            & Domain("service_id.kind", "=", "accommodation") & Domain("encounter_id.place", "=", "home")
        )

    def _find_visits(self):
        """Return {(client, company): {"done": latest day, "planned": earliest day}}; superuser, one query."""
        found = {}
        for client, company, state, first, last in self.env["recovery.delivery"].sudo()._read_group(
            self._get_visits_domain() & Domain("state", "in", ("done", "planned")),
            ["client_id", "company_id", "state"], ["date:min", "date:max"],
        ):
            found.setdefault((client.id, company.id), {})[state] = last if state == "done" else first
        return found

    @api.model
    def _get_due(self, days, since, last):
        return max(filter(None, (last, since))) + timedelta(days=days)

    def _compute_visits(self):
        today = fields.Date.context_today(self)
        terms, visits = self._get_visit_terms(), self._find_visits()
        for record in self:
            seen = visits.get((record.client_id._origin.id, record.company_id._origin.id), {})
            days, since, _program, _employee = terms.get(record, (0, None, None, None))
            record.visit_last = seen.get("done")
            record.visit_next = seen.get("planned") if days else False
            record.visit_due = days and self._get_due(days, since, seen.get("done"))
            if not days:
                record.visit_state = False
            elif min(filter(None, (record.visit_due, record.visit_next))) < today:
                record.visit_state = "overdue"
            elif record.visit_next:
                record.visit_state = "planned"
            else:
                record.visit_state = "due" if record.visit_due <= today + timedelta(days=SOON) else "fine"

    @api.model
    def _search_visit_state(self, operator, value):
        # Odoo asks for the groups of a field that is searched by a method of its own only when it is read.
        self._check_field_access(self._fields["visit_state"], "read")
        if operator != "in":
            return NotImplemented
        records = self.sudo().search(self._get_visited_domain())
        found = Domain("id", "in", records.filtered(lambda record: record.visit_state in value).ids)
        return found | Domain("id", "not in", records.filtered("visit_state").ids) if False in value else found

    @api.depends_context("uid")
    def _compute_visit_ids(self):
        deliveries = self.env["recovery.delivery"].search(self._get_visits_domain()) if self.ids else None
        for record in self:
            record.visit_ids = deliveries and deliveries.filtered(
                lambda row, record=record: (row.client_id, row.company_id) == (record.client_id, record.company_id),
            )

    # Planning

    def _update_visits(self, hour=USUAL_HOUR):
        """Plan the next visit of those with a rhythm, and drop what the rhythm planned for those without one any more.

        Running it again changes nothing.

        :param hour: time of day in the zone of the company
        :return: the encounters planned
        """
        records = self.sudo()
        terms = records._get_visit_terms()
        ended = records.filtered(lambda record: record not in terms)
        ended._drop_visits()
        waiting = records - ended
        if not waiting:
            return self.env["recovery.encounter"]
        # Of two who finish visits of one person at once the second is repeated by the server, and finds the visit planned.
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE recovery_client SET active = active WHERE id IN %s", tuple(sorted(waiting.client_id.ids)),
        ))
        visits = waiting._find_visits()
        vals_list, taken = [], set()
        for record in waiting:
            key = (record.client_id.id, record.company_id.id)
            seen = visits.get(key, {})
            if key not in taken and not seen.get("planned"):
                vals = record._prepare_visit(terms[record], seen.get("done"), hour)
                vals_list += [vals] if vals else []
                taken.add(key)
        return self.env["recovery.encounter"].sudo().create(vals_list)

    def _prepare_visit(self, terms, last, hour):
        """Return the values of the next visit of one record, or None where its programme has no service for it."""
        days, since, program, employee = terms
        service = program.service_ids.filtered(lambda service: service.kind == "accommodation")[:1]
        if not service:
            return None
        today = fields.Date.context_today(self)
        day = self._get_due(days, since, last)
        if day < today:
            day = today + timedelta(days=min(days, SOON))
        # On a workday: nobody is expected to ring at the weekend because of a rhythm.
        day += timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)
        start = self.company_id._get_timezone().localize(datetime.combine(day, hour)).astimezone(pytz.utc)
        return {
            "date_start": start.replace(tzinfo=None), "minutes": service.default_minutes or 60, "place": "home",
            "program_id": program.id, "company_id": self.company_id.id, "by_rhythm": True, "state": "planned",
            "employee_ids": [Command.set(employee.ids)],
            "delivery_ids": [Command.create({
                "client_id": self.client_id.id, "service_id": service.id, "minutes": service.default_minutes or 60,
            })],
        }

    def _drop_visits(self):
        """Cancel what a rhythm planned for these clients (superuser), unless they are seen by another one of theirs."""
        seen = self.env["recovery.delivery"].search(
            self._get_visits_domain() & Domain("state", "=", "planned") & Domain("encounter_id.by_rhythm", "=", True),
        ) if self else None
        if not seen:
            return
        kept = {
            (record.client_id, record.company_id)
            for model in ("recovery.tenancy", "recovery.stay")
            for record in self.env[model]._find_visited(seen.client_id)._get_visit_terms()
        }
        for delivery in seen:
            alone = delivery.encounter_id.delivery_ids.client_id == delivery.client_id
            if alone and (delivery.client_id, delivery.company_id) not in kept:
                delivery.encounter_id.action_cancel()

    @api.model
    def _find_visited(self, clients):
        """Return the records (superuser) of clients that may have a rhythm now."""
        return self.sudo().search(self._get_visited_domain() & Domain("client_id", "in", clients.ids))

    @api.model
    def _update_visits_of(self, clients, hour=USUAL_HOUR):
        """Plan the next visit of clients, by the tenancy where there is one, else by the house."""
        return (
            self.env["recovery.tenancy"]._find_visited(clients)._update_visits(hour)
            | self.env["recovery.stay"]._find_visited(clients)._update_visits(hour)
        )

    @api.model
    def _cron_visits(self):
        """Plan the visits that are missing. Running it again changes nothing."""
        for model in ("recovery.tenancy", "recovery.stay"):
            self.env[model].search(self.env[model]._get_visited_domain())._update_visits()

    def action_open_visits(self):
        """Open the visits at home of one client."""
        self.ensure_one()
        return self.client_id.action_open_home_visits()
