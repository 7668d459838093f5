from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.fee_run import LOCK
from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeRun(FeeCase):
    """Months as a whole; killed and parallel runs are tried on a server in tests/test_fee_run.py."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_plan(applies_to="company")
        cls.stays = cls.env["recovery.stay"].union(*(
            cls.stay_from("2026-01-01", bed=bed, client=client) for bed, client in (
                (cls.bed_a, cls.client), (cls.bed_b, cls.client_restricted), (cls.bed_flat, cls.client_other),
            )
        ))

    def new_run(self, user=None, **values):
        return self.env["recovery.fee.run"].with_user(user or self.finance).create({"period": "2026-03-01", **values})

    def finish(self, run):
        """Start a run and let the job do its work."""
        run.action_start()
        self.run_job("cron_fee_run")
        return run.sudo()

    def fees(self, period="2026-03-01"):
        return self.env["recovery.fee"].search([("period", "=", period), ("company_id", "=", self.company.id)])

    def test_every_stay_of_the_month_gets_its_fee_and_every_payer_a_draft(self):
        run = self.finish(self.new_run())
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual(self.fees().stay_id, self.stays)
        self.assertEqual(set(self.fees().mapped("state")), {"invoiced"})
        self.assertEqual(len(self.fees().share_ids.move_id), 3)

    def test_run_twice_and_again_each_stay_has_one_fee(self):
        run = self.finish(self.new_run())
        fees, moves = self.fees(), self.fees().share_ids.move_id
        self.finish(run)
        self.finish(self.new_run())
        self.assertEqual((self.fees(), self.fees().share_ids.move_id), (fees, moves))

    def test_a_stay_that_is_entered_later_is_taken_up_by_the_next_run(self):
        self.finish(self.new_run())
        late = self.stay_from("2026-03-10", "2026-03-20", bed=self.bed_c, client=self.new_client(self.own), state="out")
        self.finish(self.new_run())
        self.assertIn(late, self.fees().stay_id)

    def test_who_did_not_sleep_here_in_the_month_or_pays_nothing_gets_none(self):
        people = [self.new_client(self.own) for _turn in range(4)]
        beds = self.env["recovery.bed"].create(
            [{"name": f"X{number}", "house_id": self.community.id} for number in range(4)]
        )
        self.stay_from("2026-01-01", "2026-03-01", beds[0], people[0], state="out")
        self.stay_from("2026-04-01", bed=beds[1], client=people[1])
        self.stay_from("2026-03-01", bed=beds[2], client=people[2], state="reserved")
        self.stay_from("2026-01-01", bed=beds[3], client=people[3], fee_exempt=True)
        self.finish(self.new_run())
        self.assertEqual(self.fees().stay_id, self.stays)

    def test_in_batches(self):
        with patch("odoo.addons.recovery_housing.models.fee_run.BATCH", 2):
            run = self.new_run()
            run.action_start()
            self.assertEqual([run.process_batch()["made"] for _turn in range(3)], [2, 1, 0])
        self.assertEqual(run.state, "done")
        self.assertEqual(len(self.fees()), 3)

    def test_stopped_and_gone_on_with(self):
        with patch("odoo.addons.recovery_housing.models.fee_run.BATCH", 2):
            run = self.new_run()
            run.action_start()
            self.assertEqual(run.progress, 0)
            run.process_batch()
            self.assertAlmostEqual(run.progress, 200 / 3)
            run.action_stop()
            self.assertEqual(run.process_batch(), {"state": "stopped", "made": 0, "busy": False})
            self.assertEqual(len(self.fees()), 2)
        self.finish(run)
        self.assertEqual((run.state, len(self.fees())), ("done", 3))

    def test_while_somebody_else_makes_fees_of_the_company_nothing_is_done(self):
        run = self.new_run()
        run.action_start()
        with self.registry.cursor() as cr:
            cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, self.company.id])
            self.assertEqual(run.process_batch(), {"state": "running", "made": 0, "busy": True})
        self.assertEqual(run.process_batch()["made"], 3)

    def test_one_stay_that_cannot_be_invoiced_does_not_hold_up_the_others(self):
        Share = type(self.env["recovery.fee.share"])
        prepare, stuck = Share._prepare_invoice, self.stays[0]

        def refuse(share, accounting):
            if share.fee_id.stay_id == stuck:
                raise UserError(self.env._("Demo: the account is archived."))
            return prepare(share, accounting)

        with patch.object(Share, "_prepare_invoice", refuse):
            run = self.finish(self.new_run())
        self.assertEqual({fee.stay_id: (fee.state, fee.problem) for fee in self.fees()}[stuck], ("draft", "error"))
        self.assertEqual((run.state, len(self.fees().share_ids.move_id), run.problem_count), ("done", 2, 1))
        self.finish(run)
        self.assertEqual((set(self.fees().mapped("state")), run.problem_count), ({"invoiced"}, 0))

    def test_a_fee_without_a_known_income_waits_and_is_taken_up_later(self):
        self.env["recovery.fee.plan"].search([("company_id", "=", self.company.id)]).write(
            {"basis": "income", "income_percent": 10},
        )
        self.finish(self.new_run())
        self.assertEqual(set(self.fees().mapped("problem")), {"income"})
        self.env["recovery.client.income"].create([
            {"client_id": client.id, "amount": 1000, "date_from": "2026-01-01"} for client in self.stays.client_id
        ])
        self.finish(self.new_run())
        self.assertEqual((set(self.fees().mapped("state")), set(self.fees().mapped("amount"))), ({"invoiced"}, {100}))

    def test_the_number_of_a_restricted_client_shows_to_nobody(self):
        run = self.finish(self.new_run())
        self.assertEqual(
            (run.with_user(self.finance).fee_count, run.sudo(False).with_user(self.keeper).has_access("read")), (2, False),
        )
        with self.assertRaises(AccessError):
            run.with_user(self.finance).read(["done_count"])

    def test_a_manager_runs_the_houses_of_own_programmes(self):
        run = self.new_run(self.manager)
        self.assertEqual(run.house_ids, self.community)
        self.finish(run)
        self.assertEqual(self.fees().house_id, self.community)
        with self.assertRaises(AccessError):
            self.new_run(self.manager, house_ids=[Command.set(self.flat.ids)])
        with self.assertRaises(AccessError):
            self.new_run(self.manager, house_ids=[Command.clear()])
        both = self.new_run(house_ids=[Command.set((self.flat | self.community).ids)])
        with self.assertRaisesRegex(UserError, "^Houses: "):
            both.with_user(self.manager).action_start()

    def test_a_month_too_far_ahead_and_a_missing_ledger_are_refused(self):
        with self.assertRaisesRegex(UserError, "^Month: "):
            self.new_run(period=date(self.today.year + 1, 6, 1)).action_start()
        self.company.write({"fee_journal_id": False, "fee_account_id": False})
        self.env["account.journal"].search([("company_id", "=", self.company.id)]).active = False
        with self.assertRaisesRegex(UserError, "^Journal, income account: "):
            self.new_run().action_start()

    def test_a_month_begins_on_its_first_day(self):
        run = self.new_run(period="2026-03-17")
        self.assertEqual(run.period, date(2026, 3, 1))
        for refusal in self.refusals("recovery.fee.run", "month", "Month"):
            with refusal:
                run.sudo().period = "2026-03-02"

    def test_a_run_that_has_begun_stays_what_it_is(self):
        run = self.new_run()
        run.action_start()
        for values in ({"period": "2026-02-01"}, {"state": "done"}, {"house_ids": [Command.clear()]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                run.write(values)
        with self.assertRaises(UserError):
            run.unlink()

    def test_another_company_is_not_touched(self):
        self.set_up_ledger(self.partner_company)
        abroad = self.stay_from("2026-01-01", bed=self.bed_abroad, client=self.client_foreign, monthly_fee=50)
        self.finish(self.new_run())
        self.assertFalse(abroad.fee_ids)
