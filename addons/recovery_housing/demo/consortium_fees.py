from datetime import date, timedelta

from odoo import api, models
from odoo.fields import Command

from .consortium_plan import LAST_DAY


class DemoConsortiumFees(models.AbstractModel):
    """What living in the houses in Ljubljana costs, who pays, and who is behind."""

    _inherit = "recovery.demo"

    @api.model
    def _build_consortium_fees(self):
        """Create plans, the fees of four months, payments, arrears and deposits, once."""
        own = [("company_id", "=", self._home("ljubljana").id)]
        if self._today() <= LAST_DAY or self.env["recovery.fee.plan"].search_count(own, limit=1):
            return
        demo = self._of_partner("ljubljana")
        demo._create_ledger()
        stays = demo._find_payers()
        demo._create_consortium_plans(stays)
        demo._create_consortium_incomes(stays)
        demo._create_consortium_fees(stays)
        demo._create_consortium_deposits(stays)
        demo._create_consortium_debts(stays)

    def _find_payers(self):
        """Return {place: the stay of whoever lives there now}, and two who left."""
        stays = self.env["recovery.stay"].search([("company_id", "=", self.env.company.id), ("state", "in", ("in", "out"))])
        places = {}
        for stay in stays.sorted("date_from"):
            place = f"{stay.house_id.code} {(stay.bed_id.room_id.name or '')[-1:]}{stay.bed_id.name}"
            if stay.state == "in":
                places[place] = stay
            elif stay.exit_destination in ("own_home", "street"):
                places.setdefault(stay.exit_destination, stay)
        return places

    def _create_consortium_plans(self, stays):
        """By month, by night and by income; the municipality, by one invoice a month, and an insurer pay their parts."""
        town, insurer = self._create_payer("Demo municipality of Ljubljana"), self._create_payer("Demo health insurer")
        town.recovery_collective_invoice = True
        house = {
            code: self.env["recovery.house"].search([("company_id", "=", self.env.company.id), ("code", "=", code)])
            for code in ("RIV", "VIL")
        }
        start = LAST_DAY.replace(month=1, day=1)
        common = {"company_id": self.env.company.id, "date_from": start}
        _month, _income, night = self.env["recovery.fee.plan"].create([
            {
                **common, "name": "Community, a month", "applies_to": "house", "house_id": house["RIV"].id, "amount": 240,
                "absence_rule": "reduced", "absence_after": 7, "absence_percent": 50,
                "payer_ids": [Command.create({"payer": "municipality", "partner_id": town.id, "value": 60, "cap": 150})],
            },
            {
                **common, "name": "Share of the income", "applies_to": "house", "house_id": house["VIL"].id,
                "basis": "income", "income_percent": 30, "amount_min": 60, "amount_max": 260,
                "payer_ids": [
                    Command.create({"payer": "insurer", "partner_id": insurer.id, "method": "fixed", "value": 40}),
                    Command.create({
                        "payer": "municipality", "partner_id": town.id, "value": 25, "sequence": 20,
                    }),
                ],
            },
            {
                **common, "name": "By the night", "applies_to": "stay", "basis": "night", "amount": 8.5,
                "payer_ids": [
                    Command.create({"payer": "municipality", "partner_id": town.id, "value": 30}),
                    Command.create({"payer": "grant", "value": 25, "sequence": 20}),
                ],
            },
        ])
        # One keeps the fee that was agreed; the others pay by the plans.
        for place, stay in stays.items():
            if place not in ("RIV 1A", "own_home", "street"):
                stay.write({"monthly_fee": 0, "fee_plan_id": night.id if place == "RIV 1B" else False})

    def _create_consortium_incomes(self, stays):
        rows = (
            ("RIV 1A", "work", 700, 1120, "seen"), ("RIV 1B", "unemployment", 260, 640, "kept"),
            ("VIL 1A", "social", 720, 465, "kept"), ("VIL 1A", "work", 300, 410, "seen"),
            ("VIL 2B", "sickness", 280, 690, "told"),
        )
        self.env["recovery.client.income"].create([
            {
                "client_id": stays[place].client_id.id, "company_id": self.env.company.id, "source": source,
                "date_from": self._today() - timedelta(days=days), "amount": amount, "proof": proof,
            }
            for place, source, days, amount, proof in rows if place in stays
        ])

    def _create_consortium_fees(self, stays):
        """Four months: the earlier are posted, the last waits for accounting as drafts."""
        behind, earns_less, hardship = (stays.get(place) for place in ("RIV 1B", "VIL 1A", "VIL 2B"))
        none = self.env["recovery.stay"]
        months = {back: self._post_month(back) for back in (4, 3, 2)}
        self._run_month(1)
        for back, fees in months.items():
            others = fees.share_ids.filtered(lambda share: share.payer != "resident").move_id
            paying = self._find_move(fees, stays.get("RIV 1A", none))
            paying |= self._find_move(fees, {4: earns_less, 3: hardship}.get(back) or none)
            self._pay(paying | others if back > 2 else paying, 11)
        # Of the last month posted the municipality has paid a part: what is open is spread over its residents.
        for joint in months[2].share_ids.line_id.move_id:
            self._pay(joint, 11, amount=joint.currency_id.round(joint.amount_total * 0.6))
        if behind:
            self._agree_repayment(behind, [months[4], months[3]])
        if hardship:
            finance = self._home("consortium_user_finance")
            months[4].filtered(lambda fee: fee.stay_id == hardship).with_user(finance).action_write_off("hardship")
        if earns_less:
            self._correct_by_income(earns_less, months[3])

    def _agree_repayment(self, stay, months):
        """Two months are paid back in four parts: the first was paid, the second is late."""
        shares = self.env["recovery.fee.share"].browse()
        for fees in months:
            shares |= fees.filtered(lambda fee: fee.stay_id == stay).share_ids.filtered(lambda one: one.payer == "resident")
        today = self._today()
        plan = self.env["recovery.repayment.plan"].create({
            "client_id": stay.client_id.id, "program_id": stay.program_id.id, "company_id": self.env.company.id,
            "user_id": self._home("consortium_user_finance").id, "share_ids": [Command.set(shares.ids)],
            "date": today - timedelta(days=46), "instalment_count": 4, "date_first": today - timedelta(days=40),
        })
        plan.action_spread()
        plan.action_start()
        oldest = shares.move_id.sorted("invoice_date")[:1]
        self._pay(oldest, (plan.date_first - oldest.invoice_date).days, amount=plan.instalment_ids[0].amount)
        self.env.flush_all()
        self.env["recovery.repayment.plan"].invalidate_model()
        plan._cron_follow()

    def _correct_by_income(self, stay, fees):
        """The work ended unnoticed: one fee is taken back and made anew, the next waits to be looked at."""
        fee = fees.filtered(lambda fee: fee.stay_id == stay)
        self.env["recovery.client.income"].create({
            "client_id": stay.client_id.id, "company_id": self.env.company.id, "source": "work", "amount": 0,
            "date_from": fee.period, "proof": "seen",
        })
        fee.action_correct()
        drafts = fee.share_ids.move_id.filtered(lambda move: move.state == "draft")
        self._post(drafts, max(self._today() - timedelta(days=12), max(fees.share_ids.move_id.mapped("invoice_date"))))

    def _create_consortium_deposits(self, stays):
        """One is held, one was given back, one was kept in part."""
        held, back, kept = (stays.get(place) for place in ("RIV 1A", "own_home", "street"))
        self._create_deposits([
            (held, "received", held and held.date_from, 120, False),
            (back, "received", back and back.date_from, 100, False), (back, "returned", back and back.date_to, 100, False),
            (kept, "received", kept and kept.date_from, 100, False),
            (kept, "kept", kept and kept.date_to, 60, "unpaid"),
        ])

    def _create_consortium_debts(self, stays):
        rows = (
            ("RIV 1A", "bank", date(2024, 12, 1), 7800, 0), ("RIV 1A", "bank", date(2025, 12, 1), 5400, 150),
            ("RIV 1A", "insurance", date(2025, 2, 1), 940, 0), ("RIV 1A", "insurance", date(2026, 2, 1), 0, 0),
            ("RIV 1B", "fine", date(2026, 4, 1), 620, 0), ("RIV 1B", "maintenance", date(2026, 4, 1), 3100, 80),
            ("VIL 1A", "phone", date(2025, 1, 15), 380, 0),
        )
        self.env["recovery.client.debt"].create([
            {
                "client_id": stays[place].client_id.id, "company_id": self.env.company.id, "kind": kind, "date_from": day,
                "amount": amount, "instalment": instalment,
            }
            for place, kind, day, amount, instalment in rows if place in stays
        ])
