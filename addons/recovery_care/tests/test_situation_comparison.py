from datetime import timedelta

from odoo.exceptions import AccessError, MissingError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..situation_signs import NOT_NEEDED_WHEN_EMPLOYED, RANKS, SIGNS, compare, get_rank, get_rank_sql
from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestSituationComparison(RecoveryCase):
    """What is better, worse or the same since the programme's last snapshot of the client."""

    def record(self, days_ago=0, client=None, program=None, **values):
        program = program or self.own
        return self.env["recovery.situation"].create({
            "client_id": (client or self.client).id, "program_id": program.id, "company_id": program.company_id.id,
            "date": self.today - timedelta(days=days_ago), **values,
        })

    def test_first_one_is_compared_with_nothing(self):
        first = self.record(debts="yes")
        self.assertFalse(first.previous_id)
        self.assertEqual((first.improved_count, first.worse_count), (0, 0))
        self.assertEqual(first.change_text, "first snapshot")

    def test_improved_worse_and_the_same(self):
        self.record(30, has_id_card="no", debts="no", prosecution="yes", housing="unstable", education="primary")
        second = self.record(0, has_id_card="yes", debts="yes", prosecution="no", housing="stable", education="primary")
        self.assertEqual(second.improved_signs, "has_id_card,prosecution,housing")
        self.assertEqual(second.worse_signs, "debts")
        self.assertEqual((second.improved_count, second.worse_count), (3, 1))
        self.assertEqual(
            second.change_text, "improved: Valid identity card, Is prosecuted, Housing; worse: Has debts",
        )

    def test_what_was_or_is_not_known_is_neither_better_nor_worse(self):
        self.record(30, has_id_card="unknown", benefits="yes")
        second = self.record(0, has_id_card="yes", benefits="unknown")
        self.assertEqual((second.improved_signs, second.worse_signs), (False, False))
        self.assertEqual(second.change_text, "changed: Valid identity card, Draws benefits")

    def test_whoever_found_work_needs_no_labour_office(self):
        self.record(30, labour_office="yes", benefits="yes", employed="no")
        second = self.record(0, labour_office="no", benefits="no", employed="yes")
        self.assertEqual((second.improved_signs, second.worse_signs), ("employed", False))

    def test_nothing_changed(self):
        self.record(30, debts="yes")
        self.assertEqual(self.record(0, debts="yes").change_text, "the same")

    def test_late_entry_of_an_old_one_moves_the_comparison(self):
        first, last = self.record(30, debts="yes"), self.record(0, debts="no")
        self.assertEqual(last.improved_signs, "debts")
        between = self.record(10, debts="no")
        self.assertEqual((between.previous_id, last.previous_id), (first, between))
        self.assertEqual((between.improved_signs, last.improved_signs), ("debts", False))

    def test_correcting_the_one_before_changes_the_result(self):
        first, last = self.record(30, debts="yes"), self.record(0, debts="no")
        first.debts = "no"
        self.assertFalse(last.improved_signs)

    def test_cancelled_one_is_passed_over(self):
        first, wrong, last = self.record(30, debts="yes"), self.record(10, debts="no"), self.record(0, debts="no")
        wrong.action_cancel("person")
        self.assertEqual(last.previous_id, first)
        self.assertEqual(last.improved_signs, "debts")
        self.assertFalse(wrong.previous_id)

    def test_another_programme_is_no_measure(self):
        """What is recorded elsewhere must not show through."""
        self.new_episode(self.client, self.other)
        self.record(30, program=self.other, debts="yes")
        self.assertFalse(self.record(0, debts="no").previous_id)

    def test_form_begins_with_the_last_answers(self):
        self.record(30, debts="yes", housing="unstable")
        form = Form(self.env["recovery.situation"].with_user(self.outreach).with_context(default_client_id=self.client.id))
        self.assertEqual((form.debts, form.housing, form.has_id_card), ("yes", "unstable", "unknown"))
        self.assertEqual(form.previous_values["values"]["housing"], "unstable")
        form.housing = "stable"
        situation = form.save()
        self.assertEqual((situation.improved_signs, situation.worse_signs), ("housing", False))

    def test_opening_an_old_one_changes_nothing(self):
        self.record(30, debts="yes")
        second = self.record(0, debts="no")
        form = Form(second.with_user(self.outreach))
        self.assertEqual(form.debts, "no")
        self.assertEqual(form.previous_values["values"]["debts"], "yes")

    def test_create_by_a_program_takes_no_old_answers(self):
        """What a program leaves out is not known; old answers would pass for new ones."""
        self.record(30, debts="yes")
        self.assertEqual(self.record(0).debts, "unknown")

    def test_table_of_the_client(self):
        self.record(30, debts="yes")
        self.record(0, debts="no")
        [course] = self.client.with_user(self.outreach).get_situation_table()
        self.assertEqual(course["program"], "Own programme")
        self.assertEqual([column["moment"] for column in course["columns"]], ["Entry", "Review"])
        cells = {row["name"]: row["cells"] for row in course["rows"]}
        self.assertEqual([cell["label"] for cell in cells["debts"]], ["Yes", "No"])
        self.assertEqual([cell["change"] for cell in cells["debts"]], ["first", "improved"])
        self.assertEqual(list(cells), list(SIGNS))
        self.assertEqual(self.episode.with_user(self.outreach).get_situation_table(), [course])

    def test_table_leaves_a_line_in_the_access_log(self):
        self.record(3, debts="yes")
        for user, record in ((self.data, self.client), (self.auditor, self.episode)):
            record.with_user(user).get_situation_table()
            with self.subTest(model=record._name):
                self.assertTrue(self.env["recovery.access.log"].search([
                    ("user_id", "=", user.id), ("client_id", "=", self.client.id), ("model", "=", "recovery.situation"),
                ]))

    def test_table_shows_own_programmes_only(self):
        self.new_episode(self.client, self.other)
        self.record(30, program=self.other, debts="yes")
        self.assertEqual(self.client.with_user(self.outreach).get_situation_table(), [])

    def test_table_of_an_unknown_client_is_refused(self):
        with self.assertRaises(AccessError):
            self.client_other.with_user(self.outreach).get_situation_table()

    def test_front_desk_form(self):
        self.own.situation_at_entry = True
        Situation = self.env["recovery.situation"].with_user(self.outreach)
        form = Situation.get_front_desk_form(self.client.id, self.own.id)
        self.assertTrue(form["due"])
        self.assertTrue(form["due_text"].startswith("Situation at entry due since"))
        self.assertFalse(form["previous_date"])
        self.assertEqual({sign["value"] for sign in form["signs"]}, {"unknown"})
        answers = {sign["name"]: sign["options"][0]["value"] for sign in form["signs"]}
        saved = Situation.create({"client_id": form["client_id"], "program_id": form["program_id"], **answers})
        form = Situation.get_front_desk_form(self.client.id, self.own.id)
        self.assertEqual({sign["name"]: sign["previous"] for sign in form["signs"]}, {s: saved[s] for s in SIGNS})
        self.assertFalse(form["due"])

    def test_front_desk_form_leaves_a_line_in_the_access_log(self):
        self.record(3, debts="yes")
        self.env["recovery.situation"].with_user(self.house).get_front_desk_form(self.client.id, self.own.id)
        self.assertTrue(self.env["recovery.access.log"].search([
            ("user_id", "=", self.house.id), ("client_id", "=", self.client.id), ("model", "=", "recovery.situation"),
        ]))

    def test_front_desk_form_of_others_is_refused(self):
        Situation = self.env["recovery.situation"].with_user(self.outreach)
        for client, refusal in (
            (self.client_other, AccessError), (self.client_restricted, MissingError), (self.client_foreign, AccessError),
        ):
            with self.subTest(client=client.code), self.assertRaises(refusal):
                Situation.get_front_desk_form(client.id, self.own.id)

    def test_every_sign_is_compared_in_sql_as_in_python(self):
        """A measure compares first and last snapshots in one query: for every pair of values it finds the same."""
        work = ("yes", "no", "unknown")
        for sign in SIGNS:
            values = [value for value, _label in self.env["recovery.situation"]._fields[sign].selection]
            column = SQL.identifier(sign)
            # Under the name of “employed” itself there is one column only.
            employed = SQL() if sign == "employed" else SQL(", e.v AS employed")
            self.env.cr.execute(SQL(
                """WITH s AS (SELECT c.v AS %(column)s%(employed)s FROM unnest(%(values)s) AS c(v), unnest(%(work)s) AS e(v))
                   SELECT DISTINCT first.*, last.*,
                          CASE WHEN %(after)s > %(before)s THEN 'improved' WHEN %(after)s < %(before)s THEN 'worse' END
                     FROM s AS first, s AS last""",
                column=column, employed=employed, values=values, work=list(work),
                before=get_rank_sql(sign, "first"), after=get_rank_sql(sign, "last"),
            ))
            rows = self.env.cr.fetchall()
            self.assertTrue(rows)
            width = 1 if sign == "employed" else 2
            for row in rows:
                first, last = (dict(zip((sign, "employed"), part, strict=False)) for part in (row[:width], row[width:-1]))
                expected = compare(sign, first, last)
                with self.subTest(sign=sign, first=first, last=last):
                    self.assertEqual(row[-1], expected if expected in ("improved", "worse") else None)

    def test_ranks_name_values_that_exist(self):
        for sign, ranks in RANKS.items():
            with self.subTest(sign=sign):
                self.assertLessEqual(set(ranks), set(dict(self.env["recovery.situation"]._fields[sign].selection)))
                self.assertIsNone(get_rank(sign, "unknown", "unknown"))
        self.assertLessEqual(set(NOT_NEEDED_WHEN_EMPLOYED), set(SIGNS))
