from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase
from .form_spec import get_form_spec


@tagged("post_install", "-at_install")
class TestQueryCount(RecoveryCase):
    """Opening costs the same however long the history is; work in batches costs no query a row."""

    def queries(self, act):
        """Return how many statements ``act`` sends, from a cold record cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def encounter_values(self, count, clients=None):
        clients = clients or self.client
        return [
            {
                "program_id": self.own.id, "state": "done", "minutes": 50,
                "date_start": fields.Datetime.now() - timedelta(hours=number + 1),
                "employee_ids": [Command.set(self.counsellor.employee_id.ids)],
                "delivery_ids": [
                    Command.create({"client_id": client.id, "service_id": self.talk.id}) for client in clients
                ],
            }
            for number in range(count)
        ]

    def history(self, client, count):
        """Give ``client`` so many encounters with a note and a rating each."""
        encounters = self.env["recovery.encounter"].create(self.encounter_values(count, client))
        self.env["recovery.note"].create([
            {"encounter_id": encounter.id, "client_id": client.id, "program_id": self.own.id, "body": "Demo"}
            for encounter in encounters
        ])
        self.env["recovery.ors"].create([
            {
                "encounter_id": encounter.id, "client_id": client.id, "program_id": self.own.id, "individual": 5.0,
                "interpersonal": 5.0, "social": 5.0, "overall": 5.0,
            }
            for encounter in encounters
        ])
        return encounters

    def open_form(self, record):
        record = record.with_user(self.counsellor)
        spec = get_form_spec(record.env, record._name)
        return self.queries(lambda: record.web_read(spec))

    def test_opening_a_client_with_300_encounters(self):
        newcomer = self.new_client(self.own)
        self.new_episode(newcomer, self.own)
        self.history(newcomer, 5)
        self.history(self.client, 300)
        self.open_form(newcomer)
        few, many = self.open_form(newcomer), self.open_form(self.client)
        self.assertLessEqual(many, 40)
        # One more: the line in the access log, which the newcomer has by now.
        self.assertLessEqual(many, few + 3)

    def test_opening_an_encounter_of_twenty(self):
        members = self.env["recovery.client"].create([
            {"identity": "pseudonymous", "nickname": f"Member {number}", "intake_program_id": self.own.id}
            for number in range(20)
        ])
        pair = self.env["recovery.encounter"].create(self.encounter_values(1, members[:2]))
        group = self.env["recovery.encounter"].create(self.encounter_values(1, members))
        self.open_form(pair)
        few, many = self.open_form(pair), self.open_form(group)
        self.assertLessEqual(many, few + 3)

    def test_creating_encounters_in_a_batch(self):
        Encounter = self.env["recovery.encounter"].with_user(self.counsellor)
        self.queries(lambda: Encounter.create(self.encounter_values(2)))
        few = self.queries(lambda: Encounter.create(self.encounter_values(10)))
        many = self.queries(lambda: Encounter.create(self.encounter_values(80)))
        self.assertLessEqual(many, few + 2)

    def test_finishing_encounters_in_a_batch(self):
        def planned(count):
            return self.env["recovery.encounter"].create(
                [{**values, "state": "planned"} for values in self.encounter_values(count)],
            ).with_user(self.counsellor)
        planned(2).action_done()
        first, second = planned(5), planned(50)
        few, many = self.queries(first.action_done), self.queries(second.action_done)
        self.assertLessEqual(many, few + 2)

    def test_rating_in_a_batch(self):
        def rate(count):
            return self.env["recovery.ors"].with_user(self.counsellor).create([
                {
                    "client_id": self.client.id, "episode_id": self.episode.id, "individual": 5.0,
                    "interpersonal": 5.0, "social": 5.0, "overall": 5.0,
                    "date": self.today - timedelta(days=number),
                }
                for number in range(count)
            ])
        self.queries(lambda: rate(1))
        few, many = self.queries(lambda: rate(5)), self.queries(lambda: rate(50))
        self.assertLessEqual(many, few + 2)

    def test_list_of_clients(self):
        for number in range(60):
            self.new_episode(self.new_client(self.own, nickname=f"Listed {number}"), self.own)
        Client = self.env["recovery.client"].with_user(self.counsellor)
        spec = {"display_name": {}, "age_group": {}, "encounter_count": {}, "last_contact": {}}
        Client.web_search_read([], spec, limit=5)
        few = self.queries(lambda: Client.web_search_read([], spec, limit=5))
        many = self.queries(lambda: Client.web_search_read([], spec, limit=60))
        self.assertLessEqual(many, few + 2)

    def test_cron_of_contacts_costs_one_statement_an_activity(self):
        self.own.phase_ids = [Command.create({
            "name": "Intensive", "month_from": 0, "month_to": 6, "contact_every_days": 7,
        })]
        Episode = self.env["recovery.episode"]

        def begin(count):
            for _number in range(count):
                self.new_episode(self.new_client(self.own), self.own, state="active", date_start=self.today - timedelta(
                    days=20), keyworker_id=self.counsellor.employee_id.id)
        begin(3)
        self.queries(Episode._cron_contacts)
        begin(3)
        few = self.queries(Episode._cron_contacts)
        begin(40)
        many = self.queries(Episode._cron_contacts)
        # Odoo makes the keyworker a follower of each: one statement an activity, no more.
        self.assertLessEqual(many, few + 40)
        self.assertLessEqual(self.queries(Episode._cron_contacts), few)
