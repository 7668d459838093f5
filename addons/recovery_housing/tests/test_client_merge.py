from odoo.addons.recovery_care.tests.client_merge_case import ClientMergeCase
from odoo.tests import tagged

from .access_records import HousingAccessCase


@tagged("post_install", "-at_install")
class TestHousingClientMerge(HousingAccessCase, ClientMergeCase):
    module = "recovery_housing"

    def test_every_reference_is_moved_and_restored(self):
        self.check_references()
