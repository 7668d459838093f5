from collections import Counter

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .rota_case import RotaCase


@tagged("post_install", "-at_install")
class TestHouseRota(RotaCase):

    def test_two_weeks_ahead_shared_among_three(self):
        duties = self.plan()
        self.assertEqual(sorted(duties.mapped("date")), self.days(self.today, 14))
        loads = Counter(duties.client_id.mapped("id") and [duty.client_id.id for duty in duties])
        self.assertEqual(sorted(loads.values()), [4, 5, 5])
        self.assertEqual(set(duties.mapped("origin")), {"plan"})
        self.assertEqual(set(duties.mapped("load")), {30})

    def test_planning_again_plans_nothing_twice(self):
        first = self.plan()
        self.assertFalse(self.plan())
        self.assertEqual(self.all_duties(), first.sorted(lambda duty: (duty.date, duty.id)))

    def test_cron_twice_does_its_work_once(self):
        self.new_task("Bath")
        cron = self.env.ref("recovery_housing.cron_rota")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            before = self.all_duties()
            cron.method_direct_trigger()
        self.assertEqual(len(before), 28)
        self.assertEqual(self.all_duties(), before)

    def test_a_week_later_only_the_next_week_is_planned(self):
        self.plan()
        self.community.rota_weeks = 3
        self.assertEqual(len(self.all_duties()), 21)

    def test_no_weeks_no_rota(self):
        self.community.rota_weeks = 0
        self.assertFalse(self.plan())
        for refusal in self.refusals("recovery.house", "rota", "Plan the rota ahead"):
            with refusal:
                self.community.rota_weeks = 13

    def test_nobody_works_on_a_day_of_leave(self):
        self.away((self.stay_ada, 0, 10))
        duties = self.plan()
        self.assertFalse(duties.filtered(lambda duty: duty.client_id == self.ada and duty.date < self.day(10)))
        self.assertEqual(len(duties), 14)

    def test_leave_granted_afterwards_takes_the_duties_away(self):
        self.plan()
        self.assertTrue(self.duties_of(self.ada))
        self.away((self.stay_ada, 0, None))
        self.plan()
        self.assertFalse(self.duties_of(self.ada))
        self.assertEqual(sorted(self.all_duties().mapped("date")), self.days(self.today, 14))

    def test_nights_away_before_make_the_share_smaller(self):
        """Ada was away for all but ten of fifty nights: her share of what is done is counted over ten."""
        for stay, count in ((self.stay_ada, 4), (self.stay_ben, 20), (self.stay_cyr, 20)):
            for number in range(count):
                self.env["recovery.house.task.duty"].create({
                    "task_id": self.kitchen.id, "stay_id": stay.id, "date": self.day(-1 - number), "state": "done",
                })
        self.away((self.stay_ada, -45, -5))
        counts = Counter(duty.client_id for duty in self.plan())
        self.assertIn(counts[self.ada], (3, 4, 5))
        self.away()
        self.all_duties().filtered(lambda duty: duty.state == "planned").unlink()
        counts = Counter(duty.client_id for duty in self.plan())
        self.assertGreaterEqual(counts[self.ada], 12, "with all nights counted she owes sixteen times the kitchen")

    def test_exempt_people_are_left_out_and_their_duties_given_to_others(self):
        self.plan()
        exemption = self.env["recovery.house.task.exemption"].with_user(self.house).create({
            "house_id": self.community.id, "client_id": self.ben.id, "task_id": self.kitchen.id, "date_to": self.day(6),
        })
        self.assertFalse(self.duties_of(self.ben).filtered(lambda duty: duty.date <= self.day(6)))
        self.assertEqual(len(self.all_duties()), 14)
        exemption.write({"date_to": self.day(60)})
        self.assertFalse(self.duties_of(self.ben))

    def test_missed_is_still_owed_and_an_illness_is_not(self):
        for stay, state, excuse in (
            (self.stay_ada, "missed", False), (self.stay_ben, "excused", "ill"), (self.stay_cyr, "done", False),
        ):
            self.env["recovery.house.task.duty"].create([
                {
                    "task_id": self.kitchen.id, "stay_id": stay.id, "date": self.day(-1 - number), "state": state,
                    "excuse": excuse,
                } for number in range(6)
            ])
        counts = Counter(duty.client_id for duty in self.plan())
        self.assertEqual((counts[self.ada], counts[self.ben], counts[self.cyr]), (8, 3, 3))

    def test_who_leaves_leaves_the_duties_to_the_others(self):
        self.plan()
        self.assertTrue(self.duties_of(self.cyr))
        done = self.env["recovery.house.task.duty"].create({
            "task_id": self.kitchen.id, "stay_id": self.stay_cyr.id, "date": self.day(-1), "state": "done",
        })
        self.stay_cyr.with_user(self.house).action_check_out("completed", "own_home")
        self.assertEqual(self.duties_of(self.cyr), done, "what was done stays")
        self.assertEqual(len(self.all_duties()), 15)

    def test_a_planned_day_of_leaving_counts_already(self):
        self.plan()
        self.stay_cyr.with_user(self.house).date_to = self.day(3)
        self.assertFalse(self.duties_of(self.cyr).filtered(lambda duty: duty.date >= self.day(3)))
        self.assertEqual(len(self.all_duties()), 14)

    def test_who_moves_inside_the_house_keeps_the_duties(self):
        self.plan()
        bed = self.env["recovery.bed"].create({"name": "B", "room_id": self.room2.id})
        before = {duty.id for duty in self.duties_of(self.cyr)}
        moved = self.stay_cyr.with_user(self.house).action_move(bed.id)
        self.assertEqual({duty.id for duty in self.duties_of(self.cyr)}, before)
        self.assertEqual(self.duties_of(self.cyr).stay_id, moved.sudo())

    def test_who_moves_to_another_house_does_not(self):
        self.plan()
        house = self.new_house(self.own, "TWO")
        bed = self.env["recovery.bed"].create({"name": "A", "house_id": house.id})
        self.stay_cyr.with_user(self.house).action_move(bed.id)
        self.assertFalse(self.duties_of(self.cyr))
        self.assertEqual(len(self.all_duties()), 14)

    def test_who_has_not_come_does_not_count_until_the_day(self):
        bed = self.env["recovery.bed"].create({"name": "C", "room_id": self.room2.id})
        late = self.new_client(self.own, nickname="Demo Late")
        self.new_stay(bed, late, start=-3)
        coming = self.new_client(self.own, nickname="Demo Coming")
        other = self.env["recovery.bed"].create({"name": "D", "room_id": self.room2.id})
        self.new_stay(other, coming, start=5)
        self.community.rota_weeks = 6
        self.plan()
        self.assertFalse(self.duties_of(late))
        days = self.duties_of(coming).mapped("date")
        self.assertTrue(days and min(days) >= self.day(5))

    def test_who_is_excused_before_the_day_is_replaced(self):
        self.plan()
        duty = self.duties_of(self.ada)[-1]
        duty.with_user(self.house).action_excuse("ill")
        same = self.all_duties().filtered(lambda other: other.date == duty.date)
        self.assertEqual(sorted(same.mapped("state")), ["excused", "planned"])
        self.assertNotEqual(same.filtered(lambda other: other.state == "planned").client_id, self.ada)
        self.assertFalse(self.plan())

    def test_what_is_not_needed_does_not_come_back(self):
        duty = self.plan()[3]
        duty.with_user(self.house).action_not_needed()
        self.assertFalse(self.plan())

    def test_what_staff_planned_far_ahead_stays(self):
        far = self.env["recovery.house.task.duty"].create({
            "task_id": self.kitchen.id, "stay_id": self.stay_ada.id, "date": self.day(200),
        })
        self.plan()
        self.assertTrue(far.exists())
        self.stay_ada.date_to = self.day(150)
        self.assertFalse(far.exists())

    def test_planning_anew_keeps_what_staff_decided(self):
        duties = self.plan()
        kept = duties.filtered(lambda duty: duty.date > self.today and duty.client_id == self.ada)[0]
        kept.with_user(self.house).stay_id = self.stay_ben
        self.community.with_user(self.house).action_replan_rota()
        self.assertEqual((kept.exists().stay_id, kept.origin), (self.stay_ben, "manual"))
        self.assertEqual(len(self.all_duties()), 14)
        self.assertLess(len(duties.exists()), 14)

    def test_several_people_for_one_task(self):
        task = self.new_task("Cooking", people=2, minutes=60)
        duties = self.plan().filtered(lambda duty: duty.task_id == task)
        self.assertEqual(len(duties), 28)
        for day, on_day in duties.grouped("date").items():
            self.assertEqual(len(on_day.client_id), 2, day)

    def test_the_choice_is_explained_in_words(self):
        duty = self.plan()[0].with_user(self.house)
        self.assertEqual(
            duty.explanation,
            "0 weighted minutes in 51 nights before, with this task 0.6 a night: "
            "the smallest share of the 3 who could do it.",
        )

    def test_only_house_staff_of_the_programme_plan(self):
        for user in (self.outreach, self.counsellor, self.finance, self.data):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.community.with_user(user).action_plan_rota()
        with self.assertRaises(AccessError):
            self.flat.with_user(self.house).action_plan_rota()
        self.community.with_user(self.house).action_plan_rota()
        self.assertEqual(len(self.all_duties()), 14)

    def test_a_restricted_resident_works_like_all_and_is_seen_by_nobody_else(self):
        bed = self.env["recovery.bed"].create({"name": "C", "room_id": self.room2.id})
        self.new_stay(bed, self.client_restricted, start=-10, state="in")
        self.plan()
        secret = self.duties_of(self.client_restricted)
        self.assertTrue(secret)
        Duty = self.env["recovery.house.task.duty"].with_user(self.house)
        self.assertFalse(Duty.search([("id", "in", secret.ids)]))
        week = self.env["recovery.house.rota.week"].with_user(self.house).create({"house_id": self.community.id})
        self.assertNotIn(self.client_restricted.code, week.content)

    def test_one_query_budget_however_many_people(self):
        """What one night of planning reads does not grow with the residents."""
        self.plan()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(13):
            self.plan()


@tagged("post_install", "-at_install")
class TestHouseTaskDuty(RotaCase):

    def new_duty(self, stay=None, day=0, **values):
        return self.env["recovery.house.task.duty"].create({
            "task_id": self.kitchen.id, "stay_id": (stay or self.stay_ada).id, "date": self.day(day), **values,
        })

    def test_once_a_day(self):
        self.new_duty()
        for refusal in self.refusals("recovery.house.task.duty", "once", "Resident"):
            with refusal:
                self.new_duty()

    def test_load(self):
        for refusal in self.refusals("recovery.house.task.duty", "load", "Weighted minutes"):
            with refusal:
                self.new_duty(load=20000)

    def test_an_excuse_has_a_reason(self):
        for refusal in self.refusals("recovery.house.task.duty", "excused", "Excused because"):
            with refusal:
                self.new_duty(state="excused")

    def test_the_resident_lives_in_the_house_that_day(self):
        with self.assertRaisesRegex(ValidationError, "does not live here"):
            self.new_duty(day=-51)
        flat = self.new_stay(self.bed_flat, self.client_other, start=-5, state="in")
        with self.assertRaisesRegex(ValidationError, "another house"):
            self.new_duty(flat)

    def test_nothing_is_done_before_its_day(self):
        duty = self.new_duty(day=1)
        for act in (duty.action_done, duty.action_missed):
            with self.assertRaisesRegex(ValidationError, "^Date: "), self.cr.savepoint():
                act()

    def test_done_checked_and_again(self):
        duty = self.new_duty().with_user(self.house)
        duty.action_done()
        duty.action_done()
        self.assertEqual((duty.state, duty.recorded_by_id, duty.checked_by_id.id), ("done", self.house, False))
        duty.with_user(self.manager).action_check()
        self.assertEqual((duty.checked_by_id, bool(duty.checked_at)), (self.manager, True))
        duty.action_excuse("work")
        self.assertEqual((duty.state, duty.excuse), ("excused", "work"))
        duty.action_plan_again()
        self.assertEqual((duty.state, duty.excuse, duty.recorded_by_id.id), ("planned", False, False))

    def test_who_did_it_stands_when_it_is_done(self):
        duty = self.new_duty().with_user(self.house)
        duty.action_done()
        for values in ({"stay_id": self.stay_ben.id}, {"date": self.day(-1)}, {"load": 5}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Plan again"), self.cr.savepoint():
                duty.write(values)
        with self.assertRaises(UserError), self.cr.savepoint():
            duty.unlink()
        self.new_duty(day=-1).with_user(self.house).unlink()

    def test_a_change_by_staff_is_written_down(self):
        duty = self.new_duty(origin="plan").with_user(self.house)
        duty.stay_id = self.stay_ben
        self.assertEqual((duty.client_id, duty.origin), (self.ben, "manual"))
        [change] = duty.swap_ids
        self.assertEqual((change.client_id, change.other_client_id), (self.ada, self.ben))
        self.assertEqual((change.kind, change.state), ("staff", "agreed"))

    def test_what_a_user_plans_is_said_to_be_by_hand(self):
        duty = self.env["recovery.house.task.duty"].with_user(self.house).create({
            "task_id": self.kitchen.id, "stay_id": self.stay_ada.id, "origin": "plan",
        })
        self.assertEqual(duty.origin, "manual")
