from odoo import models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..table_rules import Unique, UniqueIndex
from .common import ITEMS
from .mixin_case import MixinCase, each_inheriting

MIXIN = "recovery.prechecked"


@tagged("post_install", "-at_install")
class TestPrechecked(MixinCase):
    """Mistakes are told before the database refuses them. Each rule itself: ``refusals`` in the tests of its model."""

    def get_row(self, record):
        return record._get_rows(record._get_twin_names(record._get_twins()))[0]

    def test_every_model_with_a_constraint_is_checked(self):
        checked = self.inheriting(MIXIN)
        for Model in self.inheriting("base"):
            if any(isinstance(item, (models.Constraint, models.UniqueIndex)) for item in Model._table_objects.values()):
                with self.subTest(model=Model._name):
                    self.assertIn(Model, checked)

    @each_inheriting(MIXIN)
    def test_what_the_database_takes_breaks_no_rule(self, Model):
        record = self.new_record(Model._name, "own")
        self.env.flush_all()
        for rule in record._get_twins():
            with self.subTest(rule=rule.name):
                self.assertTrue(rule.get_names(Model), "the SQL names no field of the model")
                self.assertFalse(rule.is_broken(Model, [self.get_row(record)], record._ids))

    @each_inheriting(MIXIN)
    def test_what_is_unique_is_taken_for_another_record(self, Model):
        record = self.new_record(Model._name, "own")
        row = self.get_row(record)
        for rule in record._get_twins():
            key = rule.key(row) if isinstance(rule, (Unique, UniqueIndex)) else None
            if key and None not in key:
                with self.subTest(rule=rule.name):
                    self.assertTrue(rule.is_broken(Model, [row], ()))
                    self.assertTrue(rule.is_broken(Model, [row, row], record._ids), "twice in one batch")

    @each_inheriting(MIXIN)
    def test_required_field_is_named(self, Model):
        emptied = ("char", "text", "date", "datetime", "selection", "many2one")
        for field in Model._fields.values():
            if field.required and field.store and field.type in emptied:
                with self.subTest(field=field.name), self.assertTold(field._description_string(self.env)):
                    Model._check_required([{field.name: False}], [field.name])

    def test_import_without_a_required_cell_logs_no_error(self):
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            result = self.env["recovery.service"].load(["code", "name"], [["DEMO1", "Demo"], ["DEMO2", ""]])
        self.assertIn("Name: fill this in", result["messages"][0]["message"])

    def test_batch_costs_one_query_a_rule(self):
        """However many rows, what is unique is asked for once."""
        encounters = self.env["recovery.encounter"].union(*(
            self.new_encounter(self.own, self.client) for _ in range(12)
        ))
        self.env.flush_all()
        Delivery = self.env["recovery.delivery"].sudo()
        rule = next(rule for rule in Delivery._get_twins() if rule.name == "once")
        rows = [
            {"encounter_id": encounter.id, "client_id": self.client.id, "service_id": self.exchange.id, "state": "planned"}
            for encounter in encounters
        ]
        for some in (rows[:1], rows):
            with self.assertQueryCount(1):
                self.assertFalse(rule.is_broken(Delivery, some, ()))

    def test_five_thousand_in_one_create_are_looked_at(self):
        """Imports come by the thousand, more than the server takes as one condition."""
        Service = self.env["recovery.service"].sudo()
        rule = next(rule for rule in Service._get_twins() if rule.name == "code_uniq")
        rows = [{"company_id": self.company.id, "code": f"NEW{number}"} for number in range(5000)]
        with self.assertQueryCount(1):
            self.assertFalse(rule.is_broken(Service, rows, ()))
        taken = [*rows[:-1], {**rows[0], "code": self.talk.code}]
        self.assertTrue(rule.is_broken(Service, taken, ()))
        self.assertFalse(rule.is_broken(Service, taken, self.talk.ids), "Nobody is in their own way.")

    def test_two_in_one_batch_are_refused(self):
        with self.assertTold("Code"):
            self.env["recovery.service"].create([{"code": "TWICE", "name": name} for name in ("One", "Two")])

    def test_code_given_up_a_moment_ago_is_free(self):
        self.talk.code = "TALK2"
        self.assertTrue(self.env["recovery.service"].create({"code": "TALK", "name": "Talk again"}).id)

    def test_words_are_those_of_the_constraint_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("cs_CZ")
        reflected = self.env["ir.model.constraint"].search([("name", "=", "recovery_program_duration")])
        reflected.with_context(lang="cs_CZ").message = "Demo česky."
        with self.assertRaisesRegex(ValidationError, "Demo česky"):
            self.own.with_context(lang="cs_CZ").duration_months = -1

    def test_whoever_may_not_write_is_refused_as_ever(self):
        """No message tells whether a code is taken."""
        for values in ({"code": "OTH"}, {"code": "FREE"}, {"duration_months": -1}, {"name": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.own.with_user(self.counsellor).write(values)
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.env["recovery.program"].with_user(self.counsellor).create({"name": "Demo", "code": "NEW", **values})

    def test_total_is_the_sum_whatever_was_sent(self):
        values = {"client_id": self.client.id, "episode_id": self.episode.id, **dict.fromkeys(ITEMS, 5.0)}
        rating = self.env["recovery.ors"].create({**values, "total": 39.0})
        self.assertEqual(rating.total, 20.0)
        rating.write({"individual": 6.0, "total": 21.0})
        self.assertEqual(rating.total, 21.0)
        with self.assertTold("Total"):
            rating.write({"individual": 5.0, "total": 21.0})

    def test_inline_rows_are_checked(self):
        with self.assertTold("Age group"):
            self.env["recovery.ors.ruleset"].create({
                "name": "Demo", "date_from": "2003-01-01", "company_id": self.company.id,
                "cutoff_ids": [Command.create({"cutoff": points}) for points in (25.0, 26.0)],
            })
