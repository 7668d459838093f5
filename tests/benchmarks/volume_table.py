"""A year's table of volumes over a million services, against the plain SQL that gives the same table.

Twelve months of contacts, interventions, syringes out and back, their return rate and people, with the totals of the
year. Plain SQL knows the question beforehand; the product's table honours filters, grants, other dimensions and rows
of zeros. The numbers must be equal, cell by cell.
"""

import time
from contextlib import contextmanager
from datetime import date
from statistics import median

from odoo.fields import Command
from odoo.tools import SQL

DELIVERIES = 1_000_000
CLIENTS = 20_000
LIMIT = 1.5
YEAR = 2024
MEASURES = ("contacts", "interventions", "syringes_issued", "syringes_returned", "return_rate", "persons_supported")
VISITS = """
    SELECT month, SUM(contacts), SUM(interventions), COUNT(DISTINCT client_id)
      FROM (
            SELECT DATE_TRUNC('month', d.date::timestamp)::date AS month, d.client_id,
                   CASE WHEN d.client_id IS NULL THEN MAX(d.headcount) ELSE 1 END AS contacts,
                   COUNT(*) FILTER (WHERE s.is_intervention) AS interventions
              FROM recovery_delivery d
              JOIN recovery_service s ON s.id = d.service_id
             WHERE d.program_id = {program} AND d.state = 'done' AND d.date BETWEEN '{start}' AND '{end}'
          GROUP BY 1, d.encounter_id, d.client_id
           ) visit
  GROUP BY ROLLUP (month)
"""
SUPPLIES = """
    SELECT DATE_TRUNC('month', x.date::timestamp)::date AS month, SUM(x.issued), SUM(x.returned),
           100.0 * SUM(x.returned) / NULLIF(SUM(x.issued), 0)
      FROM recovery_supply x
     WHERE x.program_id = {program} AND x.state = 'done' AND x.material_kind = 'syringe'
       AND x.date BETWEEN '{start}' AND '{end}'
  GROUP BY ROLLUP (1)
"""


def _copy(env, record, times, **changed):
    """Copy one row `times` times and return the id before the first copy; copy n has that id + n.

    :param changed: columns as SQL of the row r and the number n
    """
    table = record._table
    columns = [name for (name,) in env.execute_query(SQL(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'", table,
    ))]
    [(before,)] = env.execute_query(SQL("SELECT MAX(id) FROM %s", SQL.identifier(table)))
    env.cr.execute(SQL(
        "INSERT INTO %s (id, %s) SELECT %s + n, %s FROM %s r, generate_series(1, %s) n WHERE r.id = %s",
        SQL.identifier(table), SQL(", ").join(map(SQL.identifier, columns)), before,
        SQL(", ").join(changed.get(name) or SQL.identifier("r", name) for name in columns),
        SQL.identifier(table), times, record.id,
    ))
    env.cr.execute(SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", table, before + times))
    return before


@contextmanager
def _loading(env, *tables):
    """Load rows without looking each of them up in other tables, and build the indexes once they are there.

    The references come back with the rollback; the numbers of a table do not depend on them.
    """
    indexes = [definition for (definition,) in env.execute_query(SQL(
        "SELECT indexdef FROM pg_indexes WHERE tablename IN %s AND indexdef NOT LIKE '%% UNIQUE %%'", tables,
    ))]
    for definition in indexes:
        env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(definition.split()[2])))
    for table, constraint in env.execute_query(SQL(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text IN %s",
        tables,
    )):
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(constraint)))
    yield
    for definition in indexes:
        env.cr.execute(definition)


def _create_visit(env):
    """Return (client, talk, exchange with syringes): one visit, from which the others are copied."""
    services = env["recovery.service"].create([
        {"code": "VOLUME1", "name": "Benchmark talk", "client_required": False},
        {
            "code": "VOLUME2", "name": "Benchmark exchange", "kind": "exchange", "is_intervention": False,
            "client_required": False,
        },
    ])
    syringe = env["product.product"].create({"name": "Benchmark syringe", "material_kind": "syringe"})
    employee = env["hr.employee"].create({"name": "Benchmark employee"})
    program = env["recovery.program"].create({
        "name": "Benchmark programme", "code": "VOLUME", "employee_ids": [Command.link(employee.id)],
        "service_ids": [Command.set(services.ids)],
    })
    client = env["recovery.client"].create({
        "nickname": "bench", "identity": "pseudonymous", "intake_program_id": program.id, "code": "VOLUME-",
    })
    supply = {"product_id": syringe.id, "issued": 10, "returned": 7}
    encounter = env["recovery.encounter"].create({
        "program_id": program.id, "date_start": f"{YEAR}-01-01 09:00:00", "minutes": 20, "state": "done",
        "employee_ids": [Command.link(employee.id)],
        "delivery_ids": [
            Command.create({"client_id": client.id, "service_id": service.id, "minutes": 10, "supply_ids": [
                Command.create(supply) for _one in service.filtered(lambda service: service.kind == "exchange")
            ]})
            for service in services
        ],
    })
    env.flush_all()
    talk, exchange = encounter.delivery_ids.sorted("service_id")
    return client, talk, exchange


def _build(env, deliveries, clients):
    """Return a programme with so many services in a year: every visit is a talk and an exchange with syringes.

    Every twentieth visit is of unnamed people.
    """
    client, talk, exchange = _create_visit(env)
    with _loading(env, "recovery_client", "recovery_encounter", "recovery_delivery", "recovery_supply"):
        _copy_visits(env, client, talk, exchange, deliveries // 2 - 1, clients)
    env.cr.execute("ANALYZE recovery_delivery, recovery_encounter, recovery_supply, recovery_client, recovery_service")
    return talk.program_id


def _copy_visits(env, client, talk, exchange, visits, clients):
    day = SQL("r.date + n %% 366")
    people = _copy(env, client, clients, code=SQL("r.code || n"))
    encounters = _copy(env, talk.encounter_id, visits, date=day)
    named = SQL("CASE WHEN n %% 20 > 0 THEN %s + 1 + MOD(n * 7919::bigint, %s)::int END", people, clients)
    fact = {"date": day, "client_id": named}
    heads = SQL("CASE WHEN n %% 20 > 0 THEN 0 ELSE 1 + n / 20 %% 7 END")
    for delivery in (talk, exchange):
        made = _copy(env, delivery, visits, encounter_id=SQL("%s + n", encounters), headcount=heads, **fact)
    _copy(
        env, exchange.supply_ids, visits, encounter_id=SQL("%s + n", encounters), delivery_id=SQL("%s + n", made),
        issued=SQL("5 + n %% 11"), returned=SQL("n %% 9"), **fact,
    )


def _new_table(env, program):
    indicators = env["recovery.indicator"].create([
        {"code": f"volume-{measure}", "name": measure, "measure": measure, "sequence": number}
        for number, measure in enumerate(MEASURES)
    ])
    return env["recovery.volume.table"].create({
        "name": "Benchmark volumes", "program_ids": [Command.set(program.ids)], "date_from": date(YEAR, 1, 1),
        "date_to": date(YEAR, 12, 31), "row_by": "month", "indicator_ids": [Command.set(indicators.ids)],
    })


def _get_product(table):
    """Return {month or None for the year: [figures]} as the product counts them."""
    found = table.get_table()
    assert [figure["name"] for figure in found["figures"]] == list(MEASURES)
    rows = {date(YEAR, month, 1): line["values"] for month, line in enumerate(found["rows"], start=1)}
    return {**rows, None: found["total"]["values"]}


def _get_plain(env, program):
    """Return the same by plain SQL."""
    words = {"program": program.id, "start": f"{YEAR}-01-01", "end": f"{YEAR}-12-31"}
    visits = {month: values for month, *values in env.execute_query(SQL(VISITS.format(**words)))}
    supplies = {month: values for month, *values in env.execute_query(SQL(SUPPLIES.format(**words)))}
    return {
        month: [contacts, interventions, *supplies[month], people]
        for month, (contacts, interventions, people) in visits.items()
    }


def _timed(call):
    start = time.perf_counter()
    value = call()
    seconds = time.perf_counter() - start
    return seconds, {month: [round(float(figure), 6) for figure in figures] for month, figures in value.items()}


def run(env, rounds=3):
    """Return [(name, ratio, limit, detail)]: the median time of the product's table over that of plain SQL.

    :param env: an environment that may be written to; the caller rolls back
    """
    scale = env.context.get("bench_scale", 1.0)
    deliveries, clients = max(round(DELIVERIES * scale), 2000), max(round(CLIENTS * scale), 100)
    program = _build(env, deliveries, clients)
    table = _new_table(env, program)
    env.flush_all()
    pairs = [(_timed(lambda: _get_product(table)), _timed(lambda: _get_plain(env, program))) for _round in range(rounds)]
    for (_ours, product), (_theirs, plain) in pairs:
        assert product == plain, f"The product's table and plain SQL differ: {product} {plain}"
        assert len(product) == 13 and all(all(figures) for figures in product.values())
    ratio = median(ours / theirs for (ours, _product), (theirs, _plain) in pairs)
    ours, theirs = (median(values) for values in zip(*((ours, theirs) for (ours, _), (theirs, _) in pairs), strict=True))
    detail = f"{ours:.2f} s and {theirs:.2f} s, 12 months × {len(MEASURES)} measures over {deliveries} services"
    return [("a year's volume table / plain SQL", ratio, LIMIT, detail)]
