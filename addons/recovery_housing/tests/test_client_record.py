from datetime import timedelta

from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from .common import HousingCase
from .pictures import PICTURE

# An id that no record has.
MISSING = 99999999


@tagged("post_install", "-at_install")
class TestClientRecord(HousingCase):
    """Records about residents are named by whoever may see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls.new_stay(cls.bed_b, cls.client_restricted, start=-3, state="in")
        cls.seen = cls.new_stay(start=-3, state="in")

    def refusal_of(self, stay_id, model="recovery.house.visit", **values):
        with self.assertRaises(MissingError) as raised:
            self.env[model].with_user(self.house).create({"stay_id": stay_id, **values})
        return str(raised.exception).replace(str(stay_id), "#")

    def test_the_stay_of_a_hidden_person_is_answered_like_a_missing_one(self):
        for model, values in (
            ("recovery.house.visit", {"visitor_name": "Demo visitor"}), ("recovery.stay.item", {"name": "Demo towel"}),
            ("recovery.stay.deposit", {"amount": 5}), ("recovery.substance.test", {"kind": "breath"}),
            ("recovery.stay.leave", {
                "start": f"{self.today} 10:00:00", "stop": f"{self.today + timedelta(days=1)} 10:00:00",
            }),
            ("recovery.stay.week", {}), ("recovery.house.photo", {"image_1920": PICTURE}),
        ):
            with self.subTest(model=model):
                answers = [self.refusal_of(number, model, **values) for number in (self.hidden.id, MISSING)]
                self.assertEqual(*answers)

    def test_neither_is_a_record_moved_to_it(self):
        visit = self.env["recovery.house.visit"].create({"stay_id": self.seen.id, "visitor_name": "Demo visitor"})
        with self.assertRaises(MissingError):
            visit.with_user(self.house).stay_id = self.hidden
        photo = self.env["recovery.house.photo"].create({"stay_id": self.seen.id, "image_1920": PICTURE})
        hidden_item = self.env["recovery.stay.item"].create({"stay_id": self.hidden.id, "name": "Demo towel"})
        for values in ({"stay_id": self.hidden.id}, {"stay_item_id": hidden_item.id}):
            with self.assertRaises(MissingError):
                photo.with_user(self.house).write(values)

    def test_nothing_is_added_to_a_hidden_entry_of_the_log(self):
        entry = self.env["recovery.house.log"].create({
            "house_id": self.community.id, "client_id": self.client_restricted.id, "body": "Demo entry",
        })
        Log = self.env["recovery.house.log"].with_user(self.house)
        for number in (entry.id, MISSING):
            with self.assertRaises(MissingError):
                Log.create({"house_id": self.community.id, "body": "Demo", "amends_id": number})

    def test_a_paper_about_a_hidden_person_is_answered_like_one_about_nobody(self):
        Report = self.env["ir.actions.report"].with_user(self.house)
        for report, hidden in (
            ("recovery_housing.stay_agreement", self.hidden), ("recovery_housing.fee_statement", self.client_restricted),
        ):
            for render in (Report._render_qweb_html, Report._pre_render_qweb_pdf):
                refusals = []
                for number in (hidden.id, MISSING):
                    with self.assertRaises(MissingError) as raised:
                        render(report, [number])
                    refusals.append(str(raised.exception))
                self.assertEqual(*refusals)
        self.assertTrue(Report._render_qweb_html("recovery_housing.stay_agreement", self.seen.ids)[0])

    def test_an_application_that_is_hidden_has_no_offer(self):
        application = self.env["recovery.housing.application"].create({
            "client_id": self.client_restricted.id, "house_id": self.community.id,
        })
        Offer, refusals = self.env["recovery.housing.offer"].with_user(self.house), []
        for number in (application.id, MISSING):
            with self.assertRaises(Exception) as raised:
                Offer.create({"application_id": number, "bed_id": self.bed_c.id})
            refusals.append((type(raised.exception), str(raised.exception)))
        self.assertEqual(*refusals)

    def test_a_stay_of_another_programme_is_refused(self):
        elsewhere = self.new_stay(self.bed_flat, self.client_other, start=-3, state="in")
        with self.assertRaises(AccessError):
            self.env["recovery.house.visit"].with_user(self.house).create({
                "stay_id": elsewhere.id, "visitor_name": "Demo visitor",
            })

    def test_whoever_is_named_goes_on_working(self):
        # Named, and on the staff of the house as well.
        self.client_restricted.restricted_user_ids += self.house
        visit = self.env["recovery.house.visit"].with_user(self.house).create({
            "stay_id": self.hidden.id, "visitor_name": "Demo visitor",
        })
        self.assertEqual(visit.client_id, self.client_restricted)
