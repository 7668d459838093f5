import logging

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .. import code_key
from .code_case import CODE, TOLD, CodeCase


@tagged("post_install", "-at_install")
class TestClientCode(CodeCase):
    """A code from what is told, and who bears it already."""

    def test_free_code(self):
        built = self.build()
        self.assertEqual((built["code"], built["suggestion"], built["is_free"]), (CODE, CODE, True))
        self.assertEqual((built["collisions"], built["missing"], built["notice"]), ([], [], False))

    def test_building_keeps_nothing(self):
        before = self.env["recovery.client"].search_count([])
        self.build()
        self.assertEqual(self.env["recovery.client"].search_count([]), before)

    def test_inputs_to_ask(self):
        asked = self.as_user(self.outreach).get_code_inputs(self.own.id)
        self.assertEqual(asked["scheme_id"], self.scheme.id)
        self.assertEqual([row["name"] for row in asked["inputs"]], list(TOLD))
        self.assertEqual({row["type"] for row in asked["inputs"]}, {"char", "integer", "selection"})
        self.own.code_scheme_id = False
        self.assertEqual(self.as_user(self.outreach).get_code_inputs(self.own.id)["inputs"], [])

    def test_missing_inputs_are_named(self):
        self.assertEqual(self.build({"first_name": "Jan", "birth_year": 1990})["missing"], [
            "Last name", "Day of birth", "Month of birth", "Gender"])

    def test_of_what_was_told_gender_and_year_are_kept_and_a_hash(self):
        client = self.met(client_values={"nickname": "Luky"})
        self.assertRecordValues(client, [{
            "code": CODE, "gender": "male", "birth_year": 1987, "nickname": "Luky", "identity": "pseudonymous",
            "first_name": False, "last_name": False, "birthdate": False, "intake_program_id": self.own.id,
        }])
        self.assertRegex(client.code_hash, r"^[0-9a-f]{8}:flDMY:[0-9a-f]{64}$")
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(c)::text FROM recovery_client c WHERE id = %s", [client.id])
        row = self.env.cr.fetchone()[0].lower()
        for secret in ("łukasz", "lukasz", "testov", "čestm", "cestm"):
            self.assertNotIn(secret, row)

    def test_returning_person_is_recognised_however_spelled(self):
        client = self.met()
        built = self.build(first_name=" LUKASZ", last_name="cestmir testovy", birth_day="07")
        self.assertEqual([(row["id"], row["same_person"]) for row in built["collisions"]], [(client.id, True)])
        self.assertFalse(built["is_free"])

    def test_recognised_under_another_code(self):
        client = self.met(code="TYPED-1")
        built = self.build()
        self.assertEqual([(row["code"], row["same_person"]) for row in built["collisions"]], [("TYPED-1", True)])
        self.assertEqual(built["suggestion"], CODE)
        self.assertEqual(client.code, "TYPED-1")

    def test_other_details_with_the_same_code_are_another_person(self):
        client = self.met()
        built = self.build(first_name="Ludmil")
        self.assertEqual([(row["id"], row["same_person"]) for row in built["collisions"]], [(client.id, False)])
        self.assertEqual((built["code"], built["suggestion"]), (CODE, f"{CODE}-2"))

    def test_another_birth_date_than_the_code_shows_is_another_person(self):
        """The code holds two letters of each name; what tells the two apart is the whole name."""
        self.scheme.part_ids.filtered(lambda part: part.kind == "birth_day").unlink()
        self.met()
        self.assertEqual(self.build(last_name="Čestný")["collisions"][0]["same_person"], False)

    def test_without_all_details_it_cannot_be_told(self):
        self.met()
        built = self.build({**TOLD, "code": CODE, "last_name": ""})
        self.assertEqual([row["same_person"] for row in built["collisions"]], [None])

    def test_nobody_is_recognised_by_a_year_alone(self):
        self.scheme.part_ids = [Command.clear(), Command.create({"kind": "birth_year"})]
        client = self.met({"birth_year": 1990})
        self.assertFalse(client.code_hash)
        self.assertEqual(self.build({"birth_year": 1990})["collisions"][0]["same_person"], None)

    def test_incomplete_details_leave_no_hash(self):
        self.assertFalse(self.met(last_name="").code_hash)

    def test_numbers_are_free_for_namesakes(self):
        self.met()
        second = self.met(first_name="Ludmil", code=f"{CODE}-2")
        built = self.build(first_name="Lubor")
        self.assertEqual(built["suggestion"], f"{CODE}-3")
        self.assertEqual(len(built["collisions"]), 2)
        self.assertEqual(self.build(first_name="Ludmil")["collisions"][0]["id"], second.id)

    def test_collision_shows_what_distinguishes(self):
        client = self.met(client_values={"nickname": "Luky"})
        done = self.new_encounter(self.own, client, state="done")
        [row] = self.build(first_name="Ludmil")["collisions"]
        self.assertEqual(row, {
            "id": client.id, "code": CODE, "same_person": False, "nickname": "Luky", "gender": "male",
            "gender_label": "Male", "birth_year": 1987, "last_contact": done.date.isoformat(),
            "programs": ["Own programme"], "active": True,
        })

    def test_nickname_stays_hidden_where_the_programme_hides_it(self):
        self.met(client_values={"nickname": "Luky"})
        self.own.nickname_shown = False
        self.assertEqual(self.build(user=self.outreach)["collisions"][0]["nickname"], False)
        self.assertEqual(self.build(user=self.counsellor)["collisions"][0]["nickname"], "Luky")

    def test_somebody_of_another_programme_is_only_a_number(self):
        self.met(user=self.stranger, program=self.other)
        for told in (TOLD, {**TOLD, "first_name": "Ludmil"}):
            built = self.build(told)
            self.assertEqual((built["collisions"], built["suggestion"]), ([], f"{CODE}-2"))

    def test_same_details_of_another_programme_under_another_code_leave_no_trace(self):
        self.met(user=self.stranger, program=self.other, code="ELSEWHERE")
        self.assertEqual(self.build(), {
            "code": CODE, "suggestion": CODE, "is_free": True, "missing": [], "notice": False, "collisions": [],
        })

    def test_restricted_person_is_only_a_number(self):
        client = self.met()
        client.write({"restricted": True, "restricted_user_ids": [Command.set(self.keeper.ids)]})
        for user in (self.outreach, self.manager):
            self.assertEqual(self.build(user=user)["collisions"], [])
        self.assertEqual(self.build(user=self.keeper)["collisions"][0]["same_person"], True)

    def test_archived_person_is_shown_as_archived(self):
        self.met().active = False
        self.assertEqual([row["active"] for row in self.build()["collisions"]], [False])

    def test_merged_client_is_the_one_into_whom_it_was_merged(self):
        kept, merged = self.coded_pair()
        self.env["recovery.client.merge"].with_user(self.manager).merge(kept.id, merged.id, "The same person")
        [row] = self.build()["collisions"]
        self.assertEqual((row["id"], row["code"], row["same_person"], row["active"]), (kept.id, "KEPT", True, True))

    def coded_pair(self):
        return self.new_client(self.own, code="KEPT"), self.met()

    def test_another_company_shares_no_codes_and_no_hashes(self):
        client = self.met()
        self.foreign.code_scheme_id = self.env.ref("recovery_care.code_scheme_czech")
        worker = self.partner_worker
        built = self.build(user=worker, program=self.foreign)
        self.assertEqual((built["suggestion"], built["collisions"]), (CODE, []))
        foreign = self.met(user=worker, program=self.foreign)
        self.assertNotEqual(foreign.code_hash.split(":")[2], client.code_hash.split(":")[2])

    def test_typed_code(self):
        built = self.build({"code": " x-7 "})
        self.assertEqual((built["code"], built["is_free"]), ("x-7", True))
        self.met({"code": "X-7"})
        self.assertEqual((self.build({"code": "x-7"})["suggestion"]), "x-7-2")
        for code in ("a b", "a" * 65):
            with self.subTest(code), self.assertRaisesRegex(ValidationError, "^Code"):
                self.build({"code": code})

    def test_neither_scheme_nor_typed_code_is_the_next_number(self):
        self.own.code_scheme_id = False
        self.assertFalse(self.build({})["code"])
        self.assertRegex(self.met({}).code, r"^C-\d{5}$")

    def test_taken_code_is_refused_in_words(self):
        self.met()
        with self.assertRaisesRegex(ValidationError, f"^Code: {CODE} is taken. {CODE}-2 is free"):
            self.met()

    def test_anonymous_client_keeps_no_hash(self):
        self.assertFalse(self.met(client_values={"identity": "anonymous"}).code_hash)

    def test_turning_anonymous_forgets_the_hash(self):
        client = self.met()
        client.with_user(self.counsellor).identity = "anonymous"
        self.assertFalse(client.code_hash)

    def test_a_copy_of_a_client_is_not_recognised(self):
        self.assertFalse(self.met().copy().code_hash)

    def test_no_client_is_made_in_a_programme_of_others(self):
        with self.assertRaises(AccessError):
            self.met(program=self.other)

    def test_those_who_create_no_clients_build_no_codes(self):
        for user in (self.finance, self.data, self.auditor, self.privacy, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.build(user=user)

    def test_another_scheme_recognises_the_person_too(self):
        client = self.met()
        other = self.scheme.copy({"name": "Other order"})
        other.part_ids[0].sequence = 99
        self.own.code_scheme_id = other
        built = self.build()
        self.assertNotEqual(built["code"], CODE)
        self.assertEqual([(row["id"], row["same_person"]) for row in built["collisions"]], [(client.id, True)])

    def test_scheme_that_asks_more_still_recognises(self):
        client = self.met()
        wider = self.scheme.copy({"name": "Wider"})
        wider.part_ids = [Command.create({"kind": "mother_name"})]
        self.own.code_scheme_id = wider
        [row] = self.build(mother_name="Žofie")["collisions"]
        self.assertEqual((row["id"], row["same_person"]), (client.id, True))

    def test_log_of_the_server_holds_nothing_that_was_told(self):
        with self.assertLogs(level=logging.DEBUG) as log:
            logging.getLogger("recovery.test").debug("something")
            self.met()
            self.build()
            with self.assertRaises(ValidationError):
                self.build(birth_day=99)
        self.assertFalse([line for line in log.output if "ukasz" in line or "estm" in line])


@tagged("post_install", "-at_install")
class TestClientCodeHash(CodeCase):
    """The hash is for the server alone, and useless without the key."""

    def test_nobody_reads_searches_or_exports_the_hash(self):
        client = self.met()
        for user in self.users.values():
            record = client.with_user(user)
            if record.has_access("read"):
                with self.subTest(user=user.login):
                    self.assertNotIn("code_hash", record.fields_get())
                    for way in (
                        lambda record=record: record.read(["code_hash"]),
                        lambda record=record: record.search([("code_hash", "!=", False)]),
                        lambda record=record: record.export_data(["code_hash"]),
                        lambda record=record: record._read_group([], ["code_hash"], ["__count"]),
                    ):
                        with self.assertRaises(AccessError):
                            way()

    def test_nobody_writes_the_hash(self):
        client = self.met()
        with self.assertRaises(AccessError):
            client.with_user(self.manager).write({"code_hash": "x"})
        with self.assertRaises(AccessError):
            self.met(user=self.manager, code="Z", client_values={"code_hash": "x"})

    def test_another_key_gives_another_hash(self):
        first = self.met(code="A").code_hash
        self.key_file.write_text("b" * 40)
        second = self.met(code="B").code_hash
        self.assertNotEqual(first.split(":")[0], second.split(":")[0])
        self.assertNotEqual(first.split(":")[2], second.split(":")[2])

    def test_after_a_change_of_the_key_old_lines_still_recognise(self):
        client = self.met()
        self.key_file.write_text("b" * 40 + "\n" + "a" * 40)
        self.assertEqual([(row["id"], row["same_person"]) for row in self.build()["collisions"]], [(client.id, True)])
        newer = self.met(first_name="Ludmil", code="NEW")
        self.assertTrue(newer.code_hash.startswith(code_key.get_fingerprint(b"b" * 40)))

    def test_lost_key_is_said_in_words(self):
        self.met()
        self.key_file.write_text("b" * 40)
        self.assertEqual([row["same_person"] for row in self.build()["collisions"]], [None])
        self.assertIn("1 clients were coded with a key that is not here", self.scheme.key_notice)

    def test_missing_key_is_said_in_words_and_stops_nobody(self):
        self.met()
        self.key_file.unlink()
        built = self.build()
        self.assertIn("key of the client codes is missing", built["notice"])
        self.assertNotIn(str(self.key_file.parent), built["notice"])
        self.assertFalse(self.met(code="STILL").code_hash)
        self.scheme.invalidate_recordset()
        self.assertIn("The key is missing", self.scheme.key_notice)

    def test_notice_names_the_key_by_its_fingerprint(self):
        self.assertIn(code_key.get_fingerprint(b"a" * 40), self.scheme.key_notice)
