from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .group_case import GroupCase


@tagged("post_install", "-at_install")
class TestAttendance(GroupCase):
    """One screen: who came, who did not, who else was there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cls.new_session(0, came=cls.client | cls.second, state="planned").with_user(cls.counsellor)

    def test_present_unless_marked(self):
        self.session.delivery_ids.filtered(lambda row: row.client_id == self.second).action_no_show()
        self.assertEqual((self.session.present_count, self.session.absent_count), (0, 1))
        self.session.action_done()
        self.session.invalidate_recordset()
        self.assertEqual((self.session.present_count, self.session.absent_count), (1, 1))
        states = {row.client_id: row.state for row in self.session.delivery_ids}
        self.assertEqual(states, {self.client: "done", self.second: "no_show"})

    def test_unnamed_people_are_one_service(self):
        self.group_work.client_required = False
        self.session.unnamed_count = 4
        self.session.unnamed_count = 5
        unnamed = self.session.delivery_ids.filtered("headcount")
        self.assertEqual((unnamed.headcount, unnamed.service_id), (5, self.group_work))
        self.session.action_done()
        self.session.invalidate_recordset()
        self.assertEqual(self.session.present_count, 7)
        with self.assertRaisesRegex(UserError, "Amend"), self.cr.savepoint():
            self.session.unnamed_count = 6
        self.session.amend("Counted again")
        self.session.unnamed_count = 0
        self.assertEqual(unnamed.state, "cancelled")

    def test_unnamed_people_where_the_service_asks_for_a_person(self):
        self.group_work.client_required = True
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.session.unnamed_count = 2

    def test_walk_in_gets_the_service_of_the_group(self):
        guest = self.new_client(self.own)
        action = self.session.action_add_walk_in()
        wizard = self.env[action["res_model"]].with_user(self.counsellor).with_context(**action["context"]).create({
            "client_ids": [Command.set(guest.ids)],
        })
        wizard.action_add()
        added = self.session.delivery_ids.filtered(lambda row: row.client_id == guest)
        self.assertEqual(added.service_id, self.group_work)
        self.assertFalse(guest.group_member_ids)

    def test_named_by_the_group_not_by_its_people(self):
        self.assertEqual(self.session.display_name, "Demo group · OWN")

    def test_group_of_a_finished_session_changes_by_amendment(self):
        self.session.action_done()
        with self.assertRaisesRegex(UserError, "Amend"):
            self.session.group_id = False
