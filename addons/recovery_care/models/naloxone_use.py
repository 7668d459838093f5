from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..table_rules import Check

YES_NO = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


class NaloxoneUse(models.Model):
    """Naloxone used in an overdose, as somebody reports it: on whom, with what outcome.

    Handing out a kit is material of the kind naloxone, training a service marked as such.
    """

    _name = "recovery.naloxone.use"
    _description = "Use of naloxone"
    _inherit = ["recovery.visit.fact"]
    _order = "date desc, id desc"
    _amendable_facts = (
        "place", "district_id", "used_on", "kits", "doses", "outcome", "ambulance", "hospital", "supply_id",
    )

    client_id = fields.Many2one(string="Reported by")
    place = fields.Selection(
        [
            ("street", "Street"), ("home", "Home"), ("public", "Public building"), ("service", "In a service"),
            ("other", "Other"), ("unknown", "Not known"),
        ],
        required=True, default="unknown",
    )
    district_id = fields.Many2one("recovery.district", ondelete="restrict", index="btree_not_null", check_company=True)
    used_on = fields.Selection(
        [("self", "The person reporting"), ("other_client", "Another client"), ("other_person", "Somebody else")],
        string="Used on", required=True, default="other_person",
    )
    kits = fields.Integer(string="Kits used", default=1)
    doses = fields.Integer(string="Doses given", default=0, help="0: not known.")
    outcome = fields.Selection(
        [("survived", "Survived"), ("died", "Died"), ("unknown", "Not known")], required=True, default="unknown",
    )
    ambulance = fields.Selection(YES_NO, string="Ambulance called", required=True, default="unknown")
    hospital = fields.Selection(YES_NO, string="Taken to hospital", required=True, default="unknown")
    supply_id = fields.Many2one(
        "recovery.supply", string="Kit replaced by", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('material_kind', '=', 'naloxone'), ('program_id', '=', program_id), ('client_id', '=', client_id)]",
        help="The kit that the person got in place of the used one.",
    )

    _amount = Check(
        "CHECK(kits >= 0 AND doses >= 0 AND kits + doses > 0)",
        "Kits used, doses given: write how many; the numbers cannot be negative.",
        lambda row: row["kits"] >= 0 and row["doses"] >= 0 and row["kits"] + row["doses"] > 0,
    )
    _cancelled = Check(
        "CHECK(state = 'done' OR cancel_reason IS NOT NULL)", "Cancelled because: say why.",
        lambda row: row["state"] == "done" or bool(row["cancel_reason"]),
    )
    _program_date_idx = models.Index("(program_id, date) WHERE state = 'done'")

    @api.constrains("supply_id", "client_id")
    def _check_supply(self):
        for use in self.sudo().filtered("supply_id"):
            if use.supply_id.material_kind != "naloxone" or use.supply_id.client_id != use.client_id:
                raise ValidationError(self.env._("Kit replaced by: choose naloxone that the person who reports was given."))
