from odoo import api, fields, models


class ClientMergeEpisode(models.TransientModel):
    """Two open episodes in one programme and role: which one continues."""

    _name = "recovery.client.merge.episode"
    _description = "Open episodes in a merge of two clients"

    wizard_id = fields.Many2one("recovery.client.merge.wizard", required=True, ondelete="cascade")
    kept_episode_id = fields.Many2one("recovery.episode", string="Kept episode", required=True)
    merged_episode_id = fields.Many2one("recovery.episode", string="Merged episode", required=True)
    name = fields.Char(string="Programme", compute="_compute_name", compute_sudo=True)
    kept_text = fields.Char(string="First", compute="_compute_name", compute_sudo=True)
    merged_text = fields.Char(string="Second", compute="_compute_name", compute_sudo=True)
    continues = fields.Selection(
        [("kept", "First"), ("merged", "Second")], required=True, default="kept",
    )

    @api.depends("kept_episode_id", "merged_episode_id")
    def _compute_name(self):
        for row in self:
            row.name = row.kept_episode_id.program_id.name
            row.kept_text, row.merged_text = (
                self._describe(episode) for episode in (row.kept_episode_id, row.merged_episode_id)
            )

    @api.model
    def _describe(self, episode):
        state = dict(episode._fields["state"]._description_selection(self.env)).get(episode.state, "")
        day = episode.date_start or episode.date_applied
        return self.env._("%(state)s, since %(day)s", state=state, day=day)
