from odoo.addons.recovery_care.tests.access_table import CODED, ModelAccess
from odoo.tests import tagged

from .access_records import HousingAccessCase
from .access_table_house import PLACE_SCOPES
from .pictures import PICTURE


@tagged("post_install", "-at_install")
class TestPlacePhotoAccess(HousingAccessCase):
    """Photos of places, beside those of stays in the table: read like the house, added by those who work in it."""

    module = "recovery_housing"
    table = {
        "recovery.house.photo": ModelAccess(
            {
                ("outreach", "counsellor", *CODED, "privacy"): "r r -", ("house", "manager"): "rwcu r -",
                ("administrator",): "rwcu rwcu -",
            },
            edit={"sequence": 3}, scopes=PLACE_SCOPES,
        ),
    }

    @classmethod
    def _new_recovery_house_photo(cls, scope):
        return {"house_id": cls.new_record("recovery.house", scope).id, "image_1920": PICTURE}
