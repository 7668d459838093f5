from odoo import api, models
from odoo.tools import SQL


class EpisodeAbsence(models.Model):
    """Appointments of one's own that were missed in a row; sessions of groups are counted in the group."""

    _name = "recovery.episode"
    _inherit = ["recovery.episode", "recovery.absence"]

    @api.model
    def _get_absence_sql(self):
        return (
            SQL("recovery_episode o JOIN recovery_program p ON p.id = o.program_id AND o.state = 'active'"),
            SQL("p.absence_alert_after"), SQL("d.episode_id = o.id AND e.group_id IS NULL"),
        )

    def _get_absence_responsible(self):
        """Return {episode: res.users}: the keyworker, else the first of the team."""
        return {
            episode: episode.keyworker_id.user_id or episode.team_ids.user_id[:1] for episode in self.sudo()
        }
