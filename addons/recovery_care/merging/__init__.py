"""Moving everything that belongs to one record to another, and back.

``references`` finds in the registry what points to a record, ``clashes`` what cannot be moved,
``recorder`` writes down every value before and after, ``mover`` merges and ``undoer`` takes it back.
"""

from .clashes import Clash, find_clashes
from .mover import Mover, get_policy, get_refusal
from .references import Reference, find_references
from .undoer import Undoer

__all__ = [
    "Clash", "Mover", "Reference", "Undoer", "find_clashes", "find_references", "get_policy", "get_refusal",
]
