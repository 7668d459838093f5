from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .collective_case import CollectiveCase


@tagged("post_install", "-at_install")
class TestFeeShareCollective(CollectiveCase):
    """How the invoice for many comes about, grows and shrinks; killed runs are tried in tests/test_fee_run.py."""

    def run_month(self, period="2026-03-01", user=None):
        run = self.env["recovery.fee.run"].with_user(user or self.finance).create({"period": period})
        run.action_start()
        self.run_job("cron_fee_run")
        return run.sudo()

    def lines(self, move):
        """Return the texts and amounts of the lines of an invoice in the order in which it is printed."""
        printed = move.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))
        return [(line.name, line.price_subtotal) for line in printed]

    def test_one_draft_with_a_line_for_each_resident(self):
        shares = self.charge(self.house_people(100, 200.5, 31))
        move = shares.move_id
        self.assertEqual((len(move), move.state, move.partner_id, move.amount_total), (1, "draft", self.town, 331.5))
        self.assertEqual((move.ref, move.currency_id), ("Fees 2026-03", self.company.currency_id))
        self.assertEqual(move.invoice_line_ids, shares.line_id)
        for share, amount in zip(shares, (100, 200.5, 31), strict=True):
            self.assertEqual(share.line_id.price_total, amount)
            self.assertEqual(share.line_id.name, f"{share.client_id.code} · RIV · 2026-03 · nights: 31")

    def test_a_payer_who_did_not_ask_for_it_and_the_residents_get_their_own(self):
        self.env["recovery.fee.plan"].search([("company_id", "=", self.company.id)]).payer_ids = [
            Command.clear(), Command.create({"payer": "municipality", "partner_id": self.town.id, "value": 50}),
            Command.create({"payer": "insurer", "partner_id": self.insurer.id, "value": 20}),
        ]
        shares = self.charge(self.house_people(100, 200))
        found = {payer: mine.move_id.mapped("amount_total") for payer, mine in shares.grouped("payer").items()}
        self.assertEqual(found, {"municipality": [150], "insurer": [20, 40], "resident": [30, 60]})
        self.assertEqual(shares.filtered("line_id").mapped("payer"), ["municipality"] * 2)

    def test_lines_by_house_and_code_whenever_they_come(self):
        late = self.new_house(self.own, "ABC")
        second, first = self.house_people(1, 2), self.house_people(3, house=late)
        for stay in (second[1], first, second[0]):
            self.charge(stay)
        move = self.env["recovery.fee"].search([("stay_id", "in", (first | second).ids)]).share_ids.move_id
        names = [name for name, _amount in self.lines(move)]
        self.assertEqual([name.split(" · ")[1] for name in names], ["ABC", "RIV", "RIV"])
        self.assertEqual([name.split(" · ")[0] for name in names[1:]], sorted(second.client_id.mapped("code")))

    def test_the_number_of_the_decision_is_on_the_line(self):
        stay = self.house_people(100)
        self.env["recovery.stay.payer"].create({
            "stay_id": stay.id, "payer": "municipality", "partner_id": self.town.id, "method": "percent", "value": 100,
            "date_from": "2026-01-01", "decision_number": "D-17/2026",
        })
        self.assertTrue(self.charge(stay).line_id.name.endswith(" · nights: 31 · D-17/2026"))

    def test_months_and_what_comes_after_posting_get_another_invoice(self):
        one, two, three = self.house_people(100, 200, 300)
        march, april = self.charge(one), self.charge(one, "2026-04-01")
        self.assertNotEqual(march.move_id, april.move_id)
        self.assertEqual(self.charge(two).move_id, march.move_id)
        march.move_id.action_post()
        late = self.charge(three)
        self.assertEqual((march.move_id.amount_total, late.move_id.amount_total), (300, 300))
        self.assertNotEqual(late.move_id, march.move_id)

    def test_due_when_the_last_of_its_fees_is(self):
        one, two = self.house_people(100, 200)
        first = self.charge(one)
        self.env["recovery.fee.plan"].search([("company_id", "=", self.company.id)]).due_days = 30
        self.charge(two)
        self.assertEqual((first.move_id.invoice_date_due - first.move_id.invoice_date).days, 30)

    def test_a_run_in_batches_makes_one_and_run_again_none(self):
        stays = self.house_people(100, 200, 300, 400, 500)
        with patch("odoo.addons.recovery_housing.models.fee_run.BATCH", 2):
            self.run_month()
        shares = self.env["recovery.fee"].search([("stay_id", "in", stays.ids)]).share_ids
        self.assertEqual((len(shares), shares.move_id.mapped("amount_total")), (5, [1500]))
        before = self.lines(shares.move_id)
        for _turn in range(2):
            self.run_month()
        self.assertEqual((self.lines(shares.move_id), len(shares.fee_id.share_ids)), (before, 5))
        self.assertEqual(self.env["account.move"].search_count([("partner_id", "=", self.town.id)]), 1)

    def test_one_stay_that_cannot_be_invoiced_does_not_hold_up_the_others(self):
        stays = self.house_people(100, 200, 300)
        Share = type(self.env["recovery.fee.share"])
        prepare = Share._prepare_invoice_line

        def refuse(share, accounting):
            if share.fee_id.stay_id == stays[1]:
                raise UserError(self.env._("Demo: the account is archived."))
            return prepare(share, accounting)

        with patch.object(Share, "_prepare_invoice_line", refuse):
            self.run_month()
        fees = self.env["recovery.fee"].search([("stay_id", "in", stays.ids)], order="id")
        self.assertEqual(fees.mapped("state"), ["invoiced", "draft", "invoiced"])
        move = fees.share_ids.move_id
        self.assertEqual(move.mapped("amount_total"), [400])
        self.run_month()
        self.assertEqual((set(fees.mapped("state")), fees.share_ids.move_id, move.amount_total), ({"invoiced"}, move, 600))

    def test_each_company_decides_and_invoices_for_itself(self):
        self.set_up_ledger(self.partner_company)
        self.town.company_id = False
        plan = self.env["recovery.fee.plan"].create({
            "name": "Demo plan", "company_id": self.partner_company.id, "applies_to": "company", "amount": 300,
            "date_from": "2020-01-01",
            "payer_ids": [Command.create({"payer": "municipality", "partner_id": self.town.id, "method": "rest"})],
        })
        here = self.charge(self.house_people(100, 200))
        for number, wanted in enumerate((False, True)):
            self.town.with_company(self.partner_company).recovery_collective_invoice = wanted
            there = self.charge(self.house_people(50, 60, house=self.new_house(self.foreign, f"F{number}")))
            self.assertEqual(there.fee_id.plan_id, plan)
            self.assertEqual((len(there.move_id), bool(there.line_id)), (1 if wanted else 2, wanted))
            self.assertEqual((there.move_id.company_id, here.move_id.company_id), (self.partner_company, self.company))
        self.assertEqual((here.move_id.amount_total, there.move_id.amount_total), (300, 110))

    # Taking back

    def test_a_draft_loses_the_line_of_a_fee_that_is_cancelled_and_goes_with_the_last(self):
        shares = self.charge(self.house_people(100, 200, 300))
        move, fees = shares.move_id, shares.fee_id
        fees[1].action_cancel()
        self.assertEqual((move.state, move.amount_total, len(move.invoice_line_ids)), ("draft", 400, 2))
        self.assertEqual((shares[1].state, shares[1].move_id.ids, fees[1].amount_open), ("cancelled", [], 0))
        (fees[0] | fees[2]).action_cancel()
        self.assertFalse(move.exists())
        self.assertEqual(set(fees.mapped("state")), {"cancelled"})

    def test_a_fee_that_is_computed_again_comes_back_to_the_draft(self):
        shares = self.charge(self.house_people(100, 200))
        move, fee = shares.move_id, shares[0].fee_id
        fee.action_cancel()
        fee.action_reset()
        fee.action_invoice()
        self.assertEqual((fee.share_ids.move_id, move.amount_total, len(fee.share_ids)), (move, 300, 1))

    def test_a_corrected_fee_changes_its_line_alone(self):
        stays = self.house_people(310, 200)
        shares = self.charge(stays)
        move, kept = shares.move_id, shares[1].line_id
        stays[0].with_user(self.manager).action_check_out("left", "friends", "2026-03-11")
        shares[0].fee_id.with_user(self.finance).action_correct()
        self.assertEqual((move.amount_total, kept in move.invoice_line_ids, len(move.invoice_line_ids)), (300, True, 2))
        self.assertEqual(shares[0].fee_id.share_ids.filtered(lambda share: share.state == "live").move_id, move)

    def test_what_accounting_wrote_on_the_draft_stays(self):
        shares = self.charge(self.house_people(100))
        move = shares.move_id
        move.invoice_line_ids = [Command.create({
            "name": "Demo postage", "quantity": 1, "price_unit": 7, "account_id": self.accounts["income"].id, "tax_ids": [],
        })]
        shares.fee_id.action_cancel()
        self.assertEqual((move.exists().amount_total, move.state), (7, "draft"))

    def test_a_draft_with_a_number_is_cancelled_and_not_deleted(self):
        shares = self.charge(self.house_people(100, 200))
        move = shares.move_id
        move.action_post()
        move.button_draft()
        shares[0].fee_id.action_cancel()
        self.assertEqual((move.state, move.amount_total), ("draft", 200))
        shares[1].fee_id.action_cancel()
        self.assertEqual((move.exists().state, shares[1].move_id, shares[1].state), ("cancel", move, "cancelled"))

    def test_a_posted_invoice_gets_a_credit_note_for_one_resident(self):
        stays = self.house_people(310, 200)
        shares = self.charge(stays)
        move = shares.move_id
        move.action_post()
        stays[0].with_user(self.manager).action_check_out("left", "friends", "2026-03-11")
        fee = shares[0].fee_id
        fee.with_user(self.finance).action_correct()
        note = fee.share_ids.filtered("credits_id")
        self.assertEqual((note.amount, note.credits_id, note.move_id.move_type), (-310, shares[0], "out_refund"))
        self.assertEqual((note.move_id.amount_total, note.move_id.reversed_entry_id, note.line_id.ids), (310, move, []))
        self.assertEqual(note.move_id.invoice_line_ids.name, shares[0].line_id.name)
        note.move_id.action_post()
        self.assertEqual((move.state, move.amount_total, move.amount_residual), ("posted", 510, 200))
        self.assertEqual(self.open_of(shares), [0, 200])
        self.assertEqual(shares.mapped("payment_state"), ["reversed", "not_paid"])
        [new] = fee.share_ids - note - shares
        self.assertEqual((new.amount, new.line_id.price_total, new.move_id.state), (100, 100, "draft"))
        for _click in range(2):
            fee.action_correct()
        self.assertEqual(len(fee.share_ids), 3)
        (new.move_id | move).filtered(lambda one: one.state == "draft").action_post()
        self.pay(move)
        self.assertEqual((fee.state, shares[1].fee_id.state, fee.amount_open), ("invoiced", "paid", 100))
        self.pay(new.move_id)
        self.assertEqual((fee.state, fee.amount_open), ("paid", 0))

    def test_an_invoice_that_accounting_cancelled_is_charged_again(self):
        shares = self.charge(self.house_people(100, 200))
        move, fees = shares.move_id, shares.fee_id
        move.button_cancel()
        fees._compare()
        self.assertEqual(fees.mapped("to_check"), [True, True])
        fees.action_correct()
        new = fees.share_ids.filtered(lambda share: share.state == "live").move_id
        self.assertEqual((len(new), new.amount_total, move.state, shares.move_id), (1, 300, "cancel", move))

    # Who may know what

    def test_a_restricted_resident_is_a_number_on_it(self):
        stays = self.house_people(100, 200, 300)
        restricted = self.stay_from("2026-01-01", bed=self.bed_b, client=self.client_restricted)
        move = self.charge(stays | restricted).move_id
        names = [name for name, _amount in self.lines(move)]
        self.assertFalse([name for name in names if self.client_restricted.code in name])
        hidden = self.client_restricted.partner_id.name
        self.assertEqual(names, sorted(names))
        self.assertEqual([name for name in names if name.startswith(f"{hidden} · ")], names[-1:])
        hider = stays[0].client_id
        move.action_post()
        hider.write({"restricted": True, "restricted_user_ids": [Command.link(self.keeper.id)]})
        names = [name for name, _amount in self.lines(move)]
        self.assertFalse([name for name in names if hider.code in name])
        self.assertEqual(names, sorted(names), "Its place among the codes would tell the code.")

    def test_finance_reads_codes_and_opens_no_invoice(self):
        share = self.charge(self.house_people(100)).with_user(self.finance)
        self.assertEqual((share.client_id.display_name, share.move_name), (share.sudo().client_id.code, "Draft"))
        for name in ("move_id", "line_id", "loss_line_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                share.read([name])

    def test_who_sees_how_a_payer_is_invoiced(self):
        stay = self.house_people(100)
        payer = self.env["recovery.stay.payer"].create({
            "stay_id": stay.id, "payer": "municipality", "partner_id": self.town.id, "value": 10, "date_from": "2026-01-01",
        })
        self.assertEqual(payer.with_user(self.house).invoice_hint, "One a month for all residents")
        payer.partner_id = self.insurer
        self.assertEqual(payer.with_user(self.house).invoice_hint, "One for each resident")
        plan_payer = self.env["recovery.fee.plan"].search([("company_id", "=", self.company.id)]).payer_ids
        self.assertEqual(plan_payer.with_user(self.finance).invoice_hint, "One a month for all residents")
        for user in (self.finance, self.manager, self.accountant):
            self.assertTrue(self.town.with_user(user).read(["recovery_collective_invoice"])[0]["recovery_collective_invoice"])
        with self.assertRaises(AccessError):
            self.town.with_user(self.house).read(["recovery_collective_invoice"])

    def test_finance_changes_it_without_the_right_to_edit_contacts(self):
        town = self.town.with_user(self.finance).with_company(self.company)
        self.assertFalse(town.has_access("write"))
        for wanted in (False, True):
            town.action_toggle_collective_invoice()
            self.assertEqual(self.town.with_company(self.company).recovery_collective_invoice, wanted)
        self.assertFalse(self.town.with_company(self.partner_company).recovery_collective_invoice)
        for user in (self.manager, self.house):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.town.with_user(user).action_toggle_collective_invoice()

    def test_a_line_belongs_to_one_share_and_to_its_invoice(self):
        first, second = self.charge(self.house_people(100, 200))
        for refusal in self.refusals("recovery.fee.share", "line_once", "Line of the invoice: it is"):
            with refusal:
                second.line_id = first.line_id
        self.env["recovery.fee.share"].flush_model()
        alone = self.charge(self.house_people(300), "2026-04-01")
        for refusal in self.refusals("recovery.fee.share", "line_of_invoice", "Line of the invoice: give"):
            with refusal:
                line = alone.line_id
                alone.write({"line_id": False})
                alone.write({"move_id": False})
                alone.write({"line_id": line.id})
