"""Values of new nights and of what is written down in them, in every scope of the access table."""


class NightRecords:

    @classmethod
    def _new_night_house(cls, scope, kind):
        program = cls.program_of(scope)
        return cls.env["recovery.house"].create({
            "name": "Demo house", "code": cls.serial(), "program_id": program.id, "company_id": program.company_id.id,
            "kind": kind, "capacity": 5, "date_open": "2020-01-01",
        })

    @classmethod
    def _new_recovery_night(cls, scope, kind="night_shelter"):
        return {"house_id": cls._new_night_house(scope, kind).id}

    @classmethod
    def _new_recovery_night_guest(cls, scope):
        return {"night_id": cls.new_record("recovery.night", scope).id, "client_id": cls.client_of(scope).id}

    @classmethod
    def _new_recovery_night_refusal(cls, scope):
        return {**cls._new_recovery_night_guest(scope), "reason": "full"}

    @classmethod
    def _new_recovery_night_passage(cls, scope):
        night = cls.env["recovery.night"].create(cls._new_recovery_night(scope, "warming_room"))
        return {"night_id": night.id, "direction": "in"}
