from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RecoveryCase

KEY = "0123456789abcdef0123456789abcdef"


@tagged("post_install", "-at_install")
class TestEncounterEntry(RecoveryCase):

    def test_recorded_when_it_is_done(self):
        with freeze_time("2026-03-02 10:00:00"):
            encounter = self.new_encounter(self.own, self.client, date_start="2026-03-02 09:00:00")
            self.assertFalse(encounter.recorded_on)
        with freeze_time("2026-03-02 12:00:00"):
            encounter.action_done()
            self.env.flush_all()
        self.assertEqual(str(encounter.recorded_on), "2026-03-02 12:00:00")
        self.assertFalse(encounter.is_late_entry)

    def test_late_entry(self):
        self.own.late_entry_days = 2
        for hours, late in ((47, False), (49, True)):
            start = fields.Datetime.now() - timedelta(hours=hours)
            encounter = self.new_encounter(self.own, self.client, date_start=start, minutes=0, state="done")
            with self.subTest(hours=hours):
                self.assertEqual(encounter.is_late_entry, late)

    def test_worker_does_not_choose_when_it_was_recorded(self):
        encounter = self.env["recovery.encounter"].with_user(self.counsellor).create({
            "program_id": self.own.id, "date_start": "2026-01-05 10:00:00", "state": "done",
            "recorded_on": "2026-01-05 11:00:00",
            "delivery_ids": [fields.Command.create({"client_id": self.client.id, "service_id": self.talk.id})],
        })
        self.assertTrue(encounter.is_late_entry)
        encounter.write({"recorded_on": "2026-01-05 11:00:00"})
        self.assertTrue(encounter.is_late_entry)

    def test_days_are_not_negative(self):
        for refusal in self.refusals("recovery.program", "late_entry_days", "Late entry"):
            with refusal:
                self.own.late_entry_days = -1

    def test_values_said_at_once_are_those_computed_later(self):
        """What ``_add_precomputed_values`` says without a draft is what the fields compute."""
        self.company.resource_calendar_id.tz = "Asia/Tokyo"
        encounter = self.new_encounter(
            self.own, self.client_restricted, date_start="2026-03-01 20:00:00", minutes=90, state="done",
        )
        delivery = encounter.delivery_ids
        supply = self.env["recovery.supply"].create({
            "delivery_id": self.new_encounter(self.own, self.client).delivery_ids.id, "product_id": self.syringe.id,
            "issued": 8, "returned": 2,
        })
        self.env.flush_all()
        for record, names in (
            (encounter, ("date", "date_stop", "place", "recorded_on", "is_late_entry", "restricted_only")),
            (delivery, ("date", "program_id", "company_id", "state", "episode_id", "minutes")),
            (supply, ("client_id", "program_id", "company_id", "date", "state", "place", "material_kind", "return_rate")),
        ):
            for name in names:
                said = record[name]
                self.env.add_to_compute(record._fields[name], record)
                with self.subTest(model=record._name, field=name):
                    self.assertEqual(record[name], said)
        self.assertEqual(str(encounter.date), "2026-03-02")
        self.assertTrue(encounter.restricted_only)


@tagged("post_install", "-at_install")
class TestEntryKey(RecoveryCase):

    def test_a_key_is_new_once(self):
        keys = self.env["recovery.entry.key"].with_user(self.outreach)
        self.assertTrue(keys._claim(KEY))
        self.assertFalse(keys._claim(KEY))

    def test_key_of_somebody_else(self):
        self.env["recovery.entry.key"].with_user(self.outreach)._claim(KEY)
        with self.assertRaisesRegex(UserError, "^Key"):
            self.env["recovery.entry.key"].with_user(self.counsellor)._claim(KEY)

    def test_unusable_keys(self):
        for key in (None, "", "short", 12345, "x" * 65):
            with self.subTest(key=key), self.assertRaisesRegex(UserError, "^Key"):
                self.env["recovery.entry.key"]._claim(key)

    def test_a_key_stands_once(self):
        keys = self.env["recovery.entry.key"]
        keys._claim(KEY)
        for refusal in self.refusals("recovery.entry.key", "key_uniq", "Key"):
            with refusal:
                keys.create({"key": KEY, "user_id": self.keeper.id})

    def test_old_keys_are_forgotten(self):
        keys = self.env["recovery.entry.key"]
        keys._claim(KEY)
        keys._claim(KEY[::-1])
        old = keys.search([("key", "=", KEY)])
        self.env.cr.execute(
            "UPDATE recovery_entry_key SET create_date = create_date - interval '32 days' WHERE id = %s", [old.id],
        )
        old.invalidate_recordset()
        keys._gc_keys()
        self.assertEqual(keys.search([("key", "in", (KEY, KEY[::-1]))]).mapped("key"), [KEY[::-1]])
