from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import ValidationError


class FeePlanPayer(models.Model):
    """Which part of a fee somebody pays. What nobody is named for, the resident pays."""

    _name = "recovery.fee.plan.payer"
    _description = "Payer of a fee plan"
    _inherit = ["recovery.payer.terms"]
    _check_company_auto = True
    _order = "plan_id, sequence, id"
    _rec_names_search = ["plan_id"]

    plan_id = fields.Many2one("recovery.fee.plan", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True, index=True)
    payer = fields.Selection(
        selection_add=[("resident", "Resident"), ("municipality",)], ondelete={"resident": "cascade"},
    )
    partner_id = fields.Many2one(help="Residents are invoiced under their code. A grant without a contact is not invoiced.")

    _partner = Check(
        "CHECK(payer IN ('resident', 'grant') OR partner_id IS NOT NULL)", "Invoice to: say who receives the invoice.",
        lambda row: row["payer"] in ("resident", "grant") or bool(row["partner_id"]),
    )
    _no_contact = Check(
        "CHECK(payer <> 'resident' OR partner_id IS NULL)",
        "Invoice to: residents are invoiced under their code. Leave it empty, or choose the payer “Other”.",
        lambda row: row["payer"] != "resident" or not row["partner_id"],
    )
    _one_rest = UniqueIndex(
        "(plan_id) WHERE method = 'rest'", "Percent or amount: only one payer pays what is left.",
        lambda row: (row["plan_id"],) if row["method"] == "rest" else None,
    )

    @api.depends("payer", "partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["payer"]._description_selection(self.env))
        for line in self:
            line.display_name = line.partner_id.name or labels.get(line.payer, "")

    def _get_agreed_dates(self):
        return self.plan_id.date_from, self.plan_id.date_to

    @api.constrains("method", "value", "plan_id")
    def _check_percents(self):
        for plan in self.plan_id:
            if sum(line.value for line in plan.payer_ids if line.method == "percent") > 100:
                raise ValidationError(
                    self.env._("Percent or amount: the payers of “%s” pay more than the whole.", plan.name),
                )
