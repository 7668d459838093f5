from odoo.exceptions import UserError
from odoo.tests import tagged

from .client_merge_case import ClientMergeCase


@tagged("post_install", "-at_install")
class TestClientMergeUndo(ClientMergeCase):
    """Undoing after something happened. Tests run in one transaction, so time is made to pass by hand."""

    def let_time_pass(self, merge):
        """Make the merge, and everything there is, an hour older than what is written from now on."""
        self.env.flush_all()
        for table in ("recovery_client_merge", *{reference.table for reference in self.get_references()
                                                 if self.env[reference.model]._log_access}):
            self.cr.execute(
                f"UPDATE {table} SET create_date = create_date - interval '1 hour',"
                " write_date = write_date - interval '1 hour'",
            )
        self.env.invalidate_all()
        return merge

    def test_undoing_twice_does_nothing(self):
        merge = self.merge()
        self.undo(merge)
        undone_at = merge.undone_at
        self.undo(merge, self.privacy)
        self.assertEqual((merge.state, merge.undone_by_id, merge.undone_at), ("undone", self.manager, undone_at))
        self.assertEqual(self.merge().state, "merged")

    def test_what_was_recorded_since_stays_with_the_kept_client(self):
        self.new_encounter(self.own, [self.gone]).action_done()
        merge = self.let_time_pass(self.merge())
        note = self.env["recovery.note"].create({"client_id": self.kept.id, "body": "Demo", "program_id": self.own.id})
        self.undo(merge)
        self.assertEqual(note.client_id, self.kept)
        self.assertEqual(len(self.gone.delivery_ids), 1)
        self.assertIn(f"stays with {self.kept.code}: Note: 1", merge.undo_notice)

    def test_what_was_recorded_since_in_an_episode_goes_back_with_it(self):
        """Otherwise a rating of one person would hang in the episode of another."""
        episode = self.new_episode(self.gone, self.own)
        self.rate(episode, 12.0)
        merge = self.let_time_pass(self.merge())
        rating = self.rate(episode, 22.0)
        self.assertEqual(rating.client_id, self.kept)
        self.undo(merge)
        self.assertEqual((rating.client_id, episode.client_id, episode.ors_count), (self.gone, self.gone, 2))
        self.assertIn(f"went with it to {self.gone.code}: ORS rating: 1", merge.undo_notice)

    def test_computed_values_tell_what_is_there_after_the_undo(self):
        """The kept client got an episode in a programme that came with the merged one."""
        self.new_episode(self.gone, self.other)
        merge = self.let_time_pass(self.merge(user=self.privacy))
        self.assertEqual(self.kept.program_ids, self.own | self.other)
        self.new_episode(self.kept, self.other, role="relative")
        self.undo(merge)
        self.assertEqual(self.kept.program_ids, self.own | self.other)

    def test_what_the_merge_could_not_see_is_collected_and_goes_back(self):
        """Somebody entered a note while the merge ran: its transaction began earlier."""
        merge = self.merge()
        note = self.env["recovery.note"].create({"client_id": self.kept.id, "body": "Demo", "program_id": self.own.id})
        self.env.flush_all()
        self.cr.execute("UPDATE recovery_note SET client_id = %s WHERE id = %s", [self.gone.id, note.id])
        self.env.invalidate_all()
        for _run in range(2):
            self.env["recovery.client.merge"]._cron_collect()
        self.assertEqual((note.client_id, merge.sudo().counts["moved"]["recovery.note"]), (self.kept, 1))
        self.undo(merge)
        self.assertEqual(note.client_id, self.gone)
        self.env["recovery.client.merge"]._cron_collect()
        self.assertEqual(note.client_id, self.gone)

    def test_a_changed_field_is_told_and_not_overwritten(self):
        self.gone.write({"phone": "601000078", "email": "gone@example.com"})
        merge = self.let_time_pass(self.merge())
        self.kept.phone = "601000079"
        self.undo(merge)
        self.assertEqual((self.kept.phone, self.kept.phone_e164, self.kept.email), ("601000079", "+420601000079", False))
        self.assertIn(f"Client – Phone: {self.kept.code}", merge.undo_notice)
        self.assertNotIn("601000079", merge.undo_notice)

    def test_a_record_moved_elsewhere_since_stays_there(self):
        notes = self.env["recovery.note"].create([
            {"client_id": self.gone.id, "body": "Demo", "program_id": self.own.id} for _number in range(2)
        ])
        merge = self.let_time_pass(self.merge())
        notes[0].client_id = self.client
        self.undo(merge)
        self.assertEqual((notes[0].client_id, notes[1].client_id), (self.client, self.gone))
        self.assertIn(f"Note – Client: #{notes[0].id}", merge.undo_notice)

    def test_a_record_deleted_since_is_told(self):
        relation = self.env["recovery.relation"].create({"client_id": self.gone.id, "related_name": "Demo"})
        merge = self.let_time_pass(self.merge())
        relation.unlink()
        self.undo(merge)
        self.assertIn("Deleted since the merge: Relation: 1", merge.undo_notice)

    def test_values_written_together_are_restored_together(self):
        """Somebody gave the joined episode another reason: opening it again would contradict that."""
        first = self.new_episode(self.gone, self.own, state="active", date_start="2026-01-05")
        second = self.new_episode(self.kept, self.own, state="active", date_start="2026-03-05")
        merge = self.let_time_pass(self.merge())
        second.end_reason = "dropout"
        self.undo(merge)
        self.assertEqual((second.state, second.end_reason, first.client_id), ("closed", "dropout", self.gone))
        self.assertIn("Episode – End reason", merge.undo_notice)

    def test_a_file_that_was_anonymous_does_not_lose_what_was_entered_since(self):
        anonymous = self.new_client(self.own, identity="anonymous")
        merge = self.let_time_pass(self.merge(kept=anonymous))
        anonymous.email = "since@example.com"
        self.undo(merge)
        self.assertEqual((anonymous.identity, anonymous.email), ("identified", "since@example.com"))
        self.assertEqual(anonymous.first_name, "Gone")

    def test_the_later_merge_is_undone_first(self):
        last = self.new_client(self.own, first_name="Last")
        episode = self.new_episode(self.gone, self.own)
        rows = self.get_rows()
        first, second = self.merge(), self.merge(kept=last, gone=self.kept)
        self.assertEqual(episode.client_id, last)
        with self.assertRaisesRegex(UserError, "Undo the later merge first"):
            first.action_undo()
        (first | second).with_user(self.manager).action_undo()
        self.assertEqual(set((first | second).mapped("state")), {"undone"})
        self.assertRowsEqual(rows)

    def test_undo_after_time_gives_the_same_computed_values(self):
        """Where anything happened, values are computed anew instead of restored: with the same result."""
        for client in (self.kept, self.gone):
            self.rate_course(self.new_episode(client, self.own), [12.0, 15.5, 20.0])
            self.new_encounter(self.own, [client]).action_done()
        merge = self.merge()
        self.cr.execute("UPDATE recovery_client_merge SET create_date = create_date - interval '1 hour'")
        self.env.invalidate_all()
        episodes = self.env["recovery.episode"].search([("client_id", "=", self.kept.id)])
        self.undo(merge)
        self.assertEqual(episodes.mapped("ors_count"), [3, 3])
        self.assertEqual(episodes.mapped("ors_change"), [8.0, 8.0])
        self.assertEqual(episodes.client_id, self.kept | self.gone)
        self.assertEqual(set(episodes.mapped("last_contact")), {self.new_encounter(self.own, [self.client]).date})
        self.assertEqual((self.kept.encounter_count, self.gone.encounter_count), (1, 1))
