from odoo.exceptions import AccessError
from odoo.tests import tagged

from .form_spec import get_form_spec
from .sharing_case import SharingCase

# Words that stand in records of the home organisation alone.
SECRET = "Skryto"
WORDED = (
    "note_ids.body", "episode_ids.program_id.name", "episode_ids.keyworker_id.name", "program_ids.name",
    "intake_program_id.name", "intake_program_id", "program_ids", "consent_ids.partner_id.name",
    "relation_ids.related_name", "message_ids.body", "message_ids.attachment_ids.name", "activity_ids.summary",
    "activity_summary", "activity_user_id.name", "activity_user_id", "message_follower_ids.name",
    "message_partner_ids.name", "message_partner_ids", "activity_ids",
)
LISTED = (
    "note_ids", "episode_ids", "consent_ids", "relation_ids", "delivery_ids", "message_ids", "activity_ids",
    "message_follower_ids", "message_partner_ids", "activity_state", "activity_date_deadline", "activity_type_id",
)


@tagged("post_install", "-at_install")
class TestSharedLeaks(SharingCase):
    """What the partner finds out about the home organisation by way of a person who is shared without any slice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_manager, cls.partner_finance, cls.partner_privacy = cls.new_users([
            (f"partner_{role}", role, cls.partner_company) for role in ("manager", "finance", "privacy")
        ])
        cls.foreign.employee_ids += cls.partner_manager.with_company(cls.partner_company).employee_id
        cls.readers = cls.partner_manager | cls.partner_finance | cls.partner_privacy
        cls.third = cls.env["res.company"].create({"name": f"{SECRET} third"})
        cls.own.name = f"{SECRET} programme"
        cls.keeper.name = cls.keeper.employee_id.name = f"{SECRET} keeper"
        cls.episode.keyworker_id = cls.keeper.employee_id
        cls.episode.team_ids = cls.keeper.employee_id
        cls.env["recovery.note"].create({
            "client_id": cls.client.id, "program_id": cls.own.id, "body": f"{SECRET} note", "audience": "team",
        })
        cls.env["recovery.relation"].create({"client_id": cls.client.id, "related_name": f"{SECRET} mother"})
        cls.new_encounter(cls.own, cls.client)
        cls.client.message_post(body=f"{SECRET} message", attachments=[(f"{SECRET}.txt", b"demo")])
        cls.client.activity_schedule("mail.mail_activity_data_todo", user_id=cls.keeper.id, summary=f"{SECRET} to do")
        cls.client.message_subscribe(cls.keeper.partner_id.ids)
        cls.client.partner_id = cls.env["res.partner"].create({"name": f"{SECRET} bill", "company_id": cls.company.id})
        cls.share(purpose=cls.new_purpose())
        cls.share(company=cls.third)
        cls.env.flush_all()

    def sheets(self):
        return [self.there(self.client, user) for user in self.readers]

    def test_no_domain_reaches_what_is_hidden(self):
        domains = [
            *([(path, "=ilike", f"%{SECRET}%")] for path in WORDED), *([(name, "!=", False)] for name in LISTED),
            [("has_message", "=", True)], [("company_ids", "=", self.third.id)], [("program_ids", "=", self.own.id)],
            [("message_partner_ids", "in", self.keeper.partner_id.ids)], [("activity_user_id", "=", self.keeper.id)],
            [("episode_ids.state", "=", "active")], [("activity_ids", "in", self.client.activity_ids.ids)],
            [("message_ids", "not in", [0])], [("partner_id", "!=", False)], ["!", ("note_ids", "=", False)],
        ]
        here = [("id", "=", self.client.id)]
        for domain in domains:
            self.assertTrue(self.client.search([*here, *domain]), f"{domain} finds nobody at all")
        for sheet in self.sheets():
            for domain in domains:
                with self.subTest(user=sheet.env.user.login, domain=domain):
                    self.assertFalse(self._ask(sheet, lambda record, domain: record.search([*here, *domain]), domain))
                    self.assertFalse(self._ask(sheet, lambda record, domain: record.filtered_domain(domain), domain))

    def _ask(self, sheet, call, *arguments):
        self.env.invalidate_all()
        try:
            return call(sheet, *arguments)
        except AccessError:
            return False

    def test_no_way_of_reading_tells_what_is_hidden(self):
        for sheet in self.sheets():
            fields = list(sheet.fields_get(attributes=["type"]))
            spec = {
                name: {"fields": {"display_name": {}}} if sheet._fields[name].relational else {} for name in fields
            }
            answers = {
                "read": lambda record: record.read(),
                "search_read": lambda record: record.search_read([("id", "=", record.id)]),
                "web_read": lambda record, spec=spec: record.web_read(spec),
                "list": lambda record, spec=spec: record.web_search_read([("id", "=", record.id)], spec),
                "metadata": lambda record: record.get_metadata(),
                "followers": lambda record: record.message_get_followers(),
            }
            for way, call in answers.items():
                self.env.invalidate_all()
                with self.subTest(user=sheet.env.user.login, way=way):
                    self.assertNotIn(SECRET, str(call(sheet)))
        for name in fields:
            path = f"{name}/display_name" if sheet._fields[name].relational else name
            with self.subTest(export=name):
                self.assertNotIn(SECRET, str(self._ask(sheet, lambda record, path: record.export_data([path]), path)))

    def test_no_group_tells_what_is_hidden(self):
        here = [("id", "=", self.client.id)]
        for sheet in self.sheets():
            for name in ("intake_program_id", "program_ids", "activity_state", "partner_id"):
                with self.subTest(user=sheet.env.user.login, group=name):
                    groups = self._ask(
                        sheet, lambda record, name: record.formatted_read_group(here, [name], ["__count"]), name,
                    )
                    self.assertNotIn(SECRET, str(groups))
                    self.assertEqual(bool(groups), name in ("intake_program_id", "program_ids"))

    def test_a_slice_names_no_colleague(self):
        self.rate(self.episode, 20.0)
        self.env["recovery.situation"].create({"client_id": self.client.id, "program_id": self.own.id})
        self.share(purpose=self.new_purpose(*self.env["recovery.consent.purpose"]._get_slices()))
        self.own.name = "Own programme"
        self.env.flush_all()
        for model in ("recovery.episode", "recovery.ors", "recovery.situation"):
            shared = self.there(self.env[model], self.readers[:1]).search([("is_shared_here", "=", True)])
            self.assertTrue(shared)
            people = [name for name, field in shared._fields.items() if field.comodel_name == "hr.employee"]
            for record in shared:
                for name in people:
                    with self.subTest(model=model, field=name):
                        self.assertFalse(record.read([name])[0][name])
                        self.assertFalse(self._ask(record, lambda one, name: one.export_data([name]), name))
                        self.assertFalse(record.search([("id", "=", record.id), (name, "!=", False)]))
                self.env.invalidate_all()
                self.assertNotIn(SECRET, str(record.read()))
                self.assertNotIn(SECRET, str(record.web_read(get_form_spec(record.env, model))))
        [values] = self.episode.with_user(self.counsellor).read(["keyworker_id"])
        self.assertEqual(values["keyworker_id"][1], self.keeper.name)

    def test_followers_are_not_told_by_themselves(self):
        followers = self.client.message_follower_ids
        self.assertTrue(followers)
        for sheet in self.sheets():
            Followers = sheet.env["mail.followers"]
            for domain in (
                [("res_model", "=", "recovery.client")], [("id", "in", followers.ids)],
                ["|", ("res_model", "=", "res.partner"), ("id", "in", followers.ids)],
            ):
                self.assertFalse(Followers.search(domain) & followers)
            with self.assertRaises(AccessError):
                Followers.browse(followers.ids).read(["partner_id"])

    def test_those_who_work_with_the_person_are_told(self):
        sheet = self.client.with_user(self.counsellor)
        for domain in (
            [("message_ids.body", "ilike", SECRET)], [("activity_ids.summary", "ilike", SECRET)],
            [("note_ids", "!=", False)], [("message_partner_ids", "in", self.keeper.partner_id.ids)],
            [("has_message", "=", True)], [("program_ids", "in", self.own.ids)], [("relation_ids", "not in", [0])],
        ):
            with self.subTest(domain=domain):
                self.assertEqual(sheet.search([("id", "=", sheet.id), *domain]), sheet)
                self.assertEqual(sheet.filtered_domain(domain), sheet)
        self.assertFalse(sheet.search([("id", "=", sheet.id), ("note_ids", "=", False)]))
        self.assertFalse(sheet.search([("id", "=", sheet.id), ("message_ids", "=", False)]))
        self.assertTrue(sheet.message_follower_ids)
        [values] = sheet.read(["activity_summary", "message_partner_ids"])
        self.assertEqual(values["activity_summary"], f"{SECRET} to do")
        self.assertIn(self.keeper.partner_id.id, values["message_partner_ids"])
        self.assertIn(SECRET, str(sheet.export_data(["activity_summary"])))

    def test_whoever_reads_by_code_is_not_told_either(self):
        """Finance of the own organisation sees a code and not what is said about the person."""
        sheet = self.client.with_user(self.finance)
        for domain in ([("message_ids.body", "ilike", SECRET)], [("activity_summary", "ilike", SECRET)]):
            self.assertFalse(sheet.search([("id", "=", sheet.id), *domain]))
        self.assertNotIn(SECRET, str(sheet.read(["activity_summary", "activity_user_id", "message_partner_ids"])))
        with self.assertRaises(AccessError):
            sheet.export_data(["activity_summary"])

    def test_a_to_do_of_ones_own_is_found(self):
        activity = self.client.activity_schedule("mail.mail_activity_data_todo", user_id=self.finance.id, summary="Bill")
        sheet = self.client.with_user(self.finance)
        self.assertEqual(sheet.search([("activity_ids", "in", activity.ids)]), sheet)
