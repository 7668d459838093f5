from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..service_catalogue import LOW_THRESHOLD
from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestProgramCatalogue(RecoveryCase):
    """The usual services of low-threshold work, added once to a company and its programmes."""

    def services(self, company=None):
        return self.env["recovery.service"].search([("company_id", "=", (company or self.company).id)])

    def test_services_come_with_their_questions(self):
        self.own.with_user(self.administrator).add_low_threshold_services()
        aid = self.services().filtered(lambda service: service.code == "AID")
        self.assertIn(aid, self.own.service_ids)
        self.assertEqual(aid.question_ids.mapped("name"), ["What was done", "How it ended"])
        self.assertEqual(aid.question_ids.mapped("multiple"), [True, False])
        self.assertIn("Dressing changed", aid.question_ids.option_ids.mapped("name"))
        self.assertFalse(any(aid.question_ids.mapped("required")))

    def test_second_time_changes_nothing(self):
        self.own.with_user(self.administrator).add_low_threshold_services()
        services, questions = self.services(), self.services().question_ids
        self.own.with_user(self.administrator).add_low_threshold_services()
        self.assertEqual((self.services(), self.services().question_ids), (services, questions))

    def test_existing_code_is_taken_as_it_is(self):
        """The test company has an exchange under the same code."""
        self.own.with_user(self.administrator).add_low_threshold_services()
        self.assertEqual(self.exchange.name, "Exchange")
        self.assertIn(self.exchange, self.own.service_ids)

    def test_programmes_of_two_companies(self):
        both = self.env(context={**self.env.context, "allowed_company_ids": [self.company.id, self.partner_company.id]})
        (self.own | self.foreign).with_env(both).add_low_threshold_services(["AID"])
        for program in (self.own, self.foreign):
            [service] = program.service_ids.filtered(lambda service: service.code == "AID")
            self.assertEqual(service.company_id, program.company_id)
            self.assertEqual(service.question_ids.company_id, program.company_id)

    def test_names_are_in_the_languages_of_the_database(self):
        self.env["res.lang"]._activate_lang("cs_CZ")
        self.own.with_user(self.administrator).add_low_threshold_services(["AID"])
        aid = self.services().filtered(lambda service: service.code == "AID").with_context(lang="cs_CZ")
        [row] = [row for row in LOW_THRESHOLD if row["code"] == "AID"]
        self.assertEqual(aid.name, row["name"]._translate("cs_CZ"))

    def test_wizard_adds_what_is_ticked(self):
        form = Form(self.env["recovery.program.services"].with_user(self.administrator).with_context(
            default_program_id=self.own.id,
        ))
        for index in range(len(LOW_THRESHOLD)):
            with form.line_ids.edit(index) as line:
                line.wanted = line.code in ("AID", "SWAP")
                self.assertEqual(line.exists, line.code == "SWAP")
        before = self.services()
        form.save().action_add()
        self.assertEqual((self.services() - before).mapped("code"), ["AID"])

    def test_nothing_ticked_adds_nothing(self):
        wizard = self.env["recovery.program.services"].with_user(self.administrator).create({"program_id": self.own.id})
        wizard.line_ids.wanted = False
        before = self.services()
        wizard.action_add()
        self.assertEqual(self.services(), before)

    def test_manager_may_not_make_services(self):
        with self.assertRaises(AccessError):
            self.own.with_user(self.manager).add_low_threshold_services()
