from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .house_incident import TEAM

ACTIVITY_STEP = "recovery_housing.activity_incident_step"


class HouseIncidentStep(models.Model):
    """Something that follows from an incident: who sees to it until when, and what came of it.

    Known to whoever knows of the incident. It names no client: who was in the incident stands in lines that are hidden
    one by one, and the words of a step are for the team, which writes people by their code.
    """

    _name = "recovery.house.incident.step"
    _description = "Follow-up step of an incident"
    _inherit = ["recovery.state.machine", "recovery.parent.open", "recovery.prechecked", "recovery.free.text"]
    _check_company_auto = True
    _order = "deadline, id"
    _rec_names_search = ["incident_id"]
    _free_text_fields = ("name", "result")

    _state_transitions = {"planned": {"done", "dropped"}, "done": {"planned"}, "dropped": {"planned"}}
    # What a step was to be stands still once it is over; what came of it may be written better.
    _planned_facts = {"incident_id", "kind_id", "name", "user_id", "deadline"}

    incident_id = fields.Many2one(
        "recovery.house.incident", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('state', 'in', ('open', 'followed_up'))]",
    )
    house_id = fields.Many2one(related="incident_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="incident_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="incident_id.company_id", store=True, precompute=True, index=True)
    kind_id = fields.Many2one(
        "recovery.house.incident.step.kind", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env["recovery.house.incident.step.kind"].search([], limit=1),
    )
    name = fields.Char(string="What", groups=TEAM, help="Name people by their code, never by their name.")
    user_id = fields.Many2one(
        "res.users", string="Responsible", required=True, index=True, ondelete="restrict", check_company=True,
        default=lambda self: self.env.user, domain="[('id', 'in', program_user_ids)]",
    )
    program_user_ids = fields.Many2many("res.users", related="program_id.user_ids", string="Staff of the programme")
    deadline = fields.Date(help="Who is responsible has a to-do until then.")
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("dropped", "Dropped")], required=True, default="planned", copy=False,
        index=True,
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    done_on = fields.Date(string="Done on", copy=False)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, copy=False, ondelete="restrict")
    drop_reason = fields.Selection(
        [
            ("needless", "Not needed any more"), ("otherwise", "Solved in another way"), ("declined", "The person declined"),
            ("impossible", "Cannot be done"), ("mistake", "Entered by mistake"), ("cancelled", "The incident was cancelled"),
        ],
        string="Dropped because", copy=False,
    )
    result = fields.Text(groups=TEAM, copy=False, help="What came of it. Name people by their code, never by their name.")
    activity_id = fields.Many2one("mail.activity", readonly=True, copy=False, ondelete="set null", groups=fields.NO_ACCESS)
    can_change = fields.Boolean(compute="_compute_can_change", help="Whether the user may change or finish the step.")
    no_free_text = fields.Boolean(related="program_id.no_free_text")

    _done = Check(
        "CHECK((state = 'done') = (done_on IS NOT NULL) AND (done_on IS NULL) = (done_by_id IS NULL))",
        "Done on: a step that is done says when and by whom, another one does not.",
        lambda row: (row["state"] == "done") == bool(row["done_on"]) and bool(row["done_on"]) == bool(row["done_by_id"]),
    )
    _dropped = Check(
        "CHECK((state = 'dropped') = (drop_reason IS NOT NULL))",
        "Dropped because: choose why the step is dropped; only a dropped one has a reason.",
        lambda row: (row["state"] == "dropped") == bool(row["drop_reason"]),
    )
    _planned_idx = models.Index("(user_id, deadline) WHERE state = 'planned'")

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for step in self:
            step.is_overdue = step.state == "planned" and bool(step.deadline) and step.deadline < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "planned") & Domain("deadline", "<", fields.Date.context_today(self))
        return late if True in value else ~late

    @api.depends("incident_id.state")
    @api.depends_context("uid")
    def _compute_can_change(self):
        mine = self._origin._filtered_access("write")
        for step in self:
            open_still = step.sudo().incident_id.state not in ("closed", "cancelled")
            step.can_change = open_still and (not step._origin or step._origin in mine)

    @api.depends("incident_id.code", "kind_id")
    def _compute_display_name(self):
        """Without the words: names of records travel further than the records."""
        for step in self:
            step.display_name = f"{step.sudo().incident_id.code or ''} · {step.kind_id.sudo().name or ''}"

    @api.constrains("done_on", "deadline", "incident_id")
    def _check_days(self):
        today = fields.Date.context_today(self)
        for step in self:
            happened = fields.Date.context_today(step, step.incident_id.date)
            deadline, done_on = (format_date(self.env, day) if day else "" for day in (step.deadline, step.done_on))
            if step.deadline and step.deadline < happened:
                raise ValidationError(self.env._("Deadline: %s is before the incident.", deadline))
            if step.done_on and step.done_on < happened:
                raise ValidationError(self.env._("Done on: %s is before the incident.", done_on))
            if step.done_on and step.done_on > today:
                raise ValidationError(self.env._("Done on: %s has not come yet.", done_on))

    @api.model_create_multi
    def create(self, vals_list):
        """A step that was done already, or dropped, is written down as such."""
        vals_list = [
            {**vals, **(self._get_stamps(vals["state"], vals) if vals.get("state", "planned") != "planned" else {})}
            for vals in vals_list
        ]
        # Before the database counts it among those of a closed incident.
        named = {vals.get("incident_id") for vals in vals_list} - {None, False}
        self._check_incidents_open(self.env["recovery.house.incident"].browse(named))
        steps = super().create(vals_list)
        steps._check_responsible()
        steps._keep_to_dos()
        return steps

    def write(self, vals):
        self.check_access("write")
        self._check_open()
        if not self.env.su:
            self._check_facts(vals)
        target = vals.get("state")
        # Whoever comes second changes nothing of who was first.
        moved = self.filtered(lambda step: step.state != target) if target else self.browse()
        super(HouseIncidentStep, self - moved).write({name: value for name, value in vals.items() if name != "state"})
        if moved:
            super(HouseIncidentStep, moved).write({**vals, **self._get_stamps(target, vals)})
        if "user_id" in vals:
            self._check_responsible()
        if vals.keys() & {"state", "user_id", "deadline", "kind_id"}:
            self._keep_to_dos()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("State: a step is dropped with a reason, not deleted."))

    def _get_stamps(self, state, vals):
        """Return what goes with a state: when and by whom it was done; whatever belongs to another state is emptied."""
        if state == "done":
            by = self.env.su and vals.get("done_by_id") or self.env.uid
            return {
                "done_on": vals.get("done_on") or fields.Date.context_today(self), "done_by_id": by, "drop_reason": False,
            }
        emptied = {"done_on": False, "done_by_id": False}
        return emptied if state == "dropped" else {**emptied, "drop_reason": False}

    def _check_facts(self, vals):
        if "done_by_id" in vals:
            raise AccessError(self.env._("Done by: it is whoever says that the step is done."))
        facts = vals.keys() & self._planned_facts
        if facts and any(step.state != "planned" for step in self):
            raise UserError(self.env._(
                "%s: the step is over. Plan it again to change it.", self._fields[min(facts)]._description_string(self.env),
            ))

    def _check_open(self):
        self._check_incidents_open(self.sudo().incident_id)

    def _check_incidents_open(self, incidents):
        if not self.env.su and any(incident.state in ("closed", "cancelled") for incident in incidents.sudo()):
            raise UserError(self.env._("Follow-up: the incident is closed. A programme manager may open it again."))

    def _check_responsible(self):
        """A to-do for somebody who may not see the incident, or not finish the step, would never be done.

        :raises ValidationError: where a user names such a person
        """
        if self.env.su:
            return
        for step in self:
            doer = step.with_user(step.user_id).with_context(allowed_company_ids=step.company_id.ids)
            if not (doer.incident_id.has_access("read") and doer.has_access("write")):
                raise ValidationError(self.env._(
                    "Responsible: %s does not work with the incidents of this house. Choose house staff or a counsellor of "
                    "its programme.", step.user_id.name,
                ))

    # Steps of a step

    def action_done(self, result=None, done_on=None):
        """Write down that steps are done, by the user; those that are done already keep who was first.

        :param str result: what came of it; what is written there stays when empty
        :param done_on: the date; today when empty
        :raises UserError: for dropped steps, and where the incident is closed
        """
        values = {"result": result, "done_on": done_on}
        self.filtered(lambda step: step.state != "done").write(
            {"state": "done", **{name: value for name, value in values.items() if value}},
        )

    def action_drop(self, reason, result=None):
        """Drop steps that are planned.

        :param str reason: a key of ``drop_reason``
        """
        self.write({"state": "dropped", "drop_reason": reason, **({"result": result} if result else {})})

    def action_plan(self):
        """Plan steps again that were done or dropped; who is responsible has the to-do again."""
        self.write({"state": "planned"})

    def action_ask_done(self):
        return self._ask("done")

    def action_ask_drop(self):
        return self._ask("dropped")

    def _ask(self, outcome):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.house.incident.step.end", "view_mode": "form",
            "views": [(False, "form")], "target": "new",
            "name": self.env._("Done") if outcome == "done" else self.env._("Drop the step"),
            "context": {"default_step_id": self.id, "default_outcome": outcome},
        }

    # To-dos

    def _keep_to_dos(self):
        """Keep one to-do for each step that is planned with a deadline, for whoever is responsible, and none for others."""
        missing = self.browse().sudo()
        for step in self.sudo():
            to_do = step.activity_id.filtered("active")
            if step.state == "planned" and step.deadline:
                if to_do:
                    to_do.write(step._get_to_do())
                else:
                    missing |= step
            elif step.state == "done":
                to_do.action_done()
            else:
                to_do.unlink()
        missing._make_to_dos()

    def _get_to_do(self):
        """Return what a to-do takes from one step; where words are not kept, that of its type is enough."""
        return {
            "date_deadline": self.deadline, "user_id": self.user_id.id,
            "summary": not self.no_free_text and self.env._("Follow-up: %s", self.kind_id.name),
        }

    def _make_to_dos(self):
        model, kind = self.env["ir.model"]._get_id("recovery.house.incident"), self.env.ref(ACTIVITY_STEP)
        to_dos = self.env["mail.activity"].sudo().create([
            {
                **step._get_to_do(), "res_model_id": model, "res_id": step.incident_id.id, "activity_type_id": kind.id,
                "automated": True,
            }
            for step in self
        ])
        for step, to_do in zip(self, to_dos, strict=True):
            step.activity_id = to_do
