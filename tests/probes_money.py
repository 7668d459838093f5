"""What a client pays and owes for living in a house, down to the entries in the ledger; see ``probes``."""
from datetime import date

MONEY_FACTS = (
    "recovery.fee", "recovery.fee.share", "recovery.fee.arrears", "recovery.stay.deposit", "recovery.client.income",
    "recovery.repayment.plan", "recovery.repayment.instalment",
)


def open_ledger(admin):
    """Give the company of the accountant ``admin`` what fees and deposits are booked with, unless it has it."""
    [user] = admin.call("res.users", "search_read", domain=[["login", "=", "admin"]], fields=["company_id"])
    company = user["company_id"][0]
    [row] = admin.call("res.company", "read", ids=[company], fields=["fee_journal_id"])
    if row["fee_journal_id"]:
        return
    kinds = {"receivable": "asset_receivable", "income": "income", "cash": "asset_cash", "deposit": "liability_current"}
    accounts = {
        name: admin.call("account.account", "create", vals_list=[{
            "name": f"Demo {name}", "code": f"98{number}000", "account_type": kind, "reconcile": name == "receivable",
            "company_ids": [[6, 0, [company]]],
        }])[0]
        for number, (name, kind) in enumerate(kinds.items(), start=1)
    }
    [sales, cash] = admin.call("account.journal", "create", vals_list=[
        {"name": "Demo fees", "code": "DFEE", "type": "sale", "company_id": company,
         "default_account_id": accounts["income"]},
        {"name": "Demo cash", "code": "DCSH", "type": "cash", "company_id": company, "default_account_id": accounts["cash"]},
    ])
    admin.call("res.company", "write", ids=[company], vals={
        "fee_journal_id": sales, "fee_account_id": accounts["income"], "deposit_journal_id": cash,
        "deposit_account_id": accounts["deposit"],
    })
    admin.call("ir.default", "set", model_name="res.partner", field_name="property_account_receivable_id",
               value=accounts["receivable"], company_id=company)


def build_money(api, admin, living):
    """Charge a resident, post the invoice, take a deposit and agree on instalments; returns {model: id}."""
    stay, client = living["stay"], living["client"]
    open_ledger(admin)
    [income] = api.call("recovery.client.income", "create", vals_list=[{"client_id": client, "amount": 400}])
    [fee] = api.call("recovery.fee", "create", vals_list=[
        {"stay_id": stay, "period": date.today().replace(day=1).isoformat()}])
    api.call("recovery.fee", "action_invoice", ids=[fee])
    [share] = api.call("recovery.fee.share", "search", domain=[["fee_id", "=", fee]])
    [deposit] = api.call("recovery.stay.deposit", "create", vals_list=[{"stay_id": stay, "amount": 50}])
    api.call("recovery.stay.deposit", "action_book", ids=[deposit])
    drafts = admin.call("account.move", "search", domain=[
        ["state", "=", "draft"], ["journal_id.code", "in", ["DFEE", "DCSH"]]])
    admin.call("account.move", "action_post", ids=drafts)
    [arrears] = api.call("recovery.fee.arrears", "search", domain=[["client_id", "=", client]])
    [plan] = api.call("recovery.repayment.plan", "create", vals_list=[
        {"client_id": client, "program_id": living["program"]}])
    [instalment] = api.call("recovery.repayment.instalment", "create", vals_list=[
        {"plan_id": plan, "date_due": date.today().isoformat(), "amount": 5}])
    return {
        "recovery.client.income": income, "recovery.fee": fee, "recovery.fee.share": share,
        "recovery.fee.arrears": arrears, "recovery.stay.deposit": deposit, "recovery.repayment.plan": plan,
        "recovery.repayment.instalment": instalment,
    }
