import calendar
import random
from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .grant_fee_case import GrantFeeCase


@tagged("post_install", "-at_install")
class TestGrantFee(GrantFeeCase):
    """What a grant bears of residents' fees, and where it stands in accounting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stay = cls.stay_from("2026-01-01")

    def account_of(self, name, plan=None):
        plan = plan or self.env["account.analytic.plan"].create({"name": f"Demo plan {name}"})
        return self.env["account.analytic.account"].create({
            "name": f"Demo {name}", "plan_id": plan.id, "company_id": self.company.id,
        })

    # The figure

    def test_borne_with_and_without_an_invoice(self):
        self.new_plan([
            self.by_grant(self.bread, 20), self.by_grant(self.bread, 10, partner_id=self.town.id),
            self.by_grant(self.roof, 5),
        ], amount=310)
        fees = self.months(self.stay, 2, 3)
        self.assertEqual((self.borne(self.bread), self.borne(self.roof)), ((186, 62), (31, 0)))
        shares = fees.share_ids.filtered("grant_id")
        self.assertEqual(
            {(share.grant_id.code, share.bearing, bool(share.move_id)) for share in shares},
            {("BREAD", "grant", False), ("BREAD", "invoice", True), ("ROOF", "grant", False)},
        )

    def test_drafts_and_what_was_taken_back_do_not_count(self):
        self.new_plan([
            self.by_grant(self.bread, 20), self.by_grant(self.bread, 10, partner_id=self.town.id),
        ], amount=310)
        posted, dropped, _kept = self.months(self.stay, 2, 3, 4)
        posted.share_ids.move_id.action_post()
        self.fee_of(self.stay, "2026-05-01", invoice=False)
        self.assertEqual(self.borne(self.bread), (279, 93))
        (posted | dropped).action_cancel()
        self.assertEqual(self.borne(self.bread), (93, 31))
        credits = posted.share_ids.filtered("credits_id")
        self.assertEqual(credits.filtered("grant_id").mapped("amount"), [-31])
        posted.action_reset()
        posted.action_invoice()
        self.assertEqual(self.borne(self.bread), (186, 62))

    def test_an_invoice_that_accounting_cancelled_does_not_count(self):
        self.new_plan([self.by_grant(self.bread, 10, partner_id=self.town.id)], amount=310)
        [fee] = self.months(self.stay, 2)
        fee.share_ids.filtered("grant_id").move_id.button_cancel()
        self.assertEqual(self.borne(self.bread), (0, 0))

    def test_months_outside_the_period_do_not_count(self):
        self.new_plan([self.by_grant(self.bread, 10)], amount=310)
        self.months(self.stay, 2, 3, 4)
        self.bread.write({"date_start": "2026-03-15", "date_end": "2026-03-31"})
        self.assertEqual(self.borne(self.bread), (31, 0))

    def test_against_a_recount_night_by_night(self):
        """Random grants of random periods: the sum of each differs by less than half a cent a month and payer."""
        dice = random.Random(20)
        for number in range(3):
            grants = {}
            for code in ("X", "Y", "Z"):
                start = date(2026, 1, 1) + timedelta(days=dice.randrange(90))
                grants[self.new_year_grant(f"{code}{number}", start, start + timedelta(days=dice.randrange(200)))] = (
                    dice.choice((7, 12.5, 20, 33.333))
                )
            price, bed = dice.choice((310, 123.45, 999.99)), (self.bed_a, self.bed_b, self.bed_c)[number]
            plan = self.new_plan(
                [self.by_grant(grant, percent) for grant, percent in grants.items()], amount=price, applies_to="stay",
            )
            first = date(2026, 1, 1) + timedelta(days=dice.randrange(31))
            last = date(2026, 4, 1) + timedelta(days=dice.randrange(60))
            stay = self.stay if number == 0 else self.stay_from(
                first, last, bed=bed, client=self.new_client(self.own, nickname=f"Demo {number}"), state="out",
            )
            if number == 0:
                first, last = date(2026, 1, 1), date(2026, 6, 1)
            stay.fee_plan_id = plan
            self.months(stay, *(month for month in range(1, 6) if date(2026, month, 1) < last))
            for grant, percent in grants.items():
                wanted = Decimal(0)
                night = first
                while night < last and night.month < 6:
                    if grant.date_start <= night <= grant.date_end:
                        days = calendar.monthrange(night.year, night.month)[1]
                        wanted += Decimal(str(price)) * Decimal(str(percent)) / 100 / days
                    night += timedelta(days=1)
                with self.subTest(number=number, grant=grant.code):
                    self.assertAlmostEqual(self.borne(grant)[0], float(wanted), delta=0.06)

    def test_in_the_currency_of_the_grant_by_the_rate_at_the_end_of_the_month(self):
        own, other = self.company.currency_id, self.env.ref("base.CHF")
        other.active = True
        rates = {date(2026, 1, 1): 0.5, date(2026, 2, 28): 0.25, date(2026, 3, 15): 0.2}
        self.env["res.currency.rate"].search([("currency_id", "in", (own | other).ids)]).unlink()
        self.env["res.currency.rate"].create([
            {"name": day, "rate": rate, "currency_id": other.id, "company_id": self.company.id}
            for day, rate in rates.items()
        ])
        self.new_plan([
            self.by_grant(self.bread, 20), self.by_grant(self.bread, 10, partner_id=self.town.id),
        ], amount=310)
        self.bread.currency_id = other
        self.months(self.stay, 1, 2, 3)
        self.assertEqual(self.borne(self.bread), (
            round(93 * (0.5 + 0.25 + 0.2), 2), round(31 * (0.5 + 0.25 + 0.2), 2),
        ))

    def test_queries_do_not_grow_with_the_shares(self):
        self.new_plan([self.by_grant(self.bread, 10)], amount=310)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            grant = self.bread.with_user(self.finance)
            grant.fetch(["date_start", "date_end", "currency_id"])
            before = self.cr.sql_log_count
            self.assertGreater(grant.fee_amount, 0)
            return self.cr.sql_log_count - before

        self.months(self.stay, 1)
        count()
        few = count()
        self.months(self.stay, 2, 3, 4, 5)
        self.assertLessEqual(count(), few)

    # Accounting

    def test_the_line_of_the_invoice_carries_the_account_of_the_grant(self):
        elsewhere = self.account_of("houses")
        rival = self.roof.analytic_account_id
        plan = self.new_plan([
            self.by_grant(self.bread, 40, partner_id=self.town.id),
            {"payer": "insurer", "partner_id": self.insurer.id, "value": 10},
        ], amount=310, analytic_distribution={f"{elsewhere.id},{rival.id}": 60, str(rival.id): 40})
        [fee] = self.months(self.stay, 2)
        lines = {share.payer: share.move_id.invoice_line_ids for share in fee.share_ids}
        self.assertEqual(lines["grant"].analytic_distribution, {
            str(elsewhere.id): 60, str(self.bread.analytic_account_id.id): 100,
        })
        self.assertEqual(lines["insurer"].analytic_distribution, plan.analytic_distribution)
        lines["grant"].move_id.action_post()
        column = self.bread.analytic_account_id.plan_id._column_name()
        entry = self.env["account.analytic.line"].search([(column, "=", self.bread.analytic_account_id.id)])
        self.assertEqual(entry.mapped("amount"), [124])
        fee.action_cancel()
        refund = lines["grant"].move_id.reversal_move_ids
        self.assertEqual(refund.invoice_line_ids.analytic_distribution, lines["grant"].analytic_distribution)

    def test_without_an_invoice_nothing_reaches_the_ledger(self):
        self.new_plan([self.by_grant(self.bread, 100)], amount=310)
        [fee] = self.months(self.stay, 2)
        self.assertEqual((fee.state, fee.share_ids.move_id.ids), ("paid", []))
        column = self.bread.analytic_account_id.plan_id._column_name()
        self.assertFalse(self.env["account.analytic.line"].search([(column, "=", self.bread.analytic_account_id.id)]))

    # Who sees it

    def test_the_list_behind_the_figure_holds_codes(self):
        self.new_plan([self.by_grant(self.bread, 10)], amount=310)
        fees = self.months(self.stay, 2, 3)
        for user in (self.finance, self.manager, self.auditor):
            with self.subTest(user=user.login):
                action = self.bread.with_user(user).action_open_fee_shares()
                Share = self.env["recovery.fee.share"].with_user(user)
                self.assertEqual(Share.search(action["domain"]).fee_id, fees)
                [view] = [view for view, mode in action["views"] if mode == "list"]
                names = Share.get_view(view, "list")["models"]["recovery.fee.share"]
                self.assertNotIn("client_id", names)
                rows = Share.web_search_read(action["domain"], {
                    name: {"fields": {"display_name": {}}} if Share._fields[name].type == "many2one" else {}
                    for name in names
                })
                self.assertIn(self.client.code, str(rows))
                for word in ("Łukasz", "Testový", "Lukin"):
                    self.assertNotIn(word, str(rows) + str(action))

    def test_a_restricted_resident_counts_for_those_who_are_named(self):
        self.new_plan([self.by_grant(self.bread, 10)], amount=310)
        self.months(self.stay, 2)
        named = self.new_user("named", "finance")
        self.client_restricted.restricted_user_ids = [Command.link(named.id)]
        self.months(self.stay_from("2026-02-15", bed=self.bed_b, client=self.client_restricted), 2)
        self.assertEqual((self.borne(self.bread), self.borne(self.bread, named)), ((31, 0), (46.5, 0)))
        for user, count in ((self.finance, 1), (named, 2)):
            action = self.bread.with_user(user).action_open_fee_shares()
            self.assertEqual(self.env["recovery.fee.share"].with_user(user).search_count(action["domain"]), count)
            self.assertEqual(self.bread.with_user(user).get_dashboard()["fees"]["amount"], 31 if count == 1 else 46.5)

    def test_managers_see_what_is_of_their_programmes(self):
        both = self.new_year_grant("BOTH", programs=self.own | self.other)
        self.new_plan([self.by_grant(both, 10)], applies_to="company", amount=310)
        self.months(self.stay, 2)
        self.months(self.stay_from("2026-02-01", bed=self.bed_flat, client=self.client_other), 2)
        self.assertEqual((self.borne(both), self.borne(both, self.manager)), ((62, 0), (31, 0)))

    def test_the_screen_tells_it_to_those_who_see_money(self):
        self.assertIs(self.bread.with_user(self.finance).get_dashboard()["fees"], False)
        self.new_plan([self.by_grant(self.bread, 10), self.by_grant(self.bread, 1, partner_id=self.town.id)], amount=310)
        self.months(self.stay, 2)
        fees = self.bread.with_user(self.finance).get_dashboard()["fees"]
        self.assertAlmostEqual(fees["amount"], 34.1, 2)
        self.assertAlmostEqual(fees["invoiced"], 3.1, 2)
        self.assertIn("34.10", fees["amount_text"])
        self.assertIs(self.bread.with_user(self.data).get_dashboard()["fees"], False)
        with self.assertRaises(AccessError):
            self.bread.with_user(self.data).read(["fee_amount"])

    def test_another_company_sees_nothing_of_it(self):
        self.new_plan([self.by_grant(self.bread, 10)], amount=310)
        self.months(self.stay, 2)
        stranger = self.new_user("abroad", "finance", self.partner_company)
        foreign = self.env(user=stranger, context={"allowed_company_ids": self.partner_company.ids})
        self.assertFalse(foreign["recovery.fee.share"].search(self.bread._get_share_domain()))
        with self.assertRaises(AccessError):
            self.bread.with_env(foreign).read(["fee_amount"])
