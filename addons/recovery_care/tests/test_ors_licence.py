from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import ROLES, RecoveryCase


@tagged("post_install", "-at_install")
class TestOrsLicence(RecoveryCase):
    """Whoever configures records the licence; whoever rates reads what it lacks."""

    def record(self, user=None, **values):
        licence = self.env["recovery.ors.licence"].with_user(user or self.administrator).create(values)
        return licence.action_record()

    def get_notice(self, **values):
        """Return what a counsellor reads on a rating."""
        rating = self.rate(self.episode, 20.0, **values).with_user(self.counsellor)
        self.env.invalidate_all()
        return rating.licence_notice

    def test_administrator_records_it(self):
        with Form(self.env["recovery.ors.licence"].with_user(self.administrator)) as form:
            self.assertIn("No licence", form.notice)
            form.holder, form.number, form.scope = "Demo Recovery", " D-1 ", "electronic"
            form.expiry = self.today + timedelta(days=400)
        form.record.action_record()
        self.assertEqual(
            (self.company.ors_licence_holder, self.company.ors_licence_number, self.company.ors_licence_scope),
            ("Demo Recovery", "D-1", "electronic"),
        )
        self.assertEqual(self.company.ors_licence_expiry, self.today + timedelta(days=400))
        self.assertFalse(self.partner_company.ors_licence_holder)

    def test_dialog_shows_what_is_recorded(self):
        self.record(holder="Demo", number="1", scope="electronic", expiry=self.today)
        form = Form(self.env["recovery.ors.licence"].with_user(self.administrator))
        self.assertEqual((form.holder, form.number, form.scope, form.expiry), ("Demo", "1", "electronic", self.today))

    def test_holder_and_number_belong_together(self):
        for values, field in (
            ({"holder": "Demo"}, "Licence number"), ({"number": "1"}, "Licence holder"),
            ({"expiry": self.today}, "Licence holder"), ({"holder": "  ", "number": "1"}, "Licence holder"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, f"^{field}"):
                self.record(**values)

    def test_emptied_licence_is_none(self):
        self.record(holder="Demo", number="1")
        self.assertFalse(self.get_notice(administered="screen"))
        self.record(holder=False, number=False)
        self.assertIn("No licence", self.get_notice(administered="screen"))

    def test_nobody_else_records_it(self):
        for role in ROLES:
            if role != "administrator":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.record(self.users[role], holder="Demo", number="1")
        with self.assertRaises(AccessError):
            self.company.with_user(self.counsellor).ors_licence_holder = "Demo"
        self.assertFalse(self.company.ors_licence_holder)

    def test_another_company_is_refused(self):
        with self.assertRaises(AccessError):
            self.record(company_id=self.partner_company.id, holder="Demo", number="1")
        self.assertFalse(self.partner_company.ors_licence_holder)

    def test_menu_is_for_the_administrator(self):
        menu = self.env.ref("recovery_care.menu_ors_licence")
        for role in ROLES:
            visible = menu.id in self.env["ir.ui.menu"].with_user(self.users[role])._visible_menu_ids()
            with self.subTest(role=role):
                self.assertEqual(visible, role == "administrator")

    def test_notice_on_the_rating(self):
        self.assertIn("No licence", self.get_notice(administered="screen"))
        for days, words in (
            (None, False), (31, False), (30, "days left: 30"), (0, "days left: 0"), (-1, "expired on"),
        ):
            expiry = self.today + timedelta(days=days) if days is not None else False
            self.record(holder="Demo", number="1", expiry=expiry)
            notice = self.get_notice(administered="screen")
            with self.subTest(days=days):
                self.assertIn(words, notice) if words else self.assertFalse(notice)

    def test_paper_needs_none(self):
        self.assertFalse(self.get_notice(administered="paper"))
