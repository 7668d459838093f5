from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .outreach_case import OutreachCase


@tagged("post_install", "-at_install")
class TestOutreachShift(OutreachCase):

    def test_a_new_shift_proposes_the_stops_of_its_route(self):
        shift = self.new_shift(state="planned")
        self.assertRecordValues(shift.stop_ids, [
            {"name": "Station", "district_id": self.harbour.id, "place": "street", "arrived": False, "latitude": 50.1},
            {"name": "Park", "district_id": False, "place": "street", "arrived": False, "latitude": 0},
        ])
        self.assertTrue(shift.code.startswith("SH-"))
        self.assertEqual(shift.company_id, self.company)

    def test_stops_that_are_given_are_taken(self):
        shift = self.new_shift(stop_ids=[Command.create({"name": "River"})])
        self.assertEqual(shift.stop_ids.mapped("name"), ["River"])

    def test_form_proposes_the_stops_once(self):
        with Form(self.env["recovery.outreach.shift"].with_user(self.outreach)) as form:
            form.route_id = self.route
        shift = form.record
        self.assertEqual(shift.stop_ids.mapped("name"), ["Station", "Park"])
        self.assertEqual(shift.employee_ids, self.outreach.employee_id)
        self.assertEqual(shift.program_id, self.own)

    def test_default_programme_is_my_outreach(self):
        Shift = self.env["recovery.outreach.shift"]
        self.assertEqual(Shift.with_user(self.outreach)._default_program(), self.own)
        self.assertFalse(Shift.with_user(self.stranger)._default_program())

    def test_begin_and_end(self):
        now = fields.Datetime.now().replace(microsecond=0)
        shift = self.new_shift(state="planned", date_start=now - timedelta(minutes=20)).with_user(self.outreach)
        shift.action_start()
        self.assertEqual(shift.state, "running")
        self.assertGreaterEqual(shift.date_start, now)
        shift.action_done()
        self.assertEqual((shift.state, shift.hours < 0.1), ("done", True))
        end = shift.date_stop
        shift.action_done("2030-01-01 00:00:00")
        self.assertEqual(shift.date_stop, end, "ended already")

    def test_shift_entered_after_the_fact_keeps_its_times(self):
        shift = self.new_shift(
            state="planned", date_start="2026-03-02 17:00:00", date_stop="2026-03-02 21:30:00",
        ).with_user(self.outreach)
        shift.action_done()
        self.assertEqual((str(shift.date_stop), shift.hours), ("2026-03-02 21:30:00", 4.5))
        self.assertEqual(str(shift.date), "2026-03-02")

    def test_forgotten_shift_ends_as_planned(self):
        shift = self.new_shift(date_start=fields.Datetime.now() - timedelta(days=3), date_stop=False)
        shift.action_done()
        self.assertEqual(shift.hours, 4)

    def test_steps(self):
        for before, after in (("planned", "cancelled"), ("running", "planned"), ("running", "cancelled")):
            shift = self.new_shift(state=before).with_user(self.outreach)
            with self.subTest(before=before, after=after):
                shift.state = after
        shift = self.new_shift(state="done").with_user(self.outreach)
        for state in ("planned", "cancelled"):
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "^State"), self.cr.savepoint():
                shift.state = state

    def test_managers_open_an_ended_shift_again(self):
        shift = self.new_shift(state="done")
        with self.assertRaises(AccessError), self.cr.savepoint():
            shift.with_user(self.outreach).action_reopen()
        shift.with_user(self.manager).action_reopen()
        self.assertEqual(shift.state, "running")

    def test_who_was_somewhere_does_not_cancel(self):
        shift = self.new_shift().with_user(self.outreach)
        shift.stop_ids[0].action_arrive()
        for state in ("planned", "cancelled"):
            with self.subTest(state=state), self.assertRaisesRegex(ValidationError, "^State"), self.cr.savepoint():
                shift.state = state

    def test_an_ended_shift_is_locked(self):
        shift = self.new_shift(state="done").with_user(self.outreach)
        stop = shift.stop_ids[0]
        for what, act in (
            ("End", lambda: shift.write({"date_stop": "2030-01-01 00:00:00"})),
            ("Workers", lambda: shift.write({"employee_ids": [Command.clear()]})),
            ("Stops", lambda: shift.write({"stop_ids": [Command.create({"name": "Late"})]})),
            ("Stops", lambda: stop.write({"name": "Elsewhere"})), ("Stops", stop.action_arrive), ("Stops", stop.unlink),
            ("Stops", lambda: stop.create({"shift_id": shift.id, "name": "Late"})),
        ):
            with self.subTest(what=what), self.assertRaisesRegex(UserError, f"^{what}"), self.cr.savepoint():
                act()

    def test_only_planned_shifts_are_deleted(self):
        self.new_shift(state="planned").with_user(self.outreach).unlink()
        for state in ("running", "done", "cancelled"):
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "^State"), self.cr.savepoint():
                self.new_shift(state=state).with_user(self.outreach).unlink()

    def test_a_stop_where_the_team_was_stays(self):
        shift = self.new_shift().with_user(self.outreach)
        shift.stop_ids[0].action_arrive()
        with self.assertRaisesRegex(UserError, "^Stops"), self.cr.savepoint():
            shift.stop_ids[0].unlink()
        shift.stop_ids[1].unlink()

    def test_people(self):
        worker = self.outreach.employee_id
        with self.assertRaisesRegex(ValidationError, "^Volunteers"), self.cr.savepoint():
            self.new_shift(employee_ids=[Command.set(worker.ids)], volunteer_ids=[Command.set(worker.ids)])
        with self.assertRaisesRegex(ValidationError, "^Workers"), self.cr.savepoint():
            self.new_shift(employee_ids=[Command.clear()])
        self.new_shift(employee_ids=[Command.clear()], volunteer_ids=[Command.set(worker.ids)])

    def test_no_shift_of_next_week_took_place(self):
        with self.assertRaisesRegex(ValidationError, "^Start"):
            self.new_shift(state="done", date_start=fields.Datetime.now() + timedelta(days=7))

    def test_route_of_another_programme(self):
        self.other.employee_ids += self.outreach.employee_id
        with self.assertRaisesRegex(ValidationError, "^Route"):
            self.new_shift(program_id=self.other.id)

    def test_constraints(self):
        shift = self.new_shift()
        for refusal in self.refusals("recovery.outreach.shift", "times", "End"):
            with refusal:
                shift.date_stop = shift.date_start - timedelta(hours=1)
        for refusal in self.refusals("recovery.outreach.shift", "code_uniq", "Code"):
            with refusal:
                self.new_shift(code=shift.code)
        for refusal in self.refusals("recovery.outreach.stop", "position", "Latitude"):
            with refusal:
                shift.stop_ids[0].latitude = 91
        for refusal in self.refusals("recovery.outreach.place", "position", "Latitude"):
            with refusal:
                self.route.place_ids[0].longitude = -200


@tagged("post_install", "-at_install")
class TestOutreachVisit(OutreachCase):

    def test_a_visit_takes_district_and_place_of_its_stop(self):
        visit = self.new_visit(self.station, self.client)
        self.assertEqual((visit.district_id, visit.place, visit.shift_id), (self.harbour, "street", self.shift))
        visit = self.new_visit(self.station, self.client, place="home", district_id=self.hill.id)
        self.assertEqual((visit.district_id, visit.place), (self.hill, "home"))

    def test_what_is_said_at_once_is_what_is_computed_later(self):
        visit = self.new_visit(self.station, self.client)
        self.env.add_to_compute(visit._fields["shift_id"], visit)
        self.assertEqual(visit.shift_id, self.shift)

    def test_stop_of_another_programme(self):
        with self.assertRaisesRegex(ValidationError, "^Stop"):
            self.new_encounter(self.other, self.client_other, stop_id=self.station.id)

    def test_a_shift_that_has_not_begun_has_no_visits(self):
        stop = self.new_shift(state="planned").stop_ids[0]
        self.new_visit(stop, self.client, state="planned")
        with self.assertRaisesRegex(ValidationError, "^Stop"):
            self.new_visit(stop, self.client)

    def test_the_stop_is_a_fact_that_is_amended(self):
        visit = self.new_visit(self.station, self.client).with_user(self.outreach)
        with self.assertRaises(UserError), self.cr.savepoint():
            visit.stop_id = self.park
        visit.amend("Wrong stop")
        visit.stop_id = self.park
        self.assertIn("Park", visit.amendment_ids.changes_text)
        self.assertEqual(visit.shift_id, self.shift)

    def test_a_visit_proves_the_arrival(self):
        start = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=1)
        self.new_visit(self.station, self.client, date_start=start)
        self.assertEqual((self.station.arrived, self.park.arrived), (start, False))
        planned = self.new_visit(self.park, self.client, state="planned")
        self.assertFalse(self.park.arrived)
        planned.with_user(self.outreach).action_done()
        self.assertTrue(self.park.arrived)

    def test_visits_are_added_to_an_ended_shift(self):
        shift = self.new_shift(
            state="done", date_start=fields.Datetime.now() - timedelta(days=9), date_stop=False,
        )
        stop = shift.stop_ids[0]
        visit = self.env["recovery.encounter"].with_user(self.outreach).create(self.visit_values(
            stop, self.client, date_start=shift.date_start,
        ))
        self.assertTrue(visit.is_late_entry)
        self.assertEqual((stop.contact_count, stop.arrived), (1, shift.date_start))

    def test_programme_of_a_shift_with_visits(self):
        self.new_visit(self.station, self.client)
        self.shift.route_id = False
        with self.assertRaisesRegex(ValidationError, "^Stop"):
            self.shift.program_id = self.other

    def test_form_of_a_visit_at_a_stop(self):
        action = self.station.with_user(self.outreach).action_add_visit()
        Encounter = self.env["recovery.encounter"].with_user(self.outreach).with_context(**action["context"])
        with Form(Encounter) as form:
            self.assertEqual((form.program_id, form.district_id, form.place), (self.own, self.harbour, "street"))
            with form.delivery_ids.new() as row:
                row.headcount = 2
                row.service_id = self.exchange
        self.assertEqual(form.record.stop_id, self.station)
