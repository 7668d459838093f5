"""What a measure costs over plain SQL that gives the same figure, on a hundred thousand services.

A measure names the records behind its figure and honours filters; plain SQL that knows the
question beforehand needs neither. The ratio is what that costs. The figures must be equal.
"""

import time
from datetime import date, timedelta
from statistics import median

from odoo.addons.recovery_reporting.measures import MEASURES, Scope
from odoo.fields import Command
from odoo.tools import SQL

DELIVERIES = 100_000
CLIENTS = 4_000
DAYS = 600
LIMIT = 3.0
START = date(2024, 1, 1)
PLAIN = {
    "persons_supported": "SELECT COUNT(DISTINCT client_id) FROM ({rows}) d",
    "contacts": "SELECT COUNT(*) FROM (SELECT DISTINCT encounter_id, client_id FROM ({rows}) d) t",
    "interventions": "SELECT COUNT(*) FROM ({rows}) d JOIN recovery_service s ON s.id = d.service_id AND s.is_intervention",
    "hours": "SELECT SUM(m) / 60.0 FROM (SELECT MAX(minutes) AS m FROM ({rows}) d GROUP BY encounter_id, service_id) t",
}
ROWS = """
    SELECT d.client_id, d.encounter_id, d.service_id, d.minutes
      FROM recovery_attribution a JOIN recovery_delivery d ON d.id = a.delivery_id
     WHERE a.grant_id = {grant} AND a.state = 'claimed' AND d.state = 'done' AND d.date BETWEEN '{start}' AND '{end}'
"""


def _copy(env, record, times, **changed):
    """Copy one row `times` times with ids that follow its own; `changed` gives columns as SQL of r and n."""
    table = record._table
    columns = [name for (name,) in env.execute_query(SQL(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'", table,
    ))]
    env.cr.execute(SQL(
        "INSERT INTO %s (id, %s) SELECT r.id + n, %s FROM %s r, generate_series(1, %s) n WHERE r.id = %s",
        SQL.identifier(table), SQL(", ").join(map(SQL.identifier, columns)),
        SQL(", ").join(changed.get(name) or SQL.identifier("r", name) for name in columns),
        SQL.identifier(table), times, record.id,
    ))
    env.cr.execute(SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", table, record.id + times))


def _build(env, deliveries, clients):
    """Return a grant that claims so many services; one of each record is made, the others are copied from it."""
    service = env["recovery.service"].create({"code": "MEASURE", "name": "Benchmark service"})
    employee = env["hr.employee"].create({"name": "Benchmark employee"})
    program = env["recovery.program"].create({
        "name": "Benchmark programme", "code": "MEASURE", "employee_ids": [Command.link(employee.id)],
        "service_ids": [Command.link(service.id)],
    })
    client = env["recovery.client"].create({
        "nickname": "bench", "identity": "pseudonymous", "intake_program_id": program.id, "code": "MEASURE-",
    })
    encounter = env["recovery.encounter"].create({
        "program_id": program.id, "date_start": f"{START} 09:00:00", "minutes": 45, "state": "done",
        "employee_ids": [Command.link(employee.id)],
        "delivery_ids": [Command.create({"client_id": client.id, "service_id": service.id})],
    })
    grant = env["recovery.grant"].create({
        "name": "Benchmark grant", "code": "MEASURE", "funder_id": env.company.partner_id.id, "date_start": START,
        "date_end": START + timedelta(days=DAYS - 1), "program_ids": [Command.set(program.ids)],
    })
    grant.action_confirm()
    grant.action_attribute()
    env.flush_all()
    day = SQL("r.date + n %% %s", DAYS)
    _copy(env, client, clients - 1, code=SQL("r.code || n"))
    _copy(env, encounter, deliveries - 1, date=day)
    delivery = encounter.delivery_ids
    _copy(env, delivery, deliveries - 1, date=day, encounter_id=SQL("r.encounter_id + n"),
          client_id=SQL("r.client_id + n %% %s", clients))
    claim = env["recovery.attribution"].search([("grant_id", "=", grant.id)])
    assert len(claim) == 1, "The rules did not claim the one service that there is."
    _copy(env, claim, deliveries - 1, date=day, delivery_id=SQL("r.delivery_id + n"))
    env.cr.execute("ANALYZE recovery_delivery, recovery_encounter, recovery_attribution, recovery_client")
    return grant


def _timed(call):
    start = time.perf_counter()
    value = call()
    return time.perf_counter() - start, round(float(value), 2)


def run(env, rounds=5):
    """Return [(name, ratio, limit, detail)]: for each measure the median of its time over that of plain SQL.

    :param env: an environment that may be written to; the caller rolls back
    """
    scale = env.context.get("bench_scale", 1.0)
    deliveries, clients = max(round(DELIVERIES * scale), 200), max(round(CLIENTS * scale), 20)
    grant = _build(env, deliveries, clients)
    scope = Scope(
        grant_id=grant.id, company_id=grant.company_id.id, program_ids=tuple(grant.program_ids.ids),
        date_from=grant.date_start, date_to=grant.date_end, today=date.today(), filters={},
    )
    rows = ROWS.format(grant=grant.id, start=grant.date_start, end=grant.date_end)
    results = []
    for code, statement in PLAIN.items():
        plain = SQL(statement.format(rows=rows))
        pairs = [
            (_timed(lambda code=code: MEASURES[code].figure(env, scope).value),
             _timed(lambda plain=plain: env.execute_query(plain)[0][0]))
            for _round in range(rounds)
        ]
        values = {value for pair in pairs for _seconds, value in pair}
        assert len(values) == 1, f"{code}: the measure and plain SQL differ: {values}"
        ratio = median(ours / theirs for (ours, _value), (theirs, _same) in pairs)
        seconds = median(ours for (ours, _value), _theirs in pairs)
        results.append((f"{code} / plain SQL", ratio, LIMIT, f"{seconds * 1000:.0f} ms, {deliveries} services"))
    return results
