"""What test classes begin with: made by Odoo for the first of them, written again as rows for all others."""

from datetime import date

from odoo.models import BaseModel
from odoo.tools import SQL
from psycopg2.extras import Json

# Rows that a transaction has written since a mark of its own, of each table that has some.
WRITTEN = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT relname FROM pg_class
                 WHERE relkind = 'r' AND relnamespace = current_schema::regnamespace LOOP
        EXECUTE format('INSERT INTO fixture_rows SELECT %L, jsonb_agg(to_jsonb(t)) FROM %I t, fixture_mark m'
                       ' WHERE age(t.xmin) < age(m.xmin) HAVING count(*) > 0', name, name);
    END LOOP;
END $$
"""


class Fixture:
    """Rows and class attributes that a class method made.

    Each class has a transaction of its own that is rolled back, so what it begins with has to be made again. Companies,
    users with employees and clients take Odoo more than a thousand statements, longer than most classes test; as rows
    they take one.
    """

    def __init__(self, cls, build):
        """Call ``build``, a class method of ``cls`` that sets attributes of it: records, dicts of records or dates.

        Files go into the database meanwhile: on the disk they would be swept away with the first class.
        """
        cr, before = cls.cr, dict(vars(cls))
        cr.execute("CREATE TEMP TABLE fixture_mark (n integer) ON COMMIT DROP")
        cr.execute("CREATE TEMP TABLE fixture_rows (name text, content jsonb) ON COMMIT DROP")
        # A part of a transaction has a number of its own, greater than those of the parts before.
        with cr.savepoint():
            cr.execute("INSERT INTO fixture_mark VALUES (1)")
        with cr.savepoint():
            settings = cls.env["ir.config_parameter"].sudo()
            place = settings.get_param("ir_attachment.location")
            settings.set_param("ir_attachment.location", "db")
            build()
            settings.set_param("ir_attachment.location", place)
            cls.env.flush_all()
        cr.execute(WRITTEN)
        cr.execute("SELECT name, content FROM fixture_rows")
        self._tables = cr.fetchall()
        cr.execute("DROP TABLE fixture_mark, fixture_rows")
        self._context = dict(cls.env.context)
        self._attributes = {
            name: _pack(value) for name, value in vars(cls).items() if name != "env" and before.get(name) is not value
        }

    def write(self, cr):
        """Write the rows in one statement, at whose end the database checks what they point to."""
        cr.execute(SQL("WITH %s SELECT 1", SQL(", ").join(
            self._insert(cr, name, rows) for name, rows in self._tables
        )))

    @staticmethod
    def _insert(cr, name, rows):
        table, columns = SQL.identifier(name), [SQL.identifier(column) for column in rows[0]]
        names = SQL(", ").join(columns)
        # Rows that were there before, such as a count, were changed.
        known = SQL("(id) DO UPDATE SET (%s) = ROW (%s)", names, SQL(", ").join(
            SQL("EXCLUDED.%s", column) for column in columns
        )) if "id" in rows[0] else SQL("DO NOTHING")
        return SQL(
            "%s AS (INSERT INTO %s (%s) SELECT %s FROM jsonb_populate_recordset(NULL::%s, %s) ON CONFLICT %s)",
            SQL.identifier(f"new_{name}"), table, names, names, table, Json(rows), known,
        )

    def give(self, cls):
        """Set the attributes on ``cls``, with nothing in the cache."""
        cls.env.invalidate_all()
        cls.env = cls.env(context=self._context)
        for name, value in self._attributes.items():
            setattr(cls, name, _unpack(cls.env, value))


def _pack(value):
    if isinstance(value, BaseModel):
        return value._name, value.ids
    if isinstance(value, dict):
        return {key: _pack(one) for key, one in value.items()}
    if isinstance(value, date):
        return value
    raise TypeError(f"A fixture cannot keep {value!r}.")


def _unpack(env, value):
    if isinstance(value, dict):
        return {key: _unpack(env, one) for key, one in value.items()}
    return env[value[0]].browse(value[1]) if isinstance(value, tuple) else value
