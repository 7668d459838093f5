from datetime import timedelta

import psycopg2
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..measures import MEASURES
from ..measures.measure import Figure
from ..pace import get_pace
from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestIndicator(ReportingCase):

    def _pace(self, measure, value, target, share=0.61, over=False, once=0, never=0):
        figure = Figure(value, 148, once, never, "")
        return get_pace(self.env, MEASURES[measure], figure, target, share, over)

    def test_pace_compares_with_the_time_gone(self):
        for value, expected in (
            (200, ("reached", "reached")), (148, ("ahead", "ahead")), (124, ("on_track", "on track")),
            (118, ("on_track", "on track")), (110, ("behind", "behind by 12")),
        ):
            self.assertEqual(self._pace("persons_supported", value, 200), expected)
        self.assertEqual(self._pace("persons_improved_ors", 79, 140), ("behind", "behind by 6"))

    def test_pace_after_the_end(self):
        self.assertEqual(self._pace("persons_supported", 190, 200, 1.0, over=True), ("missed", "missed by 10"))

    def test_share_and_posts_do_not_grow_with_time(self):
        self.assertEqual(self._pace("share_improved_ors", 53.4, 70, once=22, never=11), ("behind", "rate them"))
        self.assertEqual(self._pace("share_improved_ors", 53.4, 70), ("behind", "behind by 17 points"))
        self.assertEqual(self._pace("positions_filled", 2, 2, 0.1), ("reached", "filled"))
        self.assertEqual(self._pace("positions_filled", 1.5, 2, 0.1), ("behind", "0.5 vacant"))

    def test_without_a_target_there_is_no_pace(self):
        self.assertEqual(self._pace("hours", 10, 0), ("open", ""))

    def test_grant_indicator_shows_value_progress_and_pace(self):
        self.done(self.own, self.client)
        self.grant._attribute()
        line = self.new_indicator("persons_supported", target=2).with_user(self.finance)
        self.assertEqual((line.value, line.progress, line.pace), (1, 0.5, "on_track"))
        self.assertAlmostEqual(line.expected, self.grant.time_share)

    def test_value_reaches_to_today_within_the_grant(self):
        line = self.new_indicator("persons_supported")
        self.assertEqual((line._get_scope().date_from, line._get_scope().date_to), (self.start, self.today))
        self.grant.date_end = self.today - timedelta(days=5)
        self.assertEqual(line._get_scope().date_to, self.grant.date_end)

    def _open(self, line, user):
        action = line.with_user(user).action_open_records()
        Model = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        return action, Model.search(action["domain"])

    def test_every_measure_opens_exactly_the_records_it_counts(self):
        self.rate_course(self.episode, [10, 20])
        one, two = self.done(self.own, self.client), self.done(self.own, self.client, service=self.group_work)
        other = self.done(self.other, self.client_other)
        post = self.env["recovery.grant.position"].create({
            "grant_id": self.grant.id, "employee_id": self.counsellor.employee_id.id,
            "job_id": self.env["hr.job"].create({"name": "Demo worker", "company_id": self.company.id}).id,
        })
        swap = self.done(self.own, self.client, service=self.exchange)
        unnamed = self.done(self.own, service=self.exchange, headcount=3)
        swap.encounter_id.with_user(self.counsellor).amend("Material")
        out, rest = self.env["recovery.supply"].with_user(self.counsellor).create([
            {"delivery_id": swap.id, "product_id": self.syringe.id, "issued": 10, "returned": 4},
            {"delivery_id": swap.id, "product_id": self.filter.id, "issued": 5},
        ])
        training = self.env["recovery.event"].create({
            "name": "Demo training", "kind": "training", "program_id": self.own.id,
            "date_start": f"{self.today - timedelta(days=9)} 08:00:00", "headcount": 2,
            "employee_ids": [Command.set(self.counsellor.employee_id.ids)],
            "participant_ids": [Command.create({"client_id": self.client.id, "role": "volunteer", "state": "completed"})],
        })
        training.action_done()
        leaflet = self.env["recovery.publication"].create({
            "name": "Demo leaflet", "program_id": self.own.id, "date": self.today, "state": "published",
        })
        house = self.env["recovery.house"].create({
            "code": "H", "name": "Demo house", "program_id": self.own.id, "company_id": self.company.id,
            "date_open": self.today - timedelta(days=20),
        })
        bed, empty = self.env["recovery.bed"].create([{"name": name, "house_id": house.id} for name in "AB"])
        shelter = house.copy({"code": "S", "kind": "night_shelter", "name": "Demo shelter", "date_open": house.date_open})
        night = self.env["recovery.night"].create({"house_id": shelter.id, "state": "open", "date": house.date_open})
        refusal = self.env["recovery.night.refusal"].create({"night_id": night.id, "headcount": 2, "reason": "full"})
        self.grant.house_ids = [Command.set((house | shelter).ids)]
        first, last = self.env["recovery.stay"].create([
            {
                "client_id": self.client.id, "bed_id": bed.id, "state": "out", "exit_destination": destination,
                "exit_reason": "agreed", "date_from": self.today - timedelta(days=ago),
                "date_to": self.today - timedelta(days=ago - 3),
            }
            for ago, destination in ((9, "ours"), (6, "family"))
        ])
        last.previous_id = first
        self.grant._attribute()
        for ago, card in ((9, "no"), (2, "yes")):
            self.env["recovery.situation"].create({
                "client_id": self.client_other.id, "program_id": self.other.id, "has_id_card": card,
                "date": self.today - timedelta(days=ago), "moment": "review",
            })
        deliveries = one | two | other | swap | unnamed
        expected = {
            "persons_supported": self.client | self.client_other, "persons_new": self.client | self.client_other,
            "persons_improved_ors": self.client, "share_improved_ors": self.client | self.client_other,
            "contacts": deliveries.encounter_id, "hours": deliveries.encounter_id, "interventions": deliveries,
            "positions_filled": post, "headcount": unnamed.encounter_id,
            "persons_anonymous_contacts": unnamed.encounter_id, "syringes_issued": out, "syringes_returned": out,
            "return_rate": out, "supplies_issued": out | rest, "persons_in_harm_reduction": self.client,
            "units": deliveries.encounter_id, "share_situation_improved": self.client_other,
            "events_held": training, "participants": training, "volunteers_trained": training.participant_ids,
            "publications": leaflet, "bed_nights": first | last, "residents": self.client,
            "occupancy_share": bed | empty, "houses_open": house | shelter, "houses_open_average": house | shelter,
            "length_of_stay": last, "turned_away": refusal,
            "length_of_stay_median": last, "independent_exits_share": last,
        }
        self.assertEqual(set(expected), set(MEASURES))
        for measure, records in expected.items():
            action, found = self._open(self.new_indicator(measure), self.finance)
            with self.subTest(measure=measure):
                self.assertEqual(set(found.ids), set(records.ids))
                self.assertNotIn("not shown", action["name"])

    def test_list_hides_restricted_people_and_says_how_many(self):
        self.done(self.own, self.client)
        self.done(self.own, self.client_restricted)
        self.grant._attribute()
        line = self.new_indicator("persons_supported")
        self.assertEqual(line.with_user(self.finance).value, 2)
        action, found = self._open(line, self.finance)
        self.assertEqual(found, self.client)
        self.assertIn("(1 not shown)", action["name"])

    def test_manager_opens_people_of_own_programmes(self):
        self.done(self.own, self.client)
        self.done(self.other, self.client_other)
        self.grant._attribute()
        line = self.new_indicator("persons_supported")
        self.assertEqual(line.with_user(self.manager).value, 2)
        self.assertEqual(self._open(line, self.manager)[1], self.client)

    def test_search_by_a_figure_needs_the_right_to_its_grant(self):
        self.done(self.own, self.client)
        self.grant._attribute()
        hidden = self.new_indicator("persons_supported", self.new_grant("G-2", programs=self.other))
        domain = [("counted_in", "=", f"recovery.grant.indicator,{hidden.id}")]
        with self.assertRaises(AccessError):
            self.env["recovery.client"].with_user(self.manager).search(domain)
        with self.assertRaises(AccessError):
            self.env["recovery.client"].with_user(self.counsellor).search(domain)

    def test_search_by_a_figure_of_other_records_is_refused(self):
        line = self.new_indicator("hours")
        with self.assertRaises(UserError):
            self.env["recovery.client"].search([("counted_in", "=", f"recovery.grant.indicator,{line.id}")])

    def test_units_name_their_unit_and_a_sign_is_chosen(self):
        for refusal in self.refusals("recovery.indicator", "unit", "Counted in"):
            with refusal:
                self.new_indicator("units", unit_id=False)
        for refusal in self.refusals("recovery.indicator", "sign", "Sign of the situation"):
            with refusal:
                self.new_indicator("share_situation_improved", sign=False)

    def test_figure_in_units_is_labelled_by_the_unit(self):
        line = self.new_indicator("units", target=10)
        self.assertEqual(line._get_dashboard_row()["unit_label"], "Demo half hour")
        self.assertIn("Demo half hour (30 minutes;", line.indicator_id._describe(line.indicator_id._get_filters()))

    def test_used_unit_is_archived_not_deleted(self):
        self.new_indicator("units")
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.unit.unlink()

    def test_used_indicator_is_archived_not_deleted(self):
        line = self.new_indicator("hours")
        with self.assertRaisesRegex(UserError, "Archive"):
            line.indicator_id.unlink()

    def test_administrator_configures_and_finance_does_not(self):
        values = {"code": "X", "name": "Demo", "measure": "hours"}
        self.env["recovery.indicator"].with_user(self.administrator).create(values)
        with self.assertRaises(AccessError):
            self.env["recovery.indicator"].with_user(self.finance).create({**values, "code": "Y"})

    def test_filters_of_another_company_are_refused(self):
        with self.assertRaises(UserError):
            self.new_indicator("hours", program_ids=[Command.set(self.foreign.ids)])

    def test_district_filter_takes_the_parts_along(self):
        town = self.env["recovery.district"].create({"name": "Town", "company_id": self.company.id})
        part = self.env["recovery.district"].create({"name": "Part", "parent_id": town.id, "company_id": self.company.id})
        line = self.new_indicator("persons_supported", district_ids=[Command.set(town.ids)])
        self.done(self.own, self.client, district_id=part.id)
        self.grant._attribute()
        self.assertEqual(line.value, 1)

    def test_shipped_indicators_are_all_measurable(self):
        shipped = self.env["recovery.indicator"].search([("company_id", "=", False)])
        self.assertEqual(set(shipped.mapped("measure")), set(MEASURES))
        for indicator in shipped:
            line = self.env["recovery.grant.indicator"].create({"grant_id": self.grant.id, "indicator_id": indicator.id})
            self.assertEqual(line.value, 0)
            self.assertTrue(indicator._describe(indicator._get_filters()))
