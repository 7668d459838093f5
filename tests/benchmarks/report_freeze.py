"""Attributing and freezing thousands of services as fast as the database and Odoo move as many rows.

Attribution of all services from nothing, and again when nothing has changed, is compared with a
plain INSERT … SELECT of the same rows with the same indexes and references; freezing (attribution
again, eight figures twice, evidence, XLSX) with Odoo's own export of the columns of the activity list.
"""

import random
import time
from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tools import SQL

DELIVERIES = 5000
ATTRIBUTE_LIMIT = 3.0
REPEAT_LIMIT = 1.0
FREEZE_LIMIT = 1.0
COLUMNS = [
    "date", "client_id/code", "headcount", "service_id/code", "service_id/name", "program_id/name", "place", "minutes",
    "quantity",
]


def _create_work(env, size):
    """Create a programme with ``size`` services to rated people; return it."""
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
    return program


def _prepare(env, size):
    """Return a running grant of a programme with ``size`` services."""
    program = _create_work(env, size)
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


def _make_twin(env):
    """Make a table with the columns, indexes and references of the claims; it goes when the caller rolls back.

    Not a temporary one, which could not refer to the tables that the claims refer to.
    """
    env.cr.execute("CREATE TABLE bench_attribution (LIKE recovery_attribution INCLUDING ALL)")
    env.cr.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = 'recovery_attribution'::regclass AND contype = 'f'",
    )
    for name, definition in env.cr.fetchall():
        env.cr.execute(SQL("ALTER TABLE bench_attribution ADD CONSTRAINT %s %s", SQL.identifier(name), SQL(definition)))


def _insert_plainly(env, grant):
    """Copy the claims into the table that `_make_twin` has made."""
    env.cr.execute("INSERT INTO bench_attribution SELECT * FROM recovery_attribution WHERE grant_id = %s", [grant.id])


def run(env):
    """Return [(name, ratio, limit, detail)].

    :param env: an environment that may be written to; the caller rolls back
    """
    size = max(int(DELIVERIES * env.context.get("bench_scale", 1.0)), 50)
    grant = _prepare(env, size)
    attribute = _timed(env, grant._attribute)
    repeat = _timed(env, grant._attribute)
    _make_twin(env)
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
            "attribution without a change", repeat / insert, REPEAT_LIMIT, f"{size} services: {repeat:.2f} s",
        ),
        (
            "freezing", freeze / export, FREEZE_LIMIT,
            f"{size} services, {len(report.line_ids)} figures: {freeze:.2f} s, Odoo's export {export:.2f} s",
        ),
    ]
