from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class StaySharing(models.Model):
    """Where a person lives and lived, for the organisations of the consortium to which a consent tells it.

    House, room and bed are said by name; neither can be opened there.
    """

    _name = "recovery.stay"
    _inherit = ["recovery.stay", "recovery.shared.record", "recovery.partner.record"]
    _shared_by = "shares_stays"
    _told_to_partners = frozenset({
        "client_id", "bed_id", "house_id", "room_id", "program_id", "state", "date_from", "date_to", "nights", "is_overdue",
        "previous_id",
    })

    is_from_partner = fields.Boolean(
        string="From another organisation", compute="_compute_is_from_partner", compute_sudo=True,
        help="The person lived in a house of another organisation of the consortium before.",
    )

    @api.depends("previous_id.company_id", "company_id")
    def _compute_is_from_partner(self):
        for stay in self:
            stay.is_from_partner = bool(stay.previous_id) and stay.previous_id.company_id != stay.company_id

    @api.model
    def _get_shared_domain(self):
        """What was reserved or cancelled is nobody else's business: only nights that somebody sleeps or slept there."""
        return super()._get_shared_domain() & Domain("state", "in", ("in", "out"))

    @api.depends("state")
    def _compute_is_shared_here(self):
        super()._compute_is_shared_here()

    @api.depends("company_id.name")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        """A stay elsewhere is said by the organisation alone to those who may not see it."""
        hidden = self._filtered_unseen()
        super(StaySharing, self - hidden)._compute_display_name()
        for stay in hidden.sudo():
            stay.display_name = f"{stay.client_id.code or ''} · {stay.company_id.name or ''}"

    def _get_partner_text(self, is_of_partner):
        return is_of_partner and self.env._(
            "%s shows you where the person lives or lived. Only they change it.", self.company_id.name,
        )

    def _filtered_unseen(self):
        """Return those of the stays, of organisations for which the user does not work, that the user may not read."""
        if self.env.user._is_superuser():
            return self.browse()
        own = self.env.user.company_ids
        foreign = self.filtered(lambda stay: stay.id and stay.sudo().company_id not in own)
        if not foreign:
            return foreign
        # What is done for another organisation, as superuser, happens in its company.
        asked = foreign.sudo(False).with_context(allowed_company_ids=own.ids)
        return (asked - asked._filtered_access("read")).with_env(self.env)

    @api.constrains("previous_id")
    def _check_previous(self):
        for stay in self.sudo():
            if stay.previous_id and stay.previous_id.client_id != stay.client_id:
                raise ValidationError(self.env._("Continues: it is the stay of another client."))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_continue(vals_list)
        self._claim_sharing(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_continue([vals])
        if vals.get("state") in ("reserved", "in"):
            # One that is hidden is answered like one that is not there.
            self.check_access("write")
            self.sudo().filtered(lambda stay: stay.state in ("reserved", "in"))._check_still_shared()
        return super().write(vals)

    @api.model
    def _check_may_continue(self, vals_list):
        """Raise AccessError where somebody lets a stay continue one that is not theirs to end."""
        if not self.env.su:
            self.browse({vals["previous_id"] for vals in vals_list if vals.get("previous_id")}).check_access("write")

    @api.model
    def _claim_sharing(self, vals_list):
        """Before beds and people are taken hold of; see ``recovery.client._claim_sharing``."""
        beds = self.env["recovery.bed"].sudo().browse({vals["bed_id"] for vals in vals_list if vals.get("bed_id")}).exists()
        clients = self.env["recovery.client"].sudo().browse(
            {vals["client_id"] for vals in vals_list if vals.get("client_id")},
        ).exists()
        for company in beds.company_id:
            clients.filtered(lambda client, company=company: client.company_id != company)._claim_sharing(company)
