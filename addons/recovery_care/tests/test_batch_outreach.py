from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestBatchOutreach(BatchCase):
    """A street shift written down afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shift = cls.env["recovery.outreach.shift"].with_user(cls.outreach).create({
            "program_id": cls.street.id, "date_start": f"{cls.yesterday} 17:30:00", "state": "done",
            "employee_ids": [Command.set(cls.counsellor.employee_id.ids)],
            "volunteer_ids": [Command.set(cls.keeper.employee_id.ids)],
            "stop_ids": [
                Command.create({"name": "Station", "sequence": 1, "district_id": cls.quarter.id}),
                Command.create({"name": "Park", "sequence": 2}),
            ],
        })
        cls.station, cls.park = cls.shift.stop_ids

    def new_shift_batch(self, **values):
        return self.env["recovery.batch"].with_user(self.outreach).create({"shift_id": self.shift.id, **values})

    def test_day_time_and_staff_are_those_of_the_shift(self):
        self.company.resource_calendar_id.tz = "Europe/Prague"
        batch = self.new_shift_batch()
        self.assertEqual((batch.program_id, batch.date, batch.place), (self.street, self.shift.date, "street"))
        self.assertEqual(batch._get_start(), self.shift.date_start)
        self.assertEqual(batch.employee_ids, self.counsellor.employee_id, "the workers, as at the front desk")
        with Form(self.env["recovery.batch"].with_user(self.outreach)) as form:
            form.program_id = self.street
            form.shift_id = self.shift
        self.assertEqual(form.record.date, self.shift.date)
        self.assertEqual(form.record._get_start(), self.shift.date_start)

    def test_visits_stand_at_the_stops_and_the_shift_counts_them(self):
        batch = self.new_shift_batch(
            line_ids=[
                self.person(self.ryba, self.tea, stop_id=self.park.id),
                self.person(self.bobr, self.tea, district_id=self.quarter.id),
                self.person(None, self.shower, headcount=2, place="street"),
            ],
            count_ids=[self.count(self.tea, 9, district=self.quarter), self.count(self.tea, 4)],
        )
        batch.action_record()
        visits = self.encounters(batch)
        self.assertEqual(visits.mapped("stop_id.name"), ["Park", "Station"])
        self.assertEqual([visit.stop_id for visit in visits], [
            self.park, self.station, self.park, self.station, self.park,
        ])
        self.assertEqual(visits.shift_id, self.shift)
        self.assertEqual((self.shift.people_known, self.shift.people_unnamed), (2, 15))
        self.assertEqual((self.station.people_unnamed, self.park.people_unnamed), (9, 6))
        self.assertTrue(all(self.shift.stop_ids.mapped("arrived")))
        batch.action_undo()
        self.shift.invalidate_recordset()
        self.assertEqual((self.shift.people_known, self.shift.people_unnamed, self.shift.contact_count), (0, 0, 0))

    def test_what_lies_at_no_stop_is_told_by_line_and_row(self):
        elsewhere = self.env["recovery.district"].create({"name": "Demo elsewhere"})
        batch = self.new_shift_batch(
            line_ids=[self.person(self.ryba, self.tea, place="home")],
            count_ids=[self.count(self.tea, 3, district=elsewhere)],
        )
        problems = r"(?s)Line 1 .*Stop: .*row “Street · Demo elsewhere”, Stop: "
        with self.assertRaisesRegex(ValidationError, problems), self.cr.savepoint():
            batch.action_record()
        self.assertEqual((batch.state, len(self.encounters(batch))), ("draft", 0))

    def test_only_a_shift_of_the_programme_and_day_that_took_place(self):
        planned = self.shift.copy({"date_start": f"{self.yesterday} 12:00:00"})
        with self.assertRaisesRegex(ValidationError, "^Street shift: .* did not take place"):
            self.new_shift_batch(shift_id=planned.id)
        with self.assertRaisesRegex(ValidationError, "^Date: "):
            self.new_shift_batch(date=self.yesterday - timedelta(days=1))
        with self.assertRaisesRegex(ValidationError, "^Street shift: .* another programme"):
            self.new_shift_batch(program_id=self.own.id)
        with self.assertRaisesRegex(ValidationError, "^Stop: "):
            self.new_batch(line_ids=[self.person(self.ryba, self.tea, stop_id=self.park.id)])

    def test_the_shift_of_a_recorded_batch_stays(self):
        batch = self.new_shift_batch(count_ids=[self.count(self.tea, 4)])
        batch.action_record()
        with self.assertRaisesRegex(UserError, "^State"):
            batch.shift_id = False
        self.assertFalse(batch.copy().shift_id)

    def test_the_shift_opens_its_draft_or_a_new_one(self):
        shift = self.shift.with_user(self.outreach)
        action = shift.action_add_batch()
        self.assertFalse(action["res_id"])
        batch = Form(self.env["recovery.batch"].with_user(self.outreach).with_context(**action["context"])).save()
        self.assertEqual((batch.shift_id, batch.date), (self.shift, self.shift.date))
        self.assertEqual(shift.action_add_batch()["res_id"], batch.id)
