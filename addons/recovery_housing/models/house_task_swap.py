from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import UserError, ValidationError


class HouseTaskSwap(models.Model):
    """A duty that changes hands: two residents exchange theirs, one takes over, or staff decide. Nothing is forgotten."""

    _name = "recovery.house.task.swap"
    _description = "Exchange of duties"
    _inherit = ["recovery.state.machine", "recovery.client.record"]
    _order = "id desc"
    _rec_names_search = ["client_id", "duty_id"]

    _state_transitions = {
        "asked": {"agreed", "declined", "withdrawn"},
        "agreed": set(),
        "declined": set(),
        "withdrawn": set(),
    }

    duty_id = fields.Many2one("recovery.house.task.duty", required=True, index=True, ondelete="cascade")
    house_id = fields.Many2one(related="duty_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="duty_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="duty_id.company_id", store=True, precompute=True, default=None)
    date = fields.Date(related="duty_id.date", store=True, precompute=True)
    stay_id = fields.Many2one(
        "recovery.stay", string="From", required=True, ondelete="restrict", check_company=True, index=True,
        compute="_compute_stay_id", store=True, readonly=False, precompute=True,
    )
    client_id = fields.Many2one(related="stay_id.client_id", string="Who had it", store=True, precompute=True, domain=None)
    kind = fields.Selection(
        [("exchange", "They exchange duties"), ("takeover", "The other one takes it over"), ("staff", "Decided by staff")],
        required=True, default="exchange",
    )
    other_duty_id = fields.Many2one(
        "recovery.house.task.duty", string="For the duty", index="btree_not_null", ondelete="set null",
        domain="[('house_id', '=', house_id), ('state', '=', 'planned'), ('stay_id', '!=', stay_id)]",
    )
    other_stay_id = fields.Many2one(
        "recovery.stay", string="To", required=True, ondelete="restrict", check_company=True, index=True,
        compute="_compute_other_stay_id", store=True, readonly=False, precompute=True,
        domain="[('house_id', '=', house_id), ('state', 'in', ('in', 'reserved')), ('id', '!=', stay_id)]",
    )
    other_client_id = fields.Many2one(
        "recovery.client", related="other_stay_id.client_id", string="Who takes it", store=True, precompute=True, index=True,
    )
    state = fields.Selection(
        [("asked", "Asked"), ("agreed", "Agreed"), ("declined", "Declined"), ("withdrawn", "Withdrawn")],
        required=True, default="asked", copy=False, index=True,
    )
    answered_at = fields.Datetime(string="Answered", readonly=True, copy=False)

    _two = Check(
        "CHECK(stay_id <> other_stay_id)", "To: choose somebody else.", lambda row: row["stay_id"] != row["other_stay_id"],
    )
    _asked_once = UniqueIndex(
        "(duty_id) WHERE state = 'asked'", "Duty: somebody is asked about it already. Answer or withdraw that first.",
        lambda row: (row["duty_id"],) if row["state"] == "asked" else None,
    )

    @api.depends("duty_id")
    def _compute_stay_id(self):
        for swap in self:
            swap.stay_id = swap.stay_id or swap.duty_id.stay_id

    @api.depends("other_duty_id")
    def _compute_other_stay_id(self):
        for swap in self:
            swap.other_stay_id = swap.other_duty_id.stay_id or swap.other_stay_id

    @api.depends("duty_id")
    def _compute_display_name(self):
        for swap in self:
            secret = swap.sudo()
            swap.display_name = f"{secret.client_id.code or ''} → {secret.other_client_id.code or ''}"

    @api.constrains("kind", "duty_id", "other_duty_id", "stay_id", "other_stay_id")
    def _check_duties(self):
        for swap in self.sudo().filtered(lambda swap: swap.state == "asked"):
            if swap.kind == "exchange" and not swap.other_duty_id:
                raise ValidationError(self.env._("For the duty: choose what is given in exchange, or “takes it over”."))
            if swap.other_duty_id and swap.other_duty_id.house_id != swap.house_id:
                raise ValidationError(self.env._("For the duty: it belongs to another house."))
            swap._check_still_planned()

    def _check_still_planned(self):
        """Raise ValidationError where one exchange (superuser) no longer fits what is planned."""
        pairs = [(self.duty_id, self.stay_id)]
        if self.kind == "exchange":
            pairs.append((self.other_duty_id, self.other_stay_id))
        for duty, stay in pairs:
            if duty.state != "planned" or duty.stay_id != stay:
                raise ValidationError(self.env._(
                    "Duty: %s is no longer planned for this person. Withdraw the request.", duty.task_id.name or "",
                ))

    @api.model_create_multi
    def create(self, vals_list):
        """What staff decide is written down by the duty itself; here residents ask."""
        if not self.env.su and any(
            vals.get("kind") == "staff" or vals.get("state", "asked") != "asked" for vals in vals_list
        ):
            raise UserError(self.env._("State: a request is asked first, then answered. Staff change the duty itself."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"state"} and any(swap.state != "asked" for swap in self):
            raise UserError(self.env._("State: the request is answered. Make another one."))
        if vals.get("state") == "agreed":
            self._check_transition("agreed")
            self.check_access("write")
            self.filtered(lambda swap: swap.state == "asked")._exchange()
        if "state" in vals:
            vals = {**vals, "answered_at": fields.Datetime.now()}
        return super().write(vals)

    def _exchange(self):
        """Let the duties change hands.

        :raises ValidationError: where somebody is away or exempt that day, or the plan has changed since
        """
        for swap in self.sudo():
            swap._check_still_planned()
            pairs = [(swap.duty_id, swap.other_stay_id)]
            if swap.kind == "exchange":
                pairs.append((swap.other_duty_id, swap.stay_id))
            for duty, stay in pairs:
                reason = duty.house_id._find_duty_obstacle(duty.task_id, stay, duty.date)
                if reason:
                    raise ValidationError(reason)
            for duty, stay in pairs:
                duty.write({"stay_id": stay.id, "origin": "swap"})

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(swap.state != "asked" for swap in self):
            raise UserError(self.env._("State: an answered request is kept."))

    def action_agree(self):
        """Write down that both agree; the duties change hands."""
        self.write({"state": "agreed"})

    def action_decline(self):
        self.write({"state": "declined"})

    def action_withdraw(self):
        self.write({"state": "withdrawn"})

    def action_ask(self):
        """Close the dialog; the request is saved by it."""
        return {"type": "ir.actions.act_window_close"}
