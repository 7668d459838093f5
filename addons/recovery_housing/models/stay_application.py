from odoo import fields, models
from odoo.fields import Domain

from .housing_application import OPEN
from .housing_application_transfer import BED_PROMISED, CONSENT_ENDED
from .housing_offer import HOLDING


class StayApplication(models.Model):
    """What moving in, or not, means for the application and for the bed that is left."""

    _inherit = "recovery.stay"

    cancel_reason = fields.Selection(
        selection_add=[("expired", "Offer not answered in time"), ("consent", "Consent to sharing ended")],
    )
    offer_ids = fields.One2many("recovery.housing.offer", "stay_id", string="Offered by")

    def write(self, vals):
        target = vals.get("state")
        if not target:
            result = super().write(vals)
            if "bed_id" in vals:
                self.sudo().offer_ids.filtered(lambda offer: offer.state in HOLDING).write({"bed_id": vals["bed_id"]})
            return result
        self._check_transition(target)
        self.check_access("write")
        moved = self.filtered(lambda stay: stay.state != target)
        applications = moved._prepare_arrival(vals) if target == "in" and moved else {}
        result = super().write(vals)
        for stay, application in applications.items():
            stay.offer_ids.sudo().filtered(lambda offer: offer.state == "open").state = "accepted"
            application.sudo().write({"state": "admitted", "stay_id": stay.id})
        moved.sudo()._follow_backwards(target)
        return result

    def _prepare_arrival(self, vals):
        """Return {stay: the application that ends by it}; whoever lives elsewhere leaves there on the same day.

        :raises ValidationError: when a criterion of the house is not met and no manager gave a reason
        """
        applications = self._find_applications(vals)
        for stay, application in applications.items():
            application._check_admissible(stay.bed_id.sudo())
            day = fields.Date.to_date(vals.get("date_from")) or stay.date_from
            before = application.sudo().from_stay_id
            if before.state == "in" and before != stay:
                application._check_leaving(day)
                if day > stay.date_from:
                    stay.date_from = day
                before.write({
                    "state": "out", "date_to": day, "exit_reason": "transfer", "exit_destination": "ours",
                })
                if not stay.previous_id:
                    stay.sudo().previous_id = before
        return applications

    def _find_applications(self, vals):
        """Return {stay: open application}: the one whose offer holds the bed, else the client's own for the house."""
        found = self.env["recovery.housing.application"].sudo().search(
            Domain("client_id", "in", self.client_id.ids) & Domain("program_id", "in", self.program_id.ids)
            & Domain("state", "in", OPEN), order="house_id, date_applied, id",
        )
        result = {}
        for stay in self:
            day = fields.Date.to_date(vals.get("date_from")) or stay.date_from
            own = found.filtered(lambda application, stay=stay: (
                application.client_id == stay.sudo().client_id and application.offer_ids.filtered(
                    lambda offer: offer.stay_id == stay.sudo() and offer.state in HOLDING,
                )
            )) or found.filtered(lambda application, stay=stay, day=day: (
                application.client_id == stay.sudo().client_id and application.date_applied <= day
                and stay.sudo().house_id in application._get_houses() and application.state in ("applied", "waiting")
            ))
            if own:
                result[stay] = own[:1].sudo(self.env.su)
        return result

    def _follow_backwards(self, state):
        """Take back what moving in had meant; superuser."""
        applications = self.env["recovery.housing.application"].search([("stay_id", "in", self.ids)])
        if state == "reserved":
            applications.filtered(lambda application: application.state == "admitted").state = "accepted"
        if state in ("out", "cancelled"):
            self.activity_unlink([BED_PROMISED, CONSENT_ENDED])
        if state == "cancelled":
            for stay in self:
                held = stay.offer_ids.filtered(lambda offer: offer.state in HOLDING)
                held._fall("declined", "house" if stay.cancel_reason in ("house", "error") else "client")
            back = applications.filtered(lambda application: application.state in ("admitted", "accepted"))
            back.write({"state": "waiting", "stay_id": False})
            back._withdraw_unshared()

    def _find_house_user(self):
        """Return a user (superuser) of the house of one stay, else of its programme, who may change it; or none."""
        for employees in (self.house_id.employee_ids, self.program_id.employee_ids):
            for user in employees.user_id.filtered("active"):
                if self.with_user(user).with_context(allowed_company_ids=self.company_id.ids).has_access("write"):
                    return user
        return self.env["res.users"]

    def action_ask_other_house(self):
        """Open an application to another house; this stay ends when the person moves in there."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.housing.application", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Ask another house"),
            "context": {
                "default_client_id": self.client_id.id, "default_from_stay_id": self.id, "default_referred_from": "house",
            },
        }
