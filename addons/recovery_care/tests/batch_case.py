"""A programme with things to count, and a batch of yesterday."""

from datetime import timedelta

from odoo.fields import Command

from .common import RecoveryCase


class BatchCase(RecoveryCase):
    """``street`` is the outreach programme of the own staff; ``batch`` a draft of the outreach worker."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea, cls.shower = cls.env["recovery.service"].create([
            {"code": "TEA", "name": "Tea", "kind": "food", "client_required": False, "default_minutes": 5, "sequence": 1},
            {
                "code": "WASH", "name": "Shower", "kind": "hygiene", "client_required": False, "default_minutes": 20,
                "sequence": 2,
            },
        ])
        cls.exchange.sequence = 3
        cls.quarter = cls.env["recovery.district"].create({"name": "Old Quarter"})
        cls.street = cls.env["recovery.program"].create({
            "code": "STREET", "name": "Street work", "modality": "outreach", "default_place": "street",
            "service_ids": [Command.set((cls.tea | cls.shower | cls.exchange | cls.talk).ids)],
            "district_ids": [Command.set(cls.quarter.ids)],
            "material_ids": [Command.set((cls.syringe | cls.filter).ids)],
            "employee_ids": [Command.set((cls.outreach | cls.counsellor | cls.manager).employee_id.ids)],
        })
        cls.ryba, cls.bobr = (cls.new_client(cls.street, nickname=name) for name in ("Ryba", "Bobr"))
        cls.yesterday = cls.today - timedelta(days=1)
        cls.batch = cls.new_batch()

    @classmethod
    def new_batch(cls, **values):
        return cls.env["recovery.batch"].with_user(cls.outreach).create({
            "program_id": cls.street.id, "date": cls.yesterday, "hour": 20.5, **values,
        })

    @classmethod
    def person(cls, client=None, *services, **values):
        """Return a create command of a line."""
        return Command.create({
            **({"client_id": client.id} if client else {}), **values,
            "service_ids": [Command.set([service.id for service in services])],
        })

    @classmethod
    def count(cls, column, number, back=0, place="street", district=None):
        """Return a create command of a cell of the table."""
        value = {"service_id": column.id, "headcount": number} if column._name == "recovery.service" else {
            "product_id": column.id, "issued": number, "returned": back,
        }
        return Command.create({"place": place, "district_id": district and district.id, **value})

    def encounters(self, batch=None):
        return self.env["recovery.encounter"].search([("batch_id", "=", (batch or self.batch).id)], order="id")
