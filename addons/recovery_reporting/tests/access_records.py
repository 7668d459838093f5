"""Values of a new record of every model of this add-on in every scope of its access table."""

from datetime import timedelta

from odoo.addons.recovery_care.tests.access_case import AccessTableCase
from odoo.fields import Command


class GrantAccessCase(AccessTableCase):
    """A grant for each record, in the programme and company of the scope."""

    @classmethod
    def grant_of(cls, scope, running=False):
        grant = cls.env["recovery.grant"].create(cls._new_recovery_grant(scope))
        if running:
            grant.action_confirm()
        return grant

    @classmethod
    def _new_recovery_grant(cls, scope):
        program = cls.program_of(scope)
        return {
            "code": cls.serial(), "name": "Demo grant", "funder_id": cls.env.ref("base.main_partner").id,
            "date_start": cls.today - timedelta(days=30), "date_end": cls.today + timedelta(days=30),
            "program_ids": [Command.set(program.ids)], "company_id": program.company_id.id, "responsible_id": False,
            "exclusive": False,
        }

    @classmethod
    def _new_recovery_grant_position(cls, scope):
        job = cls.env["hr.job"].create({"name": cls.serial(), "company_id": cls.company_of(scope).id})
        return {"grant_id": cls.grant_of(scope).id, "job_id": job.id}

    @classmethod
    def _new_recovery_grant_rule(cls, scope):
        return {"grant_id": cls.grant_of(scope).id, "name": "Demo rule"}

    @classmethod
    def _new_recovery_indicator(cls, scope):
        return {"code": cls.serial(), "name": "Demo", "measure": "persons_supported", "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_volume_table(cls, scope):
        program = cls.program_of(scope)
        return {
            "name": cls.serial(), "company_id": program.company_id.id, "program_ids": [Command.set(program.ids)],
            "indicator_ids": [Command.set(cls.new_record("recovery.indicator", scope).ids)],
        }

    @classmethod
    def _new_recovery_grant_indicator(cls, scope):
        return {"grant_id": cls.grant_of(scope).id, "indicator_id": cls.new_record("recovery.indicator", scope).id}

    @classmethod
    def _new_recovery_report(cls, scope):
        return {
            "grant_id": cls.grant_of(scope, running=True).id, "date_from": cls.today - timedelta(days=30),
            "date_to": cls.today,
        }

    @classmethod
    def _new_recovery_report_line(cls, scope):
        report = cls.new_record("recovery.report", scope)
        target = cls.env["recovery.grant.indicator"].create({
            "grant_id": report.grant_id.id, "indicator_id": cls.new_record("recovery.indicator", scope).id,
        })
        return {
            "report_id": report.id, "company_id": report.company_id.id, "grant_indicator_id": target.id, "name": "Demo",
            "measure": "persons_supported", "unit": "people", "filters": {},
        }

    @classmethod
    def _new_recovery_report_evidence(cls, scope):
        line = cls.new_record("recovery.report.line", scope)
        client = cls.client_of(scope)
        return {
            "line_id": line.id, "report_id": line.report_id.id, "company_id": line.company_id.id, "client_id": client.id,
            "reference": client.code,
        }

    @classmethod
    def _new_recovery_attribution(cls, scope):
        delivery = cls.new_record("recovery.delivery", scope)
        return {
            "grant_id": cls.grant_of(scope).id, "delivery_id": delivery.id, "state": "claimed", "origin": "rule",
        }
