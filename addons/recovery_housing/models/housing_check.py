from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Unique
from odoo.exceptions import UserError
from odoo.tools import format_date


class HousingCheck(models.Model):
    """One criterion of a house for one applicant: what the records say, or somebody's answer."""

    _name = "recovery.housing.check"
    _description = "Criterion checked"
    _inherit = ["recovery.client.record"]
    _order = "application_id, house_id, sequence, id"
    _rec_names_search = ["client_id", "criterion_id"]

    application_id = fields.Many2one(
        "recovery.housing.application", required=True, index=True, ondelete="cascade", readonly=True,
    )
    criterion_id = fields.Many2one("recovery.house.criterion", required=True, index=True, ondelete="cascade", readonly=True)
    client_id = fields.Many2one(related="application_id.client_id", store=True, precompute=True)
    program_id = fields.Many2one(
        related="application_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True, precompute=True, default=None)
    house_id = fields.Many2one(related="criterion_id.house_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    answer = fields.Selection(
        [("met", "Met"), ("not_met", "Not met")], string="By hand", help="Goes before what the records say.",
    )
    answered_by_id = fields.Many2one(
        "res.users", string="Answered by", readonly=True, ondelete="restrict", index="btree_not_null",
    )
    answered_at = fields.Datetime(string="Answered at", readonly=True)
    result = fields.Selection(
        [("met", "Met"), ("not_met", "Not met"), ("unknown", "Not known")], compute="_compute_result",
        help="From what you may see of the client; somebody who sees more may answer by hand.",
    )
    reason = fields.Char(string="Because", compute="_compute_result")

    _once = Unique(
        "UNIQUE(application_id, criterion_id)", "Criterion: it is checked here already.",
        lambda row: (row["application_id"], row["criterion_id"]),
    )

    @api.model
    def _with_clients(self, vals_list):
        """The client is that of the application, which was checked there."""
        return vals_list

    @api.depends("criterion_id.display_name", "client_id.code")
    def _compute_display_name(self):
        for check in self:
            check.display_name = f"{check.sudo().client_id.code or ''} · {check.criterion_id.sudo().display_name or ''}"

    @api.depends("answer", "answered_at", "criterion_id", "client_id")
    @api.depends_context("uid", "lang")
    def _compute_result(self):
        looked_up = self.filtered(lambda check: not check.answer)._look_up()
        for check in self:
            if check.answer:
                check.result, check.reason = check.answer, self.env._(
                    "Answered by %(who)s on %(day)s", who=check.answered_by_id.sudo().name or "",
                    day=format_date(self.env, fields.Datetime.context_timestamp(check, check.answered_at).date())
                    if check.answered_at else "",
                )
            else:
                check.result, check.reason = looked_up[check.id]

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_answerer(vals) for vals in vals_list])

    def write(self, vals):
        if not self.env.su and vals.keys() - {"answer"}:
            raise UserError(self.env._("By hand: only the answer can be written; who gave it and when is kept with it."))
        if "answer" not in vals:
            return super().write(vals)
        self.check_access("write")
        changed = self.filtered(lambda check: check.answer != (vals["answer"] or False))
        result = super(HousingCheck, changed.sudo()).write(self._with_answerer(vals)) if changed else True
        changed._tell_answers()
        return result

    def _with_answerer(self, vals):
        """Return values with who answered and when, or with nobody where the answer is taken back."""
        if "answer" not in vals:
            return vals
        given = bool(vals["answer"])
        return {
            **vals, "answered_by_id": given and self.env.uid, "answered_at": given and fields.Datetime.now(),
        }

    def _tell_answers(self):
        """Keep what was answered before in the history of the application."""
        labels = dict(self._fields["answer"]._description_selection(self.env))
        for check in self:
            check.application_id.sudo().message_post(author_id=self.env.user.partner_id.id, body=self.env._(
                "%(criterion)s: %(answer)s", criterion=check.criterion_id.sudo().display_name,
                answer=labels.get(check.answer) or self.env._("answer taken back"),
            ))

    def action_met(self):
        self.write({"answer": "met"})

    def action_not_met(self):
        self.write({"answer": "not_met"})

    def action_take_back(self):
        self.write({"answer": False})
