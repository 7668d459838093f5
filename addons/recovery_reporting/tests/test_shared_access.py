from odoo.addons.recovery_care.tests.shared_access_case import SharedAccess
from odoo.tests import tagged

from .access_records import GrantAccessCase
from .access_table import TABLE


@tagged("post_install", "-at_install")
class TestSharedGrants(SharedAccess, GrantAccessCase):
    """People whom the partner shares: every role, every model of reporting."""

    module, shared_table = "recovery_reporting", TABLE
