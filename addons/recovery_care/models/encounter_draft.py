from datetime import timedelta

import pytz
from odoo import api, fields, models


class EncounterDraft(models.Model):
    """Computed values of new encounters, from their values alone.

    Odoo computes them on a draft of the encounter with drafts of all its services, which costs
    more than everything else that saving a visit at the counter does.
    """

    _inherit = "recovery.encounter"

    @api.model
    def _add_precomputed_values(self, vals_list):
        wanted = {name for name, field in self._fields.items() if field.precompute}
        for vals in vals_list:
            known = self._get_precomputed_values(vals)
            if wanted <= vals.keys() | known.keys():
                vals.update(known, __precomputed__={self._fields[name] for name in known})
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _get_precomputed_values(self, vals):
        """Return what follows from complete values of one new encounter; nothing where they are not complete."""
        company = self.env["res.company"].browse(vals.get("company_id"))
        start = fields.Datetime.to_datetime(vals.get("date_start"))
        if not company or not start:
            return {}
        program = self.env["recovery.program"].browse(vals.get("program_id")).sudo()
        stop = start + timedelta(minutes=vals.get("minutes") or 0)
        recorded = vals.get("recorded_on") or self._get_recorded_on(vals.get("state"))
        return {
            "date": pytz.utc.localize(start).astimezone(company._get_timezone()).date(), "date_stop": stop,
            "place": vals.get("place") or program.default_place or "centre", "recorded_on": recorded,
            "is_late_entry": self._is_late(fields.Datetime.to_datetime(recorded), stop, program),
            # Computed when the services exist; said here, it need not be written a second time.
            "restricted_only": False,
        }
