from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import ITEMS, RecoveryCase


@tagged("post_install", "-at_install")
class TestOrs(RecoveryCase):

    def test_total_is_the_sum_of_the_four_areas(self):
        rating = self.rate(self.episode, None, individual=9.9, interpersonal=0.1, social=3.3, overall=10.0)
        self.assertEqual(rating.total, 23.3)

    def test_every_tenth_adds_up(self):
        """Sums of tenths are not exact in binary; the total is."""
        for total in (0.0, 0.3, 12.7, 24.9, 25.0, 25.1, 33.3, 39.9, 40.0):
            rating = self.rate(self.episode, total)
            self.env.flush_all()
            self.env.cr.execute("SELECT total::text FROM recovery_ors WHERE id = %s", [rating.id])
            with self.subTest(total=total):
                self.assertEqual((rating.total, self.env.cr.fetchone()[0]), (total, f"{total:.1f}"))

    def test_each_area_is_rated_from_nothing_to_ten(self):
        for item in ITEMS:
            for value in (-0.1, 10.1, 11):
                for refusal in self.refusals("recovery.ors", "item_range", "Rating"):
                    with self.subTest(item=item, value=value), refusal:
                        self.rate(self.episode, 20.0, **{item: value})

    def test_areas_are_kept_with_one_decimal(self):
        rating = self.rate(self.episode, None, individual=4.96, interpersonal=4.94, social=5, overall=5)
        self.assertEqual([rating[item] for item in ITEMS], [5.0, 4.9, 5.0, 5.0])
        self.assertEqual(rating.total, 19.9)

    def test_total_cannot_be_written_apart_from_the_areas(self):
        rating = self.rate(self.episode, 20.0)
        for refusal in self.refusals("recovery.ors", "total_is_sum", "Total"):
            with refusal:
                rating.total = 39.0

    def test_one_area_rated_or_a_reason_given(self):
        for refusal in self.refusals("recovery.ors", "answered", "Rating"):
            with refusal:
                self.rate(self.episode, None)
        for refusal in self.refusals("recovery.ors", "answered", "Rating"):
            with refusal:
                self.rate(self.episode, 20.0, skipped_reason="refused")

    def test_client_and_programme_come_from_the_encounter(self):
        encounter = self.new_encounter(self.own, self.client)
        rating = self.env["recovery.ors"].with_user(self.counsellor).create({
            "encounter_id": encounter.id, **dict.fromkeys(ITEMS, 5.0),
        })
        self.assertEqual(
            (rating.client_id, rating.program_id, rating.episode_id, rating.date),
            (self.client, self.own, self.episode, encounter.date),
        )

    def test_rating_in_a_group_names_its_client(self):
        encounter = self.new_encounter(self.own, self.client | self.new_client(self.own))
        with self.assertTold("Client"):
            self.env["recovery.ors"].create({
                "encounter_id": encounter.id, "program_id": self.own.id, **dict.fromkeys(ITEMS, 5.0),
            })

    def test_episode_is_one_of_the_raters_programme(self):
        """The client began elsewhere later; the rating still belongs to the counsellor's programme."""
        self.new_episode(self.client, self.other, state="active", date_start=self.today)
        rating = self.env["recovery.ors"].with_user(self.counsellor).create({
            "client_id": self.client.id, **dict.fromkeys(ITEMS, 5.0),
        })
        self.assertEqual((rating.episode_id, rating.program_id), (self.episode, self.own))

    def test_episode_of_another_client_is_refused(self):
        stranger = self.new_episode(self.new_client(self.own), self.own)
        with self.assertRaisesRegex(ValidationError, "^Episode"):
            self.rate(self.episode, 20.0, episode_id=stranger.id)

    def test_rating_of_a_day_to_come_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Date"):
            self.rate(self.episode, 20.0, self.today + timedelta(days=3))

    def test_name_tells_code_day_and_total(self):
        rating = self.rate(self.episode, 20.0).with_user(self.counsellor)
        self.assertEqual(rating.display_name, f"{self.client.code} · {self.today} · 20.0")


@tagged("post_install", "-at_install")
class TestOrsNotAnswered(RecoveryCase):
    """An area not answered and a skipped rating are nowhere a zero."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zero = cls.rate(cls.episode, 0.0, cls.today - timedelta(days=4))
        cls.full = cls.rate(cls.episode, 30.0, cls.today - timedelta(days=3))
        cls.partial = cls.rate(
            cls.episode, None, cls.today - timedelta(days=2), individual=8.0, interpersonal=8.0, social=False, overall=8.0,
        )
        cls.skipped = cls.rate(cls.episode, None, cls.today - timedelta(days=1), skipped_reason="crisis")
        cls.ratings = cls.zero | cls.full | cls.partial | cls.skipped
        cls.env.flush_all()
        cls.env.invalidate_all()

    def find(self, *condition):
        return self.env["recovery.ors"].search([("id", "in", self.ratings.ids), condition])

    def test_value_of_a_record(self):
        self.assertEqual(self.partial.individual, 8.0)
        self.assertIs(self.partial.social, False)
        self.assertIs(self.partial.total, False)
        self.assertIs(self.skipped.total, False)
        self.assertEqual(self.zero.total, 0.0)
        self.assertIsNot(self.zero.total, False)

    def test_value_in_the_database(self):
        self.env.cr.execute(
            "SELECT id FROM recovery_ors WHERE total IS NULL AND id = ANY(%s) ORDER BY id", [self.ratings.ids],
        )
        self.assertEqual([row[0] for row in self.env.cr.fetchall()], (self.partial | self.skipped).ids)

    def test_value_read_by_a_client_program(self):
        rows = {row["id"]: row for row in self.ratings.read(["social", "total"])}
        self.assertIs(rows[self.partial.id]["total"], False)
        self.assertIs(rows[self.partial.id]["social"], False)
        self.assertEqual(rows[self.zero.id]["total"], 0.0)
        self.assertIsNot(rows[self.zero.id]["total"], False)
        spec = {row["id"]: row["total"] for row in self.ratings.web_read({"total": {}})}
        self.assertIs(spec[self.skipped.id], False)

    def test_search_tells_empty_from_zero(self):
        unanswered = self.partial | self.skipped
        self.assertEqual(self.find("total", "=", False), unanswered)
        self.assertEqual(self.find("total", "!=", False), self.zero | self.full)
        self.assertEqual(self.find("total", "=", 0), self.zero)
        self.assertEqual(self.find("total", "in", [0, 30.0]), self.zero | self.full)
        self.assertEqual(self.find("total", "<", 10), self.zero)
        self.assertEqual(self.find("total", "<=", 0), self.zero)
        self.assertEqual(self.find("total", ">=", 0), self.zero | self.full)

    def test_filter_of_records_tells_empty_from_zero(self):
        self.assertEqual(self.ratings.filtered_domain([("total", "=", False)]), self.partial | self.skipped)
        self.assertEqual(self.ratings.filtered_domain([("total", "=", 0)]), self.zero)
        self.assertEqual(self.ratings.filtered_domain([("total", "<", 10)]), self.zero)

    def test_average_passes_over_what_was_not_answered(self):
        domain = [("id", "in", self.ratings.ids)]
        self.assertEqual(float(self.env["recovery.ors"]._read_group(domain, [], ["total:avg"])[0][0]), 15.0)
        rows = self.env["recovery.ors"].formatted_read_group(domain, [], ["total:avg", "individual:avg"])
        self.assertEqual(float(rows[0]["total:avg"]), 15.0)
        answered = [rating.individual for rating in (self.zero, self.full, self.partial)]
        self.assertAlmostEqual(float(rows[0]["individual:avg"]), sum(answered) / 3, 6)

    def test_average_of_nothing_is_not_zero(self):
        rows = self.env["recovery.ors"].formatted_read_group([("id", "=", self.skipped.id)], [], ["total:avg", "total:min"])
        self.assertFalse(rows[0]["total:avg"])
        self.assertIsNot(rows[0]["total:avg"], 0.0)

    def test_export_leaves_the_cell_empty(self):
        rows = (self.zero | self.partial | self.skipped).export_data(["social", "total"])["datas"]
        self.assertEqual(rows, [[0.0, 0.0], ["", ""], ["", ""]])

    def test_form_shows_and_keeps_empty(self):
        form = Form(self.partial.with_user(self.counsellor))
        self.assertIs(form.social, False)
        form.administered = "phone"
        form.save()
        self.assertIs(self.partial.social, False)

    def test_empty_import_cell_is_not_zero(self):
        result = self.env["recovery.ors"].load(
            ["client_id/.id", "episode_id/.id", "program_id/.id", "date", *ITEMS],
            [[str(self.client.id), str(self.episode.id), str(self.own.id), "2026-01-05", "5", "", "0", "2.5"]],
        )
        self.assertFalse(result["messages"], result["messages"])
        rating = self.env["recovery.ors"].browse(result["ids"])
        self.assertEqual([rating[item] for item in ITEMS], [5.0, False, 0.0, 2.5])
        self.assertIs(rating.interpersonal, False)

    def test_clearing_an_area_empties_the_total(self):
        self.full.social = False
        self.assertIs(self.full.total, False)
        self.assertEqual(self.find("total", "=", False), self.full | self.partial | self.skipped)

    def test_results_leave_them_out(self):
        self.assertEqual(
            (self.episode.ors_count, self.episode.ors_first, self.episode.ors_last, self.episode.ors_change),
            (2, 0.0, 30.0, 30.0),
        )

    def test_never_rated_episode_has_no_first_rating(self):
        episode = self.new_episode(self.new_client(self.own), self.own)
        self.assertIs(episode.ors_first, False)
        self.assertIs(episode.ors_change, False)
        rows = self.env["recovery.episode"]._read_group(
            [("id", "in", (episode | self.episode).ids)], [], ["ors_first:avg", "ors_change:avg"],
        )
        self.assertEqual([float(value) for value in rows[0]], [0.0, 30.0])

    def test_partial_and_skipped_are_not_above_the_cutoff(self):
        self.assertFalse(self.partial.above_cutoff)
        self.assertFalse(self.skipped.above_cutoff)

    def test_chart_leaves_them_out(self):
        chart = self.client.with_user(self.counsellor).get_ors_chart()
        self.assertEqual([point["total"] for point in chart["points"]], [0.0, 30.0])
        self.assertEqual((chart["first"], chart["change"]), (0.0, 30.0))
