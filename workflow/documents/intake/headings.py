"""The heading of an indicator table: which column holds what, over one row or several, or as words in running text."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.documents.intake import vocabulary
from workflow.documents.intake.texts import label, squeeze
from workflow.documents.intake.tokens import Row, Token

ORDER = (
    "goal", "block_weight", "level1", "level2", "level3", "prior0", "prior1", "comparator", "long_target", "target",
    "unit", "weight", "basis", "category", "actual", "forecast", "score",
    "cause_funding", "cause_system", "cause_staff", "cause_equipment", "cause_other", "deviation", "likely_certain",
    "likely_possible", "likely_impossible", "likely", "measure", "note",
)  # fmt: skip
"""Columns in the order most forms print them; used where a text has no columns."""

_INSIDE = re.compile(r"[(（]([^()（）]*)[)）]?$")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?(?:实际|完成|实际值|完成值|指标值|目标值)?")
_SO_FAR = re.compile(r"^\d{1,2}[-—–~至]\d{1,2}月(?:执行|完成)情况|^\d{1,2}月(?:执行|完成)情况")
"""监控表: 1-7月执行情况."""

_NEEDED = ({"level1", "level2"}, {"level2", "level3"}, {"level1", "level3"}, {"level3", "target"}, {"level3", "actual"})
_MOST_ROWS = 4


@dataclass(frozen=True)
class Heading:
    """``roles`` in the order of the columns; ``columns`` maps grid columns to roles (none in running text)."""

    roles: tuple[str, ...]
    columns: Mapping[int, str]
    rows: int
    left: int = 0
    """Tokens of the last row that already belong to the table (running text only)."""
    second: int = 0
    """The column where a second table begins beside the first: long-term left, annual right (财预〔2015〕88号)."""

    @property
    def has_basis(self) -> bool:
        """Whether each row ends with its standard."""
        return "basis" in self.roles


def role_of(text: str) -> str | None:
    """What a heading cell announces: 指标值（前年） → prior0, 指标分值权重(%) → weight, 2023年 → year."""
    key = squeeze(text)
    inside = _INSIDE.search(key)
    if inside and vocabulary.COLUMNS.get(inside[1], "").startswith(("prior", "target", "long", "measure")):
        return vocabulary.COLUMNS[inside[1]]
    if _YEAR.fullmatch(key):
        return "year"
    if _SO_FAR.match(key):
        return "actual"
    return vocabulary.COLUMNS.get(label(key)) or vocabulary.COLUMNS.get(key.rstrip(":："))


def find(rows: Sequence[Row], at: int) -> Heading | None:
    """The heading that begins at row ``at``, if one does."""
    return _in_table(rows, at) if rows[at].table >= 0 else _in_text(rows, at)


def _enough(roles: set[str]) -> bool:
    return any(needed <= roles for needed in _NEEDED)


def _in_table(rows: Sequence[Row], at: int) -> Heading | None:
    first = [(token, role_of(token.key)) for token in rows[at].tokens]
    roles = {role for _, role in first if role}
    strange = sum(1 for token, role in first if not role and token.key not in vocabulary.HEADINGS)
    if not _enough(roles) or strange > 1:
        return None
    columns: dict[int, str] = {}
    used = 0
    for row in rows[at : at + _MOST_ROWS]:
        cells = [(token, role_of(token.key)) for token in row.tokens]
        if row.table != rows[at].table or (used and not _more_heading(cells)):
            break
        for token, role in cells:
            if role:
                columns.update({column: role for column in range(token.column, token.column + token.columns)})
        used += 1
    named = _years_named([columns[column] for column in sorted(columns)])
    signs = "note" if "comparator" in named else "comparator"
    named = [signs if role == "direction" else role for role in named]
    columns = dict(zip(sorted(columns), named, strict=True))
    return Heading(_once(named), columns, used, second=_second(columns))


def _second(columns: Mapping[int, str]) -> int:
    """Where the headings begin again after a value; 0 if they do not."""
    order = sorted(columns)
    ended = False
    for before, column in itertools.pairwise(order):
        ended = ended or columns[before] in ("target", "long_target")
        again = columns[column] in {columns[c] for c in order if c < before}
        if ended and again and columns[column] in ("level1", "level2", "level3") and columns[before] != columns[column]:
            return column
    return 0


def _more_heading(cells: Sequence[tuple[Token, str | None]]) -> bool:
    return bool(cells) and all(role for _, role in cells)


def _years_named(roles: Sequence[str]) -> list[str]:
    """Years and 近两年指标值 become the older and the younger of the two years before."""
    named = list(roles)
    years = [at for at, role in enumerate(named) if role in ("year", "prior")]
    for place, at in enumerate(years):
        named[at] = ("prior0", "prior1")[min(place, 1)] if len(years) > 1 else "prior1"
    return named


def _once(roles: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(roles))


# --- running text -----------------------------------------------------------------------------------------------------

_WORDS = "|".join(sorted((re.escape(word) for word in vocabulary.COLUMNS), key=len, reverse=True))
_NOTE = r"(?:[(（][^()（）]*[)）])?"
_WORD = re.compile(rf"({_WORDS}){_NOTE}|(?:19|20)\d\d年|[(（](前年|上年|[^()（）]*)[)）]|[(（]%[)）]")
_LOOK_AHEAD = 5


def _in_text(rows: Sequence[Row], at: int) -> Heading | None:
    """Words of a heading one after another, over lines that no other word interrupts."""
    if not rows[at].tokens or role_of(rows[at].tokens[0].key) not in ("goal", "block_weight", "level1", "level2"):
        return None
    flat = [(number, place, token) for number in range(at, min(at + 40, len(rows))) if rows[number].table < 0
            for place, token in enumerate(rows[number].tokens)]  # fmt: skip
    text, end, pending, found = "", -1, 0, ""
    for index, (_, _, token) in enumerate(flat):
        text += token.key
        pending += 1
        if _consumed(text):
            end, pending, found = index, 0, text
        elif pending > _LOOK_AHEAD:
            break
    roles = {role for word in _WORD.finditer(found) if (role := role_of(word[0]))}
    if end < 0 or not _enough(roles):
        return None
    number, place, _ = flat[end]
    left = len(rows[number].tokens) - place - 1
    if "year" in roles or "prior" in roles:
        roles = roles - {"year", "prior"} | {"prior0", "prior1"}
    return Heading(tuple(role for role in ORDER if role in roles), {}, number - at + 1, left)


def _consumed(text: str) -> bool:
    at = 0
    while at < len(text):
        word = _WORD.match(text, at)
        if not word:
            return False
        at = word.end()
    return True
