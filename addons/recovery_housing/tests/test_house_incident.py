from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .leave_case import LeaveCase


@tagged("post_install", "-at_install")
class TestHouseIncident(LeaveCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.community.employee_ids = cls.house.employee_id
        cls.noted, cls.serious, cls.grave, cls.critical = (
            cls.env.ref(f"recovery_housing.incident_level_{number}") for number in range(1, 5)
        )
        cls.episode.keyworker_id = cls.counsellor.employee_id
        cls.police = cls.env["res.partner"].create({"name": "Demo police", "is_company": True})

    def new_incident(self, level=None, people=(), user=None, **values):
        return self.env["recovery.house.incident"].with_user(user or self.house).create({
            "house_id": self.community.id, "kind": "violence", "level_id": (level or self.grave).id,
            "person_ids": [Command.create({"client_id": client.id, "role": role}) for client, role in people], **values,
        })

    def told(self, incident):
        return {(notice.role, notice.employee_id.user_id) for notice in incident.notice_ids}

    def to_dos(self, incident, xmlid):
        return incident.sudo().activity_ids.filtered(
            lambda activity: activity.active and activity.activity_type_id == self.env.ref(f"recovery_housing.{xmlid}"),
        )

    def test_the_client_leads_to_the_incidents(self):
        incident = self.new_incident(people=[(self.client, "involved")])
        self.new_incident()
        action = self.client.with_user(self.counsellor).action_open_incidents()
        found = self.env[action["res_model"]].with_user(self.counsellor).search(action["domain"])
        self.assertEqual(found, incident)

    def test_the_level_says_who_is_told_and_until_when(self):
        incident = self.new_incident(people=[(self.client, "involved")], date=self.hours(-2))
        self.assertEqual(
            self.told(incident), {("house", self.house), ("programme", self.manager), ("keyworker", self.counsellor)},
        )
        due = {notice.role: notice.due - incident.date for notice in incident.notice_ids}
        self.assertEqual(due, {role: timedelta(hours=hours) for role, hours in (
            ("house", 4), ("programme", 24), ("keyworker", 24),
        )})
        self.assertEqual(
            self.to_dos(incident, "activity_tell").user_id, self.house | self.manager | self.counsellor,
        )
        self.assertRegex(incident.code, r"^IN-\d{5}$")
        self.assertEqual(incident.display_name, incident.code)

    def test_who_runs_the_house_goes_before_its_staff(self):
        self.community.write({"responsible_id": self.manager.employee_id.id, "deputy_id": self.counsellor.employee_id.id})
        incident = self.new_incident(self.serious)
        self.assertEqual(self.told(incident), {("house", self.manager)})
        self.assertEqual(
            self.community._get_staff().user_id.ids, [self.manager.id, self.counsellor.id, self.house.id],
        )
        self.community.responsible_id = False
        self.assertEqual(self.told(self.new_incident(self.serious)), {("house", self.counsellor)})

    def test_a_light_incident_is_told_to_nobody(self):
        incident = self.new_incident(self.noted)
        self.assertFalse(incident.notice_ids or incident.follow_up_due or incident.sudo().activity_ids)

    def test_a_higher_level_adds_and_takes_nobody_off(self):
        incident = self.new_incident(self.serious)
        self.assertEqual(self.told(incident), {("house", self.house)})
        incident.level_id = self.critical
        self.assertEqual(
            self.told(incident),
            {("house", self.house), ("programme", self.manager), ("authority", self.env["res.users"])},
        )
        incident.level_id = self.noted
        self.assertEqual(len(incident.notice_ids), 3)

    def test_a_list_of_one_company_is_not_that_of_another(self):
        self.env["recovery.house.incident.duty"].create([
            {"level_id": self.noted.id, "role": "authority", "partner_id": self.police.id, "company_id": company.id}
            for company in (self.company, self.partner_company)
        ])
        self.assertEqual(len(self.new_incident(self.noted).notice_ids), 1)

    def test_the_keyworker_of_somebody_added_later_is_told_of_a_witness_not(self):
        incident = self.new_incident(people=[(self.client, "witness")])
        self.assertNotIn("keyworker", incident.notice_ids.mapped("role"))
        incident.person_ids.role = "affected"
        other = self.new_client(self.own, nickname="Demo Other")
        self.new_episode(other, self.own, keyworker_id=self.counsellor.employee_id.id)
        incident.person_ids = [Command.create({"client_id": other.id, "role": "affected"})]
        self.assertIn(("keyworker", self.counsellor), self.told(incident))

    def test_a_restricted_resident_shows_through_nothing(self):
        self.new_episode(self.client_restricted, self.own, keyworker_id=self.keeper.employee_id.id)
        self.client_restricted.restricted_user_ids += self.manager
        people = [(self.client, "affected"), (self.client_restricted, "involved")]
        incident = self.new_incident(people=people, user=self.manager)
        self.assertEqual(len(incident.person_ids), 2)
        self.assertNotIn("keyworker", {role for role, user in self.told(incident) if user == self.keeper})
        self.env.invalidate_all()
        for user in (self.house, self.counsellor, self.data):
            seen = incident.with_user(user)
            self.assertEqual(seen.person_ids.client_id, self.client, user.login)
            self.assertEqual(seen.web_read({"person_ids": {"fields": {"client_id": {}}}})[0]["person_ids"][0]["client_id"],
                             self.client.id)
            found = seen.search([("person_ids.client_id", "=", self.client_restricted.id)])
            self.assertFalse(found, user.login)

    def test_told_by_whom_and_when(self):
        incident = self.new_incident()
        notice = incident.notice_ids.filtered(lambda notice: notice.role == "programme")
        notice.way = "phone"
        notice.action_told()
        self.assertEqual((notice.told_by_id, bool(notice.told_on), incident.untold_count), (self.house, True, 1))
        self.assertNotIn(self.manager, self.to_dos(incident, "activity_tell").user_id)
        before = notice.told_on
        with freeze_time(self.hours(5)):
            notice.action_told()
        self.assertEqual(notice.told_on, before)
        with self.assertRaisesRegex(UserError, "^Told on: "):
            notice.unlink()

    def test_who_marks_the_to_do_as_done_was_told(self):
        incident = self.new_incident()
        notice = incident.notice_ids.filtered(lambda notice: notice.role == "programme")
        to_do = self.to_dos(incident, "activity_tell").filtered(lambda to_do: to_do.user_id == self.manager)
        to_do.with_user(self.manager).action_done()
        self.assertEqual((notice.told_by_id, bool(notice.told_on), incident.untold_count), (self.manager, True, 1))

    def test_to_dos_keep_no_words_where_the_programme_keeps_none(self):
        self.own.no_free_text = True
        incident = self.new_incident()
        to_dos = self.to_dos(incident, "activity_tell")
        self.assertEqual(set(to_dos.mapped("summary")), {to_dos.activity_type_id.summary})
        for to_do in to_dos:
            to_do.with_user(to_do.user_id).action_done()
        self.assertFalse(incident.notice_ids.filtered(lambda notice: not notice.told_on))

    def test_somebody_else_is_told_too(self):
        incident = self.new_incident(self.noted)
        incident.notice_ids = [Command.create({"role": "authority", "partner_id": self.police.id})]
        self.assertEqual(self.to_dos(incident, "activity_tell").user_id, self.house)
        self.assertEqual(incident.notice_ids.display_name, "Authority · Demo police")

    def test_overdue_by_reading_and_searching(self):
        incident, fine = self.new_incident(date=self.hours(-10)), self.new_incident(self.noted)
        self.assertEqual((incident.is_overdue, fine.is_overdue), (True, False))
        self.assertEqual(incident.search([("is_overdue", "=", True), ("house_id", "=", self.community.id)]), incident)
        incident.notice_ids.action_told()
        self.env.invalidate_all()
        self.assertFalse(incident.is_overdue)
        incident.follow_up_due = self.day(-1)
        self.assertTrue(incident.is_overdue)
        self.assertEqual(incident.search([("is_overdue", "=", True), ("house_id", "=", self.community.id)]), incident)

    def test_followed_up_and_closed_by_the_manager_when_all_are_told(self):
        incident = self.new_incident()
        self.assertEqual(incident.follow_up_due, fields.Date.context_today(incident, incident.date) + timedelta(days=7))
        self.assertEqual(len(self.to_dos(incident, "activity_follow_up")), 1)
        incident.follow_up_due = self.day(3)
        self.assertEqual(self.to_dos(incident, "activity_follow_up").date_deadline, self.day(3))
        incident.action_follow_up()
        self.assertFalse(self.to_dos(incident, "activity_follow_up"))
        with self.assertRaises(AccessError):
            incident.action_close()
        with self.assertRaisesRegex(ValidationError, "^To be told: "), self.cr.savepoint():
            incident.with_user(self.manager).action_close()
        incident.notice_ids.action_told()
        incident.with_user(self.manager).action_close()
        self.assertEqual((incident.state, incident.closed_by_id), ("closed", self.manager))
        for change in (
            lambda: incident.write({"kind": "fire"}), lambda: incident.write({"notice_ids": [Command.create({})]}),
            lambda: self.env["recovery.house.incident.person"].with_user(self.house).create(
                {"incident_id": incident.id, "client_id": self.client.id},
            ),
        ):
            with self.assertRaisesRegex(UserError, "closed"), self.cr.savepoint():
                change()
        with self.assertRaises(AccessError):
            incident.action_reopen()
        incident.with_user(self.manager).action_reopen()
        self.assertEqual((incident.state, incident.closed_on), ("open", False))

    def test_a_closed_incident_says_when(self):
        incident = self.new_incident(self.noted)
        incident.action_follow_up()
        for refusal in self.refusals("recovery.house.incident", "closed", "State"):
            with refusal:
                incident.sudo().state = "closed"

    def test_a_code_is_given_once(self):
        incident = self.new_incident()
        for refusal in self.refusals("recovery.house.incident", "code_uniq", "Code"):
            with refusal:
                self.new_incident(code=incident.code)

    def test_a_person_stands_in_an_incident_once(self):
        incident = self.new_incident(people=[(self.client, "involved")])
        for refusal in self.refusals("recovery.house.incident.person", "once", "Client"):
            with refusal:
                incident.person_ids = [Command.create({"client_id": self.client.id, "role": "witness"})]

    def test_when_and_by_whom_belong_together(self):
        notice = self.new_incident().notice_ids[0]
        for refusal in self.refusals("recovery.house.incident.notice", "told", "Told by"):
            with refusal:
                notice.told_on = self.now

    def test_levels_are_four(self):
        for values in ({"level": 5}, {"level": 0}, {"follow_up_days": -1}):
            for refusal in self.refusals("recovery.house.incident.level", "range", "Level"):
                with refusal:
                    self.critical.write(values)
        for refusal in self.refusals("recovery.house.incident.level", "level_uniq", "Level"):
            with refusal:
                self.critical.level = 3

    def test_hours_are_not_negative(self):
        for refusal in self.refusals("recovery.house.incident.duty", "hours", "Within"):
            with refusal:
                self.critical.duty_ids[0].hours = -1

    def test_the_form_begins_with_the_house_where_one_works(self):
        with Form(self.env["recovery.house.incident"].with_user(self.house)) as form:
            self.assertEqual(form.house_id, self.community)
            form.kind = "damage"
            form.level_id = self.serious
        self.assertEqual(form.record.employee_ids, self.house.employee_id)

    def test_a_room_is_in_the_house_and_the_time_not_ahead(self):
        room = self.env["recovery.room"].create({"name": "Demo", "house_id": self.flat.id})
        with self.assertRaisesRegex(ValidationError, "^Room: "):
            self.new_incident(room_id=room.id)
        with self.assertRaisesRegex(ValidationError, "^When: "):
            self.new_incident(date=self.hours(3))

    def test_reading_one_is_logged_in_the_files_of_those_in_it(self):
        incident = self.new_incident(people=[(self.client, "involved")])
        Log = self.env["recovery.access.log"].sudo()
        before = Log.search_count([("client_id", "=", self.client.id)])
        incident.with_user(self.counsellor).web_read({"kind": {}, "description": {}})
        self.assertGreater(Log.search_count([("client_id", "=", self.client.id)]), before)

    def test_without_free_text(self):
        self.own.no_free_text = True
        incident = self.new_incident(people=[(self.client, "involved")])
        for values in ({"description": "Loud"}, {"measures": "Talk"}):
            with self.assertRaisesRegex(UserError, "no free text"), self.cr.savepoint():
                incident.write(values)
        incident.notice_ids.action_told()

    def test_an_incident_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.new_incident().sudo().unlink()

    def test_whoever_may_not_read_the_incident_gets_no_to_do(self):
        self.community.employee_ids = self.outreach.employee_id
        self.own.employee_ids -= self.manager.employee_id
        incident = self.new_incident(self.serious)
        incident.notice_ids.create({"incident_id": incident.id, "employee_id": self.stranger.employee_id.id})
        self.assertEqual(self.told(incident) & {("house", self.outreach)}, {("house", self.outreach)})
        self.assertEqual(incident.sudo().activity_ids.user_id, self.house, "who wrote it down tells them")
