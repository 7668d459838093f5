from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestCompanyCheck(RecoveryCase):
    """Nothing of another company is named, whichever of many records does it."""

    def values(self, **values):
        return {
            "program_id": self.own.id, "delivery_ids": [Command.create({
                "client_id": self.client.id, "service_id": self.talk.id,
            })], **values,
        }

    def test_one_of_many_that_names_another_company_is_found(self):
        foreign = self.partner_worker.with_company(self.partner_company).employee_id
        for odd in (
            {"program_id": self.foreign.id}, {"employee_ids": [Command.set(foreign.ids)]},
            {"employee_ids": [Command.set((foreign | self.counsellor.employee_id).ids)]},
        ):
            with self.subTest(odd), self.assertRaisesRegex(UserError, "company inconsistencies"), self.cr.savepoint():
                self.env["recovery.encounter"].create([self.values(), self.values(**odd), self.values()])

    def test_service_of_another_company_is_refused_in_a_row(self):
        encounter = self.env["recovery.encounter"].create(self.values())
        with self.assertRaisesRegex(UserError, "company inconsistencies"):
            encounter.delivery_ids.service_id = self.foreign_talk

    def test_what_has_no_company_fits_all(self):
        shared = self.env["recovery.consent.purpose"].create({"code": "demo", "name": "Demo", "company_id": False})
        consent = self.env["recovery.consent"].create({"client_id": self.client.id, "purpose_id": shared.id})
        self.assertEqual(consent.purpose_id, shared)

    def test_users_are_checked_by_their_list_of_companies(self):
        Client = self.env["recovery.client"]
        self.assertFalse(Client._is_of_company(self.counsellor, self.company), "left to Odoo")
        self.assertTrue(Client._is_of_company(Client, self.company))

    def test_many_records_cost_no_question_each(self):
        encounters = self.env["recovery.encounter"].create([self.values() for _number in range(20)])
        encounters.invalidate_recordset()
        encounters._check_company()
        before = self.cr.sql_log_count
        encounters._check_company()
        self.assertEqual(self.cr.sql_log_count, before)
