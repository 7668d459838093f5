"""Tries what an organisation records about people whom another one shares with it, for every model of an access table."""

from odoo.exceptions import ValidationError
from odoo.fields import Command

from .access_case import AccessTableCase
from .form_spec import get_form_spec

NAME = "Neprozrazená"


class SharedWork(AccessTableCase):
    """To be mixed into a subclass of ``AccessTableCase`` whose ``shared_table`` is the table of the add-on.

    Records of the scope ``consented`` belong to the partner company here as well, but are about people of the own
    company, which shares them: what the partner's staff write down itself about somebody else's clients.
    """

    allow_inherited_tests_method = True
    shared_table = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.new_user("partner_manager", "manager", cls.partner_company)
        cls.colleague.group_ids += cls.env.ref("recovery_care.group_house")
        cls.foreign.write({
            "takes_shared": True,
            "employee_ids": [Command.link(cls.colleague.with_company(cls.partner_company).employee_id.id)],
        })
        cls.consents, cls.clients_there = cls.env["recovery.consent"], cls.env["recovery.client"]
        cls.values = {
            model: cls.new_values(model, "consented") for model, row in cls.shared_table.items()
            if "company" in row.scopes and row.client_data and row.allows("manager", "c", "own")
        }
        # Staff go on seeing what they wrote down about a person of whom they have an episode.
        cls.env["recovery.episode"].create([{
            "client_id": client.id, "program_id": cls.foreign.id, "company_id": cls.partner_company.id, "state": "closed",
            "date_start": cls.today, "date_end": cls.today, "end_reason": "completed",
        } for client in cls.clients_there])
        cls.env.flush_all()

    @classmethod
    def client_of(cls, scope):
        if scope != "consented":
            return super().client_of(scope)
        client = cls.new_client(cls.own, first_name="Xymena", last_name=NAME, is_distinct=True)
        cls.clients_there += client
        cls.consents += cls.env["recovery.consent"].create({
            "client_id": client.id, "company_id": cls.company.id, "state": "given", "date_from": cls.today,
            "purpose_id": cls.env.ref("recovery_care.consent_purpose_partner").id,
            "partner_id": cls.partner_company.partner_id.id,
        })
        return client

    def there(self, record):
        return record.with_user(self.colleague).with_context(allowed_company_ids=self.partner_company.ids)

    def _create_there(self, model):
        record = self.there(self.env[model]).create(self.values[model])
        self.env.flush_all()
        return record

    def _names_client(self, model):
        return any(
            field.comodel_name == "recovery.client" and self.values[model].get(name)
            for name, field in self.env[model]._fields.items() if field.type == "many2one"
        )

    def test_what_is_recorded_stays_and_is_read_by_code_when_the_consent_has_ended(self):
        self.assertTrue(self.consents)
        records = {}
        for model in self.values:
            with self.subTest("recorded", model=model):
                records[model] = self._create_there(model)
        self.consents.action_withdraw()
        self.env.flush_all()
        for model, record in records.items():
            self.env.invalidate_all()
            with self.subTest("read", model=model):
                spec = get_form_spec(record.env, model)
                if not record.exists():
                    continue
                self.assertNotIn(NAME, str(record.web_read(spec)))
                self.assertNotIn(NAME, str(record.web_search_read([("id", "=", record.id)], spec)))
                if self._names_client(model):
                    self.env.invalidate_all()
                    [[exported]] = record.export_data(["client_id" if "client_id" in record._fields else "kept_id"])["datas"]
                    self.assertIn(exported, [client.code for client in self._clients_of(record.sudo())])

    def test_nothing_is_recorded_when_the_consent_has_ended(self):
        self.consents.action_withdraw()
        self.env.flush_all()
        for model in self.values:
            if self._names_client(model):
                with self.subTest(model=model), self.assertRaises(ValidationError), self.cr.savepoint():
                    self._create_there(model)
