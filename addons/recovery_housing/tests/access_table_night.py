"""Who may do what with nights: the staff of the programme of the house, others by code."""

from odoo.addons.recovery_care.tests.access_table import CODED, STAFF, ModelAccess

_PLACE_SCOPES = ("own", "other", "company")


def _guest(edit):
    """A fact of the programme's staff, read by whoever works with the client, and by code."""
    return ModelAccess(
        {("outreach", "house"): "rwc - - - -", ("counsellor", "manager"): "rwc - r - -", CODED: "r r r - -"}, edit=edit,
    )


TABLE_NIGHT = {
    "recovery.night": ModelAccess(
        {("outreach", "counsellor"): "rwc - -", ("house", "manager"): "rwcu - -", CODED: "r r -"}, edit={"extra_places": 1},
        scopes=_PLACE_SCOPES,
    ),
    "recovery.night.guest": _guest({"place": "mat"}),
    "recovery.night.refusal": _guest({"referred_to": "ours"}),
    "recovery.night.passage": ModelAccess({STAFF: "rwc - -", CODED: "r r -"}, edit={"persons": 2}, scopes=_PLACE_SCOPES),
}
WIZARDS_NIGHT = {"recovery.night.reopen": STAFF}
FIELDS_NIGHT = {"recovery.house": {("night_ids",): (*STAFF, *CODED)}}
CARE_FIELDS_NIGHT = {"recovery.client": {("night_guest_ids",): (*STAFF, *CODED)}}
