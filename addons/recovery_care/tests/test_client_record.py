from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .mixin_case import MixinCase, each_inheriting

MIXIN = "recovery.client.record"
# What another client in the field goes with.
ALONGSIDE = {"for_client_id": {"role": "relative"}}


@tagged("post_install", "-at_install")
class TestClientRecord(MixinCase):
    """What is said about a client is said in the client's company, by somebody who may see the client."""

    def get_named(self, Model):
        """Return the fields in which somebody names a client; others follow a record that was checked."""
        return [name for name in Model._get_client_fields() if not Model._fields[name].related]

    def refuse(self, Model, field, client_id):
        """Return the words in which a new record that names ``client_id`` is refused."""
        values = {**self.new_values(Model._name, "own"), **ALONGSIDE.get(field, {}), field: client_id}
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            Model.create(values)
        return str(caught.exception)

    @each_inheriting(MIXIN)
    def test_client_and_company_are_its_own(self, Model):
        self.assertIn("client_id", Model._get_client_fields())
        self.assertTrue(Model._fields["client_id"].store and Model._fields["client_id"].index)
        self.assertTrue(Model._fields["company_id"].store and Model._check_company_auto)

    @each_inheriting(MIXIN)
    def test_client_of_another_company_is_refused_with_the_field(self, Model):
        for field in self.get_named(Model):
            label = Model._fields[field]._description_string(self.env)
            words = self.refuse(Model, field, self.client_foreign.id)
            with self.subTest(field=field):
                self.assertTrue(words.startswith(f"{label}: {self.client_foreign.code} belongs to another company"), words)

    @each_inheriting(MIXIN)
    def test_hidden_client_is_refused_like_one_who_does_not_exist(self, Model):
        nobody = self.env["recovery.client"].search([], order="id desc", limit=1).id + 1000
        for field in self.get_named(Model):
            answers = {
                self.refuse(Model.with_user(self.counsellor), field, client_id)
                for client_id in (self.client_restricted.id, self.client_other.id, nobody)
            }
            with self.subTest(field=field):
                self.assertEqual(len(answers), 1, answers)
                self.assertIn("choose a client of one of your programmes", answers.pop())

    @each_inheriting(MIXIN)
    def test_record_is_not_moved_to_a_hidden_client(self, Model):
        record = Model.with_user(self.counsellor).create(self.new_values(Model._name, "own"))
        for field in self.get_named(record):
            with self.subTest(field=field), self.assertRaisesRegex(ValidationError, "one of your programmes"):
                record.write({field: self.client_other.id})

    @each_inheriting(MIXIN)
    def test_found_by_the_code_of_the_client(self, Model):
        record = self.new_record(Model._name, "own")
        self.assertTrue(record.client_id)
        found = Model.with_user(self.counsellor).name_search(record.client_id.code)
        self.assertIn(record.id, [id_ for id_, _label in found])
