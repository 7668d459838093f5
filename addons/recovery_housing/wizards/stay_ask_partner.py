from odoo import api, fields, models
from odoo.fields import Command


class StayAskPartner(models.TransientModel):
    _name = "recovery.stay.ask.partner"
    _description = "Ask a partner’s house"

    stay_id = fields.Many2one("recovery.stay", required=True, readonly=True)
    line_ids = fields.One2many("recovery.stay.ask.partner.house", "ask_id", readonly=True)
    note = fields.Char(
        string="Asked because", help="Why the person asks for the house; no names. The other organisation reads it.",
    )
    no_free_text = fields.Boolean(compute="_compute_no_free_text")

    @api.depends("stay_id")
    def _compute_no_free_text(self):
        for dialog in self:
            dialog.no_free_text = dialog.stay_id.sudo().program_id.no_free_text

    @api.model_create_multi
    def create(self, vals_list):
        """List the houses that may be asked, as they are now; their organisations tell no more about them."""
        stays = self.env["recovery.stay"].browse([vals.get("stay_id") for vals in vals_list])
        stays.check_access("write")
        return super().create([
            {**vals, "line_ids": [Command.create({"house_id": house.id}) for house in stay._find_partner_houses()]}
            for vals, stay in zip(vals_list, stays, strict=True)
        ])

    def write(self, vals):
        if vals.get("stay_id"):
            self.env["recovery.stay"].browse(vals["stay_id"]).check_access("write")
        return super().write(vals)

    def action_new_consent(self):
        """Open a new consent of the client to be shared with a partner."""
        self.ensure_one()
        client = self.stay_id.client_id
        others = self.env["res.company"].sudo().search([("id", "not in", client.sudo().company_ids.ids)], limit=2)
        purpose = self.env.ref("recovery_care.consent_purpose_partner", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.consent", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("New consent"), "context": {
                "default_client_id": client.id, "default_company_id": client.company_id.id,
                "default_purpose_id": purpose and purpose.id,
                "default_partner_id": others.partner_id.id if len(others) == 1 else False,
            },
        }
