from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestConsentPurpose(RecoveryCase):

    def test_code_is_unique_in_the_company(self):
        values = {"code": "demo", "name": "Demo", "company_id": self.company.id}
        self.env["recovery.consent.purpose"].create(values)
        with self.assertRefusedByDatabase("recovery.consent.purpose", "code_uniq", "Code"):
            self.env["recovery.consent.purpose"].create(values)

    def test_validity_is_not_negative(self):
        purpose = self.env.ref("recovery_care.consent_purpose_sharing")
        with self.assertRaisesRegex(ValidationError, "^Valid for"):
            purpose.valid_months = -1
        with self.assertRefusedByDatabase("recovery.consent.purpose", "valid_months", "Valid for"):
            self.env.cr.execute("UPDATE recovery_consent_purpose SET valid_months = -1 WHERE id = %s", [purpose.id])
