from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .event_case import EventCase


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
