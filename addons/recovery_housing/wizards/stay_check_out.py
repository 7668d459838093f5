from odoo import api, fields, models


class StayCheckOut(models.TransientModel):
    _name = "recovery.stay.check.out"
    _description = "Check out"

    stay_id = fields.Many2one("recovery.stay", required=True, readonly=True)
    date_to = fields.Date(
        string="Leaves on", required=True, default=fields.Date.context_today,
        help="The night of this day is not slept here.",
    )
    exit_reason = fields.Selection(
        selection=lambda self: self._get_choices("exit_reason", {"moved"}), string="Leaves because", required=True,
    )
    exit_destination = fields.Selection(
        selection=lambda self: self._get_choices("exit_destination"), string="Leaves to", required=True,
    )

    papers_text = fields.Char(string="To come back", compute="_compute_papers_text")
    all_back = fields.Boolean(
        string="Everything is back", help="Key and inventory; otherwise the stay says what is missing.",
    )

    @api.depends("stay_id")
    def _compute_papers_text(self):
        for wizard in self:
            stay = wizard.stay_id
            parts = [f"{item.missing} × {item.name}" for item in stay.item_ids if item.missing]
            if stay.key_number and not stay.key_returned_on:
                parts.insert(0, self.env._("key %s", stay.key_number))
            wizard.papers_text = ", ".join(parts) or False

    def _get_choices(self, name, without=()):
        choices = self.env["recovery.stay"]._fields[name]._description_selection(self.env)
        return [choice for choice in choices if choice[0] not in without]

    def action_check_out(self):
        if self.all_back:
            self.stay_id.action_all_back()
        self.stay_id.action_check_out(self.exit_reason, self.exit_destination, self.date_to)
