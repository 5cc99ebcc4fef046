"""A text as numbers with their units, signs, brackets and words."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ONE_SPELLING = str.maketrans(
    "０１２３４５６７８９．（）［］【】＋－−＊∗✕✖╳﹡＝﹦═≒％﹪／∕⁄ｘＸ：；",
    "0123456789.()()()+--****" + "**===≈%%///xX:;",
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \t\u00a0\u3000]+(?=\d)")
_BLANKS = re.compile(r"[ \t\u00a0\u3000\u200b]+")
_PERSON_DAY = re.compile(r"(?<=[人次天日月年户个])[.](?=[人天日月次年])")
_OPERATORS = {"×": "*", "x": "*", "X": "*", "÷": "/"}

_END = r"\d\n+\-*×÷/=≈()，,。；;：:、.…"
_UNIT = rf"(?:[^{_END}xX]|/(?![\d(])|[xX](?![\d(]))"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:,\d{{3}}(?!\d))*(?:\.\d+)?)(?P<unit>{_UNIT}{{0,30}})"
    r"|(?P<operator>[*×÷+\-/]|[xX](?=[\d(]))|(?P<equals>[=≈]+)|(?P<opened>\()|(?P<closed>\))"
    rf"|(?P<word>{_UNIT}+)|(?P<stop>.)",
    re.DOTALL,
)


class Token(NamedTuple):
    """``kind`` is a group of the pattern; ``text`` the digits, the sign as one of ``+ - * /``, or the word."""

    kind: str
    text: str
    unit: str
    start: int
    end: int


def cleaned(text: str) -> str:
    """Half width, one sign each, without blanks; circled numbers stay, they count paragraphs."""
    plain = _BETWEEN_DIGITS.sub("；", text.translate(_ONE_SPELLING))
    return _PERSON_DAY.sub("·", _BLANKS.sub("", plain))


def tokens(text: str) -> Iterator[Token]:
    """Of a cleaned text: number (with the unit behind it), operator, equals, opened, closed, word, stop."""
    for found in _TOKEN.finditer(text):
        number, unit = found["number"], found["unit"]
        if number:
            yield Token("number", number, unit, found.start(), found.end())
        else:
            yield Token(str(found.lastgroup), _OPERATORS.get(found[0], found[0]), "", found.start(), found.end())
