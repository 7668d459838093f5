from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestClient(RecoveryCase):

    def test_code_comes_from_the_sequence(self):
        first, second = self.new_client(self.own), self.new_client(self.own)
        self.assertRegex(first.code, r"^C-\d{5}$")
        self.assertNotEqual(first.code, second.code)

    def test_typed_code_is_kept(self):
        self.assertEqual(self.new_client(self.own, code="X-1").code, "X-1")

    def test_code_is_unique_in_the_company(self):
        with self.assertRefusedByDatabase("recovery.client", "code_uniq", "Code"):
            self.new_client(self.own, code=self.client.code)

    def test_code_may_return_in_another_company(self):
        twin = self.new_client(self.foreign, code=self.client.code)
        self.assertEqual(twin.code, self.client.code)

    def test_identified_client_needs_a_name(self):
        with self.assertRaisesRegex(ValidationError, "^Name"):
            self.new_client(self.own, identity="identified")

    def test_anonymous_client_has_no_personal_data(self):
        personal = {
            "first_name": "A", "last_name": "B", "birthdate": "1980-01-01", "phone": "601000002",
            "email": "a@example.com", "address": "Street 1",
        }
        for name, value in personal.items():
            with self.subTest(field=name), self.assertRaisesRegex(ValidationError, "^Identity"):
                self.new_client(self.own, **{name: value, "identity": "anonymous"})

    def test_turning_anonymous_needs_the_name_removed(self):
        with self.assertRaisesRegex(ValidationError, "^Identity"):
            self.client.identity = "anonymous"
        self.client.write({"identity": "anonymous", "first_name": False, "last_name": False, "phone": False})
        self.assertFalse(self.client.name_folded)

    def test_database_itself_refuses_a_nameless_identified_client(self):
        with self.assertRefusedByDatabase("recovery.client", "identified", "Name"):
            self.env.cr.execute(
                "UPDATE recovery_client SET first_name = NULL, last_name = NULL WHERE id = %s", [self.client.id],
            )

    def test_database_itself_refuses_a_named_anonymous_client(self):
        with self.assertRefusedByDatabase("recovery.client", "anonymous", "Identity"):
            self.env.cr.execute("UPDATE recovery_client SET identity = 'anonymous' WHERE id = %s", [self.client.id])

    def test_birth_year_has_four_digits(self):
        with self.assertRefusedByDatabase("recovery.client", "birth_year", "Birth year"):
            self.client.birth_year = 87

    def test_birth_year_follows_the_birth_date(self):
        self.client.birthdate = "1987-05-04"
        self.assertEqual(self.client.birth_year, 1987)

    def test_birth_year_differing_from_the_birth_date_is_refused(self):
        self.client.birthdate = "1987-05-04"
        with self.assertRaisesRegex(ValidationError, "Birth year"):
            self.client.birth_year = 1988

    def test_birth_date_does_not_lie_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "Birth date"):
            self.client.birthdate = self.today + timedelta(days=2)

    def test_birth_year_does_not_lie_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "Birth year"):
            self.client.birth_year = self.today.year + 1

    def test_age_group_changes_on_the_birthday(self):
        for age, group in ((12, "child"), (13, "adolescent"), (17, "adolescent"), (18, "adult")):
            birthday = self.born(age)
            birthday = birthday.replace(day=self.today.day) if self.today.day <= 28 else birthday
            self.client.birthdate = birthday
            with self.subTest(age=age):
                self.assertEqual((self.client.age, self.client.age_group), (age, group))
            with self.subTest(day_before=age):
                day_before = birthday.replace(year=birthday.year + age) - timedelta(days=1)
                self.assertEqual(self.client._get_age_at(day_before)[0], age - 1)

    def test_age_by_the_birth_year_alone(self):
        self.client.birth_year = self.today.year - 13
        self.assertEqual((self.client.age, self.client.age_group), (13, "adolescent"))

    def test_age_not_known(self):
        self.assertEqual((self.client.age, self.client.age_group), (0, False))

    def test_programmes_are_of_the_first_contact_and_of_every_episode(self):
        self.new_episode(self.client, self.other)
        self.assertEqual(self.client.program_ids, self.own | self.other)

    def test_client_of_an_archived_programme_stays_with_its_staff(self):
        self.own.active = False
        self.env.flush_all()
        self.assertTrue(self.client.with_user(self.counsellor).search([("id", "=", self.client.id)]))

    def test_district_of_another_company_is_refused(self):
        district = self.env["recovery.district"].create({"name": "Far", "company_id": self.partner_company.id})
        with self.assertRaisesRegex(Exception, "compan"):
            self.client.district_id = district

    def test_client_does_not_move_to_another_company_away_from_its_facts(self):
        self.client.intake_program_id = False
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.client.company_id = self.partner_company

    def test_totals_count_done_services_alone(self):
        done = self.new_encounter(self.own, self.client, state="done", minutes=90)
        self.new_encounter(self.own, self.client)
        self.assertEqual(self.client.encounter_count, 1)
        self.assertEqual(self.client.hours_total, 1.5)
        self.assertEqual(self.client.last_contact, done.date)

    def test_copy_of_an_identified_client_would_be_nobody(self):
        with self.assertRaisesRegex(ValidationError, "^Name"):
            self.client.copy()


@tagged("post_install", "-at_install")
class TestClientName(RecoveryCase):
    """The name is shown to whoever may see it, the nickname to colleagues, the code to all others."""

    def shown_to(self, user, client=None):
        return (client or self.client).with_user(user).display_name

    def test_counsellor_sees_code_and_name(self):
        self.assertEqual(self.shown_to(self.counsellor), f"{self.client.code} Łukasz Testový")

    def test_outreach_sees_code_and_nickname(self):
        self.assertEqual(self.shown_to(self.outreach), f"{self.client.code} Lukin")

    def test_outreach_sees_the_code_alone_where_a_programme_hides_nicknames(self):
        self.own.nickname_shown = False
        self.assertEqual(self.shown_to(self.outreach), self.client.code)

    def test_finance_data_and_auditor_see_the_code_alone(self):
        for user in (self.finance, self.data, self.auditor):
            with self.subTest(user=user.login):
                self.assertEqual(self.shown_to(user), self.client.code)

    def test_name_fetched_through_a_visible_record_is_masked_too(self):
        """Odoo fetches names of many2one values as superuser."""
        delivery = self.new_encounter(self.own, self.client).delivery_ids
        for user in (self.finance, self.auditor):
            with self.subTest(user=user.login):
                values = delivery.with_user(user).read(["client_id"])[0]
                self.assertEqual(values["client_id"], (self.client.id, self.client.code))

    def test_client_of_another_programme_is_named_by_the_code(self):
        relation = self.env["recovery.relation"].create({
            "client_id": self.client.id, "related_client_id": self.client_other.id,
        })
        values = relation.with_user(self.counsellor).read(["related_client_id"])[0]
        self.assertEqual(values["related_client_id"][1], self.client_other.code)

    def test_found_by_name_without_diacritics(self):
        found = self.env["recovery.client"].with_user(self.counsellor).name_search("lukasz testovy")
        self.assertEqual([row[0] for row in found], self.client.ids)

    def test_found_by_code_and_nickname_by_outreach(self):
        Client = self.env["recovery.client"].with_user(self.outreach)
        for text in (self.client.code, "lukin"):
            with self.subTest(text=text):
                self.assertIn(self.client.id, [row[0] for row in Client.name_search(text)])

    def test_not_found_by_name_by_outreach_or_finance(self):
        for user in (self.outreach, self.finance):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["recovery.client"].with_user(user).name_search("Testový"))

    def test_not_found_by_nickname_by_finance(self):
        self.assertFalse(self.env["recovery.client"].with_user(self.finance).name_search("Lukin"))

    def test_nickname_is_not_searched_where_a_programme_hides_it(self):
        self.own.nickname_shown = False
        self.assertFalse(self.env["recovery.client"].with_user(self.outreach).name_search("Lukin"))

    def test_negative_search_leaves_out_whoever_bears_the_name(self):
        found = self.env["recovery.client"].with_user(self.counsellor).search([("display_name", "not ilike", "testovy")])
        self.assertNotIn(self.client, found)


@tagged("post_install", "-at_install")
class TestClientRestricted(RecoveryCase):
    """A restricted person exists only for the users named."""

    def test_answers_by_id_like_a_missing_record(self):
        missing = self.env["recovery.client"].browse(self.client_restricted.id + 1000000)
        answers = {}
        for label, client in (("restricted", self.client_restricted), ("missing", missing)):
            for method, arguments in (
                ("write", [{"gender": "female"}]), ("check_access", ["read"]), ("check_access", ["write"]),
            ):
                with self.assertRaises(MissingError) as caught:
                    getattr(client.with_user(self.counsellor), method)(*arguments)
                answers.setdefault(label, []).append(str(caught.exception).replace(str(client.id), "ID"))
        self.assertEqual(answers["restricted"], answers["missing"])

    def test_reading_by_id_answers_like_a_missing_record(self):
        missing = self.env["recovery.client"].browse(self.client_restricted.id + 1000000)
        reads = {
            "read": lambda client: client.read(["code"]),
            "web_read": lambda client: client.web_read({"code": {}}),
            "export": lambda client: client.export_data(["code"])["datas"],
            "copy": lambda client: client.copy_data(),
        }
        for label, read in reads.items():
            answers = []
            for client in (self.client_restricted, missing):
                self.env.invalidate_all()
                try:
                    answers.append(read(client.with_user(self.counsellor)))
                except (AccessError, MissingError) as error:
                    answers.append((type(error), str(error).replace(str(client.id), "ID")))
            with self.subTest(label):
                self.assertEqual(answers[0], answers[1])

    def test_named_user_sees_the_person(self):
        self.assertEqual(self.client_restricted.with_user(self.keeper).first_name, "Restricted")

    def test_not_even_the_manager_and_the_privacy_officer_see_the_person(self):
        for user in (self.manager, self.privacy, self.auditor, self.finance, self.administrator):
            with self.subTest(user=user.login):
                self.assertFalse(self.client_restricted.with_user(user).has_access("read"))

    def test_restricting_names_at_least_one_user(self):
        with self.assertRaisesRegex(ValidationError, "Visible to"):
            self.client.write({"restricted": True, "restricted_user_ids": [Command.clear()]})

    def test_manager_who_restricts_keeps_seeing_the_person(self):
        client = self.client.with_user(self.manager)
        client.restricted = True
        self.assertEqual(client.restricted_user_ids, self.manager)

    def test_counsellor_may_not_restrict(self):
        with self.assertRaisesRegex(AccessError, "Restricted"):
            self.client.with_user(self.counsellor).restricted = True

    def test_named_counsellor_may_not_open_up(self):
        with self.assertRaisesRegex(AccessError, "Restricted"):
            self.client_restricted.with_user(self.keeper).restricted = False

    def test_record_about_a_restricted_person_is_refused_like_one_about_nobody(self):
        answers = []
        for client_id in (self.client_restricted.id, self.client_restricted.id + 1000000):
            with self.assertRaises(ValidationError) as caught:
                self.env["recovery.episode"].with_user(self.counsellor).create({
                    "client_id": client_id, "program_id": self.own.id,
                })
            answers.append(str(caught.exception))
        self.assertEqual(answers[0], answers[1])

    def test_counts_leave_the_person_out(self):
        Client = self.env["recovery.client"].with_user(self.counsellor)
        self.assertEqual(Client.search_count([]), 1)
        self.assertEqual(Client._read_group([], [], ["__count"]), [(1,)])

    def test_taken_code_of_a_restricted_person_is_only_said_by_the_database(self):
        with self.assertRaises(psycopg2.IntegrityError) as caught, mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env["recovery.client"].with_user(self.counsellor).create({
                "code": self.client_restricted.code, "identity": "pseudonymous", "intake_program_id": self.own.id,
            })
        message = self.env["recovery.client"]._sql_error_to_message(caught.exception)
        self.assertNotIn("Restricted", message)


@tagged("post_install", "-at_install")
class TestClientSight(RecoveryCase):
    """Who stops working in a programme stops seeing its people at once."""

    def assertBlind(self, user):
        """Expect that ``user`` finds the client no more, in this environment and in a fresh one."""
        self.env.flush_all()
        for client in (self.client.with_user(user), self.env(user=user.id)["recovery.client"].browse(self.client.id)):
            self.assertFalse(client.search([("id", "=", self.client.id)]))
            self.assertFalse(client.search_count([("id", "=", self.client.id)]))
            with self.assertRaises(AccessError):
                client.check_access("read")
        self.assertFalse(self.episode.with_user(user).search([("id", "=", self.episode.id)]))

    def setUp(self):
        super().setUp()
        # The rule's domain and the record are cached for the user before anything changes.
        self.assertEqual(self.client.with_user(self.counsellor).search([("id", "=", self.client.id)]), self.client)
        self.client.with_user(self.counsellor).read(["last_name"])

    def test_removed_from_the_programme(self):
        self.own.employee_ids = [Command.unlink(self.counsellor.employee_id.id)]
        self.assertBlind(self.counsellor)

    def test_employee_archived(self):
        self.counsellor.employee_id.active = False
        self.assertBlind(self.counsellor)

    def test_employee_given_to_another_user(self):
        self.counsellor.employee_id.user_id = self.env["res.users"].create({
            "name": "Demo successor", "login": "care_successor_2", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
        })
        self.assertBlind(self.counsellor)

    def test_episode_moved_to_another_programme(self):
        self.client.intake_program_id = self.other
        self.episode.program_id = self.other
        self.assertBlind(self.counsellor)

    def test_group_taken_away(self):
        self.counsellor.group_ids = [Command.unlink(self.env.ref("recovery_care.group_counsellor").id)]
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self.client.with_user(self.counsellor).search([])

    def test_new_colleague_sees_the_people_at_once(self):
        self.assertFalse(self.client.with_user(self.stranger).search([("id", "=", self.client.id)]))
        self.own.employee_ids = [Command.link(self.stranger.employee_id.id)]
        self.env.flush_all()
        self.assertTrue(self.client.with_user(self.stranger).search([("id", "=", self.client.id)]))

    def test_worker_cannot_open_an_episode_for_a_client_of_another_programme(self):
        with self.assertRaisesRegex(ValidationError, "Client"):
            self.env["recovery.episode"].with_user(self.counsellor).create({
                "client_id": self.client_other.id, "program_id": self.own.id,
            })

    def test_worker_meets_a_new_client_in_the_own_programme(self):
        client = self.env["recovery.client"].with_user(self.outreach).create({"nickname": "Newcomer"})
        self.assertEqual((client.intake_program_id, client.identity), (self.own, "pseudonymous"))

    def test_worker_cannot_put_a_client_into_another_programme(self):
        with self.assertRaises(AccessError):
            self.env["recovery.client"].with_user(self.outreach).create({
                "nickname": "Newcomer", "intake_program_id": self.other.id,
            })

    def test_portal_and_plain_employees_have_no_way_in(self):
        plain = self.env["res.users"].create({
            "name": "Demo plain", "login": "care_plain", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)], "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
        })
        with self.assertRaises(AccessError):
            self.env["recovery.client"].with_user(plain).search([])


@tagged("post_install", "-at_install")
class TestClientReadable(RecoveryCase):
    """Whoever may open a record may read every field that it offers."""

    def test_every_group_reads_all_fields_of_whatever_it_may_open(self):
        encounter = self.new_encounter(self.own, self.client, state="done")
        records = [
            self.client, self.episode, encounter, encounter.delivery_ids, self.own, self.talk,
            self.rate(self.episode, 20.0),
        ]
        for record in records:
            for user in self.users.values():
                record_of_user = record.with_user(user)
                if not record_of_user.has_access("read"):
                    continue
                for name in record_of_user.fields_get():
                    with self.subTest(model=record._name, field=name, user=user.login):
                        record_of_user.invalidate_recordset()
                        self.assertIn(name, record_of_user.read([name])[0])

    def test_ratings_of_the_episode_are_for_those_who_may_see_ratings(self):
        names = ["ors_first", "ors_last", "ors_change", "ors_result", "ors_alarm", "ors_count"]
        for user in (self.outreach, self.house, self.finance):
            offered = self.episode.with_user(user).fields_get(names)
            with self.subTest(user=user.login):
                self.assertFalse(offered)
        for user in (self.counsellor, self.data, self.auditor):
            with self.subTest(user=user.login):
                self.assertEqual(set(self.episode.with_user(user).fields_get(names)), set(names))


@tagged("post_install", "-at_install")
class TestClientMessages(RecoveryCase):
    """What leaves by mail or is read by followers names the client by the code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.client = cls.client.with_env(cls.env)
        cls.follower = cls.env["res.partner"].create({"name": "Demo follower", "email": "follower@example.com"})

    def outgoing(self, act):
        """Return subject and body of every mail that ``act`` makes."""
        before = self.env["mail.mail"].sudo().search([]).ids
        act()
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().search([("id", "not in", before)])
        self.assertTrue(mails, "nothing was sent, so nothing was checked")
        return "\n".join(f"{mail.subject}\n{mail.body_html}\n{mail.body}" for mail in mails)

    def assertCodeAlone(self, text):
        for secret in ("Testový", "Łukasz", "Lukin", "601000001"):
            self.assertNotIn(secret, text)
        self.assertIn(self.client.code, text)

    def test_mail_to_a_follower(self):
        self.client.message_subscribe(self.follower.ids)
        client = self.client.with_user(self.counsellor).with_context(mail_notify_force_send=False)
        self.assertCodeAlone(self.outgoing(lambda: client.message_post(
            body="Please call.", message_type="comment", subtype_xmlid="mail.mt_comment",
        )))

    def test_mail_about_an_assigned_activity(self):
        client = self.client.with_user(self.counsellor).with_context(mail_notify_force_send=False)
        self.manager.notification_type = "email"
        self.assertCodeAlone(self.outgoing(lambda: client.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, date_deadline=fields.Date.today(), summary="Call",
        )))

    def test_stored_name_of_an_activity(self):
        activity = self.client.with_user(self.counsellor).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, summary="Call",
        )
        self.assertEqual(activity.res_name, self.client.code)

    def test_record_name_of_a_message(self):
        message = self.client.with_user(self.counsellor).message_post(body="Please call.")
        self.assertEqual(message.record_name, self.client.code)

    def test_names_are_not_tracked(self):
        self.cr.precommit.run()
        self.client.with_user(self.counsellor).write({"first_name": "Changed", "last_name": "Alsová", "phone": "601000003"})
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertFalse(self.client.message_ids.tracking_value_ids)

    def test_tracking_of_an_episode_does_not_name_the_client(self):
        episode = self.episode.with_env(self.env).with_user(self.counsellor)
        self.cr.precommit.run()
        named = self.new_client(self.own, first_name="Second", last_name="Druhá")
        episode.write({"client_id": named.id, "state": "paused"})
        self.env.flush_all()
        self.cr.precommit.run()
        values = episode.sudo().message_ids.tracking_value_ids
        self.assertTrue(values, "the change of the state is tracked")
        for value in values:
            self.assertNotIn("Testový", f"{value.old_value_char} {value.new_value_char}")
            self.assertNotIn("Druhá", f"{value.old_value_char} {value.new_value_char}")
