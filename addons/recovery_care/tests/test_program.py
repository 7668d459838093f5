from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestProgram(RecoveryCase):

    def test_code_is_unique_in_the_company(self):
        for refusal in self.refusals("recovery.program", "code_uniq", "Code"):
            with refusal:
                self.env["recovery.program"].create({"code": "OWN", "name": "Second"})

    def test_duration_is_not_negative(self):
        for refusal in self.refusals("recovery.program", "duration", "Duration"):
            with refusal:
                self.own.duration_months = -1

    def test_form_tells_how_the_followup_months_are_understood(self):
        form = Form(self.own.with_user(self.administrator))
        self.assertFalse(form.followup_text)
        form.followup_months = " 12, 1,6 , 3, 6"
        self.assertIn("1, 3, 6, and 12", form.followup_text)
        form.followup_months = "12, after a year"
        self.assertFalse(form.followup_text)

    def test_followup_months_in_words_are_refused_with_the_field(self):
        with self.assertRaisesRegex(ValidationError, r"Follow-up \(months\)"):
            self.own.followup_months = "after a year"

    def test_users_follow_the_staff(self):
        self.assertIn(self.counsellor, self.own.user_ids)
        self.own.employee_ids = [Command.unlink(self.counsellor.employee_id.id)]
        self.assertNotIn(self.counsellor, self.own.user_ids)

    def test_archived_employee_is_no_user_of_the_programme(self):
        self.counsellor.employee_id.active = False
        self.assertNotIn(self.counsellor, self.own.user_ids)

    def test_employee_who_comes_back_is_a_user_again(self):
        employee = self.counsellor.employee_id
        employee.active = False
        self.env.flush_all()
        employee.active = True
        self.assertIn(self.counsellor, self.own.user_ids)

    def test_another_account_of_the_employee_takes_over(self):
        employee = self.counsellor.employee_id
        successor = self.env["res.users"].create({
            "name": "Demo successor", "login": "care_successor", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
        })
        employee.user_id = successor
        self.assertIn(successor, self.own.user_ids)
        self.assertNotIn(self.counsellor, self.own.user_ids)

    def test_staff_of_another_company_is_refused(self):
        with self.assertRaisesRegex(UserError, "compan"):
            self.own.employee_ids = [Command.link(self.partner_worker.with_company(self.partner_company).employee_id.id)]

    def test_active_episodes_are_counted(self):
        self.new_episode(self.new_client(self.own), self.own, state="applied")
        self.assertEqual(self.own.episode_active_count, 1)

    def test_administrator_reads_a_programme_without_reading_its_cases(self):
        own = self.own.with_user(self.administrator)
        self.assertEqual(own.read(["name", "episode_active_count"])[0]["name"], "Own programme")
