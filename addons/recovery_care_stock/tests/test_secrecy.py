from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import StockCase

STOCK_MODELS = ("stock.move", "stock.move.line", "stock.picking", "stock.lot", "stock.quant", "stock.reference")


@tagged("post_install", "-at_install")
class TestSecrecy(StockCase):
    """Whoever works with stock learns how much was handed out, not to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.storekeeper = new_test_user(
            cls.env, login="care_storekeeper", groups="base.group_user,stock.group_stock_manager,base.group_allow_export",
            company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)],
        )
        cls.lot = cls.new_lot("DEMO", 200)
        cls.stock_up(cls.syringe, 50)
        cls.stock_up(cls.naloxone, 5, lot=cls.lot)
        cls.supply = cls.hand_out((cls.syringe, 10, 5), (cls.naloxone, 1, 0), client=cls.client_restricted)
        cls.hand_out((cls.syringe, 70, 5))
        cls.book()

    def test_moves_tell_of_nobody(self):
        """Every stored text, name and message of the moves and of what hangs on them is looked through."""
        secrets = {
            value for client in (self.client, self.client_restricted)
            for value in (client.code, client.nickname, client.first_name, client.last_name) if value
        }
        moves = self.env["stock.move"].search([("handout_kind", "!=", False)])
        records = [moves, moves.move_line_ids, moves.move_line_ids.lot_id, moves.product_id, moves.picking_id]
        self.assertTrue(moves)
        self.assertFalse(moves.picking_id)
        for found in records:
            messages = self.env["mail.message"].search([("model", "=", found._name), ("res_id", "in", found.ids)])
            text = str(found.read()) + str(found.mapped("display_name")) + "".join(map(str, messages.mapped("body")))
            for secret in secrets:
                with self.subTest(model=found._name):
                    self.assertNotIn(secret, text)

    def test_no_stock_model_leads_to_people(self):
        """No field of a stock model, a path over it included, ends at a line of material, a visit or a client."""
        about_people = {
            "recovery.stock.entry", "recovery.supply", "recovery.delivery", "recovery.encounter", "recovery.client",
        }
        for model in STOCK_MODELS:
            for field in self.env[model]._fields.values():
                with self.subTest(field=str(field)):
                    self.assertNotIn(field.comodel_name, about_people)

    def test_a_storekeeper_sees_the_moves_and_nothing_behind_them(self):
        moves = self.env["stock.move"].with_user(self.storekeeper).search([("handout_kind", "!=", False)])
        self.assertTrue(moves.mapped("reference"))
        views = moves.get_views([(self.env.ref("recovery_care_stock.stock_move_view_list").id, "list")])
        self.assertTrue(moves.web_read({name: {} for name in views["models"]["stock.move"]["fields"]}))
        self.assertTrue(moves.formatted_read_group(
            [("handout_kind", "!=", False)], ["handout_program_id", "handout_date:day"], ["__count"],
        ))
        for model in (
            "recovery.stock.entry", "recovery.supply", "recovery.stock.level", "recovery.encounter", "recovery.client",
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.storekeeper).search([])
        with self.assertRaises(AccessError):
            self.own.with_user(self.storekeeper).read(["user_ids"])

    def test_restricted_people_count_in_the_stock_and_are_not_listed(self):
        level = self.env["recovery.stock.level"].with_user(self.manager).search([
            ("product_id", "=", self.syringe.id), ("program_id", "=", self.own.id),
        ])
        self.assertEqual(level.missing, 30)
        listed = self.env["recovery.supply"].with_user(self.manager).search([("stock_missing", ">", 0)])
        self.assertNotIn(self.client_restricted, listed.sudo().client_id)
