from odoo import models
from odoo.fields import Command

from ..service_catalogue import LOW_THRESHOLD


class ProgramCatalogue(models.Model):
    """A new low-threshold programme begins with the usual services of such programmes."""

    _inherit = "recovery.program"

    def add_low_threshold_services(self, codes=None):
        """Give each of these programmes the usual services of low-threshold work, with their questions.

        A service whose code the company has already is taken as it is, with or without questions;
        nothing is made twice.

        :param codes: list of the codes wanted; all when empty
        :return: the recovery.service records, existing and new
        :raises AccessError: for whoever may not create services
        """
        services = self.env["recovery.service"]
        wanted = [row for row in LOW_THRESHOLD if not codes or row["code"] in codes]
        for company, programs in self.grouped("company_id").items():
            existing = services.with_context(active_test=False).search([
                ("company_id", "=", company.id), ("code", "in", [row["code"] for row in wanted]),
            ])
            known = set(existing.mapped("code"))
            missing = [row for row in wanted if row["code"] not in known]
            created = services.create([programs._prepare_service(row) for row in missing])
            created._translate_catalogue(missing)
            programs.service_ids = [Command.link(service.id) for service in existing | created]
            services |= existing | created
        return services.browse(services.ids)

    def _prepare_service(self, row):
        english = "en_US"
        return {
            "code": row["code"], "name": row["name"]._translate(english), "kind": row["kind"],
            "default_minutes": row["minutes"], "is_intervention": row["intervention"],
            "client_required": row.get("client", False), "is_referral": row.get("referral", False),
            "is_naloxone_training": row.get("naloxone", False),
            "company_id": self.company_id.id,
            "question_ids": [
                Command.create({
                    "name": question["name"]._translate(english), "multiple": question["multiple"],
                    "sequence": 10 * (number + 1), "company_id": self.company_id.id,
                    "option_ids": [
                        Command.create({"name": option._translate(english), "sequence": 10 * (place + 1)})
                        for place, option in enumerate(question["options"])
                    ],
                })
                for number, question in enumerate(row["questions"])
            ],
        }
