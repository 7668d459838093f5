from odoo import fields, models

from ..table_rules import Check


class OutreachPoint(models.AbstractModel):
    """A place on the map where outreach stops: what the places of a route and the stops of a shift share."""

    _name = "recovery.outreach.point"
    _description = "Place of outreach"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, id"

    name = fields.Char(string="Where", required=True, help="How the team calls the place; never who is met there.")
    sequence = fields.Integer(default=10)
    district_id = fields.Many2one("recovery.district", ondelete="restrict", index="btree_not_null", check_company=True)
    place = fields.Selection(
        string="Kind of place", selection=lambda self: self._selection_place(), required=True, default="street",
    )
    # Five places after the point are a metre: enough to find the place again.
    latitude = fields.Float(digits=(9, 5), aggregator=None, help="Degrees north; 0 and 0 when not known.")
    longitude = fields.Float(digits=(9, 5), aggregator=None, help="Degrees east; 0 and 0 when not known.")

    _position = Check(
        "CHECK(latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "Latitude, Longitude: write degrees, from -90 to 90 and from -180 to 180.",
        lambda row: -90 <= row["latitude"] <= 90 and -180 <= row["longitude"] <= 180,
    )

    def _selection_place(self):
        return self.env["recovery.encounter"]._fields["place"]._description_selection(self.env)

    def _get_point_values(self):
        """Return the values of one place, to make another one like it."""
        return {
            "name": self.name, "sequence": self.sequence, "district_id": self.district_id.id, "place": self.place,
            "latitude": self.latitude, "longitude": self.longitude,
        }
