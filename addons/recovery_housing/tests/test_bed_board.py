import json
from datetime import datetime, time, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HousingCase

DAYS = 30


class BedBoardCase(HousingCase):
    """A board of thirty days that begins ten days ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start = cls.day(-10)

    def board(self, user=None, start=None, days=DAYS, houses=None):
        Board = self.env["recovery.bed.board"].with_user(user or self.house)
        return Board.get_board(start or self.start, days, houses and houses.ids)

    def bars(self, bed, user=None, **window):
        """Return [(id, first day, end, kind, label)] of a bed, days counted from today."""
        payload = self.board(user, **window)
        shift = (self.today - self.env["recovery.stay"]._fields["date_from"].to_date(payload["date_from"])).days
        [flat] = [row[6] for house in payload["houses"] for row in house[-1] if row[0] == bed.id]
        return [
            (
                flat[place], flat[place + 1] - shift, None if flat[place + 2] is None else flat[place + 2] - shift,
                payload["kinds"][flat[place + 3]],
                None if flat[place + 4] is None else payload["labels"][flat[place + 4]],
            )
            for place in range(0, len(flat), 5)
        ]


@tagged("post_install", "-at_install")
class TestBedBoard(BedBoardCase):

    def test_houses_with_their_beds_in_order(self):
        self.env["recovery.house"].create({
            "name": "Demo house without beds", "code": "NONE", "program_id": self.own.id, "company_id": self.company.id,
        })
        payload = self.board()
        self.assertEqual((payload["date_from"], payload["today"]), (str(self.start), str(self.today)))
        shown = {house[2]: [(bed[1], bed[2]) for bed in house[-1]] for house in payload["houses"]}
        self.assertEqual(shown, {"RIV": [("Room 1", "A"), ("Room 1", "B"), ("Room 2", "A")], "FLAT": [(None, "A")]})

    def test_only_one_house(self):
        self.assertEqual([house[0] for house in self.board(houses=self.flat)["houses"]], self.flat.ids)

    def test_stays_and_outages_with_their_real_ends(self):
        past = self.new_stay(start=-200, stop=-5, state="out")
        here = self.new_stay(start=-5, state="in")
        self.new_stay(self.bed_b, self.new_client(self.own), start=-90, stop=-10, state="out")
        coming = self.new_stay(self.bed_b, self.new_client(self.own), start=19, stop=80)
        self.new_stay(self.bed_b, self.new_client(self.own), start=81)
        outage = self.env["recovery.bed.outage"].create(
            {"bed_id": self.bed_c.id, "date_from": self.day(-1), "date_to": self.day(3), "reason": "heating"},
        )
        self.assertEqual(
            [bar[:4] for bar in self.bars(self.bed_a)], [(past.id, -200, -5, "out"), (here.id, -5, None, "in")],
        )
        self.assertEqual([bar[:4] for bar in self.bars(self.bed_b)], [(coming.id, 19, 80, "reserved")])
        self.assertEqual(self.bars(self.bed_c), [(outage.id, -1, 3, "outage", "heating")])

    def test_leave_stands_on_the_stay(self):
        stay = self.new_stay(start=-5, state="in")
        now = datetime.combine(self.today, time(10))
        Leave = self.env["recovery.stay.leave"]
        Leave.create({
            "stay_id": stay.id, "start": now + timedelta(days=2), "stop": now + timedelta(days=5), "reason": "family",
        }).action_approve()
        asked = Leave.create({
            "stay_id": stay.id, "start": now + timedelta(days=9), "stop": now + timedelta(days=11), "reason": "family",
        })
        self.assertEqual(asked.state, "requested")
        self.assertEqual(
            [bar[:4] for bar in self.bars(self.bed_a) if bar[3] != "in"], [(stay.id, 2, 5, "leave")],
        )
        self.assertEqual(len(self.bars(self.bed_a, self.stranger)), 1, "Whose stay is hidden, their leave is too.")

    def test_who_is_late_is_late_tonight(self):
        stay = self.new_stay(start=-5, state="in")
        now = fields.Datetime.now()
        leave = self.env["recovery.stay.leave"].create({
            "stay_id": stay.id, "start": now - timedelta(days=3), "stop": now - timedelta(days=1), "reason": "family",
        })
        leave.action_approve()
        leave.action_sign_out(now - timedelta(days=3))
        [bar] = [bar for bar in self.bars(self.bed_a) if bar[3] != "in"]
        self.assertEqual((bar[0], bar[2], bar[3]), (stay.id, 1, "late"))

    def test_cancelled_stays_are_not_shown(self):
        self.new_stay(start=1).action_cancel_declined()
        self.assertEqual(self.bars(self.bed_a), [])

    def test_tonight_is_told_on_every_board(self):
        """The counts of the head are of tonight, whatever days are looked at."""
        here = self.new_stay(start=-5, stop=2, state="in")
        late = self.new_stay(self.bed_b, self.new_client(self.own), start=-9, stop=-1, state="in")
        self.env["recovery.bed.outage"].create({"bed_id": self.bed_c.id, "date_from": self.day(-1), "reason": "heating"})
        for start in (self.day(60), self.day(-300)):
            self.assertEqual([bar[0] for bar in self.bars(self.bed_a, start=start)], here.ids)
            self.assertEqual([bar[0] for bar in self.bars(self.bed_b, start=start)], late.ids)
            self.assertEqual([bar[3] for bar in self.bars(self.bed_c, start=start)], ["outage"])

    def test_a_board_has_some_days_and_not_too_many(self):
        for days in (0, 101):
            with self.assertRaisesRegex(UserError, "Days"):
                self.board(days=days)

    # Rights

    def test_names_for_house_staff_nicknames_for_street_workers_codes_for_the_office(self):
        self.own.nickname_shown = True
        self.new_stay(state="in")
        code = self.client.code
        for user, label in (
            (self.house, f"{code} Łukasz Testový"), (self.manager, f"{code} Łukasz Testový"),
            (self.outreach, f"{code} Lukin"),
            (self.finance, code), (self.data, code), (self.auditor, code),
        ):
            self.assertEqual([bar[4] for bar in self.bars(self.bed_a, user)], [label], user.login)
        for user in (self.finance, self.data, self.auditor):
            answer = json.dumps(self.board(user), ensure_ascii=False)
            for secret in ("Łukasz", "Testový", "Lukin"):
                self.assertNotIn(secret, answer)

    def test_of_a_restricted_person_only_the_nights_are_told(self):
        stay = self.new_stay(client=self.client_restricted, start=-30, stop=4, state="in")
        for user in (self.house, self.manager, self.finance, self.auditor):
            self.assertEqual(self.bars(self.bed_a, user), [(0, -10, 4, "taken", None)])
            answer = json.dumps(self.board(user))
            self.assertNotIn(self.client_restricted.code, answer)
            self.assertNotIn("Rest", answer)
        self.assertEqual([bar[0] for bar in self.bars(self.bed_a, self.keeper)], stay.ids)

    def test_where_one_hidden_stay_ends_and_the_next_begins_is_not_told(self):
        self.new_stay(client=self.client_restricted, start=-4, stop=2, state="in")
        self.new_stay(client=self.client_restricted, start=2, stop=6)
        self.new_stay(client=self.client_restricted, start=8)
        self.assertEqual(
            self.bars(self.bed_a), [(0, -4, 6, "taken", None), (0, 8, None, "taken", None)],
        )

    def test_a_hidden_stay_that_should_have_ended_takes_the_bed_until_tomorrow(self):
        self.new_stay(client=self.client_restricted, start=-9, stop=-2, state="in")
        self.assertEqual(self.bars(self.bed_a), [(0, -9, 1, "taken", None)])
        self.assertEqual([bar[2] for bar in self.bars(self.bed_a, self.keeper)], [-2])
        for start, days, bar in ((-DAYS, DAYS, (0, -9, None, "taken", None)), (5, 7, (0, 0, 1, "taken", None))):
            self.assertEqual(self.bars(self.bed_a, start=self.day(start), days=days), [bar])

    def test_another_programme_is_seen_as_taken_and_not_changed(self):
        self.new_stay(self.bed_flat, self.client_other, start=-3, stop=3, state="in")
        self.assertEqual(self.bars(self.bed_flat, self.house), [(0, -3, 3, "taken", None)])
        editable = {house[2]: house[8] for house in self.board(self.house)["houses"]}
        self.assertEqual(editable, {"RIV": True, "FLAT": False})

    def test_who_may_only_read_changes_nothing(self):
        for user in (self.outreach, self.counsellor, self.finance, self.data, self.auditor):
            self.assertFalse(any(house[8] for house in self.board(user)["houses"]), user.login)

    def test_houses_of_another_company_are_not_shown(self):
        self.new_stay(self.bed_abroad, self.client_foreign, state="in")
        codes = [house[0] for user in (self.house, self.finance) for house in self.board(user)["houses"]]
        self.assertNotIn(self.abroad.id, codes)

    def test_closed_to_administrator_and_privacy_officer(self):
        for user in (self.administrator, self.privacy):
            with self.assertRaises(AccessError):
                self.board(user)

    # Speed

    def _fill(self, beds):
        rooms = self.env["recovery.room"].create([
            {"name": f"Demo {number} of {beds}", "house_id": self.community.id} for number in range(beds // 2)
        ])
        beds = self.env["recovery.bed"].create([{"name": name, "room_id": room.id} for room in rooms for name in "XY"])
        clients = self.env["recovery.client"].create([
            {"nickname": f"Demo resident {number}", "identity": "pseudonymous", "intake_program_id": self.own.id}
            for number in range(len(beds))
        ])
        self.env["recovery.stay"].create([
            {"bed_id": bed.id, "client_id": client.id, "date_from": self.day(-3), "state": "in"}
            for bed, client in zip(beds, clients, strict=True)
        ])

    def _count(self, user):
        Board = self.env["recovery.bed.board"].with_user(user).with_context(tz="Europe/Prague")
        Board.get_board(self.start, DAYS)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        Board.get_board(self.start, DAYS)
        return self.env.cr.sql_log_count - before

    def test_six_queries_at_most_however_many_beds(self):
        users = (self.house, self.manager, self.counsellor, self.outreach, self.finance)
        self._fill(4)
        few = [self._count(user) for user in users]
        self._fill(40)
        self.assertEqual([self._count(user) for user in users], few)
        self.assertLessEqual(max(few), 6)
