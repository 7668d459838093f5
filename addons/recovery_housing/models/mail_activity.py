from odoo import models

from .house_incident_step import ACTIVITY_STEP


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever says that the to-do of a follow-up step is done says it of the step."""
        kind = self.env.ref(ACTIVITY_STEP, raise_if_not_found=False)
        done = self.filtered(lambda activity: activity.activity_type_id == kind)
        Step = self.env["recovery.house.incident.step"]
        steps = Step.sudo().search([("activity_id", "in", done.ids), ("state", "=", "planned")]) if done else Step
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        steps.with_env(self.env).action_done(result=feedback or None)
        return result
