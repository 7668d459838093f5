from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .night_case import NightCase


@tagged("post_install", "-at_install")
class TestNightGuest(NightCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.night = cls.new_night()

    def test_a_person_is_in_a_register_once(self):
        self.new_guest(self.night, self.ryba, place="none")
        for refusal in self.refusals("recovery.night.guest", "client_once", "Client"):
            with refusal:
                self.new_guest(self.night, self.ryba, place="none")

    def test_a_person_has_a_place_in_one_register_a_night(self):
        other = self.new_night(self.new_house(self.own, "SH2", kind="night_shelter", capacity=4))
        mine = self.new_guest(self.night, self.ryba)
        for refusal in self.refusals("recovery.night.guest", "client_one_bed", "Client"):
            with refusal:
                self.new_guest(other, self.ryba)
        self.new_guest(other, self.ryba, place="none")
        mine.action_cancel()
        self.new_guest(other, self.sova)

    def test_a_bed_is_given_once_a_night(self):
        self.new_guest(self.night, self.ryba, self.bed1)
        for refusal in self.refusals("recovery.night.guest", "bed_once", "Bed or mat"):
            with refusal:
                self.new_guest(self.night, self.sova, self.bed1)
        self.new_guest(self.new_night(days=-1), self.sova, self.bed1)

    def test_a_client_or_a_number(self):
        for values in ({"client": self.ryba, "headcount": 2}, {"client": None}, {"client": None, "headcount": -1}):
            for refusal in self.refusals("recovery.night.guest", "who", "Client"):
                with self.subTest(values=values), refusal:
                    self.new_guest(self.night, **values)

    def test_one_person_to_a_bed(self):
        for values in ({"headcount": 2}, {"client": self.ryba, "place": "none"}):
            for refusal in self.refusals("recovery.night.guest", "one_to_a_bed", "Bed or mat"):
                with self.subTest(values=values), refusal:
                    self.new_guest(self.night, bed=self.bed1, **values)

    def test_nobody_leaves_before_they_came(self):
        guest = self.new_guest(self.night, self.ryba)
        for refusal in self.refusals("recovery.night.guest", "times", "Left"):
            with refusal:
                guest.write({"state": "left", "left": guest.arrived - timedelta(hours=1)})

    def test_who_left_says_when(self):
        guest = self.new_guest(self.night, self.ryba)
        for refusal in self.refusals("recovery.night.guest", "gone", "Left"):
            with refusal:
                guest.state = "left"
        for refusal in self.refusals("recovery.night.guest", "gone", "Left"):
            with refusal:
                guest.left = fields.Datetime.now()

    def test_entered_by_mistake_may_be_entered_again(self):
        wrong = self.new_guest(self.night, self.ryba, self.bed1)
        wrong.action_cancel()
        self.new_guest(self.night, self.ryba, self.bed1)
        self.assertEqual((self.night.guest_count, wrong.bed_nights), (1, 0))
        with self.assertRaisesRegex(UserError, "^State: "):
            wrong.with_user(self.house).action_come_back()
        with self.assertRaisesRegex(UserError, "^What was entered by mistake"):
            wrong.unlink()

    def test_bed_nights_are_of_people_with_a_bed_or_a_mat(self):
        rows = (
            self.new_guest(self.night, self.ryba, self.bed1), self.new_guest(self.night, self.sova, self.mat1),
            self.new_guest(self.night, headcount=2, place="mat"), self.new_guest(self.night, self.kos, place="none"),
        )
        self.assertEqual([row.bed_nights for row in rows], [1, 1, 2, 0])
        self.assertEqual([row.place for row in rows], ["bed", "mat", "mat", "none"])

    def test_a_warming_room_keeps_no_register(self):
        with self.assertRaisesRegex(ValidationError, "^Night: .* counts heads"):
            self.new_guest(self.new_night(self.warm), self.ryba)

    def test_new_is_who_never_spent_a_night_in_the_house(self):
        first = self.new_guest(self.night, self.ryba)
        self.assertTrue(first.is_new)
        self.assertTrue(self.new_guest(self.night, self.sova).is_new)
        self.assertFalse(self.new_guest(self.night, headcount=1, place="mat").is_new)
        self.assertTrue(self.new_guest(self.new_night(days=-1), self.kos).is_new)
        self.assertFalse(self.new_guest(self.night, self.kos).is_new)

    def test_new_is_told_anew_when_an_earlier_night_is_entered_or_taken_back(self):
        tonight = self.new_guest(self.night, self.ryba)
        before = self.new_guest(self.new_night(days=-1), self.ryba)
        self.assertEqual((tonight.is_new, before.is_new), (False, True))
        self.env.flush_all()
        self.assertEqual((self.night.new_count, before.night_id.new_count), (0, 1))
        before.action_cancel()
        self.assertEqual((tonight.is_new, self.night.new_count), (True, 1))

    def test_moving_to_another_place(self):
        guest = self.new_guest(self.night, self.ryba, self.bed1)
        guest.action_place(self.mat1.id)
        self.assertRecordValues(guest, [{"bed_id": self.mat1.id, "place": "mat"}])
        guest.action_place(False, "none")
        self.assertRecordValues(guest, [{"bed_id": False, "place": "none", "bed_nights": 0}])

    def test_beds_in_use_of_the_house_for_people_of_the_gender(self):
        self.bed1.date_to = self.tonight
        self.env["recovery.bed.outage"].create({"bed_id": self.bed2.id, "date_from": self.tonight, "reason": "Demo wet"})
        room = self.env["recovery.room"].create({"name": "Women", "house_id": self.shelter.id, "gender_policy": "women"})
        self.bed3.room_id = room
        for bed, words in (
            (self.bed_a, "another house"), (self.bed1, "not in use"), (self.bed2, "out of service"),
            (self.bed3, "another gender"),
        ):
            words = f"^Bed or mat: .*{words}"
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.new_guest(self.night, self.sova, bed)
        self.new_guest(self.night, self.ryba, self.bed3)

    def test_a_house_for_women_takes_no_men(self):
        self.shelter.gender_policy = "women"
        with self.assertRaisesRegex(ValidationError, "^Client: .* another gender"):
            self.new_guest(self.night, self.sova)
        self.new_guest(self.night, self.kos)

    def test_beds_are_assigned_as_the_last_time_then_in_order_then_mats(self):
        self.new_guest(self.new_night(days=-1), self.sova, self.bed3)
        given = self.night._assign_places(self.ryba | self.sova | self.kos)
        self.assertEqual(given[self.sova], (self.bed3, "bed"))
        self.assertEqual({given[self.ryba][0], given[self.kos][0]}, {self.bed1, self.bed2})
        more = [self.new_client(self.own, nickname=f"Demo {number}") for number in range(4)]
        self.new_guest(self.night, headcount=1, bed=self.bed3)
        given = self.night._assign_places(self.ryba.union(*more))
        self.assertEqual(
            [(bed, place) for bed, place in given.values()],
            [(self.bed1, "bed"), (self.bed2, "bed"), (self.mat1, "mat"), (self.mat2, "mat"), (self.mat1.browse(), "mat")],
        )

    def test_women_first_get_a_room_of_their_own_and_nobody_unknown(self):
        women = self.env["recovery.room"].create({"name": "Women", "house_id": self.shelter.id, "gender_policy": "women"})
        self.bed3.room_id = women
        given = self.night._assign_places(self.ryba | self.sova | self.kos)
        self.assertEqual(given[self.ryba], (self.bed3, "bed"))
        self.assertEqual({given[self.sova][0], given[self.kos][0]}, {self.bed1, self.bed2})
        self.assertEqual(self.night._add_unnamed("unknown", 1).bed_id, self.bed1)

    def test_who_lay_on_a_mat_gets_a_bed_where_one_is_free(self):
        self.new_guest(self.new_night(days=-1), self.sova, self.mat2)
        self.assertEqual(self.night._assign_places(self.sova)[self.sova], (self.bed1, "bed"))

    def test_a_house_without_beds_counts_places(self):
        house = self.new_house(self.own, "SH3", kind="night_shelter", capacity=1)
        night = self.new_night(house)
        given = night._assign_places(self.ryba | self.sova)
        self.assertEqual(sorted(place for _bed, place in given.values()), ["bed", "mat"])

    def test_unnamed_people_get_beds_and_are_taken_out_again(self):
        self.new_guest(self.night, self.ryba, self.bed1)
        self.night.over_reason = "frost"
        self.night._add_unnamed("male", 3)
        self.night._add_unnamed("male", 1)
        self.night._add_unnamed("male", 2)
        rows = self.night.guest_ids.filtered(lambda guest: not guest.client_id)
        self.assertEqual(sorted(rows.mapped("headcount")), [1, 1, 1, 1, 2])
        self.assertEqual((self.night.guest_count, self.night.bed_nights, self.night.over_count), (7, 7, 2))
        self.night._remove_unnamed("male", 3)
        self.assertEqual((self.night.guest_count, self.night.over_count), (4, 0))
        self.night._add_unnamed("male", 4)
        self.night._remove_unnamed("male", 2)
        rows = self.night.guest_ids.filtered(lambda guest: not guest.client_id and guest.state == "here")
        self.assertEqual(sorted(rows.mapped("headcount")), [1, 1, 1, 1, 1])
        with self.assertRaisesRegex(ValidationError, "^Unnamed: "):
            self.night._remove_unnamed("female", 1)

    def test_a_merge_takes_one_of_two_rows_of_a_night_for_a_mistake(self):
        twin = self.new_client(self.own, nickname="Demo Rybka")
        rows = self.new_guest(self.night, self.ryba, self.bed1) | self.new_guest(self.night, twin, self.bed2)
        self.env["recovery.client.merge"].with_user(self.manager).merge(self.ryba.id, twin.id, "Demo twin")
        self.env.invalidate_all()
        self.assertEqual(sorted(rows.mapped("state")), ["cancelled", "here"])
        self.assertEqual(rows.client_id, self.ryba)
        self.assertEqual(self.night.bed_nights, 1)
