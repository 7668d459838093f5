from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

PRESENT = "state <> 'cancelled'"


class NightGuest(models.Model):
    """A client in the register of a night, or some unnamed people. With a bed or a mat it is a bed night."""

    _name = "recovery.night.guest"
    _description = "Guest of a night"
    _inherit = ["recovery.state.machine", "recovery.night.people", "recovery.board.source"]
    _order = "date desc, night_id desc, arrived, id"
    _state_transitions = {"here": {"left", "cancelled"}, "left": {"here", "cancelled"}, "cancelled": set()}
    # Of two clients who are one person and were both written down in a night, one row was a mistake.
    _merge_clashes = {"client_once": {"state": "cancelled"}, "client_one_bed": {"state": "cancelled"}}

    bed_id = fields.Many2one(
        "recovery.bed", string="Bed or mat", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('house_id', '=', house_id)]",
    )
    place = fields.Selection(
        [("bed", "Bed"), ("mat", "Mat"), ("none", "No place to lie")], required=True,
        compute="_compute_place", store=True, precompute=True, readonly=False,
    )
    state = fields.Selection(
        [("here", "Here"), ("left", "Left"), ("cancelled", "Entered by mistake")],
        required=True, default="here", copy=False,
    )
    arrived = fields.Datetime(required=True, default=fields.Datetime.now)
    left = fields.Datetime(copy=False)
    left_at_close = fields.Boolean(
        string="Left at close", readonly=True, copy=False, help="The time of leaving is that of the morning close.",
    )
    is_new = fields.Boolean(
        string="New", readonly=True, copy=False, help="A client who had never spent a night in the house before.",
    )
    bed_nights = fields.Integer(
        string="Bed nights", compute="_compute_bed_nights", store=True,
        help="One for each person with a bed or a mat in a register.",
    )

    _one_to_a_bed = Check(
        "CHECK(bed_id IS NULL OR headcount <= 1 AND place <> 'none')", "Bed or mat: one person has it, to lie in.",
        lambda row: row["bed_id"] is None or row["headcount"] <= 1 and row["place"] != "none",
    )
    _times = Check(
        'CHECK("left" >= arrived)', "Left: nobody leaves before they came.",
        lambda row: row["left"] is None or row["left"] >= row["arrived"],
    )
    _gone = Check(
        "CHECK(state = 'cancelled' OR (state = 'left') = (\"left\" IS NOT NULL))",
        "Left: say when; empty while they are here.",
        lambda row: row["state"] == "cancelled" or (row["state"] == "left") == (row["left"] is not None),
    )
    _client_once = UniqueIndex(
        f"(night_id, client_id) WHERE client_id IS NOT NULL AND {PRESENT}",
        "Client: this person is in the register of this night already.",
        lambda row: (row["night_id"], row["client_id"]) if row["state"] != "cancelled" else None,
    )
    _client_one_bed = UniqueIndex(
        f"(client_id, date) WHERE client_id IS NOT NULL AND place <> 'none' AND {PRESENT}",
        "Client: this person has a place in the register of another house on this night.",
        lambda row: (row["client_id"], row["date"]) if row["state"] != "cancelled" and row["place"] != "none" else None,
    )
    _bed_once = UniqueIndex(
        f"(night_id, bed_id) WHERE bed_id IS NOT NULL AND {PRESENT}",
        "Bed or mat: somebody else has it on this night. Choose another one.",
        lambda row: (row["night_id"], row["bed_id"]) if row["state"] != "cancelled" else None,
    )
    _house_date_idx = models.Index(f"(house_id, date) WHERE {PRESENT}")

    @api.depends("bed_id")
    def _compute_place(self):
        for guest in self:
            guest.place = guest._get_place(guest.bed_id) if guest.bed_id else guest.place or "bed"

    @api.model
    def _get_place(self, bed):
        return "mat" if bed.kind == "mat" else "bed"

    @api.depends("persons", "place", "state", "night_id.counted_by")
    def _compute_bed_nights(self):
        for guest in self:
            slept = guest.state != "cancelled" and guest.place != "none" and guest.night_id.counted_by == "register"
            guest.bed_nights = guest.persons if slept else 0

    @api.constrains("night_id")
    def _check_register(self):
        for guest in self:
            if guest.night_id.counted_by != "register":
                raise ValidationError(self.env._(
                    "Night: “%s” counts heads. Write down who comes in and goes out.", guest.house_id.name,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        guests = super().create(vals_list)
        guests._refresh_new()
        guests._claim_sleep()
        guests.night_id._check_capacity()
        return guests

    def write(self, vals):
        self.check_access("write")
        before = self.sudo().client_id
        if vals.get("bed_id") and "place" not in vals:
            vals = {**vals, "place": self._get_place(self.env["recovery.bed"].browse(vals["bed_id"]))}
        result = super().write(vals)
        if vals.keys() & {"client_id", "bed_id", "place", "state", "night_id"}:
            self._claim_sleep()
        if vals.keys() & {"client_id", "night_id", "headcount", "state"}:
            self._refresh_new(before)
        if vals.keys() & {"client_id", "night_id", "headcount"}:
            self.night_id._check_capacity()
        return result

    def _refresh_new(self, before=None):
        """Say of these guests, in all nights of their houses, whether they had ever spent a night there before.

        A night entered late or cancelled changes who is new in another one, closed ones too: new is who was counted once.

        :param before: clients (superuser) who stood in these rows until now
        """
        guests = self.sudo()
        clients = guests.client_id | (before or guests.client_id)
        nights = Domain("client_id", "in", clients.ids) & Domain("house_id", "in", guests.house_id.ids)
        nights &= Domain("state", "!=", "cancelled")
        first = {
            (client, house): date
            for client, house, date in guests._read_group(nights, ["client_id", "house_id"], ["date:min"])
        }
        others = guests.search(nights & (Domain("is_new", "=", True) | Domain("date", "in", list(set(first.values())))))
        for guest in guests | others:
            is_new = bool(guest.client_id) and first.get((guest.client_id, guest.house_id), guest.date) >= guest.date
            if guest.is_new != is_new:
                guest.is_new = is_new

    def _refresh_gender(self):
        """Take over what is known of the clients by the morning."""
        for guest in self:
            if guest.client_id and guest.gender != guest.client_id.gender:
                guest.gender = guest.client_id.gender

    def action_leave(self, left=None):
        """Let guests go.

        :param left: moment (UTC), now when empty
        """
        self.write({"state": "left", "left": left or fields.Datetime.now()})

    def action_come_back(self):
        """Take the leaving back: they are here."""
        self.write({"state": "here", "left": False, "left_at_close": False})

    def action_place(self, bed_id=False, place="bed"):
        """Give one guest another place.

        :param bed_id: a bed or mat of the house, or False
        :param str place: ``bed``, ``mat`` or ``none``, where no bed is named
        """
        self.ensure_one()
        self.write({"bed_id": bed_id} if bed_id else {"bed_id": False, "place": place})

    def _name_known(self):
        """Return “: house, date” of the first of these guests whom the user may see, or nothing."""
        for guest in self._filtered_access("read")[:1]:
            return f": {guest.sudo().house_id.name}, {format_date(self.env, guest.date)}"
        return ""
