from odoo import api, fields, models

from ..table_rules import Check, UniqueIndex
from .client import IDENTITY


class Relation(models.Model):
    """Who belongs to whom; the related person is a client too, or just a name and a phone."""

    _name = "recovery.relation"
    _description = "Relation"
    _inherit = ["recovery.client.record"]
    _order = "is_emergency_contact desc, id"
    # The same relation of two clients who turn out to be one person is kept once.
    _merge_clashes = {"related_uniq": "aside"}

    related_client_id = fields.Many2one(
        "recovery.client", string="Related client", index="btree_not_null", ondelete="restrict",
        domain="[('company_ids', '=', company_id), ('id', '!=', client_id)]",
    )
    related_name = fields.Char(string="Name of the person", groups=IDENTITY)
    related_phone = fields.Char(string="Phone", groups=IDENTITY)
    kind = fields.Selection(
        [
            ("parent", "Parent"), ("partner", "Partner"), ("child", "Child"), ("sibling", "Sibling"),
            ("other_family", "Other family"), ("friend", "Friend"), ("guardian", "Guardian"), ("other", "Other"),
        ],
        required=True, default="partner", help="What the related person is to the client.",
    )
    is_emergency_contact = fields.Boolean(string="Emergency contact")
    shares_household = fields.Boolean(string="Shares household")
    is_dependent = fields.Boolean(string="Dependent")
    contact_allowed = fields.Boolean(string="Contact allowed", help="The client agrees that we speak with this person.")

    _somebody = Check(
        "CHECK(num_nonnulls(related_client_id, related_name) = 1)",
        "Related person: choose a client or write a name, not both.",
        holds=lambda row: (row["related_client_id"] is None) != (row["related_name"] is None),
    )
    _not_self = Check(
        "CHECK(related_client_id <> client_id)", "Related client: a person is not their own relative.",
        holds=lambda row: row["related_client_id"] != row["client_id"],
    )
    _related_uniq = UniqueIndex(
        "(client_id, company_id, related_client_id) WHERE related_client_id IS NOT NULL",
        "Related client: this relation is already recorded.",
        key=lambda row: (row["client_id"], row["company_id"], row["related_client_id"]),
    )

    @api.depends("client_id.code", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for relation in self:
            code = relation.sudo().client_id.code
            relation.display_name = code and f"{code} · {labels.get(relation.kind, '')}"

    def _get_telling_clients(self):
        return self.client_id | self.related_client_id
