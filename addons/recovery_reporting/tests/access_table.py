"""Who may do what with the records of this add-on; the form is that of the care add-on's table."""

from odoo.addons.recovery_care.tests.access_table import CODED, ModelAccess

# A grant of the own programme, of another programme of the company, of another company.
GRANT_SCOPES = ("own", "other", "company")
READERS = ("manager", *CODED)
OTHERS = ("data", "auditor")
MONEY = ("manager", "finance", "auditor")


def _managed_by_finance(edit):
    return ModelAccess(
        {("finance",): "rwcu rwcu -", OTHERS: "r r -", ("manager",): "r - -"}, edit=edit, scopes=GRANT_SCOPES,
    )


TABLE = {
    "recovery.grant": _managed_by_finance({"call": "Changed"}),
    "recovery.grant.position": _managed_by_finance({"fte": 0.5}),
    "recovery.grant.rule": _managed_by_finance({"name": "Changed"}),
    "recovery.grant.indicator": _managed_by_finance({"sequence": 3}),
    "recovery.volume.table": ModelAccess(
        {("finance", "data"): "rwcu rwcu -", ("auditor",): "r r -", ("manager",): "rwcu - -"}, edit={"sequence": 3},
        scopes=GRANT_SCOPES,
    ),
    "recovery.report": _managed_by_finance({}),
    "recovery.report.line": ModelAccess(
        {CODED: "r r -", ("manager",): "r - -"}, edit={"value": 5.0}, scopes=GRANT_SCOPES,
    ),
    "recovery.report.evidence": ModelAccess({CODED: "r r r - -", ("manager",): "r - r - -"}, edit={"amount": 5.0}),
    "recovery.attribution": ModelAccess({CODED: "r r r - -", ("manager",): "r - - - -"}, edit={"reason": "Changed"}),
    "recovery.indicator": ModelAccess(
        {READERS: "r -", ("administrator",): "rwcu -"}, edit={"sequence": 7}, scopes=("own", "company"), client_data=False,
    ),
}

WIZARDS = {"recovery.attribution.wizard": ("finance",)}

FIELDS = {
    "recovery.grant.position": {("counted_in",): READERS},
    "recovery.report": {("file_xlsx",): CODED},
    "recovery.grant": {("fee_amount", "fee_amount_invoiced"): MONEY},
}
# What this add-on adds to the models of the care and housing add-ons, closed to everybody but these roles.
CARE_FIELDS = {
    "recovery.client": {("counted_in",): READERS},
    "recovery.encounter": {("counted_in",): READERS},
    "recovery.delivery": {("counted_in", "attribution_ids"): READERS},
    "recovery.event": {("counted_in", "grant_ids"): READERS},
    "recovery.event.participant": {("counted_in",): READERS},
    "recovery.publication": {("counted_in", "grant_ids"): READERS},
    "recovery.stay": {("counted_in", "attribution_ids", "missing_in_id"): READERS},
    "recovery.fee.share": {("grant_id",): MONEY},
    **dict.fromkeys(("recovery.fee.plan.payer", "recovery.stay.payer"), {("grant_id", "grant_end"): MONEY}),
    **dict.fromkeys(
        ("recovery.bed", "recovery.house", "recovery.night.guest", "recovery.night.refusal"), {("counted_in",): READERS},
    ),
}
