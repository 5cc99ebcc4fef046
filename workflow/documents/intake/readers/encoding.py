"""Bytes of a text file as text: UTF-8, GB18030 (GBK, GB2312) or UTF-16, with or without mark, whatever is declared.

The declared encoding is not believed: county exports say UTF-8 and hold GBK. UTF-8 is tried strictly first, since
text of another encoding hardly ever is valid UTF-8; else the reading with the fewest improbable signs wins.
"""

import codecs
import re

from workflow.documents.intake.readers.words import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_SAMPLE = 200_000
_MOST_IMPROBABLE = 0.02
"""Signs a text may hold that no office document should: more, and it is no text in this encoding."""

_DIRT = 2
_IMPROBABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u0400-\u0dff\u0e80-\u1fff\ua000-\uabff\uac00-\ud7ff\ue000-\uf8ff\ufffd\ufff0-\uffff"
    "\U000e0000-\U0010ffff]"
)


def decode(raw: bytes, declared: str = "") -> str:
    """The text; bytes that fit no letter become U+FFFD. Raises ``Unreadable`` for what is no text.

    ``declared`` (from an HTML file) is only tried where the bytes are not UTF-8, and only if all of them fit.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _checked(raw.decode(name, errors="replace"))
    for name in ("utf-8", declared):
        text = _strict(raw, name)
        if text and improbable(text[:_SAMPLE]) <= _MOST_IMPROBABLE:
            return text
    best = min(_CANDIDATES, key=lambda name: improbable(raw[:_SAMPLE].decode(name, errors="replace")))
    return _checked(raw.decode(best, errors="replace"))


def _strict(raw: bytes, name: str) -> str:
    """The text if all bytes fit this encoding; nothing for an unknown encoding."""
    try:
        return raw.decode(name) if name else ""
    except (UnicodeDecodeError, LookupError):
        return ""


def improbable(text: str) -> float:
    """The share of signs that no Chinese or Latin document holds; a few are dirt, however short the text is."""
    return max(len(_IMPROBABLE.findall(text)) - _DIRT, 0) / max(len(text), 1)


def _checked(text: str) -> str:
    if improbable(text[:_SAMPLE]) > _MOST_IMPROBABLE:
        raise Unreadable("unknown_kind")
    return text.removeprefix("\ufeff")
