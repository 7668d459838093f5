"""By what clients live and what they owe; see access_table.py."""

from odoo.addons.recovery_care.tests.access_table import STAFF, ModelAccess

TABLE_TENANCY = {
    "recovery.tenancy": ModelAccess(
        {STAFF: "rwcu - rwcu - -", ("data", "auditor"): "r r r - -"}, edit={"deposit_payer": "client"},
    ),
    "recovery.client.debt": ModelAccess(
        {STAFF: "rwcu - rwcu - -", ("data", "auditor"): "r r r - -"}, edit={"state": "enforcement"},
    ),
}

VISITS = ("visit_last", "visit_next", "visit_due", "visit_state", "visit_ids")
_FOUND_READERS = (*STAFF, "data", "auditor")

FIELDS_TENANCY = {
    "recovery.tenancy": {
        ("address", "landlord", "document", "document_name"): ("counsellor", "house", "manager", "privacy"),
        VISITS: _FOUND_READERS,
    },
    "recovery.stay": {VISITS: _FOUND_READERS},
    "recovery.client.debt": {("creditor",): STAFF},
}
CARE_FIELDS_TENANCY = {
    "recovery.client": {("tenancy_ids", "debt_ids"): (*STAFF, "data", "auditor")},
    "recovery.delivery": {
        (
            "found_home", "found_food", "found_bills", "found_company", "found_use", "found_safety", "found_agreed",
            "found_concern", "visit_state",
        ): _FOUND_READERS,
    },
    "recovery.encounter": {("home_visit_ids",): _FOUND_READERS},
}
WIZARDS_TENANCY = {}
