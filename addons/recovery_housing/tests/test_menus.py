from odoo.tests import Form, tagged

from .common import HousingCase

# What fits beside the name of the app at 1400 pixels in the longest of our languages.
MOST = 8


@tagged("post_install", "-at_install")
class TestMenus(HousingCase):
    """The menu of Housing fits on a screen for everybody, and each entry leads somewhere."""

    def visible(self, user):
        """Return {menu: those below it} of Housing, as far as a user sees them."""
        self.env.registry.clear_cache()
        Menu = self.env["ir.ui.menu"]
        seen = Menu.with_user(user)._visible_menu_ids()
        menus = Menu.search([("id", "child_of", self.env.ref("recovery_housing.menu_root").id), ("id", "in", list(seen))])
        return {menu: menus.filtered(lambda one, menu=menu: one.parent_id == menu) for menu in menus}

    def test_few_entries_at_the_top_and_none_empty(self):
        root = self.env.ref("recovery_housing.menu_root")
        for role, user in self.users.items():
            menus = self.visible(user)
            with self.subTest(role=role):
                self.assertLessEqual(len(menus.get(root, ())), MOST)
                for menu, below in menus.items():
                    self.assertTrue(menu.action or below, menu.complete_name)

    def test_actions_of_the_server_open_a_view(self):
        for role, user in self.users.items():
            for menu in self.visible(user):
                if menu.action and menu.action._name == "ir.actions.server":
                    with self.subTest(role=role, menu=menu.complete_name):
                        action = menu.action.with_user(user).run()
                        self.assertEqual(action["type"], "ir.actions.act_window")
                        self.assertIn(action["res_model"], self.env)
                        self.env[action["res_model"]].with_user(user).check_access("read")

    def test_each_form_opens_for_something_new(self):
        """“New” on a screen that a menu leads to begins with an empty form, whatever computes on it."""
        opened = set()
        for role in ("house", "manager", "counsellor", "finance", "administrator"):
            user = self.users[role]
            for menu in self.visible(user):
                action = menu.action
                if not action or action._name != "ir.actions.act_window" or "form" not in action.view_mode:
                    continue
                Model = self.env[action.res_model].with_user(user)
                view = Model.get_view(view_type="form")["arch"]
                if not Model.has_access("create") or ' create="0"' in view.partition(">")[0]:
                    continue
                with self.subTest(role=role, menu=menu.complete_name), self.cr.savepoint():
                    Form(Model)
                    opened.add((role, Model._name))
        for seen in (("house", "recovery.stay"), ("manager", "recovery.stay"), ("finance", "recovery.stay.payer")):
            self.assertIn(seen, opened)
