from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DeliveryOptions(models.Model):
    """What a service's own questions were answered with: facts like its minutes."""

    _inherit = "recovery.delivery"

    option_ids = fields.Many2many(
        "recovery.service.option", "recovery_delivery_option_rel", "delivery_id", "option_id", string="Details",
        check_company=True, ondelete="restrict", copy=False,
        domain="['|', ('question_id.service_id', '=', service_id), ('question_id.kind', '=', service_kind)]",
    )
    service_kind = fields.Selection(related="service_id.kind", string="Kind of service")

    def _get_amendable_facts(self):
        return (*super()._get_amendable_facts(), "option_ids")

    @api.onchange("service_id")
    def _onchange_service_options(self):
        self.option_ids = self.option_ids.filtered(
            lambda option: option.question_id._origin._is_asked_by(self.service_id._origin),
        )

    @api.constrains("option_ids", "service_id")
    def _check_options(self):
        for delivery in self.filtered("option_ids"):
            by_question = delivery.option_ids.grouped("question_id")
            for question, options in by_question.items():
                if not question._is_asked_by(delivery.service_id):
                    raise ValidationError(self.env._(
                        "Details: “%(option)s” does not belong to the service “%(service)s”.",
                        option=options[0].name, service=delivery.service_id.name,
                    ))
                if not question.multiple and len(options) > 1:
                    raise ValidationError(self.env._(
                        "Details: “%(question)s” takes one answer, not %(options)s.",
                        question=question.name, options=", ".join(options.mapped("name")),
                    ))

    @api.constrains("option_ids", "service_id", "state", "client_id")
    def _check_required_options(self):
        Question = self.env["recovery.service.question"]
        for delivery in self:
            if delivery.state != "done" or not delivery.client_id:
                continue
            service = delivery.service_id
            for question_id, service_id, kind in Question._get_required(delivery.company_id.id):
                asked = service_id == service.id or kind and kind == service.kind
                if asked and question_id not in delivery.option_ids.question_id.ids:
                    raise ValidationError(self.env._(
                        "Details: answer “%(question)s” of the service “%(service)s”.",
                        question=Question.sudo().browse(question_id).name, service=service.name,
                    ))
