from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import RecoveryCase
from .test_front_desk_tour import Connection


@tagged("post_install", "-at_install")
class TestOutreachTour(RecoveryCase, HttpCase):
    """A street worker's evening on a phone: by touch, by keyboard, and without a connection."""

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange.sequence = 1
        cls.tea = cls.env["recovery.service"].create({
            "code": "TEA", "name": "Tea", "kind": "food", "client_required": False, "sequence": 2,
        })
        cls.harbour = cls.env["recovery.district"].create({"name": "Harbour"})
        cls.street = cls.env["recovery.program"].create({
            "code": "STREET", "name": "Street team", "modality": "outreach", "default_place": "street",
            "service_ids": [Command.set((cls.exchange | cls.tea).ids)], "material_ids": [Command.set(cls.syringe.ids)],
            "district_ids": [Command.set(cls.harbour.ids)],
            "employee_ids": [Command.set(cls.outreach.employee_id.ids)],
            "volunteer_ids": [Command.set(cls.keeper.employee_id.ids)],
        })
        cls.route = cls.env["recovery.outreach.route"].create({
            "name": "Evening round", "program_id": cls.street.id, "place_ids": [
                Command.create({"name": "Station", "district_id": cls.harbour.id, "sequence": 1}),
                Command.create({"name": "Park", "sequence": 2}),
            ],
        })
        cls.env["recovery.outreach.route"].create({
            "name": "Morning round", "program_id": cls.street.id, "sequence": 20,
            "place_ids": [Command.create({"name": "Market"})],
        })
        cls.ryba = cls.new_client(cls.street, code="KAR0974", nickname="Ryba")
        cls.env.flush_all()

    def tour(self, name):
        self.start_tour("/odoo/outreach", name, login=self.outreach.login)
        return self.env["recovery.outreach.shift"].search([("program_id", "=", self.street.id)])

    def test_a_shift_with_stops_people_and_finds(self):
        shift = self.tour("recovery_care_outreach_shift")
        self.assertRecordValues(shift, [{
            "state": "done", "route_id": self.route.id, "employee_ids": self.outreach.employee_id.ids,
            "volunteer_ids": self.keeper.employee_id.ids, "contact_count": 3, "people_known": 1, "people_unnamed": 2,
            "syringes_issued": 10, "found_count": 3,
        }])
        station, park, bridge = shift.stop_ids
        self.assertEqual((bool(station.arrived), bool(park.arrived), bool(bridge.arrived)), (True, False, True))
        self.assertRecordValues(bridge, [{
            "name": "Bridge", "latitude": 49.83412, "longitude": 18.28202, "contact_count": 1,
            "district_id": self.harbour.id,
        }])
        self.assertEqual(
            sorted(station.encounter_ids.delivery_ids.mapped(lambda row: (row.service_id.code, row.client_id.code or ""))),
            [("SWAP", "KAR0974"), ("TEA", "")],
        )
        self.assertEqual(set(shift.encounter_ids.mapped("place")), {"street"})
        self.assertEqual(station.encounter_ids.district_id, self.harbour)
        self.assertRecordValues(shift.find_ids.filtered(lambda find: find.state == "done"), [{
            "stop_id": station.id, "kind": "syringe", "pieces": 3, "method": "estimated", "district_id": self.harbour.id,
        }])

    def test_by_keyboard_alone(self):
        shift = self.tour("recovery_care_outreach_keyboard")
        self.assertRecordValues(shift, [{"state": "done", "contact_count": 1, "people_known": 1}])
        self.assertEqual(shift.encounter_ids.stop_id.name, "Station")

    def test_without_a_connection_nothing_is_lost_and_nothing_doubled(self):
        with Connection().held() as connection:
            shift = self.tour("recovery_care_outreach_cut")
        self.assertEqual(len(connection.sent), 5, "Four pieces of work; the answer to the first is lost once.")
        self.assertEqual(connection.sent[0]["key"], connection.sent[1]["key"])
        bridge = shift.stop_ids[-1]
        self.assertEqual((shift.state, len(shift.stop_ids), bridge.name), ("done", 3, "Bridge"))
        self.assertEqual(bridge.entry_key, connection.sent[0]["key"])
        self.assertRecordValues(bridge, [{"contact_count": 1, "people_unnamed": 1, "found_count": 2}])
