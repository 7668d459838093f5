import inspect

from lxml import etree
from odoo.tests import tagged

from .access_records import HousingAccessCase

OPENERS = ("action_open_", "action_add_", "action_apply_for", "action_ask_", "action_plan_home")


@tagged("post_install", "-at_install")
class TestOpeners(HousingAccessCase):
    """Whatever a button opens is there: its model, its domain, the values and filters that it begins with."""

    def openers(self):
        """Yield (record, method) of every method of our models that opens something and asks for nothing."""
        for name in sorted(self.env.registry):
            Model = self.env[name]
            if Model._abstract or Model._transient or not name.startswith(("recovery.", "maintenance.")):
                continue
            methods = [
                method for method in dir(type(Model)) if method.startswith(OPENERS)
                and "recovery_housing" in inspect.getmodule(getattr(type(Model), method)).__name__
            ]
            record = None
            for method in methods:
                if record is None:
                    record = self.client if name == "recovery.client" else self.new_record(name, "own")
                yield record, method

    def test_what_buttons_open_is_there(self):
        seen = 0
        for record, method in self.openers():
            action = getattr(record, method)()
            if action["type"] != "ir.actions.act_window":
                continue
            with self.subTest(model=record._name, method=method):
                Model = self.env[action["res_model"]]
                Model.search_count(action.get("domain") or [])
                begins = {
                    prefix: {key.removeprefix(prefix) for key in action.get("context") or {} if key.startswith(prefix)}
                    for prefix in ("default_", "search_default_")
                }
                self.assertEqual(begins["default_"] - set(Model._fields), set())
                search = action.get("search_view_id") or (False,)
                arch = etree.fromstring(Model.get_view(search[0], "search")["arch"])
                names = set(arch.xpath("//filter/@name | //field/@name"))
                self.assertEqual(begins["search_default_"] - names, set())
            seen += 1
        self.assertGreater(seen, 45)
