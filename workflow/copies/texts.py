"""Which texts of a form are compared, and what is left of them when names, numbers and titles of laws are gone."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.canonical import Declaration
from workflow.copies.fingerprint import LEAST_SHINGLES, hashed, shingles, sketch

COMPARED = ("establishment_basis", "implementation_plan", "application_reason", "main_content")
INDICATORS = "indicators"
"""The path of the list of indicators, compared as a whole by the names of its rows."""
LEAST_ROWS = 6
"""A shorter list of indicators may be the same by chance."""
_TITLE = re.compile(r"《[^》]{1,80}》|[〔\[（(][12]\d{3}[〕\])）]\s*第?\d+\s*号|[^，。；、\s]{0,8}〔\d{4}〕\d+号")
_NOISE = re.compile(r"[\W\d_]+")
_SENTENCE = re.compile(r"[。；;!！?？\n]")
_PLACE = re.compile("^.{1,8}?(?:[省县旗]|市(?![场政容])|区(?!域)|州(?!市))(?=.{3})")
_SHORTEST_NAME = 3


@dataclass(frozen=True)
class Prints:
    """The pieces of one text of a form; ``kept`` are those it is looked up by."""

    path: str
    text: str
    pieces: frozenset[int]
    kept: tuple[int, ...]


def names_of(document: Declaration) -> tuple[str, ...]:
    """What a copier changes first: unit, department and project, with and without the place; longest first."""
    full = (document.department, document.unit, document.project_name)
    names = {name for each in full for name in (each, without_place(each)) if len(name) >= _SHORTEST_NAME}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def without_place(name: str) -> str:
    """江汉区卫生健康局 → 卫生健康局."""
    bare = name
    while (shorter := _PLACE.sub("", bare)) != bare:
        bare = shorter
    return bare


def stripped(text: str, names: Iterable[str] = ()) -> str:
    """Letters only, a sentence a line, without titles of laws, numbers and these names."""
    plain = _TITLE.sub("", unicodedata.normalize("NFKC", text).replace("(", "（"))
    for name in names:
        plain = plain.replace(name, "")
    return "\n".join(left for part in _SENTENCE.split(plain) if (left := _NOISE.sub("", part)))


def prints(document: Declaration) -> Iterator[Prints]:
    """Every text of the form that is long enough to be compared, and its list of indicators."""
    names = names_of(document)
    for path, text in _texts(document):
        pieces = shingles(stripped(text, names))
        if len(pieces) >= LEAST_SHINGLES:
            yield Prints(path, text, pieces, sketch(pieces))
    rows = {stripped(row.level3, names): row.level3 for row in document.indicators if row.level3.strip()}
    if len(rows) >= LEAST_ROWS:
        pieces = frozenset(hashed(name.encode()) for name in rows)
        yield Prints(INDICATORS, "、".join(rows.values()), pieces, sketch(pieces))


def _texts(document: Declaration) -> Iterator[tuple[str, str]]:
    for goal in document.goals:
        yield f"goals/{goal.uid}/text", goal.text
    for field in COMPARED:
        yield f"basics/-/{field}", getattr(document, field)
