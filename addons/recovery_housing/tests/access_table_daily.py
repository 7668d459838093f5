"""Who may do what with rota, meetings, visits and the log of a house."""

from odoo.addons.recovery_care.tests.access_table import STAFF, ModelAccess

PLACE_SCOPES = ("own", "other", "company")
# Whoever counts: by code, without names and words.
COUNT = ("data", "auditor")

TABLE_DAILY = {
    "recovery.house.task": ModelAccess(
        {("outreach", "counsellor"): "r - -", ("house", "manager"): "rwcu - -", COUNT: "r r -"},
        edit={"color": 3}, scopes=PLACE_SCOPES,
    ),
    "recovery.house.task.duty": ModelAccess(
        {
            ("outreach",): "r - - - -", ("house",): "rwcu - - - -", ("counsellor",): "r - r - -",
            ("manager",): "rwcu - r - -", COUNT: "r r r - -",
        },
        edit={"load": 5},
    ),
    "recovery.house.task.swap": ModelAccess(
        {("outreach", "counsellor"): "r - - - -", ("house", "manager"): "rwcu - - - -"}, edit={"kind": "takeover"},
    ),
    "recovery.house.task.exemption": ModelAccess({("house", "manager"): "rwcu - - - -"}, edit={"reason": "work"}),
    "recovery.house.meeting": ModelAccess(
        {("outreach", "counsellor"): "r - -", ("house", "manager"): "rwcu - -", COUNT: "r r -"},
        edit={"minutes": 45}, scopes=PLACE_SCOPES,
    ),
    "recovery.house.meeting.attendance": ModelAccess(
        {
            ("outreach",): "r - - - -", ("house",): "rwcu - - - -", ("counsellor",): "r - r - -",
            ("manager",): "rwcu - r - -", COUNT: "r r r - -",
        },
        edit={"is_chair": True},
    ),
    "recovery.house.meeting.decision": ModelAccess(
        {("outreach", "counsellor"): "r - - - -", ("house", "manager"): "rwcu - - - -"}, edit={"sequence": 3},
    ),
    "recovery.house.visit": ModelAccess(
        {
            ("house",): "rwc - - - -", ("counsellor",): "r - r - -", ("manager",): "rwc - r - -", COUNT: "r r r - -",
        },
        edit={"people": 2},
    ),
    "recovery.house.visit.ban": ModelAccess({("house", "manager"): "rwc - - - -"}, edit={"reason": "order"}),
    # An entry by a colleague, which only an addition corrects; one's own: test_house_log.py.
    "recovery.house.log": ModelAccess(
        {("counsellor",): "r - - - -", ("house", "manager"): "rc - - - -"}, edit={"is_important": True},
    ),
    "recovery.house.log.receipt": ModelAccess(
        {("counsellor", "house", "manager"): "r - - - -"}, edit={"read_at": "2020-01-01 00:00:00"},
    ),
}

_HOUSE = ("house", "manager")
WIZARDS_DAILY = {
    "recovery.house.meeting.correct": _HOUSE, "recovery.house.rota.week": STAFF,
    "recovery.stay.week": ("counsellor", *_HOUSE),
}
FIELDS_DAILY = {
    "recovery.house.task.duty": {("swap_ids",): STAFF},
    "recovery.house.meeting": {("topics", "body", "decision_ids", "open_decision_count"): STAFF, ("encounter_id",): ()},
    "recovery.house.visit": {("visitor_name", "visitor_folded", "ban_notice"): _HOUSE},
    "recovery.stay": {("duty_ids",): ("counsellor", *_HOUSE)},
}
