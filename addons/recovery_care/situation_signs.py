"""Signs of a person's social situation, and which of their values is the better one.

Coded lists follow the treatment demand indicator (TDI 3.0, items 9–13); the yes/no signs are
those of a contact centre: civic life, own part, awareness of risks.
"""

from odoo.tools import SQL

UNKNOWN = "unknown"
YES_NO = [("yes", "Yes"), ("no", "No"), (UNKNOWN, "Not known")]

# Where a value stands among the values of its sign, higher is better. Values that are not named
# here, “not known” among them, are neither better nor worse than any other.
_GOOD = {"no": 0, "yes": 1}
_BAD = {"yes": 0, "no": 1}
RANKS = {
    "has_id_card": _GOOD, "labour_office": _GOOD, "benefits": _GOOD, "employed": _GOOD, "other_services": _GOOD,
    "knows_services": _GOOD, "states_goals": _GOOD, "acts_on_situation": _GOOD,
    "aware_health": _GOOD, "aware_debts": _GOOD, "aware_prosecution": _GOOD,
    "debts": _BAD, "prosecution": _BAD,
    "housing": {"detention": 0, "unstable": 0, "stable": 1},
    "living_with": {}, "with_children": {},
    "education": {"none": 0, "primary": 1, "secondary": 2, "higher": 3},
    "labour_status": {"unemployed": 0, "employed": 1, "student": 1},
}
SIGNS = tuple(RANKS)
# Whoever has work needs neither the labour office nor benefits: their “no” is then no setback.
NOT_NEEDED_WHEN_EMPLOYED = ("labour_office", "benefits")


def get_rank(sign, value, employed):
    """Return the rank of a value of ``sign`` (an integer), None where it is not compared.

    :param str employed: the value of the sign ``employed`` in the same snapshot
    """
    if sign in NOT_NEEDED_WHEN_EMPLOYED and employed == "yes" and value == "no":
        return None
    return RANKS[sign].get(value)


def get_rank_sql(sign, alias):
    """Return the SQL expression of :func:`get_rank` for the table ``alias`` of ``recovery_situation``.

    Two snapshots are compared by it: ``last > first`` is an improvement, NULL on either side
    leaves the person out of that sign.
    """
    column = SQL.identifier(alias, sign)
    cases = SQL(" ").join(SQL("WHEN %s THEN %s", value, rank) for value, rank in RANKS[sign].items())
    if not RANKS[sign]:
        return SQL("NULL::integer")
    expression = SQL("CASE %s %s END", column, cases)
    if sign not in NOT_NEEDED_WHEN_EMPLOYED:
        return expression
    return SQL(
        "CASE WHEN %s = 'no' AND %s = 'yes' THEN NULL ELSE %s END",
        column, SQL.identifier(alias, "employed"), expression,
    )


def compare(sign, old, new):
    """Return how ``sign`` changed between two snapshots that are both readable by ``[sign]``.

    :return: ``improved``, ``worse``, ``changed`` (no value is the better one, or one is not known) or ``same``
    """
    if old[sign] == new[sign]:
        return "same"
    before, after = (get_rank(sign, snapshot[sign], snapshot["employed"]) for snapshot in (old, new))
    if before is None or after is None or before == after:
        return "changed"
    return "improved" if after > before else "worse"
