"""Values of a new record of every model of house life in every scope of the access table."""

from datetime import timedelta

from odoo import fields


class LifeRecords:

    @classmethod
    def _new_recovery_stay_leave(cls, scope):
        start = fields.Datetime.now() + timedelta(days=2)
        return {
            "stay_id": cls.new_record("recovery.stay", scope).id, "start": start, "stop": start + timedelta(days=1),
        }

    @classmethod
    def _new_recovery_house_curfew(cls, scope):
        return {"house_id": cls.new_record("recovery.house", scope).id}
