from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HousingCase

# A Monday, at ten in the morning.
NOW = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestVisitRhythm(HousingCase):

    @classmethod
    def setUpClass(cls):
        frozen = freeze_time(NOW)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        super().setUpClass()
        cls.look = cls.env["recovery.service"].create({
            "code": "LOOK", "name": "Visit in the household", "kind": "accommodation", "default_minutes": 45,
        })
        cls.own.service_ids |= cls.look
        cls.keyworker = cls.counsellor.employee_id
        cls.episode.keyworker_id = cls.keyworker

    def visits(self, client=None, **domain):
        """Return the visits at home of the client, the earliest first."""
        return self.env["recovery.delivery"].search([
            ("client_id", "=", (client or self.client).id), ("service_id", "=", self.look.id),
            *((name, "=", value) for name, value in domain.items()),
        ], order="date, id")

    def state_of(self, record):
        self.env.invalidate_all()
        return record.visit_state

    def new_visit(self, days, state="done", **values):
        """Create a visit at home so many days from today, at a quarter past two."""
        return self.new_encounter(
            self.own, [], state=state, place="home", date_start=datetime(2026, 3, 2, 13, 15) + timedelta(days=days),
            delivery_ids=[Command.create({"client_id": self.client.id, "service_id": self.look.id})], **values,
        )

    def test_every_resident_is_visited_in_the_rhythm_of_the_house(self):
        self.community.visit_every_days = 14
        stay = self.new_stay(state="in")
        visit = self.visits()
        self.assertEqual((visit.date, visit.state, visit.minutes), (self.day(14), "planned", 45))
        encounter = visit.encounter_id
        self.assertEqual((encounter.place, encounter.program_id, encounter.by_rhythm), ("home", self.own, True))
        self.assertEqual(encounter.employee_ids, self.keyworker)
        self.assertEqual((self.state_of(stay), stay.visit_due, stay.visit_next), ("planned", self.day(14), self.day(14)))

    def test_a_finished_visit_plans_the_next_one_once_at_the_same_hour(self):
        self.community.visit_every_days = 7
        self.new_stay(start=-30, state="in")
        visit = self.visits().encounter_id
        visit.date_start = datetime(2026, 3, 2, 13, 15)
        visit.with_user(self.counsellor).action_done()
        visit.with_user(self.counsellor).action_done()
        following = self.visits(state="planned")
        self.assertEqual(following.date, self.day(7))
        zone = self.company._get_timezone()
        hours = [zone.fromutc(one.encounter_id.date_start).time() for one in self.visits()]
        self.assertEqual(len(hours), 2)
        self.assertEqual(hours[0], hours[1])

    def test_entered_afterwards_it_plans_the_next_one_too(self):
        self.community.visit_every_days = 14
        stay = self.new_stay(start=-30, state="in")
        self.visits().encounter_id.action_cancel()
        self.new_visit(-3)
        self.assertEqual(self.visits(state="planned").date, self.day(11))
        self.assertEqual((self.state_of(stay), stay.visit_last), ("planned", self.day(-3)))

    def test_nobody_met_another_attempt_within_a_week(self):
        self.community.visit_every_days = 28
        self.new_stay(start=-60, state="in")
        self.visits().encounter_id.write({"date_start": datetime(2026, 3, 2, 8)})
        self.visits().encounter_id.action_no_show()
        self.assertEqual(self.visits(state="planned").date, self.day(7))

    def test_no_visit_falls_on_a_weekend(self):
        self.community.visit_every_days = 12
        self.new_stay(state="in")
        self.assertEqual(self.visits().date, self.day(14), "twelve days on is a Saturday")

    def test_overdue_is_said_and_found(self):
        self.community.visit_every_days = 7
        stay = self.new_stay(start=-30, state="in")
        Stay = self.env["recovery.stay"]
        self.assertEqual(self.state_of(stay), "overdue", "nobody was there for a month")
        self.assertIn(stay, Stay.search([("visit_state", "=", "overdue")]))
        self.visits().encounter_id.date_start = datetime(2026, 3, 1, 9)
        self.assertEqual(self.visits().visit_state, "overdue")
        self.assertEqual(self.visits(visit_state="overdue"), self.visits())
        self.visits().action_visit_done()
        self.assertEqual(self.state_of(stay), "planned")
        self.assertNotIn(stay, Stay.search([("visit_state", "=", "overdue")]))
        self.assertIn(stay, Stay.search([("visit_state", "!=", False)]))

    def test_without_a_rhythm_nothing_is_planned(self):
        stay = self.new_stay(state="in")
        self.new_visit(-1)
        self.assertFalse(self.visits(state="planned"))
        self.assertFalse(self.state_of(stay))

    def test_without_a_service_it_is_only_due(self):
        self.own.service_ids -= self.look
        self.community.visit_every_days = 5
        stay = self.new_stay(state="in")
        self.assertFalse(self.visits())
        self.assertEqual((self.state_of(stay), stay.visit_due), ("due", self.day(5)))

    def test_the_job_plans_what_is_missing_once(self):
        self.community.visit_every_days = 7
        self.new_stay(state="in")
        self.visits().encounter_id.action_cancel()
        for _time in range(2):
            self.env["recovery.visit.rhythm"]._cron_visits()
            self.assertEqual(len(self.visits(state="planned")), 1)

    def test_who_leaves_is_not_expected_any_more(self):
        self.community.visit_every_days = 7
        stay = self.new_stay(start=-9, state="in")
        by_hand = self.new_visit(3, state="planned")
        stay.action_check_out("completed", "own_home")
        self.assertEqual(self.visits(state="planned").encounter_id, by_hand, "what a person planned, a person cancels")

    def test_setting_and_ending_the_rhythm_of_a_house(self):
        self.new_stay(state="in")
        self.community.visit_every_days = 7
        self.assertEqual(len(self.visits(state="planned")), 1)
        self.community.visit_every_days = 0
        self.assertFalse(self.visits(state="planned"))

    def test_a_tenancy_has_a_rhythm_and_a_visitor_of_its_own(self):
        self.community.visit_every_days = 7
        stay = self.new_stay(start=-5, state="in")
        self.visits().encounter_id.action_cancel()
        tenancy = self.env["recovery.tenancy"].create({
            "client_id": self.client.id, "date_from": self.day(-5), "rent": 300, "stay_id": stay.id, "visit_every_days": 28,
            "keyworker_id": self.house.employee_id.id,
        })
        visit = self.visits(state="planned")
        self.assertEqual((visit.date, visit.encounter_id.employee_ids), (self.day(23), self.house.employee_id))
        self.assertEqual((self.state_of(tenancy), self.state_of(stay)), ("planned", False), "the tenancy decides")
        tenancy.date_left = self.today
        self.assertEqual(self.visits(state="planned"), visit, "the house goes on with its own rhythm")
        self.assertEqual(self.state_of(stay), "planned")

    def test_a_tenancy_after_the_stay(self):
        tenancy = self.env["recovery.tenancy"].create({
            "client_id": self.client.id, "date_from": self.day(-400), "rent": 300, "visit_every_days": 30,
        })
        self.assertEqual(self.visits(state="planned").date, self.day(7), "long overdue: within a week")
        self.assertEqual(tenancy.visit_state, "overdue")
        tenancy.date_to = self.day(-1)
        self.assertFalse(self.visits(state="planned"))

    def test_the_rhythm_is_between_never_and_a_year(self):
        for refusal in self.refusals("recovery.house", "visit_rhythm", "Visits every"):
            with refusal:
                self.community.visit_every_days = -1
        tenancy = self.env["recovery.tenancy"].create({"client_id": self.client.id, "date_from": self.today})
        for refusal in self.refusals("recovery.tenancy", "visit_rhythm", "Visits every"):
            with refusal:
                tenancy.visit_every_days = 367

    # What was found

    def test_nothing_of_what_was_found_is_mandatory_and_some_of_it_a_concern(self):
        visit = self.new_visit(-1, state="planned").delivery_ids.with_user(self.counsellor)
        visit.action_visit_done()
        self.assertEqual((visit.state, visit.found_concern), ("done", False))
        for name, value, concern in (
            ("found_home", "untidy", False), ("found_home", "neglected", True), ("found_food", "none", True),
            ("found_bills", "behind", False), ("found_bills", "notice", True), ("found_company", "guests", False),
            ("found_company", "trouble", True), ("found_use", "told", False), ("found_use", "signs", True),
            ("found_safety", "danger", True), ("found_agreed", "sooner", False),
        ):
            one = self.new_visit(1, state="planned").delivery_ids
            one[name] = value
            with self.subTest(name=name, value=value):
                self.assertEqual(one.found_concern, concern)

    def test_what_was_found_is_corrected_by_amendment(self):
        encounter = self.new_visit(-1, state="planned")
        encounter.delivery_ids.found_home = "order"
        encounter.action_done()
        with self.assertRaises(UserError):
            encounter.delivery_ids.found_home = "neglected"
        encounter.amend("Wrong answer")
        encounter.delivery_ids.found_home = "neglected"
        encounter.action_finish_amendment()
        self.assertIn("Neglected", encounter.amendment_ids.changes_text)

    def test_finance_counts_the_visit_and_reads_nothing_of_it(self):
        visit = self.new_visit(-1).delivery_ids
        self.assertEqual(visit.with_user(self.finance).state, "done")
        with self.assertRaises(AccessError):
            visit.with_user(self.finance).read(["found_use"])
        for model, name in (
            ("recovery.delivery", "found_concern"), ("recovery.delivery", "visit_state"), ("recovery.stay", "visit_state"),
        ):
            with self.subTest(model=model, name=name), self.assertRaises(AccessError):
                self.env[model].with_user(self.finance).search([(name, "!=", False)])

    def test_the_client_leads_to_the_visits(self):
        visit = self.new_visit(-1).delivery_ids
        self.new_encounter(self.own, [self.client], state="done")
        action = self.client.with_user(self.counsellor).action_open_home_visits()
        self.assertEqual(self.env["recovery.delivery"].search(action["domain"]), visit)
        stay = self.new_stay(start=-9, state="in")
        self.assertEqual(stay.with_user(self.counsellor).visit_ids, visit)
        action = self.client.with_user(self.counsellor).action_plan_home_visit()
        planned = self.env["recovery.encounter"].with_user(self.counsellor).with_context(**action["context"]).create({})
        self.assertEqual(
            (planned.place, planned.program_id, planned.delivery_ids.client_id, planned.delivery_ids.service_id),
            ("home", self.own, self.client, self.look),
        )
