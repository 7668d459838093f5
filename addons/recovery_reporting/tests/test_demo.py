"""The demonstration grant: its figures are those of the records, its reports are real."""

from decimal import Decimal

from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file


@tagged("post_install", "-at_install", "recovery_demonstration")
class TestDemoGrant(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for module, first in (
            ("recovery_care", "demo_company"), ("recovery_housing", "demo_ljubljana"), ("recovery_reporting", "demo_grant"),
        ):
            if not cls.env.ref(f"{module}.{first}", raise_if_not_found=False):
                for path in Manifest.for_addon(module)["demo"]:
                    convert_file(cls.env, module, path, {}, mode="init", noupdate=True)
        cls.grant = cls.env.ref("recovery_reporting.demo_grant")
        cls.finance = cls.env.ref("recovery_care.demo_user_finance")
        cls.company_context = {"allowed_company_ids": cls.grant.company_id.ids}

    def _as_finance(self, records):
        return records.with_user(self.finance).with_context(**self.company_context)

    def _value(self, code):
        return self.grant.indicator_ids.filtered(lambda line: line.indicator_id.code == code).value

    def _recount(self):
        """Return (new people, those of them who improved) from deliveries, meetings and ratings alone."""
        grant = self.grant
        posts = grant.position_ids.employee_id
        known, supported = set(), set()
        for row in self.env["recovery.delivery"].search([("company_id", "=", grant.company_id.id)]):
            if row.state == "done" and row.client_id and row.date < grant.date_start:
                known.add(row.client_id)
            elif (row.state == "done" and row.client_id and row.date <= grant.date_end
                    and row.program_id in grant.program_ids and row.encounter_id.employee_ids & posts):
                supported.add(row.client_id)
        courses = {}
        for rating in self.env["recovery.ors"].search([("company_id", "=", grant.company_id.id)], order="date, id"):
            if (rating.state == "valid" and rating.total is not False and rating.date <= grant.date_end
                    and rating.episode_id.program_id in grant.program_ids):
                courses.setdefault((rating.client_id, rating.episode_id), []).append(round(rating.total * 10))
        improved = {client for (client, _episode), totals in courses.items() if totals[-1] - totals[0] >= 50}
        return supported - known, improved & supported - known

    def test_figures_are_those_of_a_recount(self):
        new, improved = self._recount()
        self.assertEqual((len(new), len(improved)), (212, 149))
        self.assertEqual(self._value("supported_new"), 212)
        self.assertEqual(self._value("improved_new"), 149)
        self.assertAlmostEqual(self._value("share_improved_new"), 100 * 149 / 212, 2)
        self.assertEqual(self._value("positions"), 2.0)

    def test_the_contract_of_ljubljana_bears_fees(self):
        grant = self.env.ref("recovery_reporting.demo_grant_ljubljana")
        grant = grant.with_user(self.env.ref("recovery_housing.demo_consortium_user_finance")).with_context(
            allowed_company_ids=grant.company_id.ids,
        )
        self.assertGreater(grant.fee_amount, 0)
        self.env.cr.execute("""
            SELECT f.amount, p.basis FROM recovery_fee f JOIN recovery_fee_plan p ON p.id = f.plan_id
             WHERE f.company_id = %s AND f.period BETWEEN %s AND %s
        """, [grant.company_id.id, grant.date_start, grant.date_end])
        borne = sum(round(Decimal(str(amount)) / 4, 2) for amount, basis in self.env.cr.fetchall() if basis == "night")
        shares = self.env["recovery.fee.share"].search(grant.action_open_fee_shares()["domain"])
        invoiced = sum(shares.filtered("move_id").mapped("amount"))
        self.assertAlmostEqual(grant.fee_amount - grant.fee_amount_invoiced, float(borne), delta=0.02)
        self.assertAlmostEqual(grant.fee_amount_invoiced, invoiced, 2)
        account = str(grant.sudo().analytic_account_id.id)
        self.assertTrue(all(account in line.analytic_distribution for line in shares.move_id.invoice_line_ids))

    def test_the_half_years_are_frozen_and_add_up(self):
        reports = self.grant.report_ids.filtered(lambda report: report.number <= 6).sorted("number")
        self.assertEqual(reports.mapped("state"), ["frozen"] * 6)
        self.assertEqual(reports[0].date_from, self.grant.date_start)
        self.assertEqual(reports[-1].date_to, self.grant.date_end)
        new = reports.line_ids.filtered(lambda line: line.code == "supported_new")
        self.assertEqual(sum(new.mapped("value")), 212)
        self.assertEqual(new[-1].value_total, 212)
        self.assertEqual(reports.frozen_by, self.finance)

    def test_a_correction_shows_beside_the_frozen_figure(self):
        lines = self.grant.report_ids.filtered(lambda report: report.number == 4).line_ids
        corrected = {line.code: line.correction for line in lines if line.correction}
        self.assertEqual(corrected.get("contacts"), -1)
        self.assertLess(corrected.get("hours"), 0)
        self.assertFalse(corrected.keys() & {"supported_new", "improved_new"})

    def test_finance_sees_what_is_not_attributed_and_why(self):
        dashboard = self._as_finance(self.grant).get_dashboard()
        reasons = {row["reason"] for row in dashboard["missing"]["breakdown"]}
        self.assertIn("staff", reasons)
        self.assertEqual(dashboard["conflict"]["count"], 0)
        self.assertEqual({post["fte"] for post in dashboard["positions"]}, {1.0})

    def test_two_running_grants_want_the_same_services(self):
        """By code, for finance, and the list offers to decide each; the last decision lets the report be frozen."""
        city, region = (
            self._as_finance(self.env.ref(f"recovery_reporting.demo_grant_{name}")) for name in ("city", "region")
        )
        Attribution = self._as_finance(self.env["recovery.attribution"])
        rows = Attribution.search(city.action_open_conflicts()["domain"])
        self.assertGreaterEqual(len(rows), 3)
        self.assertEqual((rows.grant_id, rows.claimed_by_id), (region, city))
        self.assertTrue(all(region.date_start <= row.date <= region.date_end for row in rows))
        self.assertEqual((city.conflict_count, region.conflict_count), (len(rows), len(rows)))
        people = rows.sudo().delivery_id.client_id
        self.assertTrue(people)
        for row in rows:
            code = row.sudo().delivery_id.client_id.code
            self.assertIn(code, row.delivery_id.display_name)
        shown = " ".join(rows.mapped("display_name") + rows.delivery_id.mapped("display_name"))
        self.assertFalse([person.nickname for person in people if person.nickname and person.nickname in shown])
        rows[0].action_take()
        rows[1:].action_leave()
        self.assertEqual((rows[0].state, rows[1].state), ("claimed", "excluded"))
        self.assertFalse(Attribution.search([("state", "=", "conflict")]))

    def test_next_report_is_the_final_one_and_can_be_frozen(self):
        action = self._as_finance(self.grant).action_new_report()
        report = self._as_finance(self.env["recovery.report"]).browse(action["res_id"])
        self.assertEqual((report.date_from, report.date_to), (self.grant.date_start, self.grant.date_end))
        self.assertEqual(report.action_freeze_and_download()["type"], "ir.actions.act_url")
        values = {line.code: line.value for line in report.line_ids}
        self.assertEqual((values["supported_new"], values["improved_new"]), (212, 149))

    def test_building_again_adds_nothing(self):
        before = len(self.grant.report_ids)
        self.env["recovery.demo"]._build_reports()
        self.assertEqual(len(self.grant.report_ids), before)
