from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..table_rules import Check


class Encounter(models.Model):
    """One meeting: at a time, in a place, with staff; what was done for whom are its deliveries."""

    _name = "recovery.encounter"
    _description = "Encounter"
    _inherit = ["recovery.state.machine", "recovery.access.logged", "recovery.amendable", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_names_search = ["client_ids", "program_id"]

    _amendable_facts = ("date_start", "minutes", "program_id", "employee_ids", "place", "district_id", "state")
    _state_transitions = {
        "planned": {"done", "no_show", "cancelled"},
        "done": {"no_show", "cancelled"},
        "no_show": {"planned", "done", "cancelled"},
        "cancelled": {"planned"},
    }

    date_start = fields.Datetime(string="Start", required=True, index=True, default=lambda self: self._default_date_start())
    minutes = fields.Integer(required=True, default=60)
    date_stop = fields.Datetime(string="End", compute="_compute_date_stop", store=True, precompute=True)
    date = fields.Date(
        compute="_compute_date", store=True, precompute=True, index=True,
        help="The day in the time zone of the company, whoever looks.",
    )
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        default=lambda self: self.env["recovery.client"]._default_intake_program(),
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_encounter_employee_rel", "encounter_id", "employee_id", string="Staff",
        check_company=True, default=lambda self: self.env.user.employee_id,
    )
    place = fields.Selection(
        [
            ("centre", "Centre"), ("street", "Street"), ("home", "Home"), ("prison", "Prison"),
            ("hospital", "Hospital"), ("phone", "Phone"), ("online", "Online"), ("other", "Other"),
        ],
        required=True, compute="_compute_place", store=True, readonly=False, precompute=True,
    )
    district_id = fields.Many2one("recovery.district", ondelete="restrict", index="btree_not_null", check_company=True)
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("no_show", "No-show"), ("cancelled", "Cancelled")],
        required=True, default="planned", copy=False, index=True,
    )
    delivery_ids = fields.One2many("recovery.delivery", "encounter_id", string="Services", copy=True)
    note_ids = fields.One2many(
        "recovery.note", "encounter_id", string="Notes", groups="recovery_care.group_staff",
    )
    ors_ids = fields.One2many(
        "recovery.ors", "encounter_id", string="ORS ratings", groups="recovery_care.group_clinical",
    )
    client_ids = fields.Many2many(
        "recovery.client", compute="_compute_client_ids", search="_search_client_ids", string="Clients",
    )
    headcount = fields.Integer(string="Unnamed people", compute="_compute_client_ids")
    is_group = fields.Boolean(compute="_compute_client_ids")
    restricted_only = fields.Boolean(
        compute="_compute_restricted_only", store=True, compute_sudo=True,
        help="Every client here is restricted, so the encounter itself would tell of them.",
    )

    _minutes = Check(
        "CHECK(minutes BETWEEN 0 AND 44640)", "Minutes: write between 0 and 44640 (a month).",
        holds=lambda row: 0 <= row["minutes"] <= 44640,
    )
    _program_date_idx = models.Index("(program_id, date)")

    @api.model
    def _default_date_start(self):
        now = fields.Datetime.now()
        return now - timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)

    @api.depends("date_start", "minutes")
    def _compute_date_stop(self):
        for encounter in self:
            encounter.date_stop = encounter.date_start and encounter.date_start + timedelta(minutes=encounter.minutes)

    @api.depends("date_start", "company_id")
    def _compute_date(self):
        for company, encounters in self.grouped("company_id").items():
            zone = company._get_timezone() if company else pytz.utc
            for encounter in encounters:
                start = encounter.date_start
                encounter.date = start and pytz.utc.localize(start).astimezone(zone).date()

    @api.depends("program_id")
    def _compute_place(self):
        for encounter in self:
            encounter.place = encounter.place or encounter.program_id.default_place or "centre"

    @api.depends("delivery_ids.client_id", "delivery_ids.headcount")
    @api.depends_context("uid")
    def _compute_client_ids(self):
        """Clients of the deliveries that the user may see; never more, also when fetched as superuser."""
        Delivery = self.env["recovery.delivery"].sudo(False)
        stored = self.filtered("id")
        seen = Delivery.search([
            ("encounter_id", "in", stored.ids), ("state", "!=", "cancelled"),
        ]) if stored and Delivery.has_access("read") else Delivery
        by_encounter = seen.grouped(lambda delivery: delivery.encounter_id.id)
        clients = seen.client_id._filtered_access("read")
        for encounter in self:
            if encounter.id:
                deliveries = by_encounter.get(encounter.id, Delivery)
                encounter.client_ids = deliveries.client_id & clients
            else:
                deliveries = encounter.delivery_ids.filtered(lambda delivery: delivery.state != "cancelled")
                encounter.client_ids = deliveries.client_id
            encounter.headcount = sum(deliveries.mapped("headcount"))
            encounter.is_group = len(deliveries.client_id) > 1

    @api.depends("delivery_ids.client_id.restricted", "delivery_ids.headcount")
    def _compute_restricted_only(self):
        for encounter in self:
            clients = encounter.delivery_ids.client_id
            encounter.restricted_only = bool(clients) and all(clients.mapped("restricted")) and not any(
                encounter.delivery_ids.mapped("headcount"),
            )

    @api.model
    def _search_client_ids(self, operator, value):
        return [("delivery_ids", "any", [("client_id", operator, value)])]

    @api.depends("program_id.code", "client_ids.code", "headcount", "date")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for encounter in self:
            codes = [client.sudo().code for client in encounter.client_ids]
            if len(codes) > 2:
                who = self.env._("group of %s", len(codes))
            elif codes:
                who = ", ".join(codes)
            else:
                who = self.env._("%s unnamed", encounter.headcount) if encounter.headcount else encounter.date
            program = encounter.program_id.sudo().code
            encounter.display_name = program and f"{program} · {who}"

    @api.constrains("employee_ids", "state")
    def _check_employees(self):
        for encounter in self:
            if encounter.state == "done" and not encounter.sudo().employee_ids:
                raise ValidationError(self.env._("Staff: a done encounter names who worked."))

    @api.constrains("date", "state")
    def _check_date(self):
        today = fields.Date.context_today(self)
        for encounter in self:
            if encounter.state in ("done", "no_show") and encounter.date > today + timedelta(days=1):
                raise ValidationError(self.env._("Start: an encounter of %s has not taken place yet.", encounter.date))

    @api.constrains("state", "delivery_ids")
    def _check_has_delivery(self):
        for encounter in self.sudo():
            if encounter.state == "done" and not encounter.delivery_ids:
                raise ValidationError(self.env._(
                    "Services: add who was there and what was done before the encounter of %s is done.", encounter.date,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        with self._filling_new():
            return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(encounter.state != "planned" for encounter in self):
            raise UserError(self.env._("State: an encounter that is no longer planned is cancelled, not deleted."))

    def _get_logged_clients(self):
        return self.sudo().delivery_ids.client_id

    def _is_hidden_from(self, user):
        """A group keeps its other members; only an encounter of restricted clients alone is hidden."""
        return self.restricted_only and all(client._is_secret_to(user) for client in self._get_logged_clients())

    def _get_amended_encounter(self):
        return self

    def action_done(self):
        """Finish encounters; those already done are left alone, so that a second click does nothing.

        A no-show that took place after all is turned under an open amendment.

        Of two workers who finish one at the same time, the database makes the second wait and the
        server repeats the call, which then finds nothing to do.

        :raises ValidationError: without staff, without a service or with a date to come
        """
        if not self:
            return
        self.check_access("write")
        unfinished = self.filtered(lambda encounter: encounter.state != "done")
        unfinished.write({"state": "done"})
        unfinished.sudo().delivery_ids.episode_id._update_contact_activities()

    def action_no_show(self):
        self.write({"state": "no_show"})

    def action_cancel(self):
        self.write({"state": "cancelled"})

    def action_replan(self):
        self.write({"state": "planned"})

    def action_add_participants(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.encounter.participants", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Add participants"),
            "context": {"default_encounter_id": self.id},
        }

    def _add_participants(self, clients, services):
        """Add a planned delivery of each service to each client; those that exist are left alone.

        :param clients: recovery.client records
        :param services: recovery.service records
        :return: the new recovery.delivery records
        """
        self.ensure_one()
        existing = {
            (delivery.client_id, delivery.service_id)
            for delivery in self.delivery_ids if delivery.state != "cancelled"
        }
        return self.env["recovery.delivery"].create([
            {"encounter_id": self.id, "client_id": client.id, "service_id": service.id}
            for client in clients for service in services if (client, service) not in existing
        ])
