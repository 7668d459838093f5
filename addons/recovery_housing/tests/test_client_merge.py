from odoo.addons.recovery_care.tests.client_merge_case import ClientMergeCase
from odoo.tests import tagged

from .access_records import HousingAccessCase


@tagged("post_install", "-at_install")
class TestHousingClientMerge(HousingAccessCase, ClientMergeCase):
    module = "recovery_housing"

    def _new_row(self, reference, client):
        """A contact is that of a company, which may have one already for the other client: see the tests of payers."""
        if reference.field != "recovery_client_id":
            return super()._new_row(reference, client)
        company = self.partner_company if client == self.kept else self.env.ref("base.main_company")
        return client._get_payer_contacts(company)

    def test_every_reference_is_moved_and_restored(self):
        self.check_references()
