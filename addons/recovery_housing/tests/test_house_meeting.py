from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .rota_case import RotaCase


@tagged("post_install", "-at_install")
class TestHouseMeeting(RotaCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yesterday = fields.Datetime.now() - timedelta(days=1)

    def new_meeting(self, user=None, **values):
        return self.env["recovery.house.meeting"].with_user(user or self.house).create({
            "house_id": self.community.id, "date_start": self.yesterday, **values,
        })

    def attend(self, meeting, **states):
        for name, state in states.items():
            client = getattr(self, name)
            meeting.attendance_ids.filtered(lambda row, client=client: row.client_id == client).write({"state": state})

    def deliveries(self, *states):
        return self.env["recovery.delivery"].search([
            ("client_id", "in", (self.ada | self.ben | self.cyr).ids), ("state", "in", states or ("done",)),
        ])

    def test_minutes(self):
        for refusal in self.refusals("recovery.house.meeting", "minutes", "Length"):
            with refusal:
                self.new_meeting(minutes=0)

    def test_the_residents_of_the_day_are_on_the_list(self):
        gone = self.new_client(self.own, nickname="Demo Gone")
        bed = self.env["recovery.bed"].create({"name": "C", "room_id": self.room2.id})
        self.new_stay(bed, gone, start=-30, stop=-5, state="out")
        meeting = self.new_meeting()
        self.assertEqual(meeting.attendance_ids.client_id, self.ada | self.ben | self.cyr)
        self.assertEqual(set(meeting.attendance_ids.mapped("state")), {"expected"})
        self.assertIn(gone, self.new_meeting(date_start=fields.Datetime.now() - timedelta(days=10)).attendance_ids.client_id)

    def test_somebody_on_leave_is_excused_beforehand(self):
        self.away((self.stay_ada, -2, 1))
        states = {row.client_id: row.state for row in self.new_meeting().attendance_ids}
        self.assertEqual((states[self.ada], states[self.ben]), ("excused", "expected"))

    def test_the_list_is_brought_up_to_date_without_doubling(self):
        meeting = self.new_meeting()
        self.attend(meeting, ada="present")
        bed = self.env["recovery.bed"].create({"name": "C", "room_id": self.room2.id})
        self.new_stay(bed, self.new_client(self.own, nickname="Demo New"), start=-2, state="in")
        meeting.action_list_residents()
        self.assertEqual(sorted(meeting.attendance_ids.mapped("state")), ["expected", "expected", "expected", "present"])

    def test_once_on_the_list(self):
        meeting = self.new_meeting()
        for refusal in self.refusals("recovery.house.meeting.attendance", "once", "Resident"):
            with refusal:
                self.env["recovery.house.meeting.attendance"].create({"meeting_id": meeting.id, "stay_id": self.stay_ada.id})
        elsewhere = self.new_stay(self.bed_flat, self.client_other, start=-5, state="in")
        with self.assertTold("Resident: "):
            self.env["recovery.house.meeting.attendance"].create({"meeting_id": meeting.id, "stay_id": elsewhere.id})

    def test_not_finished_before_everybody_is_answered(self):
        meeting = self.new_meeting()
        self.attend(meeting, ada="present")
        with self.assertRaisesRegex(UserError, "^Residents: of 2 "):
            meeting.action_done()
        meeting.action_all_present()
        meeting.action_done()
        self.assertEqual((meeting.state, meeting.present_count), ("done", 3))
        with self.assertRaisesRegex(UserError, "^Residents: "):
            meeting.attendance_ids[0].write({"state": "absent"})

    def test_not_finished_before_the_day(self):
        meeting = self.new_meeting(date_start=fields.Datetime.now() + timedelta(days=3))
        meeting.action_all_present()
        with self.assertRaisesRegex(ValidationError, "^Start: "):
            meeting.action_done()

    def test_not_counted_unless_the_house_says_so(self):
        meeting = self.new_meeting()
        meeting.action_all_present()
        meeting.action_done()
        self.assertFalse(self.deliveries())

    def counted_meeting(self):
        self.community.meeting_service_id = self.group_work
        meeting = self.new_meeting()
        self.attend(meeting, ada="present", ben="present", cyr="excused")
        meeting.action_done()
        return meeting

    def test_a_counted_meeting_is_a_group_session_of_those_present(self):
        self.counted_meeting()
        deliveries = self.deliveries()
        self.assertEqual(deliveries.client_id, self.ada | self.ben)
        [encounter] = deliveries.encounter_id
        self.assertEqual((encounter.state, encounter.program_id, encounter.minutes), ("done", self.own, 60))
        self.assertEqual((deliveries.service_id, encounter.employee_ids), (self.group_work, self.house.employee_id))
        self.assertFalse(self.deliveries("no_show"), "nobody is a no-show for having been excused")

    def test_finishing_twice_counts_once(self):
        meeting = self.counted_meeting()
        meeting.action_done()
        self.assertEqual(len(self.deliveries()), 2)

    def test_a_correction_amends_with_its_reason(self):
        meeting = self.counted_meeting()
        with self.assertRaisesRegex(UserError, "^Reason: "):
            meeting.write({"state": "planned"})
        with self.assertRaisesRegex(UserError, "^Reason: "):
            meeting.action_correct("whatever")
        wizard = self.env["recovery.house.meeting.correct"].with_user(self.house).create({
            "meeting_id": meeting.id, "reason": "person",
        })
        wizard.action_correct()
        self.attend(meeting, ben="absent", cyr="present")
        meeting.action_done()
        self.assertEqual(self.deliveries().client_id, self.ada | self.cyr)
        encounter = self.deliveries().encounter_id
        self.assertEqual(len(encounter), 1)
        self.assertEqual(encounter.sudo().amendment_ids.mapped("reason"), ["Wrong person"])

    def test_a_recorded_meeting_that_did_not_take_place(self):
        meeting = self.counted_meeting()
        meeting.action_correct("twice")
        meeting.action_cancel()
        self.assertFalse(self.deliveries())
        self.assertEqual(self.deliveries("cancelled").client_id, self.ada | self.ben)

    def test_staff_are_named_where_it_counts(self):
        self.community.meeting_service_id = self.group_work
        meeting = self.new_meeting(employee_ids=[(5,)])
        meeting.action_all_present()
        with self.assertRaisesRegex(ValidationError, "^Staff: "):
            meeting.action_done()

    def test_what_is_counted_stands_still_while_finished(self):
        meeting = self.counted_meeting()
        for values in ({"minutes": 5}, {"date_start": fields.Datetime.now()}, {"employee_ids": [(5,)]}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Correct…"), self.cr.savepoint():
                meeting.write(values)
        meeting.write({"body": "Minutes are completed afterwards"})
        with self.assertRaises(UserError), self.cr.savepoint():
            meeting.unlink()

    def test_decisions(self):
        meeting = self.new_meeting(decision_ids=[(0, 0, {
            "name": "New mop", "employee_id": self.house.employee_id.id, "date_due": self.day(-1),
        })])
        [decision] = meeting.decision_ids
        self.assertTrue(decision.is_overdue)
        self.assertIn(decision, decision.search([("is_overdue", "=", True)]))
        self.assertEqual(meeting.open_decision_count, 1)
        decision.action_done()
        self.assertFalse(decision.is_overdue)
        decision.action_reopen()
        decision.action_drop()
        self.assertNotIn("New mop", decision.display_name)

    def test_no_minutes_and_decisions_where_no_free_text_is_kept(self):
        self.own.no_free_text = True
        for values in ({"body": "Ada said"}, {"decision_ids": [(0, 0, {"name": "Ada buys"})]}):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "no free text"), self.cr.savepoint():
                self.new_meeting(**values)
        self.assertTrue(self.new_meeting(topics="Holidays"))

    def test_a_restricted_resident_is_on_the_list_for_nobody_else(self):
        bed = self.env["recovery.bed"].create({"name": "C", "room_id": self.room2.id})
        self.new_stay(bed, self.client_restricted, start=-10, state="in")
        meeting = self.new_meeting()
        self.assertEqual(len(meeting.sudo().attendance_ids), 4)
        self.env.invalidate_all()
        self.assertEqual(len(meeting.with_user(self.house).attendance_ids), 3)
        meeting.action_all_present()
        meeting.action_done()
        self.assertEqual(meeting.present_count, 3)

    def test_printed_minutes_name_residents_by_code(self):
        self.community.meeting_service_id = self.group_work
        meeting = self.new_meeting(topics="Holidays", body="Long talk")
        self.attend(meeting, ada="present", ben="present", cyr="excused")
        meeting.attendance_ids[0].is_chair = True
        meeting.action_done()
        Report = self.env["ir.actions.report"].with_user(self.house)
        page = Report._render_qweb_html("recovery_housing.house_meeting_minutes", meeting.ids)[0].decode()
        for text in (self.ada.code, self.cyr.code, "Holidays", "Long talk", "Excused"):
            self.assertIn(text, page)
        self.assertNotIn("Ada", page)
        logged = self.env["recovery.access.log"].search([("action", "=", "print"), ("user_id", "=", self.house.id)])
        self.assertEqual(logged.client_id, self.ada | self.ben | self.cyr)

    def test_the_next_meeting(self):
        meeting = self.counted_meeting()
        following = self.env["recovery.house.meeting"].browse(meeting.action_next()["res_id"])
        self.assertEqual((following.date - meeting.date).days, 7)
        self.assertEqual((following.state, len(following.attendance_ids)), ("planned", 3))

    def test_the_next_meeting_keeps_its_hour_when_the_clocks_change(self):
        meeting = self.new_meeting(date_start="2026-10-20 16:00:00")
        following = self.env["recovery.house.meeting"].browse(meeting.action_next()["res_id"])
        self.assertEqual(str(following.date_start), "2026-10-27 17:00:00")

    def test_the_next_meeting_talks_about_what_is_open(self):
        meeting = self.new_meeting(topics="Cleaning")
        self.env["recovery.house.meeting.decision"].create([
            {"meeting_id": meeting.id, "name": name, "state": state}
            for name, state in (("Buy a kettle", "open"), ("Paint the hall", "done"))
        ])
        following = self.env["recovery.house.meeting"].browse(meeting.action_next()["res_id"])
        self.assertEqual(following.topics, "Buy a kettle")

    def test_a_hidden_resident_is_not_counted(self):
        meeting = self.new_meeting()
        self.attend(meeting, ada="present", ben="present")
        self.env["recovery.house.meeting.decision"].create([
            {"meeting_id": meeting.id, "name": "Demo decision", "client_id": client.id} for client in (self.ada, self.ben)
        ])
        self.ada.write({"restricted": True, "restricted_user_ids": [(6, 0, self.manager.ids)]})
        for user, number in ((self.house, 1), (self.manager, 2)):
            self.env.flush_all()
            self.env.invalidate_all()
            seen = meeting.with_user(user)
            self.assertEqual((seen.present_count, seen.open_decision_count), (number, number), user.login)
            self.env.invalidate_all()
            seen = meeting.with_user(user).sudo()
            self.assertEqual((seen.present_count, seen.open_decision_count), (number, number), "read as superuser for them")
