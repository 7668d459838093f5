"""Figures broken down by month, place, district, gender or programme.

Three ways give the same: what a measure adds up for one person in one encounter, for a line of
material or for a stretch of nights, is grouped in one scan that all such measures of one scope share; the rows of other
measures are grouped, where each belongs to one part; and where it does not, as with people, each
part is a figure of its own. A test compares them.
"""

from datetime import date
from itertools import product

from odoo.tools import SQL

from .dimensions import COLUMNS, PERIODS, get_key_sql, get_starts
from .measure import get_figures

# The key of the whole of a dimension.
TOTAL = "total"
# Where in the town somebody sleeps is not known.
NO_PLACE = SQL("NULL::varchar AS place")


def get_volumes(env, wanted, dimensions, parts):
    """Return [{key: value}] in the order of ``wanted``; a key has one part for each dimension, or ``TOTAL``.

    One query for all that can be grouped, and one for each 200 figures of what cannot. A part without
    any activity may be missing.

    :param env: Odoo environment; rules are not applied
    :param wanted: [(Measure, Scope)]
    :param dimensions: one or two of ``DIMENSIONS``
    :param parts: for each dimension the list of its parts, as ``Scope.narrow`` takes them
    """
    env.flush_all()
    found = [{} for _wanted in wanted]
    statements, places = [], []
    apart = []
    shared = {}
    for position, (measure, scope) in enumerate(wanted):
        grain = measure.get_grain(scope)
        if grain:
            # Scopes hold dicts, so they are told apart by what they would ask.
            scope = measure.narrow(scope)
            source = _get_source(grain, measure, scope)
            shared.setdefault((grain, source.code, str(source.params)), (source, []))[1].append((position, measure, scope))
        elif all(measure.is_grouped(scope, dimension) for dimension in dimensions):
            values = SQL("ARRAY[(%s)::float]", measure.value_sql())
            statements.append(_group(len(places), measure.rows(scope), "r", values, dimensions))
            places.append([position])
        else:
            apart.append(position)
    for (grain, *_source), (source, sharing) in shared.items():
        statements.append(_BUILDERS[grain](len(places), source, sharing, dimensions))
        places.append([position for position, _measure, _scope in sharing])
    if statements:
        for statement, level, *keys, values in env.execute_query(SQL(" UNION ALL ").join(statements)):
            key = _read_key(level, keys, dimensions)
            for position, value in zip(places[statement], values, strict=True):
                found[position][key] = value
    _add_figures(env, wanted, apart, dimensions, parts, found)
    return found


def _get_source(grain, measure, scope):
    if grain == "visit":
        return scope.deliveries()
    return scope.supplies() if grain == "supply" else measure.spans(scope)


def find_parts(env, wanted, dimension):
    """Return the set of the parts of ``dimension`` to which something counted belongs; one query.

    :param wanted: [(Measure, Scope)]
    """
    env.flush_all()
    sources = (measure.located(measure.narrow(scope)) for measure, scope in wanted)
    apart = {(source.code, str(source.params)): source for source in sources}
    rows = env.execute_query(SQL(" UNION ").join(
        SQL("SELECT %s FROM (%s) d", get_key_sql(dimension, "d"), source) for source in apart.values()
    ))
    return {key for (key,) in rows}


def _group(position, rows, alias, values, dimensions, get_key=get_key_sql):
    """Return SQL of (position, level, a key as text for each dimension, values) with the totals.

    :param get_key: function(dimension, alias) -> SQL of the part of a row
    """
    names = [SQL.identifier(f"k{index}") for index in range(len(dimensions))]
    keys = SQL(", ").join(
        SQL("%s AS %s", get_key(dimension, "t"), name) for dimension, name in zip(dimensions, names, strict=True)
    )
    listed = SQL(", ").join(names)
    return SQL(
        "SELECT %s, GROUPING(%s), %s, %s FROM (SELECT t.*, %s FROM (%s) t) %s GROUP BY CUBE (%s)",
        position, listed, SQL(", ").join(SQL("%s::text", name) for name in names), values, keys, rows,
        SQL.identifier(alias), listed,
    )


def _group_visits(position, source, sharing, dimensions):
    """Return SQL over one scan of deliveries, grouped first by person and encounter, then by the dimensions."""
    columns = {COLUMNS.get(dimension, "date") for dimension in dimensions}
    kept = [SQL("MIN(%s) AS %s", SQL.identifier("d", name), SQL.identifier(name)) for name in sorted(columns)]
    amounts, values = [], []
    for index, (_position, measure, scope) in enumerate(sharing):
        amount = measure.grain_amount(scope)
        if amount:
            amounts.append(SQL("%s AS %s", amount, SQL.identifier(f"amount_{index}")))
        values.append(SQL("(%s)::float", measure.grain_value(SQL.identifier("v", f"amount_{index}"))))
    visits = SQL(
        "SELECT %s FROM (%s) d GROUP BY d.encounter_id, d.client_id",
        SQL(", ").join([SQL("d.client_id"), *kept, *amounts]), source,
    )
    return _group(position, visits, "v", SQL("ARRAY[%s]", SQL(", ").join(values)), dimensions)


def _group_supplies(position, source, sharing, dimensions):
    """Return SQL over one scan of material."""
    values = SQL(", ").join(SQL("(%s)::float", measure.grain_value(None)) for _position, measure, _scope in sharing)
    return _group(position, source, "v", SQL("ARRAY[%s]", values), dimensions)


def _group_nights(position, source, sharing, dimensions):
    """Return SQL over one scan of stretches of nights, split where the shortest stretch of time asked for ends."""
    values = SQL(", ").join(SQL("(%s)::float", measure.grain_value(None)) for _position, measure, _scope in sharing)
    asked = [dimension for dimension in PERIODS if dimension in dimensions]
    if not asked:
        nights = SQL("SELECT n.*, %s, n.stop - n.start AS nights FROM (%s) n", NO_PLACE, source)
        return _group(position, nights, "v", SQL("ARRAY[%s]", values), dimensions)
    [(_position, _measure, scope), *_others] = sharing
    starts = SQL("%s::date[]", get_starts(asked[0], scope.date_from, scope.date_to))
    # From number to number by binary search: comparing each stretch of nights with each of time costs more.
    nights = SQL(
        """
        SELECT n.*, %(place)s, %(keys)s, LEAST(n.stop, p.stop) - GREATEST(n.start, p.start) AS nights
          FROM (
            SELECT n.*, GENERATE_SERIES(WIDTH_BUCKET(n.start, %(starts)s), WIDTH_BUCKET(n.stop - 1, %(starts)s)) AS number
              FROM (%(source)s) n
          ) n
          JOIN (%(stretches)s) p ON p.number = n.number
        """,
        place=NO_PLACE, keys=SQL(", ").join(SQL.identifier("p", f"{dimension}_start") for dimension in asked),
        starts=starts, source=source, stretches=_get_stretches(asked, starts),
    )

    def get_key(dimension, alias):
        return SQL.identifier(alias, f"{dimension}_start") if dimension in asked else get_key_sql(dimension, alias)

    return _group(position, nights, "v", SQL("ARRAY[%s]", values), dimensions, get_key)


def _get_stretches(asked, starts):
    """Return SQL of the shortest stretches of time asked for: number, start, stop, and of each dimension the start."""
    length = SQL("%s::interval", f"{PERIODS[asked[0]] or 1} {'months' if PERIODS[asked[0]] else 'day'}")
    keys = SQL(", ").join(
        SQL("DATE_TRUNC(%s, p.start::timestamp)::date AS %s", dimension, SQL.identifier(f"{dimension}_start"))
        for dimension in asked
    )
    return SQL(
        "SELECT p.number, p.start, (p.start + %s)::date AS stop, %s FROM UNNEST(%s) WITH ORDINALITY p(start, number)"
        # Not to be worked out anew for every stretch of nights.
        " OFFSET 0",
        length, keys, starts,
    )


_BUILDERS = {"visit": _group_visits, "supply": _group_supplies, "night": _group_nights}


def _read_key(level, keys, dimensions):
    """Return the key of a row; bits of ``level`` that are set name the dimensions that were summed up."""
    last = len(dimensions) - 1
    return tuple(
        TOTAL if level >> (last - index) & 1 else _read_part(dimension, key)
        for index, (dimension, key) in enumerate(zip(dimensions, keys, strict=True))
    )


def _read_part(dimension, key):
    if key is None or dimension in ("place", "gender"):
        return key
    return date.fromisoformat(key) if dimension in PERIODS else int(key)


def _add_figures(env, wanted, apart, dimensions, parts, found):
    """Add to ``found`` the figures of the measures at the positions ``apart``, one for each part and total."""
    asked = []
    for position in apart:
        measure, scope = wanted[position]
        for key in product(*([*some, TOTAL] for some in parts)):
            narrowed = scope
            for dimension, part in zip(dimensions, key, strict=True):
                narrowed = narrowed.narrow(dimension, part) if part != TOTAL else narrowed
            asked.append((position, key, measure, narrowed))
    figures = get_figures(env, [(measure, scope) for _position, _key, measure, scope in asked])
    for (position, key, *_asked), figure in zip(asked, figures, strict=True):
        found[position][key] = figure.value
