from odoo import api, models


class DeliveryDraft(models.Model):
    """Computed values of new services from their encounter, without a draft of each; see ``encounter_draft.py``."""

    _inherit = "recovery.delivery"

    @api.model
    def _add_precomputed_values(self, vals_list):
        encounters = [self.env["recovery.encounter"].browse(vals.get("encounter_id")).sudo() for vals in vals_list]
        for vals, encounter in zip(vals_list, encounters, strict=True):
            if encounter:
                vals.update(
                    program_id=encounter.program_id.id, company_id=encounter.company_id.id, date=encounter.date,
                )
                if not vals.get("state_own"):
                    vals["state"] = encounter.state
        keys = [(vals.get("client_id") or False, vals.get("program_id"), vals.get("date")) for vals in vals_list]
        missing = {key for key, vals in zip(keys, vals_list, strict=True) if "episode_id" not in vals}
        episodes = self._find_episodes(missing)
        for key, vals in zip(keys, vals_list, strict=True):
            if vals.get("encounter_id"):
                vals.setdefault("episode_id", episodes.get(key))
        return super()._add_precomputed_values(vals_list)
