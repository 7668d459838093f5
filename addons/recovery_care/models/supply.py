from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..table_rules import Check, UniqueIndex


class Supply(models.Model):
    """Material handed out or taken back with a service, in pieces.

    Client, programme, day and place are kept here as well, like on the delivery, so that
    volumes over millions of rows need no join.
    """

    _name = "recovery.supply"
    _description = "Material handed out or taken back"
    _inherit = ["recovery.client.record", "recovery.amendable"]
    _order = "date desc, id desc"
    _rec_name = "product_id"
    _amendable_facts = ("product_id", "issued", "returned", "return_method")
    # Kept here for speed; whoever could write them would move a fact away from its service.
    _of_the_delivery = (
        "encounter_id", "client_id", "program_id", "company_id", "date", "state", "place", "district_id",
    )

    delivery_id = fields.Many2one("recovery.delivery", string="Service", required=True, index=True, ondelete="cascade")
    encounter_id = fields.Many2one(related="delivery_id.encounter_id", store=True, precompute=True, index=True)
    client_id = fields.Many2one(related="delivery_id.client_id", store=True, precompute=True, required=False)
    program_id = fields.Many2one(related="delivery_id.program_id", store=True, precompute=True)
    company_id = fields.Many2one(related="delivery_id.company_id", store=True, precompute=True, default=None)
    date = fields.Date(related="delivery_id.date", store=True, precompute=True)
    state = fields.Selection(related="delivery_id.state", store=True, precompute=True)
    place = fields.Selection(related="delivery_id.place", store=True, precompute=True)
    district_id = fields.Many2one(
        related="delivery_id.encounter_id.district_id", store=True, precompute=True, index="btree_not_null",
    )
    product_id = fields.Many2one(
        "product.product", string="Material", required=True, index=True, ondelete="restrict",
        domain="[('material_kind', '!=', False), ('company_id', 'in', (False, company_id))]",
    )
    material_kind = fields.Selection(related="product_id.material_kind", store=True, precompute=True)
    issued = fields.Integer(string="Out", required=True, default=0, help="Pieces handed out.")
    returned = fields.Integer(string="Back", required=True, default=0, help="Used pieces taken back.")
    return_method = fields.Selection(
        [("counted", "Counted"), ("weighed", "Weighed"), ("estimated", "Estimated")],
        string="Back by", required=True, default="counted",
        help="How the pieces that came back were found out: only counted ones are exact.",
    )
    return_rate = fields.Float(
        string="Return rate (%)", compute="_compute_return_rate", store=True, precompute=True, aggregator="avg",
        digits=(12, 1), help="Pieces back for 100 pieces out; of a group, all back for all out.",
    )

    _pieces = Check(
        "CHECK(issued >= 0 AND returned >= 0 AND issued + returned > 0)",
        "Out, Back: write how many pieces were handed out or taken back; the numbers cannot be negative.",
        lambda row: row["issued"] >= 0 and row["returned"] >= 0 and row["issued"] + row["returned"] > 0,
    )
    _once = UniqueIndex(
        "(delivery_id, product_id)", "Material: it already stands under this service. Change its number of pieces.",
        lambda row: (row["delivery_id"], row["product_id"]),
    )
    _kind_date_idx = models.Index("(program_id, date, material_kind) INCLUDE (issued, returned) WHERE state = 'done'")

    @api.depends("issued", "returned")
    def _compute_return_rate(self):
        for supply in self:
            supply.return_rate = supply.returned / supply.issued * 100 if supply.issued else 0

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The return rate of a group is that of its sums, not the average of its lines' rates."""
        if aggregate_spec != "return_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        returned = self._field_to_sql(self._table, "returned", query)
        issued = self._field_to_sql(self._table, "issued", query)
        return SQL("SUM(%s) * 100.0 / NULLIF(SUM(%s), 0)", returned, issued)

    @api.model
    def _add_precomputed_values(self, vals_list):
        """What a line takes from its service, said without a draft of the line, which would cost more."""
        for vals in vals_list:
            delivery = self.env["recovery.delivery"].browse(vals.get("delivery_id")).sudo()
            encounter, issued = delivery.encounter_id, vals.get("issued") or 0
            vals.update({
                "encounter_id": encounter.id, "client_id": delivery.client_id.id, "program_id": delivery.program_id.id,
                "company_id": delivery.company_id.id, "date": delivery.date, "state": delivery.state,
                "place": encounter.place, "district_id": encounter.district_id.id,
                "material_kind": self.env["product.product"].browse(vals.get("product_id")).sudo().material_kind,
                "return_rate": (vals.get("returned") or 0) / issued * 100 if issued else 0,
            })
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _with_clients(self, vals_list):
        """The client is that of the service, which was checked there."""
        return vals_list

    @api.depends("product_id.name", "client_id.code")
    def _compute_display_name(self):
        for supply in self:
            who = supply.sudo().client_id.code or self.env._("unnamed")
            supply.display_name = f"{supply.product_id.display_name or ''} · {who}"

    @api.model_create_multi
    def create(self, vals_list):
        # Odoo would fetch whole products with their descriptions to look up two columns.
        products = self.env["product.product"].sudo().browse({vals.get("product_id") for vals in vals_list} - {None, False})
        products.fetch(["product_tmpl_id"])
        products.product_tmpl_id.fetch(["material_kind", "company_id"])
        supplies = super().create(vals_list)
        if not self._is_filling_new():
            for supply in supplies.filtered(lambda supply: supply.encounter_id.state != "planned"):
                supply._require_amendment([{
                    "record": supply._get_amended_label(), "field": self.env._("Added"), "old": "",
                    "new": f"{supply.issued} / {supply.returned}",
                }])
        return supplies

    def write(self, vals):
        moved = "delivery_id" in vals and any(supply.delivery_id.id != vals["delivery_id"] for supply in self)
        if moved or vals.keys() & set(self._of_the_delivery):
            raise UserError(self.env._("Service: material stays with its service and follows its client and day."))
        return super().write(vals)

    @api.constrains("product_id", "company_id")
    def _check_product_id(self):
        """Also the company: Odoo's own check fetches whole companies to walk up to their parents."""
        for supply in self:
            product = supply.product_id.sudo()
            if not product.material_kind:
                raise ValidationError(self.env._(
                    "Material: “%s” is not harm-reduction material. Set its kind in Configuration, Material.",
                    product.display_name,
                ))
            if product.company_id and product.company_id != supply.company_id:
                raise ValidationError(self.env._("Material: “%s” belongs to another company.", product.display_name))

    def _get_amended_encounter(self):
        return self.encounter_id

    def _get_amended_label(self):
        return self.display_name

    def action_open_encounter(self):
        self.ensure_one()
        return self.encounter_id.get_formview_action()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(supply.state != "planned" for supply in self):
            raise UserError(self.env._(
                "Material: what was handed out or taken back is corrected by an amendment, not deleted.",
            ))
