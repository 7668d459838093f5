from odoo.tests import tagged

from .night_case import NightCase


@tagged("post_install", "-at_install")
class TestNightCron(NightCase):

    def nights(self):
        return self.env["recovery.night"].search([("house_id", "in", (self.shelter | self.warm).ids)])

    def run_at(self, clock, days=0):
        with self.at(clock, days):
            self.env["recovery.night"]._cron_nights()
            self.env.flush_all()

    def test_an_hour_between_noon_and_midnight(self):
        for hour in (11, 24):
            for refusal in self.refusals("recovery.house", "night_hour", "Opens at"):
                with self.subTest(hour=hour), refusal:
                    self.shelter.night_hour = hour

    def test_tonight_opens_at_its_hour_and_once(self):
        self.shelter.write({"night_auto": True, "night_hour": 18.5})
        self.run_at("18:00")
        self.assertFalse(self.nights())
        self.run_at("18:30")
        self.run_at("23:00")
        self.run_at("02:00", days=1)
        self.assertRecordValues(self.nights(), [{"house_id": self.shelter.id, "date": self.today, "state": "open"}])

    def test_houses_that_do_not_ask_and_closed_houses_stay_alone(self):
        self.warm.write({"night_auto": True, "date_close": self.today})
        self.community.night_auto = True
        self.run_at("20:00")
        self.assertFalse(self.nights())

    def test_a_night_that_nobody_closed_makes_one_to_do(self):
        night = self.new_night(days=-2, employee_ids=[(6, 0, self.outreach.employee_id.ids)])
        tonight = self.new_night()
        for _turn in range(2):
            self.env["recovery.night"]._cron_nights()
        self.assertEqual(night.activity_ids.user_id, self.outreach)
        self.assertEqual(len(night.activity_ids), 1)
        self.assertFalse(tonight.activity_ids)
        night.with_user(self.house).action_close()
        self.assertFalse(night.activity_ids)

    def test_without_anybody_on_duty_the_staff_of_the_house_are_told(self):
        self.shelter.employee_ids = self.house.employee_id
        night = self.new_night(days=-1)
        self.env["recovery.night"]._cron_nights()
        self.assertEqual(night.activity_ids.user_id, self.house)
