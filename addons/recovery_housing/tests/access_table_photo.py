"""Photos of a check-in or check-out: like what was handed over. Photos of places: test_house_photo_access.py."""

from odoo.addons.recovery_care.tests.access_table import ModelAccess

TABLE_PHOTO = {
    "recovery.house.photo": ModelAccess({("house", "manager"): "rwcu - - - -"}, edit={"sequence": 3}),
}
FIELDS_PHOTO = {
    "recovery.stay": {("photo_in_ids", "photo_out_ids"): ("house", "manager")},
}
