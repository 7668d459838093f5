from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestEventEncounter(EventCase):
    """One entry feeds the grant: what clients got at an event is an encounter too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group_work.client_required = False
        cls.event = cls.new_event([cls.client, cls.second, cls.volunteer], service_id=cls.group_work.id, headcount=6)

    def finish(self):
        self.event.action_all_attended()
        self.event.action_done()
        return self.event.sudo().encounter_id

    def rows(self, encounter):
        return {
            (row.client_id, row.headcount): (row.minutes, row.state) for row in encounter.sudo().delivery_ids
        }

    def test_recorded_once_for_clients_who_took_part(self):
        self.event.participant_ids.filtered(lambda row: row.client_id == self.second).action_no_show()
        encounter = self.finish()
        nobody = self.env["recovery.client"]
        self.assertEqual(self.rows(encounter), {(self.client, 0): (180, "done"), (nobody, 6): (180, "done")})
        self.assertEqual((encounter.date, encounter.program_id, encounter.state), (self.event.date, self.own, "done"))
        self.assertEqual(encounter.delivery_ids.filtered("client_id").episode_id, self.episode)
        self.event.action_done()
        self.assertEqual(self.event.sudo().encounter_id, encounter)

    def test_written_state_records_too(self):
        self.event.action_all_attended()
        self.event.write({"state": "done"})
        self.assertTrue(self.event.has_encounter)
        self.assertEqual(self.event.action_open_encounter()["res_id"], self.event.sudo().encounter_id.id)

    def test_entered_afterwards_as_done(self):
        event = self.env["recovery.event"].with_user(self.counsellor).create({
            "name": "Demo entered late", "program_id": self.own.id, "state": "done", "service_id": self.group_work.id,
            "date_start": f"{self.today - timedelta(days=3)} 08:00:00",
            "participant_ids": [Command.create({"client_id": self.client.id, "state": "attended"})],
        })
        self.assertEqual(event.state, "done")
        self.assertEqual(self.rows(event.sudo().encounter_id), {(self.client, 0): (120, "done")})

    def test_without_a_service_nothing_is_recorded(self):
        self.event.service_id = False
        self.assertFalse(self.finish())

    def test_unnamed_people_are_left_out_where_the_service_asks_for_a_person(self):
        self.group_work.client_required = True
        self.assertEqual({key[1] for key in self.rows(self.finish())}, {0})

    def test_correction_amends_the_encounter_with_the_reason(self):
        encounter = self.finish()
        self.event.action_correct("person")
        self.assertEqual(encounter.state, "done")
        one = self.event.participant_ids.filtered(lambda row: row.client_id == self.client)
        one.action_no_show()
        self.event.participant_ids.filtered(lambda row: row.client_id == self.second).hours = 1
        third = self.new_client(self.own)
        self.event.write({"headcount": 8, "participant_ids": [
            Command.create({"client_id": third.id, "state": "attended"}),
        ]})
        self.event.action_done()
        nobody = self.env["recovery.client"]
        self.assertEqual(self.rows(encounter), {
            (self.client, 0): (180, "cancelled"), (self.second, 0): (60, "done"), (third, 0): (180, "done"),
            (nobody, 8): (180, "done"),
        })
        amendment = encounter.sudo().amendment_ids
        self.assertEqual((amendment.reason, amendment.user_id, amendment.is_open), ("Wrong person", self.counsellor, False))
        self.assertIn("6 → 8", amendment.changes_text)

    def test_correction_where_no_free_text_is_kept(self):
        self.own.no_free_text = True
        encounter = self.finish()
        self.event.action_correct("omitted")
        self.event.headcount = 9
        self.event.action_done()
        self.assertEqual(encounter.sudo().amendment_ids.reason, "Something was left out")

    def test_cancelled_after_all_and_held_after_all(self):
        encounter = self.finish()
        self.event.action_correct("twice")
        self.event.action_cancel()
        self.assertEqual(set(encounter.delivery_ids.mapped("state")), {"cancelled"})
        self.event.action_replan()
        self.event.action_done()
        self.assertEqual(self.event.sudo().encounter_id, encounter)
        self.assertEqual(encounter.state, "done")
        self.assertEqual(set(encounter.delivery_ids.mapped("state")), {"done"})

    def test_restricted_participant_counts_and_the_encounter_tells_nothing(self):
        event = self.new_event([], service_id=self.group_work.id)
        self.env["recovery.event.participant"].create({
            "event_id": event.id, "client_id": self.client_restricted.id, "state": "attended",
        })
        event.action_done()
        self.env.invalidate_all()
        self.assertTrue(event.sudo().encounter_id.delivery_ids)
        self.assertFalse(event.has_encounter)
        with self.assertRaises(AccessError):
            event.read(["encounter_id"])
