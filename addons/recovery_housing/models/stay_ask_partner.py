from odoo import fields, models
from odoo.exceptions import UserError

from .housing_application import OPEN


class StayAskPartner(models.Model):
    """Asking a house of another organisation of the consortium, for somebody who lives in one of ours."""

    _inherit = "recovery.stay"

    has_partners = fields.Boolean(
        string="Part of a consortium", compute="_compute_has_partners",
        help="There are other organisations in the database.",
    )

    def _compute_has_partners(self):
        self.has_partners = self.env["res.company"].sudo().search_count([], limit=2) > 1

    def action_ask_partner(self):
        """Open the dialog with the houses of the organisations that see this person by a consent."""
        self.ensure_one()
        dialog = self.env["recovery.stay.ask.partner"].create({"stay_id": self.id})
        return {
            "type": "ir.actions.act_window", "res_model": dialog._name, "res_id": dialog.id, "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Ask a partner’s house"),
        }

    def _find_partner_houses(self):
        """Return the open houses (superuser) of other organisations that may have the person of one stay."""
        stay = self.sudo()
        home = stay.client_id.company_id
        # Who shares the person further is for the home organisation to know.
        companies = stay.client_id._get_seeing_companies() if stay.company_id == home else home
        return self.env["recovery.house"].sudo().search([
            ("company_id", "in", (companies - stay.company_id).ids), ("nights", "=", "stay"), ("is_open", "=", True),
        ], order="company_id, sequence, name")

    def ask_partner_house(self, house_id, note=None):
        """Apply, for the person of one stay, to a house of an organisation that sees the person by a consent.

        :param int house_id: one of the houses that ``action_ask_partner`` lists
        :param str note: why, in words; left out where the programme of the house keeps no free text
        :return: the application (recordset); the other organisation decides
        :raises AccessError: for whoever may not end the stay
        :raises UserError: when the person does not live here now, or is not shared with the organisation of the house
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "in":
            raise UserError(self.env._("State: another house is asked for somebody who lives here now."))
        stay = self.sudo()
        house = stay._find_partner_houses().filtered(lambda found: found.id == house_id)
        if not house:
            raise UserError(self.env._(
                "House: it is not open, or the client has not agreed to be shared with its organisation.",
            ))
        if stay.client_id.company_id != house.company_id:
            stay.client_id._claim_sharing(house.company_id)
        there = stay.env["recovery.housing.application"].with_context(
            allowed_company_ids=house.company_id.ids, mail_create_nosubscribe=True,
        )
        words = note if note and not house.program_id.no_free_text else False
        values = {"from_stay_id": stay.id, "referred_from": "house", "request_note": words}
        known = there.search([
            ("client_id", "=", stay.client_id.id), ("house_id", "=", house.id), ("state", "in", OPEN),
            ("from_stay_id", "=", False),
        ], limit=1)
        if known:
            known.write(values)
        else:
            # What our file says of the situation is told by a consent, not by the application.
            known = there.create({
                **values, "client_id": stay.client_id.id, "house_id": house.id, "homeless": "unknown",
                "with_children": "unknown",
            })
        return known.with_env(self.env)
