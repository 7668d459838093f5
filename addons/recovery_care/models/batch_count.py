from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..table_rules import Check, UniqueIndex


class BatchCount(models.Model):
    """A cell of the table of counts: how many unnamed people had a service at a place, or pieces of a material there."""

    _name = "recovery.batch.count"
    _description = "Count in a batch"
    _inherit = ["recovery.batch.part", "recovery.prechecked"]
    _check_company_auto = True
    _order = "id"
    _rec_names_search = ["service_id", "product_id"]

    place = fields.Selection(selection="_selection_place", required=True)
    district_id = fields.Many2one("recovery.district", check_company=True, ondelete="restrict", index="btree_not_null")
    service_id = fields.Many2one("recovery.service", check_company=True, ondelete="restrict", index="btree_not_null")
    product_id = fields.Many2one(
        "product.product", string="Material", ondelete="restrict", index="btree_not_null",
        domain="[('material_kind', '!=', False), ('company_id', 'in', (False, company_id))]",
    )
    headcount = fields.Integer(string="Unnamed people", default=0)
    issued = fields.Integer(string="Out", default=0, help="Pieces handed out.")
    returned = fields.Integer(string="Back", default=0, help="Used pieces taken back.")

    _column = Check(
        "CHECK((service_id IS NULL) <> (product_id IS NULL))",
        "Service, material: a count is of one service or one material.",
        lambda row: (row["service_id"] is None) != (row["product_id"] is None),
    )
    _value = Check(
        "CHECK(headcount >= 0 AND issued >= 0 AND returned >= 0 AND (service_id IS NULL) = (headcount = 0)"
        " AND (product_id IS NULL) = (issued + returned = 0))",
        "Unnamed people, out, back: write how many people had the service, or how many pieces went out or came back.",
        lambda row: min(row["headcount"], row["issued"], row["returned"]) >= 0
        and (row["service_id"] is None) == (row["headcount"] == 0)
        and (row["product_id"] is None) == (row["issued"] + row["returned"] == 0),
    )
    _service_once = UniqueIndex(
        "(batch_id, place, COALESCE(district_id, 0), service_id) WHERE service_id IS NOT NULL",
        "Service: this place and district already has a number for it. Change that one.",
        lambda row: (
            (row["batch_id"], row["place"], row["district_id"] or 0, row["service_id"]) if row["service_id"] else None
        ),
    )
    _product_once = UniqueIndex(
        "(batch_id, place, COALESCE(district_id, 0), product_id) WHERE product_id IS NOT NULL",
        "Material: this place and district already has a number for it. Change that one.",
        lambda row: (
            (row["batch_id"], row["place"], row["district_id"] or 0, row["product_id"]) if row["product_id"] else None
        ),
    )

    @api.depends("service_id", "product_id", "headcount", "issued", "returned")
    def _compute_display_name(self):
        for count in self:
            if count.service_id:
                count.display_name = f"{count.service_id.name} {count.headcount}"
            else:
                count.display_name = f"{count.product_id.display_name or ''} {count.issued}/{count.returned}"

    @api.constrains("service_id")
    def _check_service_id(self):
        for count in self:
            if count.service_id.client_required:
                raise ValidationError(self.env._(
                    "Service: “%s” is recorded for a person, not for a number of people.", count.service_id.name,
                ))

    @api.constrains("product_id")
    def _check_product_id(self):
        self.env["recovery.batch.supply"]._check_material(self.product_id)

    def _by_row(self):
        """Return {(place, district): cells} in the order in which the rows were typed."""
        return self.grouped(lambda count: (count.place, count.district_id))

    def _get_row_name(self):
        """Return how people call the row of these cells."""
        places = dict(self._selection_place())
        return " · ".join(filter(None, [places.get(self[:1].place), self[:1].district_id.name]))
