from datetime import datetime, time, timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestEventMeasures(ReportingCase):
    """The edges of what counts of events and publications."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.volunteer = cls.env["hr.employee"].create({
            "name": "Demo volunteer", "is_volunteer": True, "company_id": cls.company.id,
        })

    def held(self, *rows, ago=10, program=None, **values):
        start = datetime.combine(self.today - timedelta(days=ago), time(9))
        event = self.env["recovery.event"].create({
            "name": "Demo event", "program_id": (program or self.own).id, "date_start": start,
            "date_end": start + timedelta(hours=4), "employee_ids": [Command.set(self.counsellor.employee_id.ids)],
            "participant_ids": [Command.create(row) for row in rows], **values,
        })
        event.action_done()
        return event

    def test_counts_on_the_day_it_begins(self):
        self.held(ago=181, date_end=datetime.combine(self.today - timedelta(days=175), time(9)))
        self.assertEqual(self.figure("events_held").value, 0)
        self.held(ago=180)
        self.assertEqual(self.figure("events_held").value, 1)

    def test_planned_and_cancelled_events_do_not_count(self):
        event = self.held(headcount=20)
        self.assertEqual(self.figure("participants").value, 20)
        event.action_correct("twice")
        self.assertEqual(self.figure("participants").value, 0)
        event.action_cancel()
        self.assertEqual(self.figure("events_held").value, 0)

    def test_named_grants_are_the_only_ones(self):
        second = self.new_grant("G-2", programs=self.own)
        self.held(headcount=3)
        self.held(headcount=5, grant_ids=[Command.set(second.ids)])
        self.assertEqual((self.figure("participants").value, self.figure("participants", second).value), (3, 8))

    def test_grant_of_another_programme_is_not_named(self):
        second = self.new_grant("G-2", programs=self.other)
        with self.assertRaisesRegex(ValidationError, "^Grants: G-2"):
            self.held(grant_ids=[Command.set(second.ids)])

    def test_volunteer_trained_twice_is_one_person(self):
        row = {"employee_id": self.volunteer.id, "state": "completed"}
        self.held(row, kind="training")
        self.held(row, kind="training", ago=5)
        self.held({"client_id": self.client.id, "role": "self_advocate", "state": "completed"}, kind="self_advocacy")
        self.held({"employee_id": self.counsellor.employee_id.id, "state": "completed"}, kind="training")
        self.held({"client_id": self.client_other.id, "role": "volunteer", "state": "attended"}, kind="training")
        self.held({"client_id": self.client_other.id, "role": "volunteer", "state": "completed"}, kind="camp")
        figure = self.figure("volunteers_trained")
        self.assertEqual(figure.value, 2)
        self.assertEqual(self.figure("volunteers_trained", participant_role="self_advocate").value, 1)

    def test_what_an_event_recorded_counts_for_the_grant(self):
        """One entry: the event itself, its participant, the person supported and the hours."""
        self.held({"client_id": self.client.id, "state": "attended"}, service_id=self.group_work.id)
        self.grant._attribute()
        values = {code: self.figure(code).value for code in ("events_held", "participants", "persons_supported", "hours")}
        self.assertEqual(values, {"events_held": 1, "participants": 1, "persons_supported": 1, "hours": 4})

    def test_publications(self):
        publication = self.env["recovery.publication"].create({
            "name": "Demo leaflet", "program_id": self.own.id, "date": self.today,
        })
        self.assertEqual(self.figure("publications").value, 0)
        publication.action_publish()
        self.assertEqual(self.figure("publications").value, 1)
        publication.action_withdraw()
        self.assertEqual(self.figure("publications").value, 0)

    def test_frozen_with_people_by_code(self):
        self.held({"client_id": self.client.id, "state": "attended"}, headcount=7)
        self.new_indicator("participants")
        report = self.env["recovery.report"].create({
            "grant_id": self.grant.id, "date_from": self.start, "date_to": self.today - timedelta(days=1),
        })
        report.action_freeze()
        evidence = report.line_ids.evidence_ids
        self.assertEqual((report.line_ids.value, sorted(evidence.mapped("amount"))), (8, [1, 7]))
        self.assertIn(self.client.code, evidence.mapped("reference"))

    def test_words_of_the_filters(self):
        line = self.new_indicator("participants", event_kind="camp", participant_role="volunteer")
        words = line.indicator_id._describe(line.indicator_id._get_filters())
        self.assertEqual(words, "Participants of events; Camp; Volunteer")
