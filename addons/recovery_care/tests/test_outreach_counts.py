from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .outreach_case import OutreachCase


@tagged("post_install", "-at_install")
class TestOutreachCounts(OutreachCase):

    def recount(self, visits, finds):
        """Return what the visits and finds say, in plain Python."""
        done = [row for visit in visits for row in visit.delivery_ids if row.state == "done"]
        supplies = [supply for row in done for supply in row.supply_ids]
        unnamed = {}
        for row in done:
            unnamed[row.encounter_id] = max(unnamed.get(row.encounter_id, 0), row.headcount)
        syringes = [supply for supply in supplies if supply.product_id == self.syringe]
        return {
            "contact_count": len({row.encounter_id for row in done}),
            "people_known": len({row.client_id for row in done if row.client_id}),
            "people_unnamed": sum(unnamed.values()),
            "syringes_issued": sum(supply.issued for supply in syringes),
            "syringes_returned": sum(supply.returned for supply in syringes),
            "material_issued": sum(supply.issued for supply in supplies),
            "material_returned": sum(supply.returned for supply in supplies),
            "found_count": sum(find.pieces for find in finds if find.state == "done"),
            "referral_count": len([row for row in done if row.service_id.is_referral]),
        }

    def assertCounts(self, record, expected):
        record.invalidate_recordset()
        self.assertEqual({name: record[name] for name in expected}, expected)

    def make_evening(self):
        """Return the visits: a client twice, another once, five unnamed, and one that is cancelled."""
        second = self.new_client(self.own, nickname="Demo second")
        visits = self.env["recovery.encounter"].union(
            self.new_visit(self.station, self.client, supplies={self.syringe: (20, 15), self.filter: (10, 0)}),
            self.new_visit(self.station, second, service=self.sending),
            self.new_visit(self.park, self.client, supplies={self.syringe: (5, 0)}),
            self.new_visit(self.park, 5, supplies={self.syringe: (10, 30)}),
            self.new_visit(self.park, second, service=self.sending, supplies={self.syringe: (100, 100)}),
        )
        visits[-1].with_user(self.outreach).amend("Wrong person")
        visits[-1].with_user(self.outreach).action_cancel()
        return visits

    def test_counts_are_those_of_the_raw_records(self):
        visits = self.make_evening()
        finds = self.new_find(stop_id=self.park.id, pieces=12) | self.new_find(stop_id=self.station.id, pieces=3)
        finds |= self.new_find(stop_id=self.park.id, pieces=50)
        finds[-1].with_user(self.outreach).action_cancel("double")
        self.env.flush_all()
        total = self.recount(visits, finds)
        self.assertEqual((total["people_known"], total["people_unnamed"], total["found_count"]), (2, 5, 15))
        self.assertCounts(self.shift, total)
        for stop in self.station | self.park:
            self.assertCounts(stop, self.recount(
                visits.filtered(lambda visit, stop=stop: visit.stop_id == stop),
                finds.filtered(lambda find, stop=stop: find.stop_id == stop),
            ))
        self.assertCounts(self.new_shift(), dict.fromkeys(total, 0))

    def test_summary_holds_no_names(self):
        self.make_evening()
        self.new_find(stop_id=self.park.id, pieces=12)
        html = self.env["ir.actions.report"].with_user(self.outreach)._render_qweb_html(
            "recovery_care.outreach_shift_report", self.shift.ids,
        )[0].decode()
        for word in (self.shift.code, "Station", "Park", "35 out, 45 back", "Sending on"):
            self.assertIn(word, html)
        for word in ("Lukin", "Łukasz", self.client.code, "Demo second", self.outreach.name):
            self.assertNotIn(word, html)

    def test_restricted_people_count_for_those_who_see_them(self):
        self.new_visit(self.station, self.client_restricted)
        self.env.flush_all()
        for user, seen in ((self.outreach, 0), (self.keeper, 1), (self.data, 0)):
            shift = self.shift.with_user(user)
            shift.invalidate_recordset()
            with self.subTest(user=user.login):
                self.assertEqual((shift.contact_count, shift.people_known, shift.stop_ids[0].contact_count), (seen,) * 3)

    def test_many_shifts_cost_as_many_queries_as_one(self):
        def queries(shifts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            shifts.with_user(self.outreach).web_read({
                name: {} for name in (*shifts._get_count_fields(), "code", "state")
            } | {"stop_ids": {"fields": {name: {} for name in ("name", *shifts._get_count_fields())}}})
            return self.cr.sql_log_count - before
        self.make_evening()
        queries(self.shift)
        few = queries(self.shift)
        shifts = self.shift
        for _number in range(6):
            self.shift = self.new_shift()
            self.station, self.park = self.shift.stop_ids
            self.make_evening()
            shifts |= self.shift
        self.assertLessEqual(queries(shifts), few)

    def test_many_shifts_are_made_in_a_batch(self):
        def queries(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["recovery.outreach.shift"].with_user(self.outreach).create([
                {
                    "program_id": self.own.id, "route_id": self.route.id, "state": "done", "code": f"T-{count}-{number}",
                    "date_start": fields.Datetime.now() - timedelta(days=number + 1),
                }
                for number in range(count)
            ])
            self.env.flush_all()
            return self.cr.sql_log_count - before
        queries(2)
        self.assertLessEqual(queries(40), queries(4) + 3)
