from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .access_table import TABLE
from .common import RecoveryCase

# A catalogue that all companies share, and keys of devices, which nobody reads.
WITHOUT_COMPANY = {"recovery.substance", "recovery.entry.key"}
# Checked by the record itself, not by check_company: against the companies that may see the client, or for speed.
CHECKED_OTHERWISE = {"recovery.client", "res.company", "res.users", "product.product"}


@tagged("post_install", "-at_install")
class TestHygiene(RecoveryCase):
    """What every model has to have, whoever writes the next one."""

    def test_every_business_model_has_a_company(self):
        for model in TABLE.keys() - WITHOUT_COMPANY:
            with self.subTest(model=model):
                field = self.env[model]._fields.get("company_id")
                self.assertTrue(field and field.store, "company_id is missing or not stored")

    def test_every_business_model_has_a_company_rule(self):
        for model in TABLE.keys() - WITHOUT_COMPANY:
            rules = self.env["ir.rule"].search([("model_id.model", "=", model), ("global", "=", True)])
            for mode in ("read", "write", "create", "unlink"):
                with self.subTest(model=model, mode=mode):
                    found = rules.filtered(f"perm_{mode}").mapped("domain_force")
                    self.assertTrue(
                        any(self._names_the_company(domain, mode) for domain in found),
                        "a company rule that leaves out a mode opens it",
                    )

    @staticmethod
    def _names_the_company(domain, mode):
        """What a consent shares is read beside the own companies, and not changed."""
        own = "('company_id', 'in', company_ids"
        shared = tuple(
            f"['|', {own}), {field}" for field in ("('company_ids', 'in', company_ids)", "('is_shared_here', '=', True)")
        )
        return domain.startswith((f"[{own}", *(shared if mode == "read" else ())))

    def test_rules_are_loaded_again_on_upgrade(self):
        """A rule under noupdate would keep its hole after the fix."""
        data = self.env["ir.model.data"].search([("module", "=", "recovery_care"), ("model", "=", "ir.rule")])
        self.assertTrue(data)
        self.assertFalse(data.filtered("noupdate"))

    def test_every_access_line_is_for_a_group_of_ours(self):
        lines = self.env["ir.model.data"].search([
            ("module", "=", "recovery_care"), ("model", "=", "ir.model.access"),
        ])
        for line in self.env["ir.model.access"].browse(lines.mapped("res_id")):
            with self.subTest(line=line.name):
                self.assertEqual(line.group_id.get_external_id()[line.group_id.id].split(".")[0], "recovery_care")

    def test_no_other_module_opens_our_models(self):
        lines = self.env["ir.model.access"].search([("model_id.model", "in", list(TABLE))])
        for line in lines:
            with self.subTest(line=line.name):
                self.assertTrue(line.group_id, "a line without a group is for everybody")
                self.assertTrue(line.group_id.get_external_id()[line.group_id.id].startswith("recovery_"))

    def test_rules_ask_no_lists(self):
        """Odoo tries rules as superuser: what they read of a one2many stays in the cache for the user."""
        for rule in self.env["ir.rule"].search([("model_id.model", "in", list(TABLE))]):
            Model = self.env[rule.model_id.model]
            for name in self._get_paths(rule.domain_force):
                current = Model
                for part in name.split("."):
                    field = current._fields[part]
                    with self.subTest(rule=rule.name, path=name):
                        self.assertNotEqual(field.type, "one2many")
                    current = self.env[field.comodel_name] if field.relational else current

    def _get_paths(self, domain):
        conditions = safe_eval(domain, {"user": self.env.user, "company_ids": []})
        return [
            item[0] for item in conditions
            if isinstance(item, (list, tuple)) and len(item) == 3 and isinstance(item[0], str)
        ]

    def test_no_related_field_carries_a_protected_value_out(self):
        """Related fields are computed as superuser."""
        for name in self.env.registry:
            for field in self.env[name]._fields.values():
                if field.related and field.related_field.model_name in TABLE and field.related_field.groups:
                    with self.subTest(field=str(field)):
                        self.assertEqual(field.groups, field.related_field.groups)

    def test_links_inside_a_company_are_checked(self):
        for model in TABLE:
            for field in self.env[model]._fields.values():
                if not (field.relational and field.store and field.type != "one2many" and not field.related):
                    continue
                comodel = self.env[field.comodel_name]
                if (
                    field.comodel_name in CHECKED_OTHERWISE or "company_id" not in comodel._fields
                    or field.compute and field.readonly or field._module != "recovery_care"
                ):
                    continue
                with self.subTest(field=str(field)):
                    checked = field.check_company and self.env[model]._check_company_auto
                    self.assertTrue(
                        checked or self._takes_its_company_from(model, field), "a record of another company could be linked",
                    )

    def _takes_its_company_from(self, model, field):
        related = self.env[model]._fields["company_id"].related
        return related == f"{field.name}.company_id"

    def test_every_model_and_field_is_named_for_people(self):
        for model in TABLE:
            with self.subTest(model=model):
                self.assertNotEqual(self.env[model]._description, model)

    def test_codes_finance_and_auditors_have_no_group_that_shows_names(self):
        for user in (self.finance, self.data, self.auditor, self.administrator, self.outreach):
            with self.subTest(user=user.login):
                self.assertFalse(user.has_group("recovery_care.group_identity"))

    def test_auditor_writes_nothing(self):
        groups = self.env.ref("recovery_care.group_auditor")
        groups |= groups.all_implied_ids
        lines = self.env["ir.model.access"].search([
            ("model_id.model", "in", list(TABLE)), ("group_id", "in", groups.ids),
        ])
        self.assertTrue(lines)
        self.assertFalse(any(line.perm_write or line.perm_create or line.perm_unlink for line in lines))

    def test_odoos_own_administrator_reads_no_cases(self):
        admin = self.env["res.users"].create({
            "name": "Demo system", "login": "care_system", "group_ids": [(6, 0, [
                self.env.ref("base.group_user").id, self.env.ref("base.group_system").id,
            ])],
        })
        for model, row in TABLE.items():
            if row.client_data:
                with self.subTest(model=model):
                    self.assertFalse(self.env[model].with_user(admin).has_access("read"))
