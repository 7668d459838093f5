from odoo import api, models


class ClientActions(models.Model):
    """What the screens of a client lead to, and the import template."""

    _name = "recovery.client"
    _inherit = ["recovery.client", "recovery.importable"]

    @api.model
    def get_import_templates(self):
        return [{
            "label": self.env._("Template for clients"), "template": "/recovery_care/static/import/clients.xlsx",
        }]

    @api.model_create_multi
    def create(self, vals_list):
        """An import sheet has a column for the birth date and one for the year: the empty one must not contradict."""
        return super().create([
            {name: value for name, value in vals.items() if name != "birth_year" or value or not vals.get("birthdate")}
            for vals in vals_list
        ])

    def _get_new_record_action(self, model, name, context):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": model, "view_mode": "form", "views": [(False, "form")],
            "name": name, "context": {"default_client_id": self.id, **context},
        }

    def action_rate_ors(self):
        """Open a new rating of this client, in the episode that is open."""
        episode = self.episode_active_ids.filtered(
            lambda episode: episode.state in ("active", "paused") and episode.company_id in self.env.companies,
        )[:1]
        return self._get_new_record_action("recovery.ors", self.env._("Rate ORS"), {"default_episode_id": episode.id})

    def action_new_episode(self):
        """Open a new application of this client."""
        return self._get_new_record_action("recovery.episode", self.env._("New episode"), {})

    def action_open_relations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.relation_action")
        return {
            **action, "domain": ["|", ("client_id", "=", self.id), ("related_client_id", "=", self.id)],
            "context": {"default_client_id": self.id},
        }
