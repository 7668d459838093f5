from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestBatch(BatchCase):
    """What is typed into a batch before it is recorded."""

    def test_begins_with_the_programme_and_the_worker(self):
        self.assertRegex(self.batch.code, r"^B-\d{5}$")
        self.assertRecordValues(self.batch, [{
            "company_id": self.company.id, "place": "street", "state": "draft",
            "employee_ids": self.outreach.employee_id.ids,
        }])

    def test_an_incomplete_line_is_kept(self):
        self.batch.line_ids = [Command.create({"minutes": 10}), self.person(self.ryba)]
        self.assertEqual(self.batch.line_ids.mapped("number"), [1, 2])
        self.assertEqual(set(self.batch.line_ids.mapped("place")), {"street"})

    def test_a_day_to_come_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Date: "):
            self.batch.date = self.today + timedelta(days=1)

    def test_day_with_visits_is_told_with_their_number(self):
        self.assertFalse(self.batch.day_warning)
        for number in range(3):
            self.new_encounter(
                self.street, self.ryba, state="done", employee_ids=[Command.set(self.outreach.employee_id.ids)],
                date_start=f"{self.yesterday} 1{number}:00:00",
            )
        first = self.new_batch(count_ids=[self.count(self.tea, 4)])
        first.action_record()
        self.batch.invalidate_recordset()
        self.assertIn("4 visits", self.batch.day_warning)
        self.assertIn(first.code, self.batch.day_warning)
        self.batch.date -= timedelta(days=1)
        self.assertFalse(self.batch.day_warning)

    def test_people_are_counted_as_measures_count_them(self):
        self.batch.write({
            "line_ids": [self.person(self.ryba, self.tea), self.person(None, self.tea, headcount=2)],
            "count_ids": [self.count(self.tea, 12), self.count(self.shower, 4), self.count(self.tea, 3, place="home")],
        })
        self.assertEqual(self.batch.people_count, 1 + 2 + 12 + 3)

    def test_what_the_table_offers(self):
        setup = self.env["recovery.batch"].with_user(self.outreach).get_count_setup(self.street.id)
        self.assertEqual([row["name"] for row in setup["services"]], ["Tea", "Shower", "Exchange"])
        self.assertEqual([row["returnable"] for row in setup["materials"]], [True, False])
        self.assertEqual([row["name"] for row in setup["districts"]], ["Old Quarter"])
        with self.assertRaises(AccessError):
            self.env["recovery.batch"].with_user(self.outreach).get_count_setup(self.foreign.id)

    def test_counts_are_of_services_for_unnamed_people(self):
        with self.assertRaisesRegex(ValidationError, "^Service: "):
            self.batch.count_ids = [self.count(self.talk, 3)]

    def test_material_is_harm_reduction_material(self):
        chair = self.env["product.product"].create({"name": "Demo chair"})
        with self.assertRaisesRegex(ValidationError, "^Material"):
            self.batch.count_ids = [self.count(chair, 3)]
        with self.assertRaisesRegex(ValidationError, "^Material"):
            self.batch.line_ids = [self.person(self.ryba, supply_ids=[
                Command.create({"product_id": chair.id, "issued": 1}),
            ])]

    def test_nobody_names_a_client_out_of_sight(self):
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.batch.line_ids = [self.person(self.client_other, self.tea)]

    def test_recorded_batches_do_not_change(self):
        self.batch.count_ids = [self.count(self.tea, 4)]
        self.batch.action_record()
        for act in (
            lambda: self.batch.write({"hour": 9}), lambda: self.batch.write({"count_ids": [self.count(self.shower, 1)]}),
            lambda: self.batch.count_ids.write({"headcount": 9}), lambda: self.batch.count_ids.unlink(),
            lambda: self.batch.unlink(), lambda: self.env["recovery.batch.line"].create({"batch_id": self.batch.id}),
        ):
            with self.assertRaisesRegex(UserError, "^State: "), self.cr.savepoint():
                act()

    def test_drafts_are_thrown_away(self):
        self.batch.line_ids = [self.person(self.ryba, self.tea)]
        lines = self.batch.line_ids
        self.batch.unlink()
        self.assertFalse(lines.exists())

    def test_code_and_time_of_day(self):
        other = self.new_batch()
        for refusal in self.refusals("recovery.batch", "code_uniq", "Code"):
            with refusal:
                other.sudo().code = self.batch.code
        for refusal in self.refusals("recovery.batch", "hour", "Start time"):
            with refusal:
                self.batch.hour = 24

    def test_a_line_is_about_one_or_many(self):
        for refusal in self.refusals("recovery.batch.line", "one_of", "Unnamed"):
            with refusal:
                self.batch.line_ids = [self.person(self.ryba, headcount=2)]
        for refusal in self.refusals("recovery.batch.line", "numbers", "Unnamed, minutes"):
            with refusal:
                self.batch.line_ids = [self.person(self.ryba, minutes=-5)]

    def test_material_of_a_line(self):
        self.batch.line_ids = [self.person(self.ryba, supply_ids=[
            Command.create({"product_id": self.syringe.id, "issued": 10, "returned": 8}),
        ])]
        line = self.batch.line_ids
        self.assertEqual(line.supply_text, "Demo syringe 1 ml 10/8")
        for refusal in self.refusals("recovery.batch.supply", "once", "Material"):
            with refusal:
                line.supply_ids = [Command.create({"product_id": self.syringe.id, "issued": 1})]
        for refusal in self.refusals("recovery.batch.supply", "pieces", "Out, Back"):
            with refusal:
                line.supply_ids = [Command.create({"product_id": self.filter.id, "issued": -1})]

    def test_a_cell_holds_one_number_of_one_column(self):
        self.batch.count_ids = [self.count(self.tea, 4, district=self.quarter), self.count(self.syringe, 10)]
        for refusal in self.refusals("recovery.batch.count", "service_once", "Service"):
            with refusal:
                self.batch.count_ids = [self.count(self.tea, 5, district=self.quarter)]
        for refusal in self.refusals("recovery.batch.count", "product_once", "Material"):
            with refusal:
                self.batch.count_ids = [self.count(self.syringe, 5)]
        for refusal in self.refusals("recovery.batch.count", "column", "Service, material"):
            with refusal:
                self.batch.count_ids = [Command.create({
                    "place": "home", "service_id": self.tea.id, "product_id": self.filter.id, "headcount": 1, "issued": 1,
                })]
        for refusal in self.refusals("recovery.batch.count", "value", "Unnamed people, out, back"):
            with refusal:
                self.batch.count_ids = [self.count(self.shower, 0)]
        self.batch.count_ids = [self.count(self.tea, 5)]
