from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .group_case import GroupCase


@tagged("post_install", "-at_install")
class TestGroupMember(GroupCase):

    def test_one_open_membership(self):
        for refusal in self.refusals("recovery.group.member", "one_open", "Client: this person is a member"):
            with refusal:
                self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.client.id})
        self.member.date_to = self.today - timedelta(days=1)
        self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.client.id})

    def test_dates(self):
        for refusal in self.refusals("recovery.group.member", "dates", "To"):
            with refusal:
                self.member.date_to = self.member.date_from - timedelta(days=1)

    def test_capacity(self):
        self.group.capacity = 2
        with self.assertRaisesRegex(ValidationError, "^Capacity"), self.cr.savepoint():
            self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.new_client(self.own).id})
        self.second_member.date_to = self.today - timedelta(days=1)
        self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.new_client(self.own).id})

    def test_member_stays_in_the_group(self):
        with self.assertRaisesRegex(UserError, "^Client, Group"):
            self.member.client_id = self.new_client(self.own)

    def test_membership_that_was_lived_is_not_deleted(self):
        self.new_session(3, came=self.client)
        with self.assertRaisesRegex(UserError, "^To"), self.cr.savepoint():
            self.member.unlink()
        self.group.action_plan_sessions()
        self.second_member.unlink()
        self.assertNotIn(self.second, self.sessions().delivery_ids.client_id)

    def test_client_whom_nobody_may_see_is_not_added(self):
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.env["recovery.group.member"].with_user(self.counsellor).create({
                "group_id": self.group.id, "client_id": self.client_restricted.id,
            })

    def test_own_words_in_a_to_do_where_no_free_text_is_kept(self):
        self.own.no_free_text = True
        with self.assertRaisesRegex(UserError, "no free text"):
            self.member.with_user(self.counsellor).activity_schedule(
                activity_type_id=self.env.ref("mail.mail_activity_data_todo").id, user_id=self.counsellor.id,
                summary="Ask the mother",
            )

    def test_groups_on_the_client(self):
        client = self.client.with_user(self.counsellor)
        self.assertEqual(client.group_count, 1)
        action = client.action_open_groups()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), self.member)

    def test_merged_client_is_a_member_once(self):
        merge = self.env["recovery.client.merge"].with_user(self.manager).merge(
            self.client.id, self.second.id, "Demo: the same person",
        )
        members = self.env["recovery.group.member"].search([("group_id", "=", self.group.id)])
        self.assertEqual(members.client_id, self.client)
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.group.member_ids.client_id, self.client | self.second)
