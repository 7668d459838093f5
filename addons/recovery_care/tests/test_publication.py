from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestPublication(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaflet = cls.env["recovery.publication"].with_user(cls.counsellor).create({
            "name": "Demo leaflet", "kind": "leaflet", "program_id": cls.own.id,
        })

    def test_published_today_unless_a_day_is_written(self):
        self.leaflet.action_publish()
        self.assertEqual((self.leaflet.state, self.leaflet.date), ("published", self.today))
        other = self.leaflet.copy({"date": "2026-02-01"})
        other.action_publish()
        self.assertEqual(str(other.date), "2026-02-01")

    def test_published_has_a_day(self):
        for refusal in self.refusals("recovery.publication", "dated", "Published on"):
            with refusal:
                self.leaflet.write({"state": "published"})

    def test_withdrawn_not_deleted(self):
        self.leaflet.action_publish()
        with self.assertRaisesRegex(UserError, "^State"), self.cr.savepoint():
            self.leaflet.unlink()
        self.leaflet.action_withdraw()
        self.leaflet.action_publish()
        with self.assertRaises(UserError):
            self.leaflet.state = "draft"

    def test_another_programme(self):
        with self.assertRaises(AccessError):
            self.leaflet.with_user(self.stranger).action_publish()
