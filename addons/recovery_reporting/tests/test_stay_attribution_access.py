from datetime import timedelta

from odoo.tests import tagged

from .access_records import GrantAccessCase
from .access_table import TABLE


class StayAttributionAccess(GrantAccessCase):
    """The access table of attributions, of nights instead of services."""

    @classmethod
    def _new_recovery_attribution(cls, scope):
        program = cls.program_of(scope)
        house = cls.env["recovery.house"].create({
            "name": "Demo house", "code": cls.serial(), "program_id": program.id, "company_id": program.company_id.id,
            "date_open": cls.today - timedelta(days=90),
        })
        bed = cls.env["recovery.bed"].create({"name": "A", "house_id": house.id})
        day = cls.today - timedelta(days=9)
        stay = cls.env["recovery.stay"].create({
            "client_id": cls.client_of(scope).id, "bed_id": bed.id, "date_from": day, "state": "in",
        })
        return {
            "grant_id": cls.grant_of(scope).id, "stay_id": stay.id, "date_from": day, "date_to": cls.today,
            "state": "claimed", "origin": "rule",
        }


@tagged("post_install", "-at_install")
class TestStayAttributionAccess(StayAttributionAccess):
    table = {"recovery.attribution": TABLE["recovery.attribution"]}

    def test_finance_reads_the_code_and_no_name(self):
        row = self.records["recovery.attribution", "own"].with_user(self.users["finance"])
        self.assertIn(row.stay_id.client_id.code, row.display_name)
        self.assertEqual(row.stay_id.client_id.display_name, row.stay_id.client_id.code)
