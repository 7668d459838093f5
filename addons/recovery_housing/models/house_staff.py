from odoo import fields, models


class HouseStaff(models.Model):
    """Who runs a house, and who is told of what is due in it."""

    _inherit = "recovery.house"

    responsible_id = fields.Many2one(
        "hr.employee", string="Run by", check_company=True, index="btree_not_null", tracking=True,
        domain="[('id', 'in', program_employee_ids)]", help="Is told first of what is due in the house.",
    )
    deputy_id = fields.Many2one(
        "hr.employee", check_company=True, index="btree_not_null", tracking=True,
        domain="[('id', 'in', program_employee_ids)]",
        help="Is told where nobody runs the house or that person may not see it.",
    )

    def _get_staff(self):
        """Return the employees (superuser) of one house in the order in which they are told: who runs it, deputy, others."""
        house = self.sudo()
        return (house.responsible_id | house.deputy_id | house.employee_ids).filtered("active")
