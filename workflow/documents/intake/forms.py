"""One form from its rows: a walk that hands each row to the part of the form it belongs to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from workflow.documents.intake import vocabulary
from workflow.documents.intake.decode import Effort
from workflow.documents.intake.fields import Head
from workflow.documents.intake.goals import Goals
from workflow.documents.intake.indicators import Indicators, heading_horizon
from workflow.documents.intake.labels import goal_label
from workflow.documents.intake.money import Funding
from workflow.documents.intake.parts import Part, parts_of
from workflow.documents.intake.reading import Evidence, FormRead, FormType, ProblemRead
from workflow.documents.intake.segments import ENDS, Segment, is_title, title_text
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.texts import UNITS, clean, label, squeeze, unit_in, year_in
from workflow.documents.intake.tokens import Row, Token, glued, known

_UNIT = re.compile(r"单位[:：]?[(（]?(万元|元|亿元)")
_YEAR_FIRST = re.compile(r"^(?:19|20)\d\d年度?")
_YEAR_ALONE = re.compile(r"^[(（]?((?:19|20)\d\d)年度?[)）]?$")
_NOISE = re.compile(
    r"^(?:[-—–]?\d{1,4}[-—–]|(?:版本码[0-9a-f]{12})?第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}"
    r"|[(（]?续表[)）]?|[….。·]+)$"
)

Found = tuple[FormRead, dict[str, Evidence], list[ProblemRead]]


_TITLE_KINDS: Final[tuple[tuple[str, FormType], ...]] = (
    ("自评表", "self_evaluation"),
    ("自评价表", "self_evaluation"),
    ("绩效评价表", "self_evaluation"),
    ("监控表", "monitoring"),
    ("监控情况表", "monitoring"),
    ("批复", "project_approval"),
    ("申报表", "project_declaration"),
    ("绩效目标表", "project_declaration"),
    ("绩效目标", "project_declaration"),
)
"""End of a title → the kind of form; the first that fits."""

_LISTS = ("funding_sources", "expenditure_lines", "asset_lines", "money", "projects")
_AMOUNTS = ("budget_total", "budget_year", "budget_initial", "executed", "execution_rate", "execution_score")
_LONGEST_SNIPPET, _LONGEST_NAMELESS = 200, 60
_SENTENCE = 8
"""Signs from which on a line is running text."""


@dataclass
class _Walk:
    """What is open while the rows of a form are read."""

    form: FormRead
    head: Head
    goals: Goals
    indicators: Indicators
    parts: dict[str, Part]
    unit: Decimal
    evidence: dict[str, Evidence] = field(default_factory=dict)
    part: Part | None = None
    problems: list[ProblemRead] = field(default_factory=list)

    def open(self, part: Part | None) -> None:
        """From here on rows belong to ``part``, or to the head of the form."""
        self.head.close()
        self.goals.close()
        self.part = part


def form_of(segment: Segment, effort: Effort) -> Found:
    """The form of a segment, what it rests on, and what was not understood."""
    rows = list(_without_noise(segment))
    form = FormRead(form_type=_type(segment), title=segment.title)
    unit = _money_unit(rows)
    walk = _Walk(form, Head(form, unit), Goals(form), Indicators(form, effort), parts_of(form, unit), unit)
    at = 0
    while at < len(rows):
        after = walk.indicators.read(rows, at) or walk.indicators.written(rows, at)
        if after:
            walk.open(None)
        at = after or _row(walk, rows, at)
    walk.open(None)
    _year(form, segment, rows)
    walk.goals.name()
    evidence = {**walk.evidence, **walk.head.evidence, **walk.goals.evidence, **walk.indicators.evidence}
    return form, _as_printed(evidence, rows), [*walk.head.problems, *walk.indicators.problems, *walk.problems]


def _as_printed(evidence: Mapping[str, Evidence], rows: Sequence[Row]) -> dict[str, Evidence]:
    """The evidence in the order of the file; a page may be all that a line of it knows of its place."""
    places: dict[tuple[str, str], int] = {}
    for at, token in enumerate(token for row in rows for token in row.tokens):
        places.setdefault((token.where, token.raw.split("\n")[0]), at)
        places.setdefault((token.where, ""), at)

    def place(item: tuple[str, Evidence]) -> int:
        where, first = item[1].where, re.split(r" \| |\n", item[1].snippet, maxsplit=1)[0]
        return places.get((where, first), places.get((where, ""), -1))

    return dict(sorted(evidence.items(), key=place))


def _without_noise(segment: Segment) -> Iterator[Row]:
    """The rows without page numbers and without the title that a new page prints again; they mark a page break.

    A full stop that was wrapped onto a line of its own goes back to the end of its sentence.
    """
    before: Row | None = None
    broken = False
    for at, row in enumerate(segment.rows):
        if before is not None and _is_stop(before, row):
            before = replace(before, tokens=(*before.tokens[:-1], glued(before.tokens[-1], row.tokens[0].raw)))
        elif _NOISE.match(row.key) or (at and segment.title and title_text(row.key) == segment.title):
            broken = True
        else:
            if before is not None:
                yield before
            before, broken = replace(row, after_break=True) if broken else row, False
    if before is not None:
        yield before


def _is_stop(before: Row, row: Row) -> bool:
    """Whether the row is nothing but the full stop of the sentence in the line above."""
    sentence = before.table < 0 and len(before.tokens[-1].key) >= _SENTENCE and before.key[-1] not in "。；;:："
    return row.table < 0 and row.key == "。" and sentence


def _type(segment: Segment) -> FormType:
    named: FormType = next((kind for word, kind in _TITLE_KINDS if word in segment.title), "project_declaration")
    return "overall" if segment.overall and named != "self_evaluation" else named


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
    if is_title(row) or ENDS.match(row.key):
        walk.open(None)
        walk.indicators.horizon = ""
        return at + 1
    horizon = heading_horizon(tokens[0].key)
    if horizon is not None or (len(tokens) == 1 and label(tokens[0].key) in vocabulary.LEVELS):
        walk.open(None)
    if horizon is not None:
        walk.indicators.horizon = horizon or walk.indicators.horizon
        tokens = tokens[1:]
    tokens = _apart(tokens)
    while tokens and (section := _section(tokens[0])):
        walk.open(walk.goals if section == "goals" else walk.parts.get(section))
        if section == "goals":
            walk.goals.until(tokens[0].text)
        if isinstance(walk.part, Funding):
            walk.part.unit = unit_in(tokens[0].key) or walk.unit
        tokens = tokens[1:]
    if not tokens:
        return at + 1
    lone = walk.part is not walk.goals and ":" not in tokens[0].key and len(tokens) == 1
    if goal_label(tokens[0].text) and (not lone or _text_follows(rows, at)):
        walk.head.close()
        walk.indicators.horizon = walk.goals.begin(tokens)
        walk.part = walk.goals
        return at + 1
    if walk.part is None and Funding.goes_on(tokens):
        walk.open(walk.parts["funding"])
    if walk.part is not None and not walk.part.heading(tokens) and walk.head.begins(tokens):
        walk.open(None)
    _take(walk, tokens, row)
    return at + 1


def _take(walk: _Walk, tokens: Sequence[Token], row: Row) -> None:
    """The row goes to the part that is open; what it filled rests on the row."""
    if isinstance(walk.part, Funding) and walk.part.nameless(tokens):
        text = " | ".join(token.text for token in tokens)[:_LONGEST_NAMELESS]
        walk.problems.append(ProblemRead.of(problem("amount_nameless", row.where, text=text)))
    before = _filled(walk.form)
    (walk.part or walk.head).take(tokens, row)
    for path in _filled(walk.form) - before:
        snippet = " | ".join(token.raw for token in row.tokens)[:_LONGEST_SNIPPET]
        walk.evidence[path] = Evidence(confidence=1.0, snippet=snippet, where=row.where)


def _filled(form: FormRead) -> set[str]:
    """Paths of the amounts and rows that the form has so far."""
    rows = {f"{name}/{at}" for name in _LISTS for at in range(len(getattr(form, name)))}
    return rows | {name for name in _AMOUNTS if getattr(form, name)}


def _apart(tokens: list[Token]) -> list[Token]:
    """绩效目标：… in one cell becomes the heading and its text."""
    name, colon, text = tokens[0].raw.replace("：", ":").partition(":") if tokens else ("", "", "")
    if not text.strip() or vocabulary.SECTIONS.get(label(name)) != "goals":
        return tokens
    said = tokens[0].raw[len(name) + len(colon) :].strip()
    cells = [replace(tokens[0], raw=part, text=clean(part), key=squeeze(part)) for part in (name, said)]
    return [*cells, *tokens[1:]]


def _text_follows(rows: Sequence[Row], at: int) -> bool:
    """Whether the line below is running text, no label and no heading."""
    below = rows[at + 1] if at + 1 < len(rows) else None
    return (
        below is not None
        and rows[at].table < 0
        and below.table < 0
        and len(below.tokens) == 1
        and len(below.key) >= _SENTENCE
        and heading_horizon(below.key) is None
        and not known(below.key)
    )


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
