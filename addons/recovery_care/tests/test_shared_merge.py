from odoo.tests import tagged

from .client_merge_case import ClientMergeCase
from .sharing_case import SharingCase


@tagged("post_install", "-at_install")
class TestSharedMerge(ClientMergeCase, SharingCase):
    """The home organisation merges two of its clients, and returns one to the code, while a partner works with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at_home = cls.new_episode(cls.gone, cls.own)
        cls.consent = cls.share(cls.gone, purpose=cls.new_purpose("shares_episodes"))
        values = {"client_id": cls.gone.id, "program_id": cls.foreign.id, "company_id": cls.partner_company.id}
        cls.theirs = cls.new_episode(cls.gone, cls.foreign)
        cls.note = cls.env["recovery.note"].create({**values, "body": "Demo", "audience": "team"})
        cls.visit = cls.new_encounter(cls.foreign, cls.gone)
        cls.visit.action_done()
        cls.env.flush_all()

    def check_there(self, client):
        """Expect that the partner's records are about ``client`` and that it sees its own records."""
        for record in (self.theirs, self.note, self.visit.delivery_ids):
            self.assertEqual((record.client_id, record.company_id), (client, self.partner_company))
            self.assertTrue(self.seen(record))
            self.assertIn(client.code, self.there(record).web_read({"client_id": {"fields": {"display_name": {}}}})[0][
                "client_id"
            ]["display_name"])

    def test_the_consent_moves_with_the_records_and_comes_back(self):
        merge = self.merge()
        self.assertEqual(self.consent.client_id, self.kept)
        self.assertEqual(self.kept.company_ids, self.company | self.partner_company)
        self.check_there(self.kept)
        self.assertTrue(self.seen(self.kept))
        self.assertTrue(self.seen(self.at_home))
        self.assertEqual(self.at_home.client_id, self.kept)
        self.assertIn(self.foreign, self.kept.program_ids)
        self.undo(merge)
        self.assertFalse(merge.undo_notice)
        self.check_there(self.gone)
        self.assertTrue(self.seen(self.gone))
        self.assertFalse(self.seen(self.kept))

    def test_where_the_consent_has_ended_the_records_move_and_nobody_is_shared(self):
        self.consent.action_withdraw()
        self.env.flush_all()
        merge = self.merge()
        self.check_there(self.kept)
        self.assertFalse(self.seen(self.kept))
        self.assertFalse(self.seen(self.at_home))
        self.undo(merge)
        self.assertFalse(merge.undo_notice)
        self.check_there(self.gone)

    def test_both_were_shared_by_the_same_purpose(self):
        """One consent is enough; the kept one goes on for as long as it was given."""
        self.share(self.kept, purpose=self.consent.purpose_id)
        self.env.flush_all()
        merge = self.merge()
        shared = self.kept.consent_ids.filtered(lambda consent: consent.state == "given")
        self.assertEqual(len(shared), 1)
        self.assertTrue(self.seen(self.kept))
        self.check_there(self.kept)
        self.undo(merge)
        self.assertFalse(merge.undo_notice)
        self.assertTrue(self.seen(self.kept))
        self.assertTrue(self.seen(self.gone))

    def test_the_file_that_is_left_over_is_not_seen(self):
        self.merge()
        self.assertFalse(self.seen(self.gone))

    def test_return_to_the_code_works_and_the_partner_sees_the_code_alone(self):
        self.gone.with_user(self.manager).demote("Demo: asked for it", "pseudonymous", code="DEMO-1")
        self.assertTrue(self.seen(self.gone))
        sheet = self.there(self.gone)
        self.assertEqual((sheet.code, sheet.first_name, sheet.last_name), ("DEMO-1", False, False))
        self.check_there(self.gone)

    def test_leaving_the_history_behind_shares_the_new_file_with_nobody(self):
        self.at_home.action_close("completed")
        found = self.gone.with_user(self.manager).demote("Demo: asked for it", "pseudonymous", history="leave")
        new = self.env["recovery.client"].browse(found["id"])
        self.assertFalse(self.seen(new))
        self.check_there(self.gone)
