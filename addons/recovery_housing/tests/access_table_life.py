"""Who may do what with the records of house life. The bed board shows all of a stay; here is less for fewer people.

Leave: the house writes, a counsellor reads where their client is, accounts and statistics read by code, without
address and conditions. Street workers read none of it.
"""

from odoo.addons.recovery_care.tests.access_table import CODED, ModelAccess

_HOUSE = ("house", "manager")
_TEAM = ("counsellor", "house", "manager")

TABLE_LIFE = {
    "recovery.stay.leave": ModelAccess(
        {
            ("house",): "rwc - - - -", ("counsellor",): "r - r - -", ("manager",): "rwc - r - -", CODED: "r r r - -",
        },
        edit={"reason": "work"},
    ),
    "recovery.house.curfew": ModelAccess(
        {
            ("outreach", "counsellor", "house", *CODED, "privacy"): "r r -", ("manager",): "rwcu r -",
            ("administrator",): "rwcu rwcu -",
        },
        edit={"hour_from": 1.0}, scopes=("own", "other", "company"),
    ),
}
WIZARDS_LIFE = {"recovery.stay.leave.refuse"}
FIELDS_LIFE = {
    "recovery.stay": {("leave_ids", "leave_count", "away_leave_id", "is_away", "is_late", "back_by"): (*_TEAM, *CODED)},
    "recovery.stay.leave": {
        ("note", "contact_name", "contact_phone", "contact_address", "decision_note"): _TEAM,
    },
    "recovery.house": {("out_count",): _HOUSE},
}
CARE_FIELDS_LIFE = {}
