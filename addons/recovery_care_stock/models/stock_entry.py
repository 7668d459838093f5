from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check


class StockEntry(models.Model):
    """Which pieces of which line of material a stock move booked: a ledger, written once and never changed.

    A correction is a further entry that points to the one it takes back. The stock move knows nothing of the line,
    and nobody reads the ledger: it is the only link between goods and the people who got them.
    """

    _name = "recovery.stock.entry"
    _description = "Material booked in stock"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "id"
    _rec_names_search = ["product_id"]

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    # A planned slip can go after its line was booked and taken back again, and takes the line with it.
    supply_id = fields.Many2one("recovery.supply", string="Material", index="btree_not_null", ondelete="set null")
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
    )
    date = fields.Date(required=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    kind = fields.Selection([("issued", "Handed out"), ("returned", "Taken back")], required=True)
    pieces = fields.Integer(required=True, help="Below zero: taken back by a correction.")
    quantity = fields.Float(digits="Product Unit", help="The same in the unit of the stock.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(help="Of what was handed out; used pieces that come back are worth nothing.")
    move_id = fields.Many2one(
        "stock.move", string="Stock move", required=True, index=True, ondelete="restrict", check_company=True,
    )
    origin_id = fields.Many2one(
        "recovery.stock.entry", string="Takes back", index="btree_not_null", ondelete="restrict", check_company=True,
    )
    settled = fields.Boolean(help="Its line is gone and nothing is left to be taken back.")

    _pieces = Check(
        "CHECK(pieces <> 0)", "Pieces: an entry books some.", lambda row: row["pieces"] != 0,
    )
    _orphan_idx = models.Index("(date, program_id) WHERE supply_id IS NULL AND settled IS NOT TRUE")
