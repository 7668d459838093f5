"""One way of folding names for matching, whatever alphabet they were typed in."""

import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans({
    "ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th",
})


def fold(text):
    """Return ``text`` lower-cased, without diacritics, with single spaces.

    ``fold("  Łukasz  ÇELİK ")`` is ``"lukasz celik"``; ``None`` and ``False`` give ``""``.
    """
    # Decomposed first: “ǿ” is “ø” with a mark, and only then “o”.
    decomposed = unicodedata.normalize("NFKD", text or "").translate(_UNDECOMPOSED)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())


def fold_letters(name):
    """Return the letters of ``name``, folded, without spaces, hyphens and apostrophes."""
    return "".join(char for char in fold(name) if char.isalpha())
