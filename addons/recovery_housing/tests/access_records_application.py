"""Values of new applications, offers, criteria and weights in every scope of their access table."""


from datetime import timedelta


class ApplicationRecords:
    _offers = 0

    @classmethod
    def _new_recovery_house_criterion(cls, scope):
        return {"house_id": cls.new_record("recovery.house", scope).id, "kind": "own", "name": "Demo question"}

    @classmethod
    def _new_recovery_housing_weight(cls, scope):
        house = cls.new_record("recovery.house", scope)
        return {"house_id": house.id, "company_id": house.company_id.id, "factor": "homeless"}

    @classmethod
    def _new_recovery_housing_application(cls, scope):
        return {"client_id": cls.client_of(scope).id, "house_id": cls.new_record("recovery.house", scope).id}

    @classmethod
    def _new_recovery_housing_offer(cls, scope):
        bed = cls.new_record("recovery.bed", scope)
        application = cls.env["recovery.housing.application"].create(
            {"client_id": cls.client_of(scope).id, "house_id": bed.house_id.id},
        )
        cls._offers = cls._offers + 1
        first = cls.today + timedelta(days=5000 + cls._offers)
        return {
            "application_id": application.id, "bed_id": bed.id, "date_from": first, "date_to": first + timedelta(days=1),
        }

    @classmethod
    def _new_recovery_housing_check(cls, scope):
        """Of a criterion that is asked no more: one in use is checked for every applicant already."""
        application = cls.new_record("recovery.housing.application", scope)
        criterion = cls.env["recovery.house.criterion"].create(
            {"house_id": application.house_id.id, "name": "Demo question", "active": False},
        )
        return {"application_id": application.id, "criterion_id": criterion.id}
