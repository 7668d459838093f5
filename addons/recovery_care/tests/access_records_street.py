"""Values of new records of street work, batches, tests, groups and events; a part of ``AccessRecords``."""

from datetime import timedelta

from odoo.fields import Command


class StreetRecords:
    """Factories by model, as ``AccessRecords.new_values`` finds them."""

    @classmethod
    def _new_recovery_outreach_shift(cls, scope):
        return {"program_id": cls.program_of(scope).id, "employee_ids": [Command.clear()]}

    @classmethod
    def _new_recovery_outreach_stop(cls, scope):
        return {"shift_id": cls.new_record("recovery.outreach.shift", scope).id, "name": "Demo stop"}

    @classmethod
    def _new_recovery_outreach_route(cls, scope):
        return {"program_id": cls.program_of(scope).id, "name": cls.serial()}

    @classmethod
    def _new_recovery_outreach_place(cls, scope):
        return {"route_id": cls.new_record("recovery.outreach.route", scope).id, "name": "Demo place"}

    @classmethod
    def _new_recovery_find(cls, scope):
        return {"program_id": cls.program_of(scope).id, "pieces": 2, "employee_ids": [Command.clear()]}

    @classmethod
    def _new_recovery_batch(cls, scope):
        return {
            "program_id": cls.program_of(scope).id, "date": cls.today - timedelta(days=1), "employee_ids": [Command.clear()],
        }

    @classmethod
    def _new_recovery_batch_line(cls, scope):
        """Somebody in a batch; where the user knows nobody, three unnamed people."""
        who = {"headcount": 3} if scope in ("other", "company") else {"client_id": cls.client_of(scope).id}
        return {"batch_id": cls.new_record("recovery.batch", scope).id, **who}

    @classmethod
    def _new_recovery_batch_supply(cls, scope):
        line = cls.new_record("recovery.batch.line", scope)
        return {"line_id": line.id, "product_id": cls.syringe.id, "issued": 10, "returned": 4}

    @classmethod
    def _new_recovery_batch_count(cls, scope):
        return {
            "batch_id": cls.new_record("recovery.batch", scope).id, "place": "street", "headcount": 3,
            "service_id": cls._delivery_values("other" if cls.company_of(scope) == cls.company else "company")["service_id"],
        }

    @classmethod
    def _new_recovery_naloxone_use(cls, scope):
        return {"client_id": cls.client_of(scope).id, "program_id": cls.program_of(scope).id, "employee_id": False}

    @classmethod
    def _new_recovery_rapid_test(cls, scope):
        return {**cls._new_recovery_naloxone_use(scope), "kind": "hcv", "result": "non_reactive"}

    @classmethod
    def _new_recovery_group(cls, scope):
        company = cls.company_of(scope)
        service = cls.env["recovery.service"].create({
            "code": cls.serial(), "name": "Demo group work", "kind": "group", "company_id": company.id,
        })
        return {
            "name": "Demo group", "program_id": cls.program_of(scope).id, "company_id": company.id,
            "service_id": service.id, "employee_ids": [Command.clear()], "mon": True,
        }

    @classmethod
    def _new_recovery_group_member(cls, scope):
        return {"group_id": cls.new_record("recovery.group", scope).id, "client_id": cls.client_of(scope).id}

    @classmethod
    def _new_recovery_event(cls, scope):
        return {
            "name": "Demo event", "program_id": cls.program_of(scope).id, "company_id": cls.company_of(scope).id,
            "employee_ids": [Command.clear()],
        }

    @classmethod
    def _new_recovery_event_participant(cls, scope):
        event = cls.new_record("recovery.event", scope)
        return {"event_id": event.id, "client_id": cls.client_of(scope).id}

    @classmethod
    def _new_recovery_publication(cls, scope):
        return {
            "name": "Demo leaflet", "program_id": cls.program_of(scope).id, "company_id": cls.company_of(scope).id,
        }
