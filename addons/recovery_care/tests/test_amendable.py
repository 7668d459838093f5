from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .mixin_case import MixinCase, each_inheriting

MIXIN = "recovery.amendable"


@tagged("post_install", "-at_install")
class TestAmendable(MixinCase):
    """Every fact of what is finished changes under an amendment alone."""

    def new_fact(self, Model, state="done"):
        """Return (record as the counsellor, its encounter) with the encounter in ``state``."""
        encounter = self.new_encounter(self.own, self.client)
        delivery = encounter.delivery_ids
        delivery.option_ids = self.env["recovery.service.question"].create({
            "name": "Demo", "service_id": delivery.service_id.id, "option_ids": [Command.create({"name": "Demo"})],
        }).option_ids
        supply = self.env["recovery.supply"].create({
            "delivery_id": delivery.id, "product_id": self.syringe.id, "issued": 10,
        })
        known = {record._name: record for record in (encounter, delivery, supply)}
        record = known.get(Model._name) or Model.create({
            **self.new_values(Model._name, "own"), "client_id": self.client.id, "encounter_id": encounter.id,
        })
        encounter.state = state
        self.env.flush_all()
        return record.with_user(self.counsellor), encounter.with_user(self.counsellor)

    def get_other_value(self, record, name):
        """Return what turns the fact ``name`` of ``record`` into something else."""
        field, old = record._fields[name], record[name]
        if field.type in ("integer", "float"):
            return old + 5
        if field.type in ("date", "datetime"):
            return old - timedelta(days=2)
        if field.type == "boolean":
            return not old
        if field.type == "selection":
            return next(key for key, _label in field._description_selection(self.env) if key != old)
        if field.type == "many2one":
            return False if old else self.new_record(field.comodel_name, "own").id
        return [Command.clear()]

    def get_simple(self, Model):
        """Return the name of a fact that is a whole number, or else one of a list."""
        names = Model._get_amendable_facts()
        numbers = [name for name in names if Model._fields[name].type == "integer"]
        return (numbers or [name for name in names if Model._fields[name].type == "selection"])[0]

    @each_inheriting(MIXIN)
    def test_facts_are_stored_fields(self, Model):
        self.assertTrue(Model._get_amendable_facts())
        for name in Model._get_amendable_facts():
            self.assertTrue(Model._fields[name].store, name)

    @each_inheriting(MIXIN)
    def test_every_fact_of_what_is_finished_is_kept(self, Model):
        record, _encounter = self.new_fact(Model)
        for name in Model._get_amendable_facts():
            old, other = record[name], self.get_other_value(record, name)
            with self.subTest(fact=name):
                with self.assertRaises(UserError):
                    record.write({name: other})
                self.assertEqual(record[name], old)

    @each_inheriting(MIXIN)
    def test_what_is_planned_is_free(self, Model):
        record, encounter = self.new_fact(Model, "planned")
        name = self.get_simple(Model)
        other = self.get_other_value(record, name)
        record[name] = other
        self.assertEqual(record[name], other)
        self.assertFalse(encounter.amendment_ids)

    @each_inheriting(MIXIN)
    def test_amendment_writes_down_what_changed(self, Model):
        record, encounter = self.new_fact(Model)
        name = self.get_simple(Model)
        old, new, label = record[name], self.get_other_value(record, name), Model._fields[name].string
        encounter.amend("Demo")
        record[name] = new
        old, new = (record._get_fact_text(name, value) for value in (old, new))
        self.assertNotEqual(old, new)
        self.assertIn(f"{record._get_amended_label()} – {label}: {old} → {new}", encounter.amendment_ids.changes_text)

    @each_inheriting(MIXIN)
    def test_writing_the_same_again_needs_none(self, Model):
        record, encounter = self.new_fact(Model)
        same = {"minutes", "issued", "state", "result", "outcome"} & set(Model._get_amendable_facts())
        record.write({name: record[name] for name in same})
        self.assertFalse(encounter.amendment_ids)
