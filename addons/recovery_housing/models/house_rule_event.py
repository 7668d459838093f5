from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .house_rule import STEPS

ORDER = [step for step, _name in STEPS]
TEAM = "recovery_care.group_house,recovery_care.group_counsellor"


class HouseRuleEvent(models.Model):
    """An agreement with a resident, or a breach of the rules and the step that answers it.

    The steps go from a talk to leaving the house. The next one is proposed from the breaches that still count;
    whoever decides may choose another one.
    """

    _name = "recovery.house.rule.event"
    _description = "Agreement or breach"
    _inherit = ["recovery.state.machine", "recovery.stay.record", "recovery.private.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["client_id", "rule_id"]
    _mail_post_access = "write"
    _free_text_paths = ("program_id",)
    _free_text_fields = ("details", "conditions")

    _state_transitions = {"draft": {"valid", "cancelled"}, "valid": {"cancelled"}, "cancelled": set()}
    _state_groups = {("valid", "cancelled"): "recovery_care.group_manager"}
    _told_facts = {
        "stay_id", "client_id", "kind", "rule_id", "step", "date", "expires_on", "details", "conditions", "condition_until",
    }

    stay_id = fields.Many2one(domain="[('state', 'in', ('reserved', 'in'))]")
    kind = fields.Selection([("breach", "Breach"), ("agreement", "Agreement")], required=True, default="breach", index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("valid", "Told"), ("cancelled", "Cancelled")], required=True, default="draft", copy=False,
        index=True, tracking=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True, tracking=True)
    rule_id = fields.Many2one(
        "recovery.house.rule", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="['|', ('house_id', '=', False), ('house_id', '=', house_id)]",
    )
    step_proposed = fields.Selection(
        STEPS, string="Next step", compute="_compute_step_proposed",
        help="One beyond the highest step of the breaches that still count, at least the one with which the rule begins.",
    )
    step = fields.Selection(
        STEPS, compute="_compute_step", store=True, readonly=False, precompute=True, index=True, tracking=True,
    )
    expires_on = fields.Date(
        string="Counts until", compute="_compute_expires_on", store=True, readonly=False, precompute=True,
        help="The first day on which it counts no more for the next step; of an agreement the day on which it is reviewed.",
    )
    is_counting = fields.Boolean(string="Counts", compute="_compute_is_counting", search="_search_is_counting")
    details = fields.Text(string="What happened", groups=TEAM)
    conditions = fields.Text(groups=TEAM, help="What was agreed, in the language of the resident: it is printed.")
    condition_until = fields.Date(string="Conditions until")
    employee_id = fields.Many2one(
        "hr.employee", string="Told by", check_company=True, ondelete="restrict", index="btree_not_null",
        default=lambda self: self.env.user.employee_id,
    )
    told_on = fields.Datetime(string="Told on", readonly=True, copy=False)
    test_id = fields.Many2one(
        "recovery.substance.test", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('client_id', '=', client_id)]",
    )
    leave_id = fields.Many2one(
        "recovery.stay.leave", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('client_id', '=', client_id)]",
    )
    signature = fields.Binary(string="Resident's signature", attachment=True, copy=False, groups="recovery_care.group_house")
    signed_on = fields.Date(string="Signed on", copy=False)
    refused_to_sign = fields.Boolean(string="Did not want to sign", copy=False)
    cancel_reason = fields.Selection(
        [("mistake", "Entered by mistake"), ("objection", "The resident objected with reason"), ("other", "Other")],
        string="Cancelled because", copy=False, tracking=True,
    )
    no_free_text = fields.Boolean(related="program_id.no_free_text")
    stay_state = fields.Selection(related="stay_id.state", string="State of the stay")

    _rule_known = Check(
        "CHECK(kind = 'agreement' OR rule_id IS NOT NULL AND step IS NOT NULL)",
        "Rule: say which rule was broken and which step answers it.",
        lambda row: row["kind"] == "agreement" or bool(row["rule_id"] and row["step"]),
    )
    _expires = Check(
        "CHECK(expires_on > date)", "Counts until: it lies after the day itself.",
        lambda row: not row["expires_on"] or row["expires_on"] > row["date"],
    )
    _cancelled = Check(
        "CHECK((state = 'cancelled') = (cancel_reason IS NOT NULL))", "Cancelled because: say why.",
        lambda row: (row["state"] == "cancelled") == bool(row["cancel_reason"]),
    )
    _counting_idx = models.Index("(client_id, program_id, expires_on) WHERE state = 'valid' AND kind = 'breach'")

    @api.depends("kind", "rule_id", "client_id", "program_id", "date")
    def _compute_step_proposed(self):
        """Look at the breaches of the person in the houses of the programme: they go along to another house."""
        earlier = self.sudo()._find_earlier()
        for event in self:
            if event.kind != "breach" or not event.rule_id or not event.date:
                event.step_proposed = False
                continue
            counting = earlier.filtered(lambda other, event=event: (
                (other.client_id, other.program_id) == (event.client_id, event.program_id) and other != event._origin
                and other.date <= event.date and (not other.expires_on or other.expires_on > event.date)
            ))
            reached = [ORDER.index(other.step) + 1 for other in counting]
            index = max([ORDER.index(event.rule_id.first_step), *reached])
            event.step_proposed = ORDER[min(index, len(ORDER) - 1)]

    def _find_earlier(self):
        """Return the breaches that were told to the clients of these events in their programmes."""
        return self.search(
            Domain("client_id", "in", self.client_id.ids) & Domain("program_id", "in", self.program_id.ids)
            & Domain("state", "=", "valid") & Domain("kind", "=", "breach"),
        )

    @api.depends("kind", "rule_id", "stay_id")
    def _compute_step(self):
        for event in self:
            event.step = event.step_proposed if event.kind == "breach" else False

    @api.depends("kind", "rule_id", "stay_id", "date")
    def _compute_expires_on(self):
        for event in self:
            months = event.rule_id.valid_months or event.house_id.breach_months
            event.expires_on = event.date and event.kind == "breach" and months and event.date + relativedelta(months=months)

    @api.depends("state", "expires_on")
    def _compute_is_counting(self):
        today = fields.Date.context_today(self)
        for event in self:
            event.is_counting = event.state == "valid" and (not event.expires_on or event.expires_on > today)

    @api.model
    def _search_is_counting(self, operator, value):
        if operator != "in":
            return NotImplemented
        counting = Domain("state", "=", "valid") & (
            Domain("expires_on", "=", False) | Domain("expires_on", ">", fields.Date.context_today(self))
        )
        return counting if True in value else ~counting

    @api.depends("client_id.code", "date")
    def _compute_display_name(self):
        """Neither the rule nor the step stands in the name: names travel further than records."""
        for event in self:
            event.display_name = " · ".join(filter(None, [event.sudo().client_id.code, event.date and str(event.date)]))

    @api.constrains("rule_id", "stay_id")
    def _check_rule(self):
        for event in self:
            if event.rule_id.house_id and event.rule_id.house_id != event.house_id:
                raise ValidationError(self.env._("Rule: “%s” is a rule of another house.", event.rule_id.name))

    @api.constrains("test_id", "leave_id", "stay_id")
    def _check_causes(self):
        for event in self.sudo():
            for cause, label in ((event.test_id, self.env._("Test")), (event.leave_id, self.env._("Leave"))):
                if cause and cause.client_id != event.client_id:
                    raise ValidationError(self.env._("%s: it is another client's.", label))

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        for event in self:
            if event.date > today:
                raise ValidationError(self.env._("Date: %s has not come yet.", event.date))

    @api.onchange("signature")
    def _onchange_signature(self):
        if self.signature and not self.signed_on:
            self.signed_on = fields.Date.context_today(self)

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.filtered(lambda event: event.state == "valid")._check_may_tell()
        return events

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        if vals.get("state") == "valid":
            self.check_access("write")
            self._check_may_tell()
        facts = vals.keys() & self._told_facts
        if facts and not self.env.su and any(event.state != "draft" for event in self):
            raise UserError(self.env._(
                "%s: the resident was told. A programme manager cancels it with a reason, then enter it again.",
                self._fields[min(facts)]._description_string(self.env),
            ))
        return super().write(vals)

    def _check_may_tell(self):
        """Raise AccessError where somebody else than the programme manager sends a resident away."""
        if not self.env.su and not self.env.user.has_group("recovery_care.group_manager") and any(
            event.kind == "breach" and event.step == "leaving" for event in self
        ):
            raise AccessError(self.env._("Step: only the programme manager decides that somebody leaves the house."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(event.state != "draft" for event in self):
            raise UserError(self.env._("State: what a resident was told is cancelled with a reason, not deleted."))

    def action_tell(self):
        """The resident has been told: from now on it counts and stands still."""
        self.write({"state": "valid", "told_on": fields.Datetime.now()})

    def action_cancel(self, reason):
        """Let it count no more; what a resident was told is reserved for programme managers.

        :param str reason: a value of ``cancel_reason``
        """
        self.write({"state": "cancelled", "cancel_reason": reason})

    def action_cancel_mistake(self):
        self.action_cancel("mistake")

    def action_cancel_objection(self):
        self.action_cancel("objection")

    def action_open_check_out(self):
        """Open the check-out of the resident whose last step is to leave the house."""
        action = self.stay_id.action_open_check_out()
        return {**action, "context": {**action["context"], "default_exit_reason": "excluded"}}

    def action_print(self):
        self.ensure_one()
        return self.env.ref("recovery_housing.house_rule_event_letter_action").report_action(self)

    def _get_paper_lang(self):
        """Return the language of the letter: the resident's, where it is installed, else the user's."""
        return self.sudo().client_id._get_paper_lang()
