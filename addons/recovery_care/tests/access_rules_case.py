"""What the rules alone allow, and what emergency access opens; generated for every model of an access table."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.base.models.avatar_mixin import AvatarMixin

from .access_records import AccessRecords

# What somebody has to know at once who finds a client of another programme in need.
EMERGENCY = {
    "recovery.client", "recovery.consent", "recovery.delivery", "recovery.encounter", "recovery.episode",
    "recovery.event.participant", "recovery.group.member", "recovery.naloxone.use", "recovery.note", "recovery.ors",
    "recovery.rapid.test", "recovery.relation", "recovery.situation", "recovery.substance.use", "recovery.supply",
}
MODES = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


class AccessRulesCase(AccessRecords):
    """A part of ``AccessTableCase``.

    A method may refuse what a rule forgot to, such as a record about somebody whom the user does not see; then the
    tries of the table would not notice that the rule is gone. Here the rules are asked without the methods.
    """

    # Models that emergency access opens; every other one stays closed.
    emergency = frozenset()
    # {model: letters} of modes that depend on who wrote the record, which is none of the roles; tried by hand.
    authored = {}

    @classmethod
    def setUpClass(cls):
        """Let every user work for the other company as well, but not today: only the company rule keeps it closed."""
        super().setUpClass()
        users = cls.env["res.users"].union(*cls.users.values())
        users.company_ids += cls.partner_company
        with patch.object(AvatarMixin, "_avatar_generate_svg", lambda _record: False):
            cls.foreign.employee_ids += cls.env["hr.employee"].create([
                {"name": user.name, "user_id": user.id, "company_id": cls.partner_company.id} for user in users
            ])

    def _try_rules(self, model):
        row = self.table[model]
        for _user, role, scope, record in self._cases(model):
            for letter, mode in MODES.items():
                if letter in self.authored.get(model, ""):
                    continue
                with self.subTest(role=role, scope=scope, mode=mode):
                    self.assertEqual(record.has_access(mode), row.allows(role, letter, scope))

    def _try_emergency(self, model):
        """Expect that a broken glass lets its user alone read what is about the client, and do nothing else with it."""
        record = self.new_record(model, "emergency")
        # The manager as well, because access lines let managers write what counsellors read.
        opened, colleague = (self.counsellor, self.manager), self.keeper
        for user in opened:
            self.assertFalse(self._reads(record, user), "before")
        known = self._reads(record, colleague)
        now = fields.Datetime.now()
        self.env["recovery.access.override"].create([
            {
                "user_id": user.id, "client_id": client.id, "date_start": now, "date_end": now + timedelta(hours=1),
                "reason": "Demo emergency",
            }
            for client in self._clients_of(record) for user in opened
        ])
        self.assertEqual(self._reads(record, colleague), known, "a colleague")
        for user in opened:
            with self.subTest(user=user.login):
                self.assertEqual(self._reads(record, user), model in self.emergency)
                for mode in ("write", "create", "unlink"):
                    self.assertFalse(record.with_user(user).has_access(mode), mode)

    def _try_label(self, model):
        """Expect a record to be called by the code, also where Odoo asks for its name without asking for the right.

        So it does for the many2one of any record that points to this one.
        """
        record = self.records[model, "own"]
        said = {"first_name": "Xymena", "last_name": "Neprozrazena", "nickname": "Prezdivka"}
        self._clients_of(record).write({"identity": "identified", **said})
        for role, user in self.users.items():
            for seen in (record.with_user(user), record.with_user(user).sudo()):
                self.env.flush_all()
                self.env.invalidate_all()
                if seen.has_access("read"):
                    with self.subTest(role=role, sudo=seen.env.su):
                        self.assertFalse([word for word in said.values() if word in (seen.display_name or "")])

    def _reads(self, record, user):
        """Ask by search and by id, with nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        seen = record.with_user(user).with_context(active_test=False)
        found = seen.has_access("read") and bool(seen.search([("id", "=", record.id)]))
        self.assertEqual(found, seen.has_access("read"))
        return found

    @classmethod
    def _clients_of(cls, record):
        """Return the clients whom a record is about."""
        if record._name == "recovery.client":
            return record
        clients = record.env["recovery.client"]
        for name, field in record._fields.items():
            if field.type == "many2one" and field.comodel_name == "recovery.client":
                clients |= record[name]
        for name in ("delivery_ids", "encounter_id", "merge_id") if not clients else ():
            if name in record._fields:
                return record[name].client_id if name == "delivery_ids" else cls._clients_of(record[name])
        assert clients, f"{record._name} of the scope “emergency” is about nobody"
        return clients
