from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.fields import Domain

# So many days before the end there is time to ask for another decision.
AHEAD = 30


class StayPayer(models.Model):
    """Who pays for one resident, by a decision or agreement that holds from one day to another.

    It comes before the payers of the fee plan, takes the place of those of its kind there, and goes along when the
    resident moves to another bed.
    """

    _name = "recovery.stay.payer"
    _description = "Payer of a stay"
    _inherit = [
        "recovery.client.record", "recovery.private.thread", "mail.activity.mixin", "recovery.contract.dates",
        "recovery.payer.terms",
    ]
    _order = "date_from desc, sequence, id"
    _rec_names_search = ["client_id", "decision_number"]
    _mail_post_access = "write"
    _watched_date = ("date_to", AHEAD)

    stay_id = fields.Many2one("recovery.stay", required=True, index=True, ondelete="restrict", check_company=True)
    client_id = fields.Many2one(related="stay_id.client_id", store=True, precompute=True, index=True, domain=None)
    program_id = fields.Many2one(
        related="stay_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="stay_id.company_id", store=True, precompute=True, default=None)
    active = fields.Boolean(default=True)
    payer = fields.Selection(help="Takes the place of payers of the same kind in the fee plan.")
    decision_number = fields.Char(string="Decision number", help="Printed on the invoices of this payer.")
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, index=True)
    date_to = fields.Date(string="Until", index=True, help="The last night that is paid; empty: until further notice.")
    document = fields.Binary(string="Decision", attachment=True, copy=False)
    document_name = fields.Char(copy=False)
    user_id = fields.Many2one(
        "res.users", string="Looks after it", required=True, default=lambda self: self.env.user, ondelete="restrict",
        check_company=True, help="Is told thirty days before the end.",
    )

    _dates = Check(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "Until: it cannot end before it begins.",
        lambda row: row["date_to"] is None or row["date_to"] >= row["date_from"],
    )
    _partner = Check(
        "CHECK(payer = 'grant' OR partner_id IS NOT NULL)", "Invoice to: say who receives the invoice.",
        lambda row: row["payer"] == "grant" or bool(row["partner_id"]),
    )

    @api.depends("client_id.code", "date_from")
    def _compute_display_name(self):
        for payer in self:
            payer.display_name = f"{payer.sudo().client_id.code or ''} · {payer.date_from or ''}"

    def _get_agreed_dates(self):
        return self.date_from, self.date_to

    @api.model
    def _find_of(self, stays, first, stop):
        """Return {stay: payers} of some night from ``first`` to before ``stop``, those of the stay it continues included.

        One query, whatever the number of stays.
        """
        begun = {stay: stay.origin_id or stay for stay in stays}
        ids = [stay.id for stay in {*begun.values()}]
        payers = self.search(
            (Domain("stay_id", "in", ids) | Domain("stay_id.origin_id", "in", ids)) & Domain("date_from", "<", stop)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", first)),
        )
        found = payers.grouped(lambda payer: payer.stay_id.origin_id or payer.stay_id)
        return {stay: found.get(origin, self.browse()) for stay, origin in begun.items()}

    @api.model_create_multi
    def create(self, vals_list):
        payers = super().create(vals_list)
        payers._update_activities()
        payers._check_fees(payers.mapped("date_from"))
        return payers

    def write(self, vals):
        self.check_access("write")
        clients, days = self.sudo().client_id, self.mapped("date_from")
        result = super().write(vals)
        if vals.keys() & {"date_to", "user_id", "active"}:
            self._update_activities()
        if vals.keys() & self._get_priced_fields():
            self._check_fees([*days, *self.mapped("date_from")], clients)
        return result

    @api.model
    def _get_priced_fields(self):
        """Return the names of the fields on which fees depend."""
        return {
            "stay_id", "active", "sequence", "payer", "partner_id", "method", "value", "cap", "decision_number", "date_from",
            "date_to",
        }

    def _check_fees(self, days, clients=None):
        every = self.sudo().client_id | (clients or self.sudo().client_id.browse())
        every._check_fees(min(filter(None, days), default=None), self.sudo().company_id)

    def _update_activities(self):
        """Keep one to-do for each payer whose decision ends, for whoever looks after it."""
        today = fields.Date.context_today(self)
        for payer in self:
            payer.activity_unlink(["recovery_housing.activity_payer"])
            _first, last = payer._get_dates()
            if payer.active and last and last >= today:
                payer.activity_schedule(
                    "recovery_housing.activity_payer", date_deadline=max(last - timedelta(days=AHEAD), today),
                    user_id=payer.user_id.id,
                )
