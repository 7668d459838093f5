from odoo.fields import Command
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestStockWarning(StockCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.material_ids = [Command.set((cls.syringe | cls.naloxone).ids)]
        cls.stock_up(cls.syringe, 10)
        cls.hand_out((cls.syringe, 60, 0), client=cls.client_restricted)
        cls.stock_up(cls.naloxone, 5, lot=cls.new_lot("SOON", 20))

    def warn(self):
        """Return the to-dos of the own programme after a night."""
        self.env["recovery.program"]._cron_warn_of_stock()
        return self.own.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref("recovery_care_stock.activity_stock"),
        )

    def test_one_to_do_for_the_manager_with_what_is_wrong(self):
        activity = self.warn()
        self.assertEqual((len(activity), activity.user_id), (1, self.manager))
        self.assertIn("Demo syringe 1 ml", activity.note)
        self.assertIn("Demo naloxone", activity.note)
        for secret in (self.client_restricted.code, self.client_restricted.nickname, self.client.code):
            self.assertNotIn(secret, activity.note)

    def test_a_second_night_changes_nothing(self):
        first = self.warn()
        before = first.read(["note", "write_date", "date_deadline"])
        self.env.cr.execute("UPDATE mail_activity SET write_date = write_date - interval '1 hour' WHERE id = %s", [first.id])
        self.env.invalidate_all()
        written = first.write_date
        second = self.warn()
        self.assertEqual((second, second.note, second.write_date), (first, before[0]["note"], written))

    def test_the_to_do_follows_the_stock_and_goes_with_the_worry(self):
        first = self.warn()
        self.stock_up(self.syringe, 1000)
        second = self.warn()
        self.assertEqual(second, first)
        self.assertNotIn("Demo syringe", second.note)
        self.company.material_expiry_days = 5
        self.assertFalse(self.warn())

    def test_whoever_was_chosen_gets_it(self):
        self.own.stock_user_id = self.outreach
        self.assertEqual(self.warn().user_id, self.outreach)
        self.own.employee_ids -= self.outreach.employee_id
        self.assertEqual(self.warn().user_id, self.manager, "who left the staff looks after nothing here")

    def test_what_nobody_uses_and_nobody_keeps_is_no_worry(self):
        self.own.material_ids = [Command.set(self.filter.ids)]
        self.stock_up(self.syringe, 1000)
        self.assertFalse(self.warn())
