from datetime import timedelta
from itertools import count

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import tagged

from .outreach_case import OutreachCase


@tagged("post_install", "-at_install")
class TestFrontDeskOutreach(OutreachCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.volunteer_ids = cls.keeper.employee_id
        cls.desk = cls.env["recovery.front.desk"].with_user(cls.outreach)
        cls.keys = count(1)

    def key(self):
        return f"{next(self.keys):0>32}"

    def visit(self, **values):
        answer = self.desk.save_visit({
            "key": self.key(), "program_id": self.own.id, "headcount": 2, "services": [{"service_id": self.exchange.id}],
            **values,
        })
        return self.env["recovery.encounter"].browse(answer["encounter_id"])

    def arrive(self, **values):
        return self.desk.save_arrival({"key": self.key(), "shift_id": self.shift.id, **values})["stop_id"]

    def find(self, **values):
        answer = self.desk.save_finds({
            "key": self.key(), "stop_id": self.station.id, "finds": [{"kind": "syringe", "pieces": 3}], **values,
        })
        return self.env["recovery.find"].browse(answer["find_ids"])

    def test_visit_at_a_stop(self):
        visit = self.visit(stop_id=self.station.id)
        self.assertEqual(
            (visit.stop_id, visit.shift_id, visit.district_id, visit.place, visit.employee_ids),
            (self.station, self.shift, self.harbour, "street", self.outreach.employee_id),
        )
        self.assertFalse(self.visit().stop_id)

    def test_visit_at_a_stop_that_is_not_there(self):
        for values in ({"stop_id": 2 ** 30}, {"stop_key": "k" * 32}):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "^Stop"), self.cr.savepoint():
                self.visit(**values)

    def test_begin_a_new_shift_once(self):
        values = {
            "key": self.key(), "program_id": self.own.id, "route_id": self.route.id,
            "employee_ids": self.outreach.employee_id.ids, "volunteer_ids": self.keeper.employee_id.ids,
        }
        first, second = self.desk.start_shift(values), self.desk.start_shift(values)
        self.assertEqual(first["id"], second["id"])
        shift = self.env["recovery.outreach.shift"].browse(first["id"])
        self.assertEqual(
            (shift.state, shift.volunteer_ids, [stop["name"] for stop in first["stops"]], first["mine"]),
            ("running", self.keeper.employee_id, ["Station", "Park"], True),
        )

    def test_begin_a_planned_shift(self):
        shift = self.new_shift(state="planned", date_start=fields.Datetime.now() + timedelta(minutes=30))
        self.assertEqual(self.desk.start_shift({"key": self.key(), "shift_id": shift.id})["state"], "running")
        self.assertLessEqual(shift.date_start, fields.Datetime.now())

    def test_begin_in_another_programme(self):
        with self.assertRaises(AccessError):
            self.desk.start_shift({
                "key": self.key(), "program_id": self.other.id, "employee_ids": self.outreach.employee_id.ids,
            })

    def test_arrive_at_a_stop_once(self):
        values = {"key": self.key(), "shift_id": self.shift.id, "stop_id": self.park.id}
        self.assertFalse(self.desk.save_arrival(values)["repeated"])
        arrived = self.park.arrived
        self.assertTrue(arrived)
        self.assertTrue(self.desk.save_arrival({**values, "arrived": "2026-01-01 10:00:00"})["repeated"])
        self.arrive(stop_id=self.park.id, arrived="2026-01-01 10:00:00")
        self.assertEqual(self.park.arrived, arrived, "the first arrival stays")

    def test_add_a_stop_without_a_connection(self):
        """The stop, a visit and a find there come later, in order, and know the stop by the key of the device."""
        key, moment = self.key(), fields.Datetime.now().replace(microsecond=0) - timedelta(minutes=40)
        values = {
            "key": key, "shift_id": self.shift.id, "name": "Bridge", "district_id": self.hill.id, "latitude": 49.83,
            "longitude": 18.28, "arrived": fields.Datetime.to_string(moment),
        }
        first, second = self.desk.save_arrival(values), self.desk.save_arrival(values)
        self.assertEqual((first["stop_id"], first["repeated"], second["repeated"]), (second["stop_id"], False, True))
        stop = self.shift.stop_ids[-1]
        self.assertRecordValues(stop, [{
            "id": first["stop_id"], "name": "Bridge", "district_id": self.hill.id, "arrived": moment, "latitude": 49.83,
            "place": "street",
        }])
        visit = self.visit(stop_key=key, date_start=fields.Datetime.to_string(moment))
        find = self.find(stop_id=False, stop_key=key)
        self.assertEqual((visit.stop_id, visit.district_id, find.stop_id, find.district_id), (stop, self.hill) * 2)

    def test_a_clock_that_is_ahead(self):
        self.arrive(stop_id=self.park.id, arrived="2099-01-01 10:00:00")
        self.assertLessEqual(self.park.arrived, fields.Datetime.now())

    def test_finds_once(self):
        values = {
            "key": self.key(), "stop_id": self.station.id, "method": "estimated",
            "finds": [{"kind": "syringe", "pieces": 12}, {"kind": "needle", "pieces": 0}, {"kind": "other", "pieces": 2}],
        }
        first, second = self.desk.save_finds(values), self.desk.save_finds(values)
        self.assertEqual((first["find_ids"], first["repeated"], second["repeated"]), (second["find_ids"], False, True))
        finds = self.env["recovery.find"].browse(first["find_ids"])
        self.assertEqual([(find.kind, find.pieces, find.method) for find in finds.sorted("id")], [
            ("syringe", 12, "estimated"), ("other", 2, "estimated"),
        ])
        self.assertEqual((finds.employee_ids, finds.district_id), (self.outreach.employee_id, self.harbour))

    def test_finds_refused(self):
        for values, words in (
            ({"finds": []}, "^Pieces"), ({"finds": [{"kind": "syringe", "pieces": -2}]}, "^Pieces"),
            ({"finds": [{"kind": False, "pieces": 2}]}, "^Kind"), ({"stop_id": False}, "^Stop"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex((ValidationError, UserError), words), \
                    self.cr.savepoint():
                self.find(**values)

    def test_undo_a_find(self):
        find = self.find()
        self.desk.undo_find(find.id)
        self.desk.undo_find(find.id)
        self.assertEqual((find.state, find.cancelled_by_id), ("cancelled", self.outreach))
        old = self.find()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE recovery_find SET create_date = create_date - interval '25 hours' WHERE id = %s", [old.id],
        )
        old.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "^Undo"):
            self.desk.undo_find(old.id)

    def test_end_once(self):
        values = {"key": self.key(), "shift_id": self.shift.id}
        self.desk.end_shift(values)
        end = self.shift.date_stop
        self.desk.end_shift(values)
        self.desk.end_shift({"key": self.key(), "shift_id": self.shift.id, "date_stop": "2099-01-01 00:00:00"})
        self.assertEqual((self.shift.state, self.shift.date_stop), ("done", end))
        with self.assertRaisesRegex(UserError, "^Stops"):
            self.arrive(name="Late")

    def test_end_that_comes_later_says_when_it_was(self):
        moment = fields.Datetime.now().replace(microsecond=0) - timedelta(minutes=25)
        self.desk.end_shift({"key": self.key(), "shift_id": self.shift.id, "date_stop": fields.Datetime.to_string(moment)})
        self.assertEqual(self.shift.date_stop, moment)

    def test_what_the_phone_shows(self):
        planned = self.new_shift(state="planned", date_start=fields.Datetime.now())
        self.new_shift(state="planned", date_start=fields.Datetime.now() + timedelta(days=2))
        data = self.desk.get_outreach(self.own.id)
        self.assertEqual(
            {row["id"]: row["state"] for row in data["shifts"]}, {self.shift.id: "running", planned.id: "planned"},
        )
        self.assertEqual([row["places"] for row in data["routes"]], ["Station · Park"])
        self.assertEqual([row["id"] for row in data["volunteers"]], self.keeper.employee_id.ids)
        self.visit(stop_id=self.station.id)
        self.visit(stop_id=self.station.id, headcount=0, client_id=self.client.id)
        self.desk.undo_visit(self.visit(stop_id=self.station.id, headcount=9).id)
        self.find(finds=[{"kind": "needle", "pieces": 5}])
        shift = self.desk.get_shift(self.shift.id)
        self.assertEqual(
            [shift["totals"][name] for name in ("contact_count", "people_known", "people_unnamed", "found_count")],
            [2, 1, 2, 5],
        )
        self.assertEqual([stop["counts"]["contact_count"] for stop in shift["stops"]], [2, 0])
        self.assertEqual([bool(stop["arrived"]) for stop in shift["stops"]], [True, False])
        stop = self.desk.get_stop_visits(self.station.id)
        self.assertEqual((stop["visits"], stop["people"], len(stop["lines"])), (2, 3, 3))
        self.assertEqual([row["what"] for row in stop["finds"]], ["5 × Needle"])

    def test_the_phone_shows_nothing_of_other_programmes_and_hidden_people(self):
        self.other.employee_ids += self.outreach.employee_id
        shift = self.new_shift(program_id=self.other.id, route_id=False)
        self.other.employee_ids -= self.outreach.employee_id
        self.env.flush_all()
        self.assertEqual(self.desk.get_outreach(self.other.id)["shifts"], [])
        with self.assertRaises(AccessError):
            self.desk.get_shift(shift.id)
        self.env["recovery.front.desk"].with_user(self.keeper).save_visit({
            "key": self.key(), "program_id": self.own.id, "client_id": self.client_restricted.id,
            "stop_id": self.station.id, "services": [{"service_id": self.talk.id}],
        })
        self.env.flush_all()
        self.assertEqual(self.desk.get_shift(self.shift.id)["totals"]["contact_count"], 0)
        self.assertEqual(self.desk.get_stop_visits(self.station.id)["lines"], [])
        with self.assertRaises(MissingError):
            self.desk.get_shift(2 ** 30)

    def test_a_shift_costs_the_same_however_much_was_done(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.desk.get_shift(self.shift.id)
            self.desk.get_stop_visits(self.station.id)
            return self.cr.sql_log_count - before
        self.visit(stop_id=self.station.id)
        self.find()
        queries()
        few = queries()
        for _number in range(8):
            self.visit(stop_id=self.arrive(name="Another"))
            self.visit(stop_id=self.station.id, supplies=[{"product_id": self.syringe.id, "issued": 5}])
            self.find()
        self.assertLessEqual(queries(), few + 1)
