from collections import defaultdict

from odoo.tools import SQL, OrderedSet

from .references import has_rows, is_derived

LINES = SQL.identifier("recovery_client_merge_line")


class Recorder:
    """Changes tables and writes every value before and after into the lines of a merge.

    Statements change whole sets of rows; the number of queries depends on the number of models, not of records.
    Computed fields that hang on what was changed are collected by ``mark`` and computed at the end. Those that
    people may edit are left alone: they hold what somebody decided.
    """

    def __init__(self, merge):
        self.merge = merge
        self.env = merge.env(su=True, context={
            **merge.env.context, "tracking_disable": True, "mail_notrack": True, "active_test": False,
        })
        self.marked = defaultdict(OrderedSet)
        # Steps go on where an earlier part of the same merge ended.
        [[self.step]] = self.env.execute_query(SQL(
            "SELECT COALESCE(MAX(step), 0) FROM %s WHERE merge_id = %s", LINES, merge.id,
        ))

    def note(self, kind, model, fields, where):
        """Begin a step: write down ``fields`` of the rows that ``where`` describes, and return the ids of these rows."""
        self.step += 1
        Model, ids = self.env[model], []
        for field in fields:
            ids = [res_id for [res_id] in self.env.execute_query(SQL(
                """
                INSERT INTO %(lines)s (merge_id, company_id, step, kind, model, res_id, field, before)
                SELECT %(merge)s, %(company)s, %(step)s, %(kind)s, %(model)s, id, %(field)s, %(value)s
                  FROM %(table)s
                 WHERE %(where)s
              ORDER BY id
             RETURNING res_id
                """,
                lines=LINES, merge=self.merge.id, company=self.merge.company_id.id, step=self.step, kind=kind,
                model=model, field=field, value=self.value_of(Model._fields[field]),
                table=SQL.identifier(Model._table), where=where,
            ))]
        return ids

    def finish(self, model, fields, step=None):
        """End a step: write down the values after it; forget rows on which nothing changed."""
        Model, step = self.env[model], step or self.step
        for field in fields:
            self.env.cr.execute(SQL(
                "UPDATE %(lines)s l SET after = t.value FROM (SELECT id, %(value)s AS value FROM %(table)s"
                " WHERE id IN (SELECT res_id FROM %(lines)s WHERE merge_id = %(merge)s AND step = %(step)s)) t"
                " WHERE l.merge_id = %(merge)s AND l.step = %(step)s AND l.field = %(field)s AND t.id = l.res_id",
                lines=LINES, value=self.value_of(Model._fields[field]), table=SQL.identifier(Model._table),
                merge=self.merge.id, step=step, field=field,
            ))
        self.env.cr.execute(SQL(
            "DELETE FROM %s WHERE merge_id = %s AND step = %s AND before IS NOT DISTINCT FROM after",
            LINES, self.merge.id, step,
        ))
        self.env.invalidate_all(flush=False)

    def value_of(self, field):
        """Return SQL, over the bare columns of the table, of a field as JSON; of a many2many the sorted ids."""
        if field.type == "many2many":
            return SQL(
                "COALESCE((SELECT jsonb_agg(r.%(far)s ORDER BY r.%(far)s) FROM %(relation)s r"
                " WHERE r.%(near)s = %(table)s.id), '[]')",
                far=SQL.identifier(field.column2), near=SQL.identifier(field.column1),
                relation=SQL.identifier(field.relation), table=SQL.identifier(self.env[field.model_name]._table),
            )
        return SQL("to_jsonb(%s)", SQL.identifier(field.name))

    def update(self, model, assignments, where):
        """Run one UPDATE; ``assignments`` is {column: SQL}."""
        Model = self.env[model]
        if Model._log_access:
            assignments = {
                **assignments, "write_uid": SQL("%s", self.env.uid), "write_date": SQL("NOW() AT TIME ZONE 'UTC'"),
            }
        self.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE %s", SQL.identifier(Model._table),
            SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in assignments.items()), where,
        ))

    def mark(self, model, ids, fields):
        """Remember which derived fields hang on ``fields`` of these records; to be called before and after a change."""
        if not ids:
            return
        Model = self.env[model].browse(ids)
        todo = [(Model, [Model._fields[name] for name in fields])]
        while todo:
            records, changed = todo.pop()
            tree = self.env.registry.get_trigger_tree(changed, select=is_derived)
            for field, found, _new in records._modified_triggers(tree) if tree else ():
                fresh = found.browse(OrderedSet(found.ids) - self.marked[field])
                self.marked[field].update(fresh.ids)
                if field.recursive and fresh:
                    todo.append((fresh, [field]))

    def compute_marked(self):
        """Compute what was marked; the values before and after are lines of the kind ``derived``."""
        together = defaultdict(OrderedSet)
        for field, ids in self.marked.items():
            if ids and has_rows(self.env[field.model_name]):
                for sibling in self.env.registry.field_computed[field]:
                    if sibling.store and (sibling.column_type or sibling.type == "many2many"):
                        together[sibling].update(ids)
        fields = []
        for field, ids in together.items():
            self.note("derived", field.model_name, [field.name], SQL("id IN %s", tuple(ids)))
            fields.append((self.step, field))
        self.env.invalidate_all(flush=False)
        for field, ids in self.marked.items():
            self.env.add_to_compute(field, self.env[field.model_name].browse(ids))
        self.marked.clear()
        self.env.flush_all()
        for step, field in fields:
            self.finish(field.model_name, [field.name], step)
