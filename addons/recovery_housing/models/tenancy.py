from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import ValidationError

IDENTITY = "recovery_care.group_identity"


class Tenancy(models.Model):
    """By what a client lives in a flat or room: in whose name the contract is, and what it costs."""

    _name = "recovery.tenancy"
    _description = "Tenancy"
    _inherit = ["recovery.client.record", "recovery.private.thread", "mail.activity.mixin", "recovery.contract.dates"]
    _order = "date_from desc, id desc"
    _mail_post_access = "write"
    _free_text_paths = ("client_id.program_ids",)
    _left_date = "date_left"

    holder = fields.Selection(
        [
            ("client", "The client"), ("shared", "The client with others"), ("family", "Partner or family"),
            ("organisation", "Our organisation"), ("municipality", "Municipality"), ("other", "Somebody else"),
        ],
        string="In whose name", required=True, default="client",
    )
    kind = fields.Selection(
        [
            ("flat", "Rented flat"), ("room", "Rented room"), ("municipal", "Municipal flat"),
            ("cooperative", "Cooperative flat"), ("owned", "Own property"), ("other", "Other"),
        ],
        required=True, default="flat",
    )
    stay_id = fields.Many2one(
        "recovery.stay", index="btree_not_null", ondelete="restrict", domain="[('client_id', '=', client_id)]",
        help="Where the flat is a household that we accompany.",
    )
    address = fields.Text(groups=IDENTITY)
    landlord = fields.Char(help="Name and phone of whom the rent is paid to.", groups=IDENTITY)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", help="The last day of the contract; empty: until notice is given.")
    date_left = fields.Date(string="Moved out on", help="When it ended in fact.")
    rent = fields.Monetary(string="Rent a month")
    charges = fields.Monetary(string="Charges a month", help="Energy, water, services.")
    deposit = fields.Monetary()
    deposit_payer = fields.Selection(
        [
            ("client", "The client"), ("organisation", "Our organisation"), ("municipality", "Municipality"),
            ("loan", "A loan"), ("other", "Somebody else"),
        ],
        string="Deposit paid by",
    )
    deposit_back_on = fields.Date(string="Deposit back on")
    currency_id = fields.Many2one(related="company_id.currency_id")
    document = fields.Binary(string="Contract", attachment=True, copy=False, groups=IDENTITY)
    document_name = fields.Char(copy=False, groups=IDENTITY)

    _dates = Check(
        "CHECK((date_to IS NULL OR date_to >= date_from) AND (date_left IS NULL OR date_left >= date_from))",
        "Until: a tenancy ends after it begins.",
        lambda row: not any(row[name] and row[name] < row["date_from"] for name in ("date_to", "date_left")),
    )
    _money = Check(
        "CHECK(rent >= 0 AND charges >= 0 AND deposit >= 0)", "Rent, charges, deposit: they cannot be negative.",
        lambda row: min(row["rent"], row["charges"], row["deposit"]) >= 0,
    )

    @api.depends("client_id.code", "date_from")
    def _compute_display_name(self):
        for tenancy in self:
            tenancy.display_name = f"{tenancy.sudo().client_id.code or ''} · {tenancy.date_from or ''}"

    @api.constrains("stay_id", "client_id")
    def _check_stay(self):
        for tenancy in self.sudo():
            if tenancy.stay_id and tenancy.stay_id.client_id != tenancy.client_id:
                raise ValidationError(self.env._("Stay: it is somebody else's."))

    @api.model_create_multi
    def create(self, vals_list):
        tenancies = super().create(vals_list)
        tenancies._update_activities()
        return tenancies

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_to", "date_left"}:
            self._update_activities()
        return result

    def _update_activities(self):
        """Keep one to-do for each contract that ends: thirty days before it, for the keyworker or whoever wrote it down."""
        for tenancy in self:
            tenancy.activity_unlink(["recovery_housing.activity_tenancy"])
            if tenancy.date_to and not tenancy.date_left and tenancy.date_to >= fields.Date.context_today(self):
                episodes = tenancy.sudo().client_id.episode_active_ids.filtered(
                    lambda episode, company=tenancy.company_id: episode.company_id == company,
                )
                keyworker = episodes.keyworker_id.user_id[:1]
                tenancy.activity_schedule(
                    "recovery_housing.activity_tenancy", date_deadline=tenancy.date_to - timedelta(days=30),
                    user_id=(keyworker or self.env.user).id,
                )
