from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from .access_case import AccessTableCase
from .access_rules_case import EMERGENCY
from .access_table import TABLE, WIZARDS
from .access_table_fields import FIELDS
from .common import ROLES


@tagged("post_install", "-at_install")
class TestAccessTable(AccessTableCase):
    """Every role tries every way to every record of the care models."""

    module = "recovery_care"
    table, fields, wizards, emergency = TABLE, FIELDS, WIZARDS, EMERGENCY
    authored = {"recovery.note": "c"}


class AccessTableComplete:
    """What keeps a table honest; to be mixed into a subclass of ``AccessTableCase``."""

    # Odoo runs no inherited test unless told to.
    allow_inherited_tests_method = True
    # What a record needs to name a second client.
    second_client = {"recovery.episode": {"role": "relative"}}

    def _get_models(self):
        return {
            name for name in self.env.registry
            if self.env[name]._original_module == self.module and not self.env[name]._abstract
        }

    def test_every_model_is_in_the_table(self):
        stored = {name for name in self._get_models() if not self.env[name]._transient}
        self.assertEqual(stored, set(self.table))

    def test_every_dialog_is_listed(self):
        transient = {name for name in self._get_models() if self.env[name]._transient}
        self.assertEqual(transient, set(self.wizards))

    def test_every_dialog_opens_for_its_roles(self):
        for model, roles in self.wizards.items():
            for role, user in self.users.items():
                for mode in ("read", "write", "create"):
                    with self.subTest(model=model, role=role, mode=mode):
                        self.assertEqual(self.env[model].with_user(user).has_access(mode), role in roles)

    def test_every_dialog_belongs_to_whoever_opened_it(self):
        """Odoo lets every user of the group read what others type into a dialog, unless a rule says otherwise."""
        for model, roles in self.wizards.items():
            user = self.users[roles[0]]
            own = Domain("create_uid", "=", user.id).optimize(self.env[model])
            for mode in ("read", "write", "create", "unlink"):
                with self.subTest(model=model, mode=mode):
                    self.assertEqual(self.env["ir.rule"].with_user(user)._compute_domain(model, mode), own)

    def test_every_protected_field_is_in_the_table(self):
        for model in self.table:
            protected = {name for name, field in self.env[model]._fields.items() if self._is_protected(field)}
            listed = {name for names in self.fields.get(model, {}) for name in names}
            with self.subTest(model=model):
                self.assertEqual(protected, listed)

    def _is_protected(self, field):
        """Fields that a model has from a mixin of the care add-on are its own."""
        return field.groups and field._module in (self.module, "recovery_care")

    def test_every_granted_mode_has_a_rule_of_the_group(self):
        """A mode without a rule of the group is open for every record of the company."""
        for line in self.env["ir.model.access"].search([("model_id.model", "in", list(self.table))]):
            model = line.model_id.model
            if not self.table[model].client_data:
                continue
            groups = line.group_id.all_implied_ids | line.group_id
            for mode in ("read", "write", "create", "unlink"):
                if not line[f"perm_{mode}"]:
                    continue
                rules = self.env["ir.rule"].search([
                    ("model_id", "=", line.model_id.id), ("groups", "in", groups.ids), (f"perm_{mode}", "=", True),
                ])
                with self.subTest(line=line.name, mode=mode):
                    self.assertTrue(rules, f"{line.group_id.name} may {mode} every {model} of the company")

    def test_whoever_else_a_record_names_hides_it_as_well(self):
        """Where a record is about two people, it is a secret where one of them is."""
        for model, row in self.table.items():
            for field in self.env[model]._fields.values() if "restricted" in row.scopes else ():
                if field.comodel_name != "recovery.client" or field.type != "many2one" or not field.store:
                    continue
                if model == "recovery.client" or field.name == "client_id" or field.groups == fields.NO_ACCESS:
                    continue
                record = self.env[model].create({**self.new_values(model, "own"), **self.second_client.get(model, {})})
                self.env.flush_all()
                self.env.cr.execute(SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s", SQL.identifier(record._table), SQL.identifier(field.name),
                    self.client_restricted.id, record.id,
                ))
                for role, user in self.users.items():
                    with self.subTest(model=model, field=field.name, role=role):
                        self.assertFalse(self._reads(record, user))

    def test_every_model_is_searched_by_its_name(self):
        """Odoo answers a search by name with everything where it knows no field to look in."""
        for name in self.table:
            with self.subTest(model=name):
                self.assertTrue(self.env[name]._rec_name or self.env[name]._rec_names_search)
                self.assertFalse(self.env[name].name_search("qqqqqqqq"))

    def test_every_role_is_in_a_row(self):
        """Roles of the table are written right."""
        named = {role for row in self.table.values() for roles in row.rights for role in roles}
        self.assertLessEqual(named, set(ROLES))


class CareFieldsClosed:
    """For an add-on that gives fields to the models of this one: ``care_fields`` is {model: {names: roles}}."""

    def test_fields_added_to_care_are_closed_to_everybody_else(self):
        for model, rows in self.care_fields.items():
            for names, roles in rows.items():
                for name in names:
                    for role, user in self.users.items():
                        with self.subTest(model=model, field=name, role=role):
                            self.assertEqual(name in self.env[model].with_user(user).fields_get(), role in roles)


@tagged("post_install", "-at_install")
class TestAccessTableComplete(AccessTableComplete, AccessTableCase):
    module = "recovery_care"
    fields, wizards = FIELDS, WIZARDS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = TABLE
