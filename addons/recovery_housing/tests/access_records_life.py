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
