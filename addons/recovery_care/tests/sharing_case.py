"""A person whom one organisation of a consortium shares with another one."""

from datetime import timedelta

from .common import RecoveryCase


class SharingCase(RecoveryCase):
    """``client`` of the company may be shared with the partner company, whose worker works in ``foreign``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purpose = cls.env.ref("recovery_care.consent_purpose_partner")
        cls.foreign.takes_shared = True
        cls.yesterday, cls.tomorrow = cls.today - timedelta(days=1), cls.today + timedelta(days=1)

    @classmethod
    def share(cls, client=None, purpose=None, company=None, **values):
        """Record the consent of a client to be shared, in force from yesterday on unless told otherwise."""
        client = client or cls.client
        return cls.env["recovery.consent"].create({
            "client_id": client.id, "company_id": client.company_id.id, "purpose_id": (purpose or cls.purpose).id,
            "partner_id": (company or cls.partner_company).partner_id.id, "date_from": cls.yesterday, "state": "given",
            **values,
        })

    @classmethod
    def new_purpose(cls, *slices):
        """Create a purpose of sharing that names these slices."""
        return cls.env["recovery.consent.purpose"].create({
            "code": "_".join(slices) or "person", "name": "Demo sharing", "kind": "sharing", "company_id": False,
            **dict.fromkeys(slices, True),
        })

    def seen(self, record, user=None):
        """Return whether a user of the partner reads and finds a record, with nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        there = self.there(record, user).with_context(active_test=False)
        found = bool(there.search([("id", "=", record.id)]))
        self.assertEqual(there.has_access("read"), found)
        return found

    def there(self, record, user=None):
        """Return a record as a user of the partner company has it."""
        return record.with_user(user or self.partner_worker).with_context(
            allowed_company_ids=self.partner_company.ids,
        )
