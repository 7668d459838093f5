from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class HouseTaskDuty(models.Model):
    """Who does a task on a day. Planned by the rota, exchanged by residents, changed and checked by staff."""

    _name = "recovery.house.task.duty"
    _description = "Duty of a resident"
    _inherit = ["recovery.state.machine", "recovery.client.record"]
    _order = "date, task_sequence, task_id, id"
    _rec_names_search = ["client_id", "task_id"]
    # Planned for two clients who turn out to be one person: once is enough.
    _merge_clashes = {"once": "aside"}

    _state_transitions = {
        "planned": {"done", "missed", "excused", "cancelled"},
        "done": {"planned", "missed", "excused"},
        "missed": {"planned", "done", "excused"},
        "excused": {"planned", "done", "missed"},
        "cancelled": {"planned"},
    }

    task_id = fields.Many2one("recovery.house.task", required=True, index=True, ondelete="restrict", check_company=True)
    task_sequence = fields.Integer(related="task_id.sequence", string="Order of the task", store=True, precompute=True)
    house_id = fields.Many2one(related="task_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="task_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="task_id.company_id", store=True, precompute=True, default=None)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    stay_id = fields.Many2one(
        "recovery.stay", string="Resident", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('house_id', '=', house_id), ('state', 'in', ('in', 'reserved'))]",
        help="Who does it. Somebody else who did it takes it over first, so that it counts for the right person.",
    )
    client_id = fields.Many2one(related="stay_id.client_id", store=True, precompute=True, domain=None)
    state = fields.Selection(
        [
            ("planned", "Planned"), ("done", "Done"), ("missed", "Missed"), ("excused", "Excused"),
            ("cancelled", "Not needed"),
        ],
        required=True, default="planned", copy=False, index=True,
    )
    load = fields.Integer(
        string="Weighted minutes", compute="_compute_load", store=True, precompute=True, readonly=False,
        help="What it counts towards the share: as the task said when it was planned.",
    )
    origin = fields.Selection(
        [("plan", "Planned by the rota"), ("swap", "Agreed by residents"), ("manual", "Decided by staff")],
        required=True, default="manual", readonly=True, copy=False,
    )
    excuse = fields.Selection(
        [
            ("ill", "Ill"), ("work", "Work or training"), ("appointment", "Appointment"), ("leave", "On leave"),
            ("other", "Other"),
        ],
        string="Excused because", copy=False,
    )
    recorded_by_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False, ondelete="restrict")
    checked_by_id = fields.Many2one(
        "res.users", string="Checked by", readonly=True, copy=False, ondelete="restrict", help="Who looked at the result.",
    )
    checked_at = fields.Datetime(string="Checked", readonly=True, copy=False)
    planned_load = fields.Integer(string="Load before", readonly=True, copy=False, aggregator=None)
    planned_nights = fields.Integer(string="Nights counted", readonly=True, copy=False, aggregator=None)
    planned_candidates = fields.Integer(string="Could do it", readonly=True, copy=False, aggregator=None)
    explanation = fields.Char(string="Why this person", compute="_compute_explanation")
    swap_ids = fields.One2many(
        "recovery.house.task.swap", "duty_id", string="Changes", groups="recovery_care.group_staff",
    )

    _once = UniqueIndex(
        "(task_id, date, client_id)", "Resident: this person has the task on this day already.",
        lambda row: (row["task_id"], row["date"], row["client_id"]),
    )
    _load = Check(
        "CHECK(load BETWEEN 1 AND 14400)", "Weighted minutes: write between 1 and 14400.",
        lambda row: 1 <= row["load"] <= 14400,
    )
    _excused = Check(
        "CHECK((state = 'excused') = (excuse IS NOT NULL))", "Excused because: say why.",
        lambda row: (row["state"] == "excused") == bool(row["excuse"]),
    )
    _rota_idx = models.Index("(house_id, date)")

    @api.depends("task_id")
    def _compute_load(self):
        for duty in self:
            duty.load = duty.load or duty.task_id.load

    @api.depends("planned_nights", "origin")
    def _compute_explanation(self):
        origins = dict(self._fields["origin"]._description_selection(self.env))
        for duty in self:
            if duty.origin != "plan":
                duty.explanation = origins.get(duty.origin)
            elif duty.planned_nights:
                duty.explanation = self.env._(
                    "%(load)s weighted minutes in %(nights)s nights before, with this task %(share).1f a night: "
                    "the smallest share of the %(candidates)s who could do it.",
                    load=duty.planned_load, nights=duty.planned_nights, candidates=duty.planned_candidates,
                    share=(duty.planned_load + duty.load) / duty.planned_nights,
                )
            else:
                duty.explanation = origins["plan"]

    @api.depends("client_id.code", "task_id.name", "date")
    def _compute_display_name(self):
        for duty in self:
            secret = duty.sudo()
            duty.display_name = f"{secret.task_id.name or ''} · {secret.client_id.code or ''} · {duty.date or ''}"

    @api.constrains("stay_id", "task_id", "date")
    def _check_stay(self):
        for duty in self.sudo():
            stay = duty.stay_id
            if stay.house_id != duty.house_id:
                raise ValidationError(self.env._("Resident: this person lives in another house."))
            if not stay._is_here_on(duty.date):
                raise ValidationError(self.env._("Resident: this person does not live here on %s.", duty.date))

    @api.constrains("state", "date")
    def _check_not_ahead(self):
        today = fields.Date.context_today(self)
        for duty in self:
            if duty.state in ("done", "missed") and duty.date > today:
                raise ValidationError(self.env._("Date: %s has not come yet.", duty.date))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "origin": "manual"} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Whoever changes the resident leaves a trace, see ``recovery.house.task.swap``."""
        if not self.env.su:
            self._check_facts_open(vals)
        if vals.get("state"):
            vals = {"excuse": False, **vals} if vals["state"] != "excused" else vals
            recorded = vals["state"] in ("done", "missed", "excused")
            vals = {**vals, "recorded_by_id": self.env.uid if recorded else False}
        if "stay_id" not in vals or self.env.su:
            return super().write(vals)
        self.check_access("write")
        before = {duty: duty.stay_id for duty in self if duty.stay_id.id != vals["stay_id"]}
        result = super().write(vals)
        changed = self.browse(duty.id for duty in before)
        changed.sudo().write({"origin": "manual"})
        self.env["recovery.house.task.swap"].sudo().create([
            {
                "duty_id": duty.id, "stay_id": stay.id, "other_stay_id": vals["stay_id"], "kind": "staff", "state": "agreed",
            } for duty, stay in before.items()
        ])
        return result

    def _check_facts_open(self, vals):
        """Raise UserError where values would rewrite who did what when."""
        facts = vals.keys() & {"task_id", "date", "stay_id", "load"}
        if facts and any(duty.state != "planned" for duty in self):
            raise UserError(self.env._(
                "%s: the duty is no longer planned. Choose “Plan again” first.",
                self._fields[min(facts)]._description_string(self.env),
            ))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if any(duty.state != "planned" for duty in self):
            raise UserError(self.env._("State: what was done, missed or excused is kept, not deleted."))

    def action_done(self):
        """Mark duties as done; those that are done already are left alone."""
        self.filtered(lambda duty: duty.state != "done").write({"state": "done"})

    def action_missed(self):
        self.filtered(lambda duty: duty.state != "missed").write({"state": "missed"})

    def action_not_needed(self):
        self.write({"state": "cancelled"})

    def action_plan_again(self):
        self.write({"state": "planned"})

    def action_excuse(self, excuse):
        """Excuse residents from duties; where the day has not passed somebody else is found.

        :param str excuse: a value of ``excuse``
        """
        self.write({"state": "excused", "excuse": excuse})
        self.sudo().house_id._plan_rota()

    def action_excuse_ill(self):
        self.action_excuse("ill")

    def action_excuse_other(self):
        self.action_excuse("other")

    def action_check(self):
        """Say that the result was looked at; a duty still planned is done then."""
        self.filtered(lambda duty: duty.state == "planned").action_done()
        self.write({"checked_by_id": self.env.uid, "checked_at": fields.Datetime.now()})

    def action_open_swap(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.house.task.swap", "view_mode": "form",
            "views": [(self.env.ref("recovery_housing.house_task_swap_view_form_ask").id, "form")], "target": "new",
            "name": self.env._("Exchange or hand over"), "context": {"default_duty_id": self.id},
        }

    @api.model
    def _find_in_window(self, houses, first, last):
        """Return the duties (superuser) of houses on the days from ``first`` to ``last``."""
        return self.sudo().search_fetch(
            Domain("house_id", "in", houses.ids) & Domain("date", ">=", first) & Domain("date", "<=", last),
            ["task_id", "date", "stay_id", "client_id", "state", "load", "origin"],
        )
