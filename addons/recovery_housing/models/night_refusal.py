from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError


class NightRefusal(models.Model):
    """Somebody was not let in: why, and where they were sent. Known, coded or only counted."""

    _name = "recovery.night.refusal"
    _description = "Turned away from a night"
    _inherit = ["recovery.state.machine", "recovery.client.record"]
    _order = "moment desc, id desc"
    _state_transitions = {"done": {"cancelled"}, "cancelled": set()}

    night_id = fields.Many2one("recovery.night", required=True, index=True, ondelete="restrict", check_company=True)
    date = fields.Date(related="night_id.date", string="Night of", store=True, precompute=True, index=True)
    house_id = fields.Many2one(related="night_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="night_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="night_id.company_id", store=True, precompute=True, default=None)
    moment = fields.Datetime(string="Time", required=True, default=fields.Datetime.now)
    client_id = fields.Many2one(required=False, help="Empty: somebody unnamed.")
    headcount = fields.Integer(string="Unnamed people", required=True, default=0, help="How many, where there is no client.")
    gender = fields.Selection(
        [("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")],
        required=True, compute="_compute_gender", store=True, precompute=True, readonly=False,
    )
    reason = fields.Selection(
        [
            ("full", "Full"), ("intoxicated", "Too intoxicated"), ("violent", "Violent or threatening"),
            ("banned", "Banned from the house"), ("women", "No place for women"), ("pet", "Came with a pet"),
            ("other", "Other"),
        ],
        required=True,
    )
    referred_to = fields.Selection(
        [
            ("none", "Nowhere"), ("ours", "Another house of ours"), ("shelter", "Another shelter"),
            ("warming", "Warming room"), ("sobering", "Sobering-up station"), ("hospital", "Hospital or ambulance"),
            ("police", "Police"), ("other", "Elsewhere"),
        ],
        string="Sent to", required=True, default="none",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Institution", domain="[('is_company', '=', True)]", check_company=True,
        ondelete="restrict", index="btree_not_null",
    )
    state = fields.Selection(
        [("done", "Turned away"), ("cancelled", "Entered by mistake")], required=True, default="done", copy=False,
    )
    persons = fields.Integer(compute="_compute_persons", store=True, precompute=True)

    _who = Check(
        "CHECK(client_id IS NULL AND headcount > 0 OR client_id IS NOT NULL AND headcount = 0)",
        "Client: choose a client, or say how many unnamed people there were.",
        lambda row: (row["headcount"] > 0) if row["client_id"] is None else row["headcount"] == 0,
    )
    _house_date_idx = models.Index("(house_id, date) WHERE state = 'done'")

    @api.depends("client_id")
    def _compute_gender(self):
        for refusal in self:
            refusal.gender = refusal.client_id.sudo().gender or refusal.gender or "unknown"

    @api.depends("client_id", "headcount")
    def _compute_persons(self):
        for refusal in self:
            refusal.persons = 1 if refusal.client_id else refusal.headcount

    @api.depends("client_id.code", "night_id.display_name")
    def _compute_display_name(self):
        for refusal in self:
            who = refusal.sudo().client_id.code or self.env._("unnamed")
            refusal.display_name = f"{who} · {refusal.night_id.sudo().display_name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        refusals = super().create(vals_list)
        refusals.night_id._begin_entry()
        return refusals

    def write(self, vals):
        self.check_access("write")
        (self.night_id | self.env["recovery.night"].browse(vals.get("night_id") or ()))._begin_entry()
        if not self.env.su and any(refusal.state == "cancelled" for refusal in self):
            raise UserError(self.env._("State: what was entered by mistake is not changed. Enter it again."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was entered by mistake is cancelled, not deleted."))

    def action_cancel(self):
        """Take out what was entered by mistake; the row stays and counts nowhere."""
        self.write({"state": "cancelled"})
