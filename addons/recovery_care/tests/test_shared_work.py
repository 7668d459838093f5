from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .access_table import TABLE
from .form_spec import get_form_spec
from .shared_work_case import SharedWork
from .sharing_case import SharingCase


@tagged("post_install", "-at_install")
class TestSharedWork(SharedWork):
    """What the partner records about people of the company: every model of care."""

    module, shared_table = "recovery_care", TABLE


@tagged("post_install", "-at_install")
class TestSharedPerson(SharingCase):
    """How the staff of the partner meet somebody who is shared, and what they cannot do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_there = cls.new_user("manager_there", "manager", cls.partner_company)
        cls.privacy_there = cls.new_user("privacy_there", "privacy", cls.partner_company)
        cls.foreign.employee_ids += cls.manager_there.with_company(cls.partner_company).employee_id

    def test_the_front_desk_finds_and_serves_the_person_until_the_end(self):
        consent = self.share()
        self.env.flush_all()
        desk = self.there(self.env["recovery.front.desk"])
        for text in (self.client.code, self.client.nickname):
            self.assertEqual([row["id"] for row in desk.search_clients(self.foreign.id, text)], self.client.ids)
        card = desk.get_card(self.client.id, self.foreign.id)
        self.assertEqual(card["code"], self.client.code)
        services = [{"service_id": self.foreign_talk.id}]
        visit = {"program_id": self.foreign.id, "client_id": self.client.id, "services": services}
        saved = desk.save_visit({**visit, "key": "0123456789abcdef-1"})
        encounter = self.there(self.env["recovery.encounter"].browse(saved["encounter_id"]))
        self.assertEqual(encounter.company_id, self.partner_company)
        self.assertEqual([row["id"] for row in desk.get_recent_clients(self.foreign.id)], self.client.ids)
        consent.action_withdraw()
        self.env.flush_all()
        self.env.invalidate_all()
        for text in (self.client.code, self.client.nickname):
            self.assertFalse(desk.search_clients(self.foreign.id, text))
        self.assertFalse(desk.get_recent_clients(self.foreign.id))
        with self.assertRaises(AccessError):
            desk.get_card(self.client.id, self.foreign.id)
        with self.assertRaises(ValidationError):
            desk.save_visit({**visit, "key": "0123456789abcdef-2"})
        self.assertIn(self.client.code, str(encounter.web_read(get_form_spec(encounter.env, "recovery.encounter"))))

    def test_a_code_of_the_other_organisation_is_free_here(self):
        """Codes are unique in each organisation; who is shared is not taken for one of the own."""
        self.share()
        Client = self.there(self.env["recovery.client"])
        built = Client.build_code({"code": self.client.code}, self.foreign.id)
        self.assertNotIn("Own programme", str(built))
        created = Client.create_with_code({"code": self.client.code}, self.foreign.id)
        self.assertEqual(created["code"], self.client.code)
        self.assertEqual(Client.browse(created["id"]).company_id, self.partner_company)

    def test_everything_that_is_shared_opens(self):
        """Also where what it names, such as a ruleset, belongs to the other organisation."""
        self.env["recovery.ors.ruleset"].create({
            "name": "Demo", "company_id": self.company.id, "date_from": self.yesterday,
            "cutoff_ids": [Command.create({"age_group": "adult", "cutoff": 25.0})],
        })
        self.rate_course(self.episode, [10.0, 20.0])
        self.env["recovery.situation"].create({"client_id": self.client.id, "program_id": self.own.id})
        self.share(purpose=self.new_purpose(*self.env["recovery.consent.purpose"]._get_slices()))
        self.env.flush_all()
        for model in ("recovery.client", "recovery.episode", "recovery.ors", "recovery.situation"):
            Model = self.there(self.env[model], self.manager_there)
            spec = get_form_spec(Model.env, model)
            for record in Model.search([("is_shared_here", "=", True)]):
                self.env.invalidate_all()
                with self.subTest(model=model):
                    record.web_read(spec)
                    record.web_search_read([("id", "=", record.id)], spec)
        sheet = self.there(self.client, self.manager_there)
        methods = [name for name in dir(type(sheet)) if name.startswith(("get_", "action_")) and name.partition("_")[2] in (
            "ors_chart", "situation_table", "new_encounter", "open_encounters", "open_ors", "open_deliveries", "rate_ors",
            "new_episode", "open_relations", "open_consents", "new_consent", "open_groups", "open_merges",
            "record_situation", "open_naloxone", "open_rapid_tests",
        )]
        self.assertEqual(len(methods), 16)
        for name in methods:
            self.env.invalidate_all()
            with self.subTest(method=name):
                self.assertTrue(getattr(sheet, name)())
        self.assertEqual(len(sheet.get_ors_chart()["points"]), 2)

    def test_both_write_down_the_same_and_neither_is_told(self):
        """That somebody uses a substance is a secret of whoever wrote it down."""
        self.share()
        relative = self.new_client(self.own)
        self.share(relative)
        self.env.flush_all()
        values = {
            "recovery.substance.use": {"substance_id": self.env.ref("recovery_care.substance_11").id, "is_primary": True},
            "recovery.relation": {"related_client_id": relative.id},
            "recovery.consent": {
                "purpose_id": self.env.ref("recovery_care.consent_purpose_research").id, "state": "given",
                "date_from": self.yesterday,
            },
        }
        for model, told in values.items():
            home = self.env[model].create({"client_id": self.client.id, **told})
            there = self.there(self.env[model]).create({"client_id": self.client.id, **told})
            with self.subTest(model=model):
                self.assertEqual((home.company_id, there.company_id), (self.company, self.partner_company))
                self.assertEqual("given" if model == "recovery.consent" else None, getattr(home, "state", None))

    def test_new_records_begin_in_a_programme_of_ones_own(self):
        """The open episode at home is the partner's to see, not to write in."""
        consent = self.share(purpose=self.new_purpose("shares_episodes"))
        self.env.flush_all()
        sheet = self.there(self.client)
        self.assertNotIn(sheet.action_new_encounter()["context"]["default_program_id"], self.own.ids)
        self.assertFalse(sheet.action_rate_ors()["context"]["default_episode_id"])
        totals = dict.fromkeys(("individual", "interpersonal", "social", "overall"), 5.0)
        rating = self.there(self.env["recovery.ors"]).create({
            "client_id": self.client.id, "program_id": self.foreign.id, **totals,
        })
        self.assertFalse(rating.episode_id)
        self.assertEqual(rating.program_id, self.foreign)
        theirs = self.there(self.env["recovery.episode"]).create({
            "client_id": self.client.id, "program_id": self.foreign.id, "state": "active", "date_start": self.today,
        })
        for model in ("recovery.note", "recovery.situation", "recovery.ors"):
            more = totals if model == "recovery.ors" else {"body": "Demo"} if model == "recovery.note" else {}
            there = self.there(self.env[model]).create({"client_id": self.client.id, **more})
            self.assertEqual(there.program_id, self.foreign, model)
            home = self.env[model].with_user(self.counsellor).create({"client_id": self.client.id, **more})
            self.assertEqual(home.program_id, self.own, model)
        self.assertEqual(sheet.action_new_encounter()["context"]["default_program_id"], self.foreign.id)
        self.assertEqual(sheet.action_rate_ors()["context"]["default_episode_id"], theirs.id)
        self.assertEqual(self.client.action_new_encounter()["context"]["default_program_id"], self.own.id)
        consent.action_withdraw()

    def test_own_staff_rates_and_writes_notes(self):
        consent = self.share()
        episode = self.there(self.env["recovery.episode"]).create({
            "client_id": self.client.id, "program_id": self.foreign.id, "state": "active", "date_start": self.yesterday,
        })
        values = {"client_id": self.client.id, "program_id": self.foreign.id}
        ors = self.there(self.env["recovery.ors"]).create({
            **values, "episode_id": episode.id, "individual": 5.0, "interpersonal": 5.0, "social": 5.0, "overall": 5.0,
        })
        note = self.there(self.env["recovery.note"]).create({**values, "body": "Demo", "audience": "team"})
        sheet = self.there(self.client)
        self.assertEqual((sheet.episode_ids, sheet.ors_ids, sheet.note_ids), (self.there(self.episode) | episode, ors, note))
        consent.action_withdraw()
        self.env.flush_all()
        self.env.invalidate_all()
        for record in (episode, ors, note):
            answer = record.web_read(get_form_spec(record.env, record._name))
            self.assertIn(self.client.code, str(answer))
            self.assertNotIn(self.client.last_name, str(answer))

    def test_only_the_home_organisation_changes_who_the_person_is(self):
        self.share()
        own = self.new_client(self.foreign, first_name="Own", last_name="Testová")
        other = self.new_client(self.own, nickname="Pseudo")
        self.share(other)
        for user in (self.manager_there, self.privacy_there):
            sheet = self.there(self.client, user)
            Merge = self.there(self.env["recovery.client.merge"], user)
            attempts = [
                lambda sheet=sheet: sheet.demote("Demo: asked for it", "pseudonymous"),
                lambda sheet=sheet: self.there(other, sheet.env.user).promote({"first_name": "Demo"}, "Demo: agreed to it"),
                lambda Merge=Merge: Merge.merge(self.client.id, own.id, "Demo: the same person"),
                lambda Merge=Merge: Merge.merge(own.id, self.client.id, "Demo: the same person"),
                lambda Merge=Merge: Merge.merge(self.client.id, other.id, "Demo: the same person"),
                lambda sheet=sheet: sheet.action_archive(),
                lambda sheet=sheet: sheet.web_save({"gender": "other"}, {}),
            ]
            for number, attempt in enumerate(attempts):
                with self.subTest(user=user.login, number=number), self.assertRaises(UserError):
                    with self.cr.savepoint():
                        attempt()

    def test_a_page_left_open_writes_nothing_when_the_consent_has_ended(self):
        consent = self.share(purpose=self.new_purpose("shares_episodes"))
        sheet, episode = self.there(self.client), self.there(self.episode)
        sheet.read()
        episode.read()
        consent.action_withdraw()
        for call in (
            lambda: sheet.web_save({"gender": "other"}, {}), lambda: episode.web_save({"ever_treated": "never"}, {}),
            lambda: sheet.read(["code"]), lambda: episode.read(["state"]), lambda: sheet.message_post(body="Demo"),
            lambda: sheet.action_archive(), lambda: sheet.export_data(["code"]), lambda: sheet.message_get_followers(),
            lambda: sheet.activity_schedule(summary="Demo"), lambda: sheet.web_read({"code": {}}),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(sheet.search([("id", "=", sheet.id)]) | sheet.browse(row[0] for row in sheet.name_search(
            self.client.nickname, [("id", "=", sheet.id)],
        )))

    def test_emergency_access_reaches_no_person_of_another_organisation(self):
        Override = self.there(self.env["recovery.access.override"])
        colleague = self.new_user("elsewhere", "counsellor", self.partner_company)
        consent = self.share(purpose=self.new_purpose("shares_episodes"))
        note = self.env["recovery.note"].create({
            "client_id": self.client.id, "program_id": self.own.id, "body": "Demo", "audience": "team",
        })
        for shared in (True, False):
            with self.subTest(shared=shared), self.assertRaisesRegex(UserError, "^Code: no client"):
                Override.with_user(colleague).request(self.client.code, "Demo emergency at night")
            # As one that was opened while somebody worked for both.
            self.env["recovery.access.override"].create({
                "user_id": colleague.id, "client_id": self.client.id, "reason": "Demo emergency",
                "date_start": "2020-01-01", "date_end": "2099-01-01",
            })
            self.assertEqual(self.seen(self.client, colleague), shared)
            self.assertEqual(self.seen(self.episode, colleague), shared)
            self.assertFalse(self.seen(note, colleague))
            if shared:
                consent.action_withdraw()

    def test_the_home_organisation_sees_who_looked(self):
        consent = self.share(purpose=self.new_purpose("shares_episodes"))
        sheet = self.there(self.client)
        sheet.web_read({"code": {}})
        sheet.export_data(["code"])
        self.there(self.episode).web_read({"state": {}})
        self.env.flush_all()
        Log = self.env["recovery.access.log"].with_user(self.privacy)
        lines = Log.search([("client_id", "=", self.client.id), ("user_id", "=", self.partner_worker.id)])
        self.assertEqual(
            sorted(zip(lines.mapped("action"), lines.mapped("model"), strict=True)),
            [("export", "recovery.client"), ("open", "recovery.client"), ("open", "recovery.episode")],
        )
        answer = lines.web_read({"user_id": {"fields": {"display_name": {}}}, "client_code": {}})
        self.assertEqual({row["user_id"]["display_name"] for row in answer}, {self.partner_worker.name})
        self.assertFalse(self.there(Log, self.privacy_there).search([("client_id", "=", self.client.id)]))
        consent.action_withdraw()
        self.assertEqual(len(lines.exists()), 3)

    def test_whoever_records_something_sees_who_looked_at_it_and_nobody_else(self):
        consent = self.share()
        note = self.env["recovery.note"].create({
            "client_id": self.client.id, "program_id": self.foreign.id, "company_id": self.partner_company.id,
            "body": "Demo", "audience": "team",
        })
        new_episode = self.new_episode(self.client, self.foreign)
        consent.action_withdraw()
        self.env.flush_all()
        for record in (note, new_episode):
            self.there(record).web_read({"program_id": {}})
        Log = self.env["recovery.access.log"]
        about = [("client_id", "=", self.client.id), ("model", "in", ["recovery.note", "recovery.episode"])]
        seen = self.there(Log, self.privacy_there).search(about)
        self.assertEqual(set(seen.mapped("model")), {"recovery.note", "recovery.episode"})
        self.assertEqual(set(seen.mapped("display_name")), {self.client.code})
        self.assertFalse(Log.with_user(self.privacy).search(about))
