"""One form from its rows: a walk that hands each row to the part of the form it belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workflow.documents.intake import headings, vocabulary
from workflow.documents.intake.fields import Head
from workflow.documents.intake.goals import Goals, goal_label
from workflow.documents.intake.indicators import Indicators
from workflow.documents.intake.parts import Part, parts_of
from workflow.documents.intake.reading import Evidence, FormRead, FormType, ProblemRead
from workflow.documents.intake.segments import Segment, is_title
from workflow.documents.intake.texts import UNITS, label, year_in
from workflow.documents.intake.tokens import Row, Token

_UNIT = re.compile(r"单位[:：]?[(（]?(万元|元|亿元)")
_YEAR_FIRST = re.compile(r"^(?:19|20)\d\d年度?")
_YEAR_ALONE = re.compile(r"^[(（]?((?:19|20)\d\d)年度?[)）]?$")
_NOISE = re.compile(r"^(?:[-—–]?\d{1,4}[-—–]|(?:版本码[0-9a-f]{12})?第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|[(（]?续表[)）]?)$")
_END = re.compile(
    r"^(?:填表人|制表人|审核人|经办人|单位负责人|部门负责人|填报说明|填表说明|注\d?[:：]|第[一二三四五六七八九十]+部分)"
)

Found = tuple[FormRead, dict[str, Evidence], list[ProblemRead]]


@dataclass
class _Walk:
    """What is open while the rows of a form are read."""

    form: FormRead
    head: Head
    goals: Goals
    indicators: Indicators
    parts: dict[str, Part]
    part: Part | None = None
    problems: list[ProblemRead] = field(default_factory=list)

    def open(self, part: Part | None) -> None:
        """From here on rows belong to ``part``, or to the head of the form."""
        self.head.close()
        self.goals.close()
        self.part = part


def form_of(segment: Segment) -> Found:
    """The form of a segment, what it rests on, and what was not understood."""
    rows = [row for row in segment.rows if not _NOISE.match(row.key)]
    form = FormRead(form_type=_type(segment), title=segment.title)
    unit = _money_unit(rows)
    walk = _Walk(form, Head(form, unit), Goals(form), Indicators(form), parts_of(form, unit))
    at = 0
    while at < len(rows):
        at = walk.indicators.read(rows, at) or walk.indicators.written(rows[at], at) or _row(walk, rows, at)
    walk.open(None)
    _year(form, segment, rows)
    walk.goals.name(walk.indicators)
    evidence = {**walk.head.evidence, **walk.goals.evidence, **walk.indicators.evidence}
    return form, evidence, [*walk.head.problems, *walk.indicators.problems, *walk.problems]


def _type(segment: Segment) -> FormType:
    if segment.overall:
        return "overall"
    for word, kind in vocabulary.TITLE_KINDS:
        if word in segment.title:
            return kind
    return "project_declaration"


def _money_unit(rows: Sequence[Row]) -> Decimal:
    """金额单位 of the form; 万元 where none is printed."""
    for row in rows[:40]:
        found = _UNIT.search(row.key)
        if found:
            return UNITS[found[1]]
    return UNITS["万元"]


def _row(walk: _Walk, rows: Sequence[Row], at: int) -> int:
    row = rows[at]
    tokens = list(row.tokens)
    if is_title(row) or _END.match(row.key):
        walk.open(None)
        walk.indicators.horizon = ""
        return at + 1
    horizon = vocabulary.HEADINGS.get(label(tokens[0].key))
    if horizon is not None:
        walk.open(None)
        walk.indicators.horizon = horizon or walk.indicators.horizon
        tokens = tokens[1:]
    while tokens and (section := _section(tokens[0])):
        walk.open(walk.goals if section == "goals" else walk.parts.get(section))
        tokens = tokens[1:]
    if not tokens:
        return at + 1
    if goal_label(tokens[0].text) and (len(tokens) > 1 or ":" in tokens[0].key or walk.part is walk.goals):
        walk.head.close()
        walk.indicators.horizon = walk.goals.begin(tokens)
        walk.part = walk.goals
        return at + 1
    if walk.part is not None and not walk.part.heading(tokens) and walk.head.begins(tokens):
        walk.open(None)
    if walk.part is not None:
        walk.part.take(tokens, row)
    else:
        walk.head.take(tokens, row)
    return at + 1


def _section(token: Token) -> str | None:
    return vocabulary.SECTIONS.get(_YEAR_FIRST.sub("", label(token.key)))


def _year(form: FormRead, segment: Segment, rows: Sequence[Row]) -> None:
    """The fiscal year: its own field, the title, a lone (2020年度) near it, a heading with a year, the text before."""
    if form.fiscal_year is None:
        alone = next((found for row in rows[:8] if (found := _YEAR_ALONE.match(row.key))), None)
        labels = (row.tokens[0].key for row in rows if _YEAR_FIRST.match(row.tokens[0].key) and _section(row.tokens[0]))
        form.fiscal_year = (
            year_in(segment.title)
            or (int(alone[1]) if alone else None)
            or next((year_in(text) for text in labels), None)
            or segment.nearby_year
        )
