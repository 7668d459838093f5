from contextlib import contextmanager
from contextvars import ContextVar

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..table_rules import Check, UniqueIndex
from .client import IDENTITY

# True while one consent takes the place of another, or a client returns to a code.
_closing = ContextVar("recovery_consent_closing", default=False)


class Consent(models.Model):
    """What a client agreed to or refused: for a purpose, for a recipient, from a day to a day, until withdrawn."""

    _name = "recovery.consent"
    _description = "Consent"
    _inherit = ["recovery.state.machine", "recovery.client.record", "recovery.private.thread"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["client_id", "purpose_id"]
    _mail_post_access = "write"

    _state_transitions = {
        "draft": {"given", "refused"}, "given": {"withdrawn", "expired"}, "refused": set(), "withdrawn": set(),
        "expired": set(),
    }
    _of_the_agreement = ("client_id", "purpose_id", "partner_id", "company_id", "date_from", "date_to")
    _papers = ("document", "signature")

    purpose_id = fields.Many2one(
        "recovery.consent.purpose", required=True, index=True, ondelete="restrict", check_company=True,
    )
    purpose_kind = fields.Selection(related="purpose_id.kind", string="Allows")
    purpose_description = fields.Text(related="purpose_id.description", string="What the client agrees to")
    partner_id = fields.Many2one(
        "res.partner", string="Recipient", index="btree_not_null", ondelete="restrict", check_company=True,
        help="The institution that may receive data. Empty: the consent is for your own organisation.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"), ("given", "Given"), ("refused", "Refused"), ("withdrawn", "Withdrawn"),
            ("expired", "Expired"),
        ],
        required=True, default="draft", tracking=True, copy=False, index=True,
    )
    date_from = fields.Date(string="From", default=fields.Date.context_today, copy=False)
    date_to = fields.Date(
        string="Until", compute="_compute_date_to", store=True, readonly=False, precompute=True, copy=False,
        help="The last day. Empty: until it is withdrawn.",
    )
    date_withdrawn = fields.Date(string="Withdrawn on", copy=False, tracking=True, help="From this day on it does not hold.")
    document = fields.Binary(string="Signed paper", attachment=True, copy=False, groups=IDENTITY)
    document_name = fields.Char(string="File name", copy=False, groups=IDENTITY)
    signature = fields.Binary(attachment=True, copy=False, groups=IDENTITY, help="Signed on the screen.")

    _date_order = Check(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)", "Until: it cannot end before it begins.",
        lambda row: not row["date_to"] or not row["date_from"] or row["date_to"] >= row["date_from"],
    )
    _begun = Check(
        "CHECK(state IN ('draft', 'refused') OR date_from IS NOT NULL)", "From: a consent that was given has a first day.",
        lambda row: row["state"] in ("draft", "refused") or bool(row["date_from"]),
    )
    _withdrawn = Check(
        "CHECK((state = 'withdrawn') = (date_withdrawn IS NOT NULL))",
        "Withdrawn on: a withdrawn consent, and only a withdrawn one, has this day.",
        lambda row: (row["state"] == "withdrawn") == bool(row["date_withdrawn"]),
    )
    _withdrawn_after = Check(
        "CHECK(date_withdrawn >= date_from)", "Withdrawn on: choose the day on which it was given or a later one.",
        lambda row: not row["date_withdrawn"] or not row["date_from"] or row["date_withdrawn"] >= row["date_from"],
    )
    _given_once = UniqueIndex(
        "(client_id, company_id, purpose_id, COALESCE(partner_id, 0)) WHERE state = 'given'",
        "Purpose: this consent is given already.",
        lambda row: (
            (row["client_id"], row["company_id"], row["purpose_id"], row["partner_id"] or 0)
            if row["state"] == "given" else None
        ),
    )

    @api.depends("purpose_id", "date_from")
    def _compute_date_to(self):
        for consent in self:
            months = consent.purpose_id.valid_months
            if consent.state in (False, "draft") and consent.date_from:
                consent.date_to = months and consent.date_from + relativedelta(months=months, days=-1)

    @api.depends("client_id.code", "purpose_id.name")
    def _compute_display_name(self):
        for consent in self:
            consent.display_name = " · ".join(filter(None, [consent.sudo().client_id.code, consent.purpose_id.name]))

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts and take them from there to the state asked for, so that every way obeys the same rules."""
        states = [vals.get("state") or "draft" for vals in vals_list]
        consents = super().create([
            {name: value for name, value in vals.items() if name not in ("state", "date_withdrawn")} for vals in vals_list
        ])
        for consent, state, vals in zip(consents, states, vals_list, strict=True):
            if state in ("withdrawn", "expired"):
                consent.write({"state": "given"})
            if state != "draft":
                consent.write({name: vals[name] for name in ("state", "date_withdrawn") if vals.get(name)})
        return consents

    def write(self, vals):
        self._check_agreement_kept(vals)
        state = vals.get("state")
        moved = self.filtered(lambda consent: state and consent.state != state)
        if moved and state == "withdrawn":
            vals = {**vals, "date_withdrawn": vals.get("date_withdrawn") or fields.Date.context_today(self)}
        elif self and vals.get("date_withdrawn"):
            raise UserError(self.env._("Withdrawn on: choose “Withdraw”; the day is entered by itself."))
        moved._check_step(state, vals)
        if state == "given":
            moved._replace_former(vals)
        result = super().write(vals)
        if state in ("withdrawn", "expired") and not _closing.get():
            moved._end_what_rested()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(consent.state != "draft" for consent in self):
            raise UserError(self.env._("State: a consent stays on record. Withdraw it instead of deleting it."))

    def _check_agreement_kept(self, vals):
        """Raise UserError where what a person agreed to would be changed after the fact."""
        for consent in self.filtered(lambda record: record.state != "draft"):
            new = consent.new(vals, origin=consent)
            changed = [
                name for name in self._of_the_agreement
                if name in vals and not (name == "date_to" and _closing.get())
                and consent[name] != (new[name]._origin if self._fields[name].relational else new[name])
            ]
            # Papers may follow; those that are there stay. Looking is done as superuser: not everybody may see them.
            replaced = [name for name in self._papers if name in vals and consent.sudo()[name] and not _closing.get()]
            for name in changed + replaced:
                raise UserError(self.env._(
                    "%(field)s: the consent is “%(state)s” and keeps what was agreed. Record a new one.",
                    field=self._fields[name]._description_string(self.env),
                    state=dict(self._fields["state"]._description_selection(self.env))[consent.state],
                ))

    def _check_step(self, state, vals):
        """Raise ValidationError where the days do not fit the new state; the order of the days is a rule of the table."""
        today = fields.Date.context_today(self)
        for consent in self:
            start = fields.Date.to_date(vals.get("date_from", consent.date_from))
            stop = fields.Date.to_date(vals.get("date_to", consent.date_to))
            if state == "given" and start and start > today:
                raise ValidationError(self.env._("From: a consent is given from today or an earlier day on."))
            if state == "withdrawn" and fields.Date.to_date(vals["date_withdrawn"]) > today:
                raise ValidationError(self.env._("Withdrawn on: choose today or an earlier day."))
            if state == "expired" and not _closing.get() and not (stop and stop < today):
                raise ValidationError(self.env._("State: a consent expires after its last day. Withdraw it instead."))

    def _replace_former(self, vals):
        """A consent about to be given with ``vals`` takes the place of the one for the same purpose and recipient."""
        for consent in self:
            start = fields.Date.to_date(vals.get("date_from", consent.date_from))
            if not start:
                continue  # and is refused
            former = self.sudo().search([
                ("client_id", "=", consent.client_id.id), ("purpose_id", "=", consent.purpose_id.id),
                ("partner_id", "=", consent.partner_id.id), ("state", "=", "given"), ("id", "!=", consent.id),
                ("company_id", "=", consent.company_id.id),
            ])
            with self._closing():
                for other in former:
                    last = start - relativedelta(days=1)
                    other.write({"state": "expired", "date_to": max(other.date_from, last)})
            self.flush_model(["state"])

    @staticmethod
    @contextmanager
    def _closing():
        """Within this block nothing that rested on a consent ends: another one, or nothing, is in its place."""
        token = _closing.set(True)
        try:
            yield
        finally:
            _closing.reset(token)

    def _get_free_text_programs(self):
        return self.client_id._get_silent_programs()

    def action_give(self):
        """Record that the client agrees, from ``date_from`` on."""
        self.write({"state": "given"})

    def action_refuse(self):
        self.write({"state": "refused"})

    def action_withdraw(self, date_withdrawn=None):
        """End the consent and what rested on it.

        :param date_withdrawn: first day on which it does not hold, today when empty
        """
        self.write({"state": "withdrawn", "date_withdrawn": date_withdrawn or fields.Date.context_today(self)})

    def _end_what_rested(self):
        """End what rested on these consents, which have just been withdrawn or have expired.

        Being known by name: see ``client_consent.py``. What shows a client to another institution
        asks ``client._has_consent`` each time and needs no step; whoever keeps something on the
        strength of a consent extends this method.
        """
        self.filtered(lambda consent: consent.purpose_kind == "identification").client_id._ask_to_return_to_code()

    @api.model
    def _cron_expire(self, batch=200):
        """Expire consents whose last day has passed."""
        Cron = self.env["ir.cron"]
        overdue = self.search([("state", "=", "given"), ("date_to", "<", fields.Date.context_today(self))])
        Cron._commit_progress(remaining=len(overdue))
        for index in range(0, len(overdue), batch):
            chunk = overdue[index:index + batch]
            chunk.write({"state": "expired"})
            if not Cron._commit_progress(len(chunk)):
                break
