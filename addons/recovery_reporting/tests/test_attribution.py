from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .random_world import RandomWorldCase


@tagged("post_install", "-at_install")
class TestAttribution(RandomWorldCase):
    """Rules decide which done deliveries belong to a grant."""

    def _rule(self, **values):
        """Replace the rules of the grant by one."""
        self.grant.rule_ids.unlink()
        return self.env["recovery.grant.rule"].create({"grant_id": self.grant.id, "name": "Demo rule", **values})

    def _claimed(self, grant=None):
        (grant or self.grant)._attribute()
        rows = self.env["recovery.attribution"].search([
            ("grant_id", "=", (grant or self.grant).id), ("state", "=", "claimed"),
        ])
        return rows.delivery_id

    def test_rules_equal_a_recount_in_python(self):
        grant = self.build(3)
        counsellor, manager = self.counsellor.employee_id, self.manager.employee_id
        middle = grant.date_start + timedelta(days=120)
        grant.rule_ids = [Command.clear(), *[Command.create({"name": "Demo rule", **values}) for values in (
            {"place": "prison", "program_ids": [Command.set((self.own | self.third).ids)]},
            {"service_ids": [Command.set(self.group_work.ids)], "employee_ids": [Command.set((counsellor | manager).ids)]},
            {"service_kind": "exchange", "date_from": middle},
            {"place": "street", "active": False},
        )]]

        def passes(rule, delivery):
            encounter = delivery.encounter_id
            return (
                (not rule.program_ids or encounter.program_id in rule.program_ids)
                and (not rule.service_ids or delivery.service_id in rule.service_ids)
                and (not rule.service_kind or delivery.service_id.kind == rule.service_kind)
                and (not rule.place or encounter.place == rule.place)
                and (not rule.employee_ids or bool(encounter.employee_ids & rule.employee_ids))
                and (not rule.date_from or delivery.date >= rule.date_from)
                and (not rule.date_to or delivery.date <= rule.date_to)
            )

        expected = {}
        for delivery in self.env["recovery.delivery"].search([("state", "=", "done")]):
            inside = delivery.program_id in grant.program_ids and grant.date_start <= delivery.date <= grant.date_end
            matching = grant.rule_ids.filtered(lambda rule, delivery=delivery: rule.active and passes(rule, delivery))
            if inside and matching:
                expected[delivery] = matching.sorted(lambda rule: (rule.sequence, rule.id))[0]
        self.assertGreater(len(set(expected.values())), 2)
        grant._attribute()
        rows = self.env["recovery.attribution"].search([("grant_id", "=", grant.id)])
        self.assertEqual({row.delivery_id: row.rule_id for row in rows}, expected)
        self.assertEqual(set(rows.mapped("origin")), {"rule"})

    def test_without_filters_everything_of_the_programmes_in_the_period(self):
        inside = self.done(self.own, self.client) | self.done(self.other, self.client_other, self.start)
        self.done(self.own, self.client, self.start - timedelta(days=1))
        self.done(self.third, self.client)
        self.new_encounter(self.own, self.client)
        self.assertEqual(self._claimed(), inside)

    def test_running_again_changes_nothing(self):
        grant = self.build(12)
        grant._attribute()
        table = "SELECT id, grant_id, delivery_id, state, origin, rule_id, write_date FROM recovery_attribution ORDER BY id"
        self.env.cr.execute(table)
        before = self.env.cr.fetchall()
        self.assertTrue(before)
        counts = grant._attribute()
        self.assertEqual(counts, {"added": 0, "removed": 0, "conflict": 0})
        self.env.flush_all()
        self.env.cr.execute(table)
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_delivery_no_longer_done_is_dropped(self):
        delivery = self.done(self.own, self.client)
        self.assertEqual(self._claimed(), delivery)
        delivery.encounter_id.amend("Did not come")
        delivery.encounter_id.action_no_show()
        self.assertFalse(self._claimed())

    def test_delivery_moved_out_of_the_period_is_dropped_and_date_follows(self):
        delivery = self.done(self.own, self.client)
        self._claimed()
        delivery.encounter_id.amend("Wrong day")
        moved = delivery.encounter_id.date_start - timedelta(days=30)
        delivery.encounter_id.date_start = moved
        self.assertEqual(delivery.attribution_ids.date, moved.date())
        delivery.encounter_id.date_start -= timedelta(days=300)
        self.assertFalse(self._claimed())

    def test_narrower_rule_drops_what_it_no_longer_claims(self):
        centre, prison = self.done(self.own, self.client), self.done(self.own, self.client, place="prison")
        self.assertEqual(self._claimed(), centre | prison)
        self._rule(place="prison")
        self.assertEqual(self._claimed(), prison)

    def test_draft_grant_refuses(self):
        grant = self.new_grant("G-2", running=False)
        with self.assertRaisesRegex(UserError, "^State"):
            grant.action_attribute()

    def test_only_finance_attributes(self):
        for role in ("manager", "data", "auditor", "counsellor", "administrator", "privacy"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.grant.with_user(self.users[role]).action_attribute()
        self.done(self.own, self.client)
        notice = self.grant.with_user(self.finance).action_attribute()
        self.assertIn("1 added", notice["params"]["message"])

    def test_rule_outside_the_grant_is_refused(self):
        with self.assertRaisesRegex(UserError, "dates lie within"):
            self._rule(date_from=self.start - timedelta(days=1))

    def test_cron_attributes_every_running_grant_and_twice_is_once(self):
        self.done(self.own, self.client)
        draft = self.new_grant("G-3", running=False)
        cron = self.env.ref("recovery_reporting.cron_attribute")
        for _run in range(2):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(len(self.grant.attribution_ids), 1)
        self.assertFalse(draft.attribution_ids)

    def test_number_of_statements_does_not_grow_with_deliveries(self):
        for _index in range(3):
            self.done(self.own, self.client)
        self.grant._attribute()
        self.env.flush_all()
        with self.assertQueryCount(8):
            self.grant._attribute()
            self.env.flush_all()
        for _index in range(12):
            self.done(self.own, self.client)
        self.env.flush_all()
        with self.assertQueryCount(8):
            self.grant._attribute()
            self.env.flush_all()
