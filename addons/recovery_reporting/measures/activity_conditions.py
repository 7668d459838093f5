"""What the filters of rules and indicators ask of an activity, written once for both ways of asking."""

from odoo.tools import SQL

# Filter → what it looks at: a delivery (d), its encounter (e), service (s), client (c) and episode (ep).
SUBJECTS = {
    "program_ids": SQL("d.program_id"),
    "service_ids": SQL("d.service_id"),
    "service_kind": SQL("s.kind"),
    "place": SQL("e.place"),
    "role": SQL("COALESCE(ep.role, 'client')"),
    "district_ids": SQL("COALESCE(e.district_id, c.district_id)"),
    "gender": SQL("c.gender"),
}


def get_value_conditions(filters):
    """Return [SQL] that ask for the values in ``filters``; an empty filter asks nothing.

    :param dict filters: {filter: value or list of ids}, as ``recovery.activity.filter._get_filters`` gives them
    """
    return [
        SQL("%s IN %s", subject, tuple(filters[name])) if name.endswith("_ids") else SQL("%s = %s", subject, filters[name])
        for name, subject in SUBJECTS.items() if filters.get(name)
    ]


def get_row_condition(field, alias, subject=None):
    """Return SQL that asks for what one filter of a table's row says; an empty filter lets everything pass.

    :param field: the Odoo field of a filter, a column or a many2many
    :param str alias: of the table in the query
    :param SQL subject: what the filter looks at; of a delivery unless given
    """
    subject = subject or SUBJECTS[field.name]
    if field.type != "many2many":
        return SQL("(%s = COALESCE(%s, %s))", subject, SQL.identifier(alias, field.name), subject)
    named = SQL(
        "SELECT FROM %s x WHERE x.%s = %s",
        SQL.identifier(field.relation), SQL.identifier(field.column1), SQL.identifier(alias, "id"),
    )
    return SQL(
        "(NOT EXISTS (%s) OR EXISTS (%s AND x.%s = %s))", named, named, SQL.identifier(field.column2), subject,
    )
