from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestFindEvent(EventCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.park = cls.env["recovery.district"].create({"name": "Demo park", "company_id": cls.company.id})
        cls.cleanup = cls.new_event(kind="clean_up", venue="Playground", district_id=cls.park.id)

    def new_find(self, **values):
        return self.env["recovery.find"].with_user(self.counsellor).create({
            "event_id": self.cleanup.id, "origin": "cleanup", "pieces": 7, **values,
        })

    def test_a_find_of_a_clean_up_takes_what_the_event_says(self):
        find = self.new_find()
        self.assertRecordValues(find, [{
            "date": self.cleanup.date, "program_id": self.own.id, "district_id": self.park.id, "place_name": "Playground",
            "shift_id": False, "state": "done", "company_id": self.company.id,
        }])

    def test_the_clean_up_counts_what_it_found(self):
        first, second = self.new_find(), self.new_find(kind="needle", pieces=4)
        self.assertEqual(self.cleanup.found_count, 11)
        second.action_cancel("number")
        self.assertEqual(self.cleanup.found_count, 7)
        with Form(self.cleanup) as form:
            with form.find_ids.new() as line:
                line.pieces = 2
        self.assertEqual((self.cleanup.found_count, (self.cleanup.find_ids - first - second).origin), (9, "cleanup"))

    def test_finds_are_added_after_the_event_is_finished(self):
        self.cleanup.action_done()
        self.new_find()
        self.assertEqual(self.cleanup.found_count, 7)

    def test_only_a_clean_up_of_the_programme_and_its_days(self):
        for event in (self.new_event(kind="camp"), self.cleanup.sudo().copy({"program_id": self.other.id})):
            with self.assertRaisesRegex(ValidationError, "^Clean-up event"):
                self.new_find(event_id=event.id, program_id=self.own.id, date=event.date)
        with self.assertRaisesRegex(ValidationError, "^Date"):
            self.new_find(date=self.cleanup.date - timedelta(days=1))

    def test_a_find_lies_at_a_stop_or_belongs_to_an_event(self):
        start = f"{self.cleanup.date} 18:00:00"
        shift = self.env["recovery.outreach.shift"].with_user(self.counsellor).create({
            "program_id": self.own.id, "date_start": start, "state": "running",
            "stop_ids": [(0, 0, {"name": "Demo stop"})],
        })
        with self.assertRaisesRegex(ValidationError, "not both"):
            self.new_find(stop_id=shift.stop_ids.id)

    def test_the_event_of_an_old_find_is_not_changed(self):
        find = self.new_find()
        self.env.flush_all()
        self.env.cr.execute("UPDATE recovery_find SET create_date = create_date - interval '2 days' WHERE id = %s", find.ids)
        find.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "not rewritten"):
            find.event_id = False
