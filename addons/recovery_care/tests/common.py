"""People, programmes and companies that the tests of this add-on share. All of them are invented."""

from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import patch

import psycopg2
from odoo import fields
from odoo.addons.base.models.avatar_mixin import AvatarMixin
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from ..models.prechecked import Prechecked
from .fixture import Fixture

ROLES = (
    "outreach", "counsellor", "house", "manager", "finance", "data", "privacy", "administrator", "auditor",
)
# Of the companies and of everybody who works there: without one, today would be another day for an hour or two at night.
TIME_ZONE = "Europe/Prague"
ITEMS = ("individual", "interpersonal", "social", "overall")


class RecoveryCase(TransactionCase):
    """Two companies, three programmes, a user with an employee for every group, and clients in each scope.

    Every user works in the programme ``own``; ``other`` is a programme of the same company
    and ``foreign`` one of another company. ``keeper`` alone is named on the restricted client.
    """

    # {(database, day): what every class begins with}
    _fixtures = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        key = cls.cr.dbname, fields.Date.context_today(cls.env.user.with_context(tz=TIME_ZONE))
        fixture = cls._fixtures.get(key)
        if fixture:
            fixture.write(cls.cr)
        else:
            fixture = cls._fixtures[key] = Fixture(cls, cls._set_up)
        fixture.give(cls)

    def setUp(self):
        """Leave to the next test what Odoo keeps about users, groups and rules, as long as no test changes any."""
        registry = self.registry
        forget, told = registry.clear_all_caches, dict(registry.cache_sequences)

        def forget_what_changed():
            if registry.cache_invalidated or registry.cache_sequences != told:
                forget()
                registry.cache_invalidated.clear()

        with patch.object(registry, "clear_all_caches", forget_what_changed):
            super().setUp()

    @classmethod
    def _set_up(cls):
        czechia = cls.env.ref("base.cz")
        cls.company, cls.partner_company = cls.env["res.company"].create([
            {"name": "Demo Recovery", "country_id": czechia.id},
            {"name": "Demo Partner", "country_id": czechia.id},
        ])
        (cls.company | cls.partner_company).resource_calendar_id.tz = TIME_ZONE
        # That of jobs.
        cls.env.user.tz = TIME_ZONE
        cls.env = cls.env(context={
            **cls.env.context, "allowed_company_ids": [cls.company.id], "tracking_disable": True, "tz": TIME_ZONE,
        })
        cls.today = fields.Date.context_today(cls.env.user)
        cls._set_up_users()
        cls._set_up_programs()
        cls._set_up_clients()

    @classmethod
    def _set_up_users(cls):
        others = [("keeper", "counsellor", cls.company), ("stranger", "counsellor", cls.company),
                  ("partner_worker", "counsellor", cls.partner_company)]
        *users, cls.keeper, cls.stranger, cls.partner_worker = cls.new_users(
            [*((role, role, cls.company) for role in ROLES), *others],
        )
        cls.users = dict(zip(ROLES, users, strict=True))
        cls.outreach, cls.counsellor, cls.house, cls.manager = (
            cls.users[role] for role in ("outreach", "counsellor", "house", "manager")
        )
        cls.finance, cls.data, cls.privacy, cls.administrator, cls.auditor = (
            cls.users[role] for role in ("finance", "data", "privacy", "administrator", "auditor")
        )

    @classmethod
    def _set_up_programs(cls):
        cls.talk, cls.group_work, cls.exchange = cls.env["recovery.service"].create([
            {"code": "TALK", "name": "Talk", "kind": "individual", "default_minutes": 50},
            {"code": "GROUP", "name": "Group", "kind": "group", "default_minutes": 90},
            {"code": "SWAP", "name": "Exchange", "kind": "exchange", "default_minutes": 10, "client_required": False},
        ])
        cls.syringe, cls.filter = cls.env["product.product"].create([
            {"name": "Demo syringe 1 ml", "material_kind": "syringe", "material_volume": 1, "material_package_size": 10},
            {"name": "Demo filter", "material_kind": "filter"},
        ])
        cls.foreign_talk = cls.env["recovery.service"].create(
            {"code": "TALK", "name": "Talk", "company_id": cls.partner_company.id},
        )
        cls.own, cls.other = cls.env["recovery.program"].create([
            {
                "code": "OWN", "name": "Own programme", "service_ids": [Command.set((cls.talk | cls.group_work).ids)],
                "employee_ids": [Command.set([
                    user.employee_id.id for user in (*cls.users.values(), cls.keeper)
                ])],
            },
            {
                "code": "OTH", "name": "Other programme", "service_ids": [Command.set(cls.talk.ids)],
                "employee_ids": [Command.set(cls.stranger.employee_id.ids)],
            },
        ])
        cls.foreign = cls.env["recovery.program"].create({
            "code": "OWN", "name": "Programme of the partner", "company_id": cls.partner_company.id,
            "service_ids": [Command.set(cls.foreign_talk.ids)],
            "employee_ids": [Command.set(
                cls.partner_worker.with_company(cls.partner_company).employee_id.ids,
            )],
        })

    @classmethod
    def _set_up_clients(cls):
        cls.client = cls.new_client(cls.own, first_name="Łukasz", last_name="Testový", nickname="Lukin", phone="601000001")
        cls.client_other = cls.new_client(cls.other, first_name="Other", last_name="Testová", nickname="Otha")
        cls.client_foreign = cls.new_client(cls.foreign, first_name="Foreign", last_name="Testov", nickname="Fora")
        cls.client_restricted = cls.new_client(
            cls.own, first_name="Restricted", last_name="Testowska", nickname="Resta",
            restricted=True, restricted_user_ids=[Command.set(cls.keeper.ids)],
        )
        cls.episode = cls.new_episode(cls.client, cls.own)

    @classmethod
    def new_user(cls, login, role, company=None):
        """Create a user in the group ``role`` with an employee, who may export."""
        [user] = cls.new_users([(login, role, company or cls.company)])
        return user

    @classmethod
    def new_users(cls, rows):
        """Create several users at once, with employees: all but the first cost little.

        :param rows: (login, role, company) of each, as for ``new_user``
        """
        # Invitations and portraits, which no test looks at, would take longer than all the rest.
        with patch.object(AvatarMixin, "_avatar_generate_svg", lambda _record: False):
            users = cls.env["res.users"].with_context(no_reset_password=True).create([{
                "login": f"care_{login}", "name": f"Demo {login}", "password": f"care_{login}",
                "email": "c.c@example.com", "tz": TIME_ZONE,
                "company_id": company.id, "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set([
                    cls.env.ref(name).id
                    for name in ("base.group_user", "base.group_allow_export", f"recovery_care.group_{role}")
                ])],
            } for login, role, company in rows]).with_env(cls.env)
            cls.env["hr.employee"].create([
                {"name": user.name, "user_id": user.id, "company_id": user.company_id.id} for user in users
            ])
        users.invalidate_recordset(["employee_id", "employee_ids"])
        return users

    @classmethod
    def new_client(cls, program, **values):
        """Create a client first met in ``program``, identified when a name is given."""
        named = values.get("first_name") or values.get("last_name")
        return cls.env["recovery.client"].create({
            "company_id": program.company_id.id, "intake_program_id": program.id,
            "identity": "identified" if named else "pseudonymous", **values,
        })

    @classmethod
    def new_episode(cls, client, program, **values):
        """Create an active episode that began thirty days ago, unless told otherwise."""
        if "state" not in values:
            values = {"state": "active", "date_start": cls.today - timedelta(days=30), **values}
        return cls.env["recovery.episode"].create({
            "client_id": client.id, "program_id": program.id, "company_id": program.company_id.id, **values,
        })

    @classmethod
    def new_encounter(cls, program, clients, **values):
        """Create a planned encounter of an hour yesterday with one service to each client."""
        if "date_start" not in values:
            values["date_start"] = fields.Datetime.now() - timedelta(days=1)
        service = (cls.talk & program.service_ids) or program.service_ids[:1]
        staff = (cls.outreach.employee_id & program.employee_ids) or program.employee_ids[:1]
        return cls.env["recovery.encounter"].create({
            "program_id": program.id, "company_id": program.company_id.id, "employee_ids": [Command.set(staff.ids)],
            "delivery_ids": [
                Command.create({"client_id": client.id, "service_id": service.id}) for client in clients
            ], **values,
        })

    @classmethod
    def rate(cls, episode, total, day=None, **values):
        """Rate ``episode`` with a total of 0.0 to 40.0 points, spread over the four areas."""
        if total is not None:
            tenths = round(total * 10)
            values = {
                **{item: (tenths // 4 + (index < tenths % 4)) / 10 for index, item in enumerate(ITEMS)}, **values,
            }
        return cls.env["recovery.ors"].create({
            "client_id": episode.client_id.id, "episode_id": episode.id, "program_id": episode.program_id.id,
            "company_id": episode.company_id.id, "date": day or cls.today, **values,
        })

    @classmethod
    def rate_course(cls, episode, totals):
        """Rate ``episode`` once a day with ``totals``, the last one today."""
        return cls.env["recovery.ors"].union(*(
            cls.rate(episode, total, cls.today - timedelta(days=len(totals) - 1 - index))
            for index, total in enumerate(totals)
        ))

    @classmethod
    def born(cls, age, day=None):
        """Return a birth date that makes somebody exactly ``age`` years old on ``day``."""
        day = day or cls.today
        return date(day.year - age, day.month, min(day.day, 28))

    def refusals(self, model, constraint, message):
        """Yield two contexts, in each of which what is tried has to be refused.

        In the first a person is told ``message`` before the database is asked, so that nothing
        is logged as an error. In the second that check is out of the way and the constraint
        itself has to hold::

            for refusal in self.refusals("recovery.ors", "answered", "Rating"):
                with refusal:
                    self.rate(self.episode, None)
        """
        yield self.assertTold(message)
        yield self.assertRefusedByDatabase(model, constraint, message)

    @contextmanager
    def assertTold(self, message):
        """Expect a refusal that begins with ``message``, without an error in the log of the database."""
        with self.assertNoLogs("odoo.sql_db", "ERROR"), self.assertRaises(UserError) as caught:
            with self.cr.savepoint():
                yield
                self.env.flush_all()
        shown = str(caught.exception)
        self.assertTrue(shown.startswith(message), f"“{shown}” does not begin with “{message}”")

    @contextmanager
    def assertRefusedByDatabase(self, model, constraint, message):
        """Expect the database to refuse by ``constraint``, told to the user as ``message``.

        :param str model: the model that declares the constraint
        :param str constraint: its name there, without the leading underscore
        :param str message: how the message for the user begins: with the name of the field
        """
        with (
            patch.object(Prechecked, "_check_rules", lambda *_args: None), mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError) as caught,
        ):
            with self.cr.savepoint():
                yield
                self.env.flush_all()
        Model = self.env[model]
        self.assertEqual(caught.exception.diag.constraint_name, f"{Model._table}_{constraint}")
        shown = Model._sql_error_to_message(caught.exception)
        self.assertTrue(shown.startswith(message), f"“{shown}” does not begin with “{message}”")
