from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .leave_case import LeaveCase

REPORT = "recovery_housing.house_incident_paper"


@tagged("post_install", "-at_install")
class TestHouseIncidentPaper(LeaveCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.community.employee_ids = cls.house.employee_id
        # The worker is called like the house otherwise.
        cls.house.name = cls.house.employee_id.name = "Demo Warden"
        cls.police = cls.env["res.partner"].create({"name": "Demo police", "is_company": True})
        cls.new_episode(cls.client_restricted, cls.own)
        cls.client_restricted.restricted_user_ids += cls.manager
        cls.env.flush_all()
        cls.incident = cls.env["recovery.house.incident"].with_user(cls.manager).create({
            "house_id": cls.community.id, "kind": "violence", "date": cls.hours(-48), "police": True,
            "level_id": cls.env.ref("recovery_housing.incident_level_3").id, "employee_ids": cls.house.employee_id.ids,
            "description": "Demo blow", "measures": "Demo separation",
            "person_ids": [
                Command.create({"client_id": client.id, "role": role})
                for client, role in ((cls.client, "affected"), (cls.client_restricted, "involved"))
            ],
            "notice_ids": [Command.create({"role": "authority", "partner_id": cls.police.id})],
        })
        steps = cls.env["recovery.house.incident.step"].with_user(cls.house)
        for code, words in (("talk", "Demo talk"), ("support", "Demo supervision"), ("repair", "Demo door")):
            step = steps.create({
                "incident_id": cls.incident.id, "kind_id": cls.env.ref(f"recovery_housing.incident_step_{code}").id,
                "name": words, "result": f"{words} outcome",
            })
            if code == "repair":
                step.action_drop("needless")
        cls.incident.notice_ids.filtered(lambda notice: notice.role == "authority").with_user(cls.house).action_told()

    def new_paper(self, user=None, **values):
        return self.env["recovery.house.incident.paper"].with_user(user or self.house).create({
            "incident_ids": [Command.set(self.incident.ids)], **values,
        })

    def render(self, paper):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["ir.actions.report"].with_user(paper.env.user)._render_qweb_html(REPORT, paper.ids)[0].decode()

    def test_the_house_reads_all_that_is_known(self):
        html = self.render(self.new_paper())
        for words in (
            self.incident.code, self.client.code, "Grave", "Demo blow", "Demo separation", "Demo talk", "Demo talk outcome",
            "Demo supervision", "Demo door", "Not needed any more", "Demo police", self.house.employee_id.name,
            "Overdue", "Violence", self.company.name,
        ):
            self.assertIn(words, html)

    def test_an_authority_reads_less(self):
        html = self.render(self.new_paper(audience="authority", partner_id=self.police.id))
        for words in (
            self.incident.code, self.client.code, "Violence", "Demo blow", "Demo separation", "Demo talk", "Demo police",
        ):
            self.assertIn(words, html)
        for words in (
            "Grave", "outcome", "supervision", "Demo door", "Not needed any more", "Overdue", "Programme manager",
            "Demo Warden", self.manager.employee_id.name,
        ):
            self.assertNotIn(words, html)

    def test_names_of_staff_and_texts_are_chosen(self):
        html = self.render(self.new_paper(audience="authority", with_staff=True))
        self.assertIn(self.house.employee_id.name, html)
        html = self.render(self.new_paper(audience="authority", with_texts=False))
        for words in ("Demo blow", "Demo separation", "Demo talk"):
            self.assertNotIn(words, html)
        self.assertIn("Talk with the person", html)

    def test_people_stand_there_by_code_and_a_restricted_one_for_who_may_know(self):
        for audience in ("internal", "authority"):
            html = self.render(self.new_paper(audience=audience))
            self.assertNotIn(self.client_restricted.code, html)
            self.assertIn(self.client_restricted.code, self.render(self.new_paper(self.manager, audience=audience)))
            for name in (self.client.name, self.client.first_name, self.client.last_name, self.client.nickname):
                self.assertNotIn(name or "no name", html)

    def test_it_speaks_the_language_of_the_authority(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        kind = self.env.ref("recovery_housing.incident_step_talk")
        kind.with_context(lang="fr_FR").name = "Entretien"
        self.police.lang = "fr_FR"
        with Form(self.env["recovery.house.incident.paper"].with_user(self.house).with_context(
            active_model="recovery.house.incident", active_ids=self.incident.ids,
        )) as form:
            self.assertEqual(form.lang, "en_US")
            form.audience = "authority"
            form.partner_id = self.police
            self.assertEqual(form.lang, "fr_FR")
        html = self.render(form.record)
        self.assertIn("Entretien", html)
        self.assertNotIn("Talk with the person", html)
        form.record.lang = "en_US"
        self.assertIn("Talk with the person", self.render(form.record))

    def test_printing_is_logged_in_the_files_of_those_on_it(self):
        Log = self.env["recovery.access.log"].sudo()
        mine = [("client_id", "=", self.client.id), ("action", "=", "print"), ("user_id", "=", self.house.id)]
        before = Log.search_count(mine)
        self.render(self.new_paper())
        self.assertGreater(Log.search_count(mine), before)

    def test_a_counsellor_prints_for_the_house_alone(self):
        self.assertIn("Demo blow", self.render(self.new_paper(self.counsellor)))
        paper = self.new_paper(self.counsellor, audience="authority")
        for way in (paper.action_print, lambda: self.render(paper), paper._get_pages):
            with self.assertRaisesRegex(AccessError, "^For: "):
                way()

    def test_of_incidents_that_the_user_may_not_see_there_is_no_paper(self):
        foreign = self.env["recovery.house.incident"].create({
            "house_id": self.abroad.id, "kind": "damage", "employee_ids": [],
            "level_id": self.env.ref("recovery_housing.incident_level_1").id,
        })
        with self.assertRaises(AccessError):
            self.new_paper(incident_ids=[Command.set(foreign.ids)])
        for user in (self.data, self.finance, self.outreach):
            with self.assertRaises(AccessError):
                self.new_paper(user)

    def test_several_incidents_are_one_document(self):
        other = self.incident.copy({"date": self.hours(-20), "kind": "fire"})
        html = self.render(self.new_paper(incident_ids=[Command.set((self.incident | other).ids)]))
        self.assertEqual(html.count('class="article"'), 1)
        self.assertEqual(html.count('class="page"'), 2)
        self.assertEqual(html.count("page-break-before: always"), 1)
        for incident in self.incident | other:
            self.assertIn(incident.code, html)

    def test_the_dialog_prints_what_was_chosen_in_the_list(self):
        paper = self.env["recovery.house.incident.paper"].with_user(self.house).with_context(
            active_model="recovery.house.incident", active_ids=self.incident.ids,
        ).create({})
        self.assertEqual(paper.incident_ids, self.incident.with_user(self.house))
        self.assertEqual(paper.action_print()["report_name"], REPORT)
