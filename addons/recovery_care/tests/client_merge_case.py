"""Proves for every reference to a client that a merge moves it and the undo restores it."""

from odoo.tools import SQL

from ..merging import find_references
from .access_records import AccessRecords

# What a merge itself writes, and what counts on by itself.
LEFT_OUT = {"recovery_client_merge", "recovery_client_merge_line", "ir_sequence", "ir_cron_trigger"}


class ClientMergeCase(AccessRecords):
    """Two clients of the own programme, and a record for every field in the registry that points to a client.

    The records of an add-on come from its ``_new_<model>`` (see ``access_records``), asked for with
    ``client_of`` turned to the client in question. An add-on above this one whose models point to clients
    subclasses this case together with its records, names itself in ``module`` and calls
    ``check_references`` in a test; a test of this add-on fails as long as it does not.
    """

    module = "recovery_care"
    # Values that a field other than ``client_id`` needs beside it.
    beside = {
        ("recovery.episode", "for_client_id"): {"role": "relative"},
        ("ir.embedded.actions", "parent_res_id"): {"python_method": "demo", "name": '{"en_US": "Demo"}'},
    }
    subject = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls.new_client(cls.own, first_name="Kept", last_name="Testová")
        cls.gone = cls.new_client(cls.own, first_name="Gone", last_name="Testová")

    @classmethod
    def client_of(cls, scope):
        return cls.subject if cls.subject and scope == "own" else super().client_of(scope)

    @classmethod
    def merge(cls, user=None, kept=None, gone=None, reason="Demo: the same person", **options):
        Merge = cls.env["recovery.client.merge"].with_user(user or cls.manager)
        return Merge.merge((kept or cls.kept).id, (gone or cls.gone).id, reason, **options)

    def undo(self, merge, user=None):
        merge.with_user(user or self.manager).action_undo()
        self.env.flush_all()
        self.env.invalidate_all()

    @classmethod
    def _new_recovery_delivery(cls, scope):
        """In an encounter of somebody else: one client has a service once."""
        if not cls.subject:
            return super()._new_recovery_delivery(scope)
        encounter = cls.new_encounter(cls.own, [cls.new_client(cls.own)])
        return {"encounter_id": encounter.id, "client_id": cls.subject.id, "service_id": cls.talk.id}

    # Every reference

    def get_references(self):
        return find_references(self.env, "recovery.client")

    def is_ours(self, reference):
        """Whether the models of this add-on, or of the ones below it, hold the reference."""
        module = self.get_module(reference)
        return module == self.module or self.module == "recovery_care" and not module.startswith("recovery_")

    def get_module(self, reference):
        """Return the add-on that brings the reference: that of its model, or of a field that it gives to another's."""
        module = self.env[reference.model]._original_module
        if module.startswith("recovery_") and module != "recovery_care":
            return module
        return self.env[reference.model]._fields[reference.field]._module or ""

    def new_reference(self, reference, client):
        """Make a record that points to ``client`` by ``reference``."""
        if reference.field == "merged_into_id":
            other = self.new_client(self.own, nickname=self.serial())
            other.write({"active": False, "merged_into_id": client.id})
        elif reference.kind == "many2many" and reference.model == "recovery.client":
            far = self.env[self.env["recovery.client"]._fields[reference.field].comodel_name]
            client[reference.field] |= far.search([], limit=1)
        elif reference.model.startswith("recovery."):
            self._new_record_about(reference, client)
        else:
            self._new_row(reference, client)
        self.env.flush_all()
        self.assertTrue(
            self.count(reference, client), f"No record of {reference.model} could be made that names a client in "
            f"{reference.field}. Give the tests of its add-on _new_{reference.model.replace('.', '_')}.",
        )

    def _new_record_about(self, reference, client):
        type(self).subject = client if reference.field == "client_id" else None
        try:
            new_values = getattr(self, f"_new_{reference.model.replace('.', '_')}", None)
            self.assertTrue(new_values, f"Give the tests of the add-on _new_{reference.model.replace('.', '_')}.")
            values = new_values("own")
        finally:
            type(self).subject = None
        for other in self.get_references():
            if other.model == reference.model and other.kind == "many2one" and values.get(other.field) == client.id:
                values[other.field] = client.id if other == reference else self.new_client(self.own).id
        values.update(self.beside.get((reference.model, reference.field), {}))
        if reference.field != "client_id" and reference.kind != "many2many":
            values[reference.field] = client.id
        elif reference.kind == "many2many":
            values[reference.field] = client.ids
        self.env[reference.model].create(values)

    def _new_row(self, reference, client):
        """Insert a bare row into a table of Odoo's own: enough for what a merge has to find."""
        Model = self.env[reference.model]
        values = {}
        for [name] in self.env.execute_query(SQL(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND is_nullable = 'NO' AND column_default IS NULL", Model._table,
        )):
            values[name] = self._get_filling(Model, name)
        values.update(self.beside.get((reference.model, reference.field), {}))
        if reference.kind == "pair":
            values.update({reference.field: client.id, reference.model_field: "recovery.client"})
        elif reference.kind == "reference":
            values[reference.field] = f"recovery.client,{client.id}"
        self.cr.execute(SQL(
            "INSERT INTO %s (%s) VALUES (%s)", SQL.identifier(Model._table),
            SQL(", ").join(SQL.identifier(name) for name in values),
            SQL(", ").join(SQL("%s", value) for value in values.values()),
        ))
        self.env.invalidate_all()

    def _get_filling(self, Model, name):
        field = Model._fields[name]
        if field.type == "many2one":
            return self.env[field.comodel_name].with_context(active_test=False).search([], limit=1).id
        if field.translate:
            return '{"en_US": "Demo"}'
        if field.type == "selection":
            return field.get_values(self.env)[0]
        fillings = {"date": self.today, "datetime": "2026-01-01 08:00:00", "boolean": False, "char": self.serial()}
        return fillings.get(field.type, 1)

    def count(self, reference, client):
        [[number]] = self.env.execute_query(SQL(
            "SELECT COUNT(*) FROM %s WHERE %s", SQL.identifier(reference.table), reference.holds(client.id),
        ))
        return number

    def check_references(self):
        """Make a record for every reference on both sides, merge, undo, and compare every row of the database."""
        references = [reference for reference in self.get_references() if self.is_ours(reference)]
        self.assertTrue(references)
        for reference in references:
            with self.subTest("record", reference=f"{reference.model}.{reference.field}"), self.cr.savepoint():
                self.new_reference(reference, self.kept)
                self.new_reference(reference, self.gone)
        self.check_merge_and_undo()

    def check_merge_and_undo(self, **options):
        self.env.flush_all()
        references = [reference for reference in self.get_references() if reference.kind != "many2many"]
        before = {
            reference: (self.count(reference, self.kept), self.count(reference, self.gone)) for reference in references
        }
        rows = self.get_rows()
        merge = self.merge(**options)
        self.env.flush_all()
        counts = merge.sudo().counts
        for reference, (kept, gone) in before.items():
            left = self.count(reference, self.gone)
            with self.subTest("moved", reference=f"{reference.model}.{reference.field}"):
                self.assertLessEqual(left, counts["stayed"].get(reference.model, 0))
                aside = counts["aside"].get(reference.model, 0)
                self.assertGreaterEqual(self.count(reference, self.kept) + left + aside, kept + gone)
        self.assertNotEqual(self.get_rows(), rows)
        self.undo(merge)
        self.assertFalse(merge.undo_notice)
        self.assertRowsEqual(rows)
        return merge

    # Every row

    def get_rows(self):
        """Return {table: sorted rows as text} of the whole database.

        Without write_date and write_uid: they tell who wrote a row last, and that was the undo.
        """
        self.env.flush_all()
        found = {}
        tables = self.env.execute_query(SQL("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        for [table] in tables:
            if table in LEFT_OUT or table.startswith("ir_model") and table != "ir_model_data":
                continue
            ours = table.startswith(("recovery_", "mail_"))
            row = SQL("(to_jsonb(t) - 'write_date' - 'write_uid')::text")
            [[value]] = self.env.execute_query(SQL(
                "SELECT %s FROM %s t", SQL("array_agg(%s ORDER BY %s)", row, row) if ours else SQL(
                    "md5(string_agg(%s, '|' ORDER BY %s))", row, row,
                ), SQL.identifier(table),
            ))
            found[table] = value
        return found

    def assertRowsEqual(self, rows):
        now = self.get_rows()
        for table, before in rows.items():
            with self.subTest(table=table):
                if isinstance(before, list) and before != now[table]:
                    found = set(now[table] or [])
                    self.assertEqual(sorted(set(before) - found), sorted(found - set(before)))
                self.assertEqual(before, now[table])
