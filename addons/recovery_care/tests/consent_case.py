"""Purposes and a way to consent, for the tests of consents and of what rests on them."""

from datetime import timedelta

from odoo.fields import Command

from .common import RecoveryCase


class ConsentCase(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identification, cls.sharing, cls.research = (
            cls.env.ref(f"recovery_care.consent_purpose_{name}") for name in ("identification", "sharing", "research")
        )
        cls.hospital, cls.court = cls.env["res.partner"].create([{"name": "Demo hospital"}, {"name": "Demo court"}])
        cls.yesterday, cls.tomorrow = cls.today - timedelta(days=1), cls.today + timedelta(days=1)

    @classmethod
    def consent(cls, client=None, **values):
        """Record a consent of ``client`` by a counsellor, given from today on unless told otherwise."""
        client = client or cls.client
        return cls.env["recovery.consent"].with_user(cls.counsellor).create({
            "client_id": client.id, "company_id": client.company_id.id, "purpose_id": cls.research.id, "state": "given",
            **values,
        })

    def to_dos(self, client=None):
        """Return who has the to-do to return the client to the code."""
        return (client or self.client).sudo().activity_search(["recovery_care.activity_return_to_code"]).user_id

    def coded(self, **values):
        """Return somebody known by a code in the own programme."""
        return self.new_client(self.own, nickname="Demo Heron", **values)

    def needs_consent(self):
        self.own.identification_consent = True

    @classmethod
    def keyworker(cls, user):
        cls.episode.write({"keyworker_id": user.employee_id.id, "team_ids": [Command.clear()]})
