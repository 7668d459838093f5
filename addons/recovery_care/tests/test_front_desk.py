from datetime import timedelta
from itertools import count

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestFrontDesk(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea = cls.env["recovery.service"].create({
            "code": "TEA", "name": "Tea", "kind": "food", "default_minutes": 5, "client_required": False,
        })
        cls.own.write({
            "modality": "low_threshold", "service_ids": [Command.set((cls.talk | cls.exchange | cls.tea).ids)],
        })
        cls.desk = cls.env["recovery.front.desk"].with_user(cls.outreach)
        cls.keys = count(1)

    def values(self, **values):
        return {
            "key": f"{next(self.keys):0>32}", "program_id": self.own.id, "client_id": self.client.id,
            "services": [{"service_id": self.talk.id}], **values,
        }

    def save(self, **values):
        answer = self.desk.save_visit(self.values(**values))
        return self.env["recovery.encounter"].browse(answer["encounter_id"])

    def test_visit(self):
        visit = self.save(
            services=[{"service_id": self.talk.id, "minutes": 20}, {"service_id": self.tea.id}],
            supplies=[
                {"product_id": self.syringe.id, "issued": 20, "returned": 18, "return_method": "weighed"},
                {"product_id": self.filter.id, "issued": 0, "returned": 0},
            ],
            collects_for=2, counter="Counter 1",
        )
        self.assertEqual(
            (visit.state, visit.minutes, visit.counter, visit.employee_ids, visit.place, visit.program_id),
            ("done", 20 + 5 + 10, "Counter 1", self.outreach.employee_id, "centre", self.own),
        )
        minutes = {delivery.service_id: delivery.minutes for delivery in visit.delivery_ids}
        self.assertEqual(minutes, {self.talk: 20, self.tea: 5, self.exchange: 10})
        self.assertEqual(visit.delivery_ids.client_id, self.client)
        self.assertEqual(set(visit.delivery_ids.mapped("state")), {"done"})
        supply = visit.supply_ids
        self.assertEqual(
            (supply.product_id, supply.issued, supply.returned, supply.return_method, supply.delivery_id.service_id),
            (self.syringe, 20, 18, "weighed", self.exchange),
        )
        self.assertEqual(supply.delivery_id.collects_for, 2)

    def test_same_key_saves_nothing_twice(self):
        values = self.values(supplies=[{"product_id": self.syringe.id, "issued": 10}])
        first, second = self.desk.save_visit(values), self.desk.save_visit(values)
        self.assertEqual((first["repeated"], second["repeated"]), (False, True))
        self.assertEqual(first["encounter_id"], second["encounter_id"])
        self.assertEqual(self.env["recovery.encounter"].search_count([("entry_key", "=", values["key"])]), 1)

    def test_unnamed_people(self):
        visit = self.save(client_id=False, headcount=3, services=[{"service_id": self.tea.id}])
        self.assertEqual((visit.headcount, visit.delivery_ids.client_id.id), (3, False))

    def test_refused(self):
        for values, words in (
            ({"client_id": False}, "^Client"), ({"headcount": 2}, "^Client"),
            ({"client_id": False, "headcount": 2}, "^Client.*Talk"),
            ({"services": []}, "^Services"), ({"program_id": False}, "^Programme"),
            ({"program_id": self.foreign.id}, "^Programme"),
            ({"services": [{"service_id": self.foreign_talk.id}]}, "^Services"),
            ({"client_id": self.client_other.id}, "^Client"), ({"client_id": self.client_restricted.id}, "^Client"),
            ({"supplies": [{"product_id": self.syringe.id, "issued": -5}]}, "^Out, Back"),
            ({"date_start": fields.Datetime.now() + timedelta(days=3)}, "^Start"),
        ):
            values = self.values(**values)
            with self.subTest(values=values), self.assertRaisesRegex((ValidationError, UserError), words), \
                    self.cr.savepoint():
                self.desk.save_visit(values)
            self.assertFalse(self.env["recovery.encounter"].search([("entry_key", "=", values["key"])]))

    def test_material_without_an_exchange_service(self):
        self.own.service_ids = self.talk
        with self.assertRaisesRegex(ValidationError, "^Material"):
            self.save(supplies=[{"product_id": self.syringe.id, "issued": 1}])

    def test_other_programme(self):
        with self.assertRaises(AccessError):
            self.save(program_id=self.other.id, services=[{"service_id": self.talk.id}])

    def test_visit_of_an_hour_ago(self):
        start = fields.Datetime.now() - timedelta(hours=1)
        self.assertEqual(self.save(date_start=fields.Datetime.to_string(start)).date_start, start.replace(microsecond=0))

    def test_undo(self):
        visit = self.save(supplies=[{"product_id": self.syringe.id, "issued": 10}])
        self.desk.undo_visit(visit.id)
        self.desk.undo_visit(visit.id)
        self.assertEqual((visit.state, visit.supply_ids.state), ("cancelled", "cancelled"))
        self.assertEqual(len(visit.amendment_ids), 1)
        self.assertFalse(visit.amendment_ids.is_open)

    def test_undo_of_a_colleagues_visit_of_today(self):
        visit = self.save()
        self.env["recovery.front.desk"].with_user(self.counsellor).undo_visit(visit.id)
        self.assertEqual(visit.state, "cancelled")

    def test_old_visit_is_amended_not_undone(self):
        visit = self.save()
        visit.sudo().recorded_on = fields.Datetime.now() - timedelta(days=2)
        with self.assertRaisesRegex(UserError, "^Undo"):
            self.desk.undo_visit(visit.id)

    def test_undo_in_another_programme(self):
        visit = self.new_encounter(self.other, self.client_other, state="done")
        with self.assertRaises(AccessError):
            self.desk.undo_visit(visit.id)

    def test_setup(self):
        setup = self.desk.get_setup()
        self.assertEqual([row["id"] for row in setup["services"]], self.own.service_ids.ids)
        self.assertEqual(setup["employee_id"], self.outreach.employee_id.id)
        self.assertIn(self.syringe.id, [row["id"] for row in setup["materials"]])
        self.own.front_desk = False
        with self.assertRaisesRegex(UserError, "front desk"):
            self.desk.get_setup()

    def test_search_from_the_third_character(self):
        self.assertEqual(self.desk.search_clients(self.own.id, "Lu"), [])
        self.assertEqual([row["id"] for row in self.desk.search_clients(self.own.id, "luk")], self.client.ids)
        self.assertEqual([row["id"] for row in self.desk.search_clients(self.own.id, self.client.code)], self.client.ids)

    def test_search_finds_nobody_else(self):
        for nickname in ("Otha", "Fora", "Resta"):
            with self.subTest(nickname=nickname):
                self.assertEqual(self.desk.search_clients(self.own.id, nickname), [])

    def test_outreach_does_not_search_by_name(self):
        self.assertEqual(self.desk.search_clients(self.own.id, "Testov"), [])
        self.assertTrue(self.env["recovery.front.desk"].with_user(self.counsellor).search_clients(self.own.id, "Testov"))

    def test_card(self):
        self.save(supplies=[{"product_id": self.syringe.id, "issued": 20, "returned": 7}], collects_for=1)
        self.save()
        card = self.desk.get_card(self.client.id, self.own.id)
        self.assertEqual((card["code"], card["nickname"], card["visits_this_year"]), (self.client.code, "Lukin", 2))
        self.assertEqual(card["last_supplies"], [{"product_id": self.syringe.id, "issued": 20, "returned": 7}])
        self.assertEqual(card["collects_for"], 1)
        self.assertNotIn("Testov", str(card))

    def test_card_is_logged(self):
        self.desk.get_card(self.client.id, self.own.id)
        log = self.env["recovery.access.log"].search([("client_id", "=", self.client.id)], limit=1)
        self.assertEqual((log.user_id, log.action), (self.outreach, "open"))

    def test_card_of_a_hidden_client_is_missing(self):
        with self.assertRaises(MissingError):
            self.desk.get_card(self.client_restricted.id, self.own.id)
        with self.assertRaises(AccessError):
            self.desk.get_card(self.client_other.id, self.own.id)

    def test_recent_clients(self):
        other = self.new_client(self.own, nickname="Later")
        self.save()
        self.save(client_id=other.id)
        rows = self.desk.get_recent_clients(self.own.id)
        self.assertEqual([row["id"] for row in rows][:2], [other.id, self.client.id])

    def test_today_recounted(self):
        supplies = [{"product_id": self.syringe.id, "issued": 20, "returned": 5}]
        self.save(supplies=supplies)
        self.save(supplies=[{"product_id": self.filter.id, "issued": 100}])
        self.save(client_id=False, headcount=3, services=[{"service_id": self.tea.id}, {"service_id": self.exchange.id}])
        undone = self.save(supplies=supplies)
        self.desk.undo_visit(undone.id)
        self.save(place="street")
        today = self.desk.get_today(self.own.id, "centre")
        self.assertEqual(
            {name: today[name] for name in ("visits", "people", "issued", "returned")},
            {"visits": 3, "people": 1 + 3, "issued": 20, "returned": 5},
        )
        self.assertEqual([line["state"] for line in today["lines"]].count("cancelled"), 1)
        self.assertEqual(self.desk.get_today(self.own.id)["visits"], 4)
        line = next(line for line in today["lines"] if line["who"].startswith("3"))
        self.assertIn("Tea", line["what"])

    def test_today_does_not_tell_of_hidden_clients(self):
        self.env["recovery.front.desk"].with_user(self.keeper).save_visit(self.values(client_id=self.client_restricted.id))
        today = self.desk.get_today(self.own.id)
        self.assertEqual((today["visits"], today["lines"]), (0, []))

    def test_queries_do_not_grow_with_the_day(self):
        def queries():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.desk.get_today(self.own.id)
            return self.cr.sql_log_count - before
        self.save(supplies=[{"product_id": self.syringe.id, "issued": 1}])
        queries()
        few = queries()
        for _visit in range(10):
            self.save(supplies=[{"product_id": self.syringe.id, "issued": 1}])
        self.assertLessEqual(queries(), few)
