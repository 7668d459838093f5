from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .random_world import RandomWorldCase


@tagged("post_install", "-at_install")
class TestMissing(RandomWorldCase):
    """Done deliveries in the programmes and period of a grant that nobody claims."""

    def _missing(self, user=None):
        grant = self.grant.with_user(user or self.finance)
        found = self.env["recovery.delivery"].with_user(user or self.finance).search(grant.action_open_missing()["domain"])
        self.env.invalidate_all()
        self.assertEqual(grant.missing_count, len(found), "the number differs from the list that it opens")
        return found

    def test_count_and_list_equal_a_recount(self):
        grant = self.build(21)
        grant.rule_ids.place = "prison"
        shared = self.new_grant(
            "S-1", programs=self.own, exclusive=False, date_start=grant.date_start, date_end=grant.date_end,
        )
        shared.rule_ids.service_kind = "group"
        self.grant.date_start = self.today - timedelta(days=20)
        (grant | shared)._attribute()
        expected = self.env["recovery.delivery"].search([("state", "=", "done")]).filtered(
            lambda delivery: delivery.program_id in grant.program_ids
            and grant.date_start <= delivery.date <= grant.date_end
            and delivery.encounter_id.place != "prison"
            and not (delivery.program_id == self.own and delivery.service_id.kind == "group"),
        )
        visible = expected.filtered(lambda delivery: not delivery.client_id.restricted)
        self.assertLess(len(visible), len(expected))
        self.assertEqual(grant.with_user(self.finance).missing_count, len(visible))
        self.assertEqual(grant.missing_count, len(expected))
        found = self.env["recovery.delivery"].with_user(self.finance).search(
            grant.with_user(self.finance).action_open_missing()["domain"],
        )
        self.assertEqual(set(found.ids), set(visible.ids))
        breakdown = grant.with_user(self.finance)._get_missing_breakdown()
        self.assertEqual(sum(row["count"] for row in breakdown), len(visible))

    def test_excluded_by_hand_is_decided_and_not_missing(self):
        delivery = self.done(self.own, self.client)
        self.assertEqual(self._missing(), delivery)
        self.grant.exclude(delivery.ids, "Paid by the town")
        self.assertFalse(self._missing())

    def test_claimed_by_another_grant_is_not_missing(self):
        self.grant.rule_ids.place = "prison"
        self.done(self.own, self.client)
        second = self.new_grant("G-2")
        second._attribute()
        self.assertFalse(self._missing())

    def test_manager_counts_own_programmes(self):
        own = self.done(self.own, self.client)
        self.done(self.other, self.client_other)
        self.assertEqual(self._missing(self.manager), own)

    def test_breakdown_tells_why(self):
        staff, prison = self.counsellor.employee_id, "prison"
        self.grant.rule_ids.write({
            "place": prison, "employee_ids": [Command.set(staff.ids)], "service_kind": "individual",
            "program_ids": [Command.set(self.own.ids)], "date_to": self.today - timedelta(days=5),
        })
        right = {"place": prison, "employee_ids": [Command.set(staff.ids)]}
        self.done(self.own, self.client, **right)
        self.done(self.other, self.client_other, **right)
        self.done(self.own, self.client, self.today - timedelta(days=1), **right)
        self.done(self.own, self.client, service=self.group_work, **right)
        self.done(self.own, self.client, place=prison, employee_ids=[Command.set(self.manager.employee_id.ids)])
        self.done(self.own, self.client, **{**right, "place": "online"})
        breakdown = {row["reason"]: (row["label"], row["count"]) for row in self.grant._get_missing_breakdown()}
        self.assertEqual({reason: count for reason, (_label, count) in breakdown.items()}, {
            "waiting": 1, "program": 1, "dates": 1, "service": 1, "staff": 1, "place": 1,
        })
        self.assertEqual(breakdown["place"][0], "Online")

    def test_no_single_rule_fits(self):
        self.grant.rule_ids = [
            Command.clear(), Command.create({"name": "Prison", "place": "prison", "service_kind": "group"}),
            Command.create({"name": "Talks", "place": "street", "service_kind": "individual"}),
        ]
        self.done(self.own, self.client, place="prison")
        self.assertEqual([row["reason"] for row in self.grant._get_missing_breakdown()], ["rules"])

    def test_draft_grant_misses_nothing(self):
        self.done(self.own, self.client)
        self.assertEqual(self.new_grant("G-2", running=False).missing_count, 0)
