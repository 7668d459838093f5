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

FIELDS_TENANCY = {
    "recovery.tenancy": {
        ("address", "landlord", "document", "document_name"): ("counsellor", "house", "manager", "privacy"),
    },
    "recovery.client.debt": {("creditor",): STAFF},
}
CARE_FIELDS_TENANCY = {
    "recovery.client": {("tenancy_ids", "debt_ids"): (*STAFF, "data", "auditor")},
}
WIZARDS_TENANCY = frozenset()
