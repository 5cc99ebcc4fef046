"""Numbers as they are written: digits with thousands separators, 万 and 亿, Chinese numerals."""

from decimal import Decimal

LONGEST = 24
"""Digits; nothing that anybody counts is longer."""
DIGITS = r"\d+(?:,\d{3}){0,9}(?:\.\d+)?"
"""With more groups than ``LONGEST`` has, fewer than a hostile text: what is tried again at every sign must be short."""
NUMERALS = "〇零一二两三四五六七八九十百千"
MAGNITUDES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}

_ONES = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def words(text: str) -> list[str]:
    """A list of words as a line of them, which is how these tables are read."""
    return text.split()


def number(text: str) -> Decimal | None:
    """The number of some digits or numerals; None if there is none to read."""
    if text and all(sign in NUMERALS for sign in text):
        return _spoken(text)
    digits = text.replace(",", "")
    if not digits or len(digits) > LONGEST or not digits.replace(".", "", 1).isdecimal():
        return None
    return Decimal(digits)


def _spoken(text: str) -> Decimal | None:
    """一百二十 → 120; a row of digits such as 二〇二五 → 2025."""
    if len(text) > LONGEST:
        return None
    if all(sign in _ONES for sign in text):
        return Decimal("".join(str(_ONES[sign]) for sign in text))
    total, current = 0, 0
    for sign in text:
        if sign in _ONES:
            current = _ONES[sign]
        else:
            total += (current or 1) * _TENS[sign]
            current = 0
    return Decimal(total + current)
