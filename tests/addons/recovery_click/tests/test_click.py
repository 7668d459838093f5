from unittest.mock import patch

from odoo.tests import HttpCase, tagged

START = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('%s');"
)


@tagged("post_install", "-at_install")
class TestClickEverywhere(HttpCase):
    """Every menu, view and filter of our apps opens without an error for the first of these users who is shown it.

    What others are shown under the same menus, ``test_menu_views`` asks for, and a browser opens for each role in the
    tests of the server.
    The launcher names our add-ons in a system parameter.
    """

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        """Let lists show ten records a page: the robot draws each a thousand times and looks at none."""
        super().setUpClass()
        cls.env["ir.actions.act_window"].search([]).limit = 10

    @property
    def _ours(self):
        return self.env["ir.config_parameter"].sudo().get_param("recovery_click.addons").split(",")

    def _menus(self, login):
        """Return {id: menu} of the menus of our add-ons that open something for this user."""
        user = self.env["res.users"].search([("login", "=", login)])
        self.assertTrue(user, f"There is no user {login!r} in the demonstration data.")
        user.sudo().tour_enabled = False
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        return {
            key: {**menu, "app": menus[menu["app_id"]]["xmlid"]} for key, menu in menus.items()
            if key != "root" and menu["action_id"] and menu["xmlid"].split(".")[0] in self._ours
        }

    def _apps(self, login):
        """Return the XML ids of the root menus that hold them."""
        apps = dict.fromkeys(menu["app"] for menu in self._menus(login).values())
        return [xmlid for xmlid in apps if xmlid.split(".")[0] in self._ours]

    def _click_everywhere(self, login):
        apps = self._apps(login)
        self.assertTrue(apps, f"{login} sees none of our apps.")
        for xmlid in apps:
            with self.subTest(app=xmlid, login=login):
                self.browser_js(
                    "/odoo", START % xmlid, "odoo.isReady === true", login=login, timeout=600,
                    success_signal="clickbot test succeeded")

    def test_manager(self):
        self._click_everywhere("manager")

    def test_administrator(self):
        """What the manager was not shown."""
        menus = self.env["ir.ui.menu"]
        hidden = list(self._menus("manager"))
        blacklist = type(menus)._load_menus_blacklist
        self.registry.clear_all_caches()
        with patch.object(type(menus), "_load_menus_blacklist", lambda menu: [*blacklist(menu), *hidden]):
            self.assertTrue(self._menus("administrator"))
            self._click_everywhere("administrator")
        self.registry.clear_all_caches()

    def test_every_app_is_reached(self):
        """No app of ours is hidden from all of the users above."""
        roots = self.env["ir.model.data"].search([
            ("model", "=", "ir.ui.menu"), ("module", "in", self._ours),
            ("res_id", "in", self.env["ir.ui.menu"].search([("parent_id", "=", False)]).ids),
        ])
        reached = {xmlid for login in ("manager", "administrator") for xmlid in self._apps(login)}
        self.assertEqual({root.complete_name for root in roots}, reached)
