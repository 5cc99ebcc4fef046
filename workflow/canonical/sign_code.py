"""审签码: which declaration, in which version, a sheet of paper is about; short enough to be typed from a scan.

Sixteen signs of 31: six for the declaration, eight for the first 36 bits of its content hash, two check signs. The
check signs make two sums vanish modulo the prime 31, Σ aᵢ and Σ i·aᵢ (a Reed–Solomon code of distance 3), so any one
or two wrong signs and any two swapped ones are always noticed, not only with luck. 36 bits tell the versions of one
file apart; they are no seal against somebody who makes two versions with one code on purpose: the whole hash stands
on the paper beside the code, and the scan is kept.
"""

import re
from dataclasses import dataclass

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which look like each other on paper."""
_BASE = len(SIGNS)
_FILE, _VERSION, _CHECK = 6, 8, 2
LENGTH = _FILE + _VERSION + _CHECK
HASH_DIGITS = 9
"""Hex digits of the content hash that a code holds: 16⁹ < 31⁸."""
LARGEST_FILE = _BASE**_FILE - 1
_GROUP = 4
_BETWEEN = r"[\s\-–—－·]"
_PRINTED = re.compile(rf"(?<![0-9A-Za-z])[{SIGNS}]{{4}}(?:{_BETWEEN}{{0,3}}[{SIGNS}]{{4}}){{3}}(?![0-9A-Za-z])")


@dataclass(frozen=True)
class SignCode:
    """What a code says: the declaration's id and the beginning of the content hash, lower-case hex."""

    declaration_id: int
    hash_start: str


def make_code(declaration_id: int, hash_hex: str) -> str:
    """The code as it is printed, in groups of four. Raises ``ValueError`` for an id that no code holds."""
    if not 0 < declaration_id <= LARGEST_FILE:
        raise ValueError(declaration_id)
    told = _digits(declaration_id, _FILE) + _digits(int(hash_hex[:HASH_DIGITS], 16), _VERSION)
    signs = "".join(SIGNS[digit] for digit in told + _checks(told))
    return "-".join(signs[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def read_code(typed: str) -> SignCode | None:
    """What a typed code says; None where a sign is missing, foreign, wrong or swapped. Case and gaps do not matter."""
    signs = plain_code(typed)
    if len(signs) != LENGTH or not set(signs) <= set(SIGNS):
        return None
    digits = [SIGNS.index(sign) for sign in signs]
    if _sums(digits) != (0, 0):
        return None
    file, version = _number(digits[:_FILE]), _number(digits[_FILE : _FILE + _VERSION])
    return SignCode(file, f"{version:0{HASH_DIGITS}x}") if version < 16**HASH_DIGITS else None


def plain_code(typed: str) -> str:
    """Without gaps and hyphens, in capitals; full-width signs as an input method types them become plain ones."""
    narrow = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in typed)
    return re.sub(_BETWEEN, "", narrow).upper()


def codes_in(text: str) -> list[str]:
    """The codes that a text holds, as printed on it, each once; what only looks like one is left out."""
    found = (match[0] for match in _PRINTED.finditer(text))
    return list(dict.fromkeys(plain_code(code) for code in found if read_code(code)))


def _digits(number: int, count: int) -> list[int]:
    return [number // _BASE**place % _BASE for place in range(count - 1, -1, -1)]


def _number(digits: list[int]) -> int:
    number = 0
    for digit in digits:
        number = number * _BASE + digit
    return number


def _sums(digits: list[int]) -> tuple[int, int]:
    return sum(digits) % _BASE, sum(place * digit for place, digit in enumerate(digits, 1)) % _BASE


def _checks(told: list[int]) -> list[int]:
    """x at place 15 and y at place 16 with x + y = -a and 15x + 16y = -b, hence y = 15a - b."""
    a, b = _sums(told)
    last = ((LENGTH - 1) * a - b) % _BASE
    return [(-a - last) % _BASE, last]
