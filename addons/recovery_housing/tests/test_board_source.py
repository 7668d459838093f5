import json
from unittest.mock import MagicMock, patch

from odoo.tests import tagged

from ..models.board_source import CHANNEL
from .common import HousingCase


@tagged("post_install", "-at_install")
class TestBoardSource(HousingCase):
    """Open boards hear that a house has changed, and nothing else."""

    def told(self, act):
        """Return [(id of the company, payload)] of what is sent to the boards."""
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        act()
        self.env.cr.precommit.run()
        messages = []
        for message in self.env["bus.bus"].search([], order="id"):
            channel, content = json.loads(message.channel), json.loads(message.message)
            if channel[-1] == CHANNEL:
                self.assertEqual((channel[1], content["type"]), ("res.company", CHANNEL))
                messages.append((channel[2], content["payload"]))
        return messages

    def test_each_house_once(self):
        self.assertEqual(self.told(lambda: (
            self.new_stay(start=1, stop=3), self.new_stay(self.bed_b, self.new_client(self.own), start=1),
        )), [(self.company.id, {"house_id": self.community.id})])

    def test_a_move_tells_both_houses(self):
        flat = self.env["recovery.bed"].create({"name": "Z", "house_id": self.new_house(self.own, "NEXT").id})
        stay = self.new_stay(start=1)
        houses = {payload["house_id"] for _company, payload in self.told(lambda: stay.write({"bed_id": flat.id}))}
        self.assertEqual(houses, {self.community.id, flat.house_id.id})

    def test_outages_beds_rooms_and_houses(self):
        Outage = self.env["recovery.bed.outage"]
        outage = Outage.create({"bed_id": self.bed_b.id, "date_from": self.today, "reason": "heating"})
        for act in (
            lambda: outage.write({"reason": "damp"}), outage.unlink, lambda: self.bed_a.write({"name": "AA"}),
            lambda: self.room1.write({"name": "Room one"}), lambda: self.community.write({"date_close": self.day(90)}),
        ):
            self.assertEqual(self.told(act), [(self.company.id, {"house_id": self.community.id})])

    def test_of_another_company_its_own_boards(self):
        self.assertEqual(
            self.told(lambda: self.new_stay(self.bed_abroad, self.client_foreign, start=1)),
            [(self.partner_company.id, {"house_id": self.abroad.id})],
        )

    def test_who_may_see_the_board_hears_of_the_own_companies(self):
        """The name of the channel alone opens nothing: what is heard follows from the user."""
        asked = MagicMock()
        for user in self.users.values():
            asked.session.uid = user.id
            with patch("odoo.addons.bus.models.ir_websocket.wsrequest", new=asked):
                channels = self.env["ir.websocket"].with_user(user)._build_bus_channel_list([CHANNEL])
            told = {channel[0] for channel in channels if isinstance(channel, tuple) and channel[-1] == CHANNEL}
            named = {channel for channel in channels if isinstance(channel, str)}
            with self.subTest(user=user.login):
                self.assertNotIn(CHANNEL, named)
                sees = user.has_group("recovery_care.group_staff") or user.has_group("recovery_care.group_coded")
                self.assertEqual(told, set(user.company_ids) if sees else set())
