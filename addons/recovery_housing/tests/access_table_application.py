"""Who may do what with applications, offers, criteria and weights; see ``access_table``."""

from odoo.addons.recovery_care.tests.access_table import CODED, STAFF, ModelAccess

PLACE_SCOPES = ("own", "other", "company")
_PLACE_READERS = (*(role for role in STAFF if role != "manager"), *CODED)

TABLE_APPLICATION = {
    "recovery.house.criterion": ModelAccess(
        {_PLACE_READERS: "r r -", ("manager",): "rwc r -", ("administrator",): "rwc rwc -"}, edit={"sequence": 3},
        scopes=PLACE_SCOPES,
    ),
    "recovery.housing.weight": ModelAccess(
        {_PLACE_READERS: "r r -", ("manager",): "rwcu r -", ("administrator",): "rwcu rwcu -"}, edit={"points": 3},
        scopes=PLACE_SCOPES,
    ),
    # A counsellor asks any house for a client of their own; the house decides.
    "recovery.housing.application": ModelAccess(
        {
            ("outreach",): "r - - - -", ("house",): "rwc - - - -", ("counsellor",): "rc - rc - -",
            ("manager",): "rwc - rc - -", CODED: "r r r - -",
        },
        edit={"referred_from": "prison"},
    ),
    "recovery.housing.offer": ModelAccess(
        {
            ("outreach",): "r - - - -", ("house",): "rwc - - - -", ("counsellor",): "r - r - -",
            ("manager",): "rwc - r - -", CODED: "r r r - -",
        },
        edit={"date_expiry": "2099-12-31"},
    ),
    "recovery.housing.check": ModelAccess(
        {
            ("outreach",): "r - - - -", ("house",): "rw - - - -", ("counsellor", "manager"): "rw - rw - -",
        },
        edit={"answer": "met"},
    ),
}

WIZARDS_APPLICATION = {
    "recovery.housing.decide": STAFF, "recovery.stay.ask.partner": ("house", "manager"),
    "recovery.stay.ask.partner.house": ("house", "manager"),
}

_TOLD = (*STAFF, "data", "auditor")
_SETTINGS = (*STAFF, *CODED, "administrator")
FIELDS_APPLICATION = {
    "recovery.housing.application": {
        (
            "homeless", "with_children", "pregnant", "decision_note", "exception_reason", "priority_text", "priority_reason",
            "needs_step_free", "request_note",
        ): _TOLD,
        ("check_ids", "has_unmet"): STAFF,
    },
    "recovery.housing.offer": {("unmet",): STAFF},
    "recovery.bed": {("first_in_line_id", "first_in_line_points"): STAFF},
    "recovery.house": {("in_line_count",): (*STAFF, *CODED), ("criterion_ids", "weight_ids"): _SETTINGS},
}
CARE_FIELDS_APPLICATION = {
    "recovery.client": {("housing_application_ids",): (*STAFF, *CODED)},
}
