"""Who may do what with the records of this add-on; the form is that of the care add-on's table.

Each subject has its table in a file of its own.
"""

from .access_table_application import (
    CARE_FIELDS_APPLICATION,
    FIELDS_APPLICATION,
    TABLE_APPLICATION,
    WIZARDS_APPLICATION,
)
from .access_table_daily import FIELDS_DAILY, TABLE_DAILY, WIZARDS_DAILY
from .access_table_fee import CARE_FIELDS_FEE, FIELDS_FEE, TABLE_FEE, WIZARDS_FEE
from .access_table_house import CARE_FIELDS_HOUSE, FIELDS_HOUSE, TABLE_HOUSE, WIZARDS_HOUSE
from .access_table_life import FIELDS_LIFE, TABLE_LIFE, WIZARDS_LIFE
from .access_table_night import CARE_FIELDS_NIGHT, FIELDS_NIGHT, TABLE_NIGHT, WIZARDS_NIGHT
from .access_table_photo import FIELDS_PHOTO, TABLE_PHOTO
from .access_table_tenancy import CARE_FIELDS_TENANCY, FIELDS_TENANCY, TABLE_TENANCY, WIZARDS_TENANCY


def _join(*tables):
    """Return the tables of fields as one: {model: {names: roles}}."""
    joined = {}
    for table in tables:
        for model, rows in table.items():
            joined.setdefault(model, {}).update(rows)
    return joined


TABLE = (
    TABLE_HOUSE | TABLE_NIGHT | TABLE_LIFE | TABLE_DAILY | TABLE_APPLICATION | TABLE_FEE | TABLE_TENANCY
    | TABLE_PHOTO
)
WIZARDS = WIZARDS_HOUSE | WIZARDS_NIGHT | WIZARDS_LIFE | WIZARDS_DAILY | WIZARDS_APPLICATION | WIZARDS_FEE | WIZARDS_TENANCY
FIELDS = _join(
    FIELDS_HOUSE, FIELDS_NIGHT, FIELDS_LIFE, FIELDS_DAILY, FIELDS_APPLICATION, FIELDS_FEE, FIELDS_TENANCY,
    FIELDS_PHOTO,
)
# What this add-on adds to the models of the care add-on, closed to everybody but these roles.
CARE_FIELDS = _join(
    CARE_FIELDS_HOUSE, CARE_FIELDS_NIGHT, CARE_FIELDS_APPLICATION, CARE_FIELDS_FEE, CARE_FIELDS_TENANCY,
)
# What emergency access opens: where somebody lives and what happened there, not what they pay or owe.
EMERGENCY = {
    "recovery.house.meeting.attendance", "recovery.house.rule.event", "recovery.house.task.duty", "recovery.house.visit",
    "recovery.housing.application", "recovery.housing.check", "recovery.housing.offer", "recovery.night.guest",
    "recovery.night.refusal", "recovery.stay", "recovery.stay.leave", "recovery.substance.test",
    "recovery.substance.test.line", "recovery.tenancy",
}
