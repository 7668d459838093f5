from odoo import api, fields, models


class EpisodeCloseSituation(models.TransientModel):
    """Closing an episode asks for the situation at exit where the programme wants it."""

    _inherit = "recovery.episode.close"

    situation_wanted = fields.Boolean(compute="_compute_situation_wanted", store=True)
    situation_exit = fields.Selection(
        [("now", "Record it now"), ("due", "Record it later"), ("waived", "Not possible, the person is not here")],
        string="Situation at exit", compute="_compute_situation_wanted", store=True, readonly=False,
    )

    @api.depends("episode_ids")
    def _compute_situation_wanted(self):
        for wizard in self:
            wanted = wizard.episode_ids._filtered_wanting_exit_situation()
            wizard.situation_wanted = bool(wanted)
            wizard.situation_exit = wanted and ("now" if len(wanted) == 1 else "due")

    def action_close(self):
        """Close the episodes; then open the snapshot where it is to be recorded now."""
        wanted = self.episode_ids._filtered_wanting_exit_situation()
        action = super().action_close()
        if self.situation_exit == "waived":
            wanted.situation_exit = "waived"
        if self.situation_exit == "now" and len(wanted) == 1:
            return wanted.action_record_situation()
        return action
