from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


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

    def test_taken_code_of_a_restricted_person_is_refused_like_any_other(self):
        messages = set()
        for taken in (self.client_restricted, self.client_other, self.client):
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                self.env["recovery.client"].with_user(self.counsellor).create({
                    "code": taken.code, "identity": "pseudonymous", "intake_program_id": self.own.id,
                })
            messages.add(str(caught.exception))
        self.assertEqual(len(messages), 1)


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
