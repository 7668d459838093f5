from ast import literal_eval
from datetime import date

from dateutil.relativedelta import relativedelta
from lxml import etree
from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import datetime, safe_eval, time

LOGINS = ("outreach", "counsellor", "house", "manager", "finance", "data", "privacy", "administrator", "auditor")


@tagged("post_install", "-at_install")
class TestMenuViews(TransactionCase):
    """What a menu shows somebody can be read, and what its search offers can be used: filters, groups, fields, panels.

    The robot clicks on filters one upon another, which soon leaves nothing to find, and never on a group. Here each is
    asked of the database by itself, for every login of the demonstration.
    """

    def _get_actions(self, user):
        """Return {(model, search view, views): an action} of the menus of our add-ons that a user sees."""
        ours = self.env["ir.config_parameter"].sudo().get_param("recovery_click.addons").split(",")
        found = {}
        for key, menu in self.env["ir.ui.menu"].with_user(user).load_menus(False).items():
            if key == "root" or menu["xmlid"].split(".")[0] not in ours or menu["action_model"] != "ir.actions.act_window":
                continue
            action = self.env["ir.actions.act_window"].browse(menu["action_id"])
            if action.target != "new":
                found[action.res_model, action.search_view_id.id, str(action.views)] = action
        return found

    def _evaluate(self, user, expression, typed=None):
        return safe_eval(expression, {
            "uid": user.id, "context_today": date.today, "current_date": str(date.today()), "datetime": datetime,
            "time": time, "relativedelta": relativedelta, "allowed_company_ids": user.company_ids.ids, "self": typed,
            "raw_value": typed,
        })

    def _use(self, user, model, node):
        """Ask the database what one part of a search view stands for."""
        if node.tag == "filter":
            domain = self._evaluate(user, node.get("domain") or "[]")
            model.search(Domain(domain), limit=1)
            if node.get("date"):
                model.search([(node.get("date"), ">=", date.today())], limit=1)
            groups = literal_eval(node.get("context") or "{}").get("group_by")
            if groups:
                groups = [groups] if isinstance(groups, str) else groups
                model.formatted_read_group(domain, groups, ["__count"], limit=1)
        elif node.getparent().tag == "searchpanel":
            multiple = node.get("select") == "multi"
            ask = model.search_panel_select_multi_range if multiple else model.search_panel_select_range
            self.assertNotIn("error_msg", ask(node.get("name"), enable_counters=True))
        elif node.get("filter_domain"):
            model.search(Domain(self._evaluate(user, node.get("filter_domain"), typed="a")), limit=1)
        elif model._fields[node.get("name")].type in ("char", "text", "html", "many2one", "many2many", "one2many"):
            model.search([(node.get("name"), node.get("operator", "ilike"), "a")], limit=1)

    def _show(self, model, kind, arch):
        """Ask the database for what a view shows of the first records."""
        fields = [node for node in arch.iter("field") if not any(above.tag == "field" for above in node.iterancestors())]
        if kind in ("list", "kanban", "calendar"):
            model.web_search_read([], {node.get("name"): {} for node in fields}, limit=5)
        elif kind in ("graph", "pivot"):
            measures = [node.get("name") for node in fields if node.get("type") == "measure"]
            groups = [self._get_group(model, node) for node in fields if node.get("type") != "measure"]
            sums = [f"{name}:{model._fields[name].aggregator}" for name in measures if model._fields[name].aggregator]
            model.formatted_read_group([], groups, ["__count", *sums], limit=5)

    @staticmethod
    def _get_group(model, node):
        name = node.get("name")
        return f"{name}:{node.get('interval', 'month')}" if model._fields[name].type in ("date", "datetime") else name

    def _try_login(self, login):
        user = self.env["res.users"].search([("login", "=", login)])
        tried = 0
        for (name, view, _views), action in self._get_actions(user).items():
            model = self.env[name].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            views = model.get_views([*action.views, (view, "search")])["views"]
            archs = {kind: etree.fromstring(content["arch"]) for kind, content in views.items()}
            for kind, arch in archs.items():
                with self.subTest(login=login, menu=action.name, view=kind):
                    self._show(model, kind, arch)
            for node in archs["search"].iter("filter", "field"):
                with self.subTest(login=login, menu=action.name, part=node.get("string") or node.get("name")):
                    self._use(user, model, node)
                    tried += 1
        self.assertGreater(tried, 20, f"{login} has hardly anything to search with.")


for _login in LOGINS:
    def _test(self, login=_login):
        self._try_login(login)

    _test.__name__ = f"test_{_login}"
    setattr(TestMenuViews, _test.__name__, _test)
