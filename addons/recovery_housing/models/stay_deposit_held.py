from odoo import api, fields, models

from .stay_fee import READERS


class StayDepositHeld(models.Model):
    """What is held of a resident's deposit, from the first bed to the last."""

    _inherit = "recovery.stay"

    deposit_ids = fields.One2many("recovery.stay.deposit", "stay_id", string="Deposits", groups=READERS)
    deposit_held = fields.Monetary(
        string="Deposit held", compute="_compute_deposit_held", compute_sudo=True,
        groups=READERS, help="Received and neither given back nor kept, whichever bed of this stay it was received for.",
    )

    @api.depends("deposit_ids.amount", "deposit_ids.state", "deposit_ids.kind", "origin_id")
    def _compute_deposit_held(self):
        # What is not saved yet holds nothing, and has no currency before it has a bed.
        held = self._origin._get_deposits_held()
        for stay in self:
            stay.deposit_held = held.get(stay._origin, 0)

    def _get_first(self):
        """Return the stays with which these began."""
        return self.browse({(stay.origin_id or stay).id for stay in self})

    def _get_deposits_held(self, states=("draft", "booked")):
        """Return {stay: money held by deposits in these states}: the same for all stays of a chain; superuser."""
        firsts = self._get_first().ids
        chains = self.search(["|", ("id", "in", firsts), ("origin_id", "in", firsts)])
        sums = {}
        for stay, kind, amount in self.env["recovery.stay.deposit"]._read_group(
            [("stay_id", "in", chains.ids), ("state", "in", states)], ["stay_id", "kind"], ["amount:sum"],
        ):
            first = stay.origin_id or stay
            sums[first] = sums.get(first, 0) + (amount if kind == "received" else -amount)
        return {stay: stay.currency_id.round(sums.get(stay.origin_id or stay, 0)) for stay in self}

    def action_open_deposits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.stay_deposit_action")
        return {
            **action, "domain": [("client_id", "=", self.client_id.id)], "context": {
                "default_stay_id": self.id, "default_amount": self.deposit,
            },
        }
