from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestHouseVisit(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stay = cls.new_stay(start=-10, state="in")

    def new_visit(self, user=None, **values):
        return self.env["recovery.house.visit"].with_user(user or self.house).create({
            "stay_id": self.stay.id, "visitor_name": "Jiří Návštěva", **values,
        })

    def new_ban(self, **values):
        return self.env["recovery.house.visit.ban"].with_user(self.house).create({
            "house_id": self.community.id, "name": "JIRI  Navsteva", **values,
        })

    def test_constraints(self):
        start = fields.Datetime.now()
        for refusal in self.refusals("recovery.house.visit", "times", "Until"):
            with refusal:
                visit = self.new_visit(start=start)
                visit.write({"stop": start - timedelta(hours=1)})
        for refusal in self.refusals("recovery.house.visit", "people", "People"):
            with refusal:
                self.new_visit(people=0)
        for refusal in self.refusals("recovery.house.visit", "departed", "Left"):
            with refusal:
                self.new_visit(departed=start)
        for refusal in self.refusals("recovery.house.visit.ban", "dates", "To"):
            with refusal:
                self.new_ban(date_to=self.day(-1))

    def test_from_the_announcement_to_the_door(self):
        visit = self.new_visit()
        self.assertEqual((visit.stop - visit.start, visit.client_id), (timedelta(hours=2), self.client))
        visit.action_approve()
        self.assertEqual(visit.decided_by_id, self.house)
        visit.action_arrive()
        self.assertTrue(visit.arrived)
        visit.action_leave()
        self.assertTrue(visit.departed >= visit.arrived)
        with self.assertRaises(UserError):
            visit.action_approve()

    def test_entered_afterwards(self):
        start = fields.Datetime.now() - timedelta(days=3)
        visit = self.new_visit(start=start, state="left")
        self.assertEqual((visit.arrived, visit.departed), (start, start + timedelta(hours=2)))

    def test_who_should_have_left(self):
        visit = self.new_visit(start=fields.Datetime.now() - timedelta(hours=5), state="here")
        self.assertTrue(visit.is_overdue)
        self.assertIn(visit, visit.search([("is_overdue", "=", True)]))
        visit.action_leave()
        self.assertFalse(visit.is_overdue)
        self.assertNotIn(visit, visit.search([("is_overdue", "=", True)]))

    def test_a_banned_name_is_not_let_in_however_it_is_spelt(self):
        ban = self.new_ban()
        visit = self.new_visit()
        self.assertIn("may not come in", visit.ban_notice)
        for act in (visit.action_approve, visit.action_arrive):
            with self.assertRaisesRegex(ValidationError, "^Visitor: "), self.cr.savepoint():
                act()
        visit.action_refuse()
        ban.date_from = self.day(-5)
        ban.date_to = self.day(-1)
        self.assertFalse(visit.ban_notice)
        visit.action_approve()
        self.assertEqual(visit.state, "approved")

    def test_a_ban_for_one_resident_and_for_one_house(self):
        neighbour = self.new_client(self.own, nickname="Demo Neighbour")
        other = self.new_stay(self.bed_b, neighbour, start=-5, state="in")
        self.new_ban(client_id=neighbour.id)
        self.new_visit().action_approve()
        with self.assertRaises(ValidationError):
            self.new_visit(stay_id=other.id).action_approve()

    def test_lifted_today_holds_today(self):
        ban = self.new_ban(date_from=self.day(-3))
        self.assertTrue(ban.is_current)
        ban.action_lift()
        self.assertEqual((ban.date_to, ban.is_current), (self.today, True))
        self.assertIn(ban, ban.search([("is_current", "=", True)]))

    def test_nothing_is_deleted(self):
        for record in (self.new_visit(), self.new_ban()):
            with self.assertRaises(AccessError):
                record.with_user(self.manager).unlink()
            with self.assertRaises(UserError):
                record.sudo().unlink()

    def test_the_name_of_the_visitor_is_for_the_house(self):
        visit = self.new_visit()
        for user in (self.counsellor, self.data, self.auditor):
            seen = visit.with_user(user)
            self.assertTrue(seen.read(["start"]))
            with self.subTest(user.login), self.assertRaises(AccessError):
                seen.read(["visitor_name"])
        self.assertNotIn("Návštěva", visit.display_name)
