from datetime import timedelta

from odoo import api, models
from odoo.addons.recovery_care.demo.association_plan import LAST_DAY
from odoo.fields import Command

# Who lives in the flats today, where nobody else does: nickname, year of birth, days since the first night.
FLATMATES = (("Demo Rybitwa", 1986, 210), ("Demo Czajka", 1992, 118))


class DemoRiverbankFees(models.AbstractModel):
    """The flats of the street association today: who lives there, what it costs in złoty, who rents them."""

    _inherit = "recovery.demo"

    @api.model
    def _build_riverbank_fees(self):
        """Create leases, plans, incomes, three months of fees and their payments, once."""
        demo = self._of_company("association")
        own = [("company_id", "=", demo.env.company.id)]
        if demo._today() <= LAST_DAY or self.env["recovery.fee.plan"].search_count(own, limit=1):
            return
        demo._create_ledger()
        demo._create_leases()
        stays = demo._find_flatmates()
        demo._create_riverbank_plans()
        demo._create_riverbank_incomes(stays)
        demo._create_riverbank_fees(stays)

    def _create_leases(self):
        """What the association rents; about one flat it has to decide within days."""
        landlord, district = (
            self._create_payer(name) for name in ("Demo landlord, Warszawa", "Demo housing office of the district")
        )
        today = self._today()
        self.env["recovery.house.lease"].create([
            {
                "house_id": self._home(f"riverbank_{key}").id, "company_id": self.env.company.id, "landlord_id": owner.id,
                "reference": f"DEMO-{key.upper()}", "date_from": today - timedelta(days=since), "rent": rent,
                "date_to": until and today + timedelta(days=until), "notice_days": 90,
                "currency_id": self.env.company.currency_id.id,
            }
            for key, owner, since, until, rent in (
                ("hostel", district, 1900, False, 5200), ("flat1", landlord, 630, 100, 3400),
                ("flat2", landlord, 900, 560, 3150),
            )
        ])

    def _find_flatmates(self):
        """Return the stays in the flats today; two people are housed where there are none."""
        flats = self._home("riverbank_flat1") | self._home("riverbank_flat2")
        stays = self.env["recovery.stay"].search([("house_id", "in", flats.ids), ("state", "=", "in")])
        today = self._today()
        for (nickname, year, days), flat in zip(FLATMATES, () if stays else flats, strict=False):
            client = self.env["recovery.client"].create({
                "identity": "pseudonymous", "nickname": nickname, "birth_year": year, "gender": "male", "language": "pl_PL",
                "intake_program_id": flat.program_id.id, "company_id": self.env.company.id,
            })
            stays |= self.env["recovery.stay"].create({
                "client_id": client.id, "bed_id": flat.bed_ids[:1].id, "date_from": today - timedelta(days=days),
                "state": "in", "agreement_signed_on": today - timedelta(days=days),
                "key_number": f"{flat.code} A", "key_given_on": today - timedelta(days=days),
            })
        return stays.sorted("date_from")

    def _create_riverbank_plans(self):
        district = self._create_payer("Demo welfare office, Praga-Północ")
        common = {"company_id": self.env.company.id, "date_from": self._get_month_back(24).replace(month=1)}
        self.env["recovery.fee.plan"].create([
            {
                **common, "name": "Flats, share of the income", "applies_to": "company", "basis": "income",
                "income_percent": 25, "amount_min": 250, "amount_max": 900,
                "payer_ids": [Command.create({
                    "payer": "municipality", "partner_id": district.id, "method": "fixed", "value": 150,
                })],
            },
            {
                **common, "name": "Hostel, by the night", "applies_to": "house", "basis": "night", "amount": 14,
                "house_id": self._home("riverbank_hostel").id,
                "payer_ids": [
                    Command.create({"payer": "municipality", "partner_id": district.id, "value": 70}),
                    Command.create({"payer": "grant", "value": 30, "sequence": 20}),
                ],
            },
        ])

    def _create_riverbank_incomes(self, stays):
        """Everybody has something; of the one who came last nobody has asked yet."""
        rows = (("work", 2650, "seen"), ("social", 1180, "kept"), ("disability", 1560, "kept"))
        known = stays[:-1] if len(stays) > 2 else stays
        self.env["recovery.client.income"].create([
            {
                "client_id": stay.client_id.id, "company_id": self.env.company.id, "source": rows[number % 3][0],
                "date_from": stay.date_from, "amount": rows[number % 3][1], "proof": rows[number % 3][2],
            }
            for number, stay in enumerate(known)
        ])

    def _create_riverbank_fees(self, stays):
        """The first month is paid, of the second one resident is behind, the third waits as drafts."""
        first, second = self._post_month(3), self._post_month(2)
        self._run_month(1)
        self._pay(first.share_ids.move_id, 11)
        others = second.share_ids.filtered(lambda share: share.payer != "resident").move_id
        self._pay(others | self._find_move(second, stays[:1]), 10)
