from odoo import fields, models


class NightRefusal(models.Model):
    """Somebody was not let in: why, and where they were sent. Known, coded or only counted."""

    _name = "recovery.night.refusal"
    _description = "Turned away from a night"
    _inherit = ["recovery.state.machine", "recovery.night.people"]
    _order = "moment desc, id desc"
    _state_transitions = {"done": {"cancelled"}, "cancelled": set()}

    moment = fields.Datetime(string="Time", required=True, default=fields.Datetime.now)
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

    _house_date_idx = models.Index("(house_id, date) WHERE state = 'done'")

