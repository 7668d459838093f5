from odoo import api, fields, models

from ..table_rules import Check


class BatchLine(models.Model):
    """Somebody met in a batch: a client, or a few people without a name, with what was done for them."""

    _name = "recovery.batch.line"
    _description = "Person met in a batch"
    _inherit = ["recovery.batch.part", "recovery.client.record"]
    _check_company_auto = True
    _order = "id"

    client_id = fields.Many2one(required=False)
    headcount = fields.Integer(string="Unnamed", default=0, help="How many unnamed people; 0 for a client.")
    service_ids = fields.Many2many(
        "recovery.service", "recovery_batch_line_service_rel", "line_id", "service_id", string="Services",
        check_company=True, domain="[('company_id', '=', company_id)]",
    )
    minutes = fields.Integer(default=0, help="Of all services together; 0: the usual minutes of each.")
    place = fields.Selection(
        selection="_selection_place", required=True, compute="_compute_place", store=True, readonly=False, precompute=True,
    )
    district_id = fields.Many2one(
        "recovery.district", check_company=True, ondelete="restrict", index="btree_not_null",
        compute="_compute_place", store=True, readonly=False, precompute=True,
    )
    supply_ids = fields.One2many("recovery.batch.supply", "line_id", string="Material", copy=True)
    supply_text = fields.Char(string="Out / back", compute="_compute_supply_text")
    collects_for = fields.Integer(
        string="Collects for others", default=0, help="For how many other people the material is as well.",
    )
    number = fields.Integer(string="No.", compute="_compute_number", help="The line to which a message refers.")

    _one_of = Check(
        "CHECK(client_id IS NULL OR headcount = 0)", "Unnamed: a line is about a client or about unnamed people.",
        lambda row: row["client_id"] is None or not row["headcount"],
    )
    _numbers = Check(
        "CHECK(headcount >= 0 AND minutes BETWEEN 0 AND 44640 AND collects_for >= 0)",
        "Unnamed, minutes, collects for others: they cannot be negative, nor the minutes more than 44640 (a month).",
        lambda row: row["headcount"] >= 0 and 0 <= row["minutes"] <= 44640 and row["collects_for"] >= 0,
    )

    @api.depends("batch_id")
    def _compute_place(self):
        """Where most of the shift took place, unless the line says otherwise."""
        for line in self:
            line.place = line.place or line.batch_id.place or "centre"
            line.district_id = line.district_id or line.batch_id.district_id

    @api.depends("batch_id.line_ids")
    def _compute_number(self):
        for batch, lines in self.grouped("batch_id").items():
            order = {line: number for number, line in enumerate(batch.line_ids, start=1)}
            for line in lines:
                line.number = order.get(line, 0)

    @api.depends("supply_ids.product_id", "supply_ids.issued", "supply_ids.returned")
    def _compute_supply_text(self):
        for line in self:
            line.supply_text = ", ".join(
                f"{supply.product_id.display_name or '?'} {supply.issued}/{supply.returned}" for supply in line.supply_ids
            )

    @api.depends("client_id.code", "headcount")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.sudo().client_id.code or self.env._("%s unnamed", line.headcount)
