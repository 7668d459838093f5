from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestEncounterAmendment(RecoveryCase):
    """Facts of a finished encounter change by an amendment: who, when, why, and what was before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.encounter = cls.new_encounter(cls.own, cls.client, state="done", minutes=60).with_user(cls.counsellor)
        cls.delivery = cls.encounter.delivery_ids

    def test_facts_of_a_done_encounter_need_an_amendment(self):
        for values in (
            {"minutes": 30}, {"place": "phone"}, {"date_start": "2026-01-01 10:00:00"},
            {"employee_ids": [Command.link(self.manager.employee_id.id)]},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Amend"):
                self.encounter.write(values)

    def test_facts_of_a_done_service_need_an_amendment(self):
        newcomer = self.new_client(self.own)
        other_encounter = self.new_encounter(self.own, newcomer)
        for values in (
            {"minutes": 30}, {"quantity": 3}, {"client_id": newcomer.id}, {"service_id": self.group_work.id},
            {"state": "no_show"}, {"state_own": True}, {"encounter_id": other_encounter.id}, {"episode_id": False},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.delivery.write(values)

    def test_adding_a_service_needs_an_amendment(self):
        with self.assertRaisesRegex(UserError, "Amend"):
            self.encounter.delivery_ids = [Command.create({"client_id": self.client.id, "service_id": self.group_work.id})]

    def test_a_new_encounter_is_no_way_around(self):
        """Values of a new encounter could carry commands on services of a finished one."""
        for command in (
            Command.update(self.delivery.id, {"minutes": 5}), Command.link(self.delivery.id),
        ):
            with self.subTest(command=command), self.assertRaises(UserError), self.cr.savepoint():
                self.env["recovery.encounter"].with_user(self.counsellor).create({
                    "program_id": self.own.id, "delivery_ids": [command],
                })
                self.env.flush_all()

    def test_writing_what_is_there_needs_none(self):
        self.encounter.write({"minutes": 60, "place": self.encounter.place})
        self.assertFalse(self.encounter.amendment_ids)

    def test_planned_encounter_is_changed_freely(self):
        encounter = self.new_encounter(self.own, self.client).with_user(self.counsellor)
        encounter.minutes = 30
        self.assertFalse(encounter.amendment_ids)
        with self.assertRaisesRegex(UserError, "^State"):
            encounter.amend("Not needed")

    def test_amendment_needs_a_reason(self):
        for reason in ("", "   ", None, False):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "^Reason"):
                self.encounter.amend(reason)

    def test_changes_are_written_down_with_the_value_before(self):
        self.encounter.amend("Left earlier")
        self.encounter.minutes = 45
        self.delivery.with_user(self.counsellor).minutes = 45
        amendment = self.encounter.amendment_ids
        self.assertEqual((amendment.user_id, amendment.reason), (self.counsellor, "Left earlier"))
        self.assertEqual(
            [(change["field"], change["old"], change["new"]) for change in amendment.sudo().changes],
            [("Minutes", "60", "45"), ("Minutes", "60", "45")],
        )
        self.assertIn("60 → 45", amendment.changes_text)

    def test_changed_client_is_written_down_by_code(self):
        newcomer = self.new_client(self.own, first_name="New", last_name="Nováková")
        self.encounter.amend("Wrong person")
        self.delivery.with_user(self.counsellor).client_id = newcomer
        text = str(self.encounter.amendment_ids.sudo().changes)
        self.assertIn(newcomer.code, text)
        self.assertNotIn("Nováková", text)

    def test_added_service_is_written_down(self):
        self.encounter.amend("Forgotten")
        self.encounter.delivery_ids = [Command.create({"client_id": self.client.id, "service_id": self.group_work.id})]
        self.assertIn("Group", self.encounter.amendment_ids.changes_text)
        self.assertEqual(self.encounter.delivery_ids.mapped("state"), ["done", "done"])

    def test_cancelled_service_is_kept_and_no_longer_counts(self):
        self.encounter.amend("Was not there")
        self.delivery.with_user(self.counsellor).action_cancel()
        self.assertEqual(self.delivery.state, "cancelled")
        self.assertEqual(self.client.encounter_count, 0)
        with self.assertRaisesRegex(UserError, "not deleted"):
            self.delivery.unlink()

    def test_amendment_of_a_colleague_does_not_open_the_facts_to_me(self):
        self.encounter.amend("Left earlier")
        with self.assertRaisesRegex(UserError, "Amend"):
            self.encounter.with_user(self.manager).minutes = 30

    def test_one_amendment_open_at_a_time(self):
        self.encounter.amend("Left earlier")
        for refusal in self.refusals("recovery.encounter.amendment", "one_open", "This encounter is being amended"):
            with refusal:
                self.encounter.with_user(self.manager).amend("Me too")

    def test_asking_twice_opens_one(self):
        self.encounter.amend("Left earlier")
        self.encounter.amend("Left earlier")
        self.assertEqual(len(self.encounter.amendment_ids), 1)

    def test_finished_amendment_closes_the_facts_again(self):
        self.encounter.amend("Left earlier")
        self.assertFalse(self.encounter.locked)
        self.encounter.action_finish_amendment()
        self.assertTrue(self.encounter.locked)
        with self.assertRaisesRegex(UserError, "Amend"):
            self.encounter.minutes = 30

    def test_colleague_amends_after_the_first_has_finished(self):
        self.encounter.amend("Left earlier")
        self.encounter.action_finish_amendment()
        colleague = self.encounter.with_user(self.manager)
        colleague.amend("Left later")
        colleague.minutes = 75
        self.assertEqual(colleague.minutes, 75)

    def test_amendments_are_not_written_by_hand(self):
        self.encounter.amend("Left earlier")
        amendment = self.encounter.amendment_ids
        for user in (self.counsellor, self.manager, self.auditor):
            for act in (
                lambda amendment: amendment.write({"reason": "Other"}), lambda amendment: amendment.unlink(),
                lambda amendment: amendment.create({"encounter_id": self.encounter.id, "reason": "Mine"}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    act(amendment.with_user(user))

    def test_raw_changes_are_read_by_nobody(self):
        self.encounter.amend("Left earlier")
        for user in (self.counsellor, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.encounter.amendment_ids.with_user(user).read(["changes"])

    def test_changes_about_a_restricted_member_are_left_out_for_others(self):
        group = self.new_encounter(self.own, self.client | self.client_restricted, state="done").with_user(self.keeper)
        group.amend("Was not there")
        secret = group.delivery_ids.filtered(lambda delivery: delivery.client_id == self.client_restricted)
        secret.action_cancel()
        group.action_finish_amendment()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(self.client_restricted.code, group.amendment_ids.changes_text)
        self.assertFalse(group.with_user(self.counsellor).amendment_ids.changes_text)

    def test_who_may_not_write_may_not_amend(self):
        for user in (self.auditor, self.finance, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.encounter.with_user(user).amend("Let me")

    def test_dialog_opens_an_amendment(self):
        self.env["recovery.encounter.amend"].with_user(self.counsellor).create({
            "encounter_id": self.encounter.id, "reason": "Left earlier",
        }).action_amend()
        self.assertTrue(self.encounter.amendment_open)

    def test_a_manager_finishes_the_amendment_of_a_colleague(self):
        self.encounter.amend("Left earlier")
        self.encounter.with_user(self.outreach).action_finish_amendment()
        self.assertTrue(self.encounter.amendment_open, "a colleague's amendment is not an outreach worker's to finish")
        self.assertEqual(self.encounter.with_user(self.manager).amendment_by, self.counsellor.name)
        self.encounter.with_user(self.manager).action_finish_amendment()
        self.assertTrue(self.encounter.locked)

    def test_a_forgotten_amendment_is_closed_after_a_day(self):
        self.encounter.amend("Left earlier")
        amendment = self.encounter.sudo().amendment_ids
        self.env["recovery.encounter.amendment"]._cron_close()
        self.assertTrue(amendment.is_open)
        amendment.date -= timedelta(hours=25)
        self.env["recovery.encounter.amendment"]._cron_close()
        self.assertFalse(amendment.is_open)

    def test_a_no_show_is_turned_into_done_by_an_amendment(self):
        missed = self.new_encounter(self.own, self.client, state="no_show").with_user(self.counsellor)
        with self.assertRaisesRegex(UserError, "Amend"):
            missed.action_done()
        missed.amend("Came late")
        missed.action_done()
        self.assertEqual(missed.delivery_ids.state, "done")

    def test_changed_minutes_reach_the_only_service_of_a_person(self):
        with Form(self.new_encounter(self.own, self.client).with_user(self.counsellor)) as form:
            form.minutes = 45
        self.assertEqual(form.record.delivery_ids.minutes, 45)
