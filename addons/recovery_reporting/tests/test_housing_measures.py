from dataclasses import replace
from datetime import date

from freezegun import freeze_time
from odoo.fields import Command
from odoo.tests import tagged

from ..measures import MEASURES, get_volumes
from .housing_case import HOUSING, GrantHousingCase


@tagged("post_install", "-at_install")
class TestHousingMeasures(GrantHousingCase):
    """The edges of what counts of nights, beds, houses and exits."""

    def test_night_belongs_to_the_day_on_which_it_begins(self):
        self.lived(-10, -5)
        for start, stop, nights in ((-10, -10, 1), (-11, -11, 0), (-6, -6, 1), (-5, -5, 0), (-30, -8, 3), (-8, -1, 3)):
            with self.subTest(start=start, stop=stop):
                self.assertEqual(self.value("bed_nights", start, stop), nights)

    def test_same_day_turnover_counts_one_night_a_bed_and_day(self):
        self.lived(-10, -5)
        self.lived(-5, -2, client=self.client_other)
        self.assertEqual(self.value("bed_nights", -10, -3), 8)
        self.assertEqual((self.value("bed_nights", -5, -5), self.value("residents", -5, -5)), (1, 1))
        self.assertEqual(self.value("residents"), 2)

    def test_tonight_counts_tomorrow(self):
        self.new_stay(start=-3, state="in")
        self.assertEqual(self.value("bed_nights", -30, 30), 3)
        self.assertEqual(self.value("bed_nights", 0, 0), 0)
        self.new_stay(self.bed_b, self.client_other, 0, state="in")
        self.assertEqual((self.value("bed_nights", -30, 30), self.value("residents", -30, 30)), (3, 1))

    def test_planned_end_that_has_passed_ends_the_nights(self):
        self.new_stay(start=-10, stop=-4, state="in")
        self.assertEqual(self.value("bed_nights"), 6)

    def test_reserved_and_cancelled_are_not_slept(self):
        self.new_stay(start=-5)
        self.new_stay(self.bed_b, self.client_other, -9, -5, "cancelled", cancel_reason="not_came")
        self.assertEqual((self.value("bed_nights"), self.value("residents")), (0, 0))

    @freeze_time("2026-01-20 12:00:00")
    def test_stay_over_the_end_of_the_year_is_split(self):
        self.env["recovery.stay"].create({
            "bed_id": self.bed_a.id, "client_id": self.client.id, "date_from": date(2025, 12, 20),
            "date_to": date(2026, 1, 10), "state": "out", "exit_reason": "completed", "exit_destination": "family",
        })
        self.env.flush_all()
        scope = self.scope(date(2025, 1, 1), date(2026, 12, 31))
        parts = {
            "year": {2025: 12, 2026: 9}, "month": {12: 12, 1: 9}, "quarter": {10: 12, 1: 9},
        }
        for dimension, expected in parts.items():
            [found] = get_volumes(self.env, [(MEASURES["bed_nights"], scope)], (dimension,), [[]])
            by_part = {
                (key.year if dimension == "year" else key.month): value for (key,), value in found.items() if key != "total"
            }
            self.assertEqual(by_part, expected)
        self.assertEqual(self.whole("bed_nights", date(2025, 1, 1), date(2025, 12, 31)).value, 12)
        self.assertEqual(self.whole("length_of_stay", date(2026, 1, 1), date(2026, 1, 31)).value, 21)

    def test_who_moved_is_one_resident_with_one_stay(self):
        stay = self.new_stay(start=-20, state="in")
        second = stay.action_move(self.bed_b.id, self.day(-12))
        third = second.action_move(self.bed_flat.id, self.day(-7))
        third.action_check_out("completed", "own_home", self.day(-2))
        self.assertEqual((self.value("bed_nights"), self.value("residents")), (18, 1))
        self.assertEqual((self.value("length_of_stay"), self.value("length_of_stay_median")), (18, 18))
        self.assertEqual(self.value("length_of_stay", house_ids=self.community.ids), 0, "they left from the flat")
        self.assertEqual(self.whole("independent_exits_share", self.day(-30), self.day(-1)).count, 1)

    def test_who_moved_to_a_partner_organisation_has_left(self):
        here = self.lived(-20, -8, destination="ours", exit_reason="transfer")
        self.env["recovery.consent"].create({
            "client_id": self.client.id, "purpose_id": self.env.ref("recovery_care.consent_purpose_partner").id,
            "partner_id": self.partner_company.partner_id.id, "date_from": self.day(-30), "state": "given",
        })
        there = self.new_stay(self.bed_abroad, start=-8, state="in", previous_id=here.id)
        self.assertFalse(there.origin_id)
        self.assertEqual((self.value("length_of_stay"), self.value("bed_nights")), (12, 12))
        there.action_check_out("completed", "own_home", self.day(-2))
        self.assertEqual(self.value("length_of_stay"), 12)
        abroad = replace(
            self.scope(self.day(-30), self.day(-1)), company_id=self.partner_company.id,
            program_ids=tuple(self.foreign.ids),
        )
        self.assertEqual(MEASURES["length_of_stay"].figure(self.env, abroad).value, 6)

    def test_mean_and_median(self):
        for client, nights in zip((self.client, self.client_other, self.new_client(self.own)), (2, 3, 22), strict=True):
            self.lived(-2 - nights, -2, self.env["recovery.bed"].create({
                "name": str(nights), "house_id": self.community.id,
            }), client)
        self.assertEqual((self.value("length_of_stay"), self.value("length_of_stay_median")), (9, 3))
        self.assertEqual(MEASURES["length_of_stay"].figure(
            self.env, self.scope(self.day(-30), self.day(-1))).detail, "of 3 stays that ended")

    def test_exits(self):
        """Two of four went to a home of their own; who moved, died or went nobody knows where is not among the four."""
        for index, (reason, destination) in enumerate((
            ("completed", "own_home"), ("agreed", "family"), ("excluded", "street"), ("treatment", "hospital"),
            ("transfer", "ours"), ("death", "none"), ("left", "unknown"),
        )):
            bed = self.env["recovery.bed"].create({"name": str(index), "house_id": self.community.id})
            self.lived(-20, -9, bed, self.new_client(self.own), destination, exit_reason=reason)
        figure = self.whole("independent_exits_share", self.day(-30), self.day(-1))
        self.assertEqual((figure.value, figure.count, figure.not_rated), (50, 5, 1))
        self.assertEqual(figure.detail, "of 4 exits; of 1 more it is not known where to")
        self.assertEqual(self.value("independent_exits_share", -9, -9), 50)
        self.assertEqual(self.value("independent_exits_share", -8, -1), 0)

    def test_leaving_on_the_day_after_a_grant_counts_on_its_last_day(self):
        self.grant.date_end = self.day(-10)
        self.lived(-30, -9)
        self.lived(-30, -8, self.bed_b, self.client_other, "street")
        self.grant._attribute()
        figure = self.figure("independent_exits_share")
        self.assertEqual((figure.value, figure.count), (100, 1))
        self.assertEqual(self.figure("length_of_stay").value, 21)

    def test_occupancy_of_beds_in_use_in_open_houses(self):
        """Ten nights of three beds, one of which came five days ago, and a mat; the flat is closed."""
        self.flat.date_close = self.day(-10)
        self.bed_c.date_from = self.day(-5)
        mat = self.env["recovery.bed"].create({"name": "M", "house_id": self.community.id, "kind": "mat"})
        self.lived(-10, -5)
        self.lived(-10, -2, mat, self.client_other)
        self.assertEqual(self.value("occupancy_share", -10, -1), 100 * 5 / 25)
        self.assertEqual(self.value("bed_nights", -10, -1), 13)

    def test_bed_out_of_service_is_not_available_unless_asked_or_slept_in(self):
        self.flat.date_close = self.day(-10)
        self.lived(-10, -5)
        self.env["recovery.bed.outage"].create([
            {"bed_id": self.bed_c.id, "date_from": self.day(-40), "date_to": self.day(-8), "reason": "Demo heating"},
            {"bed_id": self.bed_b.id, "date_from": self.day(-3), "reason": "Demo heating"},
            {"bed_id": self.bed_a.id, "date_from": self.day(-8), "date_to": self.day(-4), "reason": "Demo heating"},
        ])
        self.assertAlmostEqual(self.value("occupancy_share", -10, -1), 100 * 5 / (30 - 2 - 3 - 1))
        self.assertAlmostEqual(self.value("occupancy_share", -10, -1, count_out_of_service=True), 100 * 5 / 30)

    def test_bed_archived_without_a_date_ended_with_its_last_stay(self):
        self.flat.date_close = self.day(-10)
        self.lived(-10, -5)
        self.bed_a.active = False
        self.bed_b.write({"date_to": self.day(-8), "active": False})
        self.bed_c.active = False
        self.assertAlmostEqual(self.value("occupancy_share", -10, -1), 100 * 5 / 7)

    def test_nights_to_come_are_neither_slept_nor_available(self):
        self.lived(-10, 0)
        self.assertAlmostEqual(
            self.value("occupancy_share", -10, 20, house_ids=self.community.ids), 100 * 10 / 30,
        )

    def test_occupancy_of_a_grant_is_that_of_its_houses(self):
        self.grant.house_ids = [Command.set(self.flat.ids)]
        self.lived(-180, -90, self.bed_flat, self.client_other)
        self.grant._attribute()
        self.assertAlmostEqual(self.figure("occupancy_share", date_to=self.day(-1)).value, 50)
        self.grant.house_ids = False
        self.assertEqual(self.figure("occupancy_share", date_to=self.day(-1)).value, 0)

    def test_houses_open_on_one_night_and_on_average(self):
        self.flat.write({"date_open": self.day(-20), "date_close": self.day(-5)})
        for start, stop, houses, average in ((-30, -21, 1, 1), (-30, -1, 2, 1.5), (-5, -1, 1, 1), (-6, 30, 2, 7 / 6)):
            with self.subTest(start=start, stop=stop):
                self.assertEqual(self.value("houses_open", start, stop), houses)
                self.assertAlmostEqual(self.value("houses_open_average", start, stop), average)

    def test_filters(self):
        self.client.gender = "female"
        self.community.kind, self.flat.kind = "community", "readaptation_flat"
        flat = self.env.ref("recovery_housing.kind_readaptation_flat")
        self.lived(-10, -5)
        self.lived(-10, -2, self.bed_flat, self.client_other)
        for filters, nights in (
            ({}, 13), ({"house_ids": self.flat.ids}, 8), ({"house_kind_ids": flat.ids}, 8), ({"gender": "female"}, 5),
            ({"program_ids": self.own.ids}, 5), ({"program_ids": self.own.ids, "house_ids": self.flat.ids}, 0),
        ):
            with self.subTest(filters=filters):
                self.assertEqual(self.value("bed_nights", **filters), nights)

    def test_restricted_people_count_and_are_not_listed(self):
        self.lived(-10, -5)
        self.lived(-10, -2, self.bed_b, self.client_restricted)
        self.grant._attribute()
        line = self.new_indicator("bed_nights").with_user(self.finance)
        self.assertEqual(line.value, 13)
        action = line.action_open_records()
        self.assertIn("(1 not shown)", action["name"])
        self.assertEqual(
            self.env["recovery.stay"].with_user(self.finance).search(action["domain"]).client_id, self.client,
        )

    def test_frozen_by_code_and_corrected_beside_it(self):
        stay = self.lived(-20, -10)
        indicators = [self.new_indicator(measure) for measure in HOUSING]
        self.assertTrue(indicators)
        report = self.env["recovery.report"].create({
            "grant_id": self.grant.id, "date_from": self.day(-30), "date_to": self.day(-1),
        })
        report.action_freeze()
        values = {line.measure: line for line in report.line_ids}
        self.assertEqual(
            [values[measure].value for measure in HOUSING], [10, 1, 8.3333, 2, 2, 10, 10, 100, 0],
        )
        evidence = {measure: line.evidence_ids for measure, line in values.items()}
        self.assertEqual(evidence["bed_nights"].mapped("reference"), [self.client.code])
        self.assertEqual((evidence["bed_nights"].res_model, evidence["bed_nights"].res_id), ("recovery.stay", stay.id))
        self.assertEqual(sum(evidence["occupancy_share"].mapped("base")), 120)
        self.assertEqual(
            set(evidence["occupancy_share"].mapped("reference")),
            {"RIV · Room 1 · A", "RIV · Room 1 · B", "RIV · Room 2 · A", "FLAT · A"},
        )
        self.assertEqual(set(evidence["houses_open"].mapped("reference")), {"RIV", "FLAT"})
        stay.with_user(self.manager).action_correct({"date_to": self.day(-12)}, "Left earlier")
        report.invalidate_recordset()
        self.assertEqual((values["bed_nights"].value, values["bed_nights"].correction), (10, -2))

    def test_words_of_the_filters(self):
        line = self.new_indicator(
            "occupancy_share", house_ids=[Command.set(self.flat.ids)],
            house_kind_ids=[Command.set(self.env.ref("recovery_housing.kind_hostel").ids)],
        )
        words = line.indicator_id._describe(line.indicator_id._get_filters())
        self.assertEqual(words, "Occupancy; Demo house FLAT; Hostel; without beds out of service")
