from odoo import api, fields, models
from odoo.addons.recovery_care.situation_signs import UNKNOWN, YES_NO
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import AccessError, UserError, ValidationError

from .housing_weight import REFERRERS

# What is told about the person beside the code: not for finance.
READERS = "recovery_care.group_staff,recovery_care.group_data,recovery_care.group_auditor"
IN_LINE = ("applied", "waiting")
OPEN = (*IN_LINE, "offered", "accepted")
BY_OFFER = ("offered", "accepted", "admitted")
SQL_OPEN = "state IN ('applied', 'waiting', 'offered', 'accepted')"


class HousingApplication(models.Model):
    """A person asks for a house, or for any house of a kind in a programme: from the request to the decision."""

    _name = "recovery.housing.application"
    _description = "Housing application"
    _inherit = [
        "recovery.state.machine", "recovery.client.record", "recovery.private.thread", "mail.activity.mixin",
        "recovery.board.source",
    ]
    _order = "date_applied, id"
    _rec_names_search = ["client_id", "house_id"]
    _mail_post_access = "write"
    _free_text_fields = ("decision_note", "exception_reason", "priority_reason", "request_note")
    _free_text_paths = ("program_id",)

    _state_transitions = {
        "applied": {"waiting", "offered", "admitted", "refused", "withdrawn"},
        "waiting": {"applied", "offered", "admitted", "refused", "withdrawn"},
        "offered": {"waiting", "accepted", "admitted", "refused", "withdrawn"},
        "accepted": {"waiting", "admitted", "refused", "withdrawn"},
        "admitted": {"accepted", "waiting"},
        "refused": {"waiting"},
        "withdrawn": {"waiting"},
    }
    _state_groups = {("refused", "waiting"): "recovery_care.group_manager"}
    # Of two people who turn out to be one, the second request for the same place is taken back.
    _merge_clashes = {
        name: {"state": "withdrawn", "decision_reason": "twice"} for name in ("one_open_house", "one_open_kind")
    }
    # Written by whoever works for the house alone, or by the steps.
    _of_the_house = {
        "state", "priority_adjustment", "priority_reason", "exception_reason", "decision_reason", "stay_id", "date_decided",
    }

    house_id = fields.Many2one(
        "recovery.house", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True,
        domain="[('nights', '=', 'stay')]", help="Empty: any house of the kind in the programme.",
    )
    kind_id = fields.Many2one(
        "recovery.house.kind", string="Kind of house", required=True, index=True, ondelete="restrict",
        compute="_compute_of_the_house", store=True, readonly=False, precompute=True,
    )
    asked_for = fields.Char(string="Asked for", compute="_compute_asked_for", help="The house, or any of a kind.")
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        compute="_compute_of_the_house", store=True, readonly=False, precompute=True,
        help="That of the house. Its staff see the application and decide.",
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, precompute=True, default=None)
    episode_id = fields.Many2one(
        "recovery.episode", index="btree_not_null", ondelete="restrict", check_company=True, readonly=True, copy=False,
        help="The client's episode in the programme of the house, begun by the application unless there was one.",
    )
    state = fields.Selection(
        [
            ("applied", "Applied"), ("waiting", "Waiting"), ("offered", "Offered a bed"), ("accepted", "Accepted"),
            ("admitted", "Moved in"), ("refused", "Refused"), ("withdrawn", "Withdrawn"),
        ],
        required=True, default="applied", copy=False, index=True, tracking=True, group_expand=True,
    )
    date_applied = fields.Date(
        string="Applied on", required=True, default=fields.Date.context_today, index=True, tracking=True,
    )
    date_decided = fields.Date(string="Decided on", copy=False, readonly=True)
    days_waiting = fields.Integer(string="Waiting (days)", compute="_compute_days_waiting", aggregator=None)
    referred_from = fields.Selection(REFERRERS, string="Referred from", tracking=True)
    homeless = fields.Selection(
        YES_NO, string="Homeless now", default=None, compute="_compute_situation", store=True, compute_sudo=False,
        readonly=False, precompute=True, groups=READERS,
        help="From the last situation recorded; correct it when it changes.",
    )
    with_children = fields.Selection(
        YES_NO, string="With children", default=None, compute="_compute_situation", store=True, compute_sudo=False,
        readonly=False, precompute=True, groups=READERS,
        help="From the last situation recorded; correct it when it changes.",
    )
    pregnant = fields.Selection(YES_NO, default=UNKNOWN, groups=READERS)
    decision_reason = fields.Selection(
        [
            ("criteria", "Criteria of the house not met"), ("no_place", "No place in time"),
            ("other_help", "Other help fits better"),
            ("conduct", "Earlier stay in the house"), ("found", "Found another place"), ("changed_mind", "Wants it no more"),
            ("unreachable", "Cannot be reached"), ("treatment", "In treatment or hospital"), ("prison", "In prison"),
            ("death", "Died"), ("twice", "Applied twice"), ("consent", "Consent to sharing ended"), ("other", "Other"),
        ],
        string="Decision because", copy=False, tracking=True,
    )
    decision_note = fields.Char(string="In words", copy=False, groups=READERS, help="About the decision; no names.")
    exception_reason = fields.Char(
        string="Admitted in spite of", copy=False, tracking=True, groups=READERS,
        help="Why somebody who does not meet a criterion may have a bed. Reserved for managers.",
    )
    from_stay_id = fields.Many2one(
        "recovery.stay", string="Moves from", index="btree_not_null", ondelete="restrict", copy=False, readonly=True,
        help="Where the person lives now; that stay ends on the day on which the new one begins.",
    )
    stay_id = fields.Many2one(
        "recovery.stay", index="btree_not_null", ondelete="restrict", copy=False, readonly=True, check_company=True,
        help="The bed that was accepted.",
    )
    no_free_text = fields.Boolean(related="program_id.no_free_text")
    offer_ids = fields.One2many("recovery.housing.offer", "application_id", string="Offers")
    check_ids = fields.One2many(
        "recovery.housing.check", "application_id", string="Criteria", groups="recovery_care.group_staff",
    )

    _one_open_house = UniqueIndex(
        f"(client_id, house_id) WHERE house_id IS NOT NULL AND {SQL_OPEN}",
        "Client: this person has applied to the house already.",
        lambda row: (row["client_id"], row["house_id"]) if row["house_id"] and row["state"] in OPEN else None,
    )
    _one_open_kind = UniqueIndex(
        f"(client_id, program_id, kind_id) WHERE house_id IS NULL AND {SQL_OPEN}",
        "Client: this person has applied for a house of the kind already.",
        lambda row: (
            (row["client_id"], row["program_id"], row["kind_id"]) if not row["house_id"] and row["state"] in OPEN else None
        ),
    )
    _decided = Check(
        "CHECK((state IN ('refused', 'withdrawn')) = (decision_reason IS NOT NULL))",
        "Decision because: say why it is refused or withdrawn.",
        lambda row: (row["state"] in ("refused", "withdrawn")) == bool(row["decision_reason"]),
    )
    _open_idx = models.Index(f"(program_id, kind_id, house_id) WHERE {SQL_OPEN}")

    @api.depends("house_id")
    def _compute_of_the_house(self):
        for application in self:
            application.kind_id = application.house_id.kind_id or application.kind_id
            application.program_id = application.house_id.program_id or application.program_id

    @api.depends("house_id.name", "kind_id.name")
    @api.depends_context("lang")
    def _compute_asked_for(self):
        for application in self:
            application.asked_for = application.house_id.sudo().name or application.kind_id and self.env._(
                "Any: %s", application.kind_id.name,
            )

    @api.depends("client_id")
    def _compute_situation(self):
        """What the user's own records say; the house learns it by the application, not from the file."""
        found = self.env["recovery.situation"].search_fetch(
            [("client_id", "in", self.client_id.ids), ("state", "=", "valid")],
            ["client_id", "housing", "with_children"], order="date, id",
        ) if self.env["recovery.situation"].has_access("read") else ()
        latest = {situation.client_id.id: situation for situation in found}
        homeless = {"unstable": "yes", "stable": "no"}
        for application in self:
            situation = latest.get(application.client_id._origin.id)
            application.homeless = homeless.get(situation.housing, UNKNOWN) if situation else UNKNOWN
            application.with_children = situation.with_children if situation else UNKNOWN

    @api.depends("date_applied", "date_decided")
    def _compute_days_waiting(self):
        today = fields.Date.context_today(self)
        for application in self:
            start = application.date_applied
            application.days_waiting = max(((application.date_decided or today) - start).days, 0) if start else 0

    @api.depends("client_id.code", "house_id.name", "kind_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for application in self:
            code = application.sudo().client_id.code
            asked_for = application.house_id.sudo().name or application.kind_id.name or ""
            application.display_name = code and f"{code} · {asked_for}"

    @api.constrains("date_applied")
    def _check_date_applied(self):
        today = fields.Date.context_today(self)
        for application in self:
            if application.date_applied > today:
                raise ValidationError(self.env._("Applied on: %s lies in the future.", application.date_applied))

    @api.constrains("program_id", "house_id", "kind_id")
    def _check_house(self):
        for application in self:
            house = application.house_id
            if house and (house.program_id, house.kind_id) != (application.program_id, application.kind_id):
                raise ValidationError(self.env._(
                    "House: “%s” is of another programme or kind. Choose one that fits, or leave the house empty.",
                    house.name,
                ))
            episode = application.sudo().episode_id
            if episode and episode.program_id != application.program_id:
                raise ValidationError(self.env._(
                    "House: its staff are others than those who were asked. Withdraw the application and apply there.",
                ))

    @api.constrains("client_id", "from_stay_id")
    def _check_from_stay(self):
        for application in self.sudo():
            if application.from_stay_id and application.from_stay_id.client_id != application.client_id:
                raise ValidationError(self.env._("Moves from: it is the stay of another client."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_new(vals)
        applications = super().create(vals_list)
        applications._check_asked_from_stay()
        applications._begin_episodes()
        applications._add_checks()
        return applications

    @api.model
    def _check_new(self, vals):
        """Raise where an application would begin otherwise than as a request."""
        if self.env.su:
            return
        self._check_managers_words(vals)
        if vals.get("state", "applied") not in IN_LINE:
            raise UserError(self.env._("State: an application begins as “Applied” or “Waiting”."))
        # A counsellor asks; the house says who waits before whom.
        if vals.get("state") == "waiting" or any(vals.get(name) for name in self._of_the_house - {"state"}):
            house = self.env["recovery.house"].browse(vals.get("house_id") or ())
            self._check_of_the_house(house.program_id or self.env["recovery.program"].browse(vals.get("program_id") or ()))

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
            if not self.env.su and vals["state"] in BY_OFFER and any(record.state != vals["state"] for record in self):
                raise UserError(self.env._("State: offer a bed; the answer and the moving in follow from it."))
        self._check_managers_words(vals)
        if not self.env.su and "client_id" in vals and any(record.client_id.id != vals["client_id"] for record in self):
            raise UserError(self.env._("Client: an application stays with its client. Withdraw it and apply again."))
        result = super().write(vals)
        if vals.keys() & {"house_id", "kind_id", "program_id"}:
            self._add_checks()
        return result

    def _check_managers_words(self, vals):
        """Raise AccessError where somebody else grants an exception or changes the points by hand."""
        if self.env.su or self.env.user.has_group("recovery_care.group_manager"):
            return
        for name in ("exception_reason", "priority_adjustment", "priority_reason"):
            if name in vals and any((record[name] or False) != (vals[name] or False) for record in self or [{name: False}]):
                raise AccessError(self.env._(
                    "%s: this is reserved for programme managers.", self._fields[name]._description_string(self.env),
                ))

    @api.model
    def _check_of_the_house(self, programs):
        """Raise AccessError for whoever does not work for the houses of the programmes."""
        user = self.env.user
        if not self.env.su and not (
            user.has_group("recovery_care.group_house") and all(user in program.sudo().user_ids for program in programs)
        ):
            raise AccessError(self.env._("This is for the staff of the house to decide."))

    def _check_asked_from_stay(self):
        """Only who may end a stay asks for it to be ended by moving in elsewhere."""
        stays = self.sudo().from_stay_id.sudo(False)
        if stays and not self.env.su:
            stays.check_access("write")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An application is withdrawn with a reason, not deleted."))
