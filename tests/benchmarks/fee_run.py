"""A month's fees of 1,000 stays against creating the same 1,000 invoices by hand.

The run computes every fee (nights, plan, leave, shares), writes it with its shares and makes a draft invoice of each,
in batches of fifty as the job does. By hand the same `account.move` are created with the same values, fifty a call
like the run, turn by turn with it, so that a busy machine slows down both. Contacts exist already: it is not the first
month of a resident, as nearly all are.
"""

import time
import uuid
from datetime import date

from odoo.fields import Command

STAYS = 1000
LIMIT = 1.3
MONTH, BEFORE = date(2026, 3, 1), date(2026, 2, 1)


def _make_ledger(env, company):
    accounts = {
        kind: env["account.account"].create({
            "name": f"Benchmark {kind}", "code": f"97{number}000", "account_type": kind,
            "reconcile": kind == "asset_receivable",
            "company_ids": [Command.set(company.ids)],
        })
        for number, kind in enumerate(("asset_receivable", "income"))
    }
    company.fee_journal_id = env["account.journal"].create({
        "name": "Benchmark fees", "code": "BFEE", "type": "sale", "company_id": company.id,
        "default_account_id": accounts["income"].id,
    })
    company.fee_account_id = accounts["income"]
    env["ir.default"].set(
        "res.partner", "property_account_receivable_id", accounts["asset_receivable"].id, company_id=company.id,
    )


def _prepare(env, stays):
    """Return the houses of ``stays`` residents who have lived there for months, under a plan; their contacts exist."""
    company = env.company
    _make_ledger(env, company)
    program = env["recovery.program"].create({"name": "Benchmark homes", "code": f"BF{uuid.uuid4().hex[:6]}"})
    houses = env["recovery.house"].create([
        {"name": f"Benchmark {number}", "code": f"BF{number}", "program_id": program.id, "date_open": date(2025, 1, 1)}
        for number in range(max(stays // 20, 1))
    ])
    beds = env["recovery.bed"].create([
        {"name": str(number), "house_id": houses[number % len(houses)].id} for number in range(stays)
    ])
    people = env["recovery.client"].create([
        {
            "nickname": f"bench {number}", "identity": "pseudonymous", "intake_program_id": program.id,
        } for number in range(stays)
    ])
    env["recovery.fee.plan"].create([
        {"name": "Benchmark plan", "applies_to": "house", "house_id": house.id, "amount": 310, "date_from": date(2025, 1, 1)}
        for house in houses
    ])
    env["recovery.stay"].create([
        {"bed_id": bed.id, "client_id": person.id, "date_from": date(2026, 1, 2 + number % 20), "state": "in"}
        for number, (bed, person) in enumerate(zip(beds, people, strict=True))
    ])
    people._get_payer_contacts()
    env.flush_all()
    return houses


def _timed(env, act):
    env.flush_all()
    env.invalidate_all()
    start = time.perf_counter()
    result = act()
    env.flush_all()
    return time.perf_counter() - start, result


def _new_run(env, houses, month):
    run = env["recovery.fee.run"].create({"period": month, "house_ids": [Command.set(houses.ids)]})
    run.write({"state": "running"})
    return run


def _process(run):
    """Make a batch; return the shares that it made."""
    before = run.fee_ids
    run._process_batch()
    run.invalidate_recordset(["fee_ids"])
    return (run.fee_ids - before).share_ids


def run(env, stays=STAYS):
    """Return [(name, ratio, limit, detail)]: the time of a fee run over that of its invoices made by hand.

    :param env: an environment that may be written to; the caller rolls back
    """
    stays = max(int(stays * env.context.get("bench_scale", 1.0)), 4)
    houses = _prepare(env, stays)
    # What is loaded once, such as accounts and translations, is loaded for both.
    _process(_new_run(env, houses[:1], BEFORE))
    made = _new_run(env, houses, MONTH)
    accounting = env.company._get_fee_accounting()
    ours = theirs = done = 0
    while made.state == "running":
        seconds, shares = _timed(env, lambda: _process(made))
        ours += seconds
        if shares:
            values = [share._prepare_invoice(accounting) for share in shares]
            seconds, moves = _timed(env, lambda values=values: env["account.move"].create(values))
            theirs += seconds
            done += len(moves)
    assert done == len(made.fee_ids) == stays
    detail = f"{ours * 1000 / stays:.1f} ms a stay, {theirs * 1000 / stays:.1f} ms an invoice by hand, {stays} of each"
    return [(f"fees of {stays} stays / the same invoices by hand", ours / theirs, LIMIT, detail)]
