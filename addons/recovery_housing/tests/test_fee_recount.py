"""Months of random people, plans and stays against a recount in plain Python that shares no code with the program."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import tagged

from .fee_case import FeeCase

MONTHS = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


def recount(person, plan, month):
    """Return what one person owes for a month: nights counted one by one, in Decimal."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    length = (following - month).days
    nights, day = [], month
    while day < following:
        if any(start <= day and (stop is None or day < stop) for start, stop in person):
            nights.append(day)
        day += timedelta(days=1)
    if not nights:
        return Decimal(0)
    amount = Decimal(str(plan["amount"]))
    if plan["basis"] == "night":
        return (amount * len(nights)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    present = set(nights)
    for night in nights:
        if (night + timedelta(days=1)).month == night.month:
            present.add(night + timedelta(days=1))
    part = {
        "nights": Decimal(len(nights)) / length, "days": Decimal(len(present)) / length, "none": Decimal(1),
        "half": Decimal(any(night.day <= 15 for night in nights) + any(night.day > 15 for night in nights)) / 2,
    }[plan["prorata"]]
    return (amount * part).quantize(Decimal("0.01"), ROUND_HALF_UP)


plans = st.fixed_dictionaries({
    "basis": st.sampled_from(["month", "night"]), "prorata": st.sampled_from(["nights", "days", "none", "half"]),
    "amount": st.integers(1, 99999).map(lambda cents: cents / 100),
})
payers = st.lists(st.tuples(st.sampled_from(["percent", "fixed"]), st.integers(1, 30), st.integers(0, 60)), max_size=3)
# Lengths of stays and of gaps between them, in days; the last one may be open-ended.
lives = st.lists(
    st.tuples(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 40)), min_size=1, max_size=4), st.booleans()),
    min_size=1, max_size=3,
)


@tagged("post_install", "-at_install")
class TestFeeRecount(FeeCase):

    # What hypothesis tries is taken back after each try.
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(plans, payers, lives)
    def test_sums_equal_a_recount(self, plan, lines, people):
        with self.cr.savepoint() as savepoint:
            self.new_plan([
                {"payer": "municipality", "partner_id": self.town.id, "method": method, "value": value, "cap": cap}
                for method, value, cap in lines
            ], **plan)
            self.try_months(plan, people)
            savepoint.rollback()
        self.env.invalidate_all()

    def try_months(self, plan, people):
        beds = self.env["recovery.bed"].create([
            {"name": f"R{number}", "house_id": self.community.id} for number, _person in enumerate(people)
        ])
        for bed, (stretches, is_open) in zip(beds, people, strict=True):
            client, day, person = self.new_client(self.own), date(2025, 12, 10), []
            for number, (gap, length) in enumerate(stretches):
                day += timedelta(days=gap)
                stop = None if is_open and number == len(stretches) - 1 else day + timedelta(days=length)
                person.append((day, stop))
                self.stay_from(day, stop, bed, client, state="out" if stop else "in")
                day = stop
            self.compare(client, person, plan)

    def compare(self, client, person, plan):
        stays = self.env["recovery.stay"].search([("client_id", "=", client.id)])
        for month in MONTHS:
            fees = self.env["recovery.fee"].create([{"stay_id": stay.id, "period": month} for stay in stays])
            self.assertEqual(
                sum(Decimal(str(round(fee.amount, 2))) for fee in fees), recount(person, plan, month), (person, plan, month),
            )
            for fee in fees:
                self.assertEqual(
                    sum(Decimal(str(round(share.amount, 2))) for share in fee.share_ids), Decimal(str(round(fee.amount, 2))),
                )
                self.assertTrue(all(share.amount > 0 for share in fee.share_ids))

    def test_the_recount_knows_a_month_by_heart(self):
        person = [(date(2026, 3, 1), date(2026, 3, 11))]
        for prorata, owed in (("nights", 100), ("days", 110), ("half", 155), ("none", 310)):
            self.assertEqual(recount(person, {"basis": "month", "prorata": prorata, "amount": 310}, date(2026, 3, 1)), owed)
