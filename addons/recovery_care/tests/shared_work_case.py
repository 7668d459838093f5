"""Tries what an organisation records about people whom another one shares with it, for every model of an access table."""

from odoo.exceptions import ValidationError
from odoo.fields import Command

from .access_case import AccessTableCase
from .form_spec import get_form_spec

NAME = "Neprozrazená"
# Nobody sleeps in two places in one night, whoever gives the beds.
ONE_BODY = {"recovery_night_guest_client_one_bed"}


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

    def test_no_key_spans_organisations(self):
        """Otherwise what one of them wrote down about a person would keep the other from writing it down, and tell."""
        tables = {self.env[model]._table: model for model in self.shared_table}
        self.cr.execute("""
            SELECT c.relname, i.relname, array_agg(a.attname)
              FROM pg_index x
              JOIN pg_class c ON c.oid = x.indrelid
              JOIN pg_class i ON i.oid = x.indexrelid
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(x.indkey)
             WHERE x.indisunique AND NOT x.indisexclusion AND c.relname = ANY(%s)
          GROUP BY 1, 2
        """, [list(tables)])
        for table, index, columns in self.cr.fetchall():
            fields = self.env[tables[table]]._fields
            if "client_id" in columns and index not in ONE_BODY:
                with self.subTest(index=index):
                    self.assertTrue("company_id" in columns or any(
                        self._is_of_one_company(fields[name]) for name in columns if name != "client_id"
                    ))

    def _is_of_one_company(self, field):
        """Return whether what a field names belongs to one company, itself or with its house or programme."""
        company = field.type == "many2one" and self.env[field.comodel_name]._fields.get("company_id")
        return company and (company.required or company.related)

    def test_nothing_is_recorded_when_the_consent_has_ended(self):
        self.consents.action_withdraw()
        self.env.flush_all()
        for model in self.values:
            if self._names_client(model):
                with self.subTest(model=model), self.assertRaises(ValidationError), self.cr.savepoint():
                    self._create_there(model)
