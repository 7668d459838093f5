import os
import stat
import tempfile
import threading
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tools import config

from .. import code_key


@tagged("post_install", "-at_install")
class TestCodeKey(BaseCase):
    """The key lies in a file: one that the administrator names, or one that the program makes for itself."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        environment = {name: value for name, value in os.environ.items() if name != code_key.ENVIRONMENT}
        for patcher in (
            patch.dict(os.environ, environment, clear=True),
            patch.dict(config.options, {"data_dir": folder.name}),
        ):
            patcher.start()
            self.addCleanup(patcher.stop)
        self.made = self.folder / code_key.FILE_NAME

    def test_key_is_made_when_it_is_first_needed(self):
        with self.assertRaises(code_key.CodeKeyError):
            code_key.read_keys()
        [key] = code_key.read_keys(create=True)
        self.assertGreaterEqual(len(key), code_key.SHORTEST)
        self.assertEqual(code_key.read_keys(), [key])

    def test_made_key_is_for_the_server_alone(self):
        code_key.read_keys(create=True)
        self.assertEqual(stat.S_IMODE(self.made.stat().st_mode), 0o600)
        self.assertEqual(list(self.folder.iterdir()), [self.made], "no draft is left")

    def test_key_is_never_written_over(self):
        before = code_key.read_keys(create=True)
        self.assertEqual(code_key.read_keys(create=True), before)
        code_key._create(self.made)
        self.assertEqual(code_key.read_keys(), before)

    def test_processes_that_start_at_once_have_one_key(self):
        keys = []
        threads = [threading.Thread(target=lambda: keys.append(code_key.read_keys(create=True))) for _number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(keys), 8)
        self.assertEqual(len({key for [key] in keys}), 1)

    def test_named_file_is_not_made(self):
        named = self.folder / "elsewhere" / "key"
        with patch.dict(os.environ, {code_key.ENVIRONMENT: str(named)}):
            with self.assertRaisesRegex(code_key.CodeKeyError, "elsewhere"):
                code_key.read_keys(create=True)
        self.assertFalse(self.made.exists())

    def test_environment_goes_before_the_configuration_file(self):
        first, second = self.folder / "first", self.folder / "second"
        first.write_text("1" * 40)
        second.write_text("2" * 40)
        with patch.dict(config.options, {code_key.OPTION: str(second)}):
            self.assertEqual(code_key.read_keys(), [b"2" * 40])
            with patch.dict(os.environ, {code_key.ENVIRONMENT: str(first)}):
                self.assertEqual(code_key.read_keys(), [b"1" * 40])

    def test_older_keys_stand_below(self):
        self.made.write_text("n" * 40 + "\n" + "o" * 40 + "\n")
        self.assertEqual(code_key.read_keys(), [b"n" * 40, b"o" * 40])

    def test_empty_and_short_keys_are_refused_in_words(self):
        for text, said in (("", "empty"), ("abc", "fewer"), ("n" * 40 + "\nabc\n", "fewer")):
            self.made.write_text(text)
            with self.subTest(text), self.assertRaisesRegex(code_key.CodeKeyError, said):
                code_key.read_keys()

    def test_signature_is_hmac_sha256(self):
        """Test case 2 of RFC 4231."""
        self.assertEqual(
            code_key.sign(b"Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        )

    def test_fingerprint_tells_keys_apart_and_is_no_part_of_them(self):
        one, other = b"1" * 40, b"2" * 40
        self.assertNotEqual(code_key.get_fingerprint(one), code_key.get_fingerprint(other))
        self.assertRegex(code_key.get_fingerprint(one), r"^[0-9a-f]{8}$")
