from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .outreach_case import OutreachCase


@tagged("post_install", "-at_install")
class TestFind(OutreachCase):

    def test_a_find_on_a_shift_takes_what_its_stop_says(self):
        find = self.new_find(stop_id=self.station.id, pieces=4)
        self.assertRecordValues(find, [{
            "program_id": self.own.id, "district_id": self.harbour.id, "place_name": "Station", "date": self.shift.date,
            "origin": "shift", "shift_id": self.shift.id, "state": "done", "company_id": self.company.id,
        }])
        self.assertTrue(self.station.arrived)

    def test_a_find_without_a_shift(self):
        with Form(self.env["recovery.find"].with_user(self.outreach)) as form:
            form.place_name = "Playground"
            form.pieces = 3
        self.assertRecordValues(form.record, [{
            "program_id": self.own.id, "origin": "cleanup", "date": self.today, "shift_id": False, "kind": "syringe",
            "employee_ids": self.outreach.employee_id.ids,
        }])

    def test_numbers(self):
        for pieces in (0, -3, 100001):
            for refusal in self.refusals("recovery.find", "pieces", "Pieces"):
                with self.subTest(pieces=pieces), refusal:
                    self.new_find(pieces=pieces)

    def test_reason_and_state_go_together(self):
        find = self.new_find()
        for refusal in self.refusals("recovery.find", "reason", "Cancelled because"):
            with refusal:
                find.state = "cancelled"
        for refusal in self.refusals("recovery.find", "reason", "Cancelled because"):
            with refusal:
                find.cancel_reason = "other"

    def test_cancelled_with_who_when_and_why(self):
        find = self.new_find().with_user(self.outreach)
        wizard = self.env["recovery.find.cancel"].with_user(self.outreach).create({"find_ids": find.ids, "reason": "place"})
        wizard.action_cancel()
        self.assertEqual((find.state, find.cancel_reason, find.cancelled_by_id), ("cancelled", "place", self.outreach))
        self.assertTrue(find.cancelled_on)
        find.action_cancel("double")
        self.assertEqual(find.cancel_reason, "place", "cancelled already")
        with self.assertRaisesRegex(UserError, "^State"), self.cr.savepoint():
            find.write({"state": "done", "cancel_reason": False})
        with self.assertRaisesRegex(UserError, "^Cancelled because"):
            find.action_cancel("because")

    def test_not_deleted(self):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.new_find().with_user(self.outreach).unlink()
        with self.assertRaisesRegex(UserError, "cancelled with a reason"):
            self.new_find().unlink()

    def test_corrected_on_the_day_and_not_later(self):
        find = self.new_find(pieces=3).with_user(self.outreach)
        find.pieces = 30
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE recovery_find SET create_date = create_date - interval '25 hours' WHERE id = %s", [find.id],
        )
        find.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "^Find"):
            find.pieces = 3

    def test_refused(self):
        planned = self.new_shift(state="planned").stop_ids[0]
        for values, words in (
            ({"date": self.today + timedelta(days=3)}, "^Date"),
            ({"stop_id": self.station.id, "program_id": self.other.id}, "^Stop"),
            ({"stop_id": planned.id}, "^Stop"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.new_find(**values)

    def test_a_find_is_added_to_an_ended_shift(self):
        shift = self.new_shift(state="done", date_start=fields.Datetime.now() - timedelta(days=4), date_stop=False)
        find = self.env["recovery.find"].with_user(self.outreach).create({"stop_id": shift.stop_ids[1].id, "pieces": 2})
        self.assertEqual((find.date, shift.found_count, shift.stop_ids[1].arrived), (shift.date, 2, shift.date_start))
