"""Values of a new record of every model of this add-on in every scope of its access table."""

from odoo.addons.recovery_care.tests.access_case import AccessTableCase
from odoo.fields import Command


class StockAccessCase(AccessTableCase):

    @classmethod
    def _new_recovery_stock_entry(cls, scope):
        """A stock move of the scope's company that booked a line about a client of the scope."""
        supply = cls.new_record("recovery.supply", scope)
        company = supply.company_id
        company._have_material_locations()
        move = cls.env["stock.move"].create({
            "product_id": supply.product_id.id, "product_uom_qty": 1, "company_id": company.id,
            "location_id": company.handed_out_location_id.id, "location_dest_id": company.used_material_location_id.id,
        })
        return {
            "supply_id": supply.id, "company_id": company.id, "program_id": supply.program_id.id, "date": cls.today,
            "product_id": supply.product_id.id, "kind": "issued", "pieces": 1, "quantity": 1, "move_id": move.id,
        }

    @classmethod
    def new_record(cls, model, scope):
        """Lines of stock are no records of their own: one is there for each material of a programme."""
        if model != "recovery.stock.level":
            return super().new_record(model, scope)
        program = cls.program_of(scope)
        product = cls.env["product.product"].create({"name": cls.serial(), "material_kind": "other"})
        program.write({"material_ids": [Command.link(product.id)], "stock_from": cls.today})
        return cls.env[model].search([("program_id", "=", program.id), ("product_id", "=", product.id)])

    @classmethod
    def _new_recovery_stock_level(cls, scope):
        return {"program_id": cls.program_of(scope).id}
