from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .common import RecoveryCase


class OutreachCase(RecoveryCase):
    """A running shift of the own programme with two stops: station (in a district) and park."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sending = cls.env["recovery.service"].create({
            "code": "SEND", "name": "Sending on", "kind": "social", "default_minutes": 15, "is_referral": True,
        })
        cls.own.write({
            "modality": "outreach", "service_ids": [Command.set((cls.talk | cls.exchange | cls.sending).ids)],
        })
        cls.harbour, cls.hill = cls.env["recovery.district"].create([{"name": "Demo harbour"}, {"name": "Demo hill"}])
        cls.own.district_ids = cls.harbour | cls.hill
        cls.route = cls.env["recovery.outreach.route"].create({
            "name": "Demo route", "program_id": cls.own.id, "place_ids": [
                Command.create({
                    "name": "Station", "sequence": 1, "district_id": cls.harbour.id, "latitude": 50.1, "longitude": 14.4,
                }),
                Command.create({"name": "Park", "sequence": 2}),
            ],
        })
        cls.shift = cls.new_shift()
        cls.station, cls.park = cls.shift.stop_ids

    @classmethod
    def new_shift(cls, **values):
        """Create a shift on the route, running since an hour ago unless told otherwise."""
        if not values.get("date_stop", True):
            del values["date_stop"]
        return cls.env["recovery.outreach.shift"].create({
            "program_id": cls.own.id, "route_id": cls.route.id, "state": "running",
            "date_start": fields.Datetime.now() - timedelta(hours=1),
            "employee_ids": [Command.set(cls.outreach.employee_id.ids)], **values,
        })

    @classmethod
    def visit_values(cls, stop, who, service=None, supplies=None, **values):
        """Return the values of a visit done at ``stop``.

        :param who: a client, or the number of unnamed people
        :param dict supplies: {product: (out, back)}
        """
        person = {"headcount": who} if isinstance(who, int) else {"client_id": who.id}
        service = service or cls.exchange
        return {
            "program_id": stop.program_id.id, "stop_id": stop.id, "state": "done", "minutes": 10,
            "date_start": fields.Datetime.now(), "employee_ids": [Command.set(cls.outreach.employee_id.ids)],
            "delivery_ids": [Command.create({
                "service_id": service.id, "minutes": 10, **person, "supply_ids": [
                    Command.create({"product_id": product.id, "issued": out, "returned": back})
                    for product, (out, back) in (supplies or {}).items()
                ],
            })], **values,
        }

    @classmethod
    def new_visit(cls, stop, who, **values):
        return cls.env["recovery.encounter"].create(cls.visit_values(stop, who, **values))

    @classmethod
    def new_find(cls, **values):
        return cls.env["recovery.find"].create({
            "employee_ids": [Command.set(cls.outreach.employee_id.ids)],
            **({} if "stop_id" in values else {"program_id": cls.own.id}), **values,
        })
