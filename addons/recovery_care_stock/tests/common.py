"""A programme with its own shelf, material in stock, and visits that hand it out."""

from datetime import timedelta

from odoo import fields
from odoo.addons.recovery_care.tests.common import RecoveryCase
from odoo.fields import Command


class StockCase(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_stock()

    @classmethod
    def set_up_stock(cls):
        """Shelves below the company's stock, and three kinds of material: in pieces, by lots that expire, in packages."""
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.shelf, cls.van = cls.env["stock.location"].create([
            {"name": "Demo shelf", "location_id": cls.warehouse.lot_stock_id.id, "company_id": cls.company.id},
            {"name": "Demo van", "location_id": cls.warehouse.lot_stock_id.id, "company_id": cls.company.id},
        ])
        cls.own.write({"stock_location_id": cls.shelf.id, "stock_from": cls.today - timedelta(days=100)})
        cls.other.write({"stock_location_id": cls.van.id, "stock_from": cls.today - timedelta(days=100)})
        (cls.syringe | cls.filter).write({"is_storable": True, "company_id": cls.company.id})
        cls.syringe.standard_price = 0.25
        cls.filter.standard_price = 0.02
        cls.naloxone = cls.env["product.product"].create({
            "name": "Demo naloxone", "material_kind": "naloxone", "is_storable": True, "tracking": "lot",
            "use_expiration_date": True, "standard_price": 21.5, "company_id": cls.company.id,
        })
        cls.booking = cls.env["recovery.stock.booking"]

    @classmethod
    def stock_up(cls, product, quantity, location=None, lot=None):
        """Add units of a product to a shelf, as a count does."""
        cls.env["stock.quant"]._update_available_quantity(product, location or cls.shelf, quantity, lot_id=lot)

    @classmethod
    def new_lot(cls, name, days, product=None):
        """Create a lot that expires so many days from now."""
        return cls.env["stock.lot"].create({
            "name": name, "product_id": (product or cls.naloxone).id, "company_id": cls.company.id,
            "expiration_date": fields.Datetime.now() + timedelta(days=days),
        })

    @classmethod
    def hand_out(cls, *lines, days=1, program=None, client=None, done=True):
        """Create a visit so many days ago with lines of material (product, out, back); return its lines."""
        program = program or cls.own
        encounter = cls.env["recovery.encounter"].create({
            "program_id": program.id, "company_id": program.company_id.id,
            "date_start": fields.Datetime.now() - timedelta(days=days),
            "employee_ids": [Command.set(program.employee_ids[:1].ids)],
            "delivery_ids": [Command.create({
                "client_id": (client or cls.client).id, "service_id": cls.exchange.id,
                "supply_ids": [
                    Command.create({"product_id": product.id, "issued": out, "returned": back})
                    for product, out, back in lines
                ],
            })],
        })
        if done:
            encounter.action_done()
        return encounter.delivery_ids.supply_ids

    @classmethod
    def book(cls):
        """Do what the job does, without its commits."""
        cls.booking._fill_locations()
        for program_id, day in cls.booking._find_days():
            company = cls.env["recovery.program"].browse(program_id).company_id
            booking = cls.booking.sudo().with_company(company).with_context(allowed_company_ids=company.ids)
            booking._book_day(booking.env["recovery.program"].browse(program_id), day)
        cls.env.flush_all()

    def amend(self, supply, **values):
        """Correct a line of a finished visit as a counsellor does."""
        encounter = supply.encounter_id.with_user(self.counsellor)
        encounter.amend("Counted again")
        supply.with_user(self.counsellor).write(values)
        encounter.action_finish_amendment()

    def cancel(self, supply):
        encounter = supply.encounter_id.with_user(self.counsellor)
        encounter.amend("Wrong person")
        encounter.action_cancel()
        encounter.action_finish_amendment()

    def on_hand(self, product, location=None, lot=None):
        """Return the units of a product in a place, read from the quants."""
        domain = [("product_id", "=", product.id), ("location_id", "child_of", (location or self.shelf).id)]
        if lot:
            domain.append(("lot_id", "=", lot.id))
        return sum(self.env["stock.quant"].search(domain).mapped("quantity"))

    def moves(self, **values):
        return self.env["stock.move"].search([
            ("handout_kind", "!=", False), *((name, "=", value) for name, value in values.items()),
        ], order="id")
