"""Creating encounters as fast as Odoo creates its own facts.

An encounter with one client and one service is two of our records with the day in the
company's zone, the episode found, the client's and the episode's dates kept. It is
compared with Odoo's nearest fact, the analytic line, made in the same process.
"""

import gc
import time
from datetime import datetime, timedelta
from statistics import median

from odoo.fields import Command

BATCH = 1000
LIMIT = 3.0


def _prepare(env, clients):
    service = env["recovery.service"].create({"code": "BENCH", "name": "Benchmark service"})
    employee = env["hr.employee"].create({"name": "Benchmark employee"})
    program = env["recovery.program"].create({
        "name": "Benchmark programme", "code": "BENCH", "ors_required": True,
        "employee_ids": [Command.link(employee.id)], "service_ids": [Command.link(service.id)],
        "phase_ids": [Command.create({"name": "All", "month_from": 0, "month_to": 36, "contact_every_days": 14})],
    })
    people = env["recovery.client"].create([
        {"nickname": f"bench {number}", "identity": "pseudonymous", "intake_program_id": program.id}
        for number in range(clients)
    ])
    env["recovery.episode"].create([
        {"client_id": person.id, "program_id": program.id, "state": "active", "date_start": "2025-01-01"}
        for person in people
    ])
    account = env["account.analytic.account"].create({
        "name": "Benchmark account", "plan_id": env["account.analytic.plan"].search([], limit=1).id,
    })
    env.flush_all()
    return program, service, employee, people, account


def _timed(env, create):
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    start = time.perf_counter()
    create()
    env.flush_all()
    return time.perf_counter() - start


def run(env, batch=BATCH, rounds=5):
    """Return [(name, ratio, limit, detail)]: the median of encounter time over analytic line time.

    :param env: an environment that may be written to; the caller rolls back
    """
    program, service, employee, people, account = _prepare(env, min(batch, 200))
    first = datetime(2026, 1, 5, 8, 0)

    def encounters(offset):
        return env["recovery.encounter"].create([
            {
                "program_id": program.id, "date_start": first + timedelta(minutes=15 * (number % 5000)), "minutes": 60,
                "employee_ids": [Command.link(employee.id)], "state": "done",
                "delivery_ids": [Command.create({
                    "client_id": people[number % len(people)].id, "service_id": service.id, "minutes": 60,
                })],
            }
            for number in range(offset, offset + batch)
        ])

    def lines():
        return env["account.analytic.line"].create([
            {"name": "Benchmark line", "account_id": account.id, "amount": -10.0, "unit_amount": 1.0}
            for _number in range(batch)
        ])

    encounters(0), lines()
    pairs = [
        (_timed(env, lambda turn=turn: encounters(turn * batch)), _timed(env, lines)) for turn in range(1, rounds + 1)
    ]
    ratio = median(ours / theirs for ours, theirs in pairs)
    ours, theirs = (median(values) / batch * 1000 for values in zip(*pairs, strict=True))
    detail = f"{ours:.2f} ms an encounter, {theirs:.2f} ms an analytic line, batches of {batch}"
    return [("encounter with a client and a service / analytic line", ratio, LIMIT, detail)]
