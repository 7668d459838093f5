from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .leave_case import LeaveCase


@tagged("post_install", "-at_install")
class TestSubstanceTest(LeaveCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heroin, cls.buprenorphine, cls.cannabis = (
            cls.env.ref(f"recovery_care.substance_{code}") for code in (11, 13, 71)
        )
        cls.laboratory = cls.env["res.partner"].create({"name": "Demo laboratory", "is_company": True})

    def new_test(self, user=None, **values):
        return self.env["recovery.substance.test"].with_user(user or self.house).create({
            "stay_id": self.stay.id, "kind": "breath", **values,
        })

    def new_urine(self, screenings=(None, None), **values):
        return self.new_test(kind="urine", line_ids=[
            Command.create({"substance_id": substance.id, "screening": screening})
            for substance, screening in zip((self.heroin, self.buprenorphine), screenings, strict=True)
        ], **values)

    def test_it_takes_person_programme_and_episode_from_the_stay(self):
        test = self.new_test()
        self.assertEqual(
            (test.client_id, test.program_id, test.episode_id, test.house_id, test.employee_id),
            (self.client, self.own, self.episode, self.community, self.house.employee_id),
        )
        self.assertRegex(test.number, r"^ST-\d{5}$")
        self.assertEqual(test.display_name, f"{test.number} · {self.client.code}")

    def test_somebody_who_does_not_live_with_us(self):
        test = self.env["recovery.substance.test"].with_user(self.house).create({"client_id": self.client.id})
        self.assertEqual((test.program_id, test.house_id), (self.own, self.env["recovery.house"]))

    def test_breath_is_positive_above_the_limit_of_the_house(self):
        self.community.breath_limit = 0.2
        for value, unit, promille, result in (
            (0, "promille", 0, "negative"), (0.2, "promille", 0.2, "negative"), (0.3, "promille", 0.3, "positive"),
            (0.09, "mg_l", 0.189, "negative"), (0.5, "mg_l", 1.05, "positive"),
        ):
            with self.subTest(value=value, unit=unit):
                test = self.new_test(value=value, unit=unit)
                self.assertAlmostEqual(test.promille, promille, 2)
                self.assertEqual(test.result, result)

    def test_a_breath_test_without_a_reading_is_awaited(self):
        with Form(self.env["recovery.substance.test"].with_user(self.house)) as form:
            form.stay_id, form.kind = self.stay, "breath"
        test = form.record
        self.assertEqual((test.result, self.new_test().result), ("awaited", "awaited"))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            test.action_confirm()
        test.action_all_negative()
        test.action_confirm()
        self.assertEqual((test.result, test.state), ("negative", "confirmed"))

    def test_urine_is_what_its_substances_are(self):
        for screenings, result in (
            ((None, None), "awaited"), (("negative", None), "awaited"), (("negative", "negative"), "negative"),
            (("positive", None), "positive"), (("negative", "invalid"), "invalid"),
        ):
            with self.subTest(screenings=screenings):
                self.assertEqual(self.new_urine(screenings).result, result)

    def test_what_is_prescribed_is_not_positive(self):
        test = self.new_urine(("negative", "positive"))
        self.assertEqual((test.result, test.positive_names), ("positive", self.buprenorphine.display_name))
        test.line_ids[1].prescribed = True
        self.assertEqual((test.result, test.positive_names, test.line_ids[1].finding), ("negative", "", "expected"))

    def test_the_laboratory_has_the_last_word(self):
        test = self.new_urine(("positive", "negative"))
        test.line_ids[0].laboratory = "negative"
        self.assertEqual(test.result, "negative")

    def test_refused_and_diluted_are_said_by_people(self):
        test = self.new_urine((None, None))
        test.result = "diluted"
        test.line_ids.screening = "negative"
        self.assertEqual(test.result, "diluted")
        self.assertEqual(self.new_test(result="refused").result, "refused")

    def test_a_panel_brings_its_substances(self):
        panel = self.env.ref("recovery_housing.panel_urine_6")
        self.assertEqual(self.new_test(kind="urine", panel_id=panel.id).line_ids.substance_id, panel.substance_ids)
        with Form(self.env["recovery.substance.test"].with_user(self.house)) as form:
            form.stay_id, form.kind = self.stay, "urine"
            form.panel_id = panel
        self.assertEqual(form.record.line_ids.substance_id, panel.substance_ids)
        form.record.action_all_negative()
        self.assertEqual(form.record.result, "negative")

    def test_from_hand_to_hand(self):
        test = self.new_urine(("positive", "negative"), supervised=True, supervisor_id=self.house.employee_id.id)
        test.action_seal("S-77")
        self.assertEqual((test.state, test.sealed_by_id, test.seal_number), ("sealed", self.house, "S-77"))
        with self.assertRaisesRegex(UserError, "^Laboratory: "):
            test.action_send()
        test.laboratory_id = self.laboratory
        test.action_send()
        self.assertEqual((test.state, test.sent_by_id), ("sent", self.house))
        with self.assertRaisesRegex(UserError, "^State: "):
            test.action_confirm()
        test.action_report()
        test.line_ids[0].laboratory = "positive"
        test.action_confirm()
        self.assertEqual((test.state, test.confirmed_by_id, test.result), ("confirmed", self.house, "positive"))
        times = [test.taken_on, test.sealed_on, test.sent_on, test.reported_on, test.confirmed_on]
        self.assertEqual(times, sorted(times))

    def test_a_sealed_sample_stands_still(self):
        test = self.new_urine()
        test.action_seal()
        for values in ({"taken_on": self.hours(-5)}, {"client_id": self.client_other.id}, {"kind": "saliva"}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "sealed"), self.cr.savepoint():
                test.write(values)

    def test_a_confirmed_result_is_not_rewritten(self):
        test = self.new_urine(("positive", "negative"))
        test.action_confirm()
        for change in (
            lambda: test.write({"result": "negative"}), lambda: test.line_ids[0].write({"screening": "negative"}),
            lambda: test.line_ids[0].unlink(), lambda: test.write({"line_ids": [Command.create({
                "substance_id": self.cannabis.id, "screening": "negative",
            })]}),
        ):
            with self.assertRaisesRegex(UserError, "confirmed"), self.cr.savepoint():
                change()
        test.consequence = "talk"

    def test_a_correction_takes_its_place(self):
        test = self.new_urine(("positive", "negative"))
        test.action_confirm()
        Cancel = self.env["recovery.substance.test.cancel"]
        with self.assertRaises(AccessError):
            test.action_correct("result")
        with Form(Cancel.with_user(self.manager).with_context(default_test_id=test.id)) as form:
            form.reason, form.correct = "result", True
        action = form.record.action_cancel()
        again = test.browse(action["res_id"])
        self.assertEqual((test.state, test.cancel_reason, test.corrected_by_ids), ("cancelled", "result", again))
        self.assertEqual((again.corrects_id, again.state, len(again.line_ids)), (test, "taken", 2))
        self.assertNotEqual(again.number, test.number)
        again.line_ids[0].screening = "negative"
        again.action_confirm()
        self.assertEqual(again.result, "negative")

    def test_a_test_is_corrected_once(self):
        test = self.new_test()
        test.action_correct("time")
        for refusal in self.refusals("recovery.substance.test", "corrected_once", "Corrects"):
            with refusal:
                test.copy({"corrects_id": test.id})

    def test_a_sample_number_is_given_once(self):
        test = self.new_test()
        for refusal in self.refusals("recovery.substance.test", "number_uniq", "Sample number"):
            with refusal:
                self.new_test(number=test.number)

    def test_a_reading_is_not_negative(self):
        for refusal in self.refusals("recovery.substance.test", "reading", "Reading"):
            with refusal:
                self.new_test(value=-0.1)

    def test_what_is_cancelled_says_why(self):
        test = self.new_test()
        for refusal in self.refusals("recovery.substance.test", "cancelled", "Cancelled because"):
            with refusal:
                test.state = "cancelled"

    def test_nothing_awaited_is_confirmed(self):
        test = self.new_urine()
        for refusal in self.refusals("recovery.substance.test", "decided", "Result"):
            with refusal:
                test.action_confirm()

    def test_every_step_has_its_time(self):
        test = self.new_urine()
        for refusal in self.refusals("recovery.substance.test", "steps", "State"):
            with refusal:
                test.state = "sealed"

    def test_a_substance_stands_in_a_test_once(self):
        test = self.new_urine()
        for refusal in self.refusals("recovery.substance.test.line", "once", "Substance"):
            with refusal:
                test.line_ids = [Command.create({"substance_id": self.heroin.id})]

    def test_a_level_is_not_negative(self):
        test = self.new_urine()
        for refusal in self.refusals("recovery.substance.test.line", "level", "Level"):
            with refusal:
                test.line_ids[0].level = -1

    def test_a_panel_has_a_code_of_its_own(self):
        for refusal in self.refusals("recovery.substance.panel", "code_uniq", "Code"):
            with refusal:
                self.env["recovery.substance.panel"].create({"name": "Demo", "code": "urine_6"})

    def test_links_belong_to_the_person(self):
        with self.assertRaisesRegex(ValidationError, "^Episode: "):
            self.new_test().episode_id = self.new_episode(self.client_other, self.other)
        with self.assertRaisesRegex(ValidationError, "^Taken on: "):
            self.new_test(taken_on=fields.Datetime.now() + timedelta(hours=1))

    def test_a_test_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.new_test().sudo().unlink()

    def test_without_free_text(self):
        self.own.no_free_text = True
        test = self.new_test(value=0.4)
        with self.assertRaisesRegex(UserError, "no free text"):
            test.note = "He laughed"
        test.consequence = "talk"
