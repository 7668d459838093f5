from odoo.tests import TransactionCase, tagged

from .access_table_daily import TABLE_DAILY

# Stored text that is no free text about a client: what is called how, and names of visitors, which have rules of their own.
NOT_FREE = {
    "recovery.house.task": {"name", "description"},
    # What is to be talked about, written before anybody has said anything.
    "recovery.house.meeting": {"topics"},
    "recovery.house.visit": {"visitor_name", "visitor_folded"},
    "recovery.house.visit.ban": {"name", "name_folded"},
}


@tagged("post_install", "-at_install")
class TestDailyFreeText(TransactionCase):

    def test_every_text_of_house_life_is_free_text_or_named_here(self):
        """A new text field has to say which of the two it is."""
        for model in TABLE_DAILY:
            Model = self.env[model]
            texts = {
                name for name, field in Model._fields.items()
                if field.type in ("char", "text", "html") and field.store and field._module == "recovery_housing"
            }
            with self.subTest(model=model):
                self.assertEqual(texts - set(getattr(Model, "_free_text_fields", ())), NOT_FREE.get(model, set()))
