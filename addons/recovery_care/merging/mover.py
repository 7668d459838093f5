from odoo.exceptions import UserError
from odoo.tools import SQL

from .clashes import find_clashes
from .recorder import Recorder
from .references import find_references, get_links

# What happens to a row that cannot stand beside one of the kept record, unless its model says otherwise in
# ``_merge_clashes``: {name of the constraint: "stay", "aside", "refuse" or {field: value} to be written first}.
DEFAULTS = {"u": "stay", "x": "refuse", "c": "refuse"}


class Mover(Recorder):
    """Moves what belongs to one record to another of the same model."""

    def __init__(self, merge):
        super().__init__(merge)
        self.moved, self.stayed, self.aside, self.adjusted = {}, {}, {}, {}

    def move_all(self, target, old_id, new_id):
        """Let everything that points to ``old_id`` of the model ``target`` point to ``new_id``.

        :raises UserError: where rows of both contradict one another
        """
        for reference in find_references(self.env, target):
            if reference.kind == "many2many":
                self._move_links(reference, old_id, new_id)
            else:
                self._move(reference, old_id, new_id)

    def _move(self, reference, old_id, new_id):
        model, field = reference.model, reference.field
        if not self.env.execute_query(SQL(
            "SELECT FROM %s WHERE %s LIMIT 1", SQL.identifier(reference.table), reference.holds(old_id),
        )):
            return
        staying = self._resolve(reference, old_id, new_id)
        where = SQL("%s AND id NOT IN %s", reference.holds(old_id), tuple(staying) or (0,))
        ids = self.note("move", model, [field], where)
        self.mark(model, ids, [field])
        self.update(model, {field: reference.value(old_id, new_id)}, where)
        self.finish(model, [field])
        self.mark(model, ids, [field])
        self._count(self.moved, model, len(ids))

    def _resolve(self, reference, old_id, new_id):
        """Make room for the rows to be moved; returns the ids of those that stay where they are."""
        staying = set()
        for clash in find_clashes(self.env, reference, old_id, new_id):
            policy = get_policy(self.env, reference.model, clash)
            if policy == "refuse":
                raise UserError(get_refusal(self.env, reference.model, clash))
            if isinstance(policy, dict):
                choose = getattr(self.env[reference.model], "_merge_choose_weaker", None)
                ids = choose(clash.pairs) if choose else clash.moved_ids
                self.adjust(reference.model, ids, policy)
                self._count(self.adjusted, reference.model, len(ids))
            elif policy == "aside" and not self._is_pointed_to(reference.table):
                self.set_aside(reference.model, clash.moved_ids)
                self._count(self.aside, reference.model, len(clash.pairs))
            else:
                staying.update(clash.moved_ids)
                self._count(self.stayed, reference.model, len(clash.pairs))
        return staying

    def _is_pointed_to(self, table):
        """Return whether other tables point to this one, so that taking rows out would touch them."""
        return bool(self.env.execute_query(SQL(
            "SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = %s::regclass LIMIT 1", table,
        )))

    def _move_links(self, reference, old_id, new_id):
        own = reference.model == reference.target
        near, far = (reference.far, reference.near) if own else (reference.near, reference.far)
        rows = SQL("%s WHERE %s = %s", SQL.identifier(reference.relation), SQL.identifier(far), old_id)
        if not self.env.execute_query(SQL("SELECT FROM %s LIMIT 1", rows)):
            return
        where = SQL("id IN (%s, %s)", old_id, new_id) if own else reference.holds(old_id)
        ids = self.note("link", reference.model, [reference.field], where)
        self.mark(reference.model, ids, [reference.field])
        self.env.cr.execute(SQL(
            "INSERT INTO %(relation)s (%(near)s, %(far)s) SELECT %(near)s, %(new)s FROM %(rows)s"
            " ON CONFLICT DO NOTHING",
            relation=SQL.identifier(reference.relation), near=SQL.identifier(near), far=SQL.identifier(far),
            new=new_id, rows=rows,
        ))
        self.env.cr.execute(SQL("DELETE FROM %s", rows))
        self.finish(reference.model, [reference.field])
        self.mark(reference.model, ids, [reference.field])

    def adjust(self, model, ids, values, kind="adjust"):
        """Write the same column values, Python values or SQL, into records, in one step.

        What is written with the kind ``value`` is restored field by field, with ``adjust`` together or not at all.
        """
        if not ids:
            return
        where = SQL("id IN %s", tuple(ids))
        self.mark(model, ids, list(values))
        self.note(kind, model, list(values), where)
        self.update(model, {
            name: value if isinstance(value, SQL) else SQL("%s", value) for name, value in values.items()
        }, where)
        self.finish(model, list(values))
        self.mark(model, ids, list(values))

    def set_aside(self, model, ids):
        """Take rows out; they are kept whole in the lines of the merge."""
        Model = self.env[model]
        self.step += 1
        links = get_links(Model)
        self.mark(model, ids, links)
        self.env.cr.execute(SQL(
            "INSERT INTO recovery_client_merge_line (merge_id, company_id, step, kind, model, res_id, before)"
            " SELECT %s, %s, %s, 'row', %s, t.id, to_jsonb(t) FROM %s t WHERE t.id IN %s ORDER BY t.id",
            self.merge.id, self.merge.company_id.id, self.step, model, SQL.identifier(Model._table), tuple(ids),
        ))
        self.env.cr.execute(SQL("DELETE FROM %s WHERE id IN %s", SQL.identifier(Model._table), tuple(ids)))
        for marked, found in self.marked.items():
            if marked.model_name == model:
                found.difference_update(ids)
        self.env.invalidate_all(flush=False)

    def set_links(self, model, ids, field, far_ids):
        """Write the same list into a many2many of records."""
        column = self.env[model]._fields[field]
        self.note("link", model, [field], SQL("id IN %s", tuple(ids)))
        self.mark(model, ids, [field])
        relation, near, far = (SQL.identifier(name) for name in (column.relation, column.column1, column.column2))
        self.env.cr.execute(SQL("DELETE FROM %s WHERE %s IN %s", relation, near, tuple(ids)))
        self.env.cr.execute(SQL(
            "INSERT INTO %s (%s, %s) SELECT n, f FROM unnest(%s) n CROSS JOIN unnest(%s) f",
            relation, near, far, list(ids), list(far_ids),
        ))
        self.finish(model, [field])
        self.mark(model, ids, [field])

    @staticmethod
    def _count(counter, model, number):
        if number:
            counter[model] = counter.get(model, 0) + number


def get_policy(env, model, clash):
    """Return what happens to the rows of a clash; see ``DEFAULTS``."""
    return getattr(env[model], "_merge_clashes", {}).get(clash.name, DEFAULTS[clash.kind])


def get_refusal(env, model, clash):
    """Return in words why two records cannot be merged."""
    return env._(
        "%(model)s: %(message)s What is recorded there says that these are two people, or one of the two is wrong. "
        "Correct it first, then merge.",
        model=env["ir.model"]._get(model).name, message=clash.message or clash.name,
    )
