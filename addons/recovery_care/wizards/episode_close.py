from odoo import fields, models


class EpisodeClose(models.TransientModel):
    _name = "recovery.episode.close"
    _description = "Close an episode"

    episode_ids = fields.Many2many("recovery.episode", required=True)
    end_reason = fields.Selection(
        selection=lambda self: [
            choice for choice in self.env["recovery.episode"]._fields["end_reason"]._description_selection(self.env)
            # Only a merge of two clients joins episodes.
            if choice[0] != "merged"
        ],
        string="Reason", required=True,
    )
    date_end = fields.Date(string="End", required=True, default=fields.Date.context_today)

    def action_close(self):
        return self.episode_ids.action_close(self.end_reason, self.date_end)
