from ast import literal_eval

from lxml import etree
from odoo.addons.mail.tools.discuss import Store
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install", "recovery_whole")
class TestScreens(RecoveryCase):
    """Faults that were seen on a screen once and could come back with a new view."""

    def each_view(self, view_type=None):
        domain = [("model", "=like", "recovery.%")] + ([("type", "=", view_type)] if view_type else [])
        views = self.env["ir.ui.view"].search(domain)
        self.assertTrue(views)
        for view in views:
            yield view.name, etree.fromstring(view.arch)

    def test_number_of_a_client_is_not_offered_for_text_messages(self):
        """Odoo would send it through a foreign service and write the text into the conversation."""
        checked = 0
        for name, arch in self.each_view():
            for field in arch.iterfind(".//field[@widget='phone']"):
                options = literal_eval(field.get("options", "{}").replace("false", "False").replace("true", "True"))
                self.assertIs(options.get("enable_sms"), False, f"{name}: {field.get('name')}")
                checked += 1
        self.assertTrue(checked)

    def test_cards_grouped_from_the_start_stand_below_each_other_on_a_telephone(self):
        grouped = [(name, arch) for name, arch in self.each_view("kanban") if arch.get("default_group_by")]
        self.assertTrue(grouped)
        for name, arch in grouped:
            self.assertIn("o_recovery_stacked", arch.get("class", "").split(), name)

    def test_activity_without_a_summary_is_told_by_its_type(self):
        activity = self.env["mail.activity"].create({
            "res_model_id": self.env["ir.model"]._get_id("recovery.client"), "res_id": self.client.id,
            "activity_type_id": self.env.ref("recovery_care.activity_return_to_code").id,
        })
        self.assertFalse(activity.summary)
        [told] = [one for one in Store().add(activity).get_result()["mail.activity"] if one["id"] == activity.id]
        self.assertEqual(told["display_name"], "Return to the code")
