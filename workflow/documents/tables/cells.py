"""What may stand in a cell: no control characters, not longer than a spreadsheet takes, nothing it would run.

Source of the signs that begin a formula: OWASP, CSV Injection; of the limits: Excel specifications and limits.
"""

import re
import unicodedata

MOST_CHARACTERS = 32_767
"""Of a cell of a spreadsheet, counted in UTF-16."""
CUT = "…〔超长截断〕"
"""Stands at the end of what was longer; a file is not the place to lose text silently."""
FORMULA_SIGNS = frozenset("=+-@")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""What XML forbids, other control characters, and signs that turn the direction of what follows."""
_ODD = re.compile(_UNFIT.pattern[:-1] + "\t\r]")


def clean(text: str) -> str:
    """Without control characters and not too long. Tabs and line ends of any kind become blanks and line feeds."""
    if len(text) <= MOST_CHARACTERS // 2 and not _ODD.search(text):
        return text
    plain = _UNFIT.sub("", re.sub("\r\n?", "\n", text).replace("\t", " "))
    return plain if _length(plain) <= MOST_CHARACTERS else _cut(plain)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run it: also full-width signs, and signs behind blanks. A signed number is none."""
    if text[:1].isalnum():
        return False
    begin = unicodedata.normalize("NFKC", text[:64].lstrip())[:1]
    return (begin in FORMULA_SIGNS or text[:1] in ("\t", "\r")) and bool(begin) and not _NUMBER.fullmatch(text.strip())


def neutral(text: str) -> str:
    """``clean``, and behind an apostrophe where it might run: in csv nothing else says that a cell is text."""
    shown = clean(text)
    return clean(f"'{shown}") if is_formula(text) or is_formula(shown) else shown


def _length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str) -> str:
    room, kept = MOST_CHARACTERS - len(CUT), 0
    for character in text:
        room -= 2 if character > "\uffff" else 1
        if room < 0:
            break
        kept += 1
    return text[:kept] + CUT
