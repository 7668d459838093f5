"""Attributing and freezing thousands of services as fast as the database and Odoo move as many rows.

Attribution of all services from nothing is compared with a plain INSERT … SELECT of the same
rows with the same indexes; freezing (attribution again, eight figures twice, evidence, XLSX) with
Odoo's own export of the columns of the activity list.
"""

import random
import time
from datetime import datetime, timedelta

from odoo.fields import Command

DELIVERIES = 5000
ATTRIBUTE_LIMIT = 15.0
FREEZE_LIMIT = 2.0
COLUMNS = [
    "date", "client_id/code", "headcount", "service_id/code", "service_id/name", "program_id/name", "place", "minutes",
    "quantity",
]


def _prepare(env, size):
    service = env["recovery.service"].create({"code": "BENCH-R", "name": "Benchmark service"})
    employee = env["hr.employee"].create({"name": "Benchmark employee"})
    program = env["recovery.program"].create({
        "name": "Benchmark programme", "code": "BENCH-R", "service_ids": [Command.link(service.id)],
        "employee_ids": [Command.link(employee.id)],
    })
    people = env["recovery.client"].create([
        {"nickname": f"bench {number}", "identity": "pseudonymous", "intake_program_id": program.id}
        for number in range(max(size // 20, 5))
    ])
    episodes = env["recovery.episode"].create([
        {"client_id": person.id, "program_id": program.id, "state": "active", "date_start": "2025-01-01"}
        for person in people
    ])
    dice = random.Random(1)
    env["recovery.ors"].create([
        {
            "client_id": episode.client_id.id, "episode_id": episode.id, "program_id": program.id,
            "date": datetime(2025, 2, 1) + timedelta(days=30 * index),
            **{item: dice.randrange(101) / 10 for item in ("individual", "interpersonal", "social", "overall")},
        }
        for episode in episodes for index in range(4)
    ])
    env["recovery.encounter"].create([
        {
            "program_id": program.id, "employee_ids": [Command.link(employee.id)], "state": "done", "minutes": 60,
            "date_start": datetime(2025, 1, 2, 9) + timedelta(days=dice.randrange(360)),
            "delivery_ids": [Command.create({"client_id": dice.choice(people).id, "service_id": service.id})],
        }
        for _index in range(size)
    ])
    grant = env["recovery.grant"].create({
        "name": "Benchmark grant", "code": "BENCH-R", "funder_id": env.ref("base.main_partner").id,
        "date_start": "2025-01-01", "date_end": "2025-12-31", "program_ids": [Command.link(program.id)],
        "indicator_ids": [
            Command.create({"indicator_id": indicator.id})
            for indicator in env["recovery.indicator"].search([("company_id", "=", False)])
        ],
    })
    grant.action_confirm()
    env.flush_all()
    env.cr.execute("ANALYZE recovery_delivery, recovery_encounter, recovery_client, recovery_ors, recovery_episode")
    return grant


def _timed(env, act):
    env.flush_all()
    env.invalidate_all()
    start = time.perf_counter()
    act()
    env.flush_all()
    return time.perf_counter() - start


def _insert_plainly(env, grant):
    """Copy the claims into a table with the same indexes."""
    env.cr.execute("CREATE TEMP TABLE bench_attribution (LIKE recovery_attribution INCLUDING ALL) ON COMMIT DROP")
    env.cr.execute("INSERT INTO bench_attribution SELECT * FROM recovery_attribution WHERE grant_id = %s", [grant.id])


def run(env):
    """Return [(name, ratio, limit, detail)].

    :param env: an environment that may be written to; the caller rolls back
    """
    size = max(int(DELIVERIES * env.context.get("bench_scale", 1.0)), 50)
    grant = _prepare(env, size)
    attribute = _timed(env, grant._attribute)
    insert = _timed(env, lambda: _insert_plainly(env, grant))
    report = env["recovery.report"].create({
        "grant_id": grant.id, "date_from": grant.date_start, "date_to": grant.date_end,
    })
    freeze = _timed(env, report.action_freeze)
    deliveries = grant.attribution_ids.delivery_id
    export = _timed(env, lambda: deliveries.export_data(COLUMNS))
    return [
        (
            "attribution", attribute / insert, ATTRIBUTE_LIMIT,
            f"{size} services: {attribute:.2f} s, plain insert {insert:.2f} s",
        ),
        (
            "freezing", freeze / export, FREEZE_LIMIT,
            f"{size} services, {len(report.line_ids)} figures: {freeze:.2f} s, Odoo's export {export:.2f} s",
        ),
    ]
