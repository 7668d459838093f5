from datetime import date

import psycopg2
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeOtherCompany(FeeCase):
    """A person of the partner lives in a house of ours: each company invoices them by a contact of its own.

    The partner is the home company: they lived there until March and live with us since.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home, cls.resident = cls.partner_company, cls.client_foreign
        cls.set_up_ledger(cls.home)
        cls.new_plan()
        cls.new_plan(name="Demo plan of the partner", company_id=cls.home.id, house_id=cls.abroad.id, amount=200)
        cls.purpose = cls.env["recovery.consent.purpose"].create({
            "code": "CONS", "name": "Demo consortium", "kind": "sharing", "company_id": cls.home.id,
        })
        cls.consent = cls.share(cls.resident)
        cls.stay_before = cls.stay_from("2026-01-01", "2026-03-01", cls.bed_abroad, cls.resident, state="out")
        cls.stay = cls.stay_from("2026-03-01", client=cls.resident)
        cls.home_finance, cls.home_privacy = cls.new_users([
            (f"home_{role}", role, cls.home) for role in ("finance", "privacy")
        ])
        cls.Partner = cls.env["res.partner"].with_context(active_test=False)

    @classmethod
    def share(cls, client):
        return cls.env["recovery.consent"].create({
            "client_id": client.id, "company_id": cls.home.id, "purpose_id": cls.purpose.id, "state": "given",
            "partner_id": cls.company.partner_id.id,
        })

    def charge(self, stay=None, period="2026-03-01"):
        """Return the posted invoice of a fee of a stay."""
        move = self.fee_of(stay or self.stay, period).share_ids.move_id
        move.action_post()
        return move

    def contacts_of(self, client):
        """Return the contacts of a client: of the home company, and of ours."""
        return client.sudo().partner_id, client.sudo().payer_contact_ids

    def merge(self, twin):
        """Return the merge, by the home company, of another file of the resident into the first."""
        Merge = self.env["recovery.client.merge"].with_user(self.home_privacy).with_context(
            allowed_company_ids=self.home.ids,
        )
        return Merge.merge(self.resident.id, twin.id, "Demo: the same person")

    def texts_of(self, *moves):
        moves = self.env["account.move"].union(*moves)
        self.env.flush_all()
        self.env.invalidate_all()
        texts = [*moves.mapped("ref"), *moves.mapped("line_ids.name"), *moves.mapped("partner_id.name")]
        return "\n".join(filter(None, texts))

    def run_march(self):
        run = self.env["recovery.fee.run"].with_user(self.finance).create({"period": "2026-03-01"})
        run.action_start()
        self.run_job("cron_fee_run")
        return self.env["recovery.fee"].search([("stay_id", "=", self.stay.id)])

    def test_a_run_invoices_by_a_contact_of_the_company_of_the_house(self):
        fee = self.run_march()
        move = fee.share_ids.move_id
        contact = move.partner_id
        self.assertEqual((fee.state, fee.problem, move.state), ("invoiced", False, "draft"))
        self.assertEqual((move.company_id, move.journal_id), (self.company, self.company.fee_journal_id))
        self.assertEqual((contact.company_id, contact.name, contact.email), (self.company, self.resident.code, False))
        self.assertIn(f"{self.resident.code} · RIV · 2026-03", move.ref)
        self.assertEqual(self.run_march(), fee)
        self.assertEqual(self.contacts_of(self.resident), (self.Partner, contact))

    def test_each_company_finds_its_contact_again(self):
        ours, theirs = self.charge(), self.charge(self.stay_before, "2026-02-01")
        self.assertEqual((theirs.company_id, theirs.partner_id.company_id), (self.home, self.home))
        self.assertEqual(self.contacts_of(self.resident), (theirs.partner_id, ours.partner_id))
        self.assertEqual(self.charge(period="2026-04-01").partner_id, ours.partner_id)
        self.assertEqual(self.charge(self.stay_before, "2026-01-01").partner_id, theirs.partner_id)
        found = self.Partner.search([("name", "=", self.resident.code)])
        self.assertEqual(found, ours.partner_id | theirs.partner_id)
        ours.partner_id.active = False
        self.assertEqual(self.resident.sudo()._get_payer_contacts(self.company), {self.resident: ours.partner_id})

    def test_the_database_has_the_last_word_on_one_contact(self):
        contact = self.charge().partner_id
        values = {"name": "Demo", "company_id": self.company.id, "recovery_client_id": self.resident.id}
        self.env.flush_all()
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env["res.partner"].create(values)
        self.assertFalse(contact.copy().recovery_client_id)

    def test_many_cost_as_many_queries_as_one(self):
        people = self.env["recovery.client"].union(*(self.new_client(self.foreign) for _number in range(6)))
        for some in (people[:1], people[1:]):
            some._get_payer_contacts(self.company)
        self.env.flush_all()
        counts = []
        for some in (people[:2], people):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._get_payer_contacts(self.company)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_nobody_reads_the_contact_of_the_other_company_or_whose_it_is(self):
        ours, theirs = self.charge().partner_id, self.charge(self.stay_before, "2026-02-01").partner_id
        for user, seen, hidden in ((self.finance, ours, theirs), (self.home_finance, theirs, ours)):
            company = user.company_id
            Partner = self.env["res.partner"].with_user(user).with_context(allowed_company_ids=company.ids)
            with self.subTest(user=user.login):
                self.assertEqual(Partner.search([("id", "in", (ours | theirs).ids)]), seen)
                with self.assertRaises(AccessError):
                    Partner.browse(hidden.id).read(["name"])
                with self.assertRaises(AccessError):
                    Partner.browse(seen.id).read(["recovery_client_id"])
                with self.assertRaises(AccessError):
                    Partner.search([("recovery_client_id", "!=", False)])

    def test_everything_belongs_to_one_company(self):
        deposit = self.env["recovery.stay.deposit"].create({"stay_id": self.stay.id, "amount": 50})
        deposit.action_book()
        moves = self.charge() | self.charge(self.stay_before, "2026-02-01") | deposit.move_id
        fees = self.env["recovery.fee"].search([("client_id", "=", self.resident.id)])
        self.assertEqual(fees.company_id, self.company | self.home)
        for records in (self.resident, fees, fees.share_ids, deposit, moves, moves.line_ids):
            records.sudo()._check_company()

    def test_a_deposit_pays_the_fees_of_its_company_alone(self):
        theirs, ours = self.charge(self.stay_before, "2026-02-01"), self.charge()
        deposits = self.env["recovery.stay.deposit"].create([
            {"stay_id": self.stay.id, "amount": 120},
            {"stay_id": self.stay.id, "amount": 120, "kind": "kept", "kept_reason": "unpaid"},
        ])
        deposits.with_user(self.finance).action_book()
        self.assertEqual(deposits.move_id.line_ids.partner_id, ours.partner_id)
        deposits.move_id.action_post()
        self.assertEqual((ours.amount_residual, theirs.amount_residual), (180, 200))

    def test_whoever_becomes_restricted_disappears_from_both_ledgers(self):
        ours, theirs = self.charge(), self.charge(self.stay_before, "2026-02-01")
        code = self.resident.code
        self.assertEqual([self.texts_of(move).count(code) > 1 for move in (ours, theirs)], [True, True])
        self.resident.write({"restricted": True, "restricted_user_ids": [Command.set(self.keeper.ids)]})
        self.assertNotIn(code, self.texts_of(ours, theirs))
        self.assertEqual(
            [contact.name for contact in self.contacts_of(self.resident)],
            [f"Payer {move.partner_id.id}" for move in (theirs, ours)],
        )
        self.assertIn(f"Payer {ours.partner_id.id} · RIV", self.charge(period="2026-04-01").ref)
        self.resident.restricted = False
        self.assertEqual([self.texts_of(move).count(code) > 1 for move in (ours, theirs)], [True, True])

    def test_a_code_that_others_pay_for_is_replaced_by_the_number_of_a_contact(self):
        self.stay.fee_plan_id = self.new_plan(
            [{"payer": "municipality", "partner_id": self.town.id, "value": 100}], applies_to="stay", name="Demo town pays",
        )
        move = self.charge()
        self.assertEqual(self.contacts_of(self.resident), (self.Partner, self.Partner))
        self.resident.write({"restricted": True, "restricted_user_ids": [Command.set(self.keeper.ids)]})
        self.assertEqual(move.partner_id, self.town)
        self.assertNotIn(self.resident.code, self.texts_of(move))
        self.assertIn(f"Payer {self.resident.sudo().payer_contact_ids.id} · RIV", move.ref)
        self.assertFalse(self.resident.partner_id)

    def test_two_files_with_contacts_in_both_companies(self):
        twin = self.new_client(self.foreign)
        clients = self.resident | twin
        contacts = {company: clients._get_payer_contacts(company) for company in (self.home, self.company)}
        twin.write({"restricted": True, "restricted_user_ids": [Command.set(self.home_privacy.ids)]})
        merge = self.merge(twin)
        for found in contacts.values():
            for contact in found.values():
                self.assertEqual(contact.name, f"Payer {contact.id}")
            self.assertEqual(self.resident._get_payer_contacts(found[twin].company_id)[self.resident], found[self.resident])
        merge.action_undo()
        for company, found in contacts.items():
            self.assertEqual(found[self.resident].name, self.resident.code)
            self.assertEqual(clients._get_payer_contacts(company), found)

    def test_the_only_contact_goes_along_with_a_merged_file_and_comes_back(self):
        twin = self.new_client(self.foreign)
        contact = twin._get_payer_contacts(self.company)[twin]
        merge = self.merge(twin)
        self.assertEqual(self.resident._get_payer_contacts(self.company)[self.resident], contact)
        self.assertEqual(contact.name, self.resident.code)
        merge.action_undo()
        self.assertEqual(twin._get_payer_contacts(self.company)[twin], contact)
        self.assertEqual(contact.name, twin.code)

    def test_whoever_leaves_the_name_behind_gets_new_contacts_everywhere(self):
        self.charge()
        before = self.resident.sudo().payer_contact_ids
        self.resident.sudo()._wipe_identity("pseudonymous")
        after = self.charge(period="2026-04-01").partner_id
        self.assertTrue(after and after not in before)
        self.assertFalse(before.recovery_client_id)

    def test_an_income_is_what_the_company_was_told(self):
        self.stay.fee_plan_id = self.new_plan(basis="income", income_percent=10, applies_to="stay", name="Demo by income")
        Income = self.env["recovery.client.income"]
        common = {"client_id": self.resident.id, "date_from": "2026-01-01", "source": "work"}
        Income.create({**common, "company_id": self.home.id, "amount": 900})
        fee = self.fee_of(self.stay, "2026-04-01", invoice=False)
        self.assertEqual(fee.problem, "income")
        Income.create({**common, "company_id": self.company.id, "amount": 500})
        self.assertEqual((fee.problem, fee.amount), (False, 50))
        self.assertEqual(Income._find_known(self.resident, date(2026, 4, 1), self.home), {self.resident: 900})

    def test_a_debt_is_what_the_company_was_told(self):
        debts = self.env["recovery.client.debt"].create([
            {"client_id": self.resident.id, "company_id": company.id, "amount": 100, "date_from": self.today}
            for company in (self.home, self.company)
        ])
        self.assertEqual(debts.mapped("is_current"), [True, True])

    def test_whoever_leaves_is_told_what_is_open_here(self):
        self.charge(self.stay_before, "2026-02-01")
        wizard = self.env["recovery.stay.check.out"].new({"stay_id": self.stay.id})
        self.assertFalse(wizard.has_open_fees)
        self.charge()
        wizard = self.env["recovery.stay.check.out"].new({"stay_id": self.stay.id})
        self.assertEqual((wizard.has_open_fees, wizard.amount_open), (True, 300))

    def test_a_statement_is_of_one_company(self):
        self.charge()
        self.charge(self.stay_before, "2026-02-01")
        plan = self.env["recovery.repayment.plan"].create({"client_id": self.resident.id, "company_id": self.company.id})
        self.assertEqual(plan.program_id, self.own)
        for user, amount, other in ((self.finance, 300, self.home), (self.home_finance, 200, self.company)):
            user_env = self.env(user=user, context={"allowed_company_ids": user.company_id.ids})
            client = self.resident.with_env(user_env)
            with self.subTest(user=user.login):
                self.assertEqual(client._get_statement_companies(), user.company_id)
                statement = client._get_fee_statement()
                self.assertEqual((statement["amount"], statement["currency"]), (amount, user.company_id.currency_id))
                page, _kind = user_env["ir.actions.report"]._render_qweb_html("recovery_housing.fee_statement", client.ids)
                self.assertIn(user.company_id.name, page.decode())
                self.assertNotIn(other.name, page.decode())
        both = self.resident.with_context(allowed_company_ids=(self.home | self.company).ids)
        self.assertEqual(both._get_statement_companies().ids, [self.home.id, self.company.id])

    def test_a_run_goes_on_when_the_consent_has_ended(self):
        self.consent.action_withdraw()
        self.assertEqual(self.run_march().share_ids.move_id.partner_id, self.resident.sudo().payer_contact_ids)

    def test_when_the_consent_has_ended_what_is_owed_goes_on_by_code(self):
        march = self.run_march()
        march.share_ids.move_id.action_post()
        stay = self.stay.with_user(self.house)
        self.assertEqual(stay._get_resident_name(), self.resident.name)
        self.consent.action_withdraw()
        self.assertEqual(stay._get_resident_name(), self.resident.code)
        client = self.resident.with_user(self.finance)
        self.assertFalse(client.has_access("read"))
        fee = self.env["recovery.fee"].with_user(self.finance).create({"stay_id": self.stay.id, "period": "2026-04-01"})
        fee.action_invoice()
        self.assertEqual(fee.display_name, f"{self.resident.code} · RIV · 2026-04")
        self.assertEqual(fee.sudo().share_ids.partner_id, self.resident.sudo().payer_contact_ids)
        self.stay.monthly_fee = 90
        fee.action_correct()
        self.assertEqual(self.shares(fee), {"resident": 90})
        deposit = self.env["recovery.stay.deposit"].with_user(self.finance).create({"stay_id": self.stay.id, "amount": 50})
        deposit.action_book()
        self.assertEqual(deposit.state, "booked")
        arrears = self.env["recovery.fee.arrears"].with_user(self.finance).search([("client_id", "=", self.resident.id)])
        self.assertEqual((arrears.amount_open, arrears.display_name), (300, self.resident.code))
        plan = self.env["recovery.repayment.plan"].browse(arrears.action_new_plan()["res_id"])
        self.assertEqual((plan.sudo().client_id, plan.amount, plan.program_id), (self.resident, 300, self.own))
        with self.assertRaises(ValidationError):
            self.env["recovery.client.income"].with_user(self.finance).create({"client_id": self.resident.id, "amount": 1})
        Report = self.env["ir.actions.report"].with_user(self.finance)
        page, _kind = Report._render_qweb_html("recovery_housing.fee_statement_stay", self.stay.ids)
        self.assertIn(self.resident.code, page.decode())
        with self.assertRaises(MissingError):
            Report._render_qweb_html("recovery_housing.fee_statement", self.resident.ids)
