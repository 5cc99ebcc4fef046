"""Where one form ends and the next begins: a title, or the first label of a form; prose between forms is left out."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.documents.intake import headings, vocabulary
from workflow.documents.intake.texts import label, squeeze, year_in
from workflow.documents.intake.tokens import Row, known

_TITLE = re.compile(
    r"(?:申报表|申请表|批复表?|自评价?表|自评情况表|监控表|监控情况表|评价表|绩效目标表|绩效目标批复)(?:[(（][^()（）]*[)）])?$"
)
_NOT_TITLE = re.compile(r"[。；;，,]|详见|如下|附表|见附件")
_LONGEST_TITLE = 60
_NUMBERING = re.compile(r"^(?:附件?\d*[:：]?|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d+[.、．])")
_BUDGET_YEAR = re.compile(r"(?:19|20)\d\d年.{0,12}(?:部门预算|单位预算|预算|绩效目标)")
_NAMES = frozenset(word for word, field in vocabulary.FIELDS.items() if field == "project_name")
ENDS = re.compile(
    r"^(?:填表人|制表人|审核人|经办人|单位负责人|部门负责人|填报说明|填表说明|注\d?[:：]|第[一二三四五六七八九十]+部分"
    r"|抄送[:：]|.{2,40}\d{4}年\d{1,2}月\d{1,2}日印发$|附件?[\d一二三四五六七八九十]*[:：]?$)"
)
"""What stands below a form and belongs to none of its tables."""
_HEAD = frozenset({*vocabulary.FIELDS, *vocabulary.AMOUNTS})
_OVERALL = "整体"
_TOTALS = frozenset({"合计", "小计", "总计", "序号"})


@dataclass(frozen=True)
class Segment:
    """The rows of one form. ``nearby_year`` is a year printed before it, for forms that print none."""

    rows: tuple[Row, ...]
    title: str = ""
    overall: bool = False
    nearby_year: int | None = None


def is_title(row: Row) -> bool:
    """A line or a lone cell that ends like the title of a form."""
    key = row.key
    return (
        len(row.tokens) <= 3
        and len(key) <= _LONGEST_TITLE
        and _TITLE.search(key) is not None
        and not _NOT_TITLE.search(key)
        and key not in vocabulary.HEADINGS
        and (row.table < 0 or len(row.tokens) == 1)
    )


def title_text(key: str) -> str:
    """A title without the number of its chapter or annex."""
    return _NUMBERING.sub("", key)


def segments(rows: Sequence[Row]) -> list[Segment]:
    """The forms of the file in order; only stretches that hold goals or indicators count."""
    starts = sorted(_starts(rows))
    found: list[Segment] = []
    year: int | None = None
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=False):
        part = tuple(rows[start:end])
        title = title_text(part[0].key) if is_title(part[0]) else ""
        if _is_form(part):
            year = year if found else _year_before(rows[:start])
            found.append(Segment(part, title, _OVERALL in title or _is_overall(part), year))
    return found


def _starts(rows: Sequence[Row]) -> set[int]:
    starts: set[int] = set()
    before = 0
    for at in range(len(rows)):
        if names_project(rows, at):
            start = _title_above(rows, at, before)
            starts.add(start)
            before = at + 1
        elif is_title(rows[at]) and _OVERALL in rows[at].key and not _follows(rows, at):
            starts.add(at)
            before = at + 1
    return starts


def _follows(rows: Sequence[Row], at: int) -> bool:
    """Whether a project name or another title comes right after this title: then it begins there."""
    return any(names_project(rows, i) or is_title(rows[i]) for i in range(at + 1, min(at + 4, len(rows))))


def _title_above(rows: Sequence[Row], at: int, before: int) -> int:
    """The nearest title above the project's name, else the first of the labels right above it."""
    for start in range(at - 1, max(before, at - 12) - 1, -1):
        if is_title(rows[start]):
            return start
    start = at
    while start > before and label(rows[start - 1].tokens[0].key.split(":")[0]) in _HEAD:
        start -= 1
    return start


def names_project(rows: Sequence[Row], at: int) -> bool:
    """Whether the row says the project's name (and is not the heading of a list of projects)."""
    labels = [known(token.key) for token in rows[at].tokens]
    if (all(labels) and _values_below(rows, at)) or _left_blank(rows, at):
        return True
    if any(a and b for a, b in itertools.pairwise(labels)):
        return False
    for place, token in enumerate(rows[at].tokens[:2]):
        name, colon, value = token.key.partition(":")
        if label(name) in _NAMES and (colon and value):
            return True
        if label(token.key) in _NAMES:
            after = next(_after(rows, at, place), "")
            return bool(after) and not known(after) and after not in _TOTALS and headings.role_of(after) is None
    return False


def _left_blank(rows: Sequence[Row], at: int) -> bool:
    """A form whose name nobody wrote: the label alone or before another label's value, then labels of the head again.

    Without this its rows would be taken for those of the form before. The heading of a list has values below it.
    """
    row = rows[at]
    if row.table < 0 or label(row.tokens[0].key) not in _NAMES or at + 1 >= len(rows):
        return False
    alone = len(row.tokens) == 1
    other = len(row.tokens) == 3 and bool(known(row.tokens[1].key)) and not known(row.tokens[2].key)
    return (alone or other) and label(rows[at + 1].tokens[0].key) in _HEAD


def _values_below(rows: Sequence[Row], at: int) -> bool:
    """Labels in one table row, the project's name among them, their values in the next, then labels again."""
    row = rows[at]
    names = [label(token.key) for token in row.tokens]
    if row.table < 0 or len(names) < 2 or not _NAMES & set(names) or at + 2 >= len(rows):
        return False
    if not all(name in vocabulary.FIELDS or name in vocabulary.AMOUNTS for name in names):
        return False
    below, after = rows[at + 1], rows[at + 2]
    values = len(below.tokens) <= len(names) and not any(known(token.key) for token in below.tokens)
    return values and below.table == row.table and known(label(after.tokens[0].key))


def _after(rows: Sequence[Row], at: int, place: int) -> Iterator[str]:
    """The texts that follow a token: in its row, else in the next line."""
    yield from (token.key for token in rows[at].tokens[place + 1 :])
    if at + 1 < len(rows):
        yield from (token.key for token in rows[at + 1].tokens)


def _is_form(rows: Sequence[Row]) -> bool:
    if any(headings.find(rows, at) for at in range(len(rows))):
        return True
    text = "".join(row.key for row in rows)
    return any(word in text for word in ("数量指标", "产出指标", "绩效总目标", "绩效指标"))


def _is_overall(rows: Sequence[Row]) -> bool:
    return any(label(row.tokens[0].key) == "部门总体资金情况" for row in rows)


def _year_before(rows: Sequence[Row]) -> int | None:
    """The year of the last line above all forms that speaks of a budget or of goals."""
    for row in reversed(rows):
        if len(row.key) <= _LONGEST_TITLE and _BUDGET_YEAR.search(squeeze(row.key)):
            return year_in(row.key)
    return None
