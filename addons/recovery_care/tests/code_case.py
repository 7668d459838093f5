"""A key file of its own and a scheme, for the tests of codes."""

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.fields import Command

from .. import code_key
from .common import RecoveryCase

TOLD = {
    "first_name": "Łukasz", "last_name": "Čestmír-Testový", "birth_day": 7, "birth_month": 5, "birth_year": 1987,
    "gender": "male",
}
CODE = "LUCE070587M"


class CodeCase(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.key_file = Path(folder.name) / "key"
        cls.key_file.write_text("a" * 40)
        environment = patch.dict(os.environ, {code_key.ENVIRONMENT: str(cls.key_file)})
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.scheme = cls.env["recovery.code.scheme"].create({"name": "Demo scheme", "part_ids": [
            Command.create({"sequence": 10, "kind": "first_name", "filler": "X"}),
            Command.create({"sequence": 20, "kind": "last_name", "filler": "X"}),
            Command.create({"sequence": 30, "kind": "birth_day", "filler": "0"}),
            Command.create({"sequence": 40, "kind": "birth_month", "filler": "0"}),
            Command.create({"sequence": 50, "kind": "birth_year", "filler": "0"}),
            Command.create({"sequence": 60, "kind": "gender"}),
        ]})
        (cls.own | cls.other).code_scheme_id = cls.scheme

    def setUp(self):
        super().setUp()
        self.key_file.write_text("a" * 40)

    @classmethod
    def as_user(cls, user):
        return cls.env["recovery.client"].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def build(self, told=None, user=None, program=None, **more):
        """Return ``build_code`` for somebody at the counter of ``program``."""
        return self.as_user(user or self.outreach).build_code({**(told or TOLD), **more}, (program or self.own).id)

    def met(self, told=None, user=None, program=None, client_values=None, **more):
        """Create the client who told this, and return it as superuser."""
        made = self.as_user(user or self.outreach).create_with_code(
            {**(told or TOLD), **more}, (program or self.own).id, client_values=client_values)
        return self.env["recovery.client"].browse(made["id"])
