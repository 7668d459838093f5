from odoo import fields, models
from odoo.exceptions import UserError


class ProgramFreeText(models.Model):
    """A programme that keeps no free text about clients: counted, chosen and dated facts alone."""

    _inherit = "recovery.program"

    no_free_text = fields.Boolean(
        string="No free text about clients",
        help="Notes, messages and to-dos about clients are refused; a reason for a correction is chosen from a list.",
    )

    def _get_correction_reasons(self):
        """Return the reasons, in the language of the user, that a programme without free text knows."""
        return [
            self.env._("Wrong person"), self.env._("Wrong service"), self.env._("Wrong number"),
            self.env._("Wrong time or place"), self.env._("Entered twice"), self.env._("Something was left out"),
        ]

    def _check_correction_reason(self, reason):
        """Raise UserError where one programme keeps no free text and ``reason`` is not one of the list."""
        reasons = self._get_correction_reasons()
        # What the program itself says when a visit is taken back.
        known = [*reasons, self.env._("Undone at the front desk")]
        if self.no_free_text and (reason or "").strip() not in known:
            raise UserError(self.env._(
                "Reason: the programme “%(program)s” keeps no free text about clients. Choose one of: %(reasons)s.",
                program=self.name, reasons=", ".join(reasons),
            ))
