from odoo.tests import HttpCase, tagged

from .common import HousingCase
from .pictures import PICTURE
from .test_client_record import MISSING

MODEL = "recovery.house.photo"


@tagged("post_install", "-at_install")
class TestHousePhotoWeb(HousingCase, HttpCase):
    """A picture is a file with an address: who may not read the photo does not get it, and is told nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hidden = cls.new_stay(cls.bed_b, cls.client_restricted, start=-3, state="in")
        known = cls.new_stay(start=-3, state="in")
        values = ({"house_id": cls.community.id}, {"house_id": cls.abroad.id}, {"stay_id": known.id}, {"stay_id": hidden.id})
        cls.place, cls.foreign_place, cls.known, cls.hidden = cls.env[MODEL].create([
            {**row, "image_1920": PICTURE} for row in values
        ])

    def addresses(self, number):
        for field in ("image_1920", "image_128"):
            yield f"/web/image/{MODEL}/{number}/{field}"
            yield f"/web/image?model={MODEL}&id={number}&field={field}"
            yield f"/web/image/{MODEL}/{number}/{field}?download=true"
            yield f"/web/content/{MODEL}/{number}/{field}"

    def fetch(self, number):
        """Return what each address answers: status, kind, file."""
        answers = []
        for address in self.addresses(number):
            answer = self.url_open(address)
            answers.append((answer.status_code, answer.headers.get("Content-Type"), answer.content))
        return answers

    def assertReads(self, user, photo):
        self.authenticate(user.login, user.login)
        pictures = {photo.sudo().image_1920, photo.sudo().image_128}
        self.assertEqual({(status, kind) for status, kind, _file in self.fetch(photo.id)}, {(200, "image/jpeg")})
        self.assertTrue(pictures)

    def assertRefused(self, user, photo):
        self.authenticate(user.login, user.login)
        refused, missing = self.fetch(photo.id), self.fetch(MISSING)
        self.assertEqual([answer[:2] for answer in refused], [answer[:2] for answer in missing])
        self.assertNotIn("image/jpeg", {kind for _status, kind, _file in refused})
        # Instead of a picture Odoo shows a grey one.
        self.assertEqual([file for status, _kind, file in refused if status == 200],
                         [file for status, _kind, file in missing if status == 200])
        self.assertLessEqual({404}, {status for status, _kind, _file in refused})

    def test_a_photo_of_a_house_is_for_everybody_in_care(self):
        for user in (self.outreach, self.house, self.finance, self.administrator):
            self.assertReads(user, self.place)

    def test_another_company_gets_no_photo(self):
        self.assertReads(self.partner_worker, self.foreign_place)
        self.assertRefused(self.house, self.foreign_place)
        self.assertRefused(self.partner_worker, self.place)

    def test_a_photo_of_a_stay_is_for_the_house_staff(self):
        self.assertReads(self.house, self.known)
        for user in (self.counsellor, self.finance, self.administrator, self.partner_worker):
            self.assertRefused(user, self.known)

    def test_a_photo_of_a_restricted_stay_is_answered_like_a_missing_one(self):
        for user in (self.house, self.manager, self.auditor):
            self.assertRefused(user, self.hidden)
        # Named, and on the staff of the house as well.
        self.client_restricted.restricted_user_ids += self.house
        self.assertReads(self.house, self.hidden)

    def test_the_file_itself_is_refused_as_well(self):
        """By its number among the attachments."""
        files = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", MODEL), ("res_id", "=", self.hidden.id), ("res_field", "!=", False),
        ])
        self.assertTrue(files)
        self.authenticate(self.house.login, self.house.login)
        for file in files:
            for address in (f"/web/content/{file.id}", f"/web/image/{file.id}"):
                self.assertNotEqual(self.url_open(address).headers.get("Content-Type"), "image/jpeg")

    def test_nobody_gets_a_photo_without_a_login(self):
        self.authenticate(None, None)
        for status, kind, _file in self.fetch(self.place.id):
            self.assertNotEqual((status, kind), (200, "image/jpeg"))

    def test_the_cover_is_the_photo(self):
        self.authenticate(self.outreach.login, self.outreach.login)
        for field in ("image_1920", "image_128"):
            cover = self.url_open(f"/web/image/recovery.house/{self.community.id}/{field}")
            self.assertEqual((cover.status_code, cover.headers["Content-Type"]), (200, "image/jpeg"))
            self.assertEqual(cover.content, self.url_open(f"/web/image/{MODEL}/{self.place.id}/{field}").content)
