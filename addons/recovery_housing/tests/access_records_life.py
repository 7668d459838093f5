"""Values of a new record of every model of house life in every scope of the access table."""

from datetime import datetime, time, timedelta


class LifeRecords:

    @classmethod
    def _new_recovery_stay_leave(cls, scope):
        stay = cls.new_record("recovery.stay", scope)
        start = datetime.combine(stay.date_from, time(10))
        return {"stay_id": stay.id, "start": start, "stop": start + timedelta(hours=20)}

    @classmethod
    def _new_recovery_house_curfew(cls, scope):
        return {"house_id": cls.new_record("recovery.house", scope).id}

    @classmethod
    def _new_recovery_substance_panel(cls, _scope):
        return {"name": "Demo kit", "code": cls.serial()}

    @classmethod
    def _new_recovery_substance_test(cls, scope):
        return {"client_id": cls.client_of(scope).id, "program_id": cls.program_of(scope).id, "kind": "urine"}

    @classmethod
    def _new_recovery_substance_test_line(cls, scope):
        return {
            "test_id": cls.new_record("recovery.substance.test", scope).id,
            "substance_id": cls.env.ref("recovery_care.substance_11").id,
        }

    @classmethod
    def _new_recovery_house_incident(cls, scope):
        return {
            "house_id": cls.new_record("recovery.house", scope).id, "kind": "damage", "employee_ids": [],
            "level_id": cls.env.ref("recovery_housing.incident_level_1").id,
        }

    @classmethod
    def _new_recovery_house_incident_notice(cls, scope):
        return {"incident_id": cls.new_record("recovery.house.incident", scope).id}

    @classmethod
    def _new_recovery_house_incident_person(cls, scope):
        return {
            "incident_id": cls.new_record("recovery.house.incident", scope).id, "client_id": cls.client_of(scope).id,
        }

    @classmethod
    def _new_recovery_house_incident_step(cls, scope):
        return {"incident_id": cls.new_record("recovery.house.incident", scope).id, "deadline": "2099-01-01"}

    @classmethod
    def _new_recovery_house_incident_step_kind(cls, _scope):
        return {"name": "Demo kind", "code": cls.serial()}

    @classmethod
    def _new_recovery_house_incident_level(cls, _scope):
        """Four levels are shipped and there are no more: the critical one makes room."""
        level = cls.env["recovery.house.incident.level"].search([("level", "=", 4)])
        level.duty_ids.unlink()
        level.unlink()
        return {"name": "Demo level", "level": 4}

    @classmethod
    def _new_recovery_house_incident_duty(cls, scope):
        level = cls.env["recovery.house.incident.level"].search([], limit=1)
        return {"level_id": level.id, "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_house_rule(cls, scope):
        return {
            "name": "Demo rule", "house_id": cls.new_record("recovery.house", scope).id,
            "company_id": cls.company_of(scope).id,
        }

    @classmethod
    def _new_recovery_house_rule_event(cls, scope):
        stay = cls.new_record("recovery.stay", scope)
        rule = cls.env["recovery.house.rule"].create({"name": cls.serial(), "company_id": stay.company_id.id})
        return {"stay_id": stay.id, "rule_id": rule.id, "step": "talk"}
