import base64

from dateutil.relativedelta import relativedelta
from lxml import etree
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .leave_case import LeaveCase

PIXEL = base64.b64encode(base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
))


@tagged("post_install", "-at_install")
class TestHouseRuleEvent(LeaveCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dishes, cls.drugs = cls.env["recovery.house.rule"].create([
            {"name": "Kitchen duty", "house_id": cls.community.id},
            {"name": "No drugs in the house", "first_step": "written", "valid_months": 12, "description": "Nothing of it."},
        ])

    def new_event(self, rule=None, day=0, user=None, tell=True, stay=None, **values):
        event = self.env["recovery.house.rule.event"].with_user(user or self.house).create({
            "stay_id": (stay or self.stay).id, "rule_id": (rule or self.dishes).id, "date": self.day(day), **values,
        })
        if tell:
            event.action_tell()
        return event

    def test_the_steps_follow_each_other(self):
        self.assertEqual(
            [self.new_event(day=day, user=self.manager).step for day in (-9, -8, -7, -6, -5, -4)],
            ["talk", "verbal", "written", "contract", "leaving", "leaving"],
        )

    def test_the_last_step_opens_the_check_out(self):
        event = self.new_event(self.drugs, step="leaving", user=self.manager)
        action = event.with_user(self.house).action_open_check_out()
        dialog = Form(self.env[action["res_model"]].with_user(self.house).with_context(**action["context"]))
        self.assertEqual((dialog.stay_id, dialog.exit_reason), (self.stay, "excluded"))
        dialog.exit_destination = "street"
        dialog.save().action_check_out()
        self.assertEqual((self.stay.state, self.stay.exit_reason, event.stay_state), ("out", "excluded", "out"))

    def test_a_breach_begins_with_the_test_or_the_leave(self):
        """The buttons of the forms give what they know to the form of the breach."""
        action = self.env.ref("recovery_housing.house_rule_event_action_breach")
        for view, cause in (("substance_test_view_form", "default_test_id"), ("stay_leave_view_form", "default_leave_id")):
            model = self.env.ref(f"recovery_housing.{view}").model
            arch = self.env[model].with_user(self.house).get_view(self.env.ref(f"recovery_housing.{view}").id)["arch"]
            [button] = etree.fromstring(arch).xpath(f"//button[@name='{action.id}']")
            context = safe_eval(button.get("context"), {"stay_id": self.stay.id, "id": 0})
            self.assertEqual(context, {"default_stay_id": self.stay.id, cause: 0, "default_kind": "breach"})
        test = self.env["recovery.substance.test"].with_user(self.house).create({
            "stay_id": self.stay.id, "kind": "breath", "value": 0.8,
        })
        with Form(self.env["recovery.house.rule.event"].with_user(self.house).with_context(
            default_stay_id=self.stay.id, default_test_id=test.id, default_kind="breach",
        )) as breach:
            breach.rule_id = self.dishes
        self.assertEqual((breach.record.test_id, breach.record.client_id), (test, self.stay.client_id))

    def test_a_grave_breach_begins_further_on(self):
        self.assertEqual(self.new_event(self.drugs, -9).step, "written")
        self.assertEqual(self.new_event(self.dishes, -8).step, "contract")

    def test_a_milder_step_may_be_chosen(self):
        self.new_event(day=-9)
        event = self.new_event(day=-8, step="talk")
        self.assertEqual((event.step, event.step_proposed), ("talk", "verbal"))
        self.assertEqual(self.new_event(day=-7).step, "verbal")

    def test_drafts_cancelled_and_later_ones_do_not_count(self):
        self.new_event(day=-9, tell=False)
        self.new_event(day=-8).with_user(self.manager).action_cancel("objection")
        self.new_event(day=-2)
        self.assertEqual(self.new_event(day=-5).step, "talk")

    def test_a_breach_counts_for_the_months_of_the_rule_or_of_the_house(self):
        self.community.breach_months = 2
        early = self.env["recovery.house.rule.event"].create({
            "stay_id": self.new_old_stay().id, "rule_id": self.dishes.id, "date": self.day(-200), "state": "valid",
        })
        self.assertEqual(early.expires_on, self.day(-200) + relativedelta(months=2))
        self.assertFalse(early.is_counting)
        self.assertNotIn(early, early.search([("is_counting", "=", True)]))
        self.assertEqual(self.new_event(day=-3).step, "talk")
        early.sudo().write({"rule_id": self.drugs.id})
        self.assertEqual(early.expires_on, self.day(-200) + relativedelta(months=12))
        self.assertTrue(early.is_counting)
        self.assertIn(early, early.search([("is_counting", "=", True)]))
        self.assertEqual(self.new_event(day=-2).step, "contract")

    def new_old_stay(self):
        return self.new_stay(self.bed_b, start=-300, stop=-100, state="out")

    def test_breaches_go_along_to_another_house_of_the_programme_not_beyond(self):
        self.new_event(day=-5)
        hostel = self.new_house(self.own, "HOS")
        bed = self.env["recovery.bed"].create({"name": "A", "house_id": hostel.id})
        stay = self.stay.with_user(self.house).action_move(bed.id)
        everywhere = self.drugs.copy({"first_step": "talk", "name": "Quiet at night"})
        self.assertEqual(self.new_event(everywhere, stay=stay).step, "verbal")
        with self.assertRaisesRegex(ValidationError, "^Rule: "):
            self.new_event(self.dishes, stay=stay)
        elsewhere = self.new_stay(self.bed_flat, self.client_other, start=-3, state="in")
        event = self.env["recovery.house.rule.event"].create({"stay_id": elsewhere.id, "rule_id": everywhere.id})
        self.assertEqual(event.step, "talk")

    def test_only_the_manager_sends_somebody_away(self):
        event = self.new_event(step="leaving", tell=False)
        with self.assertRaises(AccessError):
            event.action_tell()
        event.with_user(self.manager).action_tell()
        self.assertEqual((event.state, bool(event.told_on)), ("valid", True))

    def test_what_was_told_stands_still(self):
        event = self.new_event(details="Left the dishes")
        for values in ({"details": "Other"}, {"step": "written"}, {"expires_on": self.day(300)}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "was told"):
                event.write(values)
        with self.assertRaises(AccessError):
            event.action_cancel("mistake")
        with self.assertRaises(UserError):
            event.unlink()
        event.write({"signature": PIXEL, "signed_on": self.today})
        event.with_user(self.manager).action_cancel("objection")
        self.assertFalse(event.is_counting)
        self.new_event(tell=False).unlink()

    def test_the_form_proposes_the_step_and_signs(self):
        self.new_event(day=-3)
        with Form(self.env["recovery.house.rule.event"].with_user(self.house)) as form:
            form.stay_id, form.rule_id = self.stay, self.dishes
            self.assertEqual((form.step_proposed, form.step), ("verbal", "verbal"))
            form.signature = PIXEL
            self.assertEqual(form.signed_on, self.today)
        self.assertEqual(form.record.employee_id, self.house.employee_id)

    def test_an_agreement_has_no_step_and_does_not_end_by_itself(self):
        event = self.env["recovery.house.rule.event"].with_user(self.house).create({
            "stay_id": self.stay.id, "kind": "agreement", "conditions": "Meetings twice a week",
        })
        event.action_tell()
        self.assertEqual((event.step, event.expires_on, event.is_counting), (False, False, True))
        self.assertEqual(self.new_event().step, "talk")

    def test_a_breach_names_rule_and_step(self):
        for refusal in self.refusals("recovery.house.rule.event", "rule_known", "Rule"):
            with refusal:
                self.new_event(tell=False).rule_id = False

    def test_it_counts_at_least_a_day(self):
        for refusal in self.refusals("recovery.house.rule.event", "expires", "Counts until"):
            with refusal:
                self.new_event(expires_on=self.today)

    def test_what_is_cancelled_says_why(self):
        event = self.new_event(tell=False)
        for refusal in self.refusals("recovery.house.rule.event", "cancelled", "Cancelled because"):
            with refusal:
                event.state = "cancelled"

    def test_months_of_rules_and_houses(self):
        for refusal in self.refusals("recovery.house.rule", "months", "Counts for"):
            with refusal:
                self.dishes.valid_months = -1
        for refusal in self.refusals("recovery.house", "life", "Breath limit"):
            with refusal:
                self.community.breach_months = 0

    def test_causes_are_the_persons_own(self):
        test = self.env["recovery.substance.test"].create({"stay_id": self.new_stay(
            self.bed_b, self.client_other, start=-3, state="in").id})
        with self.assertRaisesRegex(ValidationError, "^Test: "):
            self.new_event(test_id=test.id)
        with self.assertRaisesRegex(ValidationError, "^Date: "):
            self.new_event(day=1)

    def test_the_letter_speaks_the_language_of_the_resident(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.dishes.with_context(lang="fr_FR").name = "Service de cuisine"
        event = self.new_event(details="Dishes", conditions="Ce soir")
        report = self.env["ir.actions.report"].with_user(self.house)
        html = report._render_qweb_html("recovery_housing.house_rule_event_letter", event.ids)[0].decode()
        self.assertIn("Kitchen duty", html)
        self.client.language = "fr_FR"
        html = report._render_qweb_html("recovery_housing.house_rule_event_letter", event.ids)[0].decode()
        for words in ("Service de cuisine", "Ce soir", self.client.name, self.company.name):
            self.assertIn(words, html)
        self.assertNotIn("Kitchen duty", html)

    def test_printing_is_logged(self):
        event = self.new_event()
        Log = self.env["recovery.access.log"].sudo()
        before = Log.search_count([("client_id", "=", self.client.id), ("action", "=", "print")])
        self.env["ir.actions.report"].with_user(self.house)._render_qweb_html(
            "recovery_housing.house_rule_event_letter", event.ids,
        )
        self.assertGreater(Log.search_count([("client_id", "=", self.client.id), ("action", "=", "print")]), before)

    def test_without_free_text(self):
        self.own.no_free_text = True
        for values in ({"details": "Dishes"}, {"conditions": "Twice a week"}):
            with self.assertRaisesRegex(UserError, "no free text"), self.cr.savepoint():
                self.new_event(**values)
        self.new_event(user=self.manager, step="contract", condition_until=self.day(30))
