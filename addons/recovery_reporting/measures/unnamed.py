from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .activity import Contacts
from .measure import select

_lt = LazyTranslate(__name__)


class Headcount(Contacts):
    """Unnamed people: of each encounter the largest number written in it."""

    code = "headcount"
    label = _lt("Unnamed people")
    unit = "contacts"

    def rows(self, scope):
        columns = select(
            ref_id=SQL("d.encounter_id"), date=SQL("MIN(d.date)"), hours=SQL("SUM(d.minutes) / 60.0"),
            place=SQL("MIN(d.place)"), amount=SQL("MAX(d.headcount)"),
        )
        return SQL(
            "%s FROM (%s) d WHERE d.client_id IS NULL GROUP BY d.encounter_id", columns, scope.deliveries(),
        )


class PersonsAnonymousContacts(Contacts):
    """Contacts with people who told nobody who they are: unnamed people, and clients kept as anonymous."""

    code = "persons_anonymous_contacts"
    label = _lt("Contacts with anonymous people")

    def rows(self, scope):
        return SQL(
            """
            SELECT r.*
              FROM (%s) r
         LEFT JOIN recovery_client anonymous ON anonymous.id = r.client_id
             WHERE r.client_id IS NULL OR anonymous.identity = 'anonymous'
            """,
            super().rows(scope),
        )
