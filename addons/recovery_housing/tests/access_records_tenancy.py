"""Values of tenancies and debts in every scope of the access table."""


class TenancyRecords:

    @classmethod
    def _new_recovery_tenancy(cls, scope):
        return {"client_id": cls.client_of(scope).id, "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_client_debt(cls, scope):
        return {"client_id": cls.client_of(scope).id, "company_id": cls.company_of(scope).id, "amount": 100}
