from odoo.tests import tagged

from .access_table import TABLE
from .shared_access_case import SharedAccess


@tagged("post_install", "-at_install")
class TestSharedAccess(SharedAccess):
    """People whom the partner shares: every role, every model of care."""

    module, shared_table = "recovery_care", TABLE
