from odoo import api, models


class ProgramServices(models.Model):
    """What a counter needs to know of a programme's services."""

    _inherit = "recovery.program"

    @api.readonly
    def get_services(self):
        """Return the services of one programme with their questions, in a constant number of queries.

        :return: list of {``id``, ``code``, ``name``, ``kind``, ``minutes``, ``client_required``, ``questions``:
            list of {``id``, ``name``, ``multiple``, ``required``, ``options``: list of {``id``, ``name``}}}
        """
        self.ensure_one()
        self.check_access("read")
        services = self.service_ids.filtered("active")
        questions = services._describe_questions()
        return [
            {
                "id": service.id, "code": service.code, "name": service.name, "kind": service.kind,
                "minutes": service.default_minutes, "client_required": service.client_required,
                "questions": questions[service.id],
            }
            for service in services
        ]
