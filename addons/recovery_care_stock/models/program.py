from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check


class Program(models.Model):
    """Where a programme's material lies, since when it is booked, and when to warn."""

    _name = "recovery.program"
    _inherit = ["recovery.program", "mail.thread", "mail.activity.mixin"]
    # To-dos need a thread. It is no place for conversations of the whole staff, who would write of clients there.
    _mail_post_access = "write"

    stock_location_id = fields.Many2one(
        "stock.location", string="Material lies in", compute="_compute_stock_location_id", store=True, readonly=False,
        index="btree_not_null", ondelete="restrict", check_company=True, domain="[('usage', '=', 'internal')]",
        help="Material handed out is taken from here and from what lies below.",
    )
    stock_from = fields.Date(
        string="Booked in stock since", default=fields.Date.context_today,
        help="Material handed out on this day and later is taken from stock. Empty: none is.",
    )
    stock_days = fields.Integer(
        string="Warn when material lasts for less (days)", default=14,
        help="By the mean daily use of the last 30 days. A reordering rule or the material itself may say otherwise.",
    )
    stock_user_id = fields.Many2one(
        "res.users", string="Looks after the material", domain="[('id', 'in', user_ids)]",
        help="Gets the to-do when material runs out or expires. Empty: a programme manager of the staff.",
    )
    stock_level_ids = fields.One2many("recovery.stock.level", "program_id", string="Material in stock")

    _stock_days = Check(
        "CHECK(stock_days >= 0)", "Warn when material lasts for less (days): it cannot be negative.",
        lambda row: row["stock_days"] >= 0,
    )

    @api.depends("company_id")
    def _compute_stock_location_id(self):
        """The stock of the company's first warehouse; a location that somebody chose stays while its company does."""
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "in", self.company_id.ids)])
        first = {company: found[0].lot_stock_id for company, found in warehouses.grouped("company_id").items()}
        for program in self:
            if not program.stock_location_id or program.stock_location_id.company_id != program.company_id:
                program.stock_location_id = first.get(program.company_id)

    def write(self, vals):
        result = super().write(vals)
        if "stock_from" in vals:
            self.sudo()._open_material()
        return result

    def _open_material(self):
        """Have everything booked that these programmes have handed out since their day and that is not booked yet."""
        for program in self.filtered("stock_from"):
            supplies = self.env["recovery.supply"].sudo().search([
                ("program_id", "=", program.id), ("date", ">=", program.stock_from), ("state", "=", "done"),
                ("stock_open", "=", False), ("stock_issued", "=", 0), ("stock_returned", "=", 0),
            ])
            supplies.write({"stock_open": True})
            if supplies:
                self.env["recovery.stock.booking"]._plan()

    def action_open_stock(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care_stock.stock_level_action")
        return {**action, "domain": [("program_id", "=", self.id)], "context": {}}
