from contextvars import ContextVar
from datetime import date

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, NoOverlap, UniqueIndex
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# Where a person lives on their own account afterwards; see docs/measures.md, independent_exits_share.
INDEPENDENT = ("own_home", "shared_home", "family")

# True while a stay that is over is entered: on its way it holds its own nights alone. A context key could be set by RPC.
_entering_past = ContextVar("recovery_housing_entering_past", default=False)


class Stay(models.Model):
    """A person in a bed, from the first night to the day on which it is left.

    ``date_to`` is exclusive: that night is not slept here, so that somebody else may come on the same day. Who moves to
    another bed gets another stay that says which one it continues: each bed keeps its history.
    """

    _name = "recovery.stay"
    _description = "Stay"
    _inherit = [
        "recovery.state.machine", "recovery.client.record", "recovery.private.thread", "mail.activity.mixin",
        "recovery.board.source",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["client_id", "bed_id"]
    _mail_post_access = "write"

    _state_transitions = {
        "reserved": {"in", "cancelled"},
        "in": {"out", "reserved", "cancelled"},
        "out": {"in"},
        "cancelled": set(),
    }
    _state_groups = {("out", "in"): "recovery_care.group_manager", ("in", "cancelled"): "recovery_care.group_manager"}
    # What a stay that is over is counted by; see action_correct.
    _counted_facts = {"client_id", "bed_id", "date_from", "date_to", "exit_reason", "exit_destination"}

    bed_id = fields.Many2one(
        "recovery.bed", required=True, index=True, ondelete="restrict", check_company=True, tracking=True,
    )
    house_id = fields.Many2one(related="bed_id.house_id", store=True, precompute=True, index=True)
    room_id = fields.Many2one(related="bed_id.room_id", string="Room")
    program_id = fields.Many2one(
        related="bed_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="bed_id.company_id", store=True, precompute=True, default=None)
    episode_id = fields.Many2one(
        "recovery.episode", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('client_id', '=', client_id), ('program_id', '=', program_id)]",
        help="The client's episode in the programme of the house; found or begun at check-in.",
    )
    state = fields.Selection(
        [("reserved", "Reserved"), ("in", "In"), ("out", "Out"), ("cancelled", "Cancelled")],
        required=True, default="reserved", copy=False, index=True, tracking=True,
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, index=True, tracking=True,
        help="The first night.",
    )
    date_to = fields.Date(
        string="Until", index=True, tracking=True, copy=False,
        help="The day of leaving: the first night not slept here. Planned while somebody lives here; empty: open-ended.",
    )
    nights = fields.Integer(compute="_compute_nights", help="Slept until today.")
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue",
        help="Should have come or should have left, and nobody wrote it down.",
    )
    exit_reason = fields.Selection(
        [
            ("completed", "Completed as planned"), ("agreed", "Ended by agreement"), ("left", "Left on their own"),
            ("excluded", "Rules broken"), ("hospital", "Hospital"), ("treatment", "Treatment"), ("prison", "Prison"),
            ("transfer", "Transfer to another house"), ("moved", "Moved to another bed"), ("death", "Died"),
            ("other", "Other"),
        ],
        string="Left because", copy=False, tracking=True,
    )
    exit_destination = fields.Selection(
        [
            ("own_home", "Own home, owned or rented"), ("shared_home", "Shared home, rented"),
            ("family", "With family or partner, to stay"), ("friends", "With friends, for a time"),
            ("supported", "Other supported housing"), ("hostel", "Hostel"), ("shelter", "Shelter"), ("street", "Street"),
            ("hospital", "Hospital or treatment"), ("prison", "Prison"), ("ours", "Another house of ours"),
            ("none", "Died"), ("unknown", "Not known"),
        ],
        string="Left to", copy=False, tracking=True,
    )
    is_independent_exit = fields.Boolean(
        string="To independent living", compute="_compute_is_independent_exit", store=True,
    )
    cancel_reason = fields.Selection(
        [
            ("not_came", "Did not come"), ("declined", "Declined"), ("house", "The house could not"),
            ("error", "Entered by mistake"),
        ],
        string="Cancelled because", copy=False, tracking=True,
    )
    previous_id = fields.Many2one(
        "recovery.stay", string="Continues", index="btree_not_null", ondelete="restrict", copy=False, readonly=True,
        help="The stay of this person before, where they moved from one bed to another; also of another organisation.",
    )
    next_ids = fields.One2many("recovery.stay", "previous_id", string="Continued by")
    origin_id = fields.Many2one(
        "recovery.stay", string="Began as", compute="_compute_origin_id", store=True, index="btree_not_null", recursive=True,
    )
    monthly_fee = fields.Monetary(
        string="Monthly fee", help="Agreed with the resident; zero: nothing, or by the fee plan of the house.",
    )
    deposit = fields.Monetary(help="Agreed; what was received and given back is kept with the fees.")
    currency_id = fields.Many2one(related="company_id.currency_id")

    _nights = Check(
        "CHECK(date_to IS NULL OR date_to > date_from)",
        "Until: a stay has at least one night. Whoever left before the first night did not stay: cancel it.",
        lambda row: row["date_to"] is None or row["date_to"] > row["date_from"],
    )
    _ended = Check(
        "CHECK(state <> 'out' OR (date_to IS NOT NULL AND exit_reason IS NOT NULL AND exit_destination IS NOT NULL))",
        "Left because: a stay that is over says until when, why and where to.",
        lambda row: row["state"] != "out" or bool(row["date_to"] and row["exit_reason"] and row["exit_destination"]),
    )
    _cancelled = Check(
        "CHECK((state = 'cancelled') = (cancel_reason IS NOT NULL))", "Cancelled because: say why.",
        lambda row: (row["state"] == "cancelled") == bool(row["cancel_reason"]),
    )
    _money = Check(
        "CHECK(monthly_fee >= 0 AND deposit >= 0)", "Monthly fee, deposit: they cannot be negative.",
        lambda row: row["monthly_fee"] >= 0 and row["deposit"] >= 0,
    )
    _bed_free = NoOverlap(
        "EXCLUDE USING gist (int4range(bed_id, bed_id, '[]') WITH &&, daterange(date_from, date_to, '[)') WITH &&)"
        " WHERE (state <> 'cancelled')",
        "Bed: somebody else holds it on some of these nights. Choose another bed or other dates.",
        lambda row: {"bed_id": row["bed_id"]} if row["state"] != "cancelled" else None,
        lambda row: (row["date_from"], row["date_to"] or date.max),
    )
    _client_free = NoOverlap(
        "EXCLUDE USING gist (int4range(client_id, client_id, '[]') WITH &&, daterange(date_from, date_to, '[)') WITH &&)"
        " WHERE (state <> 'cancelled')",
        "Client: this person has a bed on some of these nights. End that stay first, or move them.",
        lambda row: {"client_id": row["client_id"]} if row["state"] != "cancelled" else None,
        lambda row: (row["date_from"], row["date_to"] or date.max),
    )
    _continued_once = UniqueIndex(
        "(previous_id) WHERE state <> 'cancelled'", "Continues: that stay is continued by another one already.",
        lambda row: (row["previous_id"],) if row["state"] != "cancelled" else None,
    )
    _calendar_idx = models.Index("(house_id, date_from, date_to) WHERE state <> 'cancelled'")

    @api.depends("date_from", "date_to", "state")
    def _compute_nights(self):
        today = fields.Date.context_today(self)
        for stay in self:
            stop = min(stay.date_to or today, today)
            slept = stay.state in ("in", "out") and stay.date_from and stop > stay.date_from
            stay.nights = (stop - stay.date_from).days if slept else 0

    @api.depends("date_from", "date_to", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for stay in self:
            due = {"reserved": stay.date_from, "in": stay.date_to}.get(stay.state)
            stay.is_overdue = bool(due) and due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = (
            Domain("state", "=", "reserved") & Domain("date_from", "<", "today")
            | Domain("state", "=", "in") & Domain("date_to", "<", "today")
        )
        return overdue if True in value else ~overdue

    @api.depends("state", "exit_destination")
    def _compute_is_independent_exit(self):
        for stay in self:
            stay.is_independent_exit = stay.state == "out" and stay.exit_destination in INDEPENDENT

    @api.depends("previous_id.origin_id", "company_id")
    def _compute_origin_id(self):
        """What is agreed and paid begins anew in another organisation."""
        for stay in self:
            before = stay.previous_id
            stay.origin_id = (before.origin_id or before) if before.company_id == stay.company_id else False

    @api.depends("client_id.code", "bed_id.display_name")
    def _compute_display_name(self):
        for stay in self:
            stay.display_name = f"{stay.sudo().client_id.code or ''} · {stay.bed_id.sudo().display_name or ''}"

    @api.constrains("state", "date_from", "date_to")
    def _check_not_ahead(self):
        """Nobody is in before they came or out before they left."""
        today = fields.Date.context_today(self)
        for stay in self:
            if stay.state in ("in", "out") and stay.date_from > today:
                raise ValidationError(self.env._(
                    "From: nobody has moved in on %s yet. Reserve the bed until then.", stay.date_from,
                ))
            if stay.state == "out" and stay.date_to > today:
                raise ValidationError(
                    self.env._("Until: %s has not come yet; check out on the day of leaving.", stay.date_to),
                )

    @api.constrains("episode_id", "client_id", "bed_id")
    def _check_episode(self):
        for stay in self.sudo():
            episode = stay.episode_id
            if episode and (episode.client_id, episode.program_id) != (stay.client_id, stay.program_id):
                raise ValidationError(self.env._("Episode: it belongs to another client or programme."))

    @api.model_create_multi
    def create(self, vals_list):
        """A stay entered afterwards as slept begins as a reservation, so that checking in does what it always does."""
        vals_list = [dict(vals) for vals in vals_list]
        states = [vals.pop("state", None) or "reserved" for vals in vals_list]
        for vals, state in zip(vals_list, states, strict=True):
            if state == "cancelled":
                vals["state"] = "cancelled"
        stays = super().create(vals_list)
        # Who has left first: the bed is free then for whoever is in.
        for state, steps in (("out", ("in", "out")), ("in", ("in",))):
            slept = self.browse(stay.id for stay, known in zip(stays, states, strict=True) if known == state)
            token = _entering_past.set(state == "out")
            try:
                for target in steps if slept else ():
                    slept.write({"state": target})
            finally:
                _entering_past.reset(token)
        return stays

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        if not self.env.su:
            self._check_facts_open(vals)
        if vals.get("state") == "in":
            self.check_access("write")
            self._begin_episodes()
        return super().write(vals)

    def _check_facts_open(self, vals):
        """Raise UserError where values would rewrite what a finished stay is counted by."""
        facts = vals.keys() & self._counted_facts
        if facts and any(stay.state in ("out", "cancelled") for stay in self):
            raise UserError(self.env._(
                "%s: the stay is over. Choose “Correct…”, which asks for the reason.",
                self._fields[min(facts)]._description_string(self.env),
            ))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A stay is cancelled with a reason, not deleted."))
