from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestHouseLog(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_stay(start=-10, state="in")
        cls.colleague = cls.new_user("night", "house")
        cls.own.employee_ids += cls.colleague.employee_id

    def new_entry(self, user=None, **values):
        return self.env["recovery.house.log"].with_user(user or self.house).create({
            "house_id": self.community.id, "body": "The boiler is loud", **values,
        })

    def age(self, entry, hours):
        """Let an entry be older than it is."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE recovery_house_log SET create_date = create_date - %s WHERE id = %s", (timedelta(hours=hours), entry.id),
        )
        entry.invalidate_recordset()

    def test_shift_by_the_clock_of_the_company(self):
        """Prague is an hour ahead in winter and two in summer; the night belongs to the day on which it began."""
        for moment, shift, day in (
            ("2026-01-15 05:00:00", "early", "2026-01-15"), ("2026-01-15 04:59:00", "night", "2026-01-14"),
            ("2026-01-15 12:59:00", "early", "2026-01-15"), ("2026-01-15 13:00:00", "late", "2026-01-15"),
            ("2026-01-15 21:00:00", "night", "2026-01-15"), ("2026-07-15 20:00:00", "night", "2026-07-15"),
            ("2026-07-15 22:30:00", "night", "2026-07-15"),
        ):
            entry = self.new_entry(date=moment)
            with self.subTest(moment):
                self.assertEqual((entry.shift, str(entry.day)), (shift, day))

    def test_each_house_has_its_own_shifts(self):
        self.community.write({"shift_early": 7.5, "shift_late": 15.0, "shift_night": 20.0})
        for moment, shift, day in (
            ("2026-01-15 06:29:00", "night", "2026-01-14"), ("2026-01-15 06:30:00", "early", "2026-01-15"),
            ("2026-01-15 14:00:00", "late", "2026-01-15"), ("2026-01-15 19:00:00", "night", "2026-01-15"),
        ):
            entry = self.new_entry(date=moment)
            with self.subTest(moment):
                self.assertEqual((entry.shift, str(entry.day)), (shift, day))
        self.community.shift_night = 21.0
        self.env.flush_all()
        self.assertEqual(entry.shift, "night", "what is written stays where it is")
        for refusal in self.refusals("recovery.house", "shifts", "Early, late, night shift"):
            with refusal:
                self.community.shift_early = 16

    def test_former_residents_are_not_offered(self):
        """Who lives in another house now and lived here before is no resident of this one."""
        entry = self.new_entry()
        gone = self.new_client(self.own, nickname="Demo Moved")
        self.new_stay(self.bed_c, gone, start=-30, stop=-20, state="out")
        self.new_stay(self.bed_flat, gone, start=-20, state="in")
        here = self.new_client(self.own, nickname="Demo Here")
        self.new_stay(self.bed_c, here, start=-10, state="in")
        domain = safe_eval(
            entry._fields["client_id"].domain, {"company_id": self.company.id, "house_id": self.community.id},
        )
        found = self.env["recovery.client"].search(domain)
        self.assertEqual((here in found, gone in found), (True, False))

    def test_nothing_ahead(self):
        with self.assertRaisesRegex(ValidationError, "^Time: "):
            self.new_entry(date=fields.Datetime.now() + timedelta(hours=1))

    def test_the_author_is_whoever_writes(self):
        entry = self.new_entry(author_id=self.manager.id, followed_by_id=self.manager.id)
        self.assertEqual((entry.author_id, entry.followed_by_id.id), (self.house, False))
        with self.assertRaises(AccessError):
            entry.write({"author_id": self.manager.id})

    def test_half_a_day_to_correct_then_it_stands(self):
        entry = self.new_entry()
        entry.body = "The boiler is very loud"
        self.age(entry, 11)
        entry.body = "The boiler whistles"
        self.age(entry, 2)
        self.assertTrue(entry.is_locked)
        with self.assertRaisesRegex(UserError, "^What happened: after half a day"):
            entry.body = "Nothing"
        with self.assertRaises(UserError):
            entry.sudo().unlink()

    def test_nobody_else_changes_it(self):
        entry = self.new_entry()
        for user in (self.colleague, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError), self.cr.savepoint():
                entry.with_user(user).body = "Nothing"

    def test_an_addition_leaves_the_entry_as_it_was_read(self):
        entry = self.new_entry(client_id=self.client.id)
        action = entry.with_user(self.colleague).action_add()
        Log = self.env["recovery.house.log"].with_user(self.colleague).with_context(**action["context"])
        added = Log.create({"body": "Repaired"})
        self.assertEqual((added.amends_id, added.client_id, added.house_id), (entry, self.client, self.community))
        self.assertEqual((entry.body, entry.addition_ids), ("The boiler is loud", added))

    def test_an_addition_stays_in_the_house(self):
        entry = self.new_entry()
        other = self.new_house(self.own, "TWO")
        with self.assertRaisesRegex(ValidationError, "^Adds to: "):
            self.new_entry(amends_id=entry.id, house_id=other.id)
        for refusal in self.refusals("recovery.house.log", "no_circle", "Adds to"):
            with refusal:
                entry.sudo().write({"amends_id": entry.id})

    def test_handover_is_what_is_new_for_me(self):
        Log = self.env["recovery.house.log"].with_user(self.colleague)
        new = [("is_read", "=", False), ("house_id", "=", self.community.id)]
        mine = self.new_entry(self.colleague)
        one, two = self.new_entry(), self.new_entry(is_important=True)
        self.assertEqual(set(Log.search(new).ids), {one.id, two.id})
        Log.browse(one.id).action_read()
        self.assertEqual(Log.search(new).ids, two.ids)
        self.assertTrue(Log.browse(one.id).is_read and Log.browse(mine.id).is_read)
        self.assertFalse(one.with_user(self.manager).is_read, "read by one is not read by all")

    def test_a_receipt_is_written_once_and_says_when(self):
        entry = self.new_entry()
        with freeze_time("2030-01-01 10:00:00"):
            entry.with_user(self.colleague).action_read()
            entry.with_user(self.colleague).action_read()
            entry.action_read()
            self.env.flush_all()
        [receipt] = entry.receipt_ids
        self.assertEqual((receipt.user_id, str(receipt.read_at)), (self.colleague, "2030-01-01 10:00:00"))
        for refusal in self.refusals("recovery.house.log.receipt", "once", "Read by"):
            with refusal:
                self.env["recovery.house.log.receipt"].create({"log_id": entry.id, "user_id": self.colleague.id})
        with self.assertRaises(AccessError):
            receipt.with_user(self.colleague).write({"read_at": "2020-01-01"})

    def test_a_counsellor_reads_and_leaves_a_receipt_without_writing(self):
        entry = self.new_entry(client_id=self.client.id).with_user(self.counsellor)
        entry.action_read()
        self.assertTrue(entry.is_read)
        with self.assertRaises(AccessError):
            entry.action_follow()

    def test_seen_to(self):
        entry = self.new_entry(follow_up_until=self.day(2))
        Log = self.env["recovery.house.log"]
        self.assertTrue(entry.is_open and entry in Log.search([("is_open", "=", True)]))
        self.age(entry, 20)
        entry.with_user(self.colleague).action_follow()
        self.assertEqual((entry.followed_by_id, entry.is_open), (self.colleague, False))
        self.assertNotIn(entry, Log.search([("is_open", "=", True)]))

    def test_category_follows_whom_it_is_about(self):
        self.assertEqual(self.new_entry().category, "house")
        self.assertEqual(self.new_entry(client_id=self.client.id).category, "resident")
        self.assertEqual(self.new_entry(client_id=self.client.id, category="health").category, "health")

    def test_where_no_free_text_is_kept_the_log_is_about_the_house(self):
        self.own.no_free_text = True
        self.assertTrue(self.new_entry())
        with self.assertRaisesRegex(ValidationError, "no free text"):
            self.new_entry(client_id=self.client.id)

    def test_what_is_written_travels_in_no_name(self):
        entry = self.new_entry(client_id=self.client.id)
        self.assertNotIn("boiler", entry.display_name)
        self.assertNotIn(self.client.code, entry.display_name)

    def test_whoever_may_not_see_an_entry_any_more_does_not_change_it(self):
        about, here = self.new_entry(client_id=self.client.id), self.new_entry()
        for entry in (about, here):
            self.assertTrue(entry.with_user(self.house).has_access("write"))
        self.client.write({"restricted": True, "restricted_user_ids": [(6, 0, self.keeper.ids)]})
        self.own.employee_ids -= self.house.employee_id
        self.own.employee_ids += self.colleague.employee_id
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(here.with_user(self.house).has_access("write"), "of a programme where one does not work")
        self.own.employee_ids += self.house.employee_id
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(about.with_user(self.house).has_access("write"), "about a hidden person")
        self.assertTrue(here.with_user(self.house).has_access("write"))
