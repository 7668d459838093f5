from odoo import fields, models


class EncounterParticipants(models.TransientModel):
    _name = "recovery.encounter.participants"
    _description = "Add participants to an encounter"

    encounter_id = fields.Many2one("recovery.encounter", required=True)
    program_id = fields.Many2one(related="encounter_id.program_id")
    client_ids = fields.Many2many(
        "recovery.client", string="Clients", required=True, domain="[('program_ids', 'in', program_id)]",
    )
    service_ids = fields.Many2many("recovery.service", string="Services", required=True)

    def action_add(self):
        self.encounter_id._add_participants(self.client_ids, self.service_ids)
