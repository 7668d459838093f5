from odoo import api, models
from odoo.addons.recovery_housing.demo.consortium_plan import LAST_DAY, PARTNERS, START
from odoo.fields import Command

# Of each partner: number of the contract, amount, targets of people, hours, residents, houses, trainings, publications.
CONTRACTS = {
    "ljubljana": ("MDDSZ-RC-2411", 148000, (30, 600, 7, 2, 6, 2)),
    "maribor": ("MDDSZ-RC-2412", 104000, (25, 420, 4, 2, 4, 0)),
    "koper": ("MDDSZ-RC-2413", 61000, (15, 220, 2, 1, 2, 0)),
    "novo_mesto": ("MDDSZ-RC-2414", 47000, (10, 160, 2, 1, 2, 0)),
}
INDICATORS = ("supported", "hours", "residents", "houses_open", "trainings", "publications")
# Without a target.
BESIDE = ("bed_nights", "occupancy", "length_of_stay", "independent_exits")
# Two years are reported by quarters; the last one is for whoever tries “New report”.
REPORTS = 7


class DemoConsortium(models.AbstractModel):
    _inherit = "recovery.demo"

    @api.model
    def _build_consortium_grants(self):
        """Give each partner its contract and report the quarters as their finance officer does, once."""
        finance = self.env.ref("recovery_housing.demo_consortium_user_finance", raise_if_not_found=False)
        if not finance or self._today() <= LAST_DAY or self.env.ref(
            "recovery_reporting.demo_grant_ljubljana", raise_if_not_found=False,
        ):
            return
        funder = self.env.ref("recovery_reporting.demo_consortium_funder")
        for partner in PARTNERS:
            demo = self._of_partner(partner)
            grant = demo._create_partner_grant(partner, funder, finance)
            self._report_partner_grant(grant, finance)
            demo._name_grant_of_fees(grant, funder, finance)

    def _create_partner_grant(self, partner, funder, finance):
        code, amount, targets = CONTRACTS[partner]
        company = self.env.company
        programs = self._home(f"{partner}_home") | self._home(f"{partner}_talk")
        indicators = {
            name: self.env.ref(f"recovery_reporting.indicator_{name}")
            for name in (*INDICATORS, *BESIDE) if name != "trainings"
        }
        indicators["trainings"] = self.env["recovery.indicator"].create({
            "code": "trainings", "name": "Trainings", "measure": "events_held", "event_kind": "training",
            "sequence": 340, "company_id": company.id,
        })
        grant = self.env["recovery.grant"].create({
            "name": "Long-term support after rehabilitation", "code": code, "call": "Social security programmes",
            "funder_id": funder.id, "date_start": START, "date_end": LAST_DAY, "company_id": company.id,
            "currency_id": company.currency_id.id, "amount": amount, "exclusive": True, "report_months": 3,
            "responsible_id": finance.id, "program_ids": [Command.set(programs.ids)],
            "house_ids": [Command.set(self.env["recovery.house"].search([("company_id", "=", company.id)]).ids)],
            "indicator_ids": [Command.clear(), *(
                Command.create({
                    "indicator_id": indicators[name].id, "sequence": 10 * number,
                    "target": targets[INDICATORS.index(name)] if name in INDICATORS else 0,
                })
                for number, name in enumerate((*INDICATORS, *BESIDE), start=1)
            )],
        })
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"recovery_reporting.demo_grant_{partner}", "record": grant, "noupdate": True},
        ])
        return grant

    def _name_grant_of_fees(self, grant, funder, finance):
        """Name the grant where the plans say that a grant pays, and let it pay for one resident by invoice.

        Both come after the fees of some months: they are corrected as finance does it.
        """
        env = self.env(user=finance, context={
            "allowed_company_ids": grant.company_id.ids, "tracking_disable": True, "mail_create_nosubscribe": True,
        })
        Fee, own = env["recovery.fee"], [("company_id", "=", grant.company_id.id)]
        payers = env["recovery.fee.plan.payer"].search([*own, ("payer", "=", "grant")])
        payers.write({"grant_id": grant.id})
        fees = Fee.search([*own, ("plan_id", "in", payers.plan_id.ids)])
        fees.sudo()._compare()
        waiting = Fee.search([
            *own, ("plan_id.basis", "=", "income"), ("to_check", "=", False), ("state", "=", "invoiced"),
            ("period", "<=", grant.date_end), ("share_ids", "not any", [("move_state", "!=", "draft")]),
        ], limit=1)
        if waiting:
            env["recovery.stay.payer"].create({
                "stay_id": waiting.stay_id.id, "payer": "grant", "grant_id": grant.id, "partner_id": funder.id, "value": 10,
                "decision_number": "MDDSZ-2026/118", "date_from": waiting.period,
            })
        (fees | waiting).filtered("to_check").action_correct()

    def _report_partner_grant(self, grant, finance):
        grant = grant.with_user(finance).with_context(
            allowed_company_ids=grant.company_id.ids, tracking_disable=True, mail_create_nosubscribe=True, lang="en_US",
        )
        grant.action_confirm()
        grant.action_attribute()
        for _number in range(REPORTS):
            grant.env["recovery.report"].browse(grant.action_new_report()["res_id"]).action_freeze()
