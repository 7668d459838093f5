"""Keeps names and notes of clients out of the server's log.

Odoo logs a refused statement with its values, and PostgreSQL adds the whole row.
For tables of the Recovery add-ons the table and the kind of error are enough.
"""

import logging
import re

_TABLE = re.compile(r"\brecovery_[a-z_]+")


class RedactRecoveryStatements(logging.Filter):
    """Replaces the text of refused statements on our tables before any handler sees it."""

    def filter(self, record):
        if record.levelno >= logging.WARNING and isinstance(record.msg, str) and record.msg.startswith("bad query"):
            table = _TABLE.search(record.getMessage())
            if table:
                error = record.args[-1] if record.args else None
                constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
                record.msg = "bad query on %s: %s (constraint %s); its values are not logged"
                record.args = (table.group(), type(error).__name__, constraint)
        return True


def install():
    """Add the filter to Odoo's database logger, once."""
    logger = logging.getLogger("odoo.sql_db")
    if not any(isinstance(existing, RedactRecoveryStatements) for existing in logger.filters):
        logger.addFilter(RedactRecoveryStatements())
