from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .stay_obstacles import HOUSE


class StayPapers(models.Model):
    """Agreement, key and inventory: what is signed and handed over at check-in, and comes back at check-out."""

    _inherit = "recovery.stay"

    agreement_signature = fields.Binary(
        string="Signature", attachment=True, copy=False, groups=HOUSE, help="Signed by the resident on the screen.",
    )
    agreement_signed_on = fields.Date(string="Agreement signed on", copy=False, groups=HOUSE)
    agreement_document = fields.Binary(string="Signed paper", attachment=True, copy=False, groups=HOUSE)
    agreement_document_name = fields.Char(copy=False, groups=HOUSE)
    key_number = fields.Char(string="Key", copy=False, groups=HOUSE)
    key_given_on = fields.Date(string="Key given on", copy=False, groups=HOUSE)
    key_returned_on = fields.Date(string="Key back on", copy=False, groups=HOUSE)
    item_ids = fields.One2many("recovery.stay.item", "stay_id", string="Handed over", groups=HOUSE)
    open_papers = fields.Char(
        string="Still open", compute="_compute_open_papers", groups=HOUSE,
        help="What is missing at check-in, or has not come back at check-out.",
    )

    _moving_papers = (
        "agreement_signature", "agreement_signed_on", "agreement_document", "agreement_document_name", "key_number",
        "key_given_on", "key_returned_on",
    )

    @api.depends(
        "state", "house_id", "agreement_signed_on", "key_number", "key_returned_on", "item_ids.missing", "next_ids.state",
        "next_ids.house_id",
    )
    @api.depends_context("lang")
    def _compute_open_papers(self):
        for stay in self:
            stay.open_papers = ", ".join(stay._get_open_papers()) or False

    def _get_open_papers(self):
        """Return in words what one stay lacks."""
        found = []
        if self.state == "in" and not self.agreement_signed_on:
            found.append(self.env._("agreement not signed"))
        kept_here = any(stay.state != "cancelled" and stay.house_id == self.house_id for stay in self.sudo().next_ids)
        if self.state == "out" and not kept_here:
            if self.key_number and not self.key_returned_on:
                found.append(self.env._("key %s not back", self.key_number))
            found += [
                self.env._("%(missing)s × %(name)s not back", missing=item.missing, name=item.name)
                for item in self.item_ids if item.missing
            ]
        return found

    @api.onchange("agreement_signature", "agreement_document")
    def _onchange_agreement(self):
        if (self.agreement_signature or self.agreement_document) and not self.agreement_signed_on:
            self.agreement_signed_on = fields.Date.context_today(self)

    @api.onchange("key_number")
    def _onchange_key_number(self):
        if self.key_number and not self.key_given_on:
            self.key_given_on = fields.Date.context_today(self)

    def action_check_in(self, date_from=None):
        super().action_check_in(date_from)
        self._hand_over()

    def _hand_over(self):
        """List what the house hands over, unless something was listed already."""
        for stay in self.sudo().filtered(lambda stay: not stay.item_ids):
            lang = stay._get_resident_lang()
            stay.item_ids = [
                Command.create({"name": item.name, "quantity": item.quantity, "sequence": item.sequence})
                for item in stay.house_id.with_context(lang=lang).item_ids
            ]

    def action_all_back(self):
        """Key and inventory have come back, all of it, today."""
        for stay in self:
            stay.item_ids.filtered("missing").action_give_back()
            if stay.key_number and not stay.key_returned_on:
                stay.key_returned_on = fields.Date.context_today(stay)

    def action_move(self, bed_id, date_from=None):
        """Inventory, key and agreement go with a person who moves within a house."""
        before = self
        stay = super().action_move(bed_id, date_from)
        if stay != before and stay.house_id == before.house_id:
            values = {name: before.sudo()[name] for name in self._moving_papers if before.sudo()[name]}
            stay.sudo().item_ids.unlink()
            stay.sudo().write(values)
            before.sudo().item_ids.write({"stay_id": stay.id})
        return stay

    def _get_resident_lang(self):
        """Return the language of one resident's papers: theirs, where it is installed, else the user's."""
        return self.sudo().client_id._get_paper_lang()

    def _get_resident_name(self):
        """Return what one resident is called on papers: the name, where the user may know it, else the code."""
        client = self.client_id
        return client.has_access("read") and client.name or client.sudo().code

    def action_print_agreement(self):
        self.ensure_one()
        if not self.sudo().house_id.agreement_text:
            raise UserError(self.env._(
                "Agreement: “%s” has no text yet. A manager writes it on the form of the house.", self.house_id.name,
            ))
        return self.env.ref("recovery_housing.stay_agreement_action").report_action(self)
