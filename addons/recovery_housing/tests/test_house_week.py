from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestHouseWeek(HousingCase):

    def setUp(self):
        super().setUp()
        self.monday = self.day(-self.today.weekday())
        self.offset = -self.today.weekday()

    def values(self, user, houses=None):
        data = {"house_ids": (houses or self.community).ids, "date": str(self.today)}
        return self.env["report.recovery_housing.house_week"].with_user(user)._get_report_values(None, data)

    def html(self, user):
        report = self.env["ir.actions.report"].with_user(user)
        return report._render_qweb_html("recovery_housing.house_week", self.community.ids)[0].decode()

    def test_each_night_of_the_week_once(self):
        self.new_stay(start=self.offset - 20, stop=self.offset, state="out")
        values = self.values(self.house)
        self.assertEqual(values["monday"], self.monday)
        rows = values["rows"][self.community.id]
        self.assertEqual([row["name"] for row in rows], ["Room 1 · A", "Room 1 · B", "Room 2 · A"])
        for row in rows:
            self.assertEqual(sum(span for span, _kind, _text in row["cells"]), 7)

    def test_who_is_in_who_comes_and_who_leaves(self):
        """The week from Monday to Sunday in which today lies, whatever day it is."""
        stay = self.new_stay(start=self.offset - 3, stop=self.offset + 8, state="in")
        ryba = self.new_client(self.own, nickname="Demo Ryba")
        self.new_stay(self.bed_b, ryba, start=self.offset + 6, stop=self.offset + 20)
        values = self.values(self.house)
        rows = values["rows"][self.community.id]
        label, expected = (client.with_user(self.house).display_name for client in (stay.client_id, ryba))
        self.assertEqual(rows[0]["cells"], [(7, "in", label)])
        self.assertEqual(rows[1]["cells"], [(6, "free", ""), (1, "reserved", f"reserved: {expected}")])
        self.assertEqual([turn[1:] for turn in values["turns"][self.community.id]], [("comes", "Room 1 · B", expected)])

    def test_on_paper_as_much_as_on_the_screen(self):
        self.new_stay(start=self.offset - 3, state="in")
        self.new_stay(self.bed_b, self.client_restricted, start=self.offset - 3, state="in")
        for user, seen in ((self.house, True), (self.finance, False)):
            html = self.html(user)
            self.assertIn(self.client.code, html)
            self.assertEqual("Testový" in html, seen)
            self.assertIn("taken", html)
            self.assertNotIn(self.client_restricted.code, html)

    def test_printing_is_logged(self):
        self.new_stay(start=-3, state="in")
        self.html(self.house)
        logged = self.env["recovery.access.log"].search([("action", "=", "print"), ("user_id", "=", self.house.id)])
        self.assertIn(self.client, logged.client_id)

    def test_not_of_another_company(self):
        with self.assertRaises(AccessError):
            self.values(self.house, self.abroad)
