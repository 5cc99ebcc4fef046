"""What people type, without what nobody sees: the one cleaner of every text that goes to the database."""

import unicodedata

_KEPT = "\n\t"
_LEFT_OUT = frozenset({"Cc", "Cf", "Cs"})
"""Control, format (zero width, direction) and lone surrogate characters."""
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe\uffff")
"""Letters and marks by name, yet drawn as nothing; and the two that no document can carry."""


def seen(text: str) -> str:
    """The text with LF as line end, free of everything invisible; spaces stay where they are.

    NUL, which PostgreSQL refuses, goes too. Composition (NFC) is left as typed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in _KEPT or _is_seen(sign))


def said(text: str) -> str:
    """What somebody said: ``seen`` without the space around it; "" = nothing at all."""
    return seen(text).strip()


def _is_seen(sign: str) -> bool:
    return sign not in _BLANKS and unicodedata.category(sign) not in _LEFT_OUT
