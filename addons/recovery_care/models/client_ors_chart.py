from odoo import api, models


class ClientOrsChart(models.Model):
    _inherit = "recovery.client"

    @api.readonly
    def get_ors_chart(self, episode_id=None):
        """Return what the chart of totals shows for one client, oldest rating first.

        :param int episode_id: the episode shown; that of the latest valid rating when empty, because
            change across episodes belongs to neither
        :return: {points: [{id, date, total, individual, interpersonal, social, overall, cutoff,
            above_cutoff, version}], cutoff, reliable_change, first, change, result, result_label, ruleset};
            totals in points 0.0–40.0, ``points`` empty when nothing was rated
        :raises AccessError: for whoever may not read ratings
        """
        self.ensure_one()
        self.check_access("read")
        ratings = self.env["recovery.ors"].search([("client_id", "=", self.id)])._get_valid()
        episode = self.env["recovery.episode"].browse(episode_id) if episode_id else ratings[-1:].episode_id
        ratings = ratings.filtered(lambda rating: rating.episode_id == episode)
        names = ["date", "total", "individual", "interpersonal", "social", "overall", "cutoff", "above_cutoff", "version"]
        first, last = ratings[:1], ratings[-1:]
        # Of a partner’s ratings the thresholds are the partner’s.
        ruleset = last.ruleset_id.sudo()
        result = ruleset._classify(first, last) if len(ratings) > 1 else "too_few"
        labels = dict(self.env["recovery.episode"]._fields["ors_result"]._description_selection(self.env))
        return {
            "points": [{"id": rating.id, **{name: rating[name] for name in names}} for rating in ratings],
            "cutoff": last.cutoff, "reliable_change": ruleset.reliable_change, "ruleset": ruleset.name or "",
            "first": first.total, "change": round(last.total - first.total, 1) if len(ratings) > 1 else 0.0,
            "result": result, "result_label": labels[result],
        }
