from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestNaloxoneUse(RecoveryCase):
    """Kits handed out, training, and what became of an overdose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kit = cls.env["product.product"].create({"name": "Demo naloxone", "material_kind": "naloxone"})
        cls.training = cls.env["recovery.service"].create({
            "code": "NALOX", "name": "Naloxone training", "kind": "education", "is_naloxone_training": True,
        })
        cls.env.flush_all()
        cls.use = cls.report()

    @classmethod
    def report(cls, **values):
        return cls.env["recovery.naloxone.use"].with_user(cls.outreach).create({
            "client_id": cls.client.id, "program_id": cls.own.id, **values,
        })

    @classmethod
    def hand_out(cls, client, kits=1, **values):
        encounter = cls.new_encounter(cls.own, client, **values)
        supply = cls.env["recovery.supply"].create({
            "delivery_id": encounter.delivery_ids.id, "product_id": cls.kit.id, "issued": kits,
        })
        encounter.action_done()
        return supply

    def test_begins_with_nothing_known(self):
        self.assertRecordValues(self.use, [{
            "date": self.today, "company_id": self.company.id, "used_on": "other_person", "outcome": "unknown",
            "ambulance": "unknown", "hospital": "unknown", "kits": 1, "state": "done",
            "employee_id": self.outreach.employee_id.id,
        }])
        self.assertEqual(self.use.display_name, f"{self.client.code} · {self.today}")

    def test_somebody_unnamed_reports(self):
        self.assertEqual(self.report(client_id=False).display_name, f"unnamed · {self.today}")

    def test_amount_and_reason(self):
        for values in ({"kits": 0}, {"kits": -1, "doses": 2}):
            for refusal in self.refusals("recovery.naloxone.use", "amount", "Kits used"):
                with self.subTest(values=values), refusal:
                    self.report(**values)
        self.report(kits=0, doses=2)
        for refusal in self.refusals("recovery.naloxone.use", "cancelled", "Cancelled because"):
            with refusal:
                self.use.sudo().state = "cancelled"

    def test_the_kit_that_replaces_is_naloxone_of_the_same_person(self):
        supply = self.hand_out(self.client)
        self.use.supply_id = supply
        syringes = self.env["recovery.supply"].create({
            "delivery_id": self.new_encounter(self.own, self.client).delivery_ids.id, "product_id": self.syringe.id,
            "issued": 1,
        })
        other = self.hand_out(self.new_client(self.own))
        for wrong in (syringes, other):
            with self.assertRaisesRegex(ValidationError, "^Kit replaced by"), self.cr.savepoint():
                self.use.supply_id = wrong

    def test_cancelled_with_a_reason_not_deleted(self):
        with self.assertRaisesRegex(UserError, "^Cancelled because"):
            self.use.action_cancel(False)
        self.use.action_cancel("twice")
        self.assertRecordValues(self.use, [{"state": "cancelled", "cancel_reason": "twice"}])
        with self.assertRaisesRegex(UserError, "^State"):
            self.use.outcome = "died"
        with self.assertRaises(UserError):
            self.use.sudo().unlink()
        with self.assertRaises(AccessError):
            self.use.unlink()

    def test_rewritten_for_a_day(self):
        self.use.outcome = "survived"
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            with self.assertRaisesRegex(UserError, "^Date: after a day"):
                self.use.outcome = "died"

    def test_at_a_finished_encounter_by_amendment(self):
        encounter = self.new_encounter(self.own, self.client)
        encounter.action_done()
        use = self.report(encounter_id=encounter.id)
        self.assertEqual((use.date, use.program_id), (encounter.date, self.own))
        with self.assertRaisesRegex(UserError, "Amend"), self.cr.savepoint():
            use.outcome = "survived"
        encounter.with_user(self.outreach).amend("Heard more")
        use.outcome = "survived"
        self.assertIn("Survived", encounter.amendment_ids.changes_text)
        encounter.with_user(self.outreach).action_finish_amendment()
        use.action_cancel("twice")
        self.assertEqual(encounter.amendment_ids.mapped("reason"), ["Entered twice", "Heard more"])
        self.assertFalse(any(encounter.amendment_ids.mapped("is_open")))

    def test_a_cancelled_visit_takes_its_report_along(self):
        encounter = self.new_encounter(self.own, self.client)
        encounter.action_done()
        use = self.report(encounter_id=encounter.id)
        encounter.with_user(self.outreach).amend("Wrong person")
        encounter.with_user(self.outreach).action_cancel()
        self.assertRecordValues(use, [{"state": "cancelled", "cancel_reason": "visit"}])

    def test_encounter_of_the_person_in_the_programme(self):
        elsewhere = self.new_encounter(self.other, self.client_other)
        somebody = self.new_encounter(self.own, self.new_client(self.own))
        for encounter, words in ((elsewhere, "^Encounter|^Programme"), (somebody, "^Client")):
            with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                self.use.write({"encounter_id": encounter.id, "program_id": self.own.id})

    def test_what_the_client_shows(self):
        client = self.client.with_user(self.outreach)
        self.assertRecordValues(client, [{
            "naloxone_kits": 0, "naloxone_trained_on": False, "naloxone_use_count": 1, "naloxone_untrained": False,
        }])
        self.hand_out(self.client, 2)
        client.invalidate_recordset()
        self.assertRecordValues(client, [{"naloxone_kits": 2, "naloxone_untrained": True}])
        untrained = [("naloxone_untrained", "=", True), ("id", "in", (self.client | self.client_other).ids)]
        self.assertEqual(client.search(untrained), client)
        training = self.new_encounter(self.own, self.client, delivery_ids=[
            Command.create({"client_id": self.client.id, "service_id": self.training.id}),
        ])
        training.action_done()
        client.invalidate_recordset()
        self.assertRecordValues(client, [{"naloxone_trained_on": training.date, "naloxone_untrained": False}])
        self.assertFalse(client.search(untrained))

    def test_catalogue_has_the_training(self):
        self.training.code = "OTHER"
        services = self.own.with_user(self.administrator).add_low_threshold_services(["NALOX", "TEST"])
        self.assertEqual(services.filtered("is_naloxone_training").mapped("code"), ["NALOX"])
        self.assertIn("testing", services.mapped("kind"))
