from odoo import api, fields, models

from ..table_rules import Check

ACTIVITY = "recovery_care.activity_rapid_test"
# Somebody whose way to care is settled, one way or another.
SETTLED = ("not_needed", "linked", "refused")


class RapidTest(models.Model):
    """A rapid test: its kind, its result, and whether a reactive one led to care."""

    _name = "recovery.rapid.test"
    _description = "Rapid test"
    _inherit = ["recovery.visit.fact", "recovery.private.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _amendable_facts = ("kind", "result")
    _free_text_paths = ("program_id",)

    kind = fields.Selection(
        [
            ("hiv", "HIV"), ("hcv", "Hepatitis C"), ("hbv", "Hepatitis B"), ("syphilis", "Syphilis"),
            ("pregnancy", "Pregnancy"), ("other", "Other"),
        ],
        required=True, index=True,
    )
    result = fields.Selection(
        [("non_reactive", "Non-reactive"), ("reactive", "Reactive"), ("invalid", "Invalid"), ("not_told", "Not told")],
        required=True, help="Not told: the person went before the result was there, or did not want to say it.",
    )
    confirmation = fields.Selection(
        [("none", "None"), ("pending", "Pending"), ("positive", "Positive"), ("negative", "Negative")],
        string="Confirmed by a laboratory", required=True, default="none",
    )
    confirmation_date = fields.Date(string="Confirmed on")
    link_state = fields.Selection(
        [
            ("not_needed", "Not needed"), ("offered", "Offered"), ("accompanied", "Accompanied"),
            ("linked", "Linked to care"), ("refused", "Refused"),
        ],
        string="Link to care",
    )
    link_date = fields.Date(string="Linked on")
    partner_id = fields.Many2one(
        "res.partner", string="Institution", domain="[('is_company', '=', True)]", check_company=True,
        ondelete="restrict", index="btree_not_null", help="Where the person was sent or is treated.",
    )
    is_open = fields.Boolean(
        string="Reactive, not linked", compute="_compute_is_open", store=True, precompute=True,
        help="Reactive, not refuted by a laboratory, and the person neither in care nor refusing it.",
    )
    asked_on = fields.Datetime(string="To-do made on", readonly=True, copy=False)

    _confirmed = Check(
        "CHECK(confirmation_date IS NULL OR confirmation IN ('positive', 'negative') AND confirmation_date >= date)",
        "Confirmed on: a day from the test on, of a positive or negative confirmation.",
        lambda row: row["confirmation_date"] is None or (
            row["confirmation"] in ("positive", "negative") and row["confirmation_date"] >= row["date"]
        ),
    )
    _linked = Check(
        "CHECK(link_date IS NULL OR link_state IS NOT NULL AND link_date >= date)",
        "Linked on: a day from the test on; say as well how far the link to care is.",
        lambda row: row["link_date"] is None or bool(row["link_state"]) and row["link_date"] >= row["date"],
    )
    _cancelled = Check(
        "CHECK(state = 'done' OR cancel_reason IS NOT NULL)", "Cancelled because: say why.",
        lambda row: row["state"] == "done" or bool(row["cancel_reason"]),
    )
    _program_date_idx = models.Index("(program_id, date) WHERE state = 'done'")
    _open_idx = models.Index("(program_id) WHERE is_open")

    @api.depends("state", "result", "confirmation", "link_state")
    def _compute_is_open(self):
        for test in self:
            test.is_open = (
                test.state == "done" and test.result == "reactive" and test.confirmation != "negative"
                and test.link_state not in SETTLED
            )

    @api.model_create_multi
    def create(self, vals_list):
        tests = super().create(vals_list)
        tests.sudo()._ask_for_link()
        return tests

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "result", "confirmation", "link_state"}:
            tests = self.sudo()
            tests._ask_for_link()
            tests._finish_to_dos()
        return result

    def _ask_for_link(self):
        """Make one to-do for each of these open tests that never had one: for the keyworker, else for the tester."""
        waiting = self.filtered(lambda test: test.is_open and not test.asked_on)
        keyworkers = waiting._get_keyworkers()
        rows, activity_type = [], self.env.ref(ACTIVITY)
        for test in waiting:
            user = keyworkers.get((test.client_id, test.program_id)) or test.employee_id.user_id or test.create_uid
            rows.append({
                "res_model_id": self.env["ir.model"]._get_id(self._name), "res_id": test.id, "user_id": user.id,
                "activity_type_id": activity_type.id, "summary": activity_type.summary,
                "date_deadline": fields.Date.context_today(self), "automated": True,
            })
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(rows)
        waiting.write({"asked_on": fields.Datetime.now()})

    def _get_keyworkers(self):
        """Return {(client, programme): user} of the keyworkers in open episodes."""
        episodes = self.env["recovery.episode"].search([
            ("client_id", "in", self.client_id.ids), ("program_id", "in", self.program_id.ids),
            ("state", "in", ("active", "paused")), ("keyworker_id.user_id.active", "=", True),
        ])
        return {(episode.client_id, episode.program_id): episode.keyworker_id.user_id for episode in episodes}

    def _finish_to_dos(self):
        settled = self.filtered(lambda test: not test.is_open)
        self.env["mail.activity"].search([
            ("res_model", "=", self._name), ("res_id", "in", settled.ids),
            ("activity_type_id", "=", self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)),
        ]).action_feedback()

    @api.model
    def _cron_link_to_care(self):
        """Make the to-dos that are missing, such as of imported tests. Running it again changes nothing."""
        self.search([("is_open", "=", True), ("asked_on", "=", False)])._ask_for_link()
