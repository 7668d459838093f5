from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Clash:
    """Rows that one index or constraint keeps from being moved.

    :param str name: name of the constraint in its model, without the table
    :param str kind: ``u`` (unique), ``x`` (exclusion) or ``c`` (check)
    :param list pairs: [(id of the row to be moved, id of the row in its way or None)]
    """

    name: str
    kind: str
    message: str
    pairs: list

    @property
    def moved_ids(self):
        return sorted({moved for moved, _kept in self.pairs})


def find_clashes(env, reference, old_id, new_id):
    """Return the Clashes that would arise if rows pointing to ``old_id`` pointed to ``new_id``.

    The rows are looked at as they would be afterwards, with the expressions and conditions of the
    database's own catalogue, so that a constraint of any add-on is found.
    """
    if reference.kind == "many2many":
        return []
    columns = env.execute_query(SQL(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        reference.table,
    ))
    moved = SQL(
        "(SELECT %s FROM %s WHERE %s) moved",
        SQL(", ").join(
            SQL("%s AS %s", reference.value(old_id, new_id), reference.column)
            if name == reference.field else SQL.identifier(name)
            for [name] in columns
        ),
        SQL.identifier(reference.table), reference.holds(old_id),
    )
    clashes = [
        *_find_doubles(env, reference, moved, new_id),
        *_find_broken_checks(env, reference, moved),
    ]
    return [clash for clash in clashes if clash.pairs]


def _find_doubles(env, reference, moved, new_id):
    rows = env.execute_query(SQL(
        """
        SELECT c.relname, COALESCE(k.contype, 'u'), pg_get_expr(i.indpred, i.indrelid),
               ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, true) FROM generate_series(1, i.indnkeyatts) n),
               ARRAY(SELECT o.oprname FROM unnest(k.conexclop) WITH ORDINALITY x(op, n)
                       JOIN pg_operator o ON o.oid = x.op ORDER BY x.n)
          FROM pg_index i
          JOIN pg_class c ON c.oid = i.indexrelid
     LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('u', 'x', 'p')
         WHERE i.indrelid = %s::regclass AND (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary
        """,
        reference.table,
    ))
    for index, kind, condition, keys, operators in rows:
        if not any(_names(text, reference.field) for text in [*keys, condition or ""]):
            continue
        where = _raw(condition or "TRUE")
        values = SQL(", ").join(
            SQL("(%s) AS %s", _raw(key), SQL.identifier(f"k{number}"))
            for number, key in enumerate(keys)
        )
        same = SQL(" AND ").join(
            SQL("(kept.%(key)s %(operator)s moved.%(key)s)", key=SQL.identifier(f"k{number}"), operator=_raw(operator))
            for number, operator in enumerate(operators or ["="] * len(keys))
        )
        pairs = env.execute_query(SQL(
            "SELECT moved.id, kept.id FROM (SELECT id, %(values)s FROM %(moved)s WHERE %(where)s) moved"
            " JOIN (SELECT id, %(values)s FROM %(table)s WHERE %(kept)s AND %(where)s) kept ON %(same)s",
            values=values, moved=moved, where=where, table=SQL.identifier(reference.table),
            kept=reference.holds(new_id), same=same,
        ))
        yield _new_clash(env, reference, index, "x" if kind == "x" else "u", pairs)


def _find_broken_checks(env, reference, moved):
    rows = env.execute_query(SQL(
        """
        SELECT k.conname, pg_get_expr(k.conbin, k.conrelid)
          FROM pg_constraint k
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey) AND a.attname = %s
         WHERE k.conrelid = %s::regclass AND k.contype = 'c'
        """,
        reference.field, reference.table,
    ))
    for name, expression in rows:
        ids = env.execute_query(SQL(
            "SELECT id, NULL FROM %s WHERE NOT (%s)", moved, _raw(expression),
        ))
        yield _new_clash(env, reference, name, "c", ids)


def _raw(text):
    """Return an expression of the database's own catalogue as SQL."""
    return SQL(text.replace("%", "%%"))  # pylint: disable=sql-injection


def _names(text, column):
    """Return whether an expression of the catalogue may name the column; too often is harmless."""
    return column in text


def _new_clash(env, reference, name, kind, pairs):
    Model = env[reference.model]
    item = Model._table_objects.get(name)
    return Clash(
        name=item.name if item else name, kind=kind, pairs=pairs,
        message=item.get_error_message(Model) if item else "",
    )
