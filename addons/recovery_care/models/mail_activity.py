from odoo import api, models
from odoo.tools import is_html_empty


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _compute_res_name(self):
        """A to-do is stored under the client's code: its list is read by more people than the file is."""
        super()._compute_res_name()
        clients = self.filtered(lambda activity: activity.res_model == "recovery.client" and activity.res_id)
        codes = {
            client.id: client.code
            for client in self.env["recovery.client"].sudo().browse(clients.mapped("res_id")).exists()
        }
        for activity in clients:
            activity.res_name = codes.get(activity.res_id)

    def _to_store_defaults(self, target):
        """With the name of the type: the chatter shows nothing at all for an activity without a summary."""
        return [*super()._to_store_defaults(target), "display_name"]

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_no_free_text()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"note", "summary", "res_id", "res_model_id", "activity_type_id"}:
            self._check_no_free_text()
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_no_free_text(feedback)
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _check_no_free_text(self, feedback=False):
        """Raise UserError for a to-do in own words about a client whose programmes keep no free text."""
        own_words = self if feedback else self.filtered(
            lambda activity: not is_html_empty(activity.note or "")
            or activity.summary and activity.summary != activity.activity_type_id.summary,
        )
        by_model = own_words.filtered(lambda activity: activity.res_model and activity.res_id).grouped("res_model")
        for model, activities in by_model.items():
            if hasattr(self.env[model], "_check_conversation_allowed"):
                self.env[model].browse(activities.mapped("res_id"))._check_conversation_allowed()
