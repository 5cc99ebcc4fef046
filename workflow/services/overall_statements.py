"""部门整体支出绩效目标 of a department and year, as its projects are held against it: from files, kept, replaced."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from workflow import clock
from workflow.canonical import Overall
from workflow.documents.overall_file import as_json, read_overall
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.models import Organisation, OverallStatement
from workflow.permissions import (
    KEEPS_OVERALL,
    READS_OVERALL,
    SYSTEM,
    Actor,
    DepartmentPlace,
    department_in_reach,
    departments_in_reach,
)
from workflow.review import mark_department
from workflow.review.settings import stand_of
from workflow.texts import said
from workflow.types import OrganisationKind

File = tuple[str, bytes]
"""Its name and what is in it."""


@dataclass(frozen=True)
class Kept:
    """What became of one file; ``outcome`` is ``new``, ``replaced`` or ``same`` (it stood so already)."""

    file: str
    department_id: int
    department: str
    overall: Overall
    outcome: str


def put_overall(
    session: Session, department_id: int, overall: Overall, actor: Actor = SYSTEM, file: str = ""
) -> OverallStatement:
    """Keep the statement in place of an earlier one; the department's declarations are checked again.

    What stood before goes to the audit log as a whole. The same content again changes nothing. Raises ``NotFound`` for
    what is no department.
    """
    query = select(Organisation).where(Organisation.id == department_id)
    department = session.exec(query.with_for_update(key_share=True)).first()
    if department is None or department.kind != OrganisationKind.department:
        raise NotFound("no_such_unit")
    row, content = _row(session, department_id, overall.fiscal_year), overall.model_dump(mode="json")
    if row and row.content == content:
        return row
    old = row.content if row else None
    row = row or OverallStatement(
        created_at=clock.now(), department_id=department_id, fiscal_year=overall.fiscal_year, content={}
    )
    row.content = content
    session.add(row)
    session.flush()  # its id names it in the audit log
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="put_overall",
        object_kind="overall_statement",
        object_id=row.id,
        details={"department": department.name, "year": overall.fiscal_year, "file": file, "old": old},
    )
    mark_department(session, department_id, overall.fiscal_year)
    return row


def opened(files: Sequence[File]) -> list[File]:
    """Documents turned into JSON, before any transaction; raises ``RuleFailed`` naming every file that is no use."""
    found, problems = list[File](), list[RuleFailed]()
    for name, content in files:
        try:
            found += as_json(name, content)
        except RuleFailed as refusal:
            problems += refusal.problems or [refusal]
    if problems:
        raise RuleFailed("overall_files_wrong", problems)
    return found


def load_files(session: Session, files: Sequence[File], actor: Actor | None = None, region_id: int = 0) -> list[Kept]:
    """All files or none: the department of each is the one it names, among those the actor keeps (None = the system).

    Raises ``RuleFailed`` whose problems name every file that cannot be taken over.
    """
    if not files:
        raise RuleFailed("overall_file_missing")
    departments = _departments(session, actor, region_id)
    read, problems = list[tuple[str, Overall, Organisation]](), list[RuleFailed]()
    for name, content in files:
        try:
            overall = read_overall(name, content)
            read.append((name, overall, _named(departments, name, overall.department)))
        except RuleFailed as refusal:
            problems += refusal.problems or [refusal]
    problems += _twice(read)
    if problems:
        raise RuleFailed("overall_files_wrong", problems)
    return [_keep(session, name, overall, department, actor) for name, overall, department in read]


def replace_overall(session: Session, actor: Actor, department_id: int, year: int, file: File, seen: str) -> Kept:
    """One file for the department and year of a page, whose ``stand`` was ``seen`` ("" = nothing was loaded).

    Raises ``NotFound``, ``NotAllowed``, ``Conflict('overall_changed')``, ``RuleFailed``.
    """
    department = department_in_reach(session, actor, department_id, READS_OVERALL)
    if not actor.holds_any(KEEPS_OVERALL, DepartmentPlace(department.region_id, department.id)):
        raise NotAllowed("no_role")
    if not file[1]:
        raise RuleFailed("overall_file_missing")
    overall = read_overall(*file)
    if overall.fiscal_year != year or said(overall.department) not in _names(department):
        raise RuleFailed(
            "overall_other_department", file=file[0], department=overall.department, year=overall.fiscal_year
        )
    session.exec(select(Organisation.id).where(Organisation.id == department_id).with_for_update(key_share=True)).one()
    row = _row(session, department_id, year)
    if (stand_of(row.content) if row else "") != seen:
        raise Conflict("overall_changed")
    return _keep(session, file[0], overall, department, actor)


def _departments(session: Session, actor: Actor | None, region_id: int) -> list[Organisation]:
    if actor is not None:
        return departments_in_reach(session, actor, KEEPS_OVERALL)
    query = select(Organisation).where(Organisation.kind == OrganisationKind.department)
    return list(session.exec(query.where(Organisation.region_id == region_id) if region_id else query))


def _names(department: Organisation) -> set[str]:
    return {said(department.name), said(department.short_name)} - {""}


def _named(departments: Iterable[Organisation], file: str, name: str) -> Organisation:
    found = [row for row in departments if said(name) in _names(row)]
    if not found:
        raise RuleFailed("overall_department_unknown", file=file, department=name)
    if len(found) > 1:
        raise RuleFailed("overall_department_unclear", file=file, department=name)
    return found[0]


def _twice(read: Sequence[tuple[str, Overall, Organisation]]) -> list[RuleFailed]:
    keys = [(department.id, overall.fiscal_year) for _, overall, department in read]
    first = {key: read[keys.index(key)][0] for key, count in Counter(keys).items() if count > 1}
    return [
        RuleFailed("overall_same_twice", file=read[at][0], other=first[key])
        for at, key in enumerate(keys)
        if key in first and keys.index(key) != at
    ]


def _row(session: Session, department_id: int, year: int) -> OverallStatement | None:
    query = select(OverallStatement).where(
        OverallStatement.department_id == department_id, OverallStatement.fiscal_year == year
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def _keep(session: Session, file: str, overall: Overall, department: Organisation, actor: Actor | None) -> Kept:
    place = DepartmentPlace(department.region_id, department.id)
    by = actor.acting(KEEPS_OVERALL, place) if actor else SYSTEM
    before = _row(session, department.id, overall.fiscal_year)
    old = before.content if before else None
    row = put_overall(session, department.id, overall, by, file)
    outcome = "new" if old is None else "same" if row.content == old else "replaced"
    return Kept(file, department.id, department.name, overall, outcome)
