from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .housing_case import GrantHousingCase


@tagged("post_install", "-at_install")
class TestStayAttributionByHand(GrantHousingCase):
    """What finance decides about nights, and what is left over."""

    def test_claimed_by_hand_whatever_the_rules_say(self):
        self.grant.rule_ids.active = False
        stay = self.lived(-200, -100)
        self.grant.with_user(self.finance).claim_stays(stay.ids, "Agreed with the funder")
        self.grant._attribute()
        self.assertEqual(self.nights(), {(stay, "claimed", "manual"): [(-180, -100)]})

    def test_some_nights_are_excluded_and_the_rules_do_not_bring_them_back(self):
        stay = self.lived(-60, -10)
        self.grant._attribute()
        self.grant.with_user(self.finance).exclude_stays(stay.ids, "Paid by the town", self.day(-40), self.day(-30))
        self.grant._attribute()
        self.assertEqual(self.nights(), {
            (stay, "claimed", "rule"): [(-60, -40), (-30, -10)], (stay, "excluded", "manual"): [(-40, -30)],
        })
        self.assertEqual(self.figure("bed_nights").value, 40)
        self.grant.with_user(self.finance).claim_stays(stay.ids, "The town did not pay", self.day(-35), self.day(-20))
        self.assertEqual(self.nights(), {
            (stay, "claimed", "rule"): [(-60, -40), (-20, -10)], (stay, "excluded", "manual"): [(-40, -35)],
            (stay, "claimed", "manual"): [(-35, -20)],
        })

    def test_decision_needs_a_reason_a_right_and_nights(self):
        stay = self.lived(-60, -10)
        with self.assertRaisesRegex(ValidationError, "^Reason"):
            self.grant.with_user(self.finance).claim_stays(stay.ids, " ")
        with self.assertRaises(AccessError):
            self.grant.with_user(self.manager).claim_stays(stay.ids, "Mine")
        with self.assertRaisesRegex(UserError, "^Stay: .* has no nights"):
            self.grant.with_user(self.finance).claim_stays(stay.ids, "Later", self.day(-10))
        secret = self.lived(-60, -10, self.bed_b, self.client_restricted)
        with self.assertRaises(MissingError):
            self.grant.with_user(self.finance).claim_stays(secret.ids, "Unseen")

    def test_night_of_another_exclusive_grant_is_not_claimed_by_hand(self):
        stay = self.lived(-60, -10)
        second = self.new_grant("G-2", house_ids=[Command.set(self.community.ids)])
        self.grant._attribute()
        with self.assertRaisesRegex(UserError, "^Stay: nights of .* G-1"):
            second.with_user(self.finance).claim_stays(stay.ids, "Ours", self.day(-11))
        self.grant.with_user(self.finance).exclude_stays(stay.ids, "Theirs", self.day(-11))
        second.with_user(self.finance).claim_stays(stay.ids, "Ours", self.day(-11))
        self.assertEqual(self.figure("bed_nights", second).value, 1)

    def test_dialogue_decides_about_the_nights_of_a_row(self):
        stay = self.lived(-60, -10)
        self.grant._attribute()
        row = self.env["recovery.attribution"].search([("stay_id", "=", stay.id)]).with_user(self.finance)
        action = row.action_exclude()
        self.env[action["res_model"]].with_user(self.finance).with_context(**action["context"]).create({
            "reason": "Paid by the town", "date_from": self.day(-20),
        }).action_decide()
        self.assertEqual(self.nights(), {
            (stay, "claimed", "rule"): [(-60, -20)], (stay, "excluded", "manual"): [(-20, -10)],
        })
        with self.assertRaisesRegex(UserError, "^Services, Stays"):
            self.env["recovery.attribution.wizard"].with_user(self.finance).create({
                "grant_id": self.grant.id, "reason": "Nothing",
            }).action_decide()

    def test_nights_that_nobody_claims_are_shown(self):
        stay = self.lived(-60, -10)
        self.lived(-60, -10, self.bed_b, self.client_restricted)
        living = self.new_stay(self.bed_flat, self.client_other, -5, state="in")
        grant = self.grant.with_user(self.finance)
        self.assertEqual(grant.get_dashboard()["missing_nights"], {"stays": 2, "nights": 55})
        self.grant._attribute()
        self.assertEqual(grant.get_dashboard()["missing_nights"], {"stays": 0, "nights": 0})
        self.grant.rule_ids.write({"house_ids": [Command.set(self.flat.ids)], "date_to": self.day(-4)})
        self.grant._attribute()
        grant.invalidate_recordset()
        self.assertEqual(grant.get_dashboard()["missing_nights"], {"stays": 2, "nights": 53})
        action = grant.action_open_missing_stays()
        found = self.env["recovery.stay"].with_user(self.finance).search(action["domain"])
        self.assertEqual((found, grant.missing_stay_count), (stay | living, 2))
        self.grant.exclude_stays(living.ids, "Paid by the town", self.day(-3))
        self.assertEqual(self.env["recovery.stay"].with_user(self.finance).search(action["domain"]), stay)

    def test_services_that_rules_about_houses_leave_over(self):
        self.done(self.own, self.client)
        self.grant.rule_ids.house_ids = self.community
        self.grant._attribute()
        [part] = self.grant._get_missing_breakdown()
        self.assertEqual(part, {"reason": "house", "label": "services, where the rules name houses", "count": 1})

    def test_looking_for_what_is_missing_needs_the_right_to_the_grant(self):
        hidden = self.new_grant("G-2", programs=self.other)
        for user in (self.manager, self.counsellor):
            with self.assertRaises(AccessError):
                self.env["recovery.stay"].with_user(user).search([("missing_in_id", "=", hidden.id)])

    def test_report_is_frozen_when_the_conflict_about_nights_is_decided(self):
        self.lived(-60, -10)
        self.lived(-60, -10, self.bed_b, self.client_restricted)
        second = self.new_grant("G-2", house_ids=[Command.set(self.community.ids)], sequence=20)
        (self.grant | second)._attribute()
        self.new_indicator("bed_nights", second)
        report = self.env["recovery.report"].create({
            "grant_id": second.id, "date_from": self.day(-30), "date_to": self.day(-1),
        })
        with self.assertRaisesRegex(UserError, "^In conflict: 1 services or stays"):
            report.action_freeze()
        before = self.env["recovery.report"].create({
            "grant_id": second.id, "date_from": self.day(-90), "date_to": self.day(-61),
        })
        before.action_freeze()
        self.assertEqual(before.state, "frozen")
        self.env["recovery.attribution"].search([
            ("state", "=", "conflict"), ("stay_id.client_id", "=", self.client.id),
        ]).action_take()
        report.action_freeze()
        self.assertEqual((report.line_ids.value, report.line_ids.value_total), (20, 50))
