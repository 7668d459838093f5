from collections import defaultdict

from odoo import api, models


class StockBookingDay(models.AbstractModel):
    """One programme's day: what should be booked, what is, and the moves that make up for the difference."""

    _inherit = "recovery.stock.booking"

    @api.model
    def _book_day(self, program, day):
        """Book what one programme handed out and took back on one day; a second time there is nothing left to do."""
        program.company_id._have_material_locations()
        Entry = self.env["recovery.stock.entry"]
        supplies = self._get_lines(program, day)
        orphans = Entry.search([
            ("supply_id", "=", False), ("settled", "=", False), ("program_id", "=", program.id), ("date", "=", day),
        ])
        left = self._get_left(Entry.search([("supply_id", "in", supplies.ids)]) | orphans)
        back = [(entry, *rest) for entry, rest in left.items() if entry in orphans]
        by_line = defaultdict(dict)
        for entry, rest in left.items():
            by_line[entry.supply_id, entry.kind][entry] = rest
        todo = defaultdict(list)
        for supply in supplies:
            for kind, wanted in supply._get_stock_wanted().items():
                returns, missing = self._compare(supply, by_line[supply, kind], wanted)
                back += returns
                if missing:
                    todo[kind, supply.product_id].append((supply, missing))
        corrections = self._take_back(back)
        self._move_out(program, day, todo)
        (orphans | corrections.filtered(lambda entry: not entry.supply_id)).write({"settled": True})
        self._tell_lines(supplies)

    @api.model
    def _get_left(self, entries):
        """Return {entry: (pieces, value)} of what is booked and not taken back, in the order of booking."""
        left = {entry: (entry.pieces, entry.value) for entry in entries.sorted("id") if not entry.origin_id}
        for entry in entries.filtered("origin_id"):
            pieces, value = left[entry.origin_id]
            left[entry.origin_id] = pieces + entry.pieces, value + entry.value
        return {entry: rest for entry, rest in left.items() if rest[0]}

    @api.model
    def _compare(self, supply, booked, wanted):
        """Return ([(entry, pieces, value)] to be taken back, pieces still to be moved) of one line.

        What was booked for another product, day or programme, before an amendment, goes back as a whole; of the rest
        what was booked last goes back first.

        :param dict booked: {entry: (pieces, value)} left of the line's entries of one kind
        """
        facts = (supply.product_id, supply.program_id, supply.date)
        kept = [entry for entry in booked if (entry.product_id, entry.program_id, entry.date) == facts]
        back = [(entry, *rest) for entry, rest in booked.items() if entry not in kept]
        have = sum(booked[entry][0] for entry in kept)
        surplus = have - wanted
        for entry in reversed(kept):
            if surplus <= 0:
                break
            left, worth = booked[entry]
            pieces = min(left, surplus)
            value = worth if pieces == left else entry.currency_id.round(worth * pieces / left)
            back.append((entry, pieces, value))
            surplus -= pieces
        return back, max(wanted - have, 0)

    @api.model
    def _tell_lines(self, supplies):
        """Write on each line what its entries say. This locks the line, and comes last to do so for a moment only."""
        Entry = self.env["recovery.stock.entry"]
        pieces, values = defaultdict(int), defaultdict(float)
        for supply, kind, count, value in Entry._read_group(
            [("supply_id", "in", supplies.ids)], ["supply_id", "kind"], ["pieces:sum", "value:sum"],
        ):
            pieces[supply, kind] = count
            values[supply] += value
        for supply in supplies:
            issued = pieces[supply, "issued"]
            supply.write({
                "stock_open": False, "stock_issued": issued, "stock_returned": pieces[supply, "returned"],
                "stock_missing": max(supply._get_stock_wanted()["issued"] - issued, 0),
                "cost": supply.currency_id.round(values[supply]),
            })
