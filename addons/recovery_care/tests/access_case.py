"""Makes tests out of an access table."""

import re
from copy import deepcopy

from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from .access_rules_case import AccessRulesCase
from .common import ROLES

REFUSALS = (AccessError, MissingError)
# Calls of one way ask the database each for itself: what one leaves in the cache answers none of the others.
READING = {
    "id": ("id",), "search": ("search", "count", "group", "list"), "name": ("name", "drop_down"), "export": ("export",),
    "message": ("message",),
}


class AccessTableCase(AccessRulesCase):
    """Tries every way to every record of a table, for every role.

    A subclass names ``module``, whose models have to be in its ``table``, and gets one test
    a model and way (``test_recovery_note_by_search``). To cover another add-on::

        @tagged("post_install", "-at_install")
        class TestGrantAccess(AccessTableCase):
            module = "recovery_reporting"
            table, fields, wizards = TABLE, FIELDS, WIZARDS

            @classmethod
            def _new_recovery_grant(cls, scope): ...
    """

    module = None
    table = {}
    fields = {}
    wizards = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for model in cls.table:
            name = model.replace(".", "_")
            for way, calls in READING.items():
                cls._add_test(f"test_{name}_by_{way}", "_try_reading", model, calls)
            for act in ("write", "create", "unlink"):
                cls._add_test(f"test_{name}_{act}", f"_try_{act}", model)
            cls._add_test(f"test_{name}_rules", "_try_rules", model)
            if "restricted" in cls.table[model].scopes:
                cls._add_test(f"test_{name}_emergency", "_try_emergency", model)
                if model != "recovery.client":
                    cls._add_test(f"test_{name}_label", "_try_label", model)
                cls._add_test(f"test_{name}_restricted_like_missing", "_try_restricted", model)
            if model in cls.fields:
                cls._add_test(f"test_{name}_protected_fields", "_try_fields", model)

    @classmethod
    def _add_test(cls, name, method, *arguments):
        def test(self):
            getattr(self, method)(*arguments)
        test.__name__ = name
        test.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, test)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {
            (model, scope): cls.new_record(model, scope) for model, row in cls.table.items() for scope in row.scopes
        }
        for record in cls.records.values():
            if "message_ids" in record._fields:
                record.message_post(body="Demo message")

    def _cases(self, model):
        """Yield (user, role, scope, record of the user) with nothing left in the cache."""
        self.env.flush_all()
        for scope in self.table[model].scopes:
            for role in ROLES:
                self.env.invalidate_all()
                user = self.users[role]
                yield user, role, scope, self.records[model, scope].with_user(user)

    def _try_reading(self, model, calls):
        row = self.table[model]
        for _user, role, scope, record in self._cases(model):
            expected = row.allows(role, "r", scope)
            if calls == READING["message"]:
                if "message_ids" not in record._fields:
                    return
                # The chatter of a client's file is for those who work with it.
                if record._mail_get_operation_for_mail_message_operation("read").get(record) == "write":
                    expected = row.allows(role, "w", scope)
            for call in calls:
                with self.subTest(role=role, scope=scope, call=call):
                    try:
                        found = bool(getattr(self, f"_found_by_{call}")(record))
                    except REFUSALS:
                        found = False
                    self.assertEqual(found, expected)

    @staticmethod
    def _found_by_id(record):
        return record.read(["display_name"])

    @staticmethod
    def _found_by_search(record):
        return record.with_context(active_test=False).search([("id", "=", record.id)])

    @staticmethod
    def _found_by_count(record):
        return record.search_count([("id", "=", record.id)])

    def _found_by_group(self, record):
        domain = [("id", "=", record.id)]
        counted = record._read_group(domain, [], ["__count"])[0][0]
        self.assertEqual(record.formatted_read_group(domain, [], ["__count"])[0]["__count"], counted)
        return counted

    @staticmethod
    def _found_by_name(record):
        names = [""]
        if record._rec_names_search or record._rec_name or record._name == "recovery.client":
            names.append(record.sudo()[record._rec_name or "display_name"] if record._rec_name != "client_id" else "")
        return any(record.name_search(name, [("id", "=", record.id)]) for name in names if isinstance(name, str))

    def _found_by_drop_down(self, record):
        """In the many2one fields of other models, with the domains that their forms use."""
        wanted = Domain("id", "=", record.id)
        return any(record.name_search("", list(wanted & domain)) for domain in self._drop_downs(record))

    def _drop_downs(self, record):
        """What the forms ask of a record that may be chosen, each once."""
        known = {"company_id": record.sudo()["company_id"].id if "company_id" in record._fields else False}
        domains = {Domain.TRUE}
        for model in self.table:
            fields = self.env[model]._fields
            for field in fields.values():
                if field.type == "many2one" and field.comodel_name == record._name and isinstance(field.domain, str):
                    domains.add(Domain(safe_eval(field.domain, {**dict.fromkeys(fields, False), **known})))
        return domains

    @staticmethod
    def _found_by_list(record):
        return record.web_search_read([("id", "=", record.id)], {"display_name": {}})["records"]

    @staticmethod
    def _found_by_export(record):
        return record.export_data(["display_name"])["datas"]

    @staticmethod
    def _found_by_message(record):
        return record.env["mail.message"].search([("model", "=", record._name), ("res_id", "=", record.id)])

    def _try_restricted(self, model):
        """Expect of a record about a restricted client, also when a file named it, the answers of a missing one."""
        secret, edit = self.records[model, "restricted"], self.table[model].edit
        missing = secret.browse(secret.id + 1000000)
        self.env["ir.model.data"].create({
            "module": "__export__", "name": f"secret_{secret.id}", "model": model, "res_id": secret.id,
        })
        ways = {
            "read": lambda record: record.read(["display_name"]),
            "web_read": lambda record: record.web_read({"display_name": {}}),
            "export": lambda record: record.export_data([".id", "id"]),
            "metadata": lambda record: record.get_metadata(),
            "external id": lambda record: record.get_external_id(),
            "access": lambda record: [record.has_access(mode) for mode in ("read", "write", "unlink")],
            "write": lambda record: record.write(edit),
            "unlink": lambda record: record.unlink(),
        }
        for way, call in ways.items():
            for role, user in self.users.items():
                if self.table[model].allows(role, "r", "restricted"):
                    continue
                with self.subTest(way=way, role=role):
                    self.assertEqual(self._answer(secret.with_user(user), call), self._answer(missing.with_user(user), call))

    def _answer(self, record, call):
        """Return what ``call`` answers for a record, or its refusal, without what differs between two records."""
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            answer = call(record)
        except REFUSALS as error:
            answer = (type(error).__name__, str(error))
        answer = str(answer).replace(f"User: {record.env.uid})", "User: UID)")
        return re.sub(rf"(?<![0-9a-f]){record.id}(?![0-9a-f])", "ID", answer)

    def _try_write(self, model):
        row = self.table[model]
        for _user, role, scope, record in self._cases(model):
            with self.subTest(role=role, scope=scope):
                self._try(row.allows(role, "w", scope), lambda record=record: record.write(row.edit))

    def _try_create(self, model):
        row = self.table[model]
        values = {scope: self.new_values(model, scope) for scope in row.scopes}
        for user, role, scope, _record in self._cases(model):
            Model, own_values = self.env[model].with_user(user), deepcopy(values[scope])
            with self.subTest(role=role, scope=scope):
                self._try(row.allows(role, "c", scope), lambda Model=Model, values=own_values: Model.create(values))

    def _try_unlink(self, model):
        row = self.table[model]
        # Nothing points to a record of its own; whoever may delete it gets it back.
        records = {scope: self.new_record(model, scope) for scope in row.scopes}
        for user, role, scope, _record in self._cases(model):
            with self.subTest(role=role, scope=scope):
                self._try(row.allows(role, "u", scope), records[scope].with_user(user).unlink)

    def _try(self, allowed, act):
        """Run ``act`` and take it back; expect it to work or to be refused."""
        refusal = None
        with self.cr.savepoint() as savepoint:
            try:
                act()
                self.env.flush_all()
            except (*REFUSALS, ValidationError) as error:
                refusal = error
            savepoint.rollback()
        self.env.invalidate_all()
        if allowed and refusal:
            raise self.failureException("refused, but the table allows it") from refusal
        self.assertTrue(allowed or refusal, "done, but the table does not allow it")

    def _try_fields(self, model):
        tried = set()
        for _user, role, scope, record in self._cases(model):
            if role in tried or not self.table[model].allows(role, "r", scope):
                continue
            tried.add(role)
            known, values, pointing = record.fields_get(), record.read()[0], self._pointing_to(record)
            fields = self.env[model]._fields
            for names, roles in self.fields[model].items():
                # Whoever is kept from one of these is kept from all: other records lead to one of them.
                through = next((name for name in names if fields[name].store and fields[name].column_type), None)
                for name in names:
                    self.env.invalidate_all()
                    with self.subTest(field=name, role=role, scope=scope):
                        if role in roles:
                            self.assertIn(name, record.read([name])[0])
                        else:
                            self.assertNotIn(name, known)
                            self.assertNotIn(name, values)
                            self._assert_closed(record, fields[name], pointing if name == through else ())

    def _assert_closed(self, record, field, pointing):
        """Expect that no way leads a user to a protected field, not even by a yes or no."""
        name, here = field.name, [("id", "=", record.id)]
        ways = [
            lambda: record.read([name]), lambda: record.web_read({name: {}}),
            lambda: record.web_search_read(here, {name: {}}), lambda: record.export_data([name]),
        ]
        if field.store or field.search:
            ways.append(lambda: record.search([*here, (name, "!=", False)]))
        if field.store and field.column_type:
            ways += [
                lambda: record.search(here, order=name), lambda: record._read_group(here, [name], ["__count"]),
                lambda: record.formatted_read_group(here, [], [f"{name}:count_distinct"]),
                lambda: record.search_read(here, [name]),
            ]
            ways += self._ways_through_others(pointing, name)
        for index, way in enumerate(ways):
            with self.assertRaises(AccessError, msg=f"way {index}"):
                way()

    def _pointing_to(self, record):
        """The fields that lead a user to this model, with a record that has one of them, if there is any."""
        pointing = []
        for model in self.table:
            Model = self.env[model].with_user(record.env.user)
            for field in Model._fields.values():
                if (
                    field.type == "many2one" and field.comodel_name == record._name and field.store
                    and Model.has_access("read") and Model._has_field_access(field, "read")
                ):
                    pointing.append((field.name, Model.search([(field.name, "!=", False)], limit=1)))
        return pointing

    @staticmethod
    def _ways_through_others(pointing, name):
        """A domain, a group-by and an export that reach the field from a record which points to this one."""
        for through, record in pointing:
            path = f"{through}.{name}"
            yield lambda record=record, path=path: record.search([(path, "!=", False)])
            yield lambda record=record, path=path: record._read_group([], [path], ["__count"])
            if record:
                yield lambda record=record, path=path: record.export_data([path.replace(".", "/")])
