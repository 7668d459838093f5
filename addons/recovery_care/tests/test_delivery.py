from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestDelivery(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.encounter = cls.new_encounter(cls.own, cls.client, minutes=60)
        cls.delivery = cls.encounter.delivery_ids

    def deliver(self, **values):
        return self.env["recovery.delivery"].create({
            "encounter_id": self.encounter.id, "client_id": self.client.id, "service_id": self.group_work.id, **values,
        })

    def test_somebody_or_a_number_of_unnamed_people(self):
        for values in ({"client_id": False, "headcount": 0}, {"headcount": 2}):
            for refusal in self.refusals("recovery.delivery", "somebody", "Client"):
                with self.subTest(values=values), refusal:
                    self.deliver(service_id=self.exchange.id, **values)

    def test_unnamed_people(self):
        self.assertEqual(self.deliver(client_id=False, headcount=5, service_id=self.exchange.id).headcount, 5)

    def test_service_for_a_person_is_not_recorded_for_a_number(self):
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.deliver(client_id=False, headcount=5)

    def test_numbers_are_not_negative(self):
        for values in ({"minutes": -1}, {"quantity": -1}, {"minutes": 44641}):
            for refusal in self.refusals("recovery.delivery", "numbers", "Minutes"):
                with self.subTest(values=values), refusal:
                    self.delivery.write(values)

    def test_service_once_a_client_and_encounter(self):
        for refusal in self.refusals("recovery.delivery", "once", "Service"):
            with refusal:
                self.deliver(service_id=self.talk.id)

    def test_cancelled_service_does_not_stand_in_the_way(self):
        self.delivery.action_cancel()
        self.env.flush_all()
        self.assertTrue(self.deliver(service_id=self.talk.id))

    def test_facts_follow_the_encounter(self):
        self.assertEqual(
            (self.delivery.program_id, self.delivery.company_id, self.delivery.date, self.delivery.state),
            (self.own, self.company, self.encounter.date, "planned"),
        )
        self.encounter.date_start = "2026-02-03 10:00:00"
        self.assertEqual(str(self.delivery.date), "2026-02-03")

    def test_what_follows_the_encounter_is_not_written_beside_it(self):
        for values in ({"program_id": self.other.id}, {"date": "2020-01-01"}, {"company_id": self.partner_company.id}):
            with self.subTest(values=values), self.assertRaises(UserError), self.cr.savepoint():
                self.delivery.with_user(self.manager).write(values)

    def test_what_follows_the_encounter_is_taken_from_it(self):
        delivery = self.deliver(program_id=self.other.id, date="2020-01-01")
        self.assertEqual((delivery.program_id, delivery.date), (self.own, self.encounter.date))

    def test_planned_service_does_not_become_done_alone(self):
        """Otherwise it would be counted in an encounter that has not taken place."""
        with self.assertRaises(UserError), self.cr.savepoint():
            self.delivery.with_user(self.counsellor).write({"state": "done"})

    def test_service_apart_from_its_encounter_is_no_show_or_cancelled(self):
        for refusal in self.refusals("recovery.delivery", "own_state", "State"):
            with refusal:
                self.delivery.state_own = True

    def test_service_comes_from_the_programme(self):
        encounter = self.env["recovery.encounter"].create({
            "program_id": self.own.id, "delivery_ids": [Command.create({"client_id": self.client.id})],
        })
        self.assertEqual(encounter.delivery_ids.service_id, self.own.service_ids[:1])

    def test_minutes_are_those_of_the_encounter(self):
        self.assertEqual(self.delivery.minutes, 60)

    def test_no_minute_of_a_person_counts_twice(self):
        encounter = self.env["recovery.encounter"].create({
            "program_id": self.own.id, "minutes": 60, "delivery_ids": [
                Command.create({"client_id": self.client.id, "service_id": self.talk.id, "minutes": 40}),
                Command.create({"client_id": self.client.id, "service_id": self.group_work.id}),
            ],
        })
        self.assertLessEqual(sum(encounter.delivery_ids.mapped("minutes")), 60)

    def test_second_service_added_later_takes_what_is_left(self):
        self.delivery.minutes = 45
        self.assertEqual(self.deliver().minutes, 15)

    def test_every_member_of_a_group_has_the_whole_time(self):
        group = self.new_encounter(self.own, self.client | self.new_client(self.own), minutes=90)
        self.assertEqual(group.delivery_ids.mapped("minutes"), [90, 90])

    def test_episode_is_the_one_running_on_the_day(self):
        self.assertEqual(self.delivery.episode_id, self.episode)
        before = self.new_encounter(self.own, self.client, date_start="2020-01-01 10:00:00")
        self.assertFalse(before.delivery_ids.episode_id)

    def test_episode_of_another_programme_is_not_taken(self):
        self.new_episode(self.client_other, self.other)
        self.client_other.intake_program_id = self.own
        encounter = self.new_encounter(self.own, self.client_other)
        self.assertFalse(encounter.delivery_ids.episode_id)

    def test_episode_of_another_client_is_refused(self):
        stranger = self.new_episode(self.new_client(self.own), self.own)
        with self.assertRaisesRegex(ValidationError, "^Episode"):
            self.delivery.episode_id = stranger

    def test_client_of_another_company_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.delivery.client_id = self.client_foreign

    def test_absence_of_one_is_restored(self):
        self.delivery.action_no_show()
        self.delivery.action_restore()
        self.assertEqual((self.delivery.state, self.delivery.state_own), ("planned", False))

    def test_planned_row_may_be_deleted(self):
        self.delivery.unlink()
        self.assertFalse(self.encounter.delivery_ids)
