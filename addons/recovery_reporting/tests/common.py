"""A grant and helpers that the tests of this add-on share."""

from datetime import datetime, time, timedelta

from odoo.addons.recovery_care.tests.common import RecoveryCase
from odoo.fields import Command

from ..measures import MEASURES, Scope

# What some measures need to count at all; the others pass it over.
REQUIRED = {
    "unit": {
        "minutes": 30, "rounding": "half_up", "counted_per": "person", "services": "all", "service_ids": [],
        "service_kind": False, "identities": ["identified", "pseudonymous", "anonymous"], "unnamed": "each",
        "remote": True, "no_show": False, "indirect": False,
    },
    "sign": "has_id_card",
}


class ReportingCase(RecoveryCase):
    """A year-long grant on the programmes ``own`` and ``other``, half of it gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start, cls.end = cls.today - timedelta(days=180), cls.today + timedelta(days=180)
        cls.funder = cls.env["res.partner"].create({"name": "Demo Fund"})
        cls.unit = cls.env["recovery.unit"].create({
            "code": "HALF", "name": "Demo half hour", "minutes": 30, "rounding": "half_up", "unnamed": "each",
        })
        cls.grant = cls.new_grant("G-1", programs=cls.own | cls.other)

    @classmethod
    def new_grant(cls, code, programs=None, running=True, **values):
        """Create a grant of the test company; started unless told otherwise."""
        programs = programs or cls.own
        grant = cls.env["recovery.grant"].create({
            "code": code, "name": f"Demo grant {code}", "funder_id": cls.funder.id, "date_start": cls.start,
            "date_end": cls.end, "program_ids": [Command.set(programs.ids)], "amount": 1000.0,
            "company_id": cls.company.id, "responsible_id": False, **values,
        })
        if running:
            grant.action_confirm()
        return grant

    @classmethod
    def done(cls, program, client=None, day=None, service=None, minutes=60, **values):
        """Record a done encounter of one delivery; ``client`` may be empty with ``headcount``.

        :return: the recovery.delivery record
        """
        day = day or cls.today - timedelta(days=10)
        delivery = {"client_id": client.id if client else False, "service_id": (service or cls.talk).id}
        for name in ("headcount", "quantity"):
            if name in values:
                delivery[name] = values.pop(name)
        return cls.env["recovery.encounter"].create({
            "program_id": program.id, "company_id": program.company_id.id, "state": "done", "minutes": minutes,
            "date_start": datetime.combine(day, time(10)), "employee_ids": [Command.set(program.employee_ids[:1].ids)],
            "delivery_ids": [Command.create({"minutes": minutes, **delivery})], **values,
        }).delivery_ids

    @classmethod
    def new_indicator(cls, measure, grant=None, target=0.0, **filters):
        """Create an indicator with ``filters`` and promise it in ``grant``; return the grant indicator."""
        needed = {"units": {"unit_id": cls.unit.id}, "share_situation_improved": {"sign": "has_id_card"}}
        indicator = cls.env["recovery.indicator"].create({
            "code": f"T{cls.env['recovery.indicator'].search_count([]) + 1}", "name": f"Demo {measure}",
            "measure": measure, "company_id": cls.company.id, **needed.get(measure, {}), **filters,
        })
        return cls.env["recovery.grant.indicator"].create({
            "grant_id": (grant or cls.grant).id, "indicator_id": indicator.id, "target": target,
        })

    @classmethod
    def figure(cls, measure, grant=None, date_from=None, date_to=None, **filters):
        """Return the Figure of a measure over a period of a grant."""
        grant = grant or cls.grant
        scope = Scope(
            grant_id=grant.id, company_id=grant.company_id.id, program_ids=tuple(grant.program_ids.ids),
            date_from=date_from or grant.date_start, date_to=date_to or grant.date_end, today=cls.today,
            filters={**REQUIRED, **filters}, house_ids=tuple(grant.house_ids.ids),
        )
        return MEASURES[measure].figure(cls.env, scope)

    def states(self, grant=None):
        """Return {delivery: (state, origin)} of the attributions of a grant."""
        rows = self.env["recovery.attribution"].search([("grant_id", "=", (grant or self.grant).id)])
        return {row.delivery_id: (row.state, row.origin) for row in rows}
