"""Values of a new record of every model of this add-on in every scope of its access table."""

from datetime import timedelta

from odoo.addons.recovery_care.tests.access_case import AccessTableCase

from .access_records_application import ApplicationRecords
from .access_records_daily import DailyRecords
from .access_records_fee import FeeRecords
from .access_records_life import LifeRecords
from .access_records_night import NightRecords
from .access_records_photo import PhotoRecords
from .access_records_tenancy import TenancyRecords


class HousingAccessCase(
    ApplicationRecords, DailyRecords, FeeRecords, LifeRecords, NightRecords, PhotoRecords, TenancyRecords,
    AccessTableCase,
):
    _nights = 0

    @classmethod
    def _new_recovery_house_kind(cls, _scope):
        return {"name": "Demo kind", "code": cls.serial()}

    @classmethod
    def _new_recovery_house(cls, scope):
        program = cls.program_of(scope)
        return {
            "name": "Demo house", "code": cls.serial(), "program_id": program.id, "company_id": program.company_id.id,
        }

    @classmethod
    def _new_recovery_room(cls, scope):
        return {"name": cls.serial(), "house_id": cls.new_record("recovery.house", scope).id}

    @classmethod
    def _new_recovery_bed(cls, scope):
        return {"name": cls.serial(), "house_id": cls.new_record("recovery.house", scope).id}

    @classmethod
    def _new_recovery_bed_outage(cls, scope):
        return {"bed_id": cls.new_record("recovery.bed", scope).id, "reason": "Demo heating"}

    @classmethod
    def _new_recovery_house_lease(cls, scope):
        return {
            "house_id": cls.new_record("recovery.house", scope).id, "company_id": cls.company_of(scope).id,
            "landlord_id": cls.env.ref("base.main_partner").id,
        }

    @classmethod
    def _new_recovery_stay(cls, scope):
        """A night of its own, so that people who are made one slept in one bed each night."""
        cls._nights = cls._nights + 1
        return {
            "client_id": cls.client_of(scope).id, "bed_id": cls.new_record("recovery.bed", scope).id,
            "date_from": cls.today + timedelta(days=cls._nights), "date_to": cls.today + timedelta(days=cls._nights + 1),
        }

    @classmethod
    def _new_recovery_house_item(cls, scope):
        return {"house_id": cls.new_record("recovery.house", scope).id, "name": "Demo towel"}

    @classmethod
    def _new_recovery_stay_item(cls, scope):
        return {"stay_id": cls.new_record("recovery.stay", scope).id, "name": "Demo towel"}
