from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceOption(models.Model):
    """One answer to a question of a service; a delivery holds the answers chosen."""

    _name = "recovery.service.option"
    _description = "Answer to a question of a service"
    _check_company_auto = True
    _order = "question_id, sequence, id"

    name = fields.Char(string="Answer", required=True, translate=True)
    question_id = fields.Many2one("recovery.service.question", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="question_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.depends("name", "question_id.name")
    @api.depends_context("recovery_with_question")
    def _compute_display_name(self):
        """The answer alone beside its service; with the question where answers of all questions are mixed."""
        with_question = self.env.context.get("recovery_with_question")
        for option in self:
            option.display_name = f"{option.question_id.name}: {option.name}" if with_question else option.name

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_used(self):
        used = self.env["recovery.delivery"].sudo().search_count([("option_ids", "in", self.ids)], limit=1)
        if self and used:
            raise UserError(self.env._(
                "Answer: it is used in services delivered. Archive it, then it is not offered any more.",
            ))
