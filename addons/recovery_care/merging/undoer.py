from collections import Counter, defaultdict

from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .clashes import find_clashes
from .recorder import LINES, Recorder
from .references import find_references, get_links

MERGE, CLIENT, EPISODE = "recovery.client.merge", "recovery.client", "recovery.episode"


class Undoer(Recorder):
    """Takes a merge back, last step first.

    A value is restored where the record still holds what the merge wrote; where it was changed since, it is left
    as it is and told. What was recorded since on the kept client stays there, except in an episode that
    goes back: a record is about the client of its episode.
    """

    def __init__(self, merge):
        super().__init__(merge)
        self.kept, self.gone = merge.kept_id.id, merge.merged_id.id
        self.since = merge.create_date
        self.changed, self.missing = defaultdict(list), Counter()
        self.newer, self.followed = Counter(), Counter()

    def run(self):
        """Restore everything that can be restored; what cannot be is in the attributes."""
        self._count_newer()
        touched = bool(self.newer) or self._is_touched()
        for step, kind, model in self._get_steps(SQL("kind <> 'derived' ORDER BY step DESC")):
            self.step = step
            self._restore_step(kind, model)
            self._tell_rest(model)
        self._let_follow_episodes()
        if touched or self.changed or self.missing or self.followed or not self._restore_derived():
            # Something happened since: what hangs on it is computed from what there is now.
            for field, ids in self.marked.items():
                self.env.add_to_compute(field, self.env[field.model_name].browse(ids).exists())
        self.marked.clear()
        self.env.cr.execute(SQL(
            "UPDATE %s SET outcome = 'computed' WHERE merge_id = %s AND outcome IS NULL", LINES, self.merge.id,
        ))
        self.env.invalidate_all(flush=False)
        self.env.flush_all()

    def _get_steps(self, condition):
        return self.env.execute_query(SQL(
            "SELECT step, kind, model FROM (SELECT DISTINCT step, kind, model FROM %s WHERE merge_id = %s) s WHERE %s",
            LINES, self.merge.id, condition,
        ))

    def _restore_step(self, kind, model):
        """Restore one step; what belongs to an add-on or field that is gone is left."""
        fields = [field for [field] in self.env.execute_query(SQL(
            "SELECT DISTINCT field FROM %s WHERE %s", LINES, self._of_step(),
        ))]
        if model not in self.env or kind != "row" and set(fields) - self.env[model]._fields.keys():
            return
        if kind == "row":
            self._restore_rows(model)
        elif self.env[model]._fields[fields[0]].type == "many2many":
            self._restore_links(model, fields[0])
        else:
            self._restore_values(kind, model, fields)

    def _of_step(self, alias=None):
        """Return the condition for the lines of this step; ``alias`` beside a table that may have columns of their names."""
        of = SQL("%s.", SQL.identifier(alias)) if alias else SQL()
        return SQL("%(of)smerge_id = %(merge)s AND %(of)sstep = %(step)s", of=of, merge=self.merge.id, step=self.step)

    def _restore_values(self, kind, model, fields):
        """Write the values before into the records that still hold those after."""
        Model = self.env[model]
        table = SQL.identifier(Model._table)
        for field in fields:
            self.env.cr.execute(SQL(
                "UPDATE %s l SET outcome = 'restored' FROM %s t WHERE %s AND l.field = %s AND t.id = l.res_id"
                " AND to_jsonb(t.%s) IS NOT DISTINCT FROM l.after",
                LINES, table, self._of_step("l"), field, SQL.identifier(field),
            ))
        if kind == "adjust":
            self._take_all_or_none()
        elif kind == "value":
            self.env.cr.execute(SQL(
                "UPDATE %s SET outcome = NULL WHERE %s AND field IN %s",
                LINES, self._of_step(), self._get_identity_to_leave() or ("",),
            ))
        ids = [res_id for [res_id] in self.env.execute_query(SQL(
            "SELECT DISTINCT res_id FROM %s WHERE %s AND outcome = 'restored'", LINES, self._of_step(),
        ))]
        self.mark(model, ids, fields)
        types = dict(self.env.execute_query(SQL(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass",
            Model._table,
        )))
        stamp = SQL(
            ", write_uid = %s, write_date = NOW() AT TIME ZONE 'UTC'", self.env.uid,
        ) if Model._log_access else SQL()
        self.env.cr.execute(SQL(
            "UPDATE %s t SET %s%s FROM (SELECT res_id, jsonb_object_agg(field, before) AS before FROM %s"
            " WHERE %s AND outcome = 'restored' GROUP BY res_id) l WHERE t.id = l.res_id",
            table, SQL(", ").join(self._get_assignment(field, types[field]) for field in fields), stamp,
            LINES, self._of_step(),
        ))
        self.env.invalidate_all(flush=False)
        self.mark(model, ids, fields)

    @staticmethod
    def _get_assignment(field, column_type):
        column = SQL.identifier(field)
        value = SQL("NULLIF(l.before -> %s, 'null')", field) if column_type == "jsonb" else SQL(
            "(l.before ->> %s)::%s", field, SQL(column_type),  # pylint: disable=sql-injection
        )
        return SQL("%s = CASE WHEN l.before ? %s THEN %s ELSE t.%s END", column, field, value, column)

    def _take_all_or_none(self):
        """Values written together are restored together: one alone might contradict the others."""
        self.env.cr.execute(SQL(
            "UPDATE %(lines)s SET outcome = NULL WHERE %(step)s AND res_id IN"
            " (SELECT res_id FROM %(lines)s WHERE %(step)s AND outcome IS NULL)",
            lines=LINES, step=self._of_step(),
        ))

    def _get_identity_to_leave(self):
        """Return the fields that cannot be restored on the client after what was entered since.

        A file cannot be anonymous again once an address was entered, nor identified without a name.
        """
        [[current, restored]] = self.env.execute_query(SQL(
            "SELECT to_jsonb(c), (SELECT jsonb_object_agg(field, before) FROM %s WHERE %s AND outcome = 'restored')"
            "  FROM recovery_client c WHERE c.id = %s", LINES, self._of_step(), self.kept,
        ))
        for left in ((), ("identity",), ("identity", "first_name", "last_name")):
            values = {**current, **{name: value for name, value in (restored or {}).items() if name not in left}}
            try:
                self.env[CLIENT]._check_identity(values)
            except ValidationError:
                continue
            return left
        return tuple(restored)

    def _restore_links(self, model, field_name):
        field = self.env[model]._fields[field_name]
        relation, near, far = (SQL.identifier(name) for name in (field.relation, field.column1, field.column2))
        rows = self.env.execute_query(SQL(
            "SELECT l.id, l.res_id, l.before, %(value)s IS NOT DISTINCT FROM l.after FROM %(lines)s l"
            " JOIN %(table)s ON %(table)s.id = l.res_id WHERE l.merge_id = %(merge)s AND l.step = %(step)s",
            value=self.value_of(field), lines=LINES, table=SQL.identifier(self.env[model]._table),
            merge=self.merge.id, step=self.step,
        ))
        same = [row for row in rows if row[3]]
        ids = [row[1] for row in same]
        if ids:
            self.mark(model, ids, [field_name])
            self.env.cr.execute(SQL("DELETE FROM %s WHERE %s IN %s", relation, near, tuple(ids)))
            self.env.cr.execute(SQL(
                "INSERT INTO %(relation)s (%(near)s, %(far)s)"
                " SELECT l.res_id, v.value::int FROM %(lines)s l, jsonb_array_elements_text(l.before) v"
                "  WHERE l.id IN %(ids)s",
                relation=relation, near=near, far=far, lines=LINES, ids=tuple(row[0] for row in same),
            ))
            self.env.cr.execute(SQL(
                "UPDATE %s SET outcome = 'restored' WHERE id IN %s", LINES, tuple(row[0] for row in same),
            ))
            self.env.invalidate_all(flush=False)
            self.mark(model, ids, [field_name])

    def _restore_rows(self, model):
        Model = self.env[model]
        table = SQL.identifier(Model._table)
        ids = [res_id for [res_id] in self.env.execute_query(SQL(
            "INSERT INTO %s SELECT r.* FROM %s l, jsonb_populate_record(NULL::%s, l.before) r WHERE %s RETURNING id",
            table, LINES, table, self._of_step("l"),
        ))]
        self.env.cr.execute(SQL("UPDATE %s SET outcome = 'restored' WHERE %s", LINES, self._of_step()))
        self.env.invalidate_all(flush=False)
        self.mark(model, ids, get_links(Model))

    def _restore_derived(self):
        """Write the computed values of before; return whether all of them still were what the merge left."""
        marked = dict(self.marked)
        for step, kind, model in self._get_steps(SQL("kind = 'derived' ORDER BY step DESC")):
            self.step = step
            self._restore_step(kind, model)
        self.marked.clear()
        self.marked.update(marked)
        return not self.env.execute_query(SQL(
            "SELECT FROM %s WHERE merge_id = %s AND kind = 'derived' AND outcome IS NULL LIMIT 1", LINES, self.merge.id,
        ))

    def _tell_rest(self, model):
        """Note which lines of the step could not be restored: changed since, or the record is gone."""
        lines = self.env.execute_query(SQL(
            "SELECT id, res_id, field FROM %s WHERE %s AND outcome IS NULL ORDER BY res_id", LINES, self._of_step(),
        ))
        existing = set()
        if lines and model in self.env:
            existing.update(self.env[model].browse({res_id for _id, res_id, _field in lines}).exists().ids)
        for outcome, ids in (
            ("changed", [line for line, res_id, _field in lines if res_id in existing]),
            ("gone", [line for line, res_id, _field in lines if res_id not in existing]),
        ):
            if ids:
                self.env.cr.execute(SQL("UPDATE %s SET outcome = %s WHERE id IN %s", LINES, outcome, tuple(ids)))
        for _line, res_id, field in lines:
            if res_id in existing:
                self.changed[model, field].append(res_id)
            else:
                self.missing[model] += 1

    def _get_references(self):
        return [
            reference for reference in find_references(self.env, CLIENT)
            if reference.kind != "many2many" and self.env[reference.model]._log_access
        ]

    def _count_newer(self):
        """Count what was recorded on the kept client since the merge."""
        for reference in self._get_references():
            [[number]] = self.env.execute_query(SQL(
                "SELECT COUNT(*) FROM %s WHERE %s AND create_date > %s",
                SQL.identifier(reference.table), reference.holds(self.kept), self.since,
            ))
            if number:
                self.newer[reference.model] += number

    def _is_touched(self):
        """Return whether any record of the two was written since the merge."""
        return any(
            self.env.execute_query(SQL(
                "SELECT FROM %s WHERE (%s OR %s) AND write_date > %s LIMIT 1", SQL.identifier(reference.table),
                reference.holds(self.kept), reference.holds(self.gone), self.since,
            ))
            for reference in self._get_references()
        )

    def _let_follow_episodes(self):
        """What was recorded since in an episode that went back is about the client of that episode."""
        by_model = {
            reference.model: reference for reference in find_references(self.env, CLIENT) if reference.field == "client_id"
        }
        for reference in find_references(self.env, EPISODE):
            owner = by_model.get(reference.model)
            if reference.kind != "many2one" or not owner:
                continue
            clashes = find_clashes(self.env, owner, self.kept, self.gone)
            where = SQL(
                "%s AND %s IN (SELECT id FROM recovery_episode WHERE client_id = %s) AND id NOT IN %s",
                owner.holds(self.kept), reference.column, self.gone,
                tuple({row for clash in clashes for row in clash.moved_ids}) or (0,),
            )
            ids = [row for [row] in self.env.execute_query(SQL(
                "SELECT id FROM %s WHERE %s", SQL.identifier(reference.table), where,
            ))]
            self.mark(reference.model, ids, ["client_id"])
            self.update(reference.model, {"client_id": SQL("%s", self.gone)}, where)
            self.env.invalidate_all(flush=False)
            self.mark(reference.model, ids, ["client_id"])
            if ids:
                self.followed[reference.model] += len(ids)
                self.newer[reference.model] -= len(ids)
