from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class HouseTaskExemption(models.Model):
    """Somebody who cannot do a task, or any, for a time. The rota leaves them out; the reason stays in the house."""

    _name = "recovery.house.task.exemption"
    _description = "Exemption from tasks"
    _inherit = ["recovery.client.record", "recovery.dated"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["client_id", "house_id"]

    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="restrict", check_company=True)
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, default=None)
    task_id = fields.Many2one(
        "recovery.house.task", index="btree_not_null", ondelete="cascade", check_company=True,
        domain="[('house_id', '=', house_id)]", help="Empty: from all tasks of the house.",
    )
    date_to = fields.Date(help="The last day; empty: for the time being.")
    reason = fields.Selection(
        [
            ("health", "Health"), ("work", "Work or training"), ("care", "Care of a child or relative"),
            ("agreed", "Agreed in the plan"), ("other", "Other"),
        ],
        required=True, default="health",
    )

    _dates = Check(
        "CHECK(date_to >= date_from)", "To: the exemption cannot end before it begins.",
        lambda row: row["date_to"] is None or row["date_to"] >= row["date_from"],
    )

    @api.depends("client_id.code", "task_id.name", "house_id.code")
    def _compute_display_name(self):
        for exemption in self:
            place = exemption.task_id.sudo().name or exemption.house_id.sudo().code or ""
            exemption.display_name = f"{exemption.sudo().client_id.code or ''} · {place}"

    @api.constrains("task_id", "house_id")
    def _check_task(self):
        for exemption in self:
            if exemption.task_id and exemption.task_id.house_id != exemption.house_id:
                raise ValidationError(self.env._("Task: it belongs to another house."))

    @api.model_create_multi
    def create(self, vals_list):
        exemptions = super().create(vals_list)
        exemptions.sudo().house_id._plan_rota()
        return exemptions

    def write(self, vals):
        result = super().write(vals)
        self.sudo().house_id._plan_rota()
        return result

    @api.model
    def _find_in_force(self, houses, first, last):
        """Return the exemptions (superuser) in houses that hold on some day from ``first`` to ``last``."""
        return self.sudo().search_fetch(
            Domain("house_id", "in", houses.ids) & Domain("date_from", "<=", last)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", first)),
            ["house_id", "task_id", "client_id", "date_from", "date_to"],
        )

    def _covers(self, task, day):
        """Return whether one exemption holds for a task on a day."""
        return (
            self.task_id.id in (False, task.id) and self.date_from <= day and (not self.date_to or self.date_to >= day)
        )
