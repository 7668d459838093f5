from odoo.tests import TransactionCase, tagged

from .access_table_life import TABLE_LIFE
from .access_table_photo import TABLE_PHOTO

# Stored text that is not about what somebody did: numbers, names of places and things, contacts.
NOT_FREE = {
    "recovery.stay.leave": {"contact_name", "contact_phone", "contact_address"},
    "recovery.substance.test": {"number", "seal_number", "laboratory_reference"},
    "recovery.house.incident": {"code"},
    "recovery.house.rule": {"name", "description"},
}


@tagged("post_install", "-at_install")
class TestLifeFreeText(TransactionCase):

    def test_every_text_about_a_client_is_free_text_or_named_here(self):
        """A new text field has to say which of the two it is."""
        for model, row in (TABLE_LIFE | TABLE_PHOTO).items():
            Model = self.env[model]
            if not row.client_data:
                continue
            texts = {
                name for name, field in Model._fields.items()
                if field.type in ("char", "text", "html") and field.store and field._module == "recovery_housing"
            }
            free = set(getattr(Model, "_free_text_fields", ()))
            with self.subTest(model=model):
                self.assertEqual(texts - free - NOT_FREE.get(model, set()), set())
