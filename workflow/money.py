"""Money is integer fen (分) inside; 万元 with 2 to 6 decimals at the edges. 1 万元 = 1,000,000 fen.

Nothing here guesses: what is not a plain amount raises ``ValueError`` and the caller keeps the raw text.
"""

import re
import unicodedata
from typing import NewType

Fen = NewType("Fen", int)

FEN_PER_YUAN = 100
MAX_FEN = 10**15 - 1  # under a billion 万元: more than any budget, less than 2^53, so JSON and SQLite keep it exact

WAN_DECIMALS, YUAN_DECIMALS = 6, 2

_PLAIN = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:[ ,][0-9]{3})+)(?:\.([0-9]+))?")


def _parse(raw: str, decimals: int) -> Fen:
    """By digits, never through ``Decimal``, whose 28 digits would round what is finer away."""
    found = _PLAIN.fullmatch(unicodedata.normalize("NFKC", raw).strip(" "))
    if not found:
        raise ValueError("not_an_amount")
    sign, whole, rest = found[1], re.sub("[ ,]", "", found[2]).lstrip("0"), (found[3] or "").rstrip("0")
    if len(rest) > decimals:
        raise ValueError("too_many_decimals")
    digits = whole + rest.ljust(decimals, "0")
    if len(digits) > len(str(MAX_FEN)):
        raise ValueError("amount_too_large")
    return Fen(-int(digits) if sign == "-" else int(digits))


def fen_from_wan(raw: str) -> Fen:
    """Fen of an amount in 万元, e.g. ``"1,331.67"``; full-width digits and thousands separators are read.

    Raises ``ValueError`` with ``not_an_amount``, ``too_many_decimals`` (finer than a fen) or ``amount_too_large``.
    """
    return _parse(raw, WAN_DECIMALS)


def fen_from_yuan(raw: str) -> Fen:
    """Fen of an amount in 元 as treasury vouchers carry it; raises like ``fen_from_wan``."""
    return _parse(raw, YUAN_DECIMALS)


def _plain(fen: int, unit_digits: int) -> str:
    whole, rest = divmod(abs(fen), 10**unit_digits)
    decimals = f"{rest:0{unit_digits}d}".rstrip("0").ljust(2, "0")
    return f"{'-' if fen < 0 else ''}{whole}.{decimals}"


def wan(fen: int) -> str:
    """万元 as a canonical decimal string: at least 2 decimals, as many (≤ 6) as exactness needs, no grouping."""
    return _plain(fen, WAN_DECIMALS)


def wan_grouped(fen: int) -> str:
    """万元 for people: ``1,331.67``."""
    return _group(wan(fen))


def yuan(fen: int) -> str:
    """元 as a plain decimal string with 2 decimals."""
    return _plain(fen, YUAN_DECIMALS)


def yuan_grouped(fen: int) -> str:
    """元 for people: ``13,316,700.00``."""
    return _group(yuan(fen))


def _group(plain: str) -> str:
    whole, _, decimals = plain.partition(".")
    return f"{int(whole):,}.{decimals}" if whole != "-0" else f"-0.{decimals}"
