from odoo.addons.recovery_care.tests.shared_access_case import SharedAccess
from odoo.addons.recovery_care.tests.shared_work_case import SharedWork
from odoo.tests import tagged

from .access_records import HousingAccessCase
from .access_table import TABLE


@tagged("post_install", "-at_install")
class TestSharedHousing(SharedAccess, HousingAccessCase):
    """People whom the partner shares: every role, every model of housing."""

    module, shared_table = "recovery_housing", TABLE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What was reserved is nobody else's business.
        cls.reserved = cls.of_partner["recovery.stay"]
        cls.of_partner["recovery.stay"] = cls._living("consented")
        cls.env.flush_all()

    def test_a_reserved_stay_is_not_shared(self):
        self._share(*self._get_all_slices())
        for user in self.users.values():
            self.assertFalse(self._reads(self.reserved, user))


@tagged("post_install", "-at_install")
class TestSharedHousingWork(SharedWork, HousingAccessCase):
    """What the partner records about people of the company: every model of housing."""

    module, shared_table = "recovery_housing", TABLE
