from collections import Counter
from fractions import Fraction

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..fee_rules import charge_stays, clamp, exact, get_month, list_nights, share_stretches, weigh

SLEPT = ("in", "out")
# The key of a share that nobody else pays; see _make_key of shares.
RESIDENT = frozenset({("payer", "resident")})
RULES = ("nights", "days", "half", "none")


class FeeCalculation(models.Model):
    """From nights, plan, leave and income to an amount and its shares; see fee_rules for the arithmetic."""

    _inherit = "recovery.fee"

    def _price(self):
        """Write amounts and shares of drafts (superuser), those of one person and month together.

        Shares with an invoice, of a fee that was cancelled and is charged anew, stay for the record.
        """
        results = self._calculate()
        for fee in self:
            result = results[fee]
            fee.write({
                "amount": result["amount"], "plan_id": result["plan"].id, "calculation": result["calculation"],
                "problem": result["problem"], "to_check": bool(result["problem"]),
                "share_ids": [
                    *(Command.delete(share.id) for share in fee.share_ids if not share.move_id),
                    *(Command.create(share) for share in result["shares"]),
                ],
            })

    def _calculate(self):
        """Return {fee: {"amount", "plan", "calculation", "problem", "shares": [values]}} as things are now; superuser."""
        results = {}
        for period, fees in self.grouped("period").items():
            by_stay = {result["stay"]: result for result in self._calculate_month(fees.stay_id, period)}
            results.update({fee: by_stay[fee.stay_id] for fee in fees})
        return results

    @api.model
    def _calculate_month(self, stays, period):
        """Return the results of stays in one month, in the order of the stays; a fixed number of queries.

        Every stay of the same person in the company in that month is looked at: who moves pays a month once.
        """
        first, stop = get_month(period)
        every = stays | self._find_stays_of(stays.client_id, stays.company_id, first, stop)
        defaults = self.env["recovery.fee.plan"]._find_defaults(every.house_id, first)
        absences = every._get_absences(first, stop)
        incomes = self._find_incomes(every, defaults, first, stop)
        payers = self.env["recovery.stay.payer"]._find_of(every, first, stop)
        results = {}
        for (_client, company), group in every.sorted("date_from").grouped(
            lambda stay: (stay.client_id, stay.company_id),
        ).items():
            unit = company.currency_id.rounding
            terms = [self._get_terms(stay, defaults, absences, incomes, first, stop) for stay in group]
            nights = sum(len(term["nights"]) for term in terms)
            for stay, term, (amount, ratio) in zip(group, terms, charge_stays(terms, unit), strict=True):
                stretches = self._list_stretches(term["plan"], payers[stay], term["nights"])
                results[stay] = self._make_result(stay, term, share_stretches(amount, ratio, stretches, unit), ratio, nights)
        return [results[stay] for stay in stays]

    @api.model
    def _find_stays_of(self, clients, companies, first, stop):
        return self.env["recovery.stay"].search(
            Domain("client_id", "in", clients.ids) & Domain("company_id", "in", companies.ids)
            & Domain("state", "in", SLEPT) & Domain("date_from", "<", stop)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", first)),
        )

    @api.model
    def _find_incomes(self, stays, defaults, first, stop):
        """Return {(company, client, day): income} as the company of the stay knows it.

        It is that known on the first day charged, else the first heard of in the month.
        """
        Income = self.env["recovery.client.income"]
        asking = stays.filtered(lambda stay: stay._get_fee_plan(first, defaults).basis == "income" and not stay.monthly_fee)
        found = {}
        for (company, day), group in asking.grouped(lambda stay: (stay.company_id, max(stay.date_from, first))).items():
            known = Income._find_known(group.client_id, day, company)
            missing = group.client_id - self.env["recovery.client"].union(*known)
            if missing:
                known.update(Income._find_known(missing, fields.Date.subtract(stop, days=1), company))
            found.update({(company, client, day): income for client, income in known.items()})
        return found

    @api.model
    def _get_terms(self, stay, defaults, absences, incomes, first, stop):
        """Return what charge_stays asks of one stay, and what explains it."""
        plan = stay._get_fee_plan(first, defaults)
        begins, ends = max(stay.date_from, first), min(stay.date_to or stop, stop)
        nights = list_nights(begins, ends) if stay.state in SLEPT and not stay.fee_exempt else []
        after, percent = plan._get_absence_terms() if plan else (0, 100)
        away = absences.get(stay.id, [])
        weight = weigh(nights, away, after, percent)
        term = {
            "plan": plan, "nights": nights, "weight": weight, "problem": False, "income": None,
            "basis": "month", "rate": exact(plan.amount), "prorata": plan.prorata or "nights",
            "away": sum(any(start <= night < back for start, back in away) for night in nights),
        }
        if stay.monthly_fee:
            term["rate"] = exact(stay.monthly_fee)
        elif plan.basis == "night":
            term["basis"] = "night"
        elif plan.basis == "income":
            term["income"] = incomes.get((stay.company_id, stay.client_id, begins))
            share = exact(term["income"]) * exact(plan.income_percent) / 100
            term["rate"] = clamp(share, plan.amount_min, plan.amount_max)
            term["problem"] = "income" if nights and term["income"] is None else False
        if not (plan or stay.monthly_fee) or term["problem"]:
            term["rate"] = exact(0)
        term["terms"] = (plan.id, term["basis"], term["rate"], term["prorata"])
        return term

    @api.model
    def _list_stretches(self, plan, payers, nights):
        """Return what share_stretches asks: who pays in which part of the nights, in their order; without nights, once.

        Payers of the stay come first, and take the place of those of the same kind in the plan.
        """
        if not (payers or plan.payer_ids):
            return [(Fraction(1), [], RESIDENT)]
        dates = {line: line._get_dates() for lines in (payers, plan.payer_ids) for line in lines}
        every = Counter(
            tuple(line for line, (first, last) in dates.items() if first <= night and (not last or night <= last))
            for night in nights
        )
        stretches = []
        for lines, count in (every or {(*plan.payer_ids,): 1}).items():
            own = [line for line in lines if line._name == payers._name]
            kinds = {line.payer for line in own}
            general = [line for line in lines if line._name != payers._name and line.payer not in kinds]
            stretches.append((Fraction(count, len(nights) or 1), [
                (line._get_key(), line.method, line.value, line.cap)
                for group in (own, general) for line in sorted(group, key=lambda line: (line.sequence, line.id))
            ], RESIDENT))
        return stretches

    @api.model
    def _make_result(self, stay, term, shares, ratio, nights):
        plan = term["plan"]
        first, stop = get_month(term["nights"][0]) if term["nights"] else (stay.date_from, stay.date_from)
        return {
            "stay": stay, "amount": float(sum(shares.values())), "plan": plan, "problem": term["problem"],
            "shares": [
                {**dict(key), "amount": float(part)} for key, part in shares.items() if part
            ],
            "calculation": {
                "basis": "agreed" if stay.monthly_fee else plan.basis or "none", "exempt": stay.fee_exempt,
                "rate": float(term["rate"]), "prorata": term["prorata"], "nights": len(term["nights"]), "nights_all": nights,
                "days": (stop - first).days, "away": term["away"], "charged": float(term["weight"]),
                "from": fields.Date.to_string(term["nights"][0]) if term["nights"] else False,
                "until": fields.Date.to_string(term["nights"][-1]) if term["nights"] else False,
                "income": float(term["income"]) if term["income"] is not None else None, "percent": plan.income_percent,
                "least": plan.amount_min, "most": plan.amount_max,
            },
        }

    # In words

    @api.depends("calculation", "plan_id", "amount", "problem")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for fee in self:
            fee.explanation = "\n".join(fee._explain()) if fee.calculation else False

    def _explain(self):
        """Yield the sentences that explain one amount, in the language of the reader."""
        facts, money = self.calculation, self.currency_id.format
        if facts["exempt"]:
            yield self.env._("No fee was agreed for this stay.")
            return
        if not facts["nights"]:
            yield self.env._("No night in this month.")
            return
        yield self.env._(
            "%(nights)s nights of %(days)s in the month: %(start)s to %(stop)s.", nights=facts["nights"], days=facts["days"],
            start=format_date(self.env, facts["from"]), stop=format_date(self.env, facts["until"]),
        )
        yield self._explain_rate(facts, money)
        if facts["basis"] != "night" and (facts["nights_all"] < facts["days"] or facts["nights_all"] > facts["nights"]):
            yield self._explain_part(facts)
        if facts["charged"] < facts["nights"]:
            yield self.env._(
                "%(away)s of the nights were on leave: by the rule of the plan %(charged)g nights are charged.",
                away=facts["away"], charged=facts["charged"],
            )
        if self.problem != "income":
            yield self.env._("Together %s.", money(self.amount))

    def _explain_rate(self, facts, money):
        basis = facts["basis"]
        if basis == "agreed":
            return self.env._("Agreed for this stay: %s a month.", money(facts["rate"]))
        if basis == "month":
            return self.env._("By the plan “%(plan)s”: %(rate)s a month.", plan=self.plan_id.name, rate=money(facts["rate"]))
        if basis == "night":
            return self.env._("By the plan “%(plan)s”: %(rate)s a night.", plan=self.plan_id.name, rate=money(facts["rate"]))
        if basis == "none":
            return self.env._("The house has no fee plan in this month.")
        if facts["income"] is None:
            return self.env._("By the plan “%s”: a share of the income, which is not known.", self.plan_id.name)
        return self.env._(
            "By the plan “%(plan)s”: %(percent)g %% of an income of %(income)s, at least %(least)s%(most)s: "
            "%(rate)s a month.",
            plan=self.plan_id.name, percent=facts["percent"], income=money(facts["income"]), least=money(facts["least"]),
            most=self.env._(" and at most %s", money(facts["most"])) if facts["most"] else "", rate=money(facts["rate"]),
        )

    def _explain_part(self, facts):
        rule = {
            "nights": self.env._("Part of a month: by nights slept."),
            "days": self.env._("Part of a month: by calendar days, the day of leaving included."),
            "half": self.env._("Part of a month: by half months begun."),
            "none": self.env._("Part of a month: charged as a whole month."),
        }[facts["prorata"]]
        if facts["nights_all"] > facts["nights"]:
            rule += " " + self.env._(
                "The person slept %(all)s nights with us in this month; these %(nights)s bear their part.",
                all=facts["nights_all"], nights=facts["nights"],
            )
        return rule
