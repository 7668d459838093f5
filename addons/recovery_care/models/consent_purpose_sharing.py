from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class ConsentPurposeSharing(models.Model):
    """What another organisation of the consortium sees beside the person, by a consent for the purpose."""

    _inherit = "recovery.consent.purpose"

    shares_episodes = fields.Boolean(
        string="Course of support",
        help="The episodes: programme, from when to when, how they ended; with the ORS result, for those who counsel.",
    )
    shares_situation = fields.Boolean(string="Social situation", help="The situation snapshots.")
    shares_ors = fields.Boolean(string="ORS ratings", help="The ratings and their totals.")

    @api.model
    def _get_slices(self):
        """Return the names of the fields that say what is shared."""
        return [name for name in self._fields if name.startswith("shares_")]

    def _get_slice_text(self):
        """Return what a consent for one purpose shares beside the person, in words; empty where that is nothing."""
        named = [self._fields[name]._description_string(self.env) for name in self._get_slices() if self[name]]
        return format_list(self.env, named) if named else ""

    def write(self, vals):
        self._check_not_widened(vals)
        return super().write(vals)

    def _check_not_widened(self, vals):
        """Raise UserError where more would be shared than clients agreed to."""
        self.check_access("write")
        wider = self.filtered(lambda purpose: any(vals.get(name) and not purpose[name] for name in self._get_slices()))
        if not wider:
            return
        if self.env["recovery.consent"].sudo().search_count(
            [("purpose_id", "in", wider.ids), ("state", "!=", "draft")], limit=1,
        ):
            raise UserError(self.env._(
                "The other organisation sees: clients have agreed to this purpose as it is. Add another purpose for more.",
            ))
