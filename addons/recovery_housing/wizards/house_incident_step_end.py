from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HouseIncidentStepEnd(models.TransientModel):
    """What came of a follow-up step, or why it is dropped."""

    _name = "recovery.house.incident.step.end"
    _description = "Finish a follow-up step"

    step_id = fields.Many2one("recovery.house.incident.step", required=True, readonly=True)
    outcome = fields.Selection([("done", "Done"), ("dropped", "Dropped")], required=True, default="done")
    done_on = fields.Date(string="Done on", default=fields.Date.context_today)
    drop_reason = fields.Selection(selection=lambda self: self._get_reasons(), string="Because")
    no_free_text = fields.Boolean(related="step_id.no_free_text")
    result = fields.Text(help="What came of it. Name people by their code, never by their name.")

    @api.model
    def _get_reasons(self):
        """Return the reasons that a person chooses; that the incident was cancelled is said by cancelling it."""
        reasons = self.env["recovery.house.incident.step"]._fields["drop_reason"]._description_selection(self.env)
        return [reason for reason in reasons if reason[0] != "cancelled"]

    def action_end(self):
        """Finish the step as chosen.

        :raises ValidationError: where it is dropped without a reason
        """
        self.ensure_one()
        if self.outcome == "done":
            self.step_id.action_done(self.result, self.done_on)
            return
        if not self.drop_reason:
            raise ValidationError(self.env._("Because: choose why the step is dropped."))
        self.step_id.action_drop(self.drop_reason, self.result)
