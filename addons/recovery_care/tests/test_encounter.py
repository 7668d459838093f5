from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase

STATES = ("planned", "done", "no_show", "cancelled")


@tagged("post_install", "-at_install")
class TestEncounter(RecoveryCase):

    def test_minutes_are_between_nothing_and_a_month(self):
        encounter = self.new_encounter(self.own, self.client)
        for minutes in (-1, 44641):
            for refusal in self.refusals("recovery.encounter", "minutes", "Minutes"):
                with self.subTest(minutes=minutes), refusal:
                    encounter.minutes = minutes

    def test_end_follows_start_and_minutes(self):
        encounter = self.new_encounter(self.own, self.client, date_start="2026-03-01 09:00:00", minutes=90)
        self.assertEqual(encounter.date_stop, datetime(2026, 3, 1, 10, 30))

    def test_day_is_that_of_the_company_whoever_looks(self):
        """Half past eleven in the evening in UTC is the next day in Prague."""
        self.assertEqual(self.company.resource_calendar_id.tz, "Europe/Prague")
        encounter = self.new_encounter(self.own, self.client, date_start="2026-03-01 23:30:00")
        self.assertEqual(str(encounter.with_context(tz="America/New_York").date), "2026-03-02")
        self.assertEqual(encounter.delivery_ids.date, encounter.date)

    def test_place_comes_from_the_programme(self):
        self.own.default_place = "street"
        self.assertEqual(self.new_encounter(self.own, self.client).place, "street")
        self.assertEqual(self.new_encounter(self.own, self.client, place="phone").place, "phone")

    def test_programme_of_another_company_is_refused(self):
        with self.assertRaisesRegex(UserError, "compan"):
            self.new_encounter(self.own, self.client).program_id = self.foreign

    def test_done_encounter_names_its_staff(self):
        with self.assertRaisesRegex(ValidationError, "^Staff"):
            self.new_encounter(self.own, self.client, employee_ids=[], state="done")

    def test_done_encounter_has_a_service(self):
        encounter = self.new_encounter(self.own, self.env["recovery.client"])
        with self.assertRaisesRegex(ValidationError, "^Services"):
            encounter.action_done()

    def test_encounter_to_come_is_not_done(self):
        encounter = self.new_encounter(self.own, self.client, date_start=fields.Datetime.now() + timedelta(days=3))
        with self.assertRaisesRegex(ValidationError, "^Start"):
            encounter.action_done()

    def test_planned_encounter_may_be_deleted(self):
        encounter = self.new_encounter(self.own, self.client)
        encounter.unlink()
        self.assertFalse(encounter.exists())

    def test_encounter_that_took_place_is_not_deleted(self):
        for state in ("done", "no_show", "cancelled"):
            encounter = self.new_encounter(self.own, self.client, state=state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "cancelled, not deleted"):
                encounter.unlink()

    def test_name_tells_codes_alone(self):
        encounter = self.new_encounter(self.own, self.client).with_user(self.counsellor)
        self.assertEqual(encounter.display_name, f"OWN · {self.client.code}")

    def test_name_through_a_delivery_that_is_read_by_finance(self):
        delivery = self.new_encounter(self.own, self.client).delivery_ids.with_user(self.finance)
        self.assertEqual(delivery.read(["encounter_id"])[0]["encounter_id"][1], f"OWN · {self.client.code}")


@tagged("post_install", "-at_install")
class TestEncounterStates(RecoveryCase):
    """Finishing, no-show and cancelling; what is no longer planned is changed by an amendment alone."""

    ALLOWED = {
        ("planned", "done"), ("planned", "no_show"), ("planned", "cancelled"), ("done", "no_show"),
        ("done", "cancelled"), ("no_show", "planned"), ("no_show", "done"), ("no_show", "cancelled"),
        ("cancelled", "planned"),
    }

    def test_every_step_by_raw_write(self):
        for before in STATES:
            for after in STATES:
                if before == after:
                    continue
                encounter = self.new_encounter(self.own, self.client, state=before).with_user(self.counsellor)
                if before != "planned":
                    encounter.amend("Entered wrong")
                with self.subTest(before=before, after=after):
                    if (before, after) in self.ALLOWED:
                        encounter.write({"state": after})
                        self.assertEqual((encounter.state, encounter.delivery_ids.state), (after, after))
                    else:
                        with self.assertRaisesRegex(UserError, "^State"):
                            encounter.write({"state": after})

    def test_step_from_a_finished_state_needs_an_amendment(self):
        for before, after in self.ALLOWED:
            if before == "planned":
                continue
            encounter = self.new_encounter(self.own, self.client, state=before).with_user(self.counsellor)
            with self.subTest(before=before, after=after), self.assertRaisesRegex(UserError, "Amend"):
                encounter.write({"state": after})

    def test_done_twice_does_nothing_twice(self):
        encounter = self.new_encounter(self.own, self.client).with_user(self.counsellor)
        encounter.action_done()
        self.env.flush_all()
        deliveries, written = encounter.delivery_ids, encounter.write_date
        encounter.action_done()
        self.env.flush_all()
        self.assertEqual((encounter.delivery_ids, encounter.write_date), (deliveries, written))
        self.assertEqual(self.client.encounter_count, 1)
        self.assertFalse(encounter.amendment_ids)

    def test_auditor_and_finance_do_not_finish(self):
        encounter = self.new_encounter(self.own, self.client)
        for user in (self.finance, self.auditor, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                encounter.with_user(user).action_done()


@tagged("post_install", "-at_install")
class TestEncounterGroup(RecoveryCase):
    """A group of twenty, each with the services received."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = cls.env["recovery.client"].create([
            {"identity": "pseudonymous", "nickname": f"Member {number}", "intake_program_id": cls.own.id}
            for number in range(20)
        ])
        cls.group = cls.new_encounter(cls.own, cls.clients, minutes=90)

    def test_every_member_has_the_service(self):
        self.group.action_done()
        self.assertEqual(len(self.group.delivery_ids), 20)
        self.assertEqual(self.group.client_ids, self.clients)
        self.assertEqual(set(self.group.delivery_ids.mapped("state")), {"done"})
        self.assertEqual([client.encounter_count for client in self.clients], [1] * 20)

    def test_name_of_a_group_is_its_size(self):
        self.assertTrue(self.group.is_group)
        self.assertEqual(self.group.display_name, "OWN · group of 20")

    def test_participants_are_added_once(self):
        newcomer = self.new_client(self.own)
        added = self.group._add_participants(self.clients | newcomer, self.talk)
        self.assertEqual(added.client_id, newcomer)
        self.assertFalse(self.group._add_participants(self.clients | newcomer, self.talk))

    def test_participant_who_was_cancelled_can_be_added_again(self):
        self.group.delivery_ids[0].action_cancel()
        added = self.group._add_participants(self.group.delivery_ids[0].client_id, self.talk)
        self.assertEqual(added.client_id, self.group.delivery_ids[0].client_id)

    def test_dialog_adds_participants(self):
        newcomer = self.new_client(self.own)
        self.env["recovery.encounter.participants"].with_user(self.counsellor).create({
            "encounter_id": self.group.id, "client_ids": newcomer.ids, "service_ids": self.talk.ids,
        }).action_add()
        self.assertIn(newcomer, self.group.client_ids)

    def test_one_member_missing(self):
        missing = self.group.delivery_ids[3]
        missing.action_no_show()
        self.group.action_done()
        self.assertEqual(missing.state, "no_show")
        self.assertEqual(missing.client_id.encounter_count, 0)
        self.assertEqual(len(self.group.delivery_ids.filtered(lambda delivery: delivery.state == "done")), 19)

    def test_unnamed_people_stand_beside_the_named(self):
        self.group.delivery_ids = [Command.create({"service_id": self.exchange.id, "headcount": 7})]
        self.assertEqual(self.group.headcount, 7)

    def test_restricted_member_is_not_seen_by_the_others(self):
        self.env["recovery.delivery"].with_user(self.keeper).create({
            "encounter_id": self.group.id, "client_id": self.client_restricted.id, "service_id": self.talk.id,
        })
        self.env.flush_all()
        self.env.invalidate_all()
        seen = self.group.with_user(self.counsellor)
        self.assertNotIn(self.client_restricted, seen.client_ids)
        self.assertEqual(len(seen.read(["delivery_ids"])[0]["delivery_ids"]), 20)
        self.assertEqual(seen.display_name, "OWN · group of 20")
        self.assertEqual(self.group.with_user(self.keeper).display_name, "OWN · group of 21")

    def test_encounter_of_restricted_people_alone_is_hidden(self):
        encounter = self.new_encounter(self.own, self.client_restricted)
        self.assertTrue(encounter.restricted_only)
        self.env.flush_all()
        self.assertFalse(self.env["recovery.encounter"].with_user(self.manager).search([("id", "=", encounter.id)]))
        self.assertTrue(self.env["recovery.encounter"].with_user(self.keeper).search([("id", "=", encounter.id)]))

    def test_encounter_is_hidden_when_its_client_becomes_restricted(self):
        encounter = self.new_encounter(self.own, self.client)
        self.client.with_user(self.manager).restricted = True
        self.env.flush_all()
        self.assertFalse(self.env["recovery.encounter"].with_user(self.counsellor).search([("id", "=", encounter.id)]))
