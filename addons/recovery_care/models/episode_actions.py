from odoo import api, fields, models


class EpisodeActions(models.Model):
    """What the screens of an episode lead to, and the import template."""

    _name = "recovery.episode"
    _inherit = ["recovery.episode", "recovery.importable"]

    # Columns of the board in the order of the course, those without an episode too.
    state = fields.Selection(group_expand=True)

    @api.model
    def get_import_templates(self):
        return [{
            "label": self.env._("Template for episodes"), "template": "/recovery_care/static/import/episodes.xlsx",
        }]

    def action_new_encounter(self):
        """Open a new encounter with this client in the programme of the episode."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.encounter", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("New encounter"),
            "context": {
                "default_program_id": self.program_id.id,
                "default_delivery_ids": [fields.Command.create({"client_id": self.client_id.id})],
            },
        }

    def action_rate_ors(self):
        """Open a new rating in this episode."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.ors", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Rate ORS"),
            "context": {"default_client_id": self.client_id.id, "default_episode_id": self.id},
        }

    def action_open_deliveries(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.delivery_action")
        return {**action, "domain": [("episode_id", "=", self.id)], "context": {}}

    def action_open_ors(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.ors_action")
        return {
            **action, "domain": [("episode_id", "=", self.id)],
            "context": {"default_client_id": self.client_id.id, "default_episode_id": self.id},
        }
