"""Tables of volumes as the screen and the XLSX show them: parts with their names, values, totals, notes."""

from odoo.tools import format_date

from .measures import TOTAL, find_parts, get_volumes
from .measures.dimensions import ALL_DIMENSIONS, PERIODS, get_starts

# Digits after the point, by unit.
DECIMALS = {
    "people": 0, "contacts": 0, "interventions": 0, "percent": 1, "hours": 2, "fte": 2, "pieces": 0, "units": 2,
    "events": 0, "participants": 0, "publications": 0, "nights": 0, "nights_average": 1, "houses": 0,
    "houses_average": 2, "refusals": 0,
}
_CHOICES = {"place": ("recovery.encounter", "place"), "gender": ("recovery.client", "gender")}
_RECORDS = {"district": "recovery.district", "program": "recovery.program", "house": "recovery.house"}
_DATE_FORMATS = {"month": "MMM y", "quarter": "QQQ y", "year": "y"}


def get_dimension_labels(env):
    """Return {dimension: label} in the language of ``env``."""
    labels = (
        env._("Day"), env._("Month"), env._("Quarter"), env._("Year"), env._("Place"), env._("District"),
        env._("Gender"), env._("Programme"), env._("House"),
    )
    return dict(zip(ALL_DIMENSIONS, labels, strict=True))


def build_table(env, figures, row_by, column_by=None):
    """Return a table of figures broken down by one or two dimensions.

    :param env: Odoo environment with superuser rights; figures count the whole company
    :param figures: [{name, unit, unit_label, measure, scope}]; all scopes have the same period
    :return: dict ``row_label``, ``parts`` (names of the second dimension with their total last, empty without one),
        ``figures`` [{name, unit, unit_label, decimals, additive, span}], ``rows`` [{label, values}], ``total`` of the
        same form, ``notes`` [str]. A line has ``span`` values for each figure.
    """
    dimensions = [dimension for dimension in (row_by, column_by) if dimension]
    wanted = [(figure["measure"], figure["scope"]) for figure in figures]
    parts = [_get_parts(env, dimension, wanted) for dimension in dimensions]
    found = get_volumes(env, wanted, dimensions, [[key for key, _label in some] for some in parts])
    columns = [(key,) for key in [*(key for key, _label in parts[1]), TOTAL]] if column_by else [()]

    def get_line(key, label):
        return {"label": label, "values": [
            values.get((key, *column), 0.0) for values in found for column in columns
        ]}

    total = env._("Total")
    shown = [
        {
            **{name: figure[name] for name in ("name", "unit", "unit_label")}, "span": len(columns),
            "decimals": DECIMALS[figure["unit"]],
            "additive": all(figure["measure"].is_additive(figure["scope"], dimension) for dimension in dimensions),
        }
        for figure in figures
    ]
    return {
        "row_label": get_dimension_labels(env)[row_by], "figures": shown,
        "parts": [*(label for _key, label in parts[1]), total] if column_by else [],
        "rows": [get_line(key, label) for key, label in parts[0]], "total": get_line(TOTAL, total),
        "notes": _get_notes(env, shown, dimensions),
    }


def _get_notes(env, figures, dimensions):
    notes = []
    apart = [figure["name"] for figure in figures if not figure["additive"]]
    if apart:
        notes.append(env._(
            "Not the sum of the parts, but counted anew: %s. Whoever belongs to several parts counts once in the total.",
            ", ".join(apart),
        ))
    if "gender" in dimensions:
        notes.append(env._("The gender of unnamed people is not known."))
    return notes


def _get_parts(env, dimension, wanted):
    """Return [(key, label)] of all parts that a table shows, those without activity as well."""
    if dimension in PERIODS:
        # All have the same period.
        _measure, scope = wanted[0]
        starts = get_starts(dimension, scope.date_from, scope.date_to)
        return [(start, format_date(env, start, date_format=_DATE_FORMATS.get(dimension))) for start in starts]
    if dimension in _CHOICES:
        model, field = _CHOICES[dimension]
        return [(key, str(label)) for key, label in env[model]._fields[field]._description_selection(env)]
    found = find_parts(env, wanted, dimension)
    if dimension == "program":
        found |= {program for _measure, scope in wanted for program in scope.program_ids}
    records = env[_RECORDS[dimension]].browse(found - {None}).sorted("display_name")
    return [(record.id, record.display_name) for record in records] + ([(None, env._("Not known"))] if None in found else [])
