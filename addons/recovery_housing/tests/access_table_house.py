"""Houses, beds, stays and their papers; see access_table.py."""

from odoo.addons.recovery_care.tests.access_table import CODED, STAFF, ModelAccess

# A place of the own programme, of another programme of the company, of another company.
PLACE_SCOPES = ("own", "other", "company")
READERS = (*(role for role in STAFF if role != "manager"), *CODED, "privacy")


def _place(edit, manager="rwcu"):
    return ModelAccess(
        {READERS: "r r -", ("manager",): f"{manager} r -", ("administrator",): "rwcu rwcu -"}, edit=edit,
        scopes=PLACE_SCOPES,
    )


TABLE_HOUSE = {
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
        edit={"monthly_fee": 5}, consented={STAFF: "r"},
    ),
}

WIZARDS_HOUSE = {
    "recovery.stay.check.out": ("house", "manager"), "recovery.stay.move": ("house", "manager"),
    "recovery.stay.correct": ("manager",),
}

_MONEY = ("manager", "finance", "auditor")
FIELDS_HOUSE = {
    "recovery.house": {("lease_ids",): _MONEY, ("item_ids",): (*STAFF, "administrator")},
    "recovery.bed": {
        ("stay_ids",): (*STAFF, *CODED), ("outage_ids",): (*STAFF, *CODED, "administrator"),
    },
    "recovery.stay": {
        ("exception_reason",): ("house", "manager"),
        (
            "agreement_signature", "agreement_signed_on", "agreement_document", "agreement_document_name", "key_number",
            "key_given_on", "key_returned_on", "item_ids", "open_papers", "has_open_papers",
        ): ("house", "manager"),
    },
}
CARE_FIELDS_HOUSE = {
    "recovery.client": {("stay_ids", "current_bed_id"): (*STAFF, *CODED)},
}
