from odoo import models

from .house_incident_actions import ACTIVITY_TELL
from .house_incident_step import ACTIVITY_STEP


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever says that the to-do of a follow-up step, or of telling somebody, is done says it of what it is for."""
        steps = self._find_behind(ACTIVITY_STEP, "recovery.house.incident.step").filtered(
            lambda step: step.state == "planned",
        )
        notices = self._find_behind(ACTIVITY_TELL, "recovery.house.incident.notice").filtered(
            lambda notice: not notice.told_on,
        )
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        # Most who finish a to-do have nothing to do with incidents, and may not write even none of their steps.
        if steps:
            steps.with_env(self.env).action_done(result=feedback or None)
        # Who is told need not be somebody who writes incidents.
        if notices:
            notices.sudo().action_told()
        return result

    def _find_behind(self, kind, model):
        """Return the records (superuser) of a model that to-dos of a kind are for."""
        kind = self.env.ref(kind, raise_if_not_found=False)
        done = self.filtered(lambda activity: activity.activity_type_id == kind)
        records = self.env[model].sudo()
        return records.search([("activity_id", "in", done.ids)]) if done else records
