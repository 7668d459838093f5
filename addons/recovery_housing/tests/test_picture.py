from datetime import date
from io import BytesIO

from odoo.tests import TransactionCase, tagged
from PIL import Image

from .. import picture
from ..picture import PictureError, clean_picture
from .pictures import draw

LATITUDE, PLACE, DETAILS, TAKEN, ORIENTATION = 2, 0x8825, 0x8769, 0x9003, 0x0112


def photograph(size=(40, 30), taken="2026:03:04 11:12:13", orientation=1):
    """Return the bytes of a JPEG that says where and when it was taken, and how the telephone was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Demo telephone"
    exif.get_ifd(PLACE)[LATITUDE] = (46.0, 3.0, 5.0)
    exif.get_ifd(DETAILS)[TAKEN] = taken
    return draw(size, exif=exif.tobytes())


@tagged("post_install", "-at_install")
class TestPicture(TransactionCase):

    def assertRefused(self, reason, data):
        with self.assertRaises(PictureError) as caught:
            clean_picture(data)
        self.assertEqual(caught.exception.reason, reason)

    def test_where_it_was_taken_is_not_kept_and_when_is_told(self):
        data = photograph()
        self.assertIn(PLACE, Image.open(BytesIO(data)).getexif(), "Otherwise nothing is proved.")
        kept, taken = clean_picture(data)
        self.assertEqual(taken, date(2026, 3, 4))
        self.assertFalse(dict(Image.open(BytesIO(kept)).getexif()))
        self.assertNotIn(b"Demo telephone", kept)

    def test_words_inside_a_png_are_not_kept(self):
        words = Image.Exif()
        words[0x010E] = "Demo words"
        kept, taken = clean_picture(draw(kind="PNG", exif=words.tobytes()))
        self.assertNotIn(b"Demo words", kept)
        self.assertIsNone(taken)

    def test_it_stands_upright(self):
        kept, _taken = clean_picture(photograph((40, 30), orientation=6))
        self.assertEqual(Image.open(BytesIO(kept)).size, (30, 40))

    def test_a_day_that_is_none_is_left_alone(self):
        for taken in ("0000:00:00 00:00:00", "yesterday", ""):
            self.assertIsNone(clean_picture(photograph(taken=taken))[1], taken)

    def test_large_ones_are_made_smaller_and_small_ones_stay(self):
        for size, expected in (((3840, 1920), (1920, 960)), ((40, 30), (40, 30))):
            for kind in ("JPEG", "PNG"):
                kept, _taken = clean_picture(draw(size, kind))
                with self.subTest(kind=kind, size=size):
                    self.assertEqual(Image.open(BytesIO(kept)).size, expected)
                    self.assertEqual(Image.open(BytesIO(kept)).format, kind)

    def test_a_clear_background_stays_clear(self):
        kept, _taken = clean_picture(draw(kind="PNG", mode="RGBA", colour=(1, 2, 3, 0)))
        self.assertEqual(Image.open(BytesIO(kept)).mode, "RGBA")

    def test_colours_of_printers_become_those_of_screens(self):
        kept, _taken = clean_picture(draw(mode="CMYK", colour=(0, 0, 0, 0)))
        self.assertEqual(Image.open(BytesIO(kept)).mode, "RGB")

    def test_other_files_are_refused(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        for data in (b"", b"no picture", svg, b"%PDF-1.4 demo", draw(kind="GIF"), draw(kind="BMP")):
            self.assertRefused("kind", data)

    def test_a_file_that_was_cut_off_is_refused(self):
        data = draw()
        for length in (len(data) // 2, data.find(b"\xff\xda")):
            self.assertRefused("damaged", data[:length])

    def test_too_much_of_it_is_refused(self):
        self.assertRefused("size", bytes(picture.MAX_BYTES + 1))
        # One colour: few bytes, many pixels.
        self.assertRefused("pixels", draw((10_000, 5_001), "PNG", mode="1", colour=0))
        self.assertTrue(clean_picture(draw((1000, 1000), "PNG", mode="1", colour=0)))
