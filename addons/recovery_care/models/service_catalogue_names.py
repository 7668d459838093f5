from odoo import models


class ServiceCatalogue(models.Model):
    """Names of the catalogue in the languages of the database."""

    _inherit = "recovery.service"

    def _translate_catalogue(self, rows):
        """Write the names of services just made from ``rows`` in every installed language."""
        for lang, _name in self.env["res.lang"].get_installed():
            for service, row in zip(self.with_context(lang=lang), rows, strict=True):
                service.name = row["name"]._translate(lang)
                for question, asked in zip(service.question_ids, row["questions"], strict=True):
                    question.name = asked["name"]._translate(lang)
                    for option, answer in zip(question.option_ids, asked["options"], strict=True):
                        option.name = answer._translate(lang)
