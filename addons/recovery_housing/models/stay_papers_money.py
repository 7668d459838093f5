from odoo import api, fields, models
from odoo.fields import Domain

from .stay_obstacles import HOUSE


class StayPapersMoney(models.Model):
    """Deposit and key among what is still open, and a search for everything that is."""

    _inherit = "recovery.stay"

    has_open_papers = fields.Boolean(
        string="Papers open", compute="_compute_has_open_papers", search="_search_has_open_papers", groups=HOUSE,
    )

    @api.depends(
        "deposit", "deposit_ids.state", "deposit_ids.amount", "deposit_ids.kind", "house_id.gives_keys", "next_ids.state",
    )
    def _compute_open_papers(self):
        super()._compute_open_papers()

    @api.depends("open_papers")
    def _compute_has_open_papers(self):
        for stay in self:
            stay.has_open_papers = bool(stay.open_papers)

    @api.model
    def _search_has_open_papers(self, operator, value):
        """Look at those who live here, and at those who left with something or left something."""
        if operator != "in":
            return NotImplemented
        left = Domain("key_number", "!=", False) & Domain("key_returned_on", "=", False)
        left |= Domain("item_ids", "any", [("missing", ">", 0)])
        paid = self.env["recovery.stay.deposit"].sudo()._read_group([("state", "!=", "cancelled")], ["client_id"])
        left |= Domain("client_id", "in", [client.id for [client] in paid])
        stays = self.search(Domain("state", "=", "in") | Domain("state", "=", "out") & left)
        found = Domain("id", "in", stays.filtered("open_papers").ids)
        return found if True in value else ~found

    def _get_open_papers(self):
        found = super()._get_open_papers()
        stay = self.sudo()
        if stay.state == "in":
            if stay.deposit and stay.currency_id.compare_amounts(stay.deposit_held, stay.deposit) < 0:
                found.append(self.env._("deposit not received"))
            if stay.house_id.gives_keys and not stay.key_number:
                found.append(self.env._("no key given"))
        elif stay.state == "out" and stay.deposit_held > 0 and all(
            one.state == "cancelled" or one.company_id != stay.company_id for one in stay.next_ids
        ):
            found.append(self.env._("deposit still held"))
        return found
