from datetime import timedelta
from random import Random

from odoo import api, models

from .people import FIRST_NAMES, LAST_NAMES

# Of every ten people in counselling: purpose, with whom, state, days since it was given, days until it ends.
CONSENTS = (
    ("research", "", "given", 300, None), ("sharing", "hospital", "given", 352, 13), ("contact", "", "given", 120, None),
    ("research", "", "refused", 200, None), ("sharing", "office", "given", 40, None), ("research", "", "given", 90, None),
    ("sharing", "hospital", "withdrawn", 150, None), ("contact", "", "given", 30, None),
    ("sharing", "office", "expired", 500, -135), ("research", "", "draft", 0, None),
)
PARTNERS = {"hospital": "Town hospital (demo)", "office": "Labour office (demo)"}


class DemoConsents(models.AbstractModel):
    """Codes of the contact point built from what invented people told, and what people agreed to."""

    _inherit = "recovery.demo"

    @api.model
    def _build_consents(self):
        """Give the drop-in clients their codes and record consents, once."""
        company = self._ref("company")
        clients = self.env["recovery.client"].search([("company_id", "=", company.id)], order="id")
        if not clients or self.env["recovery.consent"].search_count([("company_id", "=", company.id)], limit=1):
            return
        demo = self._of_company()
        demo._build_codes(clients.with_env(demo.env))
        demo._create_consents(clients.with_env(demo.env).filtered(lambda client: client.identity == "identified"))

    def _build_codes(self, clients):
        """Code those who drop in by the Czech scheme; told again at the counter, they are recognised."""
        rng, program = Random(4), self._ref("program_contact")
        program.code_scheme_id = self.env.ref("recovery_care.code_scheme_czech")
        for client in clients.filtered(
            lambda client: client.intake_program_id == program and client.identity == "pseudonymous",
        ):
            names = "female" if client.gender == "female" else "male"
            told = {
                "first_name": rng.choice(FIRST_NAMES[names]), "last_name": rng.choice(LAST_NAMES[names]),
                "birth_day": rng.randint(1, 28), "birth_month": rng.randint(1, 12), "birth_year": client.birth_year,
                "gender": client.gender,
            }
            built = client.build_code(told, program.id)
            client.sudo().write({
                "code": built["suggestion"], "code_hash": client._get_code_hash(told, program),
            })

    def _create_consents(self, clients):
        today = self._today()
        partners = dict(zip(PARTNERS, self.env["res.partner"].create([
            {"name": name, "company_id": self._ref("company").id} for name in PARTNERS.values()
        ]), strict=True))
        running = clients.filtered("episode_active_ids")
        vals_list = []
        for number, client in enumerate(running):
            purpose, partner, state, ago, left = CONSENTS[number % len(CONSENTS)]
            vals_list.append({
                "client_id": client.id, "purpose_id": self.env.ref(f"recovery_care.consent_purpose_{purpose}").id,
                "partner_id": partner and partners[partner].id, "date_from": today - timedelta(days=ago),
                **({"date_to": today + timedelta(days=left)} if left is not None else {}),
                "state": state, **({"date_withdrawn": today - timedelta(days=20)} if state == "withdrawn" else {}),
            })
        self.env["recovery.consent"].create(vals_list)
        self._withdraw_identification(running)

    def _withdraw_identification(self, clients):
        """One client of the counsellor no longer wants to be known by name: there is a to-do."""
        counsellor = self._ref("user_counsellor")
        client = clients.filtered(lambda client: counsellor in client.episode_active_ids.keyworker_id.user_id)[:1]
        self.env["recovery.consent"].create({
            "client_id": client.id, "purpose_id": self.env.ref("recovery_care.consent_purpose_identification").id,
            "date_from": self._today() - timedelta(days=400), "state": "withdrawn",
            "date_withdrawn": self._today() - timedelta(days=2),
        })
