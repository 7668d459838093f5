"""The demonstration is believable and says of itself that it is invented."""

from collections import Counter
from datetime import date, timedelta

import phonenumbers
from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

from ..demo.people import FIRST_NAMES, LAST_NAMES

GRANT_START, GRANT_END = date(2023, 9, 1), date(2026, 8, 31)
LOGINS = ("outreach", "counsellor", "house", "manager", "finance", "data", "privacy", "administrator", "auditor")


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("recovery_care.demo_company", raise_if_not_found=False):
            for path in Manifest.for_addon("recovery_care")["demo"]:
                convert_file(cls.env, "recovery_care", path, {}, mode="init", noupdate=True)
        cls.company = cls.env.ref("recovery_care.demo_company")
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.clients = cls.env["recovery.client"].search([("company_id", "=", cls.company.id)])
        cls.deliveries = cls.env["recovery.delivery"].search([("company_id", "=", cls.company.id)])
        cls.ratings = cls.env["recovery.ors"].search([("company_id", "=", cls.company.id)])
        cls.episodes = cls.env["recovery.episode"].search([("company_id", "=", cls.company.id)])

    def _sees(self, login, model, domain=()):
        user = self.env.ref(f"recovery_care.demo_user_{login}")
        return self.env[model].with_user(user).with_context(allowed_company_ids=self.company.ids).search(list(domain))

    def test_of_230_people_212_are_new_and_149_of_them_improved(self):
        """Recounted from the deliveries and ratings, by the two posts and the two programmes of the grant."""
        programs = self.env.ref("recovery_care.demo_program_centre") | self.env.ref("recovery_care.demo_program_prison")
        posts = self.env.ref("recovery_care.demo_employee_counsellor") | self.env.ref(
            "recovery_care.demo_employee_social_worker")
        met = {client for client in self.clients for episode in client.episode_ids if episode.date_applied <= GRANT_END}
        met |= {delivery.client_id for delivery in self.deliveries if delivery.client_id and delivery.date <= GRANT_END}
        self.assertEqual(len(met), 230)
        done = [delivery for delivery in self.deliveries if delivery.state == "done" and delivery.client_id]
        known = {delivery.client_id for delivery in done if delivery.date < GRANT_START}
        supported = {
            delivery.client_id for delivery in done
            if GRANT_START <= delivery.date <= GRANT_END and delivery.program_id in programs
            and delivery.encounter_id.employee_ids & posts
        }
        self.assertEqual(len(supported - known), 212)
        courses = {}
        for rating in self.ratings.sorted(lambda rating: (rating.date, rating.id)):
            if rating.state == "valid" and rating.total is not False and rating.date <= GRANT_END:
                if rating.episode_id.program_id in programs:
                    courses.setdefault((rating.client_id, rating.episode_id), []).append(round(rating.total * 10))
        improved = {client for (client, _episode), totals in courses.items() if totals[-1] - totals[0] >= 50}
        self.assertEqual(len(improved & supported - known), 149)
        self.assertTrue(improved - supported, "somebody improves whom the grant does not pay")
        self.assertTrue(improved & known, "somebody improves who is not new")

    def test_courses_differ_as_those_of_people_do(self):
        results = Counter(self.episodes.filtered("date_start").mapped("ors_result"))
        for result in ("clinically_significant", "reliable_improvement", "no_change", "deterioration", "too_few"):
            self.assertGreater(results[result], 9, result)
        states = Counter(self.deliveries.mapped("state"))
        self.assertTrue(0.05 < states["no_show"] / len(self.deliveries) < 0.2, states)
        self.assertTrue(0.03 < states["cancelled"] / len(self.deliveries) < 0.12, states)
        self.assertGreater(len(self.episodes.filtered(lambda episode: episode.end_reason == "dropout")), 30)
        self.assertGreater(len(self.deliveries.filtered(lambda row: row.program_id.modality == "prison")), 300)
        self.assertGreater(len(self.deliveries.encounter_id.filtered(lambda row: len(row.delivery_ids.client_id) > 3)), 50)
        self.assertGreater(len(self.episodes.filtered(lambda episode: episode.role == "relative")), 5)
        uses = self.env["recovery.substance.use"].search([("company_id", "=", self.company.id)])
        codes = set(uses.substance_id.mapped("code"))
        self.assertLessEqual({"A", "G", "GM", "32"}, codes)

    def test_nobody_is_in_two_meetings_at_once(self):
        calendar = {}
        for encounter in self.deliveries.encounter_id:
            if encounter.date <= GRANT_END and encounter.program_id.modality != "low_threshold":
                for employee in encounter.employee_ids:
                    calendar.setdefault(employee, []).append((encounter.date_start, encounter.date_stop))
        for employee, meetings in calendar.items():
            meetings.sort()
            for (_start, stop), (start, _stop) in zip(meetings, meetings[1:], strict=False):
                self.assertLessEqual(stop, start, f"{employee.name} at {start}")

    def test_people_are_visibly_invented_and_cannot_be_called(self):
        firsts, lasts = ({name for names in lists.values() for name in names} for lists in (FIRST_NAMES, LAST_NAMES))
        for client in self.clients:
            if client.identity == "identified":
                self.assertIn(client.first_name, firsts)
                self.assertIn(client.last_name, lasts)
            if client.nickname:
                self.assertTrue(client.nickname.startswith("Demo "))
        relations = self.env["recovery.relation"].search([("company_id", "=", self.company.id)])
        phones = [phone for phone in (*self.clients.mapped("phone"), *relations.mapped("related_phone")) if phone]
        self.assertGreater(len(phones), 100)
        self.assertEqual(len(set(phones)), len(phones))
        for phone in phones:
            self.assertFalse(phonenumbers.is_valid_number(phonenumbers.parse(phone, "CZ")), phone)
        full_names = [name for name in self.clients.mapped("name") if name]
        self.assertEqual(len(set(full_names)), len(full_names))
        self.assertFalse([body for body in self.clients.note_ids.mapped("body") if "Demonstration" not in body])

    def test_every_login_is_in_its_group_and_works_with_its_password(self):
        for login in LOGINS:
            user = self.env.ref(f"recovery_care.demo_user_{login}")
            self.assertEqual(user.login, login)
            self.assertTrue(user.has_group(f"recovery_care.group_{login}"))
            self.assertEqual(user.company_ids, self.company)
            credential = {"type": "password", "login": login, "password": login}
            user.with_user(user)._check_credentials(credential, {"interactive": False})

    def test_the_days_around_today_show_every_kind_of_work(self):
        running = self.episodes.filtered(lambda episode: episode.state in ("active", "paused"))
        self.assertGreaterEqual(len(running), 20)
        self.assertEqual(
            set(running.filtered("ors_alarm").mapped("ors_alarm")), {"falling", "not_improving", "never_rated"})
        self.assertLessEqual({"overdue", "due", "fine", "planned"}, set(running.mapped("contact_state")))
        self.assertLessEqual({"waiting", "applied", "paused"}, set(self.episodes.mapped("state")))
        today = self.env["recovery.demo"]._today()
        planned = self.deliveries.encounter_id.filtered(lambda encounter: encounter.state == "planned")
        for days in (-1, 0, 1):
            self.assertIn(today + timedelta(days=days), planned.mapped("date"))
        self.assertGreater(max(planned.mapped("date")), today + timedelta(days=6))
        self.assertEqual(set(self.clients.note_ids.mapped("audience")), {"team", "counsellors", "author"})
        self.assertTrue(self.env["recovery.encounter.amendment"].search_count([("company_id", "=", self.company.id)]))
        self.assertTrue(self._sees("counsellor", "mail.activity", [("res_model", "=", "recovery.episode")]))
        self.assertTrue(self._sees("privacy", "recovery.access.override").is_current)
        merges = self._sees("manager", "recovery.client.merge")
        self.assertEqual(set(merges.mapped("state")), {"merged", "undone"})
        due = self._sees("manager", "recovery.episode", [
            ("keyworker_id", "=", self.env.ref("recovery_care.demo_employee_manager").id),
            ("next_contact_due", "<=", "today +7d"),
        ])
        self.assertEqual({episode.next_contact_due < today for episode in due}, {True, False})
        for login in ("outreach", "counsellor", "house", "manager"):
            employee = self.env.ref(f"recovery_care.demo_employee_{login}")
            for model in ("recovery.client", "recovery.episode", "recovery.delivery"):
                self.assertTrue(self._sees(login, model), f"{login} has nothing to see of {model}")
            if login != "manager":
                mine = self._sees(login, "recovery.encounter", [("employee_ids", "in", employee.id), ("date", "=", today)])
                self.assertTrue(mine, f"{login} has no appointment today")

    def test_drop_in_clients_are_coded_and_consents_are_in_every_state(self):
        scheme = self.env.ref("recovery_care.code_scheme_czech")
        contact = self.env.ref("recovery_care.demo_program_contact")
        coded = self.clients.filtered(
            lambda client: client.intake_program_id == contact and client.identity == "pseudonymous")
        self.assertTrue(coded)
        self.assertEqual(contact.code_scheme_id, scheme)
        for client in coded:
            self.assertRegex(client.code, rf"^[A-Z]{{4}}\d{{4}}{client.birth_year % 100:02d}[FMX](-\d+)?$")
            self.assertTrue(client.sudo().code_hash)
        consents = self.env["recovery.consent"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(consents.mapped("state")), {"draft", "given", "refused", "withdrawn", "expired"})
        self.assertTrue(self._sees("counsellor", "mail.activity", [
            ("activity_type_id", "=", self.env.ref("recovery_care.activity_return_to_code").id)]))

    def test_contact_point_has_details_and_situations_and_no_free_text(self):
        program = self.env.ref("recovery_care.demo_program_contact")
        visits = self.deliveries.filtered(lambda row: row.program_id == program)
        self.assertGreater(len(visits.option_ids.question_id), 8)
        self.assertTrue(program.no_free_text)
        self.assertFalse(self.env["recovery.note"].search([("program_id", "=", program.id)]))
        situations = self._sees("counsellor", "recovery.situation")
        self.assertTrue({"entry", "review"} <= set(situations.mapped("moment")))
        self.assertTrue(any(situations.mapped("improved_count")))
        today = self.env["recovery.demo"]._today()
        due = self.episodes.filtered(lambda episode: episode.situation_due and episode.situation_due <= today)
        self.assertTrue({"entry", "review"} <= set(due.mapped("situation_due_moment")))

    def test_the_restricted_person_exists_for_two_users_alone(self):
        secret = self.clients.sudo().filtered("restricted")
        self.assertEqual(len(secret), 1)
        for login in LOGINS[:-2]:
            expected = secret if login in ("counsellor", "manager") else secret.browse()
            self.assertEqual(self._sees(login, "recovery.client", [("id", "=", secret.id)]), expected, login)

    def test_building_again_adds_nothing(self):
        before = len(self.deliveries)
        self.env["recovery.demo"]._build_clients()
        self.assertEqual(self.env["recovery.delivery"].search_count([("company_id", "=", self.company.id)]), before)
