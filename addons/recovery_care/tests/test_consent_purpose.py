from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestConsentPurpose(RecoveryCase):

    def test_code_is_unique_in_the_company(self):
        values = {"code": "demo", "name": "Demo", "company_id": self.company.id}
        self.env["recovery.consent.purpose"].create(values)
        for refusal in self.refusals("recovery.consent.purpose", "code_uniq", "Code"):
            with refusal:
                self.env["recovery.consent.purpose"].create(values)

    def test_validity_is_not_negative(self):
        purpose = self.env.ref("recovery_care.consent_purpose_sharing")
        for refusal in self.refusals("recovery.consent.purpose", "valid_months", "Valid for"):
            with refusal:
                purpose.valid_months = -1
