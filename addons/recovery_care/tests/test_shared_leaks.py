from odoo.exceptions import AccessError
from odoo.tests import tagged

from .sharing_case import SharingCase

# Words that stand in records of the home organisation alone.
SECRET = "Skryto"


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
        cls.readers = cls.partner_worker | cls.partner_manager | cls.partner_finance | cls.partner_privacy
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
        cls.share(purpose=cls.new_purpose())
        cls.share(company=cls.third)
        cls.env.flush_all()

    def each_reader(self):
        for user in self.readers:
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                yield self.there(self.client, user)

    def test_no_domain_reaches_what_is_hidden(self):
        text = f"%{SECRET}%"
        domains = [
            [(path, "=ilike", text)] for path in (
                "note_ids.body", "episode_ids.program_id.name", "episode_ids.keyworker_id.name", "program_ids.name",
                "intake_program_id.name", "intake_program_id", "program_ids", "consent_ids.partner_id.name",
                "relation_ids.related_name", "message_ids.body", "message_ids.attachment_ids.name", "activity_ids.summary",
                "activity_summary", "activity_user_id.name", "activity_user_id", "message_follower_ids.name",
                "message_partner_ids.name", "message_partner_ids", "delivery_ids.program_id.name",
                "activity_ids", "message_ids",
            )
        ] + [
            [(name, "!=", False)] for name in (
                "note_ids", "episode_ids", "consent_ids", "relation_ids", "delivery_ids", "message_ids", "activity_ids",
                "message_follower_ids", "message_partner_ids", "access_log_ids", "override_ids", "activity_state",
                "activity_date_deadline", "activity_type_id", "substance_use_ids", "group_member_ids", "situation_ids",
            )
        ] + [
            [("has_message", "=", True)], [("company_ids", "=", self.third.id)], [("program_ids", "=", self.own.id)],
            [("message_partner_ids", "in", self.keeper.partner_id.ids)], [("activity_user_id", "=", self.keeper.id)],
            [("episode_ids.state", "=", "active")], [("restricted_user_ids", "!=", False)],
        ]
        for sheet in self.each_reader():
            for domain in domains:
                with self.subTest(domain=domain):
                    for ask in (
                        lambda domain=domain: sheet.search([("id", "=", sheet.id), *domain]),
                        lambda domain=domain: sheet.filtered_domain(domain),
                    ):
                        self.env.invalidate_all()
                        try:
                            found = ask()
                        except AccessError:
                            continue
                        self.assertFalse(found)

    def test_no_way_of_reading_tells_what_is_hidden(self):
        for sheet in self.each_reader():
            fields = [name for name, field in sheet.fields_get(attributes=["type"]).items()]
            spec = {
                name: {"fields": {"display_name": {}}} if sheet._fields[name].relational else {} for name in fields
            }
            answers = {
                "read": lambda sheet=sheet: sheet.read(),
                "search_read": lambda sheet=sheet: sheet.search_read([("id", "=", sheet.id)]),
                "web_read": lambda sheet=sheet, spec=spec: sheet.web_read(spec),
                "list": lambda sheet=sheet, spec=spec: sheet.web_search_read([("id", "=", sheet.id)], spec),
                "metadata": lambda sheet=sheet: sheet.get_metadata(),
                "followers": lambda sheet=sheet: sheet.message_get_followers(),
            }
            for way, call in answers.items():
                self.env.invalidate_all()
                with self.subTest(way=way):
                    self.assertNotIn(SECRET, str(call()))
            for name in fields:
                self.env.invalidate_all()
                with self.subTest(export=name):
                    path = f"{name}/display_name" if sheet._fields[name].relational else name
                    try:
                        self.assertNotIn(SECRET, str(sheet.export_data([path])))
                    except AccessError:
                        continue

    def test_no_group_tells_what_is_hidden(self):
        for sheet in self.each_reader():
            for name in ("intake_program_id", "program_ids", "intake_program_id.name", "company_ids", "activity_ids"):
                with self.subTest(group=name):
                    try:
                        self.assertNotIn(SECRET, str(sheet.formatted_read_group([("id", "=", sheet.id)], [name], ["__count"])))
                    except (AccessError, ValueError):
                        continue
