from odoo import fields, models
from odoo.fields import Domain


class StayAbsence(models.Model):
    """The nights on leave that fees are counted by."""

    _inherit = "recovery.stay"

    def _get_absences(self, first, stop):
        """Return {id of a stay: [(first night away, first night back)]} of the leave that touches a month.

        Leave is one where it went on in another bed. What was only granted counts for nights to come: whoever did not
        sign out was here.

        :param first: date, first day of the month
        :param stop: first day of the next one, by which an absence without a known end is cut
        """
        begun = {stay: (stay.origin_id or stay).id for stay in self}
        roots = list(set(begun.values()))
        chains = self.search(Domain("id", "in", roots) | Domain("origin_id", "in", roots))
        leaves = self.env["recovery.stay.leave"].search(
            Domain("stay_id", "in", chains.ids) & Domain("state", "in", ("approved", "away", "returned", "ended"))
            & Domain("kind", "!=", "absence") & Domain("date_from", "<", stop), order="start, id",
        )
        by_chain = {}
        for leave in leaves:
            stay = leave.stay_id
            by_chain.setdefault((stay.origin_id or stay).id, []).append(leave)
        absences = {root: self._join_absences(found, first, stop) for root, found in by_chain.items()}
        return {stay.id: absences[root] for stay, root in begun.items() if absences.get(root)}

    def _join_absences(self, leaves, first, stop):
        """Return [(first night away, first night back)] of leaves of one person, in the order of their beginning."""
        today, joined, back = fields.Date.context_today(self), [], None
        for leave in leaves:
            left = leave.left_at or leave.start
            begins, ends = leave.date_from, leave.date_to or stop
            if leave.state == "approved":
                begins = max(begins, today)
            if joined and left == back:
                joined[-1] = (joined[-1][0], ends)
            else:
                joined.append((begins, ends))
            back = leave.returned
        return [(begins, ends) for begins, ends in joined if begins < ends and first < ends]
