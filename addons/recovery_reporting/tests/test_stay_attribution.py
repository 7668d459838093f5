import psycopg2
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .housing_case import GrantHousingCase


@tagged("post_install", "-at_install")
class TestStayAttribution(GrantHousingCase):
    """Which nights a grant claims by its rules."""

    def test_nights_are_clipped_to_the_grant(self):
        stay = self.lived(-200, -170)
        living = self.new_stay(self.bed_b, self.client_other, -5, state="in")
        self.grant._attribute()
        self.assertEqual(self.nights(), {
            (stay, "claimed", "rule"): [(-180, -170)], (living, "claimed", "rule"): [(-5, 181)],
        })
        self.assertEqual(self.figure("bed_nights").value, 15)

    def test_only_people_who_came_in_houses_of_the_grant(self):
        self.new_stay(start=3, stop=9)
        self.new_stay(self.bed_b, self.client_other, -9, -5, "cancelled", cancel_reason="declined")
        self.grant.house_ids = [Command.set(self.flat.ids)]
        self.lived(-9, -5, self.bed_c, self.new_client(self.own))
        stay = self.lived(-9, -5, self.bed_flat, self.new_client(self.other))
        self.grant._attribute()
        self.assertEqual(self.nights(), {(stay, "claimed", "rule"): [(-9, -5)]})

    def test_again_changes_nothing_and_a_check_out_shortens(self):
        stay = self.new_stay(start=-20, state="in")
        self.grant._attribute()
        before = self.env["recovery.attribution"].search([("stay_id", "=", stay.id)])
        self.assertEqual(self.grant._attribute(), {"added": 0, "removed": 0, "conflict": 0})
        self.assertEqual(self.env["recovery.attribution"].search([("stay_id", "=", stay.id)]), before)
        stay.action_check_out("completed", "own_home", self.day(-10))
        self.assertEqual(self.figure("bed_nights").value, 10, "what was claimed beyond it does not count")
        self.grant._attribute()
        self.assertEqual(self.nights(), {(stay, "claimed", "rule"): [(-20, -10)]})

    def test_dates_of_rules_cut_a_stay_and_the_first_rule_names_the_night(self):
        self.grant.rule_ids.unlink()
        first, second, third = self.env["recovery.grant.rule"].create([
            {"grant_id": self.grant.id, "date_from": self.day(-50), "date_to": self.day(-41), "sequence": 2},
            {"grant_id": self.grant.id, "date_from": self.day(-45), "date_to": self.day(-31), "sequence": 3},
            {
                "grant_id": self.grant.id, "date_from": self.day(-20), "sequence": 4,
                "house_ids": [Command.set(self.community.ids)],
            },
        ])
        self.lived(-60, -10)
        self.lived(-60, -10, self.bed_flat, self.client_other)
        self.grant._attribute()
        rows = self.grant.attribution_ids.sorted(lambda row: (row.house_id.code, row.date_from))
        self.assertEqual(
            [(row.stay_id.house_id, row.rule_id, (row.date_from - self.today).days, row.nights) for row in rows],
            [
                (self.flat, first, -50, 10), (self.flat, second, -40, 10),
                (self.community, first, -50, 10), (self.community, second, -40, 10), (self.community, third, -20, 10),
            ],
        )

    def test_what_a_record_does_not_have_lets_it_not_pass(self):
        delivery, stay = self.done(self.own, self.client), self.lived(-20, -10)
        rule = self.grant.rule_ids
        for filters, expected in (
            ({}, (delivery, stay)), ({"house_ids": [Command.set(self.community.ids)]}, (None, stay)),
            ({"house_kind_ids": [Command.set(self.community.kind_id.ids)]}, (None, stay)),
            ({"house_ids": [Command.set(self.flat.ids)]}, (None, None)), ({"service_kind": "individual"}, (delivery, None)),
            ({"place": "centre"}, (delivery, None)), ({"service_ids": [Command.set(self.talk.ids)]}, (delivery, None)),
            ({"employee_ids": [Command.set(delivery.encounter_id.employee_ids.ids)]}, (delivery, None)),
            ({"program_ids": [Command.set(self.other.ids)]}, (None, None)),
        ):
            with self.subTest(filters=filters):
                rule.write({
                    "house_ids": False, "house_kind_ids": False, "service_kind": False, "place": False, "service_ids": False,
                    "employee_ids": False, "program_ids": False, **filters,
                })
                self.grant._attribute()
                claims = self.env["recovery.attribution"].search([("grant_id", "=", self.grant.id)])
                self.assertEqual((claims.delivery_id, claims.stay_id), tuple(
                    record or empty for record, empty in zip(expected, (delivery[:0], stay[:0]), strict=True)
                ))

    def test_houses_belong_to_programmes_of_the_grant(self):
        with self.assertRaisesRegex(ValidationError, "^Houses: Demo house FLAT"):
            self.new_grant("G-2", house_ids=[Command.set(self.flat.ids)])
        with self.assertRaisesRegex(ValidationError, "^Houses: Demo house FLAT"):
            self.grant.program_ids = [Command.unlink(self.other.id)]

    def test_second_exclusive_grant_gets_the_nights_that_are_left(self):
        stay = self.lived(-100, -10)
        second = self.new_grant(
            "G-2", date_start=self.day(-30), date_end=self.day(30), house_ids=[Command.set(self.community.ids)], sequence=20,
        )
        self.grant.date_end = self.day(-21)
        (self.grant | second)._attribute()
        self.assertEqual(self.nights(), {(stay, "claimed", "rule"): [(-100, -20)]})
        self.assertEqual(self.nights(second), {
            (stay, "conflict", "rule"): [(-30, -20)], (stay, "claimed", "rule"): [(-20, -10)],
        })
        self.assertEqual((self.figure("bed_nights").value, self.figure("bed_nights", second).value), (80, 10))
        self.assertEqual((self.grant.conflict_count, second.conflict_count), (1, 1))

    def test_take_and_leave_touch_the_wanted_nights_alone(self):
        stay = self.lived(-100, -10)
        second = self.new_grant("G-2", date_start=self.day(-30), house_ids=[Command.set(self.community.ids)], sequence=20)
        (self.grant | second)._attribute()
        conflict = self.env["recovery.attribution"].search([("state", "=", "conflict")])
        self.assertEqual(conflict.claimed_by_id, self.grant)
        Attribution = self.env["recovery.attribution"]
        self.assertEqual(Attribution.search(self.grant._get_conflict_domain()), conflict)
        self.assertNotIn(conflict, Attribution.search([("claimed_by_id", "=", False)]))
        self.assertEqual(Attribution.search([("claimed_by_id", "!=", False), ("grant_id", "=", second.id)]), conflict)
        conflict.with_user(self.finance).action_take()
        self.assertEqual(self.nights(), {
            (stay, "claimed", "rule"): [(-100, -30)], (stay, "excluded", "manual"): [(-30, -10)],
        })
        self.assertEqual(self.nights(second), {(stay, "claimed", "manual"): [(-30, -10)]})
        (self.grant | second)._attribute()
        self.assertEqual((self.figure("bed_nights").value, self.figure("bed_nights", second).value), (70, 20))
        self.env["recovery.attribution"].search([("origin", "=", "manual")]).with_user(self.finance).action_reset()
        self.env["recovery.attribution"].search([("state", "=", "conflict")]).with_user(self.finance).action_leave()
        self.assertEqual((self.figure("bed_nights").value, self.figure("bed_nights", second).value), (90, 0))

    def test_grants_that_are_not_exclusive_share_nights(self):
        self.lived(-20, -10)
        second = self.new_grant("G-2", house_ids=[Command.set(self.community.ids)], exclusive=False)
        (self.grant | second)._attribute()
        self.assertEqual((self.figure("bed_nights").value, self.figure("bed_nights", second).value), (10, 10))
        second.exclusive = True
        self.assertEqual(self.figure("bed_nights", second).value, 0)
        self.assertEqual(second.conflict_count, 1)

    def test_grant_made_exclusive_keeps_the_nights_that_nobody_else_claims(self):
        stay = self.lived(-40, -10)
        second = self.new_grant("G-2", house_ids=[Command.set(self.community.ids)], exclusive=False)
        self.grant.rule_ids.date_to = self.day(-31)
        (self.grant | second)._attribute()
        second.exclusive = True
        expected = {(stay, "conflict", "rule"): [(-40, -30)], (stay, "claimed", "rule"): [(-30, -10)]}
        self.assertEqual(self.nights(second), expected)
        (self.grant | second)._attribute()
        self.assertEqual(self.nights(second), expected)

    def test_database_refuses_a_second_exclusive_claim_of_a_night(self):
        stay = self.lived(-40, -10)
        self.grant._attribute()
        second = self.new_grant("G-2")
        row = {"stay_id": stay.id, "state": "claimed", "origin": "rule"}
        for grant, start, stop, error in (
            (second, -11, 5, psycopg2.errors.ExclusionViolation), (self.grant, -40, -39, psycopg2.errors.ExclusionViolation),
            (second, -50, -50, psycopg2.errors.CheckViolation),
        ):
            with self.assertRaises(error), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self.env["recovery.attribution"].create({
                    "grant_id": grant.id, "date_from": self.day(start), "date_to": self.day(stop), **row,
                })
        delivery = self.done(self.own, self.client)
        for values in ({"delivery_id": delivery.id}, {"stay_id": False}):
            with self.assertRaises(psycopg2.errors.CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self.env["recovery.attribution"].create({
                    "grant_id": second.id, "date_from": self.day(-9), "date_to": self.day(-8), **row, **values,
                })
        self.env["recovery.attribution"].create({
            "grant_id": second.id, "date_from": self.day(-10), "date_to": self.day(5), **row,
        })
