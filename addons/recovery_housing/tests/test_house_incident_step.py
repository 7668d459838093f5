from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .leave_case import LeaveCase


@tagged("post_install", "-at_install")
class TestHouseIncidentStep(LeaveCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.community.employee_ids = cls.house.employee_id
        cls.repair, cls.talk, cls.support = (
            cls.env.ref(f"recovery_housing.incident_step_{code}") for code in ("repair", "talk", "support")
        )
        cls.incident = cls.new_incident(date=cls.hours(-5 * 24))

    @classmethod
    def new_incident(cls, **values):
        return cls.env["recovery.house.incident"].with_user(cls.house).create({
            "house_id": cls.community.id, "kind": "damage", "level_id": cls.env.ref("recovery_housing.incident_level_1").id,
            **values,
        })

    def new_step(self, user=None, **values):
        return self.env["recovery.house.incident.step"].with_user(user or self.house).create({
            "incident_id": self.incident.id, "kind_id": self.repair.id, **values,
        })

    def to_dos(self):
        kind = self.env.ref("recovery_housing.activity_incident_step")
        self.env.invalidate_all()
        return self.incident.sudo().activity_ids.filtered(lambda to_do: to_do.activity_type_id == kind)

    def followed_up(self):
        self.incident.action_follow_up()
        return self.incident.with_user(self.manager)

    def test_whoever_is_responsible_has_a_to_do_until_the_deadline(self):
        step = self.new_step(user_id=self.manager.id, deadline=self.day(3))
        to_do = self.to_dos()
        self.assertEqual(
            (to_do.user_id, to_do.date_deadline, to_do.summary), (self.manager, self.day(3), "Follow-up: Repair"),
        )
        step.write({"deadline": self.day(5), "user_id": self.house.id, "kind_id": self.talk.id})
        self.assertEqual(self.to_dos(), to_do)
        self.assertEqual(
            (to_do.user_id, to_do.date_deadline, to_do.summary),
            (self.house, self.day(5), "Follow-up: Talk with the person"),
        )
        step.deadline = False
        self.assertFalse(self.to_dos())
        step.deadline = self.day(1)
        self.assertEqual(len(self.to_dos()), 1)

    def test_the_to_do_ends_with_the_step_and_begins_again_with_it(self):
        step = self.new_step(deadline=self.day(3))
        step.action_done("Glazier was here")
        self.assertFalse(self.to_dos())
        self.assertEqual(
            (step.state, step.done_on, step.done_by_id, step.result), ("done", self.today, self.house, "Glazier was here"),
        )
        step.action_plan()
        self.assertEqual((step.done_on, step.done_by_id.id, len(self.to_dos())), (False, False, 1))
        step.action_drop("otherwise")
        self.assertEqual((step.state, step.drop_reason, len(self.to_dos())), ("dropped", "otherwise", 0))

    def test_the_step_ends_with_the_to_do(self):
        step = self.new_step(user_id=self.counsellor.id, deadline=self.day(3))
        other = self.new_step(deadline=self.day(3))
        to_do = self.to_dos().filtered(lambda to_do: to_do.user_id == self.counsellor)
        to_do.with_user(self.counsellor).action_feedback(feedback="They talked")
        self.assertEqual((step.state, step.done_by_id, step.result), ("done", self.counsellor, "They talked"))
        self.assertEqual(other.state, "planned")

    def test_who_was_first_stays(self):
        step = self.new_step(deadline=self.day(-1))
        step.action_done("Mended", self.day(-2))
        step.with_user(self.manager).action_done("Me too")
        step.with_user(self.manager).write({"state": "done", "result": "Mended well"})
        self.assertEqual((step.done_by_id, step.done_on, step.result), (self.house, self.day(-2), "Mended well"))
        with self.assertRaisesRegex(AccessError, "^Done by: "):
            step.done_by_id = self.manager
        with self.assertRaisesRegex(UserError, "^Deadline: "):
            step.deadline = self.day(1)
        with self.assertRaisesRegex(UserError, "^State: "):
            step.action_drop("mistake")

    def test_what_was_done_already_is_written_down_as_done(self):
        step = self.new_step(state="done", done_on=self.day(-2), result="Locks changed")
        self.assertEqual((step.done_by_id, step.done_on), (self.house, self.day(-2)))
        self.assertFalse(self.to_dos())
        self.assertEqual(self.new_step(state="dropped", drop_reason="needless").state, "dropped")

    def test_days_lie_between_the_incident_and_now(self):
        for message, values in (
            ("^Deadline: ", {"deadline": self.day(-8)}),
            ("^Done on: .*before", {"state": "done", "done_on": self.day(-8)}),
            ("^Done on: .*not come", {"state": "done", "done_on": self.day(2)}),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.new_step(**values)

    def test_an_incident_is_not_closed_while_a_step_is_planned(self):
        steps = self.new_step(deadline=self.day(-1), name="Pane of the kitchen") | self.new_step(kind_id=self.talk.id)
        incident = self.followed_up()
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            incident.action_close()
        words = str(caught.exception)
        self.assertRegex(words, r"^Follow-up: still planned: Repair \(.+\), Talk with the person\.")
        self.assertNotIn("kitchen", words)
        steps[0].action_done()
        steps[1].action_drop("declined")
        incident.action_close()
        self.assertEqual(incident.state, "closed")

    def test_the_database_holds_it(self):
        self.new_step()
        self.followed_up()
        for refusal in self.refusals("recovery.house.incident", "steps", "Follow-up"):
            with refusal:
                self.incident.with_user(self.manager).action_close()

    def test_steps_of_a_closed_incident_stand_still(self):
        step = self.new_step(state="done")
        incident = self.followed_up()
        incident.action_close()
        for change in (
            self.new_step, step.action_plan, lambda: step.write({"result": "Other"}),
            lambda: incident.write({"step_ids": [Command.create({"kind_id": self.repair.id})]}),
        ):
            with self.assertRaisesRegex(UserError, "closed"), self.cr.savepoint():
                change()
        self.assertFalse(step.can_change)
        incident.action_reopen()
        step.action_plan()
        self.assertEqual(step.state, "planned")

    def test_cancelling_drops_what_was_planned(self):
        planned, done = self.new_step(deadline=self.day(2)), self.new_step(state="done")
        self.incident.with_user(self.manager).action_cancel()
        self.assertEqual((planned.state, planned.drop_reason, done.state), ("dropped", "cancelled", "done"))
        self.assertFalse(self.to_dos())

    def test_cancelling_is_the_managers(self):
        step = self.new_step()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.incident.action_cancel()
        self.assertEqual(step.state, "planned")

    def test_overdue_by_reading_and_searching(self):
        late, _today = self.new_step(deadline=self.day(-1)), self.new_step(deadline=self.today)
        other = self.new_incident()
        Step, Incident = self.env["recovery.house.incident.step"], self.env["recovery.house.incident"]
        mine = [("house_id", "=", self.community.id)]
        self.assertEqual(Step.search([*mine, ("is_overdue", "=", True)]), late)
        self.assertNotIn(late, Step.search([*mine, ("is_overdue", "=", False)]))
        incident = self.incident.with_user(self.house)
        self.assertEqual((incident.step_planned_count, incident.step_overdue_count), (2, 1))
        self.assertEqual((incident.is_overdue, incident.next_due), (True, self.day(-1)))
        self.assertEqual(Incident.search([*mine, ("is_overdue", "=", True)]), self.incident)
        self.assertEqual(Incident.search([*mine, ("is_overdue", "=", False)]), other)
        self.followed_up()
        self.assertTrue(incident.is_overdue)
        self.assertEqual(Incident.search([*mine, ("is_overdue", "=", True)]), self.incident)
        house = self.community.with_user(self.house)
        self.assertEqual((house.incident_step_count, house.incident_step_overdue_count), (2, 1))
        late.action_done()
        self.env.invalidate_all()
        self.assertEqual((incident.is_overdue, incident.next_due, house.incident_step_overdue_count), (False, self.today, 0))

    def test_the_next_shift_is_told_what_is_late(self):
        self.new_incident()
        self.new_step(deadline=self.day(-1))
        self.new_incident(kind="fire").with_user(self.manager).action_cancel()
        mine = {"open": 2, "overdue": 1}
        told = self.env["recovery.house.incident"].with_user(self.house).get_open(limit=1)
        self.assertEqual({name: told[name] for name in mine}, mine)
        [line] = told["incidents"]
        self.assertEqual((line["id"], line["code"], line["is_overdue"]), (self.incident.id, self.incident.code, True))
        self.assertEqual((line["house"], line["kind"]), (self.community.name, "Damage"))
        for user in (self.outreach, self.finance):
            self.assertEqual(self.env["recovery.house.incident"].with_user(user).get_open()["open"], 0)

    def test_the_next_deadline_is_the_earliest(self):
        self.incident.follow_up_due = self.day(2)
        self.new_step(deadline=self.day(6))
        self.assertEqual(self.incident.next_due, self.day(2))
        self.followed_up()
        self.assertEqual(self.incident.next_due, self.day(6))

    def test_a_counsellor_finishes_their_own_steps_alone(self):
        mine, other = self.new_step(user_id=self.counsellor.id), self.new_step()
        self.assertEqual([step.with_user(self.counsellor).can_change for step in (mine, other)], [True, False])
        mine.with_user(self.counsellor).action_done("We talked")
        self.assertEqual(mine.done_by_id, self.counsellor)
        for act in (
            lambda: other.with_user(self.counsellor).action_done(),
            lambda: self.new_step(user=self.counsellor),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()

    def test_whoever_leaves_the_programme_loses_their_steps_at_once(self):
        step = self.new_step(user_id=self.counsellor.id).with_user(self.counsellor)
        self.assertTrue(step.has_access("write"))
        self.own.employee_ids -= self.counsellor.employee_id
        self.assertFalse(step.has_access("read") or step.has_access("write"))

    def test_responsible_is_somebody_who_can_do_it(self):
        stranger = new_test_user(
            self.env, "demo_step_stranger", groups="recovery_care.group_house", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for user in (stranger, self.outreach, self.finance):
            with self.assertRaisesRegex(ValidationError, "^Responsible: "), self.cr.savepoint():
                self.new_step(user_id=user.id)
        step = self.new_step()
        with self.assertRaisesRegex(ValidationError, "^Responsible: "), self.cr.savepoint():
            step.user_id = stranger
        self.assertIn(self.counsellor, step.program_user_ids)

    def test_a_step_goes_with_the_incident_of_a_restricted_person_and_tells_nothing_of_them(self):
        self.new_episode(self.client_restricted, self.own)
        self.client_restricted.restricted_user_ids += self.manager
        self.incident = self.env["recovery.house.incident"].with_user(self.manager).create({
            "house_id": self.community.id, "kind": "threat", "date": self.hours(-24),
            "level_id": self.env.ref("recovery_housing.incident_level_1").id,
            "person_ids": [Command.create({"client_id": self.client_restricted.id})],
        })
        step = self.new_step(user=self.manager, kind_id=self.talk.id, user_id=self.house.id, deadline=self.day(2))
        self.env.flush_all()
        to_do = str(self.to_dos().with_user(self.house).read(["summary", "res_name", "note"]))
        for user in (self.house, self.counsellor):
            self.env.invalidate_all()
            seen = step.with_user(user)
            self.assertFalse(seen.incident_id.person_ids)
            for text in (seen.display_name, str(seen.read()), to_do):
                self.assertNotIn(self.client_restricted.code, text)

    def test_words_are_for_the_team(self):
        step = self.new_step(name="Pane", result="Ordered").with_user(self.data)
        self.assertEqual(step.read(["state"])[0]["state"], "planned")
        for name in ("name", "result"):
            with self.assertRaises(AccessError):
                step.read([name])
            with self.assertRaises(AccessError):
                step.search([(name, "ilike", "a")])

    def test_without_free_text(self):
        self.own.no_free_text = True
        step = self.new_step(deadline=self.day(1))
        for values in ({"name": "Pane"}, {"result": "Mended"}):
            with self.assertRaisesRegex(UserError, "no free text"), self.cr.savepoint():
                step.write(values)
        with self.assertRaisesRegex(UserError, "no free text"), self.cr.savepoint():
            self.to_dos().with_user(self.house).action_feedback(feedback="Mended")
        self.to_dos().with_user(self.house).action_done()
        self.assertEqual(step.state, "done")

    def test_done_says_when_and_by_whom(self):
        step = self.new_step()
        for refusal in self.refusals("recovery.house.incident.step", "done", "Done on"):
            with refusal:
                step.done_on = self.today

    def test_dropped_says_why(self):
        step = self.new_step()
        for refusal in self.refusals("recovery.house.incident.step", "dropped", "Dropped because"):
            with refusal:
                step.state = "dropped"

    def test_a_code_is_given_once(self):
        for refusal in self.refusals("recovery.house.incident.step.kind", "code_uniq", "Code"):
            with refusal:
                self.talk.code = "repair"

    def test_a_step_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "^State: "):
            self.new_step().sudo().unlink()

    def test_the_dialog_finishes_or_drops(self):
        step = self.new_step(deadline=self.day(1))
        for outcome, values in (
            ("done", {"done_on": self.day(-1), "result": "Mended"}), ("dropped", {"drop_reason": "impossible"}),
        ):
            action = step._ask(outcome)
            with Form(self.env[action["res_model"]].with_user(self.house).with_context(**action["context"])) as form:
                for name, value in values.items():
                    form[name] = value
            form.record.action_end()
            self.assertEqual(
                (step.state, *(step[name] for name in values)), (outcome, *values.values()),
            )
            step.action_plan()
        bare = self.env["recovery.house.incident.step.end"].with_user(self.house).create(
            {"step_id": step.id, "outcome": "dropped"},
        )
        with self.assertRaisesRegex(ValidationError, "^Because: "):
            bare.action_end()
        self.assertNotIn("cancelled", dict(bare._get_reasons()))

    def test_the_form_of_the_incident_takes_steps(self):
        with Form(self.incident) as form, form.step_ids.new() as line:
            line.kind_id = self.support
            line.user_id = self.counsellor
            line.deadline = self.day(4)
            line.name = "Talk after the night"
        self.assertEqual(self.incident.step_ids.kind_id, self.support)
        self.assertEqual(self.to_dos().user_id, self.counsellor)

    def test_another_company_sees_none(self):
        abroad = self.env["recovery.house.incident"].create({
            "house_id": self.abroad.id, "kind": "damage", "employee_ids": [],
            "level_id": self.env.ref("recovery_housing.incident_level_1").id,
            "step_ids": [Command.create({"kind_id": self.repair.id})],
        })
        for user in (self.house, self.manager, self.data):
            steps = self.env["recovery.house.incident.step"].with_user(user)
            self.assertFalse(steps.search([("incident_id", "=", abroad.id)]), user.login)
