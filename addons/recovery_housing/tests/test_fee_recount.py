"""Months of random people, plans and stays against a recount in plain Python that shares no code with the program."""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import tagged

from .fee_case import FeeCase

MONTHS = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


def weigh(nights, plan, leaves):
    """Return what nights count for: those on leave in part or not at all once so many in a row are over."""
    percent = {"full": 100, "reduced": plan["absence_percent"], "free": 0}[plan["absence_rule"]]
    weight = Decimal(0)
    for night in nights:
        away = [(night - left).days for left, back in leaves if left <= night < back]
        weight += Decimal(percent) / 100 if away and away[0] >= plan["absence_after"] else 1
    return weight


def price(plan, income, agreed):
    """Return (basis, amount) of one person: what was agreed with them comes before the plan."""
    if agreed:
        return "month", Decimal(str(agreed))
    if plan["basis"] != "income":
        return plan["basis"], Decimal(str(plan["amount"]))
    share = max(Decimal(str(income)) * plan["income_percent"] / 100, Decimal(plan["amount_min"]))
    return "month", min(share, Decimal(plan["amount_max"])) if plan["amount_max"] else share


def recount(person, plan, month, leaves=(), income=0, agreed=0):
    """Return what one person owes for a month: nights counted one by one, in Decimal, divided once at the end."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    length = (following - month).days
    nights, day = [], month
    while day < following:
        if any(start <= day and (stop is None or day < stop) for start, stop in person):
            nights.append(day)
        day += timedelta(days=1)
    if not nights:
        return Decimal(0)
    basis, amount = price(plan, income, agreed)
    weight = weigh(nights, {**NO_LEAVE, **plan}, leaves)
    if basis == "night":
        return (amount * weight).quantize(Decimal("0.01"), ROUND_HALF_UP)
    present = set(nights)
    for night in nights:
        if (night + timedelta(days=1)).month == night.month:
            present.add(night + timedelta(days=1))
    part, whole = {
        "nights": (len(nights), length), "days": (len(present), length), "none": (1, 1),
        "half": (any(night.day <= 15 for night in nights) + any(night.day > 15 for night in nights), 2),
    }[plan["prorata"]]
    return (amount * part * weight / (whole * len(nights))).quantize(Decimal("0.01"), ROUND_HALF_UP)


NO_LEAVE = {"absence_rule": "full", "absence_after": 0, "absence_percent": 100}
money = st.integers(1, 99999).map(lambda cents: cents / 100)
plans = st.fixed_dictionaries({
    "basis": st.sampled_from(["month", "night", "income"]), "prorata": st.sampled_from(["nights", "days", "none", "half"]),
    "amount": money, "income_percent": st.integers(1, 100), "amount_min": st.integers(0, 200),
    "amount_max": st.sampled_from([0, 200, 350]), "absence_rule": st.sampled_from(["full", "reduced", "free"]),
    "absence_after": st.integers(0, 4), "absence_percent": st.integers(0, 100),
})
payers = st.lists(st.tuples(st.sampled_from(["percent", "fixed"]), st.integers(1, 30), st.integers(0, 60)), max_size=3)
# Lengths of the gap before a stay, of the stay, of the time to a leave in it and of that leave, in days.
stretch = st.tuples(st.integers(0, 20), st.integers(1, 40), st.integers(0, 20), st.integers(0, 12))
# Stays, of which the last one may be open-ended; income; monthly fee that was agreed, mostly none.
lives = st.lists(
    st.tuples(st.lists(stretch, min_size=1, max_size=4), st.booleans(), money, st.one_of(st.just(0), st.just(0), money)),
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
        for bed, (stretches, is_open, income, agreed) in zip(beds, people, strict=True):
            client, day, person, leaves = self.new_client(self.own), date(2025, 12, 10), [], []
            self.env["recovery.client.income"].create({"client_id": client.id, "amount": income, "date_from": "2025-01-01"})
            for number, (gap, length, before, away) in enumerate(stretches):
                day += timedelta(days=gap)
                stop = None if is_open and number == len(stretches) - 1 else day + timedelta(days=length)
                person.append((day, stop))
                stay = self.stay_from(day, stop, bed, client, state="out" if stop else "in", monthly_fee=agreed)
                left = day + timedelta(days=before)
                back = min(left + timedelta(days=away), stop or date.max)
                if left < back:
                    leaves.append((left, back))
                    self.spend_away(stay, left, back)
                day = stop
            self.compare(client, person, plan, leaves, income, agreed)

    def spend_away(self, stay, left, back):
        left, back = (datetime.combine(day, time(12)) for day in (left, back))
        self.env["recovery.stay.leave"].create({
            "stay_id": stay.id, "kind": "leave", "state": "returned", "start": left, "left_at": left, "stop": back,
            "returned": back,
        })

    def compare(self, client, person, plan, *facts):
        stays = self.env["recovery.stay"].search([("client_id", "=", client.id)])
        for month in MONTHS:
            fees = self.env["recovery.fee"].create([{"stay_id": stay.id, "period": month} for stay in stays])
            self.assertEqual(
                sum(Decimal(str(round(fee.amount, 2))) for fee in fees), recount(person, plan, month, *facts),
                (person, plan, month, *facts),
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

    def test_the_recount_knows_leave_income_and_agreement_by_heart(self):
        person, march = [(date(2026, 3, 1), date(2026, 3, 11))], date(2026, 3, 1)
        away = [(date(2026, 3, 3), date(2026, 3, 8))]
        plan = {"basis": "month", "prorata": "nights", "amount": 310, "absence_rule": "reduced", "absence_after": 2}
        self.assertEqual(recount(person, {**plan, "absence_percent": 50}, march, away), 85)
        self.assertEqual(recount(person, {**plan, "absence_rule": "free", "absence_percent": 50}, march, away), 70)
        income = {"basis": "income", "prorata": "none", "income_percent": 30, "amount_min": 50, "amount_max": 200}
        self.assertEqual([recount(person, income, march, (), known) for known in (100, 500, 900)], [50, 150, 200])
        self.assertEqual(recount(person, {**income, "prorata": "nights"}, march, (), 500, 31), 10)
