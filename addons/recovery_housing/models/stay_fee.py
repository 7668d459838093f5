from odoo import api, fields, models

READERS = "recovery_care.group_house,recovery_care.group_finance,recovery_care.group_auditor"
# What a fee of a stay depends on.
PRICED = {"client_id", "bed_id", "date_from", "date_to", "state", "monthly_fee", "fee_plan_id", "fee_exempt"}


class StayFee(models.Model):
    """What a stay costs: by the plan of its house, by another one, by agreement or nothing."""

    _inherit = "recovery.stay"

    fee_plan_id = fields.Many2one(
        "recovery.fee.plan", string="Own fee plan", index="btree_not_null", ondelete="restrict", check_company=True,
        tracking=True,
        groups=READERS, help="Empty: the plan of the house, or that of the company.",
    )
    fee_exempt = fields.Boolean(string="No fee", tracking=True, help="Agreed: nothing is charged for this stay.")
    fee_ids = fields.One2many("recovery.fee", "stay_id", string="Fees", groups=READERS)
    fee_count = fields.Integer(compute="_compute_fee_count", groups=READERS)
    fee_open_count = fields.Integer(string="Fees not paid", compute="_compute_fee_count", groups=READERS)

    @api.depends_context("uid")
    def _compute_fee_count(self):
        counts = {}
        for stay, state, count in self.env["recovery.fee"]._read_group(
            [("stay_id", "in", self.ids), ("state", "!=", "cancelled")], ["stay_id", "state"], ["__count"],
        ):
            counts.setdefault(stay.id, {})[state] = count
        for stay in self:
            states = counts.get(stay._origin.id, {})
            stay.fee_count = sum(states.values())
            stay.fee_open_count = states.get("invoiced", 0)

    def _get_fee_plan(self, period, defaults):
        """Return the plan of one stay in a month: its own where it is valid then, else the default of its house."""
        own = self.fee_plan_id
        return own if own and own._is_valid_in(period) else defaults.get(self.house_id) or own.browse()

    def _get_moving_values(self):
        return {
            **super()._get_moving_values(), "fee_plan_id": self.sudo().fee_plan_id.id, "fee_exempt": self.fee_exempt,
        }

    @api.model_create_multi
    def create(self, vals_list):
        stays = super().create(vals_list)
        if stays:
            stays.sudo().client_id._check_fees(min(stays.mapped("date_from")), stays.company_id)
        return stays

    def write(self, vals):
        changed = vals.keys() & PRICED
        if changed:
            self.check_access("write")
        before = self.sudo().client_id if changed else None
        companies = self.sudo().company_id
        days = self.sudo().mapped("date_from") if changed else []
        result = super().write(vals)
        if changed and self:
            (before | self.sudo().client_id)._check_fees(
                min([*days, *self.sudo().mapped("date_from")]), companies | self.sudo().company_id,
            )
        return result

    def action_open_fees(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.fee_action")
        return {**action, "domain": [("stay_id", "=", self.id)], "context": {"default_stay_id": self.id}}

    def action_make_fee(self):
        """Make and invoice the fee of this month, or of that of the last night; the monthly run leaves it alone then.

        :return: the action that opens it
        """
        self.ensure_one()
        Fee = self.env["recovery.fee"]
        Fee.check_access("create")
        today = fields.Date.context_today(self)
        period = min(fields.Date.subtract(self.date_to, days=1) if self.date_to else today, today).replace(day=1)
        fee = Fee.search([("stay_id", "=", self.id), ("period", "=", period)]) or Fee.create({
            "stay_id": self.id, "period": period,
        })
        if fee.state == "draft":
            fee.action_invoice()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.fee", "view_mode": "form", "views": [(False, "form")],
            "res_id": fee.id,
        }
