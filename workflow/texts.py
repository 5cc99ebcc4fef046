"""What people type, without what nobody sees: the one cleaner of every text that goes to the database."""

import re
import unicodedata
from functools import lru_cache

_KEPT = "\n\t"
_LEFT_OUT = frozenset({"Cc", "Cf", "Cs"})
"""Control, format (zero width, direction) and lone surrogate characters."""
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe\uffff")
"""Letters and marks by name, yet drawn as nothing; and the two that no document can carry."""

LONGEST_NUMBER = 18
"""Digits of a number that every column holds."""

_NO_WORD = re.compile(r"[\W_]+")

_JOINERS = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff])\u200d(?=.)")
"""Inside a drawn sign of several parts (👩‍🏭) the joiner is part of what is seen."""


def seen(text: str) -> str:
    """The text with LF as line end, free of everything invisible; spaces stay where they are.

    NUL, which PostgreSQL refuses, goes too. Composition (NFC) is left as typed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    joined = {found.start() for found in _JOINERS.finditer(text) if unicodedata.category(text[found.end()]) == "So"}
    return "".join(sign for at, sign in enumerate(text) if sign in _KEPT or at in joined or _is_seen(sign))


def said(text: str) -> str:
    """What somebody said: ``seen`` without the space around it; "" = nothing at all."""
    return seen(text).strip()


def whole(text: str) -> int | None:
    """The whole number that somebody typed or an address holds; None for none, and for one longer than any key."""
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) <= LONGEST_NUMBER else None


@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """``就业补助资金 (2025)`` and ``就业补助资金（2025）`` are one name."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _is_seen(sign: str) -> bool:
    return sign not in _BLANKS and unicodedata.category(sign) not in _LEFT_OUT
