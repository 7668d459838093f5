from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .night_case import NightCase


@tagged("post_install", "-at_install")
class TestNight(NightCase):

    def test_a_house_has_one_register_of_a_night(self):
        self.new_night()
        for refusal in self.refusals("recovery.night", "once", "Night of"):
            with refusal:
                self.new_night()
        self.new_night(days=-1)
        self.new_night(self.warm)

    def test_until_noon_it_is_the_night_of_the_evening_before(self):
        Night = self.env["recovery.night"]
        for clock, days in (("00:30", -1), ("11:59", -1), ("12:00", 0), ("23:59", 0)):
            with self.subTest(clock=clock), self.at(clock):
                self.assertEqual(Night._get_tonight(self.company), self.today + timedelta(days=days))

    def test_only_houses_whose_nights_are_written_down(self):
        with self.assertRaisesRegex(ValidationError, "^House: the nights of .* are counted by stays"):
            self.new_night(self.community)

    def test_a_closed_house_has_no_night(self):
        self.shelter.date_close = self.tonight
        with self.assertRaisesRegex(ValidationError, "^Night of: .* is not open"):
            self.new_night()

    def test_a_night_to_come_is_prepared_not_open(self):
        with self.assertRaisesRegex(ValidationError, "^Night of: .* has not come yet"), self.cr.savepoint():
            self.new_night(days=3)
        night = self.new_night(days=3, state="draft")
        with self.assertRaisesRegex(ValidationError, "has not come yet"):
            night.action_open()

    def test_how_nights_are_counted_is_kept_when_the_kind_of_the_house_changes(self):
        night = self.new_night(self.warm)
        self.warm.kind = "night_shelter"
        self.assertEqual(night.counted_by, "headcount")
        self.assertEqual(self.new_night(self.warm, days=-1).counted_by, "register")

    def test_places_are_the_beds_and_mats_that_nothing_holds(self):
        self.assertEqual(self.new_night(days=-5).capacity, 5)
        self.new_stay(self.bed1, start=-4, stop=-2)
        self.env["recovery.bed.outage"].create({"bed_id": self.mat1.id, "date_from": self.day(-4), "reason": "Demo wet"})
        self.assertEqual(self.new_night(days=-3).capacity, 3)
        self.assertEqual(self.new_night(self.warm).capacity, 5)

    def test_extra_places_and_places_that_are_not_given(self):
        night = self.new_night(extra_places=2)
        self.assertEqual(night.capacity, 7)
        night.extra_places = -9
        self.assertEqual(night.capacity, 0)

    def test_more_people_than_places_need_a_reason(self):
        night = self.new_night(extra_places=-4)
        self.new_guest(night, self.ryba)
        with self.assertRaisesRegex(ValidationError, "^Over capacity because: "), self.cr.savepoint():
            self.new_guest(night, self.sova, place="mat")
        night.over_reason = "frost"
        self.new_guest(night, self.sova, place="mat")
        self.assertEqual((night.over_count, night.free_count), (1, 0))

    def test_a_place_that_has_become_free_since_the_evening_counts(self):
        stay = self.new_stay(self.bed1, start=-30, stop=2, state="in")
        night = self.new_night()
        self.assertEqual(night.capacity, 4)
        self.new_guest(night, headcount=4, place="mat")
        stay.action_check_out("agreed", "shared_home", self.tonight)
        self.new_guest(night, self.sova, self.bed1)
        self.assertEqual((night.capacity, night.over_count), (5, 0))

    def test_counts_add_up(self):
        before = self.new_night(days=-1)
        self.new_guest(before, self.ryba, self.bed1)
        night = self.new_night(over_reason="frost")
        self.new_guest(night, self.ryba, self.bed1)
        self.new_guest(night, self.sova, self.mat1)
        self.new_guest(night, self.kos, place="none")
        self.new_guest(night, headcount=1, bed=self.bed2, gender="female")
        gone = self.new_guest(night, headcount=3, place="mat")
        gone.action_cancel()
        self.new_refusal(night, client_id=self.client.id, headcount=0)
        self.new_refusal(night, headcount=2).action_cancel()
        self.new_refusal(night, "pet", headcount=2)
        self.assertRecordValues(night, [{
            "guest_count": 4, "bed_nights": 3, "mat_nights": 1, "women_count": 2, "men_count": 1, "gender_unknown_count": 1,
            "unnamed_count": 1, "new_count": 2, "refused_count": 3, "free_count": 1, "over_count": 0,
        }])
        summary = night.get_summary()
        self.assertEqual(
            [(row["reason"], row["persons"]) for row in summary["refused_by_reason"]], [("full", 1), ("pet", 2)],
        )

    def test_the_morning_close_lets_everybody_go_and_fixes_the_counts(self):
        with self.at("20:00"):
            night = self.new_night(date=self.today)
            stays = self.new_guest(night, self.ryba, self.bed1)
            early = self.new_guest(night, self.sova, self.bed2)
        with self.at("05:00", days=1):
            early.action_leave()
        with self.at("08:30", days=1):
            now = fields.Datetime.now()
            summary = night.with_user(self.outreach).action_close()
        self.assertRecordValues(night, [{"state": "closed", "closed_on": now, "closed_by_id": self.outreach.id}])
        self.assertRecordValues(stays | early, [
            {"state": "left", "left": now, "left_at_close": True},
            {"state": "left", "left": early.left, "left_at_close": False},
        ])
        self.assertEqual((summary["guests"], summary["bed_nights"], summary["free"]), (2, 2, 3))
        for act in (
            lambda: self.new_guest(night, self.kos, user=self.manager), lambda: self.new_refusal(night, user=self.manager),
            lambda: stays.with_user(self.manager).action_cancel(),
        ):
            with self.assertRaisesRegex(UserError, "^Night: it is closed"), self.cr.savepoint():
                act()

    def test_nothing_comes_into_a_closed_night_from_another_one_and_its_facts_stay(self):
        closed, night = self.new_night(days=-1), self.new_night()
        was, cold = self.new_night(self.warm, days=-1), self.new_night(self.warm)
        (closed | was).action_close()
        guest, refusal = self.new_guest(night, self.ryba, self.bed1), self.new_refusal(night)
        passage = self.new_passage(cold)
        for row, target in ((guest, closed), (refusal, closed), (passage, was)):
            with self.subTest(model=row._name), self.assertRaisesRegex(UserError, "^Night: it is closed"):
                row.with_user(self.manager).night_id = target
        for values in ({"extra_places": 3}, {"over_reason": "frost"}, {"employee_ids": [Command.clear()]}, {"capacity": 9}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "^Night: it is closed"):
                closed.with_user(self.manager).write(values)
        closed.with_user(self.manager).action_reopen("number")
        closed.with_user(self.manager).extra_places = 3

    def test_a_night_closed_days_later_ended_at_noon(self):
        night = self.new_night(days=-3)
        guest = self.new_guest(night, self.ryba, self.bed1, arrived=night._get_noon() - timedelta(hours=15))
        entered_later = self.new_guest(night, self.sova)
        prepared = self.new_night(days=-4, state="draft")
        (night | prepared).action_close()
        self.assertEqual((guest.left, entered_later.left), (night._get_noon(), entered_later.arrived))
        self.assertEqual((prepared.state, prepared.guest_count), ("closed", 0))

    def test_a_restricted_guest_leaves_at_the_close_too(self):
        night = self.new_night()
        hidden = self.new_guest(night, self.client_restricted, self.bed1)
        night.with_user(self.house).action_close()
        self.assertEqual(hidden.state, "left")
        self.assertEqual(night.bed_nights, 1)

    def test_gender_known_by_the_morning_is_taken_over_and_not_later(self):
        night = self.new_night()
        guest = self.new_guest(night, self.kos)
        self.kos.gender = "male"
        night.action_close()
        self.kos.gender = "female"
        self.assertEqual((guest.gender, night.men_count), ("male", 1))

    def test_closed_by_mistake_it_is_opened_again_until_noon(self):
        with self.at("21:00"):
            night = self.new_night(date=self.today)
            guest = self.new_guest(night, self.ryba, self.bed1)
            night.with_user(self.outreach).action_close()
            with self.assertRaisesRegex(UserError, "^Reopened because: "):
                night.with_user(self.outreach).action_reopen(False)
            night.with_user(self.outreach).action_reopen("early")
            self.assertRecordValues(guest, [{"state": "here", "left": False}])

    def test_later_a_manager_corrects_with_a_reason_and_both_counts_are_kept(self):
        night = self.new_night(days=-2)
        self.new_guest(night, self.ryba, self.bed1, arrived=night._get_noon() - timedelta(hours=15))
        night.action_close()
        with self.assertRaisesRegex(AccessError, "programme managers"), self.cr.savepoint():
            night.with_user(self.house).action_reopen("missing")
        with self.assertRaisesRegex(UserError, "^Reopened because: "), self.cr.savepoint():
            night.with_user(self.manager).write({"state": "open"})
        self.env["recovery.night.reopen"].with_user(self.manager).create(
            {"night_ids": night.ids, "reason": "missing"},
        ).action_reopen()
        self.new_guest(
            night, self.sova, self.bed2, user=self.manager, arrived=night._get_noon() - timedelta(hours=14),
        )
        night.with_user(self.manager).action_close()
        said = " ".join(night.message_ids.mapped("body"))
        self.assertIn("1 guests, 1 bed nights", said)
        self.assertIn("2 guests, 2 bed nights", said)
        self.assertEqual(night.reopen_reason, "missing")

    def test_a_night_in_use_keeps_its_house_and_date(self):
        night = self.new_night()
        self.new_guest(night, self.ryba)
        with self.assertRaisesRegex(UserError, "^Night of: people are written down"):
            night.with_user(self.house).date = self.tonight - timedelta(days=1)

    def test_only_what_is_prepared_and_empty_is_deleted(self):
        night = self.new_night(state="draft")
        self.new_night(days=-1, state="draft").unlink()
        self.new_guest(night, self.ryba)
        self.assertEqual(night.state, "open")
        with self.assertRaisesRegex(UserError, "^State: only a night"):
            night.unlink()

    def test_forgotten_nights_are_found(self):
        mine = [("house_id", "=", self.shelter.id)]
        old, tonight, closed = self.new_night(days=-2), self.new_night(), self.new_night(days=-3)
        closed.action_close()
        self.assertEqual((old | tonight | closed).mapped("is_forgotten"), [True, False, False])
        self.assertEqual(self.env["recovery.night"].search([*mine, ("is_forgotten", "=", True)]), old)
        self.assertEqual(self.env["recovery.night"].search([*mine, ("is_forgotten", "=", False)]), tonight | closed)

    def test_the_register_is_printed_by_code(self):
        night = self.new_night()
        self.new_guest(night, self.ryba, self.bed1)
        self.new_guest(night, self.client_restricted, self.bed2)
        html = self.env["ir.actions.report"].with_user(self.house)._render_qweb_html(
            "recovery_housing.night_register", night.ids,
        )[0].decode()
        self.assertIn(self.ryba.code, html)
        self.assertNotIn("Ryba", html)
        self.assertNotIn(self.client_restricted.code, html)
        self.assertTrue(self.env["recovery.access.log"].search_count([
            ("client_id", "=", self.ryba.id), ("user_id", "=", self.house.id), ("action", "=", "print"),
        ]))
