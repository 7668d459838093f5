from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.rapid_test import ACTIVITY
from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestRapidTest(RecoveryCase):
    """A test, its result, and the way to care."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()
        cls.test = cls.new_test()

    @classmethod
    def new_test(cls, **values):
        return cls.env["recovery.rapid.test"].with_user(cls.outreach).create({
            "client_id": cls.client.id, "program_id": cls.own.id, "kind": "hcv", "result": "reactive", **values,
        })

    def to_dos(self, test):
        return self.env["mail.activity"].search([
            ("res_model", "=", "recovery.rapid.test"), ("res_id", "in", test.ids),
            ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
        ])

    def test_open_until_settled(self):
        self.assertTrue(self.test.is_open)
        for values, waits in (
            ({"link_state": "offered"}, True), ({"link_state": "accompanied"}, True), ({"link_state": "linked"}, False),
            ({"link_state": "refused"}, False), ({"link_state": False, "confirmation": "negative"}, False),
            ({"confirmation": "positive"}, True),
        ):
            self.test.write(values)
            with self.subTest(values=values):
                self.assertEqual(self.test.is_open, waits)
        self.assertFalse(self.new_test(result="non_reactive").is_open)

    def test_dates_follow_the_test(self):
        early = self.test.date - timedelta(days=1)
        for refusal in self.refusals("recovery.rapid.test", "confirmed", "Confirmed on"):
            with refusal:
                self.test.write({"confirmation": "positive", "confirmation_date": early})
        for refusal in self.refusals("recovery.rapid.test", "confirmed", "Confirmed on"):
            with refusal:
                self.test.write({"confirmation": "pending", "confirmation_date": self.today})
        for refusal in self.refusals("recovery.rapid.test", "linked", "Linked on"):
            with refusal:
                self.test.link_date = self.today
        for refusal in self.refusals("recovery.rapid.test", "cancelled", "Cancelled because"):
            with refusal:
                self.test.sudo().state = "cancelled"

    def test_one_to_do_for_the_tester(self):
        activity = self.to_dos(self.test)
        self.assertRecordValues(activity, [{"user_id": self.outreach.id, "date_deadline": self.today}])
        self.assertEqual(activity.res_name, f"{self.client.code} · {self.test.date}")
        self.assertNotIn("hepatitis", f"{activity.res_name} {activity.summary} {activity.note}".lower())

    def test_one_to_do_for_the_keyworker(self):
        self.episode.keyworker_id = self.counsellor.employee_id
        self.assertEqual(self.to_dos(self.new_test()).user_id, self.counsellor)

    def test_somebody_unnamed(self):
        test = self.new_test(client_id=False)
        self.assertEqual(self.to_dos(test).user_id, self.outreach)

    def test_cron_makes_what_is_missing_once(self):
        Test = self.env["recovery.rapid.test"]
        self.to_dos(self.test).unlink()
        self.test.sudo().asked_on = False
        Test._cron_link_to_care()
        self.assertEqual(len(self.to_dos(self.test)), 1)
        Test._cron_link_to_care()
        self.assertEqual(len(self.to_dos(self.test)), 1)
        self.to_dos(self.test).with_user(self.outreach).action_feedback()
        Test._cron_link_to_care()
        self.assertFalse(self.to_dos(self.test), "Whoever has done the to-do is not asked again.")

    def test_to_do_ends_with_the_link(self):
        self.test.with_user(self.counsellor).write({"link_state": "linked", "link_date": self.today})
        self.assertFalse(self.to_dos(self.test))

    def test_to_do_ends_with_the_cancelled_test(self):
        self.test.action_cancel("person")
        self.assertFalse(self.to_dos(self.test))

    def test_to_do_where_no_free_text_is_kept(self):
        self.own.no_free_text = True
        test = self.new_test()
        self.assertEqual(len(self.to_dos(test)), 1)
        test.link_state = "linked"
        self.assertFalse(self.to_dos(test))

    def test_confirmation_and_link_are_no_facts_of_the_encounter(self):
        encounter = self.new_encounter(self.own, self.client)
        encounter.action_done()
        test = self.new_test(encounter_id=encounter.id)
        test.write({"confirmation": "pending", "link_state": "offered"})
        with self.assertRaisesRegex(UserError, "Amend"), self.cr.savepoint():
            test.result = "invalid"
        encounter.with_user(self.outreach).amend("Read again")
        test.result = "invalid"
        self.assertIn("Invalid", encounter.amendment_ids.changes_text)

    def test_counts_nowhere_once_the_visit_is_cancelled(self):
        encounter = self.new_encounter(self.own, self.client)
        test = self.new_test(encounter_id=encounter.id)
        encounter.with_user(self.outreach).action_no_show()
        self.assertRecordValues(test, [{"state": "cancelled", "cancel_reason": "visit", "is_open": False}])

    def test_finance_never_sees_a_result(self):
        for user in (self.finance, self.privacy, self.administrator):
            with self.assertRaises(AccessError):
                self.test.with_user(user).read(["result"])
            with self.assertRaises(AccessError):
                self.env["recovery.client"].with_user(user).search([("rapid_test_open", "=", True)])
        for user in (self.data, self.auditor):
            self.assertEqual(self.test.with_user(user).read(["result"])[0]["result"], "reactive")
            with self.assertRaises(AccessError):
                self.test.with_user(user).write({"link_state": "offered"})

    def test_what_the_client_shows(self):
        self.new_test(kind="hiv", result="non_reactive")
        self.new_test().action_cancel("twice")
        client = self.client.with_user(self.outreach)
        self.assertRecordValues(client, [{"rapid_test_count": 2, "rapid_test_open": True}])
        self.assertEqual(client.search([("rapid_test_open", "=", True), ("id", "=", client.id)]), client)
        self.assertEqual(client.action_open_rapid_tests()["domain"], [("client_id", "=", client.id)])

    def test_tab_of_the_encounter_behind_a_testing_service(self):
        self.assertFalse(self.new_encounter(self.own, self.client).has_testing)
        testing = self.env["recovery.service"].create({"code": "TEST", "name": "Rapid testing", "kind": "testing"})
        encounter = self.new_encounter(self.own, self.client, delivery_ids=[
            Command.create({"client_id": self.client.id, "service_id": testing.id}),
        ]).with_user(self.outreach)
        self.assertTrue(encounter.has_testing)
        with Form(encounter) as form, form.rapid_test_ids.new() as line:
            line.client_id, line.kind, line.result = self.client, "hiv", "non_reactive"
        self.assertRecordValues(encounter.rapid_test_ids, [{
            "client_id": self.client.id, "kind": "hiv", "program_id": self.own.id, "date": encounter.date,
            "encounter_id": encounter.id,
        }])

    def test_wizard_cancels(self):
        action = self.test.action_open_cancel_wizard()
        wizard = self.env[action["res_model"]].with_user(self.outreach).with_context(**action["context"]).create(
            {"reason": "answers"})
        wizard.action_cancel()
        self.assertRecordValues(self.test, [{"state": "cancelled", "cancel_reason": "answers"}])

    def test_day_to_come(self):
        with self.assertRaisesRegex(UserError, "^Date: "):
            self.new_test(date=fields.Date.add(self.today, days=3))
