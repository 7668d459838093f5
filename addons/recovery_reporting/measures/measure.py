from dataclasses import dataclass, replace

from odoo.tools import SQL, split_every

from .dimensions import DIMENSIONS

# The columns that every measure returns, one row a counted record, with their types.
COLUMNS = {
    "ref_id": "int4", "client_id": "int4", "date": "date", "hours": "numeric", "rated": "int4", "first": "numeric",
    "last": "numeric", "change": "numeric", "amount": "numeric", "base": "numeric", "place": "varchar",
    "program_id": "int4", "district_id": "int4", "gender": "varchar", "house_id": "int4", "model": "varchar",
}
# Figures asked of the database in one query.
FIGURES_A_QUERY = 200


@dataclass(frozen=True)
class Figure:
    """A value with what explains it."""

    value: float
    count: int
    rated_once: int
    not_rated: int
    detail: str


def select(**given):
    """Return SQL ``SELECT`` of all columns of a counted record: those given, the others empty.

    :param given: {column: SQL}
    """
    unknown = given.keys() - COLUMNS.keys()
    if unknown:
        raise ValueError(f"No column of a measure: {', '.join(sorted(unknown))}")
    columns = [
        SQL("%s AS %s", given.get(name, SQL("CAST(NULL AS %s)", SQL.identifier(kind))), SQL.identifier(name))
        for name, kind in COLUMNS.items()
    ]
    return SQL("SELECT %s", SQL(", ").join(columns))


class Measure:
    """One figure, defined by one query that names the records behind it.

    ``rows`` is the definition. The value is an aggregate of exactly these rows, the evidence of
    a report is a copy of them and the list that a figure opens is their ``ref_id``, so the three
    cannot differ.
    """

    code = ""
    label = ""
    unit = ""
    # The model that ``ref_id`` points to, unless the column ``model`` of a row names another one.
    model = ""
    # Grows with the time of the grant, so that its pace is compared with the time gone.
    cumulative = True
    # What one scan can be shared over with other measures: "visit", one person or the unnamed people in one
    # encounter; "supply", a line of material; "night", a stretch of nights. See ``volumes``.
    grain = None
    # By what its rows can be grouped: each row fills the column and belongs to one part.
    grouped_by = ()
    # By what ``Scope.narrow`` makes a figure of a part: whatever looks at the deliveries of the scope.
    narrowed_by = DIMENSIONS

    def get_label(self, env):
        """Return the name of the measure in the language of ``env``; the label is marked for translators already."""
        translate = env._
        return translate(self.label)

    def get_models(self):
        """Return the models of the records that the measure counts."""
        return (self.model,)

    def rows(self, scope):
        """Return SQL made with ``select``; ``amount`` is what a row adds to the figure."""
        raise NotImplementedError

    def narrow(self, scope):
        """Return the Scope that the measure looks at in fact."""
        return scope

    def get_grain(self, scope):
        """Return the grain from which volumes of this scope can be added up, or None."""
        return self.grain

    def grain_amount(self, scope):
        """Return the SQL aggregate over the deliveries d of one visit: what it adds; nothing where only people count."""

    def grain_value(self, amount):
        """Return the SQL aggregate over the grain v that is the value; ``amount`` is the column of ``grain_amount``."""
        return SQL("COALESCE(SUM(%s), 0)", amount)

    def located(self, scope):
        """Return SQL of what tells the parts of a breakdown: columns place, district_id, gender, program_id."""
        return scope.deliveries()

    def is_grouped(self, scope, dimension):
        """Return whether grouping the rows gives the parts of a breakdown."""
        return dimension in self.grouped_by

    def is_additive(self, scope, dimension):
        """Return whether the parts of a breakdown add up to the whole."""
        return self.is_grouped(scope, dimension)

    def value_sql(self):
        """Return the SQL aggregate over the rows, called r, that is the value."""
        return SQL("COALESCE(SUM(r.amount), 0)")

    def counted_rows(self, scope):
        """Return SQL of the rows that make up the evidence: those that add to the figure."""
        return SQL("SELECT r.* FROM (%s) r WHERE r.amount > 0", self.rows(scope))

    def figure(self, env, scope):
        """Return the Figure of ``scope``; one query.

        :param env: Odoo environment; rules are not applied
        :param scope: Scope
        """
        [figure] = get_figures(env, [(self, scope)])
        return figure

    def figure_sql(self, scope, position):
        """Return SQL of one row: ``position``, value, rows, those of them rated once and not at all."""
        return SQL(
            """
            SELECT %s, (%s)::float, COUNT(*), COUNT(*) FILTER (WHERE r.rated = 1), COUNT(*) FILTER (WHERE r.rated = 0)
              FROM (%s) r
            """,
            position, self.value_sql(), self.rows(scope),
        )

    def detail(self, env, figure):
        """Return a few words beside the figure, or an empty string."""
        return ""

    def get_remedy(self, env):
        """Return what to do about people of whom a share does not know enough, in two words."""
        return env._("rate them")

    def reference_sql(self):
        """Return SQL that names the record of a row, called r, where it has no client."""
        return SQL("'#' || r.ref_id")

    def open_records(self, owner, title, scope):
        """Return the action that lists the records behind a figure as far as the user may see them.

        The title says how many are not shown, such as people who are restricted. Of records of two kinds those are
        listed of which there are more; the title names the others.

        :param owner: the record whose figure it is: recovery.grant.indicator or recovery.report.line
        """
        env = owner.env
        domain = [("counted_in", "=", f"{owner._name},{owner.id}")]
        found = env.execute_query(SQL(
            "SELECT COALESCE(r.model, %s), COUNT(DISTINCT r.ref_id) FROM (%s) r GROUP BY 1 ORDER BY 2 DESC, 1",
            self.model, self.counted_rows(scope),
        ))
        (model, total), *others = found or [(self.model, 0)]
        for other, count in others:
            title = env._("%(title)s, without %(count)s × %(kind)s", title=title, count=count, kind=env[other]._description)
        hidden = total - env[model].search_count(domain)
        if hidden > 0:
            title = env._("%(title)s (%(count)s not shown)", title=title, count=hidden)
        return {
            "type": "ir.actions.act_window", "res_model": model, "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")], "name": title, "domain": domain,
            "context": {"create": False, "active_test": False},
        }


def get_figures(env, wanted):
    """Return [Figure] in the order of ``wanted``; one query for each 200.

    Each figure keeps its own rows in the query: a period written as a value, unlike one that is joined,
    lets the planner know how much it will find.

    :param env: Odoo environment; rules are not applied
    :param wanted: [(Measure, Scope)]
    """
    env.flush_all()
    found = {}
    for part in split_every(FIGURES_A_QUERY, enumerate(wanted), list):
        rows = env.execute_query(SQL(" UNION ALL ").join(
            measure.figure_sql(scope, position) for position, (measure, scope) in part
        ))
        found.update((position, Figure(*figure, "")) for position, *figure in rows)
    return [
        replace(found[position], detail=measure.detail(env, found[position]))
        for position, (measure, _scope) in enumerate(wanted)
    ]
