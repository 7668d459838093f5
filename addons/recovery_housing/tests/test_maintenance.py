from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestMaintenance(HousingCase):
    """A repair takes beds out of service and brings them back when it is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.env["maintenance.stage"].search([("done", "=", True)], limit=1)
        cls.begun = cls.env["maintenance.stage"].search([("done", "=", False)], limit=1)

    def new_request(self, beds, start=-2, user=None, **values):
        return self.env["maintenance.request"].with_user(user or self.house).create({
            "name": "Demo heating", "house_id": self.community.id, "bed_ids": [Command.set(beds.ids)],
            "outage_from": self.day(start), "company_id": self.company.id, **values,
        })

    def test_beds_are_out_until_it_is_done(self):
        request = self.new_request(self.bed_a | self.bed_b)
        self.assertEqual(set((self.bed_a | self.bed_b).mapped("state")), {"out_of_service"})
        request.stage_id = self.done
        self.assertEqual(set((self.bed_a | self.bed_b).mapped("state")), {"free"})
        self.assertEqual(request.outage_ids.mapped("date_to"), [self.today, self.today])
        request.stage_id = self.begun
        self.assertEqual(self.bed_a.state, "out_of_service", "opened again")

    def test_a_room_brings_its_beds(self):
        form = Form(self.env["maintenance.request"])
        form.name, form.house_id = "Demo heating", self.community
        form.room_id = self.room1
        request = form.save()
        self.assertEqual(request.bed_ids, self.bed_a | self.bed_b)
        self.assertEqual(self.bed_b.state, "out_of_service")

    def test_a_bed_taken_off_the_request_is_back(self):
        request = self.new_request(self.bed_a | self.bed_b)
        request.bed_ids = [Command.unlink(self.bed_a.id)]
        self.assertEqual((self.bed_a.state, self.bed_b.state), ("free", "out_of_service"))

    def test_a_repair_within_a_day_takes_no_night(self):
        request = self.new_request(self.bed_a, start=0)
        request.stage_id = self.done
        self.assertFalse(request.outage_ids)

    def test_archiving_ends_it_too(self):
        request = self.new_request(self.bed_a)
        request.archive_equipment_request()
        self.assertEqual(self.bed_a.state, "free")

    def test_a_repair_planned_for_some_nights_leaves_the_others(self):
        self.new_stay(start=5)
        self.new_stay(self.bed_b, self.client_other, start=-5, stop=1, state="in")
        request = self.new_request(self.bed_a | self.bed_b, start=2, outage_to=self.day(5))
        self.assertEqual(
            {(outage.date_from, outage.date_to) for outage in request.outage_ids}, {(self.day(2), self.day(5))},
        )
        with self.assertRaisesRegex(ValidationError, "^Bed: "), self.cr.savepoint():
            request.outage_to = self.day(6)
        with self.assertRaisesRegex(ValidationError, "^Until: "), self.cr.savepoint():
            request.outage_to = self.day(2)
        request.outage_to = self.day(4)
        self.assertEqual(set(request.outage_ids.mapped("date_to")), {self.day(4)})
        request.bed_ids = [Command.unlink(self.bed_b.id)]
        self.assertEqual(request.outage_ids.bed_id, self.bed_a)
        request.stage_id = self.done
        self.assertFalse(request.outage_ids, "done before it took a night")

    def test_a_planned_repair_is_over_on_its_day(self):
        request = self.new_request(self.bed_a, start=-4, outage_to=self.day(-1))
        self.assertEqual(self.bed_a.state, "free")
        request.name = "Demo boiler"
        self.assertEqual(len(request.outage_ids), 1)
        request.outage_to = self.day(3)
        self.assertEqual(
            sorted((outage.date_from, outage.date_to) for outage in request.outage_ids),
            [(self.day(-4), self.day(-1)), (self.day(-1), self.day(3))],
        )

    def test_an_occupied_bed_is_told_about(self):
        self.new_stay(start=-5, state="in")
        with self.assertRaisesRegex(ValidationError, f"^Bed: .*{self.client.code}"), self.cr.savepoint():
            self.new_request(self.bed_a)

    def test_a_restricted_resident_is_not_named(self):
        self.new_stay(client=self.client_restricted, start=-5, state="in")
        with self.assertRaisesRegex(ValidationError, "^Bed: ") as caught, self.cr.savepoint():
            self.new_request(self.bed_a)
        self.assertNotIn(self.client_restricted.code, str(caught.exception))

    def test_house_staff_see_the_requests_of_their_houses(self):
        mine = self.new_request(self.bed_a, user=self.manager)
        theirs = self.new_request(self.bed_flat, user=self.env.user, house_id=self.flat.id)
        seen = self.env["maintenance.request"].with_user(self.house).search([("id", "in", (mine | theirs).ids)])
        self.assertEqual(seen, mine)

    def test_managers_add_equipment_to_the_beds_and_rooms_of_their_programmes(self):
        Equipment = self.env["maintenance.equipment"]
        for place in (self.bed_a, self.room2):
            context = place.with_user(self.manager).action_add_equipment()["context"]
            added = Equipment.with_user(self.manager).with_context(**context).create({"name": "Demo lamp"})
            self.assertEqual((added.house_id, added[f"{place._name.split('.')[1]}_id"]), (self.community, place))
            added.serial_no = f"Demo {place.id}-{place._name}"
            with self.assertRaises(AccessError):
                added.with_user(self.house).serial_no = "8"
        with self.assertRaises(AccessError):
            Equipment.with_user(self.manager).create({"name": "Demo lamp", "bed_id": self.bed_flat.id})

    def test_equipment_stands_where_its_bed_stands(self):
        equipment = self.env["maintenance.equipment"].create({"name": "Demo lamp", "bed_id": self.bed_a.id})
        self.assertEqual((equipment.room_id, equipment.house_id), (self.room1, self.community))
        self.assertEqual(self.community.equipment_count, 1)
        request = self.env["maintenance.request"].create({"name": "Demo repair", "equipment_id": equipment.id})
        self.assertEqual(request.house_id, self.community)

    def test_repairs_and_equipment_follow_the_programme_of_the_house(self):
        Equipment, nothing = self.env["maintenance.equipment"], self.env["recovery.bed"]
        places = [
            (house, own, self.new_request(nothing, user=self.env.user, house_id=house.id),
             Equipment.create({"name": "Demo lamp", "house_id": house.id}))
            for house, own in ((self.community, True), (self.flat, False))
        ]
        self.env.flush_all()
        for house, own, made, standing in places:
            for user, staff, manages in (
                (self.outreach, True, False), (self.house, True, False), (self.manager, True, True),
                (self.finance, False, False), (self.administrator, False, False),
            ):
                self.env.invalidate_all()
                repair, thing = made.with_user(user), standing.with_user(user)
                with self.subTest(house=house.code, user=user.login):
                    for mode in ("read", "write", "create", "unlink"):
                        self.assertEqual(repair.has_access(mode), own and staff, mode)
                    self.assertEqual(thing.has_access("read"), own and staff)
                    self.assertEqual((thing.has_access("write"), thing.has_access("create")), (own and manages,) * 2)
                    self.assertEqual(Equipment.with_user(user).has_access("create"), manages)
                    self.assertFalse(Equipment.with_user(user).has_access("unlink"))
