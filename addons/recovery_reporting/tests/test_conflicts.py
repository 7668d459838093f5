import psycopg2
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestConflicts(ReportingCase):
    """A delivery claimed by an exclusive grant is claimed by no other exclusive grant (invariant 4)."""

    def setUp(self):
        super().setUp()
        self.delivery = self.done(self.own, self.client)
        self.second = self.new_grant("G-2", sequence=20)

    def _row(self, grant):
        return self.env["recovery.attribution"].search([("grant_id", "=", grant.id)])

    def test_first_in_order_holds_the_other_waits_whoever_runs_first(self):
        self.second._attribute()
        self.assertEqual(self.states(self.grant), {self.delivery: ("claimed", "rule")})
        self.assertEqual(self.states(self.second), {self.delivery: ("conflict", "rule")})
        self.assertEqual(self._row(self.second).claimed_by_id, self.grant)

    def test_earlier_start_decides_at_the_same_sequence(self):
        early = self.new_grant("G-0", date_start=self.start.replace(year=self.start.year - 1))
        self.second.action_close()
        self.grant._attribute()
        self.assertEqual(self.states(early)[self.delivery][0], "claimed")
        self.assertEqual(self.states(self.grant)[self.delivery][0], "conflict")

    def test_held_claim_is_not_taken_away_by_a_grant_made_later(self):
        self.grant._attribute()
        third = self.new_grant("G-3", sequence=1)
        third._attribute()
        self.assertEqual(self.states(self.grant)[self.delivery], ("claimed", "rule"))
        self.assertEqual(self.states(third)[self.delivery], ("conflict", "rule"))

    def test_database_refuses_a_second_exclusive_claim(self):
        self.grant._attribute()
        with self.assertRefusedByDatabase("recovery.attribution", "exclusive_once", "Delivery"):
            self._row(self.second).state = "claimed"
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env.cr.execute(
                "UPDATE recovery_attribution SET state = 'claimed' WHERE grant_id = %s", [self.second.id],
            )

    def test_shared_grants_claim_the_same_delivery(self):
        shared = self.new_grant("G-3", exclusive=False)
        (self.grant | shared)._attribute()
        self.assertEqual(self.states(self.grant)[self.delivery], ("claimed", "rule"))
        self.assertEqual(self.states(shared)[self.delivery], ("claimed", "rule"))

    def test_take_hands_the_delivery_over(self):
        self.grant._attribute()
        self._row(self.second).with_user(self.finance).action_take()
        self.assertEqual(self.states(self.second), {self.delivery: ("claimed", "manual")})
        self.assertEqual(self.states(self.grant), {self.delivery: ("excluded", "manual")})
        self.assertIn("G-2", self._row(self.grant).reason)
        self.grant._attribute()
        self.assertEqual(self.states(self.second), {self.delivery: ("claimed", "manual")})

    def test_leave_decides_for_the_holder(self):
        self.grant._attribute()
        self._row(self.second).with_user(self.finance).action_leave()
        self.grant._attribute()
        self.assertEqual(self.states(self.second), {self.delivery: ("excluded", "manual")})
        self.assertEqual(self.states(self.grant), {self.delivery: ("claimed", "rule")})
        self.assertEqual((self.grant.conflict_count, self.second.conflict_count), (0, 0))

    def test_take_of_what_is_not_in_conflict_is_refused(self):
        self.grant._attribute()
        with self.assertRaisesRegex(UserError, "^State"):
            self._row(self.grant).with_user(self.finance).action_take()

    def test_conflict_ends_when_the_holder_lets_go(self):
        self.grant._attribute()
        self.grant.rule_ids.place = "prison"
        self.grant._attribute()
        self.assertEqual(self.states(self.second), {self.delivery: ("claimed", "rule")})

    def test_both_sides_count_the_conflict_and_open_it(self):
        self.grant._attribute()
        for grant in (self.grant, self.second):
            grant = grant.with_user(self.finance)
            self.assertEqual(grant.conflict_count, 1)
            action = grant.action_open_conflicts()
            self.assertEqual(
                self.env["recovery.attribution"].with_user(self.finance).search(action["domain"]), self._row(self.second),
            )

    def test_grant_that_becomes_exclusive_gets_conflicts(self):
        self.second.action_close()
        shared = self.new_grant("G-3", exclusive=False)
        (self.grant | shared)._attribute()
        shared.exclusive = True
        self.env.flush_all()
        self.assertEqual(self.states(shared)[self.delivery], ("conflict", "rule"))
        shared.exclusive = False
        shared._attribute()
        self.assertEqual(self.states(shared)[self.delivery], ("claimed", "rule"))

    def test_restricted_person_in_conflict_is_not_counted_for_finance(self):
        self.done(self.own, self.client_restricted)
        self.grant._attribute()
        self.assertEqual(self.grant.with_user(self.finance).conflict_count, 1)
        self.assertEqual(len(self._row(self.second)), 2)
