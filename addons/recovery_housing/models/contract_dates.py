from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class ContractDates(models.AbstractModel):
    """A contract from ``date_from`` to ``date_to``, its last day: what it is today follows from the dates."""

    _name = "recovery.contract.dates"
    _description = "Contract with dates"

    # The date that is watched, and how many days before it the contract is “ending”.
    _watched_date = ("date_to", 60)
    # The date on which it ended in fact, where that is kept.
    _left_date = None

    state = fields.Selection(
        [("future", "Future"), ("running", "Running"), ("ending", "Ends soon"), ("ended", "Ended")],
        compute="_compute_state", search="_search_state",
    )

    @api.depends(lambda self: {"date_from", "date_to", self._watched_date[0], self._left_date} - {None})
    def _compute_state(self):
        domains = self._get_state_domains()
        for contract in self:
            contract.state = next(
                (state for state, domain in domains.items() if contract.filtered_domain(domain)), "running",
            )

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_state_domains()
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _get_state_domains(self):
        """Return {state: Domain}; each contract is in one of them."""
        today = fields.Date.context_today(self)
        watched, days = self._watched_date
        ended = Domain("date_to", "<", today)
        if self._left_date:
            ended |= Domain(self._left_date, "!=", False)
        future = ~ended & Domain("date_from", ">", today)
        ending = ~ended & ~future & Domain(watched, "<=", today + timedelta(days=days))
        return {"ended": ended, "future": future, "ending": ending, "running": ~ended & ~future & ~ending}
