from datetime import datetime, timedelta

from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestEncounterPlanning(RecoveryCase):
    """In the calendar an encounter has an end; what is kept are minutes."""

    def test_dragging_the_end_changes_the_minutes(self):
        encounter = self.new_encounter(self.own, self.client)
        encounter.date_stop = encounter.date_start + timedelta(minutes=95)
        self.assertEqual(encounter.minutes, 95)
        encounter.date_stop = encounter.date_start - timedelta(minutes=5)
        self.assertEqual(encounter.minutes, 0)

    def test_drawn_in_the_calendar_it_lasts_as_long_as_drawn(self):
        start = datetime(2026, 3, 2, 9)
        Encounter = self.env["recovery.encounter"].with_user(self.counsellor).with_context(
            default_date_start="2026-03-02 09:00:00", default_date_stop="2026-03-02 10:15:00",
            default_program_id=self.own.id,
        )
        form = Form(Encounter)
        self.assertEqual((form.date_start, form.minutes), (start, 75))
        with form.delivery_ids.new() as line:
            line.client_id = self.client
            line.service_id = self.talk
        form.minutes = 30
        encounter = form.save()
        self.assertEqual((encounter.date_stop, encounter.delivery_ids.minutes), (start + timedelta(minutes=30), 30))

    def test_several_services_of_one_person_keep_their_shares(self):
        encounter = self.env["recovery.encounter"].create({
            "program_id": self.own.id, "minutes": 60, "date_start": datetime(2026, 3, 2, 9), "delivery_ids": [
                (0, 0, {"client_id": self.client.id, "service_id": self.talk.id, "minutes": 40}),
                (0, 0, {"client_id": self.client.id, "service_id": self.group_work.id, "minutes": 20}),
            ],
        })
        with Form(encounter) as form:
            form.minutes = 90
        self.assertEqual(encounter.delivery_ids.sorted("id").mapped("minutes"), [40, 20])
