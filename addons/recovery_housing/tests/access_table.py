"""Who may do what with the records of this add-on; the form is that of the care add-on's table."""

from odoo.addons.recovery_care.tests.access_table import CODED, STAFF, ModelAccess

from .access_table_night import CARE_FIELDS_NIGHT, FIELDS_NIGHT, TABLE_NIGHT, WIZARDS_NIGHT

# A place of the own programme, of another programme of the company, of another company.
PLACE_SCOPES = ("own", "other", "company")
READERS = (*(role for role in STAFF if role != "manager"), *CODED, "privacy")


def _place(edit, manager="rwcu"):
    return ModelAccess(
        {READERS: "r r -", ("manager",): f"{manager} r -", ("administrator",): "rwcu rwcu -"}, edit=edit,
        scopes=PLACE_SCOPES,
    )


TABLE = {
    **TABLE_NIGHT,
    "recovery.house.kind": ModelAccess(
        {(*STAFF, *CODED, "privacy"): "r", ("administrator",): "rwcu"}, edit={"sequence": 3}, scopes=("own",),
        client_data=False,
    ),
    "recovery.house": _place({"color": 3}, manager="rwc"),
    "recovery.room": _place({"floor": "3"}),
    "recovery.bed": _place({"sequence": 3}),
    "recovery.bed.outage": ModelAccess(
        {
            ("outreach", "counsellor", *CODED): "r r -", ("house", "manager"): "rwcu r -", ("administrator",): "rwcu rwcu -",
        },
        edit={"reason": "Changed"}, scopes=PLACE_SCOPES,
    ),
    "recovery.house.lease": ModelAccess(
        {("manager",): "rwcu - -", ("finance",): "rwcu rwcu -", ("auditor",): "r r -"}, edit={"reference": "Changed"},
        scopes=PLACE_SCOPES,
    ),
    "recovery.house.item": ModelAccess(
        {("outreach", "counsellor", "house"): "r r -", ("manager",): "rwcu r -", ("administrator",): "rwcu rwcu -"},
        edit={"quantity": 3}, scopes=PLACE_SCOPES,
    ),
    "recovery.stay.item": ModelAccess({("house", "manager"): "rwcu - - - -"}, edit={"condition_out": "worn"}),
    "recovery.stay": ModelAccess(
        {
            ("outreach",): "r - - - -", ("house",): "rwc - - - -", ("counsellor",): "r - r - -", ("manager",): "rwc - r - -",
            CODED: "r r r - -",
        },
        edit={"monthly_fee": 5},
    ),
}

WIZARDS = WIZARDS_NIGHT | {"recovery.stay.check.out", "recovery.stay.move", "recovery.stay.correct"}

_MONEY = ("manager", "finance", "auditor")
FIELDS = {
    "recovery.house": {("lease_ids",): _MONEY, ("item_ids",): (*STAFF, "administrator"), **FIELDS_NIGHT},
    "recovery.stay": {
        ("exception_reason",): ("house", "manager"),
        (
            "agreement_signature", "agreement_signed_on", "agreement_document", "agreement_document_name", "key_number",
            "key_given_on", "key_returned_on", "item_ids", "open_papers",
        ): ("house", "manager"),
    },
}
# What this add-on adds to the models of the care add-on, closed to everybody but these roles.
CARE_FIELDS = {
    "recovery.client": {("stay_ids", "stay_count", "current_bed_id"): (*STAFF, *CODED), **CARE_FIELDS_NIGHT},
}
