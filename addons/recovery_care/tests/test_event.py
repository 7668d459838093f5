from datetime import datetime, time, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RecoveryCase


class EventCase(RecoveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.new_client(cls.own, nickname="Demo Second")
        cls.volunteer = cls.env["hr.employee"].create({
            "name": "Demo Volunteer", "is_volunteer": True, "company_id": cls.company.id,
        })
        # Rules ask who works where.
        cls.env.flush_all()

    @classmethod
    def new_event(cls, people=(), ago=2, **values):
        """Create a planned event of three hours ``ago`` days before today with the people registered."""
        start = datetime.combine(cls.today - timedelta(days=ago), time(8))
        return cls.env["recovery.event"].with_user(cls.counsellor).create({
            "name": "Demo event", "program_id": cls.own.id, "date_start": start, "date_end": start + timedelta(hours=3),
            "participant_ids": [
                Command.create({"client_id" if person._name == "recovery.client" else "employee_id": person.id})
                for person in people
            ], **values,
        })


@tagged("post_install", "-at_install")
class TestEvent(EventCase):

    def test_dates(self):
        event = self.new_event()
        for refusal in self.refusals("recovery.event", "dates", "End"):
            with refusal:
                event.date_end = event.date_start - timedelta(hours=1)

    def test_numbers(self):
        event = self.new_event()
        for values in ({"hours": -1}, {"required_hours": 745}, {"headcount": -1}):
            for refusal in self.refusals("recovery.event", "numbers", "Hours, Unnamed"):
                with self.subTest(values=values), refusal:
                    event.write(values)

    def test_code_is_given_and_unique(self):
        first, second = self.new_event(), self.new_event()
        self.assertNotEqual(first.code, second.code)
        self.assertEqual(first.display_name, f"{first.code} · Demo event")
        for refusal in self.refusals("recovery.event", "code_uniq", "Code"):
            with refusal:
                second.code = first.code

    def test_hours_of_a_day_follow_the_clock_those_of_a_camp_are_said(self):
        event = self.new_event()
        self.assertEqual(event.hours, 3.0)
        event.hours = 2.5
        self.assertEqual(event.hours, 2.5)
        camp = self.new_event(kind="camp", date_end=event.date_start + timedelta(days=4))
        self.assertEqual(camp.hours, 0.0)
        camp.hours = 30
        camp.date_end += timedelta(days=1)
        self.assertEqual(camp.hours, 30.0)

    def test_end_moves_with_the_start(self):
        with Form(self.env["recovery.event"].with_user(self.counsellor)) as form:
            form.name = "Demo"
            form.program_id = self.own
            self.assertEqual(form.date_end - form.date_start, timedelta(hours=2))
        event = form.record
        event.date_end = event.date_start + timedelta(hours=5)
        event.date_start += timedelta(days=1)
        self.assertEqual(event.date_end - event.date_start, timedelta(hours=5))

    def test_counts_on_the_day_of_the_company(self):
        self.assertEqual(str(self.new_event(
            date_start="2026-06-10 22:30:00", date_end="2026-06-11 02:00:00").date), "2026-06-11")

    def test_finishing_asks_who_came(self):
        event = self.new_event([self.client, self.second])
        with self.assertRaisesRegex(UserError, "^Participants: of 2"), self.cr.savepoint():
            event.action_done()
        event.participant_ids[0].action_no_show()
        event.action_all_attended()
        event.headcount = 20
        event.action_done()
        event.action_done()
        self.assertEqual(event.participant_ids.mapped("state"), ["no_show", "attended"])
        self.assertEqual((event.state, event.attended_count), ("done", 21))

    def test_not_before_its_day_and_not_without_staff(self):
        with self.assertRaisesRegex(ValidationError, "^Start"), self.cr.savepoint():
            self.new_event(ago=-1).action_done()
        with self.assertRaisesRegex(ValidationError, "^Staff"), self.cr.savepoint():
            self.new_event(employee_ids=[Command.clear()]).action_done()

    def test_finished_event_stands_still(self):
        event = self.new_event([self.client], headcount=5)
        event.action_all_attended()
        event.action_done()
        participant = event.participant_ids
        for act in (
            lambda: event.write({"headcount": 6}), lambda: event.write({"date_start": "2026-01-01 08:00:00"}),
            lambda: participant.action_no_show(), lambda: participant.unlink(), lambda: event.unlink(),
            lambda: participant.create({"event_id": event.id, "client_id": self.second.id}),
            lambda: event.write({"state": "planned"}), lambda: event.write({"state": "cancelled"}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()
        event.topic = "Corrected spelling"

    def test_correction_has_a_reason_that_stays(self):
        event = self.new_event(headcount=5)
        event.action_done()
        with self.assertRaisesRegex(UserError, "^Reason"), self.cr.savepoint():
            event.action_correct("because")
        self.env["recovery.event.correct"].with_user(self.counsellor).create({
            "event_id": event.id, "reason": "number",
        }).with_context(tracking_disable=False).action_correct()
        event.headcount = 7
        event.action_done()
        self.assertEqual((event.state, event.headcount, event.correction_reason), ("done", 7, "number"))
        self.env.flush_all()
        self.cr.precommit.run()
        tracked = event.sudo().message_ids.tracking_value_ids
        self.assertIn("Wrong number", tracked.mapped("new_value_char"))

    def test_worker_of_another_programme(self):
        event = self.new_event([self.client])
        with self.assertRaises(AccessError):
            event.with_user(self.stranger).action_done()
        with self.assertRaises(AccessError):
            event.with_user(self.finance).action_cancel()

    def test_list_is_printed_by_code_and_logged(self):
        event = self.new_event([self.client, self.volunteer])
        html, _kind = self.env["ir.actions.report"].with_user(self.counsellor)._render_qweb_html(
            "recovery_care.attendance_list", event.ids,
        )
        html = html.decode()
        self.assertIn(self.client.code, html)
        self.assertIn("Demo Volunteer", html)
        for name in ("Łukasz", "Testový", "Lukin"):
            self.assertNotIn(name, html)
        log = self.env["recovery.access.log"].search([("client_id", "=", self.client.id), ("action", "=", "print")])
        self.assertEqual(log.user_id, self.counsellor)

    def test_restricted_participant_is_in_no_count_and_no_list(self):
        event = self.new_event([self.client])
        self.env["recovery.event.participant"].create({
            "event_id": event.id, "client_id": self.client_restricted.id, "state": "attended",
        })
        event.action_all_attended()
        self.env.invalidate_all()
        self.assertEqual(event.attended_count, 1)
        self.assertEqual(event.participant_ids.client_id, self.client)
        self.assertEqual(event.with_user(self.keeper).attended_count, 2)

    def test_conversation_where_no_free_text_is_kept(self):
        self.own.no_free_text = True
        with self.assertRaisesRegex(UserError, "no free text"):
            self.new_event().message_post(body="Demo")


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
        for values in ({"client_id": self.client.id, "role": "staff"}, {"employee_id": self.volunteer.id, "role": "relative"}):
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


@tagged("post_install", "-at_install")
class TestVolunteer(EventCase):

    def test_whoever_may_not_read_employees_reads_that_somebody_is_a_volunteer(self):
        user = self.env["res.users"].create({
            "name": "Demo clerk", "login": "care_clerk", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)], "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
        })
        self.assertTrue(self.volunteer.with_user(user).is_volunteer)
        self.assertEqual(self.env["hr.employee"].with_user(user).search([("is_volunteer", "=", True)]), self.volunteer)
