"""One way of folding names for matching, whatever alphabet they were typed in."""

import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans({
    "ł": "l", "Ł": "L", "ı": "i", "İ": "I", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th",
})


def fold(text):
    """Return ``text`` lower-cased, without diacritics, with single spaces.

    ``fold("  Łukasz  ÇELİK ")`` is ``"lukasz celik"``; ``None`` and ``False`` give ``""``.
    """
    decomposed = unicodedata.normalize("NFKD", (text or "").translate(_UNDECOMPOSED))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())
