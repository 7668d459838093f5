from datetime import datetime, time, timedelta

import pytz
from odoo.exceptions import AccessError, MissingError
from odoo.tests import Form, tagged

from .rota_case import RotaCase


@tagged("post_install", "-at_install")
class TestHouseRotaWeek(RotaCase):

    def rota(self, user=None, **values):
        return self.env["recovery.house.rota.week"].with_user(user or self.house).create({
            "house_id": self.community.id, **values,
        })

    def test_first_names_or_codes_as_the_house_chooses(self):
        self.plan()
        page = self.rota(monday=self.day(7))
        for client in (self.ada, self.ben, self.cyr):
            self.assertIn(f">{client.first_name}<", page.content)
            self.assertNotIn(client.code, page.content)
        self.community.rota_names = "code"
        page.invalidate_recordset(["content"])
        for client in (self.ada, self.ben, self.cyr):
            self.assertIn(client.code, page.content)
            self.assertNotIn(client.first_name, page.content)

    def test_codes_for_whoever_may_not_see_names(self):
        self.plan()
        page = self.rota(self.outreach, monday=self.day(7))
        self.assertIn(self.ada.code, page.content)
        self.assertNotIn("Ada", page.content)

    def test_two_of_one_name_are_told_apart(self):
        self.ben.first_name = "Ada"
        self.plan()
        content = self.rota(monday=self.day(7)).content
        self.assertIn(f"Ada {self.ada.code}", content)
        self.assertIn(f"Ada {self.ben.code}", content)

    def test_what_stands_in_which_cell(self):
        self.plan()
        page = self.rota(monday=self.day(7))
        [row] = page._get_rows()
        self.assertEqual(row["task"], "Kitchen")
        for day, cell in zip(page._get_days(), row["cells"], strict=True):
            duties = self.all_duties().filtered(lambda duty, day=day: duty.date == day)
            self.assertEqual([place["name"] for place in cell], duties.client_id.mapped("first_name"))

    def test_leafing(self):
        page = self.rota()
        first = page.monday
        self.assertEqual(first.weekday(), 0)
        page.action_next()
        self.assertEqual(page.monday, first + timedelta(weeks=1))
        page.action_previous()
        self.assertEqual(page.monday, first)
        with Form(page) as form:
            form.monday = first + timedelta(days=9)
        self.assertEqual(page._get_days()[0], first + timedelta(days=7))

    def test_printed_and_logged(self):
        self.plan()
        page = self.rota(monday=self.day(7))
        html = self.env["ir.actions.report"].with_user(self.house)._render_qweb_html(
            "recovery_housing.house_rota_week_print", page.ids,
        )[0].decode()
        self.assertIn("Kitchen", html)
        self.assertIn("Ada", html)
        logged = self.env["recovery.access.log"].search([("action", "=", "print"), ("user_id", "=", self.house.id)])
        self.assertEqual(logged.client_id, page.sudo()._find_duties().client_id)

    def test_menu_opens_the_own_house(self):
        action = self.env["recovery.house.rota.week"].with_user(self.house).action_open()
        self.assertEqual(self.env["recovery.house.rota.week"].browse(action["res_id"]).house_id, self.community)
        self.assertEqual(self.community.with_user(self.house).action_open_rota()["res_model"], "recovery.house.rota.week")


@tagged("post_install", "-at_install")
class TestStayWeek(RotaCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monday = cls.today - timedelta(days=cls.today.weekday()) + timedelta(weeks=1)
        zone = cls.company._get_timezone()
        cls.at = lambda _self, days, hour: zone.localize(
            datetime.combine(cls.monday + timedelta(days=days), time(hour)),
        ).astimezone(pytz.utc).replace(tzinfo=None)

    def week(self, user=None):
        return self.env["recovery.stay.week"].with_user(user or self.house).create({
            "stay_id": self.stay_ada.id, "monday": self.monday,
        })

    def fill(self):
        """A duty on Monday, a meeting on Tuesday, a talk on Wednesday, a visit on Thursday; and others of other people."""
        self.env["recovery.house.task.duty"].create([
            {"task_id": self.kitchen.id, "stay_id": self.stay_ada.id, "date": self.monday},
            {"task_id": self.new_task("Secret bath").id, "stay_id": self.stay_ben.id, "date": self.monday},
        ])
        self.env["recovery.house.meeting"].create({"house_id": self.community.id, "date_start": self.at(1, 18)})
        self.new_encounter(self.own, self.ada | self.ben, date_start=self.at(2, 9))
        self.env["recovery.house.visit"].create({
            "stay_id": self.stay_ada.id, "visitor_name": "Demo Mother", "start": self.at(3, 15), "state": "approved",
        })

    def entries(self, page):
        return [
            [(entry["time"], entry["kind"], entry["text"]) for entry in day["entries"]]
            for day in page.with_context(lang="en_US")._get_week()
        ]

    def test_one_page_with_everything(self):
        self.fill()
        monday, tuesday, wednesday, thursday, *rest = self.entries(self.week())
        self.assertEqual(monday, [("", "Task", "Kitchen")])
        self.assertEqual([(entry[0][:4], entry[1]) for entry in tuesday], [("6:00", "House meeting")])
        [(when, kind, text)] = wednesday
        self.assertEqual((when[:4], kind), ("9:00", "Appointment"))
        self.assertIn("Talk", text)
        self.assertEqual([(entry[0][:4], entry[1]) for entry in thursday], [("3:00", "Visit")])
        self.assertEqual(rest, [[], [], []])

    def test_leaves_on_the_page_and_off_the_rota(self):
        start = self.at(4, 10)
        self.env["recovery.stay.leave"].create({
            "stay_id": self.stay_ada.id, "kind": "leave", "start": start, "stop": self.at(6, 17), "state": "approved",
        })
        self.assertEqual(
            [[(entry[1], entry[2]) for entry in day] for day in self.entries(self.week())[4:]],
            [[("Leave", "Leave begins")], [], [("Leave", "Back from leave")]],
        )
        self.plan()
        days = set(self.duties_of(self.ada).mapped("date"))
        self.assertTrue(days)
        self.assertFalse(days & {self.monday + timedelta(days=4), self.monday + timedelta(days=5)})
        self.assertEqual(
            self.stay_ada._get_days_away(self.monday, self.monday + timedelta(days=6))[self.stay_ada.id],
            {self.monday + timedelta(days=4), self.monday + timedelta(days=5)},
        )

    def test_no_name_of_a_visitor_on_the_page(self):
        self.fill()
        content = self.week().content
        self.assertNotIn("Mother", content)
        self.assertNotIn("Secret bath", content)

    def test_the_counsellor_of_another_programme_sees_what_they_may(self):
        """Their client's duties and visits, not the meetings of the house and the talks of its programme."""
        self.fill()
        self.new_episode(self.ada, self.other)
        colleague = self.new_user("other", "counsellor")
        self.other.employee_ids += colleague.employee_id
        kinds = [entry[1] for day in self.entries(self.week(colleague)) for entry in day]
        self.assertEqual(kinds, ["Task", "Visit"])

    def test_others_do_not_open_it(self):
        with self.assertRaises(AccessError):
            self.week(self.stranger).content  # noqa: B018
        for user in (self.outreach, self.finance, self.data):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.week(user)

    def test_in_the_language_of_the_resident(self):
        self.env["res.lang"]._activate_lang("cs_CZ")
        self.fill()
        page = self.week()
        self.assertIn("Monday", page.content)
        self.ada.language = "cs_CZ"
        page.invalidate_recordset(["content"])
        self.assertIn("pondělí", page.content)
        html = self.env["ir.actions.report"].with_user(self.house)._render_qweb_html(
            "recovery_housing.stay_week_print", page.ids,
        )[0].decode()
        self.assertIn("pondělí", html)

    def test_a_language_that_is_not_installed_falls_back(self):
        self.ada.language = "th_TH"
        self.assertIn("Monday", self.week().content)

    def test_printing_is_logged(self):
        page = self.week()
        self.env["ir.actions.report"].with_user(self.house)._render_qweb_html("recovery_housing.stay_week_print", page.ids)
        logged = self.env["recovery.access.log"].search([("action", "=", "print"), ("user_id", "=", self.house.id)])
        self.assertEqual(logged.client_id, self.ada)

    def test_button_of_the_stay(self):
        action = self.stay_ada.with_user(self.house).action_open_week()
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).stay_id, self.stay_ada)

    def test_a_page_that_was_made_before_does_not_show_a_hidden_resident(self):
        self.fill()
        page = self.week()
        self.assertIn("Kitchen", page.content)
        self.ada.write({"restricted": True, "restricted_user_ids": [(6, 0, self.manager.ids)]})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(MissingError):
            page.content  # noqa: B018

    def test_a_colleague_does_not_see_about_whom_a_page_was_made(self):
        """The name of a many2one is told without asking for the right to read what it leads to."""
        page = self.week()
        self.env.flush_all()
        self.env.invalidate_all()
        seen = page.with_user(self.manager)
        self.assertFalse(seen.search([("id", "=", page.id)]))
        with self.assertRaises(AccessError):
            seen.read(["stay_id"])
