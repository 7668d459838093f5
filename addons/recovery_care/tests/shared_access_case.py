"""Tries what a company has of people whom another one shares with it, for every model of an access table."""

from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from .access_case import REFUSALS, AccessTableCase
from .access_rules_case import MODES
from .common import ROLES

WAYS = ("search", "count", "group", "list", "name", "export", "message")
# What two people differ in without anything having been done for them.
PERSONAL = {
    "id", "code", "nickname", "display_name", "create_date", "write_date", "merged_into_id", "merged_client_ids", "active",
}


class SharedAccess(AccessTableCase):
    """To be mixed into a subclass of ``AccessTableCase`` whose ``shared_table`` is the table of the add-on.

    For every model with the scope ``company`` there is one record of the partner company, about people of its own
    wherever the model is about people. The users work in the partner company as well, but not today: but for what
    consents share, the company rules alone keep them out.
    """

    allow_inherited_tests_method = True
    shared_table = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["recovery.client"]
        cls.own.takes_shared = True
        cls.bare = cls.client_of("consented")
        cls.of_partner = {
            model: cls.new_record(model, "consented")
            for model, row in cls.shared_table.items() if "company" in row.scopes
        }
        for model in filter(cls._is_about_clients, cls.of_partner):
            cls.people |= cls._clients_of(cls.of_partner[model])
        for record in cls.of_partner.values():
            if "message_ids" in record._fields:
                record.message_post(body="Demo message", attachments=[("demo.txt", b"demo")])
            if "activity_ids" in record._fields:
                record.activity_schedule("mail.mail_activity_data_todo", user_id=cls.keeper.id, summary="Demo")
            if "message_follower_ids" in record._fields:
                record.message_subscribe(cls.keeper.partner_id.ids)
        cls.env.flush_all()

    @classmethod
    def client_of(cls, scope):
        client = super().client_of(scope)
        if scope == "consented":
            cls.people |= client
        return client

    @classmethod
    def _is_about_clients(cls, model):
        fields = cls.env[model]._fields.values()
        return model == "recovery.client" or any(
            field.comodel_name == "recovery.client" and field.type == "many2one" for field in fields if field.store
        )

    def _share(self, *slices):
        """Let the partner share all its people, with these slices, and return the consents."""
        purpose = self.env["recovery.consent.purpose"].create({
            "code": "SHARED", "name": "Demo sharing", "kind": "sharing", "company_id": False, **dict.fromkeys(slices, True),
        })
        consents = self.env["recovery.consent"].create([{
            "client_id": client.id, "company_id": client.company_id.id, "purpose_id": purpose.id,
            "partner_id": self.company.partner_id.id, "date_from": self.today, "state": "given",
        } for client in self.people])
        self.env.flush_all()
        return consents

    def _get_all_slices(self):
        return self.env["recovery.consent.purpose"]._get_slices()

    def test_every_model_about_clients_is_tried(self):
        about = {
            name for name in self.env.registry if self.env[name]._original_module == self.module
            and not self.env[name]._abstract and not self.env[name]._transient and self._is_about_clients(name)
        }
        self.assertLessEqual(about, set(self.of_partner))
        self._share()
        for model in about:
            with self.subTest(model=model):
                self.assertEqual(self.of_partner[model].company_id, self.partner_company)
                clients = self._clients_of(self.of_partner[model])
                self.assertTrue(clients)
                self.assertFalse(clients.filtered(lambda client: self.company not in client.company_ids))

    def test_what_every_slice_opens_ends_with_the_consent(self):
        consents = self._share(*self._get_all_slices())
        self._try_all("consented", self.of_partner)
        # Now it is the consent alone that opens anything.
        self.foreign.employee_ids = self.foreign.employee_ids.filtered(lambda one: one.user_id not in self.users.values())
        self._try_all("consented", self._get_opened())
        consents.action_withdraw()
        # What was closed before does not open by an end.
        self._try_all("ended", self._get_opened())

    def test_without_a_slice_the_sheet_alone_is_open(self):
        self._share()
        for model in self._get_opened() - {"recovery.client"}:
            for role in ROLES:
                with self.subTest(model=model, role=role):
                    self.assertFalse(self.of_partner[model].with_user(self.users[role]).has_access("read"))

    def test_the_sheet_does_not_tell_what_was_done_for_the_person(self):
        """People for whom the partner did something look like somebody for whom it did nothing."""
        self._share()
        for role in ROLES:
            self.env.invalidate_all()
            sheets = self.people.with_user(self.users[role])
            if not sheets.has_access("read"):
                continue
            read = {values["id"]: values for values in sheets.read()}
            bare = read.pop(self.bare.id)
            for name in bare.keys() - PERSONAL:
                with self.subTest(role=role, field=name):
                    self.assertEqual({str(values[name]) for values in read.values()}, {str(bare[name])})

    def test_forms_offer_whom_consents_share_and_nobody_else(self):
        fields = [
            field for name in self.env.registry if self.env[name]._original_module == self.module
            for field in self.env[name]._fields.values()
            if field.type == "many2one" and field.comodel_name == "recovery.client" and isinstance(field.domain, str)
        ]
        domains = [
            Domain(safe_eval(field.domain, {**dict.fromkeys(self.env[field.model_name]._fields, False), **known}))
            for field in fields for known in [{"id": 0, "company_id": self.company.id}]
        ]
        offered = [domain for domain in domains if "stay_ids" not in str(domain)]
        bare = self.bare.with_user(self.counsellor)
        consents = self._share()
        for domain in offered:
            self.assertTrue(bare.name_search("", list(domain & Domain("id", "=", bare.id))), domain)
        consents.action_withdraw()
        self.env.flush_all()
        for domain in domains:
            self.assertFalse(bare.name_search("", list(domain & Domain("id", "=", bare.id))), domain)

    def _get_opened(self):
        return {model for model in self.of_partner if self.shared_table[model].consented}

    def _try_all(self, scope, models):
        self.env.flush_all()
        for model in models:
            row, record = self.shared_table[model], self.of_partner[model]
            # The ways differ by what methods of the model do, the roles by rules: all with all would take a minute.
            thorough = next((role for role in ROLES if row.allows(role, "r", "own")), None)
            for role in ROLES:
                mine = record.with_user(self.users[role])
                with self.subTest(model=model, scope=scope, role=role):
                    allowed = {mode for letter, mode in MODES.items() if row.allows(role, letter, scope)}
                    self.assertLessEqual(allowed, {"read"})
                    self.env.invalidate_all()
                    self.assertEqual({mode for mode in MODES.values() if mine.has_access(mode)}, allowed)
                    if mine.browse().has_access("read"):
                        ways = WAYS if row.consented or role == thorough else ("search",)
                        self._try_ways(mine, ways, bool(allowed))

    def _try_ways(self, record, ways, seen):
        """Messages are for those who work with the file, which is the home company alone."""
        found = {way: self._is_found(record, way) for way in ways}
        self.assertEqual(found, {way: seen and way != "message" for way in ways})

    def _is_found(self, record, way):
        if way == "message" and "message_ids" not in record._fields:
            return False
        self.env.invalidate_all()
        try:
            return bool(getattr(self, f"_found_by_{way}")(record))
        except REFUSALS:
            return False
