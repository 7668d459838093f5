"""A month's fees on a server of their own: made twice, killed in the middle and gone on with, made by two at once.

Nothing is pretended: the server is killed with SIGKILL while a batch of the job is open in the database, and started
again. What counts is what the tables hold afterwards.
"""
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg2
import pytest
from conftest import Json2
from race import PATIENCE, own_session, query, split
from race_records import run_cron

STAYS, BATCH = 120, 50
CRON = "recovery_housing.cron_fee_run"
MONTH = (date.today().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture(scope="module")
def server(new_server):
    """A server whose own jobs do not run, so that the tests decide when one does."""
    return new_server("fees", None, "--max-cron-threads", "0")


@pytest.fixture(scope="module")
def dsn(server):
    return server.dsn


def session(server, login):
    return Json2(server.base_url, server.database, server.api_keys()[login])


@pytest.fixture(scope="module")
def homes(server):
    """A house of 120 beds, each with a resident since long ago and a fee agreed, and a ledger; made by superuser."""
    server.work.odoo.shell(server.database, f"""
from datetime import date
from odoo.fields import Command
program = env["recovery.program"].search([("code", "=", "CENTRE")], limit=1)
company = program.company_id
env = env(context={{**env.context, "allowed_company_ids": company.ids}})
accounts = {{kind: env["account.account"].create({{
    "name": "Demo " + kind, "code": code, "account_type": kind, "reconcile": kind == "asset_receivable",
    "company_ids": [Command.set(company.ids)],
}}) for kind, code in (("asset_receivable", "981000"), ("income", "982000"))}}
company.fee_journal_id = env["account.journal"].create({{
    "name": "Demo fees", "code": "DFEE", "type": "sale", "company_id": company.id,
    "default_account_id": accounts["income"].id,
}})
company.fee_account_id = accounts["income"]
receivable = accounts["asset_receivable"].id
env["ir.default"].set("res.partner", "property_account_receivable_id", receivable, company_id=company.id)
house = env["recovery.house"].create({{
    "name": "Demo fees", "code": "FEES", "program_id": program.id, "date_open": date(2020, 1, 1), "company_id": company.id,
}})
beds = env["recovery.bed"].create([{{"name": str(number), "house_id": house.id}} for number in range({STAYS})])
people = env["recovery.client"].create([
    {{"identity": "pseudonymous", "nickname": "Demo Fee %s" % number, "intake_program_id": program.id}}
    for number in range({STAYS})
])
env["recovery.stay"].create([
    {{"bed_id": bed.id, "client_id": person.id, "date_from": date(2025, 1, 1), "state": "in", "monthly_fee": 100}}
    for bed, person in zip(beds, people)
])
env.cr.commit()
""", error="No homes")
    return query(server.dsn, "SELECT id FROM recovery_house WHERE code = 'FEES'")[0][0]


def new_run(api, homes, month):
    [run] = api.call("recovery.fee.run", "create", vals_list=[{"period": month.isoformat(), "house_ids": [[6, 0, [homes]]]}])
    api.call("recovery.fee.run", "action_start", ids=[run])
    return run


def made(dsn, homes, month):
    """Return (fees, stays with a fee, shares with a draft invoice, invoices, sum of the invoices) of a month."""
    return query(dsn, """
        SELECT COUNT(DISTINCT f.id), COUNT(DISTINCT f.stay_id), COUNT(s.id), COUNT(DISTINCT m.id),
               COALESCE(SUM(m.amount_total), 0)
          FROM recovery_fee f LEFT JOIN recovery_fee_share s ON s.fee_id = f.id
          LEFT JOIN account_move m ON m.id = s.move_id AND m.state = 'draft'
         WHERE f.house_id = %s AND f.period = %s
    """, homes, month)[0]


def wait_for(what, holds):
    deadline = time.monotonic() + PATIENCE * 4
    while not holds():
        assert time.monotonic() < deadline, f"It never happened: {what}"
        time.sleep(0.05)


def kill(server):
    """End the server as a power cut would: no handler runs, its transactions are gone."""
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def test_a_run_that_is_killed_in_the_middle_goes_on_and_makes_each_fee_once(server, homes, dsn):
    finance, admin = session(server, "finance"), session(server, "admin")
    run = new_run(finance, homes, MONTH)
    blocker = psycopg2.connect(dsn)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(run_cron, admin, dsn, CRON)
        wait_for("the first batch", lambda: made(dsn, homes, MONTH)[0] >= BATCH)
        with blocker.cursor() as cursor:
            # Waits for the batch that is being written, then lets no other one be.
            cursor.execute("LOCK TABLE recovery_fee IN SHARE MODE")
        wait_for("a batch that waits", lambda: query(
            dsn, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        ))
        kill(server)
        assert isinstance(working.exception(PATIENCE), Exception)
    blocker.rollback()
    blocker.close()
    wait_for("the end of its sessions", lambda: not query(
        dsn, "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    ))
    fees, stays, shares, moves, _total = made(dsn, homes, MONTH)
    assert 0 < fees < STAYS and fees % BATCH == 0, "The run was not killed in the middle."
    assert fees == stays == shares == moves, "A batch was written by halves."
    assert query(dsn, "SELECT state FROM recovery_fee_run WHERE id = %s", run) == [("running",)]
    server.start("--max-cron-threads", "0")
    run_cron(session(server, "admin"), dsn, CRON)
    assert query(dsn, "SELECT state FROM recovery_fee_run WHERE id = %s", run) == [("done",)]
    assert made(dsn, homes, MONTH) == (STAYS, STAYS, STAYS, STAYS, STAYS * 100)


def test_run_twice_it_makes_nothing_more(server, homes, dsn):
    before = made(dsn, homes, MONTH)
    finance = session(server, "finance")
    for _turn in range(2):
        new_run(finance, homes, MONTH)
        run_cron(session(server, "admin"), dsn, CRON)
    assert made(dsn, homes, MONTH) == before


def test_several_at_once_make_each_fee_once(server, homes, dsn):
    """Two runs of the same month, four callers that make batches as fast as they can, and nobody sees an error."""
    month = (MONTH - timedelta(days=1)).replace(day=1)
    finance = session(server, "finance")
    runs = [new_run(finance, homes, month) for _turn in range(2)]

    def work(api, run):
        while True:
            answer = api.call("recovery.fee.run", "process_batch", ids=[run])
            if answer["state"] != "running":
                return answer
            if answer["busy"]:
                time.sleep(0.05)

    with ThreadPoolExecutor(4) as pool:
        outcomes = [future.exception() or future.result() for future in [
            pool.submit(work, own_session(finance), runs[number % 2]) for number in range(4)
        ]]
    assert split(outcomes)[1] == []
    assert made(dsn, homes, month) == (STAYS, STAYS, STAYS, STAYS, STAYS * 100)


def test_the_database_refuses_a_second_fee_of_a_stay_and_month(homes, dsn):
    with pytest.raises(psycopg2.errors.UniqueViolation):
        query(dsn, """
            INSERT INTO recovery_fee (stay_id, period, state, client_id, company_id)
            SELECT stay_id, period, 'draft', client_id, company_id FROM recovery_fee WHERE house_id = %s LIMIT 1
        """, homes)
