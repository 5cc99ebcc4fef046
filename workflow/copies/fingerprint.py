"""Fingerprints of texts: overlapping pieces of eight signs, of which a text keeps the few that hash lowest.

Two texts that share most of their pieces share most of the kept ones (a bottom-k sketch), so that one look-up by hash
finds the copies among thousands of forms; how much was copied is then counted on all pieces.
"""

from collections.abc import Collection, Iterator
from heapq import nsmallest
from zlib import crc32

PIECE = 8
"""Signs: two or three words in a row. Shorter pieces of an ordinary text stand in hundreds of others."""
KEPT = 24
"""How many pieces of a text are looked up; half of a copied text still shares about a dozen."""
LEAST_SHINGLES = 30
"""A text with fewer pieces (about 45 signs) is a phrase: it may be the same by chance."""
_SIGN_BYTES = 4
_SPREAD = 0x9E3779B1
_MASK = 0xFFFFFFFF


def shingles(text: str) -> frozenset[int]:
    """The hashes of all pieces; ``text`` is stripped already. None reaches over a line: sentences change places."""
    return frozenset(piece for line in text.split("\n") for piece in _pieces(line.encode("utf-32-le")))


def _pieces(signs: bytes) -> Iterator[int]:
    width = PIECE * _SIGN_BYTES
    return (hashed(signs[at : at + width]) for at in range(0, len(signs) - width + 1, _SIGN_BYTES))


def hashed(piece: bytes) -> int:
    """32 bits; multiplied by an odd number so that "the lowest" is no matter of the alphabet."""
    return (crc32(piece) * _SPREAD) & _MASK


def sketch(pieces: Collection[int]) -> tuple[int, ...]:
    """The pieces a text is looked up by, in order."""
    return tuple(nsmallest(KEPT, pieces))


def share(mine: Collection[int], theirs: Collection[int]) -> float:
    """How much of mine stands in theirs, 0 to 1."""
    return len(frozenset(mine) & frozenset(theirs)) / len(mine) if mine else 0.0


def own_share(found: float, common: float) -> float:
    """The share of what is not common property: ``common`` of the text stands in very many forms and counts for none.

    Sentences of laws and circulars are in both texts whoever wrote them; they are taken out above and below the line.
    """
    return max(0.0, (found - common) / (1 - common)) if common < 1 else 0.0
