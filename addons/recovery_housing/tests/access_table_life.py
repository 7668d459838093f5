"""Who may do what with the records of house life. The bed board shows all of a stay; here is less for fewer people.

Leave: the house writes, a counsellor reads where their client is, accounts and statistics read by code, without
address and conditions.
Tests: the house writes, a counsellor reads those of their clients, data and audit read by code, accounts nothing.
Incidents: known to the team of the programme, not to whoever works with one of the people elsewhere; data and audit
read them without the texts and by code. Who was in it is hidden line by line where the client is restricted. The steps
that follow go with the incident; a counsellor writes those for which they are responsible (test_house_incident_step.py).
Agreements and breaches: the house writes, a counsellor reads those of their clients, nobody else.
Street workers read none of it.
"""

from odoo.addons.recovery_care.tests.access_table import CODED, STAFF, ModelAccess

_HOUSE = ("house", "manager")
_TEAM = ("counsellor", "house", "manager")
_FIGURES = ("data", "auditor")
_PLACES = ("own", "other", "company")


def _fact(house, counsellor="r - r - -", manager="{} - r - -", coded=_FIGURES):
    return {
        ("house",): f"{house} - - - -", ("counsellor",): counsellor, ("manager",): manager.format(house),
        **({coded: "r r r - -"} if coded else {}),
    }


def _team(letters):
    return {_HOUSE: f"{letters} - -", ("counsellor",): "r - -", _FIGURES: "r r -"}


def _catalogue(edit):
    return ModelAccess(
        {(*STAFF, *_FIGURES): "r", ("administrator",): "rwcu"}, edit=edit, scopes=("own",), client_data=False,
    )


TABLE_LIFE = {
    "recovery.stay.leave": ModelAccess(_fact("rwc", coded=CODED), edit={"reason": "work"}),
    "recovery.house.curfew": ModelAccess(
        {
            ("outreach", "counsellor", "house", *CODED, "privacy"): "r r -", ("manager",): "rwcu r -",
            ("administrator",): "rwcu rwcu -",
        },
        edit={"hour_from": 1.0}, scopes=_PLACES,
    ),
    "recovery.substance.panel": _catalogue({"sequence": 3}),
    "recovery.substance.test": ModelAccess(_fact("rwc"), edit={"consequence": "talk"}),
    "recovery.substance.test.line": ModelAccess(_fact("rwcu"), edit={"screening": "negative"}),
    "recovery.house.incident": ModelAccess(_team("rwc"), edit={"police": True}, scopes=_PLACES),
    "recovery.house.incident.notice": ModelAccess(_team("rwcu"), edit={"way": "phone"}, scopes=_PLACES),
    "recovery.house.incident.person": ModelAccess(
        {_HOUSE: "rwcu - - - -", ("counsellor",): "r - - - -", _FIGURES: "r r r - -"}, edit={"injured": True},
    ),
    "recovery.house.incident.step": ModelAccess(_team("rwc"), edit={"deadline": "2100-01-01"}, scopes=_PLACES),
    "recovery.house.incident.step.kind": _catalogue({"sequence": 3}),
    "recovery.house.incident.level": _catalogue({"follow_up_days": 3}),
    "recovery.house.incident.duty": ModelAccess(
        {(*STAFF, *_FIGURES): "r -", ("administrator",): "rwcu -"}, edit={"hours": 3}, scopes=("own", "company"),
    ),
    "recovery.house.rule": ModelAccess(
        {
            ("outreach", "counsellor", "house", *CODED, "privacy"): "r r -", ("manager",): "rwcu r -",
            ("administrator",): "rwcu rwcu -",
        },
        edit={"sequence": 3}, scopes=_PLACES,
    ),
    "recovery.house.rule.event": ModelAccess(_fact("rwcu", coded=()), edit={"refused_to_sign": True}),
}
WIZARDS_LIFE = {
    "recovery.stay.leave.refuse": _HOUSE, "recovery.substance.test.cancel": _HOUSE,
    "recovery.house.incident.step.end": _TEAM, "recovery.house.incident.paper": _TEAM,
}
FIELDS_LIFE = {
    "recovery.stay": {
        ("leave_ids", "leave_count", "away_leave_id", "is_away", "is_late", "back_by"): (*_TEAM, *CODED),
        ("test_count",): (*_TEAM, *_FIGURES),
        ("rule_event_count",): _TEAM,
    },
    "recovery.stay.leave": {
        ("note", "contact_name", "contact_phone", "contact_address", "decision_note"): _TEAM,
    },
    "recovery.house": {
        ("out_count",): _HOUSE, ("incident_open_count", "incident_step_count", "incident_step_overdue_count"): _TEAM,
    },
    "recovery.substance.test": {("note", "seal_number", "laboratory_reference"): _TEAM},
    "recovery.house.incident": {("description", "measures"): _TEAM},
    "recovery.house.incident.notice": {("activity_id",): ()},
    "recovery.house.incident.step": {("name", "result"): _TEAM, ("activity_id",): ()},
    "recovery.house.rule.event": {("details", "conditions"): _TEAM, ("signature",): _HOUSE},
}
