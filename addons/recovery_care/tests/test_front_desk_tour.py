import contextlib
import json
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser

from .common import RecoveryCase


class Connection:
    """The browser's connection for requests that save something: ``back`` (works), ``cut``, or ``deaf``.

    Deaf: the server gets the request, and its answer never arrives. A line in the console changes it.
    """

    saving = tuple(
        f"/recovery.front.desk/{method}" for method in ("save_visit", "save_arrival", "save_finds", "end_shift")
    )

    def __init__(self):
        self.state, self.sent = "back", []

    def on_console(self, original):
        def handle(browser, type, args=None, **kwargs):  # pylint: disable=redefined-builtin
            text = str(args[0].get("value")) if args else ""
            if text.startswith("recovery: connection "):
                self.state = text.rsplit(" ", 1)[1]
            return original(browser, type, args=args, **kwargs)
        return handle

    def on_request(self, original):
        def handle(browser, **paused):
            if not paused["request"]["url"].endswith(self.saving):
                return original(browser, **paused)
            known = {"requestId": paused["requestId"]}
            if "responseStatusCode" in paused or self.state == "cut":
                browser._websocket_send("Fetch.failRequest", params={**known, "errorReason": "ConnectionClosed"})
            else:
                self.sent.append(json.loads(paused["request"]["postData"])["params"]["args"][0])
                browser._websocket_send(
                    "Fetch.continueRequest", params={**known, "interceptResponse": self.state == "deaf"},
                )
            return None
        return handle

    @contextlib.contextmanager
    def held(self):
        with (
            patch.object(ChromeBrowser, "_handle_console", self.on_console(ChromeBrowser._handle_console)),
            patch.object(ChromeBrowser, "_handle_request_paused", self.on_request(ChromeBrowser._handle_request_paused)),
        ):
            yield self


@tagged("post_install", "-at_install")
class TestFrontDeskTour(RecoveryCase, HttpCase):
    """A street worker at the counter: by taps, by keyboard alone, and through a connection that is cut."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.sequence = 1
        cls.counter_services = cls.exchange | cls.env["recovery.service"].create([
            {"code": code, "name": code.title(), "kind": kind, "client_required": False, "sequence": sequence}
            for sequence, (code, kind) in enumerate(
                [("FOOD", "food"), ("SHOWER", "hygiene"), ("LAUNDRY", "hygiene")], start=2,
            )
        ])
        cls.syringe, cls.filter = cls.env["product.product"].create([
            {"name": "Syringe 1 ml", "material_kind": "syringe", "material_package_size": 10},
            {"name": "Filter", "material_kind": "filter"},
        ])
        cls.desk = cls.env["recovery.program"].create({
            "code": "DESK", "name": "Contact point", "modality": "low_threshold",
            "service_ids": [Command.set(cls.counter_services.ids)],
            "material_ids": [Command.set((cls.syringe | cls.filter).ids)],
            "employee_ids": [Command.set(cls.outreach.employee_id.ids)],
        })
        cls.ryba = cls.new_client(cls.desk, code="KAR0974", nickname="Ryba")
        cls.env.flush_all()
        cls.visit = cls.env["recovery.front.desk"].with_user(cls.outreach).save_visit({
            "key": "visit-before-the-tour", "program_id": cls.desk.id, "client_id": cls.ryba.id,
            "supplies": [{"product_id": cls.syringe.id, "issued": 20, "returned": 18}],
        })

    def new_visits(self, client):
        return self.env["recovery.encounter"].search([
            ("delivery_ids.client_id", "=", client.id), ("id", "!=", self.visit["encounter_id"]),
        ])

    def test_known_client_three_services_and_an_exchange_in_six_taps(self):
        self.start_tour("/odoo/front-desk", "recovery_care_front_desk_taps", login=self.outreach.login)
        visit = self.new_visits(self.ryba)
        self.assertRecordValues(visit, [{
            "state": "done", "program_id": self.desk.id, "employee_ids": self.outreach.employee_id.ids,
        }])
        self.assertEqual(visit.delivery_ids.service_id, self.counter_services)
        self.assertRecordValues(visit.delivery_ids.supply_ids, [{
            "product_id": self.syringe.id, "issued": 20, "returned": 18,
        }])
        unnamed = self.env["recovery.delivery"].search([("program_id", "=", self.desk.id), ("headcount", "=", 2)])
        self.assertEqual(unnamed.encounter_id.state, "cancelled")

    def test_by_keyboard_alone(self):
        self.start_tour("/odoo/front-desk", "recovery_care_front_desk_keyboard", login=self.outreach.login)
        visit = self.new_visits(self.ryba)
        self.assertEqual(set(visit.delivery_ids.service_id.mapped("code")), {"SWAP", "FOOD"})
        self.assertRecordValues(visit.delivery_ids.supply_ids, [{"issued": 17, "returned": 5}])
        newcomer = self.env["recovery.client"].search([("code", "=", "NEW1234")])
        self.assertRecordValues(newcomer, [{
            "identity": "pseudonymous", "nickname": "Nova", "intake_program_id": self.desk.id,
        }])
        self.assertEqual(self.new_visits(newcomer).delivery_ids.service_id.code, "FOOD")

    def test_a_visit_survives_reloads_and_a_cut_connection_and_is_saved_once(self):
        with Connection().held() as connection:
            self.start_tour("/odoo/front-desk", "recovery_care_front_desk_cut", login=self.outreach.login)
        self.assertEqual(len(connection.sent), 2, "Once with the answer lost, once again.")
        self.assertEqual(connection.sent[0]["key"], connection.sent[1]["key"])
        visit = self.new_visits(self.ryba)
        self.assertRecordValues(visit, [{"state": "done", "entry_key": connection.sent[0]["key"]}])
        self.assertEqual(set(visit.delivery_ids.service_id.mapped("code")), {"SWAP", "FOOD"})
        self.assertRecordValues(visit.delivery_ids.supply_ids, [{"issued": 10, "returned": 0}])
