from odoo import fields, models

READERS = "recovery_care.group_staff,recovery_care.group_data,recovery_care.group_auditor"


class ClientTenancy(models.Model):
    """By what a client lives and what they owe, as far as the user may see it."""

    _inherit = "recovery.client"

    tenancy_ids = fields.One2many("recovery.tenancy", "client_id", string="Tenancies", groups=READERS)
    debt_ids = fields.One2many("recovery.client.debt", "client_id", string="Debts", groups=READERS)

    def action_open_tenancies(self):
        return self._open_housing_list("recovery_housing.tenancy_action", self._get_own_defaults())

    def action_open_debts(self):
        return self._open_housing_list("recovery_housing.client_debt_action", self._get_own_defaults())

    def action_open_incomes(self):
        return self._open_housing_list("recovery_housing.client_income_action", self._get_own_defaults())

    def _get_own_defaults(self):
        # Of whom another organisation shares, the own one keeps records of its own.
        company = self.company_id if self.company_id in self.env.companies else self.env.company
        return {"default_client_id": self.id, "default_company_id": company.id}

    def action_plan_home_visit(self):
        """Open a planned encounter at the client's home; what was found is answered there."""
        self.ensure_one()
        stay = self.env["recovery.stay"].search([
            ("client_id", "=", self.id), ("state", "=", "in"), ("company_id", "in", self.env.companies.ids),
        ], limit=1)
        program = stay.program_id or self.sudo().episode_active_ids.program_id.filtered(
            lambda program: self.env.user in program.user_ids,
        )[:1]
        service = program.sudo().service_ids.filtered(lambda service: service.kind == "accommodation")[:1]
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.encounter", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Plan a visit"),
            "context": {
                "default_program_id": program.id, "default_place": "home",
                "default_delivery_ids": [fields.Command.create({
                    "client_id": self.id, **({"service_id": service.id} if service else {}),
                })],
            },
        }
