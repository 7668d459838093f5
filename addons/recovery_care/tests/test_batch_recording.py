from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestBatchRecording(BatchCase):
    """What a batch becomes: encounters, once, whole or not at all; and how it is taken back."""

    def record(self, **values):
        self.batch.write(values)
        self.batch.action_record()
        return self.encounters()

    def test_a_person_becomes_an_encounter(self):
        episode = self.new_episode(self.ryba, self.street)
        [encounter] = self.record(line_ids=[self.person(
            self.ryba, self.tea, self.talk, place="home", district_id=self.quarter.id, collects_for=2,
            supply_ids=[Command.create({
                "product_id": self.syringe.id, "issued": 10, "returned": 8, "return_method": "estimated",
            })],
        )])
        start = self.company._get_timezone().localize(fields.Datetime.to_datetime(f"{self.yesterday} 20:30:00"))
        self.assertRecordValues(encounter, [{
            "state": "done", "date": self.yesterday, "place": "home", "district_id": self.quarter.id, "minutes": 65,
            "employee_ids": self.outreach.employee_id.ids, "program_id": self.street.id,
            "date_start": fields.Datetime.to_datetime((start - start.utcoffset()).replace(tzinfo=None)),
        }])
        self.assertEqual(
            {(row.service_id, row.client_id, row.minutes, row.episode_id) for row in encounter.delivery_ids},
            {
                (service, self.ryba, minutes, episode)
                for service, minutes in ((self.tea, 5), (self.talk, 50), (self.exchange, 10))
            },
        )
        self.assertRecordValues(encounter.supply_ids, [{
            "issued": 10, "returned": 8, "return_method": "estimated", "state": "done", "client_id": self.ryba.id,
        }])
        self.assertEqual(encounter.supply_ids.delivery_id.collects_for, 2)
        self.assertEqual(episode.last_contact, self.yesterday)

    def test_a_row_of_the_table_becomes_one_encounter(self):
        """12 had tea and 5 of them perhaps a shower: one contact a person, twelve of them."""
        first, second = self.record(count_ids=[
            self.count(self.tea, 12), self.count(self.shower, 5), self.count(self.exchange, 3),
            self.count(self.syringe, 30, 21),
            self.count(self.tea, 2, district=self.quarter),
        ])
        self.assertEqual({(row.service_id, row.headcount) for row in first.delivery_ids}, {
            (self.tea, 12), (self.shower, 5), (self.exchange, 3),
        })
        self.assertRecordValues(first.supply_ids, [{"issued": 30, "returned": 21, "client_id": False}])
        self.assertEqual(first.supply_ids.delivery_id.service_id, self.exchange)
        self.assertRecordValues(second, [{"district_id": self.quarter.id, "place": "street"}])
        self.assertEqual(second.delivery_ids.headcount, 2)

    def test_minutes_are_shared_among_the_services(self):
        [encounter] = self.record(line_ids=[self.person(self.ryba, self.tea, self.shower, self.talk, minutes=30)])
        self.assertEqual(encounter.minutes, 30)
        self.assertEqual({row.service_id: row.minutes for row in encounter.delivery_ids}, {
            self.tea: 2, self.shower: 8, self.talk: 20,
        })

    def test_late_entries_are_marked(self):
        with freeze_time(f"{self.yesterday + timedelta(days=5)} 09:00:00"):
            [encounter] = self.record(line_ids=[self.person(self.ryba, self.tea)])
            self.env.flush_all()
            self.batch.invalidate_recordset()
            self.assertEqual(encounter.recorded_on, fields.Datetime.now())
            self.assertTrue(encounter.is_late_entry)
            self.assertEqual((self.batch.encounter_count, self.batch.late_count), (1, 1))
            self.assertEqual(self.batch.recorded_by_id, self.outreach)

    def test_entered_the_next_day_it_is_not_late(self):
        [encounter] = self.record(line_ids=[self.person(self.ryba, self.tea)])
        self.assertFalse(encounter.is_late_entry)

    def test_second_click_records_nothing(self):
        encounters = self.record(line_ids=[self.person(self.ryba, self.tea)])
        self.batch.action_record()
        self.batch.with_user(self.manager).write({"state": "recorded"})
        self.assertEqual(self.encounters(), encounters)

    def test_state_written_any_way_makes_the_encounters(self):
        batch = self.new_batch(state="recorded", line_ids=[self.person(self.ryba, self.tea)])
        self.assertEqual(len(self.encounters(batch)), 1)

    def test_what_is_missing_is_named_by_line_and_field_all_at_once(self):
        self.batch.write({
            "line_ids": [
                self.person(self.ryba, self.tea), self.person(self.bobr), Command.create({}),
                self.person(None, self.talk, headcount=2),
            ],
            "count_ids": [self.count(self.syringe, 10, district=self.quarter)],
        })
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            self.batch.action_record()
        lines = str(caught.exception).split("\n")
        for line, words in zip(lines, (
            f"Line 2 ({self.bobr.code}), Services:", "Line 3 (0 unnamed), Client:", "Line 3 (0 unnamed), Services:",
            "Line 4 (2 unnamed), Services: “Talk”", "Counts, row “Street · Old Quarter”, Exchange:",
        ), strict=True):
            self.assertTrue(line.startswith(words), line)
        self.assertEqual(self.batch.state, "draft")
        self.assertEqual(len(self.batch.line_ids), 4)
        self.assertFalse(self.encounters())

    def test_what_the_encounter_itself_refuses_is_named_by_line(self):
        """A question that has to be answered cannot be answered here; nothing else is recorded either."""
        self.env["recovery.service.question"].create({
            "name": "What was used", "service_id": self.shower.id, "required": True,
            "option_ids": [Command.create({"name": "Shower"})],
        })
        self.batch.line_ids = [self.person(self.ryba, self.tea), self.person(self.bobr, self.shower)]
        with self.assertRaisesRegex(ValidationError, rf"^Line 2 \({self.bobr.code}\), Details: "), self.cr.savepoint():
            self.batch.action_record()
        self.assertFalse(self.encounters())
        self.assertEqual(self.batch.state, "draft")

    def test_nothing_typed_and_nobody_at_work(self):
        self.batch.employee_ids = False
        with self.assertRaisesRegex(ValidationError, "(?s)^Staff: .*People met, Counts: "):
            self.batch.action_record()

    def test_an_hour_of_today_that_has_not_come(self):
        with freeze_time(f"{self.today} 09:00:00"):
            self.batch.write({"date": self.today, "hour": 23, "count_ids": [self.count(self.tea, 1)]})
            with self.assertRaisesRegex(ValidationError, "^Start time: "):
                self.batch.action_record()

    def test_undone_by_amendments_and_kept(self):
        encounters = self.record(
            line_ids=[self.person(self.ryba, self.tea, supply_ids=[
                Command.create({"product_id": self.syringe.id, "issued": 10}),
            ])], count_ids=[self.count(self.tea, 7)],
        )
        self.batch.with_user(self.counsellor).action_undo()
        self.assertEqual(set(encounters.mapped("state")), {"cancelled"})
        self.assertEqual(set(encounters.delivery_ids.mapped("state")), {"cancelled"})
        self.assertEqual(set(encounters.supply_ids.mapped("state")), {"cancelled"})
        self.assertEqual(encounters.amendment_ids.mapped("reason"), ["Batch entry undone"] * 2)
        self.assertEqual(encounters.amendment_ids.user_id, self.counsellor)
        self.assertFalse(any(encounters.amendment_ids.mapped("is_open")))
        self.assertIn("Cancelled", encounters[0].amendment_ids.changes_text)
        self.batch.action_undo()
        self.assertEqual(len(encounters.amendment_ids), 2)
        with self.assertRaisesRegex(UserError, "^State: "):
            self.batch.action_record()

    def test_undone_also_where_no_free_text_is_kept(self):
        self.street.no_free_text = True
        encounters = self.record(count_ids=[self.count(self.tea, 7)])
        self.batch.action_undo()
        self.assertEqual(encounters.state, "cancelled")

    def test_duplicate_of_an_undone_batch_is_a_draft_with_its_lines(self):
        self.record(line_ids=[self.person(self.ryba, self.tea)], count_ids=[self.count(self.tea, 7)])
        self.batch.action_undo()
        copy = self.env["recovery.batch"].browse(self.batch.action_duplicate()["res_id"])
        self.assertRecordValues(copy, [{"state": "draft", "date": self.yesterday, "hour": 20.5}])
        self.assertEqual((copy.line_ids.client_id, copy.line_ids.service_ids), (self.ryba, self.tea))
        self.assertEqual(copy.count_ids.headcount, 7)
        self.assertNotEqual(copy.code, self.batch.code)

    def test_only_staff_of_the_programme(self):
        self.batch.count_ids = [self.count(self.tea, 7)]
        for user in (self.stranger, self.auditor, self.finance):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.batch.with_user(user).action_record()

    def test_nobody_puts_an_encounter_into_a_batch(self):
        encounter = self.new_encounter(self.street, self.ryba).with_user(self.outreach)
        encounter.write({"batch_id": self.batch.id, "minutes": 30})
        self.assertFalse(encounter.batch_id)
        values = {"program_id": self.street.id, "batch_id": self.batch.id}
        self.assertFalse(encounter.create(values).batch_id)

    def test_queries_do_not_grow_with_the_lines(self):
        clients = self.env["recovery.client"].create([
            {"identity": "pseudonymous", "nickname": f"Member {number}", "intake_program_id": self.street.id}
            for number in range(60)
        ])

        def queries(count):
            batch = self.new_batch(line_ids=[
                self.person(client, self.tea, self.shower, supply_ids=[
                    Command.create({"product_id": self.syringe.id, "issued": 10}),
                ]) for client in clients[:count]
            ])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch.action_record()
            self.env.flush_all()
            return self.cr.sql_log_count - before
        queries(2)
        few, many = queries(5), queries(60)
        self.assertLessEqual(many, few + 4)
