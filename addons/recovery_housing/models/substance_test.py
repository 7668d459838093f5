from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique, UniqueIndex
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import format_datetime

# Breath in mg/l to blood in g/kg (promille) at the blood:breath ratio of 2100:1 that evidential analysers assume.
BREATH_TO_BLOOD = 2.1
TEAM = "recovery_care.group_house,recovery_care.group_counsellor"


class SubstanceTest(models.Model):
    """A breath, urine or saliva test, with the way of its sample from hand to hand.

    What was confirmed is not rewritten: it is cancelled with a reason, and another test may correct it.
    """

    _name = "recovery.substance.test"
    _description = "Substance test"
    _inherit = ["recovery.state.machine", "recovery.client.record", "recovery.private.thread", "mail.activity.mixin"]
    _order = "taken_on desc, id desc"
    _rec_names_search = ["number", "client_id"]
    _mail_post_access = "write"
    _free_text_paths = ("program_id",)
    _free_text_fields = ("note",)

    _state_transitions = {
        "taken": {"sealed", "confirmed", "cancelled"},
        "sealed": {"sent", "confirmed", "cancelled"},
        "sent": {"reported", "cancelled"},
        "reported": {"confirmed", "cancelled"},
        "confirmed": {"cancelled"},
        "cancelled": set(),
    }
    _state_groups = {("confirmed", "cancelled"): "recovery_care.group_manager"}
    # Whose sample it is, and how and when it was taken, stands still once it is sealed; the rest once it is confirmed.
    _sample_facts = {
        "client_id", "stay_id", "program_id", "kind", "taken_on", "employee_id", "supervised", "supervisor_id", "number",
    }
    _result_facts = {"value", "unit", "line_ids", "result", "laboratory_id", "laboratory_reference"}

    number = fields.Char(string="Sample number", required=True, readonly=True, copy=False, default="/")
    client_id = fields.Many2one(
        compute="_compute_from_stay", store=True, readonly=False, precompute=True, tracking=True,
    )
    stay_id = fields.Many2one(
        "recovery.stay", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('state', 'in', ('in', 'out'))]", help="Empty: a test of somebody who does not live with us.",
    )
    house_id = fields.Many2one(related="stay_id.house_id", store=True, precompute=True, index="btree_not_null")
    episode_id = fields.Many2one(
        "recovery.episode", index="btree_not_null", ondelete="restrict", check_company=True,
        compute="_compute_from_stay", store=True, readonly=False, precompute=True,
        domain="[('client_id', '=', client_id), ('program_id', '=', program_id)]",
    )
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        compute="_compute_from_stay", store=True, readonly=False, precompute=True,
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, precompute=True, default=None)
    kind = fields.Selection(
        [("breath", "Breath"), ("urine", "Urine"), ("saliva", "Saliva")], required=True, default="breath", index=True,
    )
    occasion = fields.Selection(
        [
            ("random", "At random"), ("routine", "As agreed"), ("return", "Return from leave"), ("suspicion", "Suspicion"),
            ("admission", "Admission"), ("wish", "Own wish"), ("other", "Other"),
        ],
        required=True, default="routine",
    )
    state = fields.Selection(
        [
            ("taken", "Taken"), ("sealed", "Sealed"), ("sent", "At the laboratory"), ("reported", "Reported"),
            ("confirmed", "Confirmed"), ("cancelled", "Cancelled"),
        ],
        required=True, default="taken", copy=False, index=True, tracking=True,
    )
    taken_on = fields.Datetime(string="Taken on", required=True, default=fields.Datetime.now, index=True, tracking=True)
    employee_id = fields.Many2one(
        "hr.employee", string="Taken by", check_company=True, ondelete="restrict", index="btree_not_null",
        default=lambda self: self.env.user.employee_id,
    )
    supervised = fields.Boolean(help="Somebody watched the sample being given.")
    supervisor_id = fields.Many2one(
        "hr.employee", string="Watched by", check_company=True, ondelete="restrict", index="btree_not_null",
    )
    value = fields.Float(string="Reading", digits=(6, 3), help="Of a breath test, in the unit beside it.")
    unit = fields.Selection([("promille", "‰ of blood"), ("mg_l", "mg/l of breath")], default="promille")
    promille = fields.Float(
        string="Blood alcohol (‰)", digits=(6, 2), compute="_compute_promille", store=True, precompute=True,
        aggregator="max", help="Of mg/l of breath at a blood to breath ratio of 2100 to 1.",
    )
    panel_id = fields.Many2one("recovery.substance.panel", ondelete="restrict", domain="[('kind', '=', kind)]")
    line_ids = fields.One2many("recovery.substance.test.line", "test_id", string="Substances", copy=True)
    positive_names = fields.Char(string="Found", compute="_compute_positive_names")
    result = fields.Selection(
        [
            ("awaited", "Awaited"), ("negative", "Negative"), ("positive", "Positive"), ("refused", "Refused"),
            ("invalid", "Invalid"), ("diluted", "Diluted"),
        ],
        required=True, compute="_compute_result", store=True, readonly=False, precompute=True, index=True, tracking=True,
        help="Positive where something was found that is not prescribed.",
    )
    sealed_on = fields.Datetime(string="Sealed on", readonly=True, copy=False)
    sealed_by_id = fields.Many2one("res.users", string="Sealed by", readonly=True, copy=False, ondelete="restrict")
    seal_number = fields.Char(string="Seal", copy=False, groups=TEAM)
    sent_on = fields.Datetime(string="Sent to the laboratory", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False, ondelete="restrict")
    laboratory_id = fields.Many2one(
        "res.partner", domain="[('is_company', '=', True)]", check_company=True, ondelete="restrict", index="btree_not_null",
    )
    laboratory_reference = fields.Char(string="Their number", copy=False, groups=TEAM)
    reported_on = fields.Datetime(string="Laboratory's answer", readonly=True, copy=False)
    confirmed_on = fields.Datetime(string="Confirmed on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False, ondelete="restrict")
    consequence = fields.Selection(
        [
            ("none", "None"), ("talk", "Talk"), ("tests", "More tests"), ("leave", "Leave withdrawn"),
            ("breach", "Breach of rules"), ("medical", "Medical help"), ("treatment", "Treatment"),
            ("exit", "End of the stay"), ("other", "Other"),
        ],
        tracking=True,
    )
    note = fields.Text(groups=TEAM)
    no_free_text = fields.Boolean(related="program_id.no_free_text")
    cancel_reason = fields.Selection(
        [
            ("person", "Wrong person"), ("time", "Wrong time"), ("result", "Wrong result"), ("twice", "Entered twice"),
            ("chain", "Chain of custody broken"),
        ],
        string="Cancelled because", copy=False, tracking=True,
    )
    corrects_id = fields.Many2one(
        "recovery.substance.test", readonly=True, copy=False, ondelete="restrict", index="btree_not_null",
        check_company=True,
    )
    corrected_by_ids = fields.One2many("recovery.substance.test", "corrects_id", string="Corrected by")

    _number_uniq = Unique(
        "UNIQUE(company_id, number)", "Sample number: another test of the company has it.",
        lambda row: (row["company_id"], row["number"]),
    )
    _reading = Check("CHECK(value >= 0)", "Reading: it cannot be negative.", lambda row: row["value"] >= 0)
    _cancelled = Check(
        "CHECK((state = 'cancelled') = (cancel_reason IS NOT NULL))", "Cancelled because: say why.",
        lambda row: (row["state"] == "cancelled") == bool(row["cancel_reason"]),
    )
    _decided = Check(
        "CHECK(state <> 'confirmed' OR result <> 'awaited')", "Result: say what came out before you confirm it.",
        lambda row: row["state"] != "confirmed" or row["result"] != "awaited",
    )
    _steps = Check(
        "CHECK((state <> 'sealed' OR sealed_on IS NOT NULL) AND (state NOT IN ('sent', 'reported') OR sent_on IS NOT NULL))",
        "State: a sample is sealed, then sent, each with its time.",
        lambda row: (row["state"] != "sealed" or bool(row["sealed_on"]))
        and (row["state"] not in ("sent", "reported") or bool(row["sent_on"])),
    )
    _corrected_once = UniqueIndex(
        "(corrects_id) WHERE state <> 'cancelled'", "Corrects: that test is corrected by another one already.",
        lambda row: (row["corrects_id"],) if row["state"] != "cancelled" else None,
    )
    _course_idx = models.Index("(client_id, taken_on) WHERE state <> 'cancelled'")

    @api.depends("stay_id")
    def _compute_from_stay(self):
        for test in self:
            stay = test.stay_id
            test.client_id = stay.client_id or test.client_id
            test.program_id = stay.program_id or test.program_id or test.episode_id.program_id or test._get_default_program()
            test.episode_id = stay.episode_id or test.episode_id

    def _get_default_program(self):
        """Return a programme of the user which the client is in, else the user's first."""
        own = self.env["recovery.program"].search([("user_ids", "in", self.env.uid)])
        return (own & self.client_id.sudo().program_ids or own)[:1]

    @api.depends("kind", "value", "unit")
    def _compute_promille(self):
        for test in self:
            test.promille = test.kind == "breath" and test.value * (BREATH_TO_BLOOD if test.unit == "mg_l" else 1)

    @api.depends("kind", "promille", "line_ids.finding", "line_ids.prescribed")
    def _compute_result(self):
        """Take the result from the reading or the substances; what a person chose otherwise stays."""
        for test in self:
            if test.result in ("refused", "invalid", "diluted"):
                continue
            if test.kind == "breath":
                # A number field knows no “not read yet”: a person says that the device showed zero.
                read = "positive" if test.promille > test.house_id.breath_limit else "negative"
                test.result = read if test.value else "awaited"
            else:
                test.result = test.line_ids._get_result()

    @api.depends("line_ids.finding")
    def _compute_positive_names(self):
        for test in self:
            found = test.line_ids.filtered(lambda line: line.finding == "positive").substance_id
            test.positive_names = ", ".join(found.mapped("display_name"))

    @api.depends("number", "client_id.code")
    def _compute_display_name(self):
        for test in self:
            test.display_name = " · ".join(filter(None, [test.number, test.sudo().client_id.code]))

    @api.constrains("stay_id", "client_id", "program_id", "episode_id")
    def _check_links(self):
        for test in self.sudo():
            stay, episode = test.stay_id, test.episode_id
            if stay and (stay.client_id, stay.program_id) != (test.client_id, test.program_id):
                raise ValidationError(self.env._("Stay: it belongs to another client or programme."))
            if episode and (episode.client_id, episode.program_id) != (test.client_id, test.program_id):
                raise ValidationError(self.env._("Episode: it belongs to another client or programme."))

    @api.constrains("taken_on")
    def _check_taken_on(self):
        limit = fields.Datetime.now() + timedelta(minutes=5)
        for test in self:
            if test.taken_on > limit:
                raise ValidationError(self.env._(
                    "Taken on: %s has not come yet.", format_datetime(self.env, test.taken_on),
                ))

    @api.onchange("panel_id")
    def _onchange_panel_id(self):
        known = self.line_ids.substance_id
        self.line_ids = [
            Command.create({"substance_id": substance.id}) for substance in self.panel_id.substance_ids - known
        ]

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        Panel = self.env["recovery.substance.panel"]
        for vals in vals_list:
            if vals.get("number", "/") == "/":
                vals["number"] = self.env["ir.sequence"].next_by_code("recovery.substance.test") or "/"
            if vals.get("panel_id") and not vals.get("line_ids"):
                substances = Panel.browse(vals["panel_id"]).substance_ids
                vals["line_ids"] = [Command.create({"substance_id": substance.id}) for substance in substances]
            if vals.get("kind", "breath") == "breath" and "value" in vals and not vals["value"] and "result" not in vals:
                # A program or an import that names a reading of zero; a form sends the result with it.
                vals["result"] = "negative"
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        if not self.env.su:
            self._check_facts_open(vals)
        return super().write(vals)

    def _check_facts_open(self, vals):
        """Raise UserError where values would rewrite a sample that is sealed or a result that is confirmed."""
        for facts, states, words in (
            (self._sample_facts, ("taken",), self.env._(
                "%s: the sample is sealed. Cancel it with a reason and enter it again.",
            )),
            (self._sample_facts | self._result_facts, ("taken", "sealed", "sent", "reported"), self.env._(
                "%s: the result is confirmed. A programme manager chooses “Correct”.",
            )),
        ):
            changed = facts & vals.keys()
            if changed and any(test.state not in states for test in self):
                raise UserError(words % self._fields[min(changed)]._description_string(self.env))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("State: a test is cancelled with a reason, not deleted."))
