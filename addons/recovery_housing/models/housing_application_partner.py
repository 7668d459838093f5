from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .housing_application import BY_OFFER, IN_LINE, OPEN, READERS


class HousingApplicationPartner(models.Model):
    """An application that people of another organisation made for somebody who lives in a house of theirs.

    They go on seeing what becomes of it, and take it back; the organisation of the house decides as about any other.
    """

    _name = "recovery.housing.application"
    _inherit = ["recovery.housing.application", "recovery.partner.record"]
    _told_to_partners = frozenset({
        "client_id", "house_id", "kind_id", "kind", "asked_for", "program_id", "state", "date_applied", "date_decided",
        "days_waiting", "referred_from", "decision_reason", "from_stay_id", "is_from_partner", "request_note",
    })
    _partner_buttons = frozenset({"action_open_withdraw"})

    request_note = fields.Char(
        string="Asked because", copy=False, readonly=True, groups=READERS,
        help="Why the person asks for the house, in the words of those with whom they live; no names.",
    )
    is_from_partner = fields.Boolean(
        string="From another organisation", compute="_compute_is_from_partner", compute_sudo=True,
        help="The person lives in a house of another organisation of the consortium, whose staff asked.",
    )

    @api.depends("company_id", "from_stay_id.company_id")
    def _compute_is_from_partner(self):
        for application in self:
            before = application.from_stay_id
            application.is_from_partner = bool(before) and before.company_id != application.company_id

    @api.depends("is_from_partner", "state")
    def _compute_partner_text(self):
        super()._compute_partner_text()

    def _get_partner_text(self, is_of_partner):
        is_open = self.state in OPEN
        if not self.is_from_partner:
            return False
        if is_of_partner:
            return self.env._(
                "%s decides. You see what becomes of it, and may withdraw it.", self.company_id.name,
            ) if is_open else self.env._("Decided by %s.", self.company_id.name)
        before = self.from_stay_id.company_id.name
        return self.env._(
            "Asked by %s, where the person lives. The stay there ends on the day of moving in here.", before,
        ) if is_open else self.env._("Asked by %s.", before)

    def _withdraw_here(self, reason, note):
        """In another organisation the system does what follows, such as telling who looks after the next in line."""
        elsewhere = self._filtered_of_partner()
        super(HousingApplicationPartner, self - elsewhere)._withdraw_here(reason, note)
        for company, applications in elsewhere.sudo().grouped("company_id").items():
            there = applications.with_user(SUPERUSER_ID).with_context(allowed_company_ids=company.ids)
            super(HousingApplicationPartner, there)._withdraw_here(reason, note)

    def _withdraw_unshared(self):
        """Withdraw those of these applications (superuser) of people whom the organisation of the house no longer sees."""
        self.filtered(
            lambda application: not application.client_id._is_shared_with(application.company_id),
        )._decide("withdrawn", "consent")

    def _may_end_from_stay(self):
        """Return whether the user may end the stay from which one person would move."""
        stay = self.sudo().from_stay_id.sudo(False)
        return bool(stay) and stay.has_access("write")

    def _check_leaving(self, day):
        """Raise ValidationError where a stay in another organisation would end before it was asked for."""
        application = self.sudo()
        if application.is_from_partner and day < application.date_applied:
            raise ValidationError(self.env._(
                "From: the person lives with another organisation, which asked on %s. Choose that day or a later one.",
                format_date(self.env, application.date_applied),
            ))

    def write(self, vals):
        self._check_of_partner(vals)
        target = vals.get("state")
        if target in (*IN_LINE, *BY_OFFER):
            # One that is hidden is answered like one that is not there.
            self.check_access("write")
            self.sudo().filtered(lambda application: application._is_begun_by(target))._check_still_shared()
        return super().write(vals)

    def _is_begun_by(self, state):
        """Return whether one application goes on by a state, rather than back to one that it had."""
        if state in IN_LINE:
            return self.state in ("refused", "withdrawn")
        return self.state != "admitted" and self.state != state

    def _check_of_partner(self, vals):
        """Raise UserError where the house would change what another organisation asked for."""
        if self.env.su or not vals.keys() & {"date_applied", "state"}:
            return
        self.check_access("write")
        for application in self.sudo().filtered("is_from_partner"):
            day = fields.Date.to_date(vals.get("date_applied", application.date_applied))
            if day != application.date_applied:
                raise UserError(self.env._("Applied on: another organisation asked; the day stays."))
            if application.state == "withdrawn" and vals.get("state", "withdrawn") != "withdrawn":
                raise UserError(self.env._(
                    "State: the person lives with another organisation. Its staff ask again if the house is still wanted.",
                ))
