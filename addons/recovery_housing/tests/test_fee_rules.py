from datetime import date
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ..fee_rules import (
    add_months,
    allot,
    charge_stays,
    clamp,
    get_month,
    list_nights,
    prorate,
    share_out,
    share_stretches,
    spread,
    weigh,
)


@tagged("post_install", "-at_install")
class TestFeeRules(BaseCase):
    """The arithmetic of fees, on dates and figures alone."""

    def nights(self, first, last, month=3):
        return list_nights(date(2026, month, first), date(2026, month, last))

    def test_a_month_has_its_own_length(self):
        self.assertEqual(get_month(date(2026, 2, 17)), (date(2026, 2, 1), date(2026, 3, 1)))
        self.assertEqual(get_month(date(2024, 12, 31)), (date(2024, 12, 1), date(2025, 1, 1)))

    def test_by_nights_the_day_of_leaving_is_not_charged_by_days_it_is(self):
        nights = self.nights(1, 11)
        self.assertEqual(prorate("nights", nights), Fraction(10, 31))
        self.assertEqual(prorate("days", nights), Fraction(11, 31))

    def test_a_full_month_is_one_by_every_rule(self):
        nights = list_nights(*get_month(date(2026, 3, 1)))
        for rule in ("nights", "days", "half", "none"):
            self.assertEqual(prorate(rule, nights), 1)
            self.assertEqual(prorate(rule, []), 0)

    def test_half_months_begun(self):
        for first, last, part in (
            (1, 3, Fraction(1, 2)), (15, 16, Fraction(1, 2)), (15, 17, 1), (16, 30, Fraction(1, 2)), (1, 31, 1),
        ):
            self.assertEqual(prorate("half", self.nights(first, last)), part, (first, last))

    def test_a_whole_month_for_one_night(self):
        self.assertEqual(prorate("none", self.nights(30, 31)), 1)

    def test_nights_of_leave(self):
        nights = self.nights(1, 21)
        leave = [(date(2026, 3, 5), date(2026, 3, 12))]
        self.assertEqual(weigh(nights, leave, 0, 100), 20)
        self.assertEqual(weigh(nights, leave, 0, 50), Fraction(33, 2))
        self.assertEqual(weigh(nights, leave, 3, 0), 16)
        self.assertEqual(weigh(nights, leave, 7, 0), 20)

    def test_a_leave_that_began_last_month_goes_on_counting(self):
        leave = [(date(2026, 2, 27), date(2026, 3, 4))]
        self.assertEqual(weigh(self.nights(1, 11), leave, 3, 0), 10 - 2)
        self.assertEqual(weigh(self.nights(1, 11), leave, 2, 0), 10 - 3)

    def test_floor_and_ceiling(self):
        self.assertEqual([clamp(value, 50, 200) for value in (10, 100, 900)], [50, 100, 200])
        self.assertEqual(clamp(900, 50, 0), 900)

    def test_what_is_rounded_apart_adds_up(self):
        thirds = [Fraction(100, 3)] * 3
        self.assertEqual(allot(thirds, "0.01"), [Fraction("33.34"), Fraction("33.33"), Fraction("33.33")])
        self.assertEqual(allot(thirds, 1), [34, 33, 33])
        self.assertEqual(sum(allot(thirds, "0.001")), 100)
        self.assertEqual(allot([Fraction("0.004")] * 3, "0.01"), [Fraction("0.01"), 0, 0])

    def test_payers_pay_in_their_order_and_the_resident_what_is_left(self):
        payers = [("fixed", 100, 0), ("percent", 50, 120), ("percent", 10, 0)]
        self.assertEqual(share_out(300, 1, payers, "0.01"), [100, 120, 30, 50])
        self.assertEqual(share_out(150, Fraction(1, 2), payers, "0.01"), [50, 60, 15, 25])
        self.assertEqual(share_out(80, 1, payers, "0.01"), [80, 0, 0, 0])
        self.assertEqual(share_out(300, 1, [("rest", 0, 250)], "0.01"), [250, 50])

    def test_payers_that_change_within_a_month_pay_for_their_nights(self):
        ten, twenty = Fraction(10, 30), Fraction(20, 30)
        stretches = [(ten, [("a", "percent", 50, 0)], "r"), (twenty, [("b", "fixed", 90, 0), ("a", "rest", 0, 60)], "r")]
        self.assertEqual(share_stretches(300, 1, stretches, "0.01"), {"a": 50 + 40, "r": 50 + 100, "b": 60})
        third = share_stretches(100, Fraction(1, 3), [(1, [("a", "fixed", 90, 0)], "r")], "0.01")
        self.assertEqual(third, {"a": 30, "r": 70})
        thirds = share_stretches(100, 1, [(Fraction(1, 3), [], name) for name in "abc"], "0.01")
        self.assertEqual((sum(thirds.values()), max(thirds.values())), (100, Fraction("33.34")))
        self.assertEqual(share_stretches(0, 0, [(1, [("a", "rest", 0, 0)], "r")], "0.01"), {"a": 0, "r": 0})

    def test_who_moves_pays_a_month_once(self):
        def stay(first, last, **values):
            nights = self.nights(first, last)
            return {
                "basis": "month", "rate": 310, "prorata": "none", "nights": nights, "weight": len(nights), "terms": 1,
                **values,
            }

        rows = charge_stays([stay(1, 11), stay(11, 26)], "0.01")
        self.assertEqual([amount for amount, _ratio in rows], [124, 186])
        halves = charge_stays([stay(1, 4, prorata="half", rate=100), stay(4, 8, prorata="half", rate=100)], "0.01")
        self.assertEqual([float(amount) for amount, _ratio in halves], [21.43, 28.57])

    def test_a_night_costs_what_it_costs_wherever_it_was(self):
        nights = self.nights(1, 5)
        [(amount, ratio)] = charge_stays(
            [{"basis": "night", "rate": "12.5", "prorata": "none", "nights": nights, "weight": 4, "terms": 1}], "0.01",
        )
        self.assertEqual((amount, ratio), (50, 4))

    def test_instalments(self):
        self.assertEqual(spread("100.01", 3, "0.01"), [Fraction("33.34"), Fraction("33.34"), Fraction("33.33")])
        self.assertEqual(add_months(date(2026, 1, 31), 1), date(2026, 2, 28))
        self.assertEqual(add_months(date(2026, 11, 30), 14), date(2028, 1, 30))
