"""The key with which people are recognised by details that are not kept. It lives outside the database.

The file named by the environment variable ``RECOVERY_CODE_KEY_FILE`` or by ``recovery_code_key_file``
in ``odoo.conf`` is never made by the program. Without either, the key is the file
``recovery_code_key`` in the ``data_dir``, made at the first use, readable by the server's account alone.

Each line of the file is a key: the first one signs, those below it are older ones that still recognise.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from odoo.tools import config

ENVIRONMENT = "RECOVERY_CODE_KEY_FILE"
OPTION = "recovery_code_key_file"
FILE_NAME = "recovery_code_key"
SHORTEST = 32


class CodeKeyError(Exception):
    """There is no usable key; the text says which file is missing, unreadable or too short."""


def get_path():
    """Return (path of the key file, whether the program may make it)."""
    named = os.environ.get(ENVIRONMENT) or config.get(OPTION)
    return (Path(named), False) if named else (Path(config["data_dir"]) / FILE_NAME, True)


def read_keys(create=False):
    """Return the keys as bytes, the one that signs first.

    :param bool create: make the key where the file is missing and the program may make it
    :raises CodeKeyError: where there is no key
    """
    path, may_create = get_path()
    if create and may_create and not path.exists():
        _create(path)
    try:
        lines = path.read_bytes().split()
    except OSError as error:
        raise CodeKeyError(f"{path}: {error.strerror}") from error
    if not lines:
        raise CodeKeyError(f"{path}: the file is empty")
    if any(len(line) < SHORTEST for line in lines):
        raise CodeKeyError(f"{path}: a key has fewer than {SHORTEST} characters")
    return lines


def _create(path):
    """Write a new key, whole or not at all; of two processes at once both keep the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(32)}\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)


def get_fingerprint(key):
    """Return eight characters that tell one key from another and nothing about either."""
    return sign(key, "recovery code key")[:8]


def sign(key, text):
    """Return HMAC-SHA256 of ``text`` as 64 hexadecimal digits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
