"""Occupancy by month over five years and 1,000 beds, against the plain SQL that gives the same figures.

Bed nights and the nights on which beds were available, beds out of service left out. Plain SQL knows the question
beforehand: no filters, grants, registers, archived beds or other dimensions. The figures must be equal, month by month.
"""

import time
from datetime import date
from statistics import median

from odoo.addons.recovery_reporting.measures import MEASURES, TOTAL, Scope, get_volumes
from odoo.addons.recovery_reporting.measures.dimensions import get_starts
from odoo.fields import Command
from odoo.tools import SQL

BEDS = 1000
HOUSES = 50
FIRST, LAST = date(2019, 1, 1), date(2023, 12, 31)
LIMIT = 1.5
PLAIN = """
    WITH month AS (
        SELECT m::date AS start, (m + INTERVAL '1 month')::date AS stop
          FROM generate_series('{first}'::timestamp, '{last}'::timestamp, INTERVAL '1 month') m
    ),
    slept AS (
        SELECT month.start, SUM(LEAST(s.date_to, month.stop) - GREATEST(s.date_from, month.start)) AS nights
          FROM recovery_stay s
          JOIN recovery_bed b ON b.id = s.bed_id AND b.kind <> 'mat'
          JOIN month ON s.date_from < month.stop AND s.date_to > month.start
         WHERE s.program_id = {program} AND s.state IN ('in', 'out')
      GROUP BY ROLLUP (month.start)
    ),
    gone AS (
        SELECT month.start, SUM(LEAST(o.date_to, month.stop) - GREATEST(o.date_from, month.start)) AS nights
          FROM recovery_bed_outage o
          JOIN recovery_bed b ON b.id = o.bed_id AND b.kind <> 'mat'
          JOIN month ON o.date_from < month.stop AND o.date_to > month.start
         WHERE b.program_id = {program}
      GROUP BY ROLLUP (month.start)
    ),
    used AS (
        SELECT month.start, SUM(LEAST(h.date_close, b.date_to, month.stop)
                                - GREATEST(h.date_open, b.date_from, month.start)) AS nights
          FROM recovery_bed b
          JOIN recovery_house h ON h.id = b.house_id
          JOIN month ON GREATEST(h.date_open, b.date_from) < month.stop
           AND COALESCE(LEAST(h.date_close, b.date_to), 'infinity') > month.start
         WHERE b.kind <> 'mat' AND b.program_id = {program}
      GROUP BY ROLLUP (month.start)
    )
    SELECT used.start, 100.0 * slept.nights / (used.nights - COALESCE(gone.nights, 0))
      FROM used
      JOIN slept ON slept.start IS NOT DISTINCT FROM used.start
 LEFT JOIN gone ON gone.start IS NOT DISTINCT FROM used.start
"""


def _create_stay(env):
    """Return (stay, outage) of one bed, from which the others are copied."""
    employee = env["hr.employee"].create({"name": "Benchmark employee"})
    program = env["recovery.program"].create({
        "name": "Benchmark programme", "code": "OCCUPANCY", "employee_ids": [Command.link(employee.id)],
    })
    house = env["recovery.house"].create({
        "name": "Benchmark house", "code": "OCCUPANCY-", "program_id": program.id, "date_open": date(2018, 1, 1),
    })
    bed = env["recovery.bed"].create({"name": "1", "house_id": house.id})
    client = env["recovery.client"].create({
        "nickname": "bench", "identity": "pseudonymous", "intake_program_id": program.id, "code": "OCCUPANCY-",
    })
    stay = env["recovery.stay"].create({
        "client_id": client.id, "bed_id": bed.id, "state": "out", "date_from": date(2018, 12, 20),
        "date_to": date(2019, 1, 20), "exit_reason": "completed", "exit_destination": "own_home",
    })
    outage = env["recovery.bed.outage"].create({
        "bed_id": bed.id, "date_from": date(2019, 1, 20), "date_to": date(2019, 1, 25), "reason": "Benchmark",
    })
    env.flush_all()
    return stay, outage


def _copy(env, record, numbers, **changed):
    """Copy one row for each number n of the SQL ``numbers`` and return the id before the first copy.

    :param changed: columns as SQL of the row r and the number n
    """
    table = record._table
    columns = [name for (name,) in env.execute_query(SQL(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'", table,
    ))]
    [(before,)] = env.execute_query(SQL("SELECT MAX(id) FROM %s", SQL.identifier(table)))
    env.cr.execute(SQL(
        "INSERT INTO %s (id, %s) SELECT %s + n, %s FROM %s r, (%s) numbers WHERE r.id = %s",
        SQL.identifier(table), SQL(", ").join(map(SQL.identifier, columns)), before,
        SQL(", ").join(changed.get(name) or SQL.identifier("r", name) for name in columns),
        SQL.identifier(table), numbers, record.id,
    ))
    env.cr.execute(SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), MAX(id)) FROM %s", table, SQL.identifier(table)))
    return before


def _build(env, beds):
    """Return a programme with so many beds: 61 stays in each, one after the other, and a repair about once a year."""
    stay, outage = _create_stay(env)
    turns = 61

    def count(number):
        return SQL("SELECT n FROM generate_series(1, %s) n", number)

    def clause(name, of_bed):
        return {name: SQL("%s + 1 + MOD(n - 1, %s)", of_bed, beds)}

    houses = _copy(env, stay.house_id, count(HOUSES), code=SQL("r.code || n"))
    in_house = {"house_id": SQL("%s + 1 + MOD(n, %s)", houses, HOUSES)}
    made = _copy(env, stay.bed_id, count(beds), name=SQL("n::text"), **in_house)
    people = _copy(env, stay.client_id, count(beds), code=SQL("r.code || n"))
    # The turn of a stay in its bed; the length varies, the next one begins at least five days later.
    turn = SQL("((n - 1) / %s)", beds)
    start = SQL("r.date_from + 30 * %s", turn)
    own = {**clause("bed_id", made), "house_id": SQL("%s + 1 + MOD(MOD(n - 1, %s) + 1, %s)", houses, beds, HOUSES)}
    _copy(
        env, stay, count(beds * turns), **own, **clause("client_id", people),
        date_from=start, date_to=SQL("%s + 10 + MOD(n * 7, 16)", start),
    )
    _copy(
        env, outage, SQL("%s WHERE MOD((n - 1) / %s, 12) = 0", count(beds * turns), beds), **own,
        date_from=SQL("%s - 5", SQL("DATE '2018-12-20' + 30 * (%s + 1)", turn)),
        date_to=SQL("DATE '2018-12-20' + 30 * (%s + 1)", turn),
    )
    env.cr.execute("DELETE FROM recovery_bed_outage WHERE id = %s", [outage.id])
    env.cr.execute("DELETE FROM recovery_stay WHERE id = %s", [stay.id])
    env.cr.execute("DELETE FROM recovery_bed WHERE id = %s", [stay.bed_id.id])
    env.cr.execute("ANALYZE recovery_stay, recovery_bed, recovery_bed_outage, recovery_house, recovery_client")
    return stay.program_id


def _get_product(env, program):
    """Return {month, or None for all: occupancy} as the product counts it."""
    scope = Scope(
        grant_id=None, company_id=program.company_id.id, program_ids=(program.id,), date_from=FIRST, date_to=LAST,
        today=date(2024, 6, 1),
    )
    months = get_starts("month", FIRST, LAST)
    [found] = get_volumes(env, [(MEASURES["occupancy_share"], scope)], ("month",), [months])
    return {None if key == TOTAL else key: value for (key,), value in found.items()}


def _get_plain(env, program):
    """Return the same by plain SQL."""
    return dict(env.execute_query(SQL(PLAIN.format(program=program.id, first=FIRST, last=LAST))))


def _timed(call):
    start = time.perf_counter()
    value = call()
    seconds = time.perf_counter() - start
    return seconds, {month: round(float(figure), 6) for month, figure in value.items()}


def run(env, rounds=5):
    """Return [(name, ratio, limit, detail)]: the median time of the product's occupancy over that of plain SQL.

    :param env: an environment that may be written to; the caller rolls back
    """
    beds = max(round(BEDS * env.context.get("bench_scale", 1.0)), 20)
    program = _build(env, beds)
    pairs = [
        (_timed(lambda: _get_product(env, program)), _timed(lambda: _get_plain(env, program))) for _round in range(rounds)
    ]
    for (_ours, product), (_theirs, plain) in pairs:
        assert product == plain, f"The product's occupancy and plain SQL differ: {product} {plain}"
        assert len(product) == 61 and all(0 < share < 100 for share in product.values())
    ratio = median(ours / theirs for (ours, _product), (theirs, _plain) in pairs)
    ours, theirs = (median(values) for values in zip(*((ours, theirs) for (ours, _), (theirs, _) in pairs), strict=True))
    detail = f"{ours * 1000:.0f} ms and {theirs * 1000:.0f} ms, 60 months × {beds} beds, {beds * 61} stays"
    return [("occupancy by month, five years / plain SQL", ratio, LIMIT, detail)]
