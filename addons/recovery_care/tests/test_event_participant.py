from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestEventParticipant(EventCase):

    def add(self, event, **values):
        return self.env["recovery.event.participant"].with_user(self.counsellor).create({"event_id": event.id, **values})

    def test_client_or_employee(self):
        event = self.new_event()
        for values in ({"role": "other"}, {"client_id": self.client.id, "employee_id": self.volunteer.id, "role": "other"}):
            for refusal in self.refusals("recovery.event.participant", "somebody", "Participant"):
                with self.subTest(values=values), refusal:
                    self.add(event, **values)

    def test_role_fits(self):
        event = self.new_event()
        wrong = ({"client_id": self.client.id, "role": "staff"}, {"employee_id": self.volunteer.id, "role": "relative"})
        for values in wrong:
            for refusal in self.refusals("recovery.event.participant", "role_fits", "Role"):
                with self.subTest(values=values), refusal:
                    self.add(event, **values)

    def test_role_is_offered(self):
        event = self.new_event([self.client, self.volunteer, self.counsellor.employee_id])
        self.assertEqual(event.participant_ids.mapped("role"), ["client", "volunteer", "staff"])

    def test_hours(self):
        event = self.new_event([self.client])
        self.assertEqual(event.participant_ids.hours, 0)
        event.action_all_attended()
        self.assertEqual(event.participant_ids.hours, 3.0)
        for refusal in self.refusals("recovery.event.participant", "hours", "Hours"):
            with refusal:
                event.participant_ids.hours = -1

    def test_client_once(self):
        event = self.new_event([self.client])
        for refusal in self.refusals("recovery.event.participant", "client_once", "Client"):
            with refusal:
                self.add(event, client_id=self.client.id)
        event.participant_ids.action_cancel()
        self.add(event, client_id=self.client.id)

    def test_employee_once(self):
        event = self.new_event([self.volunteer])
        for refusal in self.refusals("recovery.event.participant", "employee_once", "Employee"):
            with refusal:
                self.add(event, employee_id=self.volunteer.id)

    def test_completing_takes_the_hours_that_the_event_asks_for(self):
        event = self.new_event([self.volunteer, self.second], kind="training", hours=16, required_hours=12)
        one, other = event.participant_ids
        one.action_complete()
        self.assertEqual((one.hours, event.completed_count), (16, 1))
        other.action_attended()
        other.hours = 11.5
        with self.assertRaisesRegex(ValidationError, "^Hours: who completes .* 12 hours"), self.cr.savepoint():
            other.action_complete()
        with self.assertRaisesRegex(ValidationError, "^Hours"), self.cr.savepoint():
            event.required_hours = 17
        other.hours = 12
        other.action_complete()

    def test_hidden_client_is_not_registered(self):
        for client in (self.client_restricted, self.client_other):
            with self.assertRaisesRegex(ValidationError, "^Client"), self.cr.savepoint():
                self.add(self.new_event(), client_id=client.id)

    def test_merged_client_took_part_once_and_the_presence_counts(self):
        event = self.new_event([self.client, self.second])
        registered, came = event.participant_ids
        came.action_attended()
        merge = self.env["recovery.client.merge"].with_user(self.manager).merge(
            self.client.id, self.second.id, "Demo: the same person",
        )
        self.env.invalidate_all()
        self.assertEqual((registered.state, came.state, came.client_id), ("cancelled", "attended", self.client))
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual((registered.state, came.client_id), ("registered", self.second))


@tagged("post_install", "-at_install")
class TestVolunteer(EventCase):

    def test_whoever_may_not_read_employees_reads_that_somebody_is_a_volunteer(self):
        user = self.env["res.users"].create({
            "name": "Demo clerk", "login": "care_clerk", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)], "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
        })
        self.assertTrue(self.volunteer.with_user(user).is_volunteer)
        self.assertEqual(self.env["hr.employee"].with_user(user).search([("is_volunteer", "=", True)]), self.volunteer)
