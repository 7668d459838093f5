from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .night_case import NightCase


@tagged("post_install", "-at_install")
class TestNightSleep(NightCase):
    """A person sleeps in one bed on a night, and a bed holds one person: registers beside stays, both ways."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.night = cls.new_night()
        cls.from_today = (cls.tonight - cls.today).days

    def stay(self, bed=None, client=None, start=0, stop=None, **values):
        """A stay counted from tonight's date."""
        stop = None if stop is None else self.from_today + stop
        return self.new_stay(bed, client or self.ryba, self.from_today + start, stop, **values)

    def test_a_resident_gets_no_bed_in_a_register(self):
        self.stay(start=-3, state="in")
        words = f"^Client: {self.ryba.code} has a bed on this night"
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self.new_guest(self.night, self.ryba, self.bed1)
        with self.assertRaisesRegex(ValidationError, "^Client: "), self.cr.savepoint():
            self.new_guest(self.night, self.ryba, place="mat")
        guest = self.new_guest(self.night, self.ryba, place="none")
        with self.assertRaisesRegex(ValidationError, "^Client: "):
            guest.action_place(self.bed1.id)

    def test_the_stay_is_named_to_whoever_may_know_it(self):
        self.stay(start=-3, state="in")
        with self.assertRaisesRegex(ValidationError, "RIV · Room 1 · A"), self.cr.savepoint():
            self.new_guest(self.night, self.ryba, user=self.outreach)
        self.new_episode(self.sova, self.other)
        self.stay(self.bed_flat, self.sova, start=-3, state="in")
        with self.assertRaisesRegex(ValidationError, "^Client: ") as caught:
            self.new_guest(self.night, self.sova, user=self.outreach)
        self.assertNotIn("FLAT", str(caught.exception))

    def test_the_last_night_of_a_stay_is_the_one_before_its_end(self):
        self.stay(start=-3, stop=0, state="out")
        self.new_guest(self.night, self.ryba, self.bed1)
        with self.assertRaisesRegex(ValidationError, "^Client: "):
            self.new_guest(self.new_night(days=-1), self.ryba, self.bed1)

    def test_who_waits_for_a_reserved_bed_may_sleep_in_the_shelter(self):
        stay = self.stay()
        self.new_guest(self.night, self.ryba, self.bed1)
        with self.assertRaisesRegex(ValidationError, "^Client: this person is in the register"), self.cr.savepoint():
            stay.action_check_in(self.tonight)
        self.assertEqual(stay.state, "reserved")

    def test_a_guest_moves_in_on_the_day_after(self):
        self.new_guest(self.new_night(days=-2), self.ryba, self.bed1)
        with self.assertRaisesRegex(ValidationError, "^Client: .*register.*Demo house SHL"), self.cr.savepoint():
            self.stay(start=-2, state="in")
        stay = self.stay(start=-1, state="in")
        with self.assertRaisesRegex(ValidationError, "^Client: "):
            stay.date_from = self.tonight - timedelta(days=2)

    def test_the_register_is_not_named_to_who_may_not_see_it(self):
        self.new_episode(self.ryba, self.other)
        self.new_guest(self.new_night(days=-2), self.ryba, self.bed1)
        self.stranger.group_ids += self.env.ref("recovery_care.group_house")
        self.env["ir.rule"].search([("name", "=", "Guest of a night: of clients of own programmes, read")]).active = False
        with self.assertRaisesRegex(ValidationError, "^Client: ") as caught:
            self.stay(self.bed_flat, start=-2, state="in", user=self.stranger)
        self.assertNotIn("SHL", str(caught.exception))

    def test_a_bed_of_a_shelter_is_held_by_a_stay_or_given_in_the_register(self):
        stay = self.stay(self.bed1, self.kos)
        with self.assertRaisesRegex(ValidationError, "^Bed or mat: a stay holds it"), self.cr.savepoint():
            self.new_guest(self.night, self.ryba, self.bed1)
        stay.action_cancel("error")
        self.new_guest(self.night, self.ryba, self.bed1)
        with self.assertRaisesRegex(ValidationError, "^Bed: it is given away in the register"):
            self.stay(self.bed1, self.kos)

    def test_cancelled_rows_are_in_nobodys_way(self):
        self.new_guest(self.night, self.ryba, self.bed1).action_cancel()
        self.stay(self.bed1, start=-1, state="in").action_cancel("error")
        self.new_guest(self.night, self.ryba, self.bed1)

    def test_an_outage_begins_after_the_night(self):
        self.new_guest(self.night, self.ryba, self.bed1)
        Outage = self.env["recovery.bed.outage"]
        values = {"bed_id": self.bed1.id, "reason": "Demo wet"}
        with self.assertRaisesRegex(ValidationError, "^Bed: .* given away in the register"), self.cr.savepoint():
            Outage.create({**values, "date_from": self.tonight - timedelta(days=1)})
        Outage.create({**values, "date_from": self.tonight + timedelta(days=1)})

    def test_a_bed_with_a_history_stays_where_and_when_it_was(self):
        self.new_guest(self.night, self.ryba, self.bed1)
        for values, words in (
            ({"house_id": self.warm.id}, "^House: "), ({"date_to": self.tonight}, "^In use until: "),
            ({"active": False}, "^In use until: "),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.bed1.write(values)
        with self.assertRaisesRegex(ValidationError, "^Opened, Closed: 1 nights"), self.cr.savepoint():
            self.shelter.date_close = self.tonight
        with self.assertRaisesRegex(ValidationError, "^Programme: .* has nights already"):
            self.shelter.program_id = self.other

    def test_a_guest_occupies_the_bed_tonight(self):
        self.new_guest(self.night, self.ryba, self.bed1)
        free = self.env["recovery.bed"]._find_free(self.company, self.tonight, self.tonight + timedelta(days=1))
        self.assertEqual(free & self.shelter.bed_ids, self.shelter.bed_ids - self.bed1)
        self.assertIn(self.bed1, self.env["recovery.bed"]._find_free(self.company, self.tonight + timedelta(days=1), None))
        if self.tonight == self.today:
            self.assertEqual((self.bed1.state, self.bed2.state), ("occupied", "free"))

    def test_two_who_slept_in_two_beds_on_one_night_are_not_merged(self):
        self.new_guest(self.new_night(days=-1), self.ryba, self.bed1)
        self.stay(client=self.sova, start=-1, state="in")
        with self.assertRaisesRegex(UserError, "two people"):
            self.env["recovery.client.merge"].with_user(self.manager).merge(self.ryba.id, self.sova.id, "Demo twin")
