"""Pictures for tests, as base64."""

import base64
from io import BytesIO

from PIL import Image


def draw(size=(8, 6), kind="JPEG", colour="#7d94b5", mode="RGB", **options):
    """Return the bytes of a picture of one colour."""
    stream = BytesIO()
    Image.new(mode, size, colour).save(stream, kind, **options)
    return stream.getvalue()


def encode(data):
    return base64.b64encode(data)


PICTURE = encode(draw())
