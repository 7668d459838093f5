from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestStayCheckOutMoney(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_plan()
        cls.stay = cls.new_stay(start=-40, state="in", deposit=200, agreement_signed_on=cls.day(-40))

    def receive(self, amount=200):
        return self.env["recovery.stay.deposit"].with_user(self.house).create({"stay_id": self.stay.id, "amount": amount})

    def dialogue(self, user=None, **values):
        """Fill in the dialogue as a user does; return its form."""
        wizard = self.env["recovery.stay.check.out"].with_user(user or self.house)
        form = Form(wizard.with_context(default_stay_id=self.stay.id))
        form.exit_reason, form.exit_destination = "agreed", "family"
        for name, value in values.items():
            form[name] = value
        return form

    def entries(self):
        deposits = self.env["recovery.stay.deposit"].search([("stay_id", "=", self.stay.id), ("kind", "!=", "received")])
        return {(deposit.kind, deposit.kept_reason, deposit.amount, deposit.state) for deposit in deposits}

    def test_deposit_is_asked_for_and_given_back(self):
        self.receive()
        with self.assertRaisesRegex(AssertionError, "deposit_step"):
            self.dialogue().save()
        form = self.dialogue(deposit_step="returned")
        self.assertEqual(form.deposit_held, 200)
        form.save().action_check_out()
        self.assertEqual((self.stay.state, self.entries()), ("out", {("returned", False, 200, "draft")}))
        self.assertEqual(self.stay.deposit_held, 0)

    def test_a_part_is_kept_with_a_reason_and_the_rest_given_back(self):
        self.receive()
        self.dialogue(deposit_step="kept", deposit_kept=50, kept_reason="keys").save().action_check_out()
        self.assertEqual(self.entries(), {("kept", "keys", 50, "draft"), ("returned", False, 150, "draft")})

    def test_all_is_kept_and_never_more(self):
        self.receive()
        with self.assertRaisesRegex(ValidationError, "^Amount: "), self.cr.savepoint():
            self.dialogue(deposit_step="kept", deposit_kept=201, kept_reason="unpaid").save().action_check_out()
        form = self.dialogue(deposit_step="kept", kept_reason="unpaid")
        self.assertEqual(form.deposit_kept, 200)
        form.save().action_check_out()
        self.assertEqual(self.entries(), {("kept", "unpaid", 200, "draft")})

    def test_decided_later_it_stays_open(self):
        self.receive()
        self.dialogue(deposit_step="later").save().action_check_out()
        self.assertEqual((self.entries(), self.stay.open_papers), (set(), "deposit still held"))

    def test_without_a_deposit_nothing_is_asked(self):
        self.dialogue().save().action_check_out()
        self.assertEqual((self.stay.state, self.entries()), ("out", set()))

    def test_house_staff_read_that_fees_are_open_and_managers_how_much(self):
        self.assertFalse(self.dialogue().has_open_fees)
        fee = self.fee_of(self.stay, self.day(-40).replace(day=1))
        self.assertFalse(self.dialogue().has_open_fees)
        fee.share_ids.move_id.action_post()
        form = self.dialogue()
        self.assertEqual((form.has_open_fees, form.can_invoice), (True, False))
        with self.assertRaises(AccessError):
            form.save().read(["amount_open"])
        self.assertEqual(self.dialogue(self.manager).amount_open, fee.amount)

    def test_managers_invoice_the_month_of_the_last_night(self):
        first = self.today.replace(day=1)
        self.dialogue(self.manager, date_to=first, make_fee=True).save().action_check_out()
        fee = self.stay.fee_ids
        self.assertEqual((fee.period, fee.state), (self.day((first - self.today).days - 1).replace(day=1), "invoiced"))
        self.assertGreater(fee.amount, 0)

    # What is open after check-in and check-out

    def find_open(self):
        return self.env["recovery.stay"].with_user(self.house).search([
            ("has_open_papers", "=", True), ("id", "=", self.stay.id),
        ])

    def test_deposit_and_key_are_asked_for_after_check_in(self):
        self.assertEqual((self.stay.open_papers, self.find_open()), ("deposit not received", self.stay))
        self.receive(100)
        self.assertEqual(self.stay.open_papers, "deposit not received")
        self.receive(100)
        self.env.invalidate_all()
        self.assertEqual((self.stay.open_papers, bool(self.find_open())), (False, False))
        self.community.gives_keys = True
        self.assertEqual((self.stay.open_papers, self.find_open()), ("no key given", self.stay))
        self.stay.key_number = "7"
        self.assertFalse(self.find_open())

    def test_what_did_not_come_back_is_found_and_the_rest_is_not(self):
        self.stay.key_number = "7"
        self.receive()
        self.dialogue(deposit_step="returned").save().action_check_out()
        self.assertEqual((self.stay.open_papers, self.find_open()), ("key 7 not back", self.stay))
        nothing_open = self.env["recovery.stay"].with_user(self.house).search([("has_open_papers", "=", False)])
        self.assertNotIn(self.stay, nothing_open)
        self.stay.key_returned_on = self.today
        self.assertFalse(self.find_open())
