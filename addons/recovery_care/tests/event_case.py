"""Events of the own programme and a volunteer, for tests."""

from datetime import datetime, time, timedelta

from odoo.fields import Command

from .common import RecoveryCase


class EventCase(RecoveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.new_client(cls.own, nickname="Demo Second")
        cls.volunteer = cls.env["hr.employee"].create({
            "name": "Demo Volunteer", "is_volunteer": True, "company_id": cls.company.id,
        })
        # Rules ask who works where.
        cls.env.flush_all()

    @classmethod
    def new_event(cls, people=(), ago=2, **values):
        """Create a planned event of three hours ``ago`` days before today with the people registered."""
        start = datetime.combine(cls.today - timedelta(days=ago), time(8))
        return cls.env["recovery.event"].with_user(cls.counsellor).create({
            "name": "Demo event", "program_id": cls.own.id, "date_start": start, "date_end": start + timedelta(hours=3),
            "participant_ids": [
                Command.create({"client_id" if person._name == "recovery.client" else "employee_id": person.id})
                for person in people
            ], **values,
        })
