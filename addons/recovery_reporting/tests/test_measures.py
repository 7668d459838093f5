from datetime import timedelta

from odoo.tests import tagged

from ..measures import MEASURES
from .common import REQUIRED
from .random_world import RandomWorldCase
from .recount import Recount

COUNTED = [code for code in MEASURES if code != "positions_filled"]


@tagged("post_install", "-at_install")
class TestMeasuresRandom(RandomWorldCase):
    """Each measure equals its recount in plain Python, whatever the organisation looks like."""

    def _compare(self, grant, date_from=None, date_to=None, **filters):
        date_from, date_to = date_from or grant.date_start, date_to or grant.date_end
        filters = {**REQUIRED, **filters}
        recount = Recount(grant, date_from, date_to, **filters)
        for code in COUNTED:
            figure = self.figure(code, grant, date_from, date_to, **filters)
            with self.subTest(measure=code, filters=filters):
                self.assertAlmostEqual(figure.value, getattr(recount, code)(), places=6)
        once, never = recount.rated_once_and_never()
        figure = self.figure("share_improved_ors", grant, date_from, date_to, **filters)
        self.assertEqual((figure.rated_once, figure.not_rated), (once, never))
        return recount

    def test_all_measures_of_random_organisations(self):
        for seed in (1, 2, 3):
            grant = self.build(seed)
            grant._attribute()
            with self.subTest(seed=seed):
                recount = self._compare(grant)
                self.assertGreater(recount.persons_supported(), 5, "the organisation is too empty to prove anything")
                self.assertGreater(recount.persons_improved_ors(), 0)
                self.assertGreater(recount.share_situation_improved(), 0)
            half = grant.date_start + timedelta(days=150)
            with self.subTest(seed=seed, period="second half"):
                self._compare(grant, half, grant.date_end)
            grant.action_close()
            grant.exclusive = False

    def test_every_filter(self):
        grant = self.build(5)
        grant._attribute()
        town, part, village = self.districts
        for filters in (
            {"program_ids": self.other.ids}, {"program_ids": self.third.ids},
            {"service_ids": (self.talk | self.exchange).ids},
            {"service_kind": "group"}, {"role": "relative"}, {"role": "client"}, {"place": "prison"},
            {"gender": "female"}, {"district_ids": (town | part).ids}, {"district_ids": village.ids},
            {"sign": "debts"}, {"sign": "benefits"},
            {"event_kind": "training"}, {"participant_role": "volunteer"}, {"participant_role": "client", "gender": "male"},
            {"new_only": True}, {"min_hours": 1.5}, {"min_change": 0.1}, {"min_change": 10.0},
            {"new_only": True, "min_hours": 1.0, "gender": "male", "program_ids": self.own.ids},
        ):
            self._compare(grant, **filters)

    def test_units_of_every_kind(self):
        grant = self.build(8)
        self.group_work.is_indirect = True
        grant._attribute()
        rule = REQUIRED["unit"]
        for changed in (
            {"rounding": "none"}, {"rounding": "up", "minutes": 10}, {"rounding": "accumulate"},
            {"rounding": "accumulate", "minutes": 45, "unnamed": "none", "indirect": True}, {"counted_per": "encounter"},
            {"counted_per": "encounter", "rounding": "none", "unnamed": "none"}, {"unnamed": "once"},
            {"services": "intervention"}, {"services": "chosen", "service_kind": "exchange"}, {"remote": False},
            {"services": "chosen", "service_ids": self.talk.ids}, {"identities": ["anonymous"], "unnamed": "none"},
            {"indirect": True},
        ):
            recount = self._compare_units(grant, {**rule, **changed})
            self.assertGreater(recount.units(), 5, changed)

    def _compare_units(self, grant, rule):
        recount = Recount(grant, grant.date_start, grant.date_end, unit=rule)
        with self.subTest(rule=rule):
            self.assertAlmostEqual(self.figure("units", grant, unit=rule).value, float(recount.units()), places=6)
        return recount

    def test_claims_decided_by_hand_count_like_those_of_rules(self):
        grant = self.build(6)
        grant._attribute()
        third = self.env["recovery.delivery"].search([
            ("program_id", "=", self.third.id), ("state", "=", "done"),
            ("date", ">=", grant.date_start), ("date", "<=", grant.date_end),
        ])
        grant.claim(third.ids, "Paid by this grant")
        grant.exclude(grant.attribution_ids.delivery_id[::3].ids, "Paid by the town")
        self._compare(grant)

    def test_restricted_people_count_in_totals(self):
        grant = self.build(7)
        grant._attribute()
        supported = Recount(grant, grant.date_start, grant.date_end).supported()
        self.assertTrue(any(client.restricted for client in supported))
        scope_value = self.figure("persons_supported", grant).value
        as_finance = self.env["recovery.grant.indicator"].with_user(self.finance).browse(
            self.new_indicator("persons_supported", grant).id,
        )
        self.assertEqual(as_finance.value, scope_value)


@tagged("post_install", "-at_install")
class TestMeasures(RandomWorldCase):
    """The edges of the definitions."""

    def _attribute(self):
        self.grant._attribute()

    def test_group_hour_counts_once_and_each_person_is_a_contact(self):
        people = [self.new_client(self.own) for _index in range(4)]
        encounter = self.new_encounter(self.own, people, minutes=90)
        encounter.delivery_ids.minutes = 90
        encounter.action_done()
        self._attribute()
        self.assertEqual(self.figure("hours").value, 1.5)
        self.assertEqual(self.figure("contacts").value, 4)

    def test_unnamed_people_count_once_an_encounter(self):
        delivery = self.done(self.own, service=self.exchange, headcount=7)
        delivery.encounter_id.amend("A second material was handed out")
        self.env["recovery.delivery"].create({
            "encounter_id": delivery.encounter_id.id, "service_id": self.exchange.id, "headcount": 5,
        })
        self._attribute()
        self.assertEqual(self.figure("contacts").value, 7)
        self.assertEqual(self.figure("persons_supported").value, 0)

    def test_no_show_of_one_person_in_a_done_group(self):
        people = [self.new_client(self.own), self.new_client(self.own)]
        encounter = self.new_encounter(self.own, people)
        encounter.delivery_ids[0].action_no_show()
        encounter.action_done()
        self._attribute()
        self.assertEqual(self.figure("persons_supported").value, 1)

    def test_change_of_exactly_the_threshold_counts(self):
        for first, last, expected in ((15.1, 20.0, 0), (15.1, 20.1, 1), (0.0, 5.0, 2)):
            client = self.new_client(self.own)
            episode = self.new_episode(client, self.own)
            self.rate(episode, first, self.today - timedelta(days=9))
            self.rate(episode, last, self.today - timedelta(days=2))
            self.done(self.own, client)
            self._attribute()
            self.assertEqual(self.figure("persons_improved_ors").value, expected)

    def test_last_rating_counts_not_the_best(self):
        client = self.new_client(self.own)
        self.rate_course(self.new_episode(client, self.own), [10, 30, 12])
        self.done(self.own, client)
        self._attribute()
        self.assertEqual(self.figure("persons_improved_ors").value, 0)

    def test_rating_after_the_period_does_not_count(self):
        client = self.new_client(self.own)
        episode = self.new_episode(client, self.own)
        self.rate(episode, 10, self.today - timedelta(days=9))
        self.rate(episode, 30, self.today - timedelta(days=1))
        self.done(self.own, client)
        self._attribute()
        before = self.figure("persons_improved_ors", date_to=self.today - timedelta(days=2))
        self.assertEqual((before.value, before.rated_once), (0, 1))
        self.assertEqual(self.figure("persons_improved_ors").value, 1)

    def test_episode_outside_the_grant_does_not_count(self):
        client = self.new_client(self.own)
        self.rate_course(self.new_episode(client, self.third), [10, 30])
        self.done(self.own, client)
        self._attribute()
        self.assertEqual(self.figure("persons_improved_ors").not_rated, 1)

    def test_ratings_of_two_episodes_are_not_joined(self):
        client = self.new_client(self.own)
        self.rate(self.new_episode(client, self.own), 10, self.today - timedelta(days=9))
        self.rate(self.new_episode(client, self.other), 30, self.today - timedelta(days=1))
        self.done(self.own, client)
        self._attribute()
        figure = self.figure("persons_improved_ors")
        self.assertEqual((figure.value, figure.rated_once), (0, 1))
        self.assertEqual(figure.detail, "of 1; 1 rated once, 0 not rated")

    def test_zero_is_a_rating_and_not_answered_is_none(self):
        client = self.new_client(self.own)
        episode = self.new_episode(client, self.own)
        self.rate(episode, 0.0, self.today - timedelta(days=9))
        self.rate(episode, None, self.today - timedelta(days=5), individual=1.0)
        self.done(self.own, client)
        self._attribute()
        self.assertEqual(self.figure("share_improved_ors").rated_once, 1)

    def test_new_means_the_first_service_in_the_company(self):
        client = self.new_client(self.own)
        self.done(self.third, client, self.start - timedelta(days=1))
        self.done(self.own, client)
        fresh = self.new_client(self.own)
        self.done(self.own, fresh)
        self._attribute()
        self.assertEqual(self.figure("persons_new").value, 1)
        self.assertEqual(self.figure("persons_supported", new_only=True).value, 1)
        self.assertEqual(self.figure("persons_supported").value, 2)

    def test_no_show_before_the_period_keeps_a_person_new(self):
        client = self.new_client(self.own)
        encounter = self.done(self.own, client, self.start - timedelta(days=5)).encounter_id
        encounter.amend("Did not come")
        encounter.action_no_show()
        self.done(self.own, client)
        self._attribute()
        self.assertEqual(self.figure("persons_new").value, 1)

    def test_threshold_of_hours_adds_up_over_meetings(self):
        client = self.new_client(self.own)
        for day in (10, 20, 30):
            self.done(self.own, client, self.today - timedelta(days=day), minutes=20)
        self._attribute()
        self.assertEqual(self.figure("persons_supported", min_hours=1.0).value, 1)
        self.assertEqual(self.figure("persons_supported", min_hours=1.01).value, 0)

    def test_posts_filled_on_the_last_day_at_most_today(self):
        job = self.env["hr.job"].create({"name": "Demo social worker", "company_id": self.company.id})
        values = {"grant_id": self.grant.id, "job_id": job.id}
        self.env["recovery.grant.position"].create([
            {**values, "employee_id": self.counsellor.employee_id.id, "fte": 0.5},
            {**values, "employee_id": self.manager.employee_id.id, "fte": 1.0, "date_end": self.today},
            {**values, "employee_id": self.house.employee_id.id, "date_start": self.today + timedelta(days=1)},
            {**values, "fte": 1.0},
        ])
        self.assertEqual(self.figure("positions_filled").value, 1.5)
        self.assertEqual(self.figure("positions_filled", date_to=self.today - timedelta(days=1)).value, 1.5)

    def _snapshot(self, client, card, ago, program=None, **values):
        return self.env["recovery.situation"].create({
            "client_id": client.id, "program_id": (program or self.own).id, "date": self.today - timedelta(days=ago),
            "moment": "review", "has_id_card": card, **values,
        })

    def test_situation_is_compared_by_the_first_and_the_last_snapshot_that_say_it(self):
        for cards, expected in (
            (("no", "yes"), (100.0, 1)), (("no", "unknown", "yes", "unknown"), (100.0, 1)), (("yes", "yes"), (0.0, 1)),
            (("no", "yes", "no"), (0.0, 1)), (("no", "unknown"), (0.0, 0)), (("unknown", "unknown"), (0.0, 0)),
            ((), (0.0, 0)),
        ):
            with self.subTest(cards=cards), self.cr.savepoint() as savepoint:
                client = self.new_client(self.own)
                for index, card in enumerate(cards):
                    self._snapshot(client, card, 20 - index)
                self.done(self.own, client)
                self._attribute()
                figure = self.figure("share_situation_improved")
                self.assertEqual((figure.value, figure.count - figure.rated_once - figure.not_rated), expected)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_snapshots_of_two_programmes_or_after_the_period_are_not_compared(self):
        client = self.new_client(self.own)
        self._snapshot(client, "no", 20)
        self._snapshot(client, "yes", 10, self.other)
        self._snapshot(client, "yes", 1)
        self.done(self.own, client)
        self._attribute()
        before = self.figure("share_situation_improved", date_to=self.today - timedelta(days=2))
        self.assertEqual((before.value, before.rated_once), (0, 1))
        self.assertEqual(before.detail, "of 0 compared; 1 with one snapshot that says it, 0 with none")
        self.assertEqual(self.figure("share_situation_improved").value, 100)

    def test_minutes_that_add_up_over_encounters_stand_where_the_unit_became_full(self):
        for ago in (30, 20, 10):
            self.done(self.own, self.client, self.today - timedelta(days=ago), minutes=20)
        self._attribute()
        rule = {**REQUIRED["unit"], "rounding": "accumulate"}
        self.assertEqual(self.figure("units", unit=rule).value, 2)
        self.assertEqual(self.figure("units", unit=rule, date_to=self.today - timedelta(days=25)).value, 0)
        self.assertEqual(self.figure("units", unit=rule, date_from=self.today - timedelta(days=25)).value, 1)

    def test_nothing_to_count_is_zero(self):
        for code in MEASURES:
            self.assertEqual(self.figure(code).value, 0, code)
