"""审核统计: how the review of a fiscal year went, and the files behind every number.

A file is one revision of a declaration that was submitted at least once. Every number is counted under the same
condition (``measured``) that lists the files behind it, and only over what the actor may see.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlmodel import Session, col, func

from workflow.models import AuditEntry, Declaration, LateComment, Organisation, Signature, SubmittedFinding
from workflow.permissions import Actor, visible_to
from workflow.queries.desk_stays import stays
from workflow.queries.lists import Conditions
from workflow.types import Desk, LateCause, SignatureKind, State

PASSED = (State.finance_reviewed, State.approved, State.monitored, State.evaluated)
UNIT_DESKS = frozenset({Desk.filer, Desk.head, Desk.department})
ROUNDS = ("1", "2", "3")
"""The last one stands for three and more."""


@dataclass(frozen=True)
class Asked:
    """Which files are counted, and by what they are told apart (``department`` | ``section``)."""

    region_id: int
    year: int
    by: str = "department"
    department_id: int | None = None
    section_id: int | None = None


@dataclass
class Line:
    """The numbers of one department, of one section, or of all; ``id`` 0 = all, or departments without a section."""

    id: int = 0
    name: str = ""
    files: int = 0
    rounds: int = 0
    by_rounds: tuple[int, ...] = (0, 0, 0)
    passed: int = 0
    first: int = 0
    unit_days: int = 0
    finance_days: int = 0
    findings: int = 0
    explained: int = 0
    late: int = 0
    paper: int = 0


@dataclass
class DeskLine:
    """One desk: how often files came, and how many working days they lay there in all."""

    desk: str
    stays: int = 0
    days: int = 0
    present: int = 0
    longest: int = -1
    longest_id: int = 0


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it found in submitted files, and what of it was explained (带说明报送)."""

    rule: str
    findings: int
    explained: int
    files: int
    explained_files: int


@dataclass(frozen=True)
class CauseLine:
    """One cause of late comments: comments, and the files they stand in."""

    cause: str
    comments: int
    files: int


@dataclass(frozen=True)
class Statistics:
    """Everything on the page; all of it about the same files."""

    total: Line
    lines: list[Line]
    desks: list[DeskLine]
    rules: list[RuleLine] = field(default_factory=list)
    causes: list[CauseLine] = field(default_factory=list)


def has_passed() -> ColumnElement[bool]:
    """Passed by the business section, whatever became of it since."""
    return or_(col(Declaration.state).in_(PASSED), col(Declaration.approved_at).is_not(None))


def _round(value: str) -> ColumnElement[bool]:
    number = col(Declaration.round)
    return number >= int(ROUNDS[-1]) if value == ROUNDS[-1] else number == int(value)


def _finding(rule: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    wanted = [col(SubmittedFinding.rule) == rule] if rule else []
    query = select(col(SubmittedFinding.id)).where(
        col(SubmittedFinding.declaration_id) == col(Declaration.id), *wanted, *more
    )
    return query.exists()


def _late(cause: str) -> ColumnElement[bool]:
    wanted = [col(LateComment.cause) == cause] if cause else []
    query = select(col(LateComment.id)).where(col(LateComment.declaration_id) == col(Declaration.id), *wanted)
    return query.exists()


def _on_paper() -> ColumnElement[bool]:
    """A head's signature of the file that stands was given on paper."""
    query = select(col(Signature.id)).where(
        col(Signature.object_kind) == "declaration",
        col(Signature.object_id) == col(Declaration.id),
        col(Signature.kind) == SignatureKind.paper,
        col(Signature.voided_at).is_(None),
    )
    return query.exists()


def _was_at(desk: str) -> ColumnElement[bool]:
    query = select(col(AuditEntry.id)).where(
        col(AuditEntry.object_kind) == "declaration",
        col(AuditEntry.object_id) == col(Declaration.id),
        col(AuditEntry.state_to).endswith(f"/{desk}"),
    )
    return query.exists()


MEASURES: dict[str, tuple[Callable[[str], ColumnElement[bool]], frozenset[str] | None]] = {
    "submitted": (lambda _: col(Declaration.round) > 0, frozenset({""})),
    "rounds": (_round, frozenset(ROUNDS)),
    "passed": (lambda _: has_passed(), frozenset({""})),
    "paper": (lambda _: _on_paper(), frozenset({""})),
    "first": (lambda _: has_passed() & (col(Declaration.round) == 1), frozenset({""})),
    "rule": (_finding, None),
    "explained": (lambda rule: _finding(rule, col(SubmittedFinding.explained) > 0), None),
    "late": (_late, frozenset({"", *LateCause})),
    "held": (_was_at, frozenset(Desk)),
    "present": (lambda desk: col(Declaration.desk) == desk, frozenset(Desk)),
}
"""Measure → (the condition with its value, the values it takes; None = any)."""


def measured(actor: Actor, asked: Asked, measure: str = "submitted", value: str = "") -> Conditions:
    """The conditions of one number; raises ``KeyError`` for what is measured nowhere."""
    condition, values = MEASURES[measure]
    if values is not None and value not in values:
        raise KeyError(value)
    return (*_files(actor, asked), condition(value))


def statistics(session: Session, actor: Actor, asked: Asked) -> Statistics:
    """The whole page: sums made by the database, and one pass over the moves of these files for the days."""
    key = _key(asked)
    lines: dict[int, Line] = defaultdict(Line)
    for group, *numbers in session.execute(_counted(actor, asked, key)):
        files, rounds, first, passed, paper, *by_rounds = (int(number or 0) for number in numbers)
        lines[group or 0] = Line(
            files=files, rounds=rounds, first=first, passed=passed, paper=paper, by_rounds=tuple(by_rounds)
        )
    desks = _desks(session, actor, asked, key, lines)
    _add_findings(session, actor, asked, key, lines)
    names = dict(_names(session, list(lines)))
    for group, line in lines.items():
        line.id, line.name = group, names.get(group, "")
    ordered = [lines[group] for group in names] + [line for group, line in lines.items() if group not in names]
    return Statistics(
        _sum(ordered), ordered, desks, _rules(session, actor, asked), _causes(session, actor, asked)
    )  # fmt: skip


def _files(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    where = [
        visible_to(actor, Declaration), col(Declaration.region_id) == asked.region_id,
        col(Declaration.fiscal_year) == asked.year, col(Declaration.round) > 0,
    ]  # fmt: skip
    if asked.department_id:
        where.append(col(Declaration.department_id) == asked.department_id)
    if asked.section_id:
        reviewed = select(col(Organisation.id)).where(col(Organisation.section_id) == asked.section_id)
        where.append(col(Declaration.department_id).in_(reviewed))
    return where


def _key(asked: Asked) -> Any:
    """What a line is about."""
    return col(Organisation.section_id) if asked.by == "section" else col(Declaration.department_id)


def _of_files(*columns: Any) -> Select[Any]:
    query: Select[Any] = select(*columns).select_from(Declaration)
    return query.join(Organisation, col(Organisation.id) == col(Declaration.department_id))


def _counted(actor: Actor, asked: Asked, key: Any) -> Select[Any]:
    conditions = [MEASURES[name][0]("") for name in ("first", "passed", "paper")]
    conditions += [_round(number) for number in ROUNDS]
    numbers = [func.sum(case((condition, 1), else_=0)) for condition in conditions]
    columns = (key, func.count(), func.sum(col(Declaration.round)), *numbers)
    return _of_files(*columns).where(*_files(actor, asked)).group_by(key)


def _desks(session: Session, actor: Actor, asked: Asked, key: Any, lines: dict[int, Line]) -> list[DeskLine]:
    """By desk; the days also go to the line of the file, told apart by who held it."""
    where = _files(actor, asked)
    group_of = {key: group for key, group in session.execute(_of_files(col(Declaration.id), key).where(*where))}
    desks = {desk.value: DeskLine(desk.value) for desk in Desk}
    for stay in stays(session, select(col(Declaration.id)).where(*where)):
        desk, line = desks[stay.desk], lines[group_of[stay.declaration_id] or 0]
        desk.stays += 1
        desk.days += stay.days
        desk.present += stay.present
        if stay.days > desk.longest:
            desk.longest, desk.longest_id = stay.days, stay.declaration_id
        if stay.desk in UNIT_DESKS:
            line.unit_days += stay.days
        else:
            line.finance_days += stay.days
    return list(desks.values())


def _add_findings(session: Session, actor: Actor, asked: Asked, key: Any, lines: dict[int, Line]) -> None:
    where = _files(actor, asked)
    sums = (func.sum(col(SubmittedFinding.findings)), func.sum(col(SubmittedFinding.explained)))
    found = _of_files(key, *sums).join(SubmittedFinding, col(SubmittedFinding.declaration_id) == col(Declaration.id))
    for group, findings, explained in session.execute(found.where(*where).group_by(key)):
        lines[group or 0].findings, lines[group or 0].explained = int(findings), int(explained)
    late = _of_files(key, func.count()).join(LateComment, col(LateComment.declaration_id) == col(Declaration.id))
    for group, count in session.execute(late.where(*where).group_by(key)):
        lines[group or 0].late = count


def _names(session: Session, ids: list[int]) -> list[tuple[int, str]]:
    query = select(col(Organisation.id), col(Organisation.name)).where(col(Organisation.id).in_(ids))
    ordered = query.order_by(col(Organisation.sort_key), col(Organisation.id))
    return [(key, name) for key, name in session.execute(ordered)]


def _rules(session: Session, actor: Actor, asked: Asked) -> list[RuleLine]:
    """Those that spoke most come first."""
    findings, explained = col(SubmittedFinding.findings), col(SubmittedFinding.explained)
    said = func.sum(findings)
    query = (
        select(col(SubmittedFinding.rule), said, func.sum(explained), func.count(), _how_many(explained > 0))
        .join(Declaration, col(Declaration.id) == col(SubmittedFinding.declaration_id))
        .where(*_files(actor, asked))
        .group_by(col(SubmittedFinding.rule))
        .order_by(said.desc(), col(SubmittedFinding.rule))
    )
    return [RuleLine(rule, *(int(number) for number in numbers)) for rule, *numbers in session.execute(query)]


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _causes(session: Session, actor: Actor, asked: Asked) -> list[CauseLine]:
    """Every cause, also those that never came up."""
    files = func.count(func.distinct(col(LateComment.declaration_id)))
    query = (
        select(col(LateComment.cause), func.count(), files)
        .join(Declaration, col(Declaration.id) == col(LateComment.declaration_id))
        .where(*_files(actor, asked))
        .group_by(col(LateComment.cause))
    )
    found = {cause: CauseLine(cause, comments, files) for cause, comments, files in session.execute(query)}
    return [found.get(cause.value, CauseLine(cause.value, 0, 0)) for cause in LateCause]


SUMMED = ("files", "rounds", "passed", "first", "unit_days", "finance_days", "findings", "explained", "late", "paper")


def _sum(lines: list[Line]) -> Line:
    total = Line(by_rounds=tuple(sum(line.by_rounds[place] for line in lines) for place in range(len(ROUNDS))))
    for name in SUMMED:
        setattr(total, name, sum(getattr(line, name) for line in lines))
    return total


def sections(session: Session, actor: Actor, asked: Asked) -> list[tuple[int, str]]:
    """Reviewing sections with files of the year in the actor's scope, for the filter."""
    everything = Asked(asked.region_id, asked.year)
    seen = _of_files(col(Organisation.section_id)).where(*_files(actor, everything)).distinct()
    return _names(session, [key for (key,) in session.execute(seen) if key])
