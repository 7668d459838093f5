from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestUnit(RecoveryCase):
    """Units are data of the organisation; an encounter says what it counts as."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["recovery.unit"].search([]).active = False
        cls.unit = cls.new_unit("HALF", minutes=30)

    @classmethod
    def new_unit(cls, code, **values):
        return cls.env["recovery.unit"].create({"code": code, "name": f"Demo {code}", **values})

    def test_shipped_units_are_examples_for_every_company(self):
        contact, intervention = (
            self.env.ref(f"recovery_care.unit_{name}") for name in ("contact", "intervention")
        )
        self.assertEqual((contact.minutes, intervention.minutes), (10, 30))
        self.assertFalse((contact | intervention).company_id)
        for unit in contact | intervention:
            self.assertIn("not a regulation", unit.description)

    def test_code_is_unique_in_the_company(self):
        for refusal in self.refusals("recovery.unit", "code_uniq", "Code"):
            with refusal:
                self.new_unit("HALF")
        self.new_unit("HALF", company_id=self.partner_company.id)

    def test_minutes_are_a_day_at_most(self):
        for minutes in (0, 1441):
            for refusal in self.refusals("recovery.unit", "minutes", "Minutes of a unit"):
                with refusal:
                    self.unit.minutes = minutes

    def test_minutes_of_the_example(self):
        for refusal in self.refusals("recovery.unit", "example_minutes", "Try with minutes"):
            with refusal:
                self.unit.example_minutes = -1

    def test_minutes_are_not_added_up_for_groups(self):
        for refusal in self.refusals("recovery.unit", "accumulate", "Rounding"):
            with refusal:
                self.unit.write({"rounding": "accumulate", "counted_per": "encounter"})

    def test_somebody_counts(self):
        for refusal in self.refusals("recovery.unit", "somebody", "Who counts"):
            with refusal:
                self.unit.write(dict.fromkeys(("count_identified", "count_pseudonymous", "count_anonymous"), False))

    def test_chosen_services_are_named(self):
        with self.assertRaisesRegex(ValidationError, "^Chosen services"):
            self.unit.services = "chosen"
        self.unit.write({"services": "chosen", "service_kind": "exchange"})

    def test_services_of_another_company_are_refused(self):
        with self.assertRaises(UserError):
            self.unit.write({"services": "chosen", "service_ids": [Command.set(self.foreign_talk.ids)]})

    def test_the_administrator_alone_changes_units(self):
        self.unit.with_user(self.administrator).minutes = 20
        for user in (self.manager, self.finance):
            with self.assertRaises(AccessError):
                self.unit.with_user(user).minutes = 10

    def test_examples_follow_the_form(self):
        with Form(self.unit) as form:
            self.assertEqual((form.example_once, form.example_twice, form.example_group), ("2", "4", "8"))
            form.rounding = "none"
            self.assertEqual((form.example_once, form.example_twice, form.example_group), ("1.50", "3", "6"))
            form.rounding = "accumulate"
            self.assertEqual((form.example_once, form.example_twice), ("1", "3"))
            form.rounding = "half_up"
            form.counted_per = "encounter"
            self.assertEqual((form.example_once, form.example_group, form.example_unnamed), ("2", "2", "0"))
            form.unnamed = "each"
            form.counted_per = "person"
            form.example_minutes = 10
            self.assertEqual((form.example_once, form.example_unnamed), ("0", "0"))

    def text(self, encounter, user=None):
        return encounter.with_user(user or self.counsellor).unit_text

    def test_encounter_says_what_it_counts_as(self):
        self.new_unit("TEN", minutes=10, sequence=1)
        encounter = self.new_encounter(self.own, self.client, minutes=45)
        self.assertEqual(self.text(encounter), "5 × Demo TEN, 2 × Demo HALF")
        encounter.action_done()
        self.assertEqual(self.text(encounter), "5 × Demo TEN, 2 × Demo HALF")
        encounter.amend("Was shorter")
        encounter.delivery_ids.minutes = 10
        self.assertEqual(self.text(encounter), "1 × Demo TEN, 1 × Demo HALF")
        encounter.action_cancel()
        self.assertFalse(self.text(encounter))

    def test_minutes_that_add_up_are_shown_as_minutes(self):
        self.unit.rounding = "accumulate"
        encounter = self.new_encounter(self.own, self.client, minutes=45)
        self.assertEqual(self.text(encounter), "45 minutes of Demo HALF")

    def test_units_of_another_company_are_not_shown(self):
        self.new_unit("ALL", company_id=False)
        self.new_unit("OTHER", company_id=self.partner_company.id)
        encounter = self.new_encounter(self.own, self.client, minutes=30)
        self.assertEqual(self.text(encounter), "1 × Demo ALL, 1 × Demo HALF")

    def test_indirect_work_and_phone_count_where_the_unit_says_so(self):
        letter = self.env["recovery.service"].create({"code": "LETTER", "name": "Letter", "is_indirect": True})
        encounter = self.new_encounter(self.own, self.client, minutes=30, place="phone")
        self.env["recovery.delivery"].create({
            "encounter_id": encounter.id, "client_id": self.client.id, "service_id": letter.id, "minutes": 30,
        })
        self.assertEqual(self.text(encounter), "1 × Demo HALF")
        self.unit.count_indirect = True
        encounter.invalidate_recordset(["unit_text"])
        self.assertEqual(self.text(encounter), "2 × Demo HALF")
        self.unit.count_remote = False
        encounter.invalidate_recordset(["unit_text"])
        self.assertFalse(self.text(encounter))

    def test_a_hidden_member_of_a_group_does_not_show_in_the_units(self):
        encounter = self.new_encounter(self.own, self.client | self.client_restricted, minutes=30)
        self.assertEqual(self.text(encounter), "1 × Demo HALF")
        self.assertEqual(self.text(encounter, self.keeper), "2 × Demo HALF")

    def test_form_shows_units_while_it_is_filled_in(self):
        with Form(self.env["recovery.encounter"].with_user(self.counsellor)) as form:
            form.program_id = self.own
            form.minutes = 45
            with form.delivery_ids.new() as line:
                line.client_id = self.client
                line.service_id = self.talk
            self.assertEqual(form.unit_text, "2 × Demo HALF")

    def test_units_of_many_encounters_cost_the_queries_of_one(self):
        clients = [self.new_client(self.own) for _index in range(6)]
        encounters = self.env["recovery.encounter"].union(*(self.new_encounter(self.own, client) for client in clients))

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.with_user(self.counsellor).mapped("unit_text")
            return self.cr.sql_log_count - before

        count(encounters)
        self.assertEqual(count(encounters), count(encounters[0]))
