from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .housing_application import IN_LINE

HOLDING = ("open", "accepted")
TO_ANSWER = "recovery_housing.activity_offer_ends"


class HousingOffer(models.Model):
    """A bed offered to an applicant until a day: a reserved stay holds it until the answer."""

    _name = "recovery.housing.offer"
    _description = "Offer of a bed"
    _inherit = ["recovery.state.machine", "recovery.client.record"]
    _order = "date_offered desc, id desc"
    _rec_names_search = ["client_id", "bed_id"]

    _state_transitions = {
        "open": {"accepted", "declined", "expired"}, "accepted": {"declined"}, "declined": set(), "expired": set(),
    }

    application_id = fields.Many2one(
        "recovery.housing.application", required=True, index=True, ondelete="restrict", check_company=True,
    )
    client_id = fields.Many2one(related="application_id.client_id", store=True, precompute=True)
    program_id = fields.Many2one(
        related="application_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True, precompute=True, default=None)
    bed_id = fields.Many2one(
        "recovery.bed", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('id', 'in', free_bed_ids)]",
    )
    house_id = fields.Many2one(related="bed_id.house_id", store=True, precompute=True, index=True)
    free_bed_ids = fields.Many2many("recovery.bed", compute="_compute_free_bed_ids")
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, help="The first night for which the bed is held.",
    )
    date_to = fields.Date(string="Until", help="Planned end, where the house is for a time; empty: open-ended.")
    date_offered = fields.Date(string="Offered on", required=True, default=fields.Date.context_today, readonly=True)
    date_expiry = fields.Date(
        string="Answer until", required=True, default=lambda self: fields.Date.context_today(self) + timedelta(days=3),
        index=True, help="The last day on which the bed is held without an answer.",
    )
    is_ending = fields.Boolean(string="Ends soon", compute="_compute_is_ending", search="_search_is_ending")
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Accepted"), ("declined", "Declined"), ("expired", "Expired")],
        required=True, default="open", copy=False, index=True,
    )
    decline_reason = fields.Selection(
        [("client", "By the client"), ("house", "Taken back by the house"), ("decided", "The application was decided")],
        string="Declined", copy=False,
    )
    user_id = fields.Many2one(
        "res.users", string="Offered by", required=True, default=lambda self: self.env.uid, readonly=True, index=True,
        ondelete="restrict",
    )
    stay_id = fields.Many2one(
        "recovery.stay", string="Held by", index="btree_not_null", ondelete="restrict", copy=False, readonly=True,
        check_company=True,
    )
    unmet = fields.Char(string="Not met", compute="_compute_unmet", groups="recovery_care.group_staff")
    left_until = fields.Date(
        string="Planned end before", readonly=True, copy=False, help="Until when the person was to live where they are now.",
    )

    _one_held = UniqueIndex(
        "(application_id) WHERE state IN ('open', 'accepted')",
        "Application: a bed is offered already. Wait for the answer.",
        lambda row: (row["application_id"],) if row["state"] in HOLDING else None,
    )
    _one_stay = UniqueIndex(
        "(stay_id) WHERE state IN ('open', 'accepted')", "Held by: another offer holds this stay.",
        lambda row: (row["stay_id"],) if row["state"] in HOLDING and row["stay_id"] else None,
    )
    _expiry = Check(
        "CHECK(date_expiry >= date_offered)", "Answer until: not before the day of the offer.",
        lambda row: row["date_expiry"] >= row["date_offered"],
    )
    _held = Check(
        "CHECK(state NOT IN ('open', 'accepted') OR stay_id IS NOT NULL)", "Held by: an offer holds its bed by a stay.",
        lambda row: row["state"] not in HOLDING or bool(row["stay_id"]),
    )
    _declined = Check(
        "CHECK((state = 'declined') = (decline_reason IS NOT NULL))", "Declined: say by whom.",
        lambda row: (row["state"] == "declined") == bool(row["decline_reason"]),
    )

    @api.model
    def _with_clients(self, vals_list):
        """The client is that of the application, which was checked there."""
        return vals_list

    @api.depends("client_id.code", "bed_id.display_name")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = f"{offer.sudo().client_id.code or ''} · {offer.bed_id.sudo().display_name or ''}"

    @api.depends("date_expiry", "state")
    def _compute_is_ending(self):
        soon = fields.Date.context_today(self) + timedelta(days=1)
        for offer in self:
            offer.is_ending = offer.state == "open" and bool(offer.date_expiry) and offer.date_expiry <= soon

    @api.model
    def _search_is_ending(self, operator, value):
        if operator != "in":
            return NotImplemented
        ending = Domain("state", "=", "open") & Domain("date_expiry", "<=", "today +1d")
        return ending if True in value else ~ending

    @api.depends("application_id", "date_from", "date_to")
    def _compute_free_bed_ids(self):
        """Beds of the houses asked for that nothing holds from the first night on."""
        Bed = self.env["recovery.bed"]
        for offer in self:
            application = offer.application_id
            found = Bed._find_free(
                application.company_id, offer.date_from or fields.Date.context_today(self), offer.date_to or None,
            ) if application else Bed
            houses = application._get_houses() if application else None
            offer.free_bed_ids = found.filtered(lambda bed, houses=houses: bed.house_id.sudo() in houses)

    @api.depends("application_id", "bed_id")
    def _compute_unmet(self):
        for offer in self:
            checks = offer.application_id._find_unmet(offer.bed_id.house_id) if offer.application_id else ()
            offer.unmet = ", ".join(check.criterion_id.display_name for check in checks)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._add_missing_default_values(vals) for vals in vals_list]
        if not self.env.su:
            given = {
                "state": "open", "stay_id": False, "left_until": False, "user_id": self.env.uid, "decline_reason": False,
            }
            vals_list = [{**vals, **given} for vals in vals_list]
        stays = [self._hold_bed(vals) for vals in vals_list]
        offers = super().create([{**vals, **stay} for vals, stay in zip(vals_list, stays, strict=True)])
        offers.application_id.sudo().write({"state": "offered"})
        offers._update_activities()
        return offers

    @api.model
    def _hold_bed(self, vals):
        """Return {“stay_id”, “left_until”} after reserving the bed for the applicant.

        :raises ValidationError: when the bed is held, the person is not in line, or does not meet a criterion
        """
        # Searched, so that one that is hidden is answered like one that is not there.
        application = self.env["recovery.housing.application"].search([("id", "=", vals.get("application_id"))])
        bed = self.env["recovery.bed"].browse(vals.get("bed_id")).exists()
        if not application or not bed:
            raise ValidationError(self.env._("Application, bed: choose both."))
        application.check_access("write")
        if application.state not in IN_LINE:
            raise ValidationError(
                self.env._("Application: only who has applied or waits is offered a bed, and one at a time."),
            )
        if bed.house_id.sudo() not in application._get_houses():
            raise ValidationError(self.env._("Bed: it is not in a house that was asked for."))
        application._check_admissible(bed.sudo())
        application.sudo()._check_still_shared()
        day = fields.Date.to_date(vals.get("date_from")) or fields.Date.context_today(self)
        before = application._announce_leaving(day)
        stay = self.env["recovery.stay"].create({
            "client_id": application.client_id.id, "bed_id": bed.id, "date_from": day,
            "date_to": vals.get("date_to"), "episode_id": application.episode_id.id,
        })
        return {"stay_id": stay.id, "left_until": before}

    def write(self, vals):
        if "state" not in vals:
            self._check_terms(vals)
            result = super().write(vals)
            self._update_activities()
            return result
        self._check_transition(vals["state"])
        if not self.env.su and vals["state"] == "expired":
            raise UserError(self.env._("State: an offer expires by itself; take it back instead."))
        moved = self.filtered(lambda offer: offer.state != vals["state"])
        if vals["state"] == "accepted":
            moved.sudo()._check_still_shared()
            if not self.env.su:
                moved._check_in_time()
        result = super().write(vals)
        moved.sudo()._follow_state()
        return result

    def _check_terms(self, vals):
        """Only the day of the answer changes while the offer is open; the bed and the first night are those of the stay."""
        if not self.env.su and (vals.keys() - {"date_expiry"} or any(offer.state != "open" for offer in self)):
            raise UserError(
                self.env._("Offer: only “Answer until” of an open one can be changed. Take it back and offer another bed."),
            )

    def _check_in_time(self):
        today = fields.Date.context_today(self)
        for offer in self:
            if offer.date_expiry < today:
                raise UserError(self.env._(
                    "Answer until: the offer ended on %s. Choose a later day first, if the bed is still to be given.",
                    format_date(self.env, offer.date_expiry),
                ))

    def _follow_state(self):
        """Bring stay, application and to-dos in step with an answer; superuser."""
        self._update_activities()
        for offer in self:
            application, stay = offer.application_id, offer.stay_id
            if offer.state == "accepted":
                application.write({"stay_id": stay.id, **({"state": "accepted"} if application.state == "offered" else {})})
                stay.house_id._follow_residents()
                continue
            if stay.state == "reserved":
                reason = "declined" if offer.decline_reason == "client" else "house"
                if application.decision_reason == "consent":
                    reason = "consent"
                stay.action_cancel("expired" if offer.state == "expired" else reason)
            application._take_back_leaving(offer)
            values = {"stay_id": False} if application.stay_id == stay else {}
            if application.state in ("offered", "accepted"):
                values["state"] = "waiting"
            application.write(values)
            offer._propose_next()

    def _fall(self, state, reason=None):
        """End offers that were not taken up; superuser."""
        self.write({"state": state, "decline_reason": reason or ("decided" if state == "declined" else False)})

    def action_accept(self):
        """Make the reservation firm.

        :raises UserError: when the day of the answer has passed
        """
        self.write({"state": "accepted"})

    def action_decline(self):
        """Note that the client does not want the bed: it is free, and the client waits on."""
        self.write({"state": "declined", "decline_reason": "client"})

    def action_take_back(self):
        """Take the bed back for the house: the client waits on."""
        self.write({"state": "declined", "decline_reason": "house"})

    def action_open_stay(self):
        self.ensure_one()
        return self.stay_id.get_formview_action()

    # To-dos

    def _get_responsible(self):
        """Return the user who is told of one offer: who made it, as long as they work for the house."""
        offer = self.sudo()
        staff = offer.program_id.user_ids
        others = (offer.house_id._get_staff().user_id & staff)[:1]
        return offer.user_id if offer.user_id in staff else others or offer.user_id

    def _update_activities(self):
        """Keep one to-do for each offer without an answer."""
        for offer in self.sudo():
            offer.application_id.activity_unlink([TO_ANSWER])
            if offer.state == "open":
                offer.application_id.activity_schedule(
                    TO_ANSWER, date_deadline=offer.date_expiry, user_id=offer._get_responsible().id,
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An offer is declined or taken back, not deleted."))
