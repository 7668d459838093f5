"""Who may do what with the money of residents.

Finance works by code in the whole company, managers in their programmes; house staff see whether a fee is paid and
write down incomes and deposits; counsellors the incomes of their clients and nothing else; street workers and statistics
have nothing of it.
"""

from odoo.addons.recovery_care.tests.access_table import COMPANY_SCOPES, ModelAccess

_MONEY = ("manager", "finance", "auditor")
_HOUSE = ("house", "manager", "finance", "auditor")


def _client(manager, finance, edit, house=None):
    rights = {
        ("manager",): f"{manager} - - - -", ("finance",): f"{finance} {finance} {finance} - -", ("auditor",): "r r r - -",
    }
    if house:
        rights[("house",)] = f"{house} - - - -"
    return ModelAccess(rights, edit=edit)


TABLE_FEE = {
    "recovery.fee.plan": ModelAccess(
        {("house", "manager", "auditor"): "r -", ("finance",): "rwcu -"}, edit={"sequence": 3}, scopes=COMPANY_SCOPES,
        client_data=False,
    ),
    "recovery.fee.plan.payer": ModelAccess(
        {("house", "manager", "auditor"): "r -", ("finance",): "rwcu -"}, edit={"sequence": 3}, scopes=COMPANY_SCOPES,
        client_data=False,
    ),
    "recovery.fee.run": ModelAccess(
        {("manager",): "rwcu - -", ("finance",): "rwcu rwcu -", ("auditor",): "r r -"}, edit={"period": "2026-01-01"},
        scopes=("own", "other", "company"),
    ),
    "recovery.client.income": ModelAccess(
        {("counsellor", "house", "manager"): "rwc - rwc - -", ("finance",): "rwc rwc rwc - -", ("auditor",): "r r r - -"},
        edit={"amount": 5},
    ),
    "recovery.stay.payer": ModelAccess(
        {("house", "manager"): "rwc - - - -", ("finance",): "rwc rwc rwc - -", ("auditor",): "r r r - -"},
        edit={"value": 5},
    ),
    "recovery.fee": _client("rwcu", "rwcu", {"to_check": True}, house="r"),
    "recovery.fee.share": _client("r", "r", {"payer": "other"}),
    "recovery.fee.arrears": _client("r", "r", {"amount_open": 5}),
    "recovery.stay.deposit": _client("rwcu", "rwcu", {"amount": 5}, house="rwcu"),
    "recovery.repayment.plan": _client("rwcu", "rwcu", {"instalment_count": 3}),
    "recovery.repayment.instalment": _client("rwcu", "rwcu", {"amount": 5}),
}
WIZARDS_FEE = {"recovery.fee.write.off": ("finance",)}
FIELDS_FEE = {
    "recovery.stay": {
        ("fee_plan_id", "fee_ids", "fee_count", "fee_open_count", "deposit_ids", "deposit_held", "payer_count"): _HOUSE,
    },
    "recovery.fee": {
        ("amount", "amount_resident", "amount_open", "explanation", "share_ids", "write_off_reason"): _MONEY,
        ("calculation",): (),
    },
    "recovery.fee.share": {
        ("amount", "amount_open"): _MONEY, ("move_id", "line_id", "loss_line_id", "billed_client_id"): (),
    },
    "recovery.fee.run": {("total_count", "done_count"): ()},
    "recovery.stay.deposit": {("move_id",): ()},
}
CARE_FIELDS_FEE = {
    "recovery.client": {("income_ids",): ("counsellor", *_HOUSE)},
    # A dialog of our own, which has no records for the table.
    "recovery.stay.check.out": {("amount_open",): _MONEY, ("deposit_held",): _HOUSE},
}
