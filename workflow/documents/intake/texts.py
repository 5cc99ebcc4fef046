"""Texts of cells: squeezed for comparing, cleaned for keeping; amounts as decimal strings in 万元."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_CACHED = 8192
"""Words of forms come again and again."""
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NUMBERING = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d))")
_ITEM = re.compile(r"(?:[(（]?[一二三四五六七八九十]{1,3}[)）、]|[(（]\d{1,2}[)）]|\d{1,2}[、：:.．](?!\d))")
_NOTE = re.compile(r"[(（][^()（）]*[)）]?$")
_AMOUNT = re.compile(r"^[¥￥]?(-?\d[\d,]*(?:\.\d+)?)(亿元|万元|元|亿|万)?$")
_UNIT = re.compile(r"[(（](?:单位[:：])?(万元|元|亿元)[)）]")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")

UNITS = {"元": Decimal("0.0001"), "万元": Decimal(1), "万": Decimal(1), "亿元": Decimal(10_000), "亿": Decimal(10_000)}
"""Money words → what one of them is in 万元."""


@lru_cache(_CACHED)
def squeeze(text: str) -> str:
    """Without any blanks; signs in half width. For comparing."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def clean(text: str) -> str:
    """As printed without inner blanks. For keeping."""
    return _BLANK.sub("", text)


def paragraphs(text: str) -> str:
    """As printed without inner blanks, one line a paragraph."""
    return "\n".join(part for part in (clean(line) for line in text.split("\n")) if part)


def joined_lines(lines: Sequence[str]) -> str:
    """Visual lines of one text put together; a line that begins with a number begins a paragraph."""
    text = ""
    for line in map(clean, lines):
        text += f"\n{line}" if text and _ITEM.match(line) else line
    return text


@lru_cache(_CACHED)
def label(text: str) -> str:
    """A label without numbering, colon and the instruction in brackets after it: 上年…及应用（必填） → 上年…及应用."""
    bare = _NUMBERING.sub("", squeeze(text)).rstrip(":：")
    shorter = _NOTE.sub("", bare)
    return (shorter or bare).replace("(", "").replace(")", "")


def unit_in(text: str) -> Decimal | None:
    """What one of the unit in brackets is in 万元: 项目资金（元） → 0.0001."""
    found = _UNIT.search(squeeze(text))
    return UNITS[found[1]] if found else None


def year_in(text: str) -> int | None:
    """The first year of the text: 2024年度 → 2024."""
    found = _YEAR.search(squeeze(text))
    return int(found[1]) if found else None


def amount(text: str, unit: Decimal = UNITS["万元"]) -> str | None:
    """An amount in 万元 with 2 to 6 decimals, None where it is none. ``unit`` holds if none is printed."""
    found = _AMOUNT.match(squeeze(text))
    if not found:
        return None
    try:
        value = Decimal(found[1].replace(",", "")) * (UNITS[found[2]] if found[2] else unit)
    except InvalidOperation:
        return None
    return fixed(value) if abs(value) < 10**9 else None


def fixed(value: Decimal) -> str:
    """2 decimals, up to 6 where they are needed to be exact."""
    exact = value.quantize(Decimal("0.000001")).normalize()
    digits = max(2, -int(exact.as_tuple().exponent))
    return f"{value:.{min(digits, 6)}f}"


def width(text: str) -> float:
    """Columns on paper: a Chinese sign is 1, a Latin one ½."""
    return sum(map(_sign_width, text))


@lru_cache(_CACHED)
def _sign_width(sign: str) -> float:
    return 0.5 if unicodedata.east_asian_width(sign) in "NaHA" or sign in "“”" else 1
