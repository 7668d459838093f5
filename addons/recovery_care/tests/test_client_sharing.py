from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .sharing_case import SharingCase


@tagged("post_install", "-at_install")
class TestClientSharing(SharingCase):
    """What another organisation sees of a person by a consent, from its first day to its last."""

    def test_the_person_is_seen_while_the_consent_is_in_force(self):
        self.assertFalse(self.seen(self.client))
        consent = self.share()
        self.assertEqual(self.client.company_ids, self.company | self.partner_company)
        self.assertTrue(self.seen(self.client))
        sheet = self.there(self.client)
        self.assertEqual((sheet.last_name, sheet.is_shared_here), ("Testový", True))
        consent.action_withdraw()
        self.assertFalse(self.seen(self.client))
        self.assertEqual(self.client.company_ids, self.company)

    def test_the_day_ends_it_before_the_nightly_job_does(self):
        self.share(date_to=self.today)
        self.assertTrue(self.seen(self.client))
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertFalse(self.seen(self.client))
            self.assertEqual(self.client.company_ids, self.company)
            with self.enter_registry_test_mode():
                self.env.ref("recovery_care.cron_consents").method_direct_trigger()
            self.assertNotIn(self.foreign, self.client.program_ids)
            self.env.flush_all()

    def test_a_draft_or_refused_consent_shares_nothing(self):
        for state in ("draft", "refused"):
            self.share(state=state)
            self.assertFalse(self.seen(self.client), state)

    def test_a_consent_of_another_company_does_not_open_the_sheet(self):
        """The sheet belongs to the home company: what the partner may pass on are its own records alone."""
        third = self.env["res.company"].create({"name": "Demo Third"})
        worker = self.new_user("third_worker", "counsellor", third)
        self.env["recovery.program"].create({
            "code": "T", "name": "Third", "company_id": third.id, "takes_shared": True,
            "employee_ids": [(6, 0, worker.with_company(third).employee_id.ids)],
        })
        self.share()
        self.share(company=third, company_id=self.partner_company.id)
        seen = self.client.with_user(worker).with_context(allowed_company_ids=third.ids)
        self.assertFalse(seen.search([("id", "=", self.client.id)]))
        self.assertFalse(seen.has_access("read"))

    def test_a_purpose_without_a_slice_shares_the_person_alone(self):
        self.share(purpose=self.new_purpose())
        self.assertTrue(self.seen(self.client))
        self.assertFalse(self.seen(self.episode))

    def test_each_slice_is_named_by_the_purpose(self):
        values = {"client_id": self.client.id, "program_id": self.own.id}
        records = {
            "shares_episodes": self.episode, "shares_situation": self.env["recovery.situation"].create(values),
            "shares_ors": self.env["recovery.ors"].create({
                **values, **dict.fromkeys(("individual", "interpersonal", "social", "overall"), 5.0),
            }),
        }
        for name, record in records.items():
            consent = self.share(purpose=self.new_purpose(name))
            for other, shown in records.items():
                with self.subTest(slice=name, record=shown._name):
                    self.assertEqual(self.seen(shown), other == name)
                    self.assertEqual(self.there(shown).search_count([("is_shared_here", "=", True)]), int(other == name))
            self.there(record).read()
            with self.assertRaises(AccessError):
                self.there(record).write({"client_id": self.client.id})
            consent.action_withdraw()
            self.assertFalse(self.seen(record))

    def test_nothing_else_of_the_home_organisation_is_seen(self):
        self.share(purpose=self.new_purpose("shares_episodes", "shares_situation", "shares_ors"))
        encounter = self.new_encounter(self.own, self.client)
        note = self.env["recovery.note"].create({
            "client_id": self.client.id, "program_id": self.own.id, "body": "Demo note", "audience": "team",
        })
        message = self.client.message_post(body="Demo message")
        activity = self.client.activity_schedule("mail.mail_activity_data_todo", user_id=self.counsellor.id, summary="Demo")
        file = self.env["ir.attachment"].create({
            "name": "demo.txt", "raw": b"demo", "res_model": "recovery.client", "res_id": self.client.id,
        })
        for record in (encounter, encounter.delivery_ids, note, message, activity, file):
            with self.subTest(model=record._name):
                self.assertFalse(self.seen(record))
        sheet = self.there(self.client)
        self.assertFalse(sheet.note_ids | sheet.note_ids)
        self.assertFalse(sheet.message_ids)
        self.assertFalse(sheet.activity_ids)

    def test_the_sheet_is_not_for_writing_there(self):
        self.share()
        sheet = self.there(self.client, self.partner_worker)
        for values in ({"nickname": "Other"}, {"active": False}, {"company_id": self.partner_company.id}):
            with self.assertRaises(AccessError):
                sheet.write(values)
        with self.assertRaises(AccessError):
            sheet.unlink()
        with self.assertRaises(AccessError):
            sheet.message_post(body="Demo")

    def test_what_is_done_there_is_recorded_there_and_stays(self):
        consent = self.share()
        values = {"client_id": self.client.id, "program_id": self.foreign.id, "company_id": self.partner_company.id}
        episode = self.there(self.env["recovery.episode"]).create(values)
        self.assertFalse(episode.with_user(self.counsellor).with_context(allowed_company_ids=self.company.ids).search(
            [("id", "=", episode.id)],
        ), "the home company sees what the partner does only by a consent to the partner")
        consent.action_withdraw()
        self.assertTrue(self.seen(episode))
        self.assertEqual(self.there(episode).client_id.sudo().with_user(self.partner_worker).display_name, self.client.code)
        with self.assertRaisesRegex(ValidationError, "^Client: "):
            self.there(self.env["recovery.situation"]).create(values)

    def test_without_a_consent_nobody_records_anything_there(self):
        with self.assertRaisesRegex(ValidationError, "belongs to another company"):
            self.env["recovery.episode"].create({
                "client_id": self.client.id, "program_id": self.foreign.id, "company_id": self.partner_company.id,
            })

    def test_who_takes_on_shared_people_sees_them(self):
        self.share()
        colleague = self.new_user("elsewhere", "counsellor", self.partner_company)
        self.assertFalse(self.seen(self.client, colleague))
        self.assertIn(self.foreign, self.client.program_ids)
        self.foreign.takes_shared = False
        self.assertFalse(self.seen(self.client))
        self.foreign.takes_shared = True
        self.assertTrue(self.seen(self.client))

    def test_the_programme_of_the_first_contact_is_not_told(self):
        self.share(purpose=self.new_purpose())
        named = {"intake_program_id": {"fields": {"display_name": {}}}}
        [values] = self.there(self.client).web_read({**named, "program_ids": {}})
        self.assertEqual(values["intake_program_id"]["display_name"], self.company.name)
        self.assertEqual(values["program_ids"], self.foreign.ids)
        self.share(purpose=self.new_purpose("shares_episodes"))
        finance = self.new_user("partner_finance", "finance", self.partner_company)
        for user, name in ((self.partner_worker, f"{self.own.name} ({self.company.name})"), (finance, self.company.name)):
            self.env.invalidate_all()
            [values] = self.there(self.client, user).web_read(named)
            self.assertEqual(values["intake_program_id"]["display_name"], name)

    def test_an_episode_that_names_somebody_else_is_not_shared(self):
        self.share(self.client_other)
        relative = self.new_episode(self.client_other, self.other, role="relative", for_client_id=self.client.id)
        self.assertFalse(self.seen(relative))

    def test_a_restricted_person_stays_hidden(self):
        self.share(self.client_restricted)
        self.assertFalse(self.seen(self.client_restricted))

    def test_more_is_not_shared_than_was_agreed_to(self):
        purpose = self.new_purpose("shares_episodes")
        purpose.shares_situation = True
        self.share(purpose=purpose)
        purpose.shares_situation = False
        with self.assertRaisesRegex(UserError, "^The other organisation sees: "):
            purpose.shares_ors = True

    def test_both_sides_are_told(self):
        consent = self.share(date_to=self.tomorrow)
        self.env.flush_all()
        self.assertIn(self.partner_company.name, self.client.with_user(self.counsellor).sharing_text)
        self.assertIn(self.company.name, self.there(self.client).sharing_text)
        self.assertIn(self.partner_company.name, consent.sharing_text)
        found = self.env["recovery.client"].with_user(self.counsellor).search([("is_shared_there", "=", True)])
        self.assertEqual(found, self.client)
        Client = self.there(self.env["recovery.client"])
        self.assertEqual(Client.search([("is_shared_here", "=", True)]).ids, self.client.ids)
        self.assertNotIn(self.client.id, Client.search([("is_shared_here", "=", False)]).ids)

    def test_whoever_works_for_one_company_alone_chooses_and_finds(self):
        self.assertFalse(self.manager.has_group("base.group_multi_company"))
        form = self.env["recovery.program"].with_user(self.manager).get_view(view_type="form")
        self.assertIn('name="takes_shared"', form["arch"])
        search = self.env["recovery.client"].with_user(self.manager).get_view(view_type="search")
        for name in ("shared_here", "shared_there"):
            self.assertIn(f'name="{name}"', search["arch"])
