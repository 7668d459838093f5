from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .activity import Contacts

_lt = LazyTranslate(__name__)


class Headcount(Contacts):
    """Unnamed people: of each encounter the largest number written in it."""

    code = "headcount"
    label = _lt("Unnamed people")
    unit = "contacts"

    def grain_amount(self, scope):
        return SQL("CASE WHEN d.client_id IS NULL THEN MAX(d.headcount) ELSE 0 END")


class PersonsAnonymousContacts(Contacts):
    """Contacts with people who told nobody who they are: unnamed people, and clients kept as anonymous."""

    code = "persons_anonymous_contacts"
    label = _lt("Contacts with anonymous people")

    def grain_amount(self, scope):
        return SQL(
            "CASE WHEN d.client_id IS NULL THEN MAX(d.headcount) WHEN MIN(d.identity) = 'anonymous' THEN 1 ELSE 0 END",
        )
