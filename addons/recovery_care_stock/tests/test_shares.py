from odoo.addons.recovery_care_stock.shares import share_out
from odoo.tests import BaseCase, tagged


@tagged("post_install", "-at_install")
class TestShares(BaseCase):

    def test_in_order_over_portions(self):
        self.assertEqual(
            share_out([("a", 5), ("b", 3), ("c", 4)], [6, 6]), [[("a", 5), ("b", 1)], [("b", 2), ("c", 4)]],
        )

    def test_too_little_leaves_the_last_with_less(self):
        self.assertEqual(share_out([("a", 5), ("b", 3)], [2, 4]), [[("a", 2)], [("a", 3), ("b", 1)]])

    def test_nothing_there(self):
        self.assertEqual(share_out([("a", 5)], []), [])
