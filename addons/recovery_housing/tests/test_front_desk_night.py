from itertools import count

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .night_case import NightCase

numbers = count(1)


@tagged("post_install", "-at_install")
class TestFrontDeskNight(NightCase):
    """The screen at the door, by its services."""

    def desk(self, user=None):
        return self.env["recovery.front.desk"].with_user(user or self.outreach)

    def save(self, method, user=None, house=None, **values):
        values = {"key": f"night-test-{next(numbers):0>12}", "house_id": (house or self.shelter).id, **values}
        return getattr(self.desk(user), f"save_night_{method}")(values)

    def night(self, house=None):
        return self.env["recovery.night"].search([
            ("house_id", "=", (house or self.shelter).id), ("date", "=", self.tonight),
        ])

    def shown(self, house=None, user=None):
        return self.desk(user).get_night((house or self.shelter).id)

    def test_houses_of_own_programmes_whose_nights_are_written_down(self):
        self.new_house(self.other, "SHX", kind="night_shelter")
        setup = self.desk().get_nights()
        self.assertEqual([(house["code"], house["counted_by"]) for house in setup["houses"]], [
            ("SHL", "register"), ("WARM", "headcount"),
        ])
        with self.assertRaisesRegex(UserError, "None of your programmes"):
            self.desk(self.partner_worker).with_context(allowed_company_ids=self.partner_company.ids).get_nights()
        with self.assertRaisesRegex(ValidationError, "^House: "):
            self.desk(self.stranger).get_night(self.shelter.id)
        with self.assertRaisesRegex(ValidationError, "^House: "):
            self.desk().get_night(self.community.id)

    def test_looking_begins_no_night(self):
        shown = self.shown()
        self.assertFalse(self.night())
        self.assertEqual((shown["state"], shown["counts"]["capacity"]), ("none", 5))
        self.assertEqual(shown["places_free"], {"bed": 3, "mat": 2})

    def test_many_at_once_get_their_beds(self):
        self.new_guest(self.new_night(days=-1), self.sova, self.bed2)
        self.save("guests", client_ids=(self.ryba | self.sova | self.kos).ids)
        night = self.night()
        self.assertEqual((night.state, night.guest_count, night.employee_ids), ("open", 3, self.outreach.employee_id))
        guests = {guest.client_id: guest.bed_id for guest in night.guest_ids}
        self.assertEqual(guests[self.sova], self.bed2)
        self.assertEqual(set(guests.values()), {self.bed1, self.bed2, self.bed3})

    def test_the_same_work_is_saved_once(self):
        values = {"key": "night-test-once-000001", "client_ids": self.ryba.ids}
        self.assertFalse(self.save("guests", **values)["repeated"])
        self.assertTrue(self.save("guests", **values)["repeated"])
        self.assertEqual(self.night().guest_count, 1)

    def test_a_chosen_bed_and_no_place(self):
        self.save("guests", client_ids=self.ryba.ids, bed_id=self.mat2.id)
        self.save("guests", client_ids=self.sova.ids, place="none")
        self.assertEqual({guest.client_id: (guest.bed_id, guest.place) for guest in self.night().guest_ids}, {
            self.ryba: (self.mat2, "mat"), self.sova: (self.mat2.browse(), "none"),
        })
        with self.assertRaisesRegex(ValidationError, "^Bed or mat: one person"):
            self.save("guests", client_ids=(self.kos | self.client).ids, bed_id=self.bed1.id)
        with self.assertRaisesRegex(ValidationError, "^Client: choose who came"):
            self.save("guests", client_ids=[])

    def test_a_hidden_client_is_refused_like_a_missing_one(self):
        missing = self.client.id + 1000000
        for client_id in (self.client_restricted.id, self.client_other.id, missing):
            for values in ({}, {"place": "none"}):
                words = "^Client: choose a client of one of your programmes.$"
                with (
                    self.subTest(client_id=client_id, values=values), self.assertRaisesRegex(ValidationError, words),
                    self.cr.savepoint(),
                ):
                    self.save("guests", client_ids=[client_id], **values)

    def test_over_capacity_needs_its_reason_once(self):
        self.save("unnamed", gender="male", change=5)
        with self.assertRaisesRegex(ValidationError, "^Over capacity because: "), self.cr.savepoint():
            self.save("guests", client_ids=self.ryba.ids)
        self.save("guests", client_ids=self.ryba.ids, over_reason="frost")
        self.save("guests", client_ids=self.sova.ids)
        self.assertEqual((self.night().over_reason, self.night().over_count, self.night().bed_nights), ("frost", 2, 7))

    def test_unnamed_people_more_and_fewer(self):
        self.save("unnamed", gender="female", change=2)
        self.save("unnamed", gender="female", change=-1)
        night = self.night()
        self.assertEqual((night.women_count, night.unnamed_count, night.bed_nights), (1, 1, 1))

    def test_a_guest_is_moved_leaves_comes_back_and_was_a_mistake(self):
        self.save("guests", client_ids=self.ryba.ids)
        guest = self.night().guest_ids
        self.save("change", guest_id=guest.id, change="place", bed_id=self.mat1.id)
        self.assertEqual(guest.place, "mat")
        self.save("change", guest_id=guest.id, change="left")
        self.save("change", guest_id=guest.id, change="left")
        self.assertEqual(guest.state, "left")
        self.save("change", guest_id=guest.id, change="back")
        self.assertEqual((guest.state, guest.left), ("here", False))
        self.save("change", guest_id=guest.id, change="cancel")
        self.assertEqual(self.night().guest_count, 0)
        with self.assertRaisesRegex(ValidationError, "^Guest: "):
            self.save("change", guest_id=guest.id + 1000, change="left")

    def test_turned_away_and_undone(self):
        self.save("refusal", reason="pet", gender="male")
        self.save("refusal", reason="banned", client_id=self.ryba.id, referred_to="shelter")
        rows = self.shown()["refusals"]
        self.assertEqual([(row["code"], row["reason"], row["referred_to"]) for row in rows], [
            (self.ryba.code, "Banned from the house", "Another shelter"), ("", "Came with a pet", "Nowhere"),
        ])
        for _turn in range(2):
            self.desk().undo_night_row("recovery.night.refusal", rows[0]["id"])
        self.assertEqual(self.night().refused_count, 1)
        with self.assertRaises(UserError):
            self.desk().undo_night_row("recovery.client", self.ryba.id)

    def test_the_warming_room_counts_in_and_out(self):
        for values in ({"direction": "in", "persons": 3}, {"direction": "out"}, {"direction": "in", "again": True}):
            self.save("passage", house=self.warm, **values)
        shown = self.shown(self.warm)
        self.assertEqual((shown["counts"]["inside"], shown["counts"]["entries"], shown["counts"]["guests"]), (3, 4, 3))
        self.assertEqual([(row["direction"], row["again"]) for row in shown["passages"]], [
            ("in", True), ("out", False), ("in", False),
        ])
        self.desk().undo_night_row("recovery.night.passage", shown["passages"][0]["id"])
        self.assertEqual(self.night(self.warm).inside_count, 2)

    def test_regulars_are_the_guests_of_the_last_nights_who_are_not_here(self):
        self.new_guest(self.new_night(days=-1), self.ryba, self.bed2)
        before = self.new_night(days=-2)
        self.new_guest(before, self.ryba, self.bed1)
        self.new_guest(before, self.sova)
        self.new_guest(before, self.client_restricted)
        self.new_guest(self.new_night(days=-40), self.kos)
        rows = self.shown()["regulars"]
        self.assertEqual([(row["code"], row["nights"], row["bed"]) for row in rows], [
            (self.ryba.code, 2, "2"), (self.sova.code, 1, ""),
        ])
        self.save("guests", client_ids=self.ryba.ids)
        self.assertEqual([row["code"] for row in self.shown()["regulars"]], [self.sova.code])

    def test_a_resident_is_marked_among_the_regulars(self):
        self.new_guest(self.new_night(days=-5), self.ryba, self.bed1)
        self.new_stay(client=self.ryba, start=-3, state="in")
        self.assertTrue(self.shown()["regulars"][0]["housed"])

    def test_guests_are_called_as_the_user_may_call_them(self):
        self.save("guests", client_ids=self.ryba.ids)
        self.own.nickname_shown = True
        guest, = self.shown()["guests"]
        self.assertEqual((guest["code"], guest["place_name"], guest["state"]), (self.ryba.code, "1", "here"))
        self.assertIn("Ryba", guest["nickname"])
        self.new_guest(self.night(), self.client_restricted, self.bed2)
        shown = self.shown()
        self.assertEqual([row["code"] for row in shown["guests"]], [self.ryba.code])
        self.assertEqual([place["name"] for place in shown["places"] if not place["free"]], ["1", "2"])

    def test_a_guest_of_another_programme_is_a_code(self):
        self.own.nickname_shown = True
        self.client_other.intake_program_id.nickname_shown = True
        self.new_guest(self.new_night(), self.client_other, self.bed1)
        self.assertFalse(self.client_other.with_user(self.outreach).has_access("read"))
        guest, = self.shown()["guests"]
        self.assertEqual((guest["code"], guest["nickname"]), (self.client_other.code, ""))

    def test_a_nickname_becomes_a_client_first_met_in_the_programme_of_the_house(self):
        answer = self.desk().create_client(self.own.id, {"nickname": "Demo Vlk"})
        self.save("guests", client_ids=[answer["client"]["id"]])
        client = self.night().guest_ids.client_id
        self.assertRecordValues(client, [{
            "nickname": "Demo Vlk", "intake_program_id": self.own.id, "identity": "pseudonymous",
        }])

    def test_closing_and_opening_again(self):
        self.save("guests", client_ids=self.ryba.ids)
        values = {"house_id": self.shelter.id}
        shown = self.desk().close_night(values)
        self.assertEqual((shown["state"], shown["counts"]["bed_nights"], shown["can_reopen"]), ("closed", 1, True))
        with self.assertRaisesRegex(UserError, "^Night: it is closed"), self.cr.savepoint():
            self.save("guests", client_ids=self.sova.ids)
        shown = self.desk().close_night({**values, "reopen": "early"})
        self.assertEqual((shown["state"], shown["guests"][0]["state"]), ("open", "here"))

    def test_who_is_on_duty_and_how_many_places(self):
        self.desk().set_night({
            "house_id": self.shelter.id, "employee_ids": self.house.employee_id.ids, "extra_places": 4,
        })
        self.assertEqual((self.night().employee_ids, self.night().capacity), (self.house.employee_id, 9))

    def test_the_screen_takes_a_steady_number_of_queries(self):
        def measure():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.shown()
            return self.cr.sql_log_count - before

        self.save("guests", client_ids=self.ryba.ids)
        self.new_guest(self.new_night(days=-1), self.sova, self.bed1)
        measure()
        few = measure()
        people = self.env["recovery.client"].union(*(
            self.new_client(self.own, nickname=f"Demo {number}") for number in range(20)
        ))
        night = self.new_night(days=-2, over_reason="frost")
        for client in people:
            self.new_guest(night, client)
        self.save("guests", client_ids=people[:10].ids, over_reason="frost")
        self.assertLessEqual(measure(), few + 2)
