"""A group of the own programme and its sessions, for tests."""

from datetime import datetime, time, timedelta

from odoo import fields
from odoo.fields import Command

from .common import RecoveryCase


class GroupCase(RecoveryCase):
    """``group`` meets on every day of the week at ten (Prague), with ``client`` and ``second`` as members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.new_client(cls.own, nickname="Demo Second")
        cls.group = cls.new_group(**dict.fromkeys(("tue", "wed", "thu", "fri", "sat", "sun"), True))
        cls.member, cls.second_member = cls.env["recovery.group.member"].create([
            {"group_id": cls.group.id, "client_id": client.id, "date_from": cls.today - timedelta(days=60)}
            for client in (cls.client, cls.second)
        ])

    @classmethod
    def new_group(cls, **values):
        return cls.env["recovery.group"].create({
            "name": "Demo group", "program_id": cls.own.id, "service_id": cls.group_work.id, "mon": True,
            "time_start": 10.0, "minutes": 90, "plan_weeks": 1, "date_from": cls.today - timedelta(days=60),
            "employee_ids": [Command.set(cls.counsellor.employee_id.ids)], **values,
        })

    @classmethod
    def new_session(cls, ago, came=(), missed=(), state="done", group=None):
        """Create a session ``ago`` days before today at ten with those who came and those who did not."""
        group = group or cls.group
        day = cls.today - timedelta(days=ago)
        return cls.env["recovery.encounter"].create({
            "group_id": group.id, "program_id": group.program_id.id, "date_start": datetime.combine(day, time(9)),
            "minutes": 90, "employee_ids": [Command.set(cls.counsellor.employee_id.ids)], "state": state,
            "delivery_ids": [
                Command.create({"client_id": client.id, "service_id": group.service_id.id, **own})
                for clients, own in ((came, {}), (missed, {"state": "no_show", "state_own": True})) for client in clients
            ],
        })

    def sessions(self, group=None):
        return self.env["recovery.encounter"].search([("group_id", "=", (group or self.group).id)], order="date_start")

    def local_times(self, sessions):
        """Return when sessions begin on the clock of the company."""
        zone = self.company._get_timezone()
        return [
            fields.Datetime.context_timestamp(session.with_context(tz=zone.zone), session.date_start) for session in sessions
        ]
