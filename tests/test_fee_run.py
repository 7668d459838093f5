"""A month's fees on a server of their own: made twice, killed in the middle and gone on with, made by two at once.

Nothing is pretended: the server is killed with SIGKILL while a batch of the job is open in the database, and started
again. What counts is what the tables hold afterwards: of each stay one fee and one invoice a payer, to the cent what a
recount in plain Python says.
"""
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import psycopg2
import pytest
from conftest import Json2
from race import PATIENCE, meet, own_session, query, split
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
    """A house of 120 beds, each with a resident, a plan of which the town pays two fifths, and a ledger; by superuser.

    Some moved in or out within the month, some have agreed on a fee of their own: no two months cost the same.
    """
    server.work.odoo.shell(server.database, f"""
from datetime import date, timedelta
month = date.fromisoformat("{MONTH.isoformat()}")
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
town = env["res.partner"].create({{"name": "Demo town", "company_id": company.id}})
env["recovery.fee.plan"].create({{
    "name": "Demo plan", "company_id": company.id, "house_id": house.id, "amount": 333.33, "date_from": date(2020, 1, 1),
    "payer_ids": [Command.create({{"payer": "municipality", "partner_id": town.id, "value": 40}})],
}})
env["recovery.stay"].create([
    {{
        "bed_id": bed.id, "client_id": person.id,
        "date_from": month + timedelta(days=number % 27) if number % 3 == 0 else date(2025, 1, 1),
        "monthly_fee": 100 + number * 1.07 if number % 2 else 0,
        **({{
            "state": "out", "date_to": month + timedelta(days=27), "exit_reason": "completed", "exit_destination": "family",
        }} if number % 5 == 0 else {{"state": "in"}}),
    }}
    for number, (bed, person) in enumerate(zip(beds, people))
])
env.cr.commit()
""", error="No homes")
    return query(server.dsn, "SELECT id FROM recovery_house WHERE code = 'FEES'")[0][0]


def new_run(api, homes, month):
    [run] = api.call("recovery.fee.run", "create", vals_list=[{"period": month.isoformat(), "house_ids": [[6, 0, [homes]]]}])
    api.call("recovery.fee.run", "action_start", ids=[run])
    return run


def recount(dsn, homes, month):
    """What the rows of the stays of a month ask for: {stay: {payer: amount}}, nights counted one by one, in Decimal."""
    following = (month + timedelta(days=31)).replace(day=1)
    length, owed = (following - month).days, {}
    for stay, start, stop, agreed in query(dsn, """
        SELECT id, date_from, date_to, monthly_fee FROM recovery_stay WHERE house_id = %s AND state IN ('in', 'out')
    """, homes):
        days = [month + timedelta(days=number) for number in range(length)]
        nights = sum(start <= day and (stop is None or day < stop) for day in days)
        if nights:
            amount = cents((agreed or Decimal("333.33")) * nights / length)
            town = cents(amount * 2 / 5)
            owed[stay] = {"municipality": town, "resident": amount - town}
    return owed


def cents(amount):
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def made(dsn, homes, month):
    """What was made of a month: {stay: {payer: amount of the draft invoice}}; the tables agree with each other."""
    fees = query(dsn, "SELECT stay_id, amount FROM recovery_fee WHERE house_id = %s AND period = %s", homes, month)
    assert len({stay for stay, _amount in fees}) == len(fees), "A stay has two fees of a month."
    found = {stay: {} for stay, _amount in fees}
    places = set()
    for stay, payer, amount, move, line, state, total, currency in query(dsn, """
        SELECT f.stay_id, s.payer, s.amount, m.id, l.id, m.state, COALESCE(l.price_total, m.amount_total),
               m.currency_id = c.currency_id AND COALESCE(l.move_id, m.id) = m.id
          FROM recovery_fee f JOIN recovery_fee_share s ON s.fee_id = f.id
          JOIN res_company c ON c.id = f.company_id LEFT JOIN account_move m ON m.id = s.move_id
          LEFT JOIN account_move_line l ON l.id = s.line_id
         WHERE f.house_id = %s AND f.period = %s
    """, homes, month):
        assert (state, total, currency) == ("draft", amount, True), "A share is not invoiced as it is."
        assert payer not in found[stay] and (move, line) not in places, "A payer is invoiced twice."
        found[stay][payer] = total
        places.add((move, line))
    assert all(sum(found[stay].values()) == amount for stay, amount in fees), "Shares do not add up to their fee."
    reference = f"· FEES · {month:%Y-%m}"
    alone = [move for move, line in places if not line]
    assert len(alone) == query(dsn, "SELECT COUNT(*) FROM account_move WHERE ref LIKE %s", f"%{reference}")[0][0], (
        "There are invoices that belong to no fee.")
    return found


def wait_for(what, holds):
    deadline = time.monotonic() + PATIENCE * 4
    while not holds():
        assert time.monotonic() < deadline, f"It never happened: {what}"
        time.sleep(0.05)


def finish(server, dsn, run):
    """Let the job work until the run is done: a slow machine ends a turn early, and each turn makes a batch at least."""
    for _turn in range(STAYS // BATCH + 3):
        run_cron(session(server, "admin"), dsn, CRON)
        if query(dsn, "SELECT state FROM recovery_fee_run WHERE id = %s", run) == [("done",)]:
            return
    raise AssertionError("The run does not come to its end.")


def kill(server):
    """End the server as a power cut would: no handler runs, its transactions are gone."""
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def kill_in_the_middle(server, dsn, homes, month):
    """Start a run, kill the server while its last batch is open, start it again.

    The batch is the last because it holds the last stay, whose fee of the month somebody else has begun to write.

    :return: (run, what was made by then)
    """
    run = new_run(session(server, "finance"), homes, month)
    admin, blocker = session(server, "admin"), psycopg2.connect(dsn)
    with ThreadPoolExecutor(1) as pool:
        try:
            with blocker.cursor() as cursor:
                cursor.execute("""
                    INSERT INTO recovery_fee (stay_id, period, state, client_id, company_id)
                    SELECT id, %s, 'draft', client_id, company_id FROM recovery_stay WHERE id = %s
                """, (month, max(recount(dsn, homes, month))))
            working = pool.submit(run_cron, admin, dsn, CRON)
            wait_for("a batch that waits", lambda: query(
                dsn, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
            ))
            kill(server)
            assert isinstance(working.exception(PATIENCE), Exception)
        finally:
            blocker.rollback()
            blocker.close()
    wait_for("the end of its sessions", lambda: not query(
        dsn, "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    ))
    partly = made(dsn, homes, month)
    assert query(dsn, "SELECT state FROM recovery_fee_run WHERE id = %s", run) == [("running",)]
    server.start("--max-cron-threads", "0")
    return run, partly


def test_a_run_that_is_killed_in_the_middle_goes_on_and_makes_each_fee_once(server, homes, dsn):
    run, partly = kill_in_the_middle(server, dsn, homes, MONTH)
    expected = recount(dsn, homes, MONTH)
    assert len(expected) == STAYS and len({sum(shares.values()) for shares in expected.values()}) > STAYS / 3
    assert 0 < len(partly) < STAYS and len(partly) % BATCH == 0, "The run was not killed in the middle."
    assert partly == {stay: expected[stay] for stay in partly}, "A batch was written by halves."
    finish(server, dsn, run)
    assert made(dsn, homes, MONTH) == expected


def test_run_twice_it_makes_nothing_more(server, homes, dsn):
    before = made(dsn, homes, MONTH)
    finance = session(server, "finance")
    for _turn in range(2):
        finish(server, dsn, new_run(finance, homes, MONTH))
    assert made(dsn, homes, MONTH) == before == recount(dsn, homes, MONTH)


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
    expected = recount(dsn, homes, month)
    assert BATCH < len(expected) < STAYS, "Who moved in later costs nothing yet."
    assert made(dsn, homes, month) == expected


def test_two_people_invoice_one_fee_at_once_and_it_is_charged_once(server, homes, dsn):
    """Beside the run, by the button of a fee."""
    month = (MONTH - timedelta(days=40)).replace(day=1)
    finance = session(server, "finance")
    [[stay]] = query(dsn, """
        SELECT id FROM recovery_stay WHERE house_id = %s AND date_from < %s ORDER BY id LIMIT 1
    """, homes, month)
    [fee] = finance.call("recovery.fee", "create", vals_list=[{"stay_id": stay, "period": month.isoformat()}])
    outcomes = meet(dsn, [
        lambda api=api: api.call("recovery.fee", "action_invoice", ids=[fee]) for api in (finance, own_session(finance))
    ], "SELECT FROM recovery_fee WHERE id = %s FOR UPDATE", fee)
    assert split(outcomes)[1] == []
    assert made(dsn, homes, month) == {stay: recount(dsn, homes, month)[stay]}


def test_the_database_refuses_a_second_fee_of_a_stay_and_month(homes, dsn):
    with pytest.raises(psycopg2.errors.UniqueViolation):
        query(dsn, """
            INSERT INTO recovery_fee (stay_id, period, state, client_id, company_id)
            SELECT stay_id, period, 'draft', client_id, company_id FROM recovery_fee WHERE house_id = %s LIMIT 1
        """, homes)


def earlier(months):
    """Return the first day of the month so many months before."""
    return MONTH if not months else (earlier(months - 1) - timedelta(days=1)).replace(day=1)


@pytest.fixture(scope="module")
def together(server, homes, dsn):
    """The town wants one invoice a month for all residents; comes last, so that it has one each before."""
    [(town, company)] = query(dsn, """
        SELECT DISTINCT s.partner_id, s.company_id FROM recovery_fee_share s JOIN recovery_fee f ON f.id = s.fee_id
         WHERE f.house_id = %s AND s.payer = 'municipality'
    """, homes)
    session(server, "admin").call(
        "res.partner", "write", ids=[town], vals={"recovery_collective_invoice": True},
        context={"allowed_company_ids": [company]},
    )


def joint_invoices(dsn, homes, month):
    """Return [(total, number of shares)] of the invoices for many residents of a month."""
    return query(dsn, """
        SELECT m.amount_total, COUNT(*) FROM recovery_fee f JOIN recovery_fee_share s ON s.fee_id = f.id
          JOIN account_move m ON m.id = s.move_id
         WHERE f.house_id = %s AND f.period = %s AND s.line_id IS NOT NULL GROUP BY m.id
    """, homes, month)


def test_one_invoice_for_all_residents_grows_over_a_run_that_is_killed(server, homes, dsn, together):
    month = earlier(4)
    run, partly = kill_in_the_middle(server, dsn, homes, month)
    expected = recount(dsn, homes, month)
    assert len(partly) == BATCH < len(expected)
    [(total, lines)] = joint_invoices(dsn, homes, month)
    assert (total, lines) == (sum(shares["municipality"] for shares in partly.values()), BATCH)
    finish(server, dsn, run)
    finish(server, dsn, new_run(session(server, "finance"), homes, month))
    assert made(dsn, homes, month) == expected
    [(total, lines)] = joint_invoices(dsn, homes, month)
    assert (total, lines) == (sum(shares["municipality"] for shares in expected.values()), len(expected))


def test_fees_made_alone_at_once_join_one_invoice(server, homes, dsn, together):
    """Four invoice a fee each of the same payer and month (who loses begins again, three times at most): one draft."""
    month, finance = earlier(3), session(server, "finance")
    stays = sorted(recount(dsn, homes, month))[:4]
    fees = finance.call("recovery.fee", "create", vals_list=[{"stay_id": stay, "period": str(month)} for stay in stays])
    with ThreadPoolExecutor(len(fees)) as pool:
        outcomes = [future.exception() or future.result() for future in [
            pool.submit(own_session(finance).call, "recovery.fee", "action_invoice", ids=[fee]) for fee in fees
        ]]
    assert split(outcomes)[1] == []
    [(total, lines)] = joint_invoices(dsn, homes, month)
    found = made(dsn, homes, month)
    assert (total, lines) == (sum(shares["municipality"] for shares in found.values()), len(stays))
