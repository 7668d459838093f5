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

    def test_naming_clients_costs_one_query_however_many_they_are(self):
        Situation = self.env["recovery.situation"].with_user(self.counsellor)
        clients = self.env["recovery.client"].union(*(self.new_client(self.own) for _number in range(20)))

        def queries(named):
            self.env.flush_all()
            self.env.invalidate_all()
            Situation._with_clients([{"client_id": self.client.id}])  # what Odoo keeps of rules and users
            clients.invalidate_recordset()
            before = self.cr.sql_log_count
            vals_list = Situation._with_clients([{"client_id": client.id} for client in named])
            for client, vals in zip(named, vals_list, strict=True):
                self.assertEqual(vals["client_id"], client.id)
                self.assertTrue(client._is_shared_with(self.company) and client.code)
            return self.cr.sql_log_count - before
        self.assertEqual(queries(clients[:1]), 1)
        self.assertEqual(queries(clients), 1)

    @each_inheriting(MIXIN)
    def test_found_by_the_code_of_the_client(self, Model):
        record = self.new_record(Model._name, "own")
        self.assertTrue(record.client_id)
        found = Model.with_user(self.counsellor).name_search(record.client_id.code)
        self.assertIn(record.id, [id_ for id_, _label in found])
