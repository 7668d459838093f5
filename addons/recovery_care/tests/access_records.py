"""Values of a new record of every model of this add-on in every scope of the access table."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .access_records_street import StreetRecords
from .common import RecoveryCase


class AccessRecords(StreetRecords, RecoveryCase):
    """``new_values(model, scope)`` finds the method named after the model, such as ``_new_recovery_note``."""

    _serial = 0

    @classmethod
    def new_values(cls, model, scope):
        """Return values from which a user with the right may create a record of ``model`` in ``scope``."""
        return getattr(cls, f"_new_{model.replace('.', '_')}")(scope)

    @classmethod
    def new_record(cls, model, scope):
        return cls.env[model].create(cls.new_values(model, scope))

    @classmethod
    def program_of(cls, scope):
        programs = {"own": cls.own, "restricted": cls.own, "company": cls.foreign, "consented": cls.foreign}
        return programs.get(scope, cls.other)

    @classmethod
    def company_of(cls, scope):
        return cls.program_of(scope).company_id

    @classmethod
    def client_of(cls, scope):
        """Create somebody of the scope; ``shared`` was first met in the own programme."""
        restriction = {"restricted": True, "restricted_user_ids": [Command.set(cls.keeper.ids)]}
        return cls.new_client(
            cls.own if scope == "shared" else cls.program_of(scope),
            **(restriction if scope == "restricted" else {}),
        )

    @classmethod
    def fact_values(cls, scope):
        program = cls.program_of(scope)
        return {"client_id": cls.client_of(scope).id, "program_id": program.id, "company_id": program.company_id.id}

    @classmethod
    def serial(cls):
        cls._serial += 1
        return f"T{cls._serial}"

    @classmethod
    def _new_recovery_client(cls, scope):
        program = cls.program_of(scope)
        values = {
            "identity": "pseudonymous", "nickname": cls.serial(), "intake_program_id": program.id,
            "company_id": program.company_id.id,
        }
        if scope == "restricted":
            values.update(restricted=True, restricted_user_ids=[Command.set(cls.keeper.ids)])
        return values

    @classmethod
    def _new_recovery_relation(cls, scope):
        return {
            "client_id": cls.client_of(scope).id, "company_id": cls.company_of(scope).id,
            "related_client_id": cls.client_of(scope).id,
        }

    @classmethod
    def _new_recovery_consent(cls, scope):
        return {
            "client_id": cls.client_of(scope).id, "company_id": cls.company_of(scope).id,
            "purpose_id": cls.env.ref("recovery_care.consent_purpose_research").id,
        }

    @classmethod
    def _new_recovery_consent_purpose(cls, scope):
        return {"code": cls.serial(), "name": "Demo purpose", "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_code_scheme(cls, scope):
        return {"name": cls.serial(), "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_unit(cls, scope):
        return {"code": cls.serial(), "name": "Demo unit", "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_code_part(cls, scope):
        return {"scheme_id": cls.new_record("recovery.code.scheme", scope).id, "kind": "first_name"}

    @classmethod
    def _new_recovery_substance_use(cls, scope):
        return {
            "client_id": cls.client_of(scope).id, "company_id": cls.company_of(scope).id,
            "substance_id": cls.env.ref("recovery_care.substance_11").id,
        }

    @classmethod
    def _new_recovery_episode(cls, scope):
        return cls.fact_values(scope)

    @classmethod
    def _new_recovery_encounter(cls, scope):
        program = cls.program_of(scope)
        return {
            "program_id": program.id, "company_id": program.company_id.id, "employee_ids": [Command.clear()],
            "date_start": fields.Datetime.now() - timedelta(days=1),
            "delivery_ids": [Command.create(cls._delivery_values(scope))],
        }

    @classmethod
    def _delivery_values(cls, scope):
        """A service to somebody; where the user knows nobody, to three unnamed people."""
        if scope in ("other", "company"):
            service = cls.env["recovery.service"].create({
                "code": cls.serial(), "name": "Tea", "client_required": False, "company_id": cls.company_of(scope).id,
            })
            return {"headcount": 3, "service_id": service.id}
        service = cls.foreign_talk if scope == "consented" else cls.talk
        return {"client_id": cls.client_of(scope).id, "service_id": service.id}

    @classmethod
    def _new_recovery_delivery(cls, scope):
        encounter = cls.new_record("recovery.encounter", scope)
        return {"encounter_id": encounter.id, **cls._delivery_values(scope)}

    @classmethod
    def _new_recovery_supply(cls, scope):
        delivery = cls.new_record("recovery.delivery", scope)
        return {"delivery_id": delivery.id, "product_id": cls.syringe.id, "issued": 10, "returned": 4}

    @classmethod
    def _new_recovery_entry_key(cls, _scope):
        return {"key": f"{cls.serial():0>20}", "user_id": cls.keeper.id}

    @classmethod
    def _new_recovery_encounter_amendment(cls, scope):
        encounter = cls.new_record("recovery.encounter", scope)
        encounter.write({"employee_ids": [Command.set(cls.program_of(scope).employee_ids[:1].ids)], "state": "done"})
        return {"encounter_id": encounter.id, "reason": "Wrong day"}

    @classmethod
    def _new_recovery_note(cls, scope):
        return {**cls.fact_values(scope), "body": "Demo note", "audience": "team"}

    @classmethod
    def _new_recovery_ors(cls, scope):
        return {
            **cls.fact_values(scope), "individual": 5.0, "interpersonal": 5.0, "social": 5.0, "overall": 5.0,
        }

    @classmethod
    def _new_recovery_situation(cls, scope):
        return {**cls.fact_values(scope), "debts": "no"}

    @classmethod
    def _new_recovery_access_log(cls, scope):
        return {"user_id": cls.keeper.id, "client_id": cls.client_of(scope).id, "action": "open"}

    @classmethod
    def _new_recovery_access_override(cls, scope):
        now = fields.Datetime.now()
        return {
            "user_id": cls.keeper.id, "client_id": cls.client_of(scope).id, "reason": "Demo emergency",
            "date_start": now, "date_end": now + timedelta(hours=1),
        }

    @classmethod
    def _new_recovery_program(cls, scope):
        company = cls.company_of(scope)
        staff = cls.own.employee_ids.ids if scope == "own" else []
        return {
            "code": cls.serial(), "name": "Demo programme", "company_id": company.id, "employee_ids": [Command.set(staff)],
        }

    @classmethod
    def _new_recovery_client_merge(cls, scope):
        return {
            "kept_id": cls.client_of(scope).id, "merged_id": cls.client_of(scope).id, "reason": "Demo merge",
            "user_id": cls.keeper.id,
        }

    @classmethod
    def _new_recovery_client_merge_line(cls, scope):
        merge = cls.new_record("recovery.client.merge", scope)
        return {
            "merge_id": merge.id, "company_id": merge.company_id.id, "step": 1, "kind": "move",
            "model": "recovery.note", "res_id": 1, "field": "client_id", "before": 1, "after": 2,
        }

    @classmethod
    def _new_recovery_program_phase(cls, scope):
        program = cls.new_record("recovery.program", scope)
        return {"program_id": program.id, "name": "Demo phase", "month_from": 0, "month_to": 3}

    @classmethod
    def _new_recovery_service(cls, scope):
        return {"code": cls.serial(), "name": "Demo service", "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_service_question(cls, scope):
        return {"name": "Demo question", "kind": "legal", "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_service_option(cls, scope):
        return {"name": "Demo answer", "question_id": cls.new_record("recovery.service.question", scope).id}

    @classmethod
    def _new_recovery_district(cls, scope):
        return {"name": cls.serial(), "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_substance(cls, _scope):
        return {"code": cls.serial(), "name": "Demo substance", "group": "8"}

    @classmethod
    def _new_recovery_ors_ruleset(cls, scope):
        cls._serial += 1
        return {
            "name": cls.serial(), "company_id": cls.company_of(scope).id,
            "date_from": cls.today + timedelta(days=cls._serial),
            "cutoff_ids": [Command.create({"age_group": "adult", "cutoff": 25.0})],
        }

    @classmethod
    def _new_recovery_ors_cutoff(cls, scope):
        ruleset = cls.new_record("recovery.ors.ruleset", scope)
        return {"ruleset_id": ruleset.id, "age_group": "child", "cutoff": 32.0}
