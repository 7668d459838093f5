from odoo import api, fields, models


class ServiceQuestions(models.Model):
    """What a service asks, by itself or as one of its kind."""

    _inherit = "recovery.service"

    question_ids = fields.One2many("recovery.service.question", "service_id", string="Questions", copy=True)

    def _get_questions(self):
        """Return {service: questions in their order} for these services, by one query each for both models."""
        questions = self.env["recovery.service.question"].search([
            ("company_id", "in", self.company_id.ids),
            "|", ("service_id", "in", self.ids), ("kind", "in", self.mapped("kind")),
        ])
        questions.option_ids.fetch(["name", "question_id"])
        return {
            service: questions.filtered(
                lambda question, service=service: question.company_id == service.company_id
                and question._is_asked_by(service),
            )
            for service in self
        }

    @api.readonly
    def get_questions(self):
        """Return what these services ask, for a screen that shows the answers as chips.

        :return: {id of the service as a string: list of {``id``, ``name``, ``multiple``, ``required``,
            ``options``: list of {``id``, ``name``}}}
        """
        self.check_access("read")
        return {str(service_id): questions for service_id, questions in self._describe_questions().items()}

    def _describe_questions(self):
        """Return {service id: its questions, described as by ``get_questions``}."""
        return {
            service.id: [
                {
                    "id": question.id, "name": question.name, "multiple": question.multiple,
                    "required": question.required,
                    "options": [{"id": option.id, "name": option.name} for option in question.option_ids],
                }
                for question in questions
            ]
            for service, questions in self._get_questions().items()
        }
