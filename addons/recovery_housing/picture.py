"""Pictures as they are kept: small enough, upright, and without what a telephone writes into them.

A picture taken with a telephone says where it was taken. The address of a house may be secret, and nobody looks at what is
inside a file; so what is kept is painted anew and holds nothing but the picture. The day on which it was taken is told.
"""

from datetime import datetime
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

# Bytes of a file, pixels on the longer side of what is kept, pixels of the picture before that.
MAX_BYTES = 20 * 1024 * 1024
SIDE = 1920
MAX_PIXELS = 50_000_000
# Some telephones put several pictures into one JPEG file.
FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG"}
# What reading a broken file raises.
BROKEN = (OSError, SyntaxError, ValueError, EOFError)

_EXIF_DETAILS, _EXIF_TAKEN = 0x8769, 0x9003


class PictureError(Exception):
    """A file that is not kept; ``reason`` is ``size``, ``pixels``, ``kind`` or ``damaged``."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def clean_picture(data):
    """Return (file as bytes, day on which the picture was taken or None) of a JPEG or PNG file.

    :raises PictureError: for a file that is too large, of another kind or damaged
    """
    if len(data) > MAX_BYTES:
        raise PictureError("size")
    try:
        image = Image.open(BytesIO(data))
    except Image.DecompressionBombError as error:
        raise PictureError("pixels") from error
    except UnidentifiedImageError as error:
        raise PictureError("kind") from error
    except BROKEN as error:
        raise PictureError("damaged") from error
    if image.format not in FORMATS:
        raise PictureError("kind")
    if image.width * image.height > MAX_PIXELS:
        raise PictureError("pixels")
    try:
        return _paint(image, FORMATS[image.format]), _get_day(image)
    except BROKEN as error:
        raise PictureError("damaged") from error


def _paint(image, kind):
    image.draft("RGB", (SIDE, SIDE))
    picture = ImageOps.exif_transpose(image)
    clear = "A" in picture.getbands() or "transparency" in picture.info
    picture = picture.convert("RGBA" if clear and kind == "PNG" else "RGB")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    picture.info = {}
    stream = BytesIO()
    picture.save(stream, kind, optimize=True, **({"quality": 85} if kind == "JPEG" else {}))
    return stream.getvalue()


def _get_day(image):
    """Return the day that the camera wrote into the picture, if any; it may be any text."""
    taken = str(image.getexif().get_ifd(_EXIF_DETAILS).get(_EXIF_TAKEN) or "")
    try:
        return datetime.strptime(taken[:10], "%Y:%m:%d").date()
    except ValueError:
        return None
