from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .access_table_application import TABLE_APPLICATION
from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestHousingApplication(ApplicationCase):

    def test_the_house_says_kind_programme_and_company(self):
        application = self.apply()
        self.assertEqual(
            (application.kind, application.program_id, application.company_id), ("community", self.own, self.company),
        )

    def test_a_kind_is_named_by_its_code_too(self):
        Application = self.env["recovery.housing.application"]
        application = Application.create({"client_id": self.client.id, "kind": "community", "program_id": self.own.id})
        self.assertEqual(application.kind_id, self.env.ref("recovery_housing.kind_community"))
        self.assertEqual(application.asked_for, "Any: Residential community")
        self.assertEqual(Application.search([("kind", "=", "community"), ("client_id", "=", self.client.id)]), application)
        with self.assertRaisesRegex(ValidationError, "^Kind: "):
            Application.create({"client_id": self.client.id, "kind": "castle", "program_id": self.own.id})

    def test_a_person_applies_to_a_house_once_at_a_time(self):
        first = self.apply()
        for refusal in self.refusals("recovery.housing.application", "one_open_house", "Client"):
            with refusal:
                self.apply()
        first.action_withdraw("changed_mind")
        self.apply()

    def test_a_person_applies_for_a_kind_once_at_a_time(self):
        self.apply_for_kind()
        for refusal in self.refusals("recovery.housing.application", "one_open_kind", "Client"):
            with refusal:
                self.apply_for_kind()
        self.apply()

    def test_a_decision_has_a_reason(self):
        application = self.apply()
        for refusal in self.refusals("recovery.housing.application", "decided", "Decision because"):
            with refusal:
                application.write({"state": "refused"})
        with self.assertRaisesRegex(UserError, "^Decision because: "):
            application.action_refuse("nonsense")

    def test_nobody_applies_tomorrow(self):
        with self.assertRaisesRegex(ValidationError, "^Applied on: "):
            self.apply(date_applied=self.day(1))

    def test_applying_begins_an_episode_and_the_staff_of_the_house_see_the_person(self):
        person = self.new_person(self.other)
        self.join(self.counsellor, self.other)
        self.assertFalse(self.env["recovery.client"].with_user(self.house).search([("id", "=", person.id)]))
        application = self.apply(person, user=self.counsellor)
        self.env.flush_all()
        self.assertEqual((application.episode_id.state, application.episode_id.program_id), ("applied", self.own))
        self.assertTrue(self.env["recovery.client"].with_user(self.house).search([("id", "=", person.id)]))

    def test_an_open_episode_is_used(self):
        application = self.apply()
        self.assertEqual(application.episode_id, self.episode)
        application.action_wait()
        application.action_refuse("criteria")
        self.assertEqual(self.episode.state, "active")

    def test_several_applications_at_once_begin_one_episode(self):
        person, cabin = self.new_person(self.other), self.new_house(self.own, "CABIN")
        applications = self.env["recovery.housing.application"].create([
            {"client_id": person.id, "house_id": house.id} for house in (self.community, cabin)
        ])
        self.assertEqual(len(applications.episode_id), 1)

    def test_the_episode_waits_and_ends_with_the_last_application(self):
        person, cabin = self.new_person(self.other), self.new_house(self.own, "CABIN")
        first, second = self.apply(person), self.apply(person, cabin)
        first.with_user(self.house).action_wait()
        self.assertEqual(first.episode_id.state, "waiting")
        first.with_user(self.house).action_refuse("criteria", "Demo: the team decided")
        self.assertEqual((first.date_decided, first.episode_id.state), (self.today, "waiting"))
        second.with_user(self.house).action_withdraw("found")
        self.assertEqual((second.episode_id.state, second.episode_id.end_reason), ("closed", "not_admitted"))
        second.with_user(self.house).action_reopen()
        self.assertEqual((second.state, second.decision_reason, second.date_decided), ("waiting", False, False))
        self.assertEqual(second.episode_id.state, "waiting")

    def test_only_a_manager_reopens_what_was_refused(self):
        application = self.apply()
        application.action_refuse("criteria")
        with self.assertRaises(AccessError):
            application.with_user(self.house).action_reopen()
        application.with_user(self.manager).action_reopen()
        self.assertEqual(application.state, "waiting")

    def test_nobody_writes_what_follows_from_an_offer(self):
        application = self.apply()
        for state in ("offered", "admitted"):
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "^State: "):
                application.with_user(self.house).state = state
        with self.assertRaisesRegex(UserError, "^State: "):
            self.apply(self.new_person(), user=self.house, state="offered")

    def test_a_counsellor_asks_another_programme_and_takes_back_but_does_not_decide(self):
        application = self.apply(house=self.flat, user=self.counsellor)
        self.assertEqual(application.program_id, self.other)
        application.with_user(self.stranger).read(["state"])
        with self.assertRaises(AccessError):
            application.with_user(self.counsellor).action_refuse("criteria")
        with self.assertRaises(AccessError):
            application.with_user(self.outreach).action_withdraw("found")
        application.with_user(self.counsellor).action_withdraw("found")
        self.assertEqual(application.state, "withdrawn")

    def test_a_counsellor_does_not_put_a_client_before_others(self):
        for values in (
            {"state": "waiting"}, {"priority_adjustment": 5, "priority_reason": "Demo"}, {"exception_reason": "Demo"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.apply(house=self.flat, user=self.counsellor, **values)

    def test_a_client_of_nobody_here_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Client: choose a client"):
            self.apply(self.client_other, user=self.counsellor)

    def test_the_staff_who_were_asked_stay_the_same(self):
        application = self.apply_for_kind()
        with self.assertTold("House: "):
            application.house_id = self.flat
        application.house_id = self.community
        self.assertEqual(application.program_id, self.own)
        with self.assertTold("House: “Demo house FLAT” is of another programme"):
            self.apply(self.new_person(), self.flat, program_id=self.own.id)

    def test_an_application_stays_with_its_client_and_is_not_deleted(self):
        application = self.apply()
        with self.assertRaisesRegex(UserError, "^Client: "):
            application.with_user(self.house).client_id = self.new_person()
        with self.assertRaises(UserError):
            application.unlink()

    def test_what_counts_comes_from_the_last_situation_that_the_user_sees(self):
        Situation = self.env["recovery.situation"]
        for days, housing, children in ((9, "stable", "no"), (2, "unstable", "yes")):
            Situation.create({
                "client_id": self.client.id, "program_id": self.own.id, "date": self.today - timedelta(days=days),
                "housing": housing, "with_children": children,
            })
        application = self.apply(user=self.counsellor)
        self.assertEqual((application.homeless, application.with_children), ("yes", "yes"))
        self.assertEqual(self.apply(self.new_person()).homeless, "unknown")
        elsewhere = self.new_person()
        self.new_episode(elsewhere, self.other)
        Situation.create({"client_id": elsewhere.id, "program_id": self.other.id, "housing": "unstable"})
        self.assertEqual(self.apply(elsewhere, user=self.counsellor).homeless, "unknown")

    def test_days_of_waiting_end_with_the_decision(self):
        application = self.apply(date_applied=self.day(-20))
        self.assertEqual(application.days_waiting, 20)
        application.action_refuse("no_place")
        application.date_decided = self.day(-5)
        self.assertEqual(application.days_waiting, 15)

    def test_no_free_text_where_the_programme_keeps_none(self):
        self.silence(self.own)
        application = self.apply()
        with self.assertTold("In words: the programme"):
            application.with_user(self.house).action_refuse("criteria", "Demo words")
        with self.assertTold("Admitted in spite of: the programme"):
            application.with_user(self.manager).exception_reason = "Demo words"
        application.with_user(self.manager).exception_reason = "No other place"
        application.with_user(self.house).action_refuse("criteria")

    def test_every_text_about_a_client_is_free_text(self):
        for model in TABLE_APPLICATION:
            Model = self.env[model]
            if "client_id" in Model._fields:
                texts = {
                    name for name, field in Model._fields.items()
                    if field.type in ("char", "text", "html") and field.store and field._module == "recovery_housing"
                }
                with self.subTest(model=model):
                    self.assertEqual(texts - set(getattr(Model, "_free_text_fields", ())), set())

    def test_two_applications_of_one_person_become_one(self):
        twin = self.new_person()
        kept, second = self.apply(), self.apply(twin)
        self.env["recovery.client.merge"].with_user(self.manager).merge(self.client.id, twin.id, "Demo: one person")
        self.env.invalidate_all()
        self.assertEqual((kept.state, second.state, second.decision_reason), ("applied", "withdrawn", "twice"))
        self.assertEqual(second.client_id, self.client)

    def test_the_dialog_decides_with_the_users_rights(self):
        application = self.apply()
        action = application.with_user(self.house).action_open_refuse()
        dialog = self.env["recovery.housing.decide"].with_user(self.house).with_context(**action["context"]).create(
            {"reason": "criteria", "note": "Demo: later"},
        )
        dialog.action_decide()
        self.assertEqual((application.state, application.decision_note), ("refused", "Demo: later"))
        withdrawn = self.apply(house=self.flat, user=self.counsellor)
        action = withdrawn.action_open_withdraw()
        self.env["recovery.housing.decide"].with_user(self.counsellor).with_context(**action["context"]).create(
            {"reason": "found"},
        ).action_decide()
        self.assertEqual(withdrawn.state, "withdrawn")
