from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Reference:
    """One stored field by which records of ``model`` point to records of ``target``.

    :param str kind: ``many2one``, ``company`` (a many2one with a value for each company), ``pair`` (the id in
        ``field``, the name of the model in ``model_field``), ``reference`` ("model,id") or ``many2many``
    :param str relation: table of a many2many, whose rows are (``near``: the record, ``far``: the target)
    """

    target: str
    model: str
    field: str
    kind: str
    table: str
    model_field: str = ""
    only: str = ""
    relation: str = ""
    near: str = ""
    far: str = ""

    @property
    def column(self):
        return SQL.identifier(self.field)

    def holds(self, res_id):
        """Return SQL, over the bare columns of the table, that is true for rows pointing to ``res_id``."""
        if self.kind == "pair":
            pair = SQL(
                "%s = %s AND %s = %s", self.column, res_id, SQL.identifier(self.model_field), self.target,
            )
            return SQL("%s AND %s IS NULL", pair, SQL.identifier(self.only)) if self.only else pair
        if self.kind == "reference":
            return SQL("%s = %s", self.column, f"{self.target},{res_id}")
        if self.kind == "company":
            return SQL(
                "EXISTS (SELECT FROM jsonb_each_text(%s) v WHERE v.value = %s)", self.column, str(res_id),
            )
        if self.kind == "many2many":
            return SQL(
                "id IN (SELECT %s FROM %s WHERE %s = %s)", SQL.identifier(self.near), SQL.identifier(self.relation),
                SQL.identifier(self.far), res_id,
            )
        return SQL("%s = %s", self.column, res_id)

    def value(self, old_id, new_id):
        """Return SQL of the column's value once it points to ``new_id`` instead of ``old_id``."""
        if self.kind == "reference":
            return SQL("%s", f"{self.target},{new_id}")
        if self.kind == "company":
            return SQL(
                "(SELECT jsonb_object_agg(v.key, CASE WHEN v.value = to_jsonb(%s::int) THEN to_jsonb(%s::int)"
                " ELSE v.value END) FROM jsonb_each(%s) v)", old_id, new_id, self.column,
            )
        return SQL("%s", new_id)


def has_rows(Model):
    """Return whether a model keeps records of its own that outlive a dialog."""
    return not Model._abstract and not Model._transient and Model._auto and not Model._table_query


def is_derived(field):
    """Return whether a stored field only repeats what other fields say; nobody writes it."""
    return bool(field.compute and field.store and field.readonly)


def get_links(Model):
    """Return the names of the stored fields by which records of a model hang on others."""
    return [
        field.name for field in Model._fields.values() if field.store and field.type in ("many2one", "many2one_reference")
    ]


def find_references(env, target):
    """Return every Reference to the model ``target`` in the registry.

    A model keeps out what must stay as it is, such as frozen evidence, by naming the field in its class
    attribute ``_merge_keeps``.

    :param str target: name of a model
    :return: list of Reference, in the order of model and field
    """
    found = []
    for name in sorted(env.registry):
        Model = env[name]
        if not has_rows(Model):
            continue
        keeps = getattr(Model, "_merge_keeps", ())
        for field in sorted(Model._fields.values(), key=lambda field: field.name):
            reference = field.store and field.name not in keeps and _get_reference(Model, field, target)
            if reference:
                found.append(reference)
    return _without_second_sides(found)


def _get_reference(Model, field, target):
    known = {"target": target, "model": Model._name, "field": field.name, "table": Model._table}
    if field.type == "many2one" and field.comodel_name == target:
        return Reference(kind="company" if field.company_dependent else "many2one", **known)
    if field.type == "many2many" and not is_derived(field) and target in (field.comodel_name, field.model_name):
        return Reference(
            kind="many2many", relation=field.relation, near=field.column1, far=field.column2, **known,
        )
    if field.type == "reference":
        return Reference(kind="reference", **known)
    if field.type in ("many2one_reference", "integer"):
        companion = _get_companion(Model, field)
        if companion:
            # A file in a field of the record is the value of that field, not something attached.
            only = "res_field" if "res_field" in Model._fields else ""
            return Reference(kind="pair", model_field=companion, only=only, **known)
    return None


def _get_companion(Model, field):
    """Return the name of the stored field with the name of the model to which an id belongs."""
    names = [field.model_field] if field.type == "many2one_reference" else []
    if field.name.endswith("res_id"):
        prefix = field.name.removesuffix("res_id")
        names += [f"{prefix}res_model", f"{prefix}model"]
    for name in names:
        companion = Model._fields.get(name)
        if companion and companion.store and companion.type in ("char", "selection"):
            return name
    return None


def _without_second_sides(references):
    """Leave out the far side of a many2many that both models declare."""
    own = {
        reference.relation for reference in references
        if reference.kind == "many2many" and reference.model == reference.target
    }
    return [
        reference for reference in references
        if reference.kind != "many2many" or reference.model == reference.target or reference.relation not in own
    ]
