"""The draft of one form as it would be: computed from what was read, what a person corrected, and what there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.canonical import Profile
from workflow.canonical.paths import BASICS
from workflow.documents.intake.draft import to_declaration
from workflow.documents.intake.reading import FormRead, ProblemRead, Reading
from workflow.documents.intake.sentences import in_english
from workflow.lifecycle.intake_files import unpacked
from workflow.models import Declaration, DeclarationTask, IntakeFile, IntakeForm, Organisation
from workflow.review.settings import read_settings
from workflow.rules import Context, Finding, check
from workflow.services.intake.places import Piece, lies_within, path_at, pieces, steady
from workflow.services.intake.typing import Corrected, corrected, unread
from workflow.services.tasks_admin import closing_for
from workflow.texts import said
from workflow.types import Kind, State

SURE = 0.7
"""A place read with less confidence is to be looked at by a person."""
PROJECT_NAME = f"{BASICS}/-/project_name"


@dataclass(frozen=True)
class Doubt:
    """Something to check before the draft is made. ``code``: nameless (the project's name is to be typed in) · unsure
    (of the reading) · problem (of the reader; ``english`` says ``snippet`` in English) · other_year, other_unit (the
    form prints another than chosen). ``key`` names it when it is confirmed."""

    key: str
    code: str
    path: str = ""
    snippet: str = ""
    where: str = ""
    settled: bool = False
    english: str = ""

    @property
    def confirmable(self) -> bool:
        """Whether a tick settles it; a name that is missing has to be given."""
        return self.code != "nameless"


@dataclass(frozen=True)
class Sheet:
    """Everything the page of one form shows."""

    form: IntakeForm
    file: IntakeFile
    read: FormRead
    unit: str
    department: str
    pieces: list[Piece]
    doubts: list[Doubt]
    tasks: list[DeclarationTask]
    task: DeclarationTask | None
    target: Declaration | None = None
    profile: Profile | None = None
    draft: Corrected | None = None
    cells: dict[str, str] = field(default_factory=dict)
    """As read, before any correction."""
    base: Document | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def shown_on(self) -> Profile:
        """The form of the draft; only asked where there is a draft."""
        if self.profile is None:
            raise LookupError("no draft, no form")
        return self.profile

    @property
    def open_doubts(self) -> list[Doubt]:
        return [item for item in self.doubts if not item.settled]


def sheets_of(session: Session, file: IntakeFile, forms: Iterable[IntakeForm]) -> list[Sheet]:
    """The drafts of several forms of one file."""
    reading = unpacked(file)
    return [_sheet(session, file, reading, form) for form in forms]


def sheet_of(session: Session, form: IntakeForm) -> Sheet:
    """The draft of a form within reach."""
    file = session.get_one(IntakeFile, form.file_id)
    return _sheet(session, file, unpacked(file), form)


def _sheet(session: Session, file: IntakeFile, reading: Reading, form: IntakeForm) -> Sheet:
    read = reading.forms[form.number]
    names = {key: session.get_one(Organisation, key).name for key in (form.unit_id, form.department_id)}
    tasks = open_tasks(session, form)
    task = _chosen(tasks, form)
    unit, department = names[form.unit_id], names[form.department_id]
    base: dict[str, Any] = {
        "form": form, "file": file, "read": read, "unit": unit, "department": department, "tasks": tasks, "task": task,
    }  # fmt: skip
    if task is None:
        found = pieces(reading, form.number, None)
        return Sheet(**base, pieces=found, doubts=_doubts(form, read, reading, found, [], None, unit))
    name = said(form.typed.get(PROJECT_NAME, read.project_name))
    target = _target(session, form.unit_id, task.fiscal_year, name) if name else None
    profile = regional.profile(session, target.form_profile if target else task.form_profile)
    document, problems = to_declaration(read, profile, department, unit, task.fiscal_year, nameless=True)
    document = steady(document) if document else None
    found = pieces(reading, form.number, document)
    doubts = _doubts(form, read, reading, found, [ProblemRead.of(item) for item in problems], task, unit)
    if document and not name:
        doubts.insert(0, Doubt("nameless", "nameless", PROJECT_NAME))
    shown = {f"{BASICS}/-/{field.name}" for field in profile.header_fields()}
    printed = {piece.path: piece.snippet for piece in found if piece.path in shown}
    raw = unread(corrected(document, {}).cells, printed) if document else {}
    draft = corrected(document, {**raw, **form.typed}) if document else None
    return Sheet(
        **base, pieces=found, doubts=doubts, target=target, profile=profile, draft=draft, base=document,
        cells=corrected(document, raw).cells if document else {},
        findings=_findings(session, form, profile, task.fiscal_year, draft) if draft else [],
    )  # fmt: skip


def open_tasks(session: Session, form: IntakeForm) -> list[DeclarationTask]:
    """Tasks for projects that this unit may declare in today, the newest year first."""
    today = clock.business_date()
    query = select(DeclarationTask).where(
        DeclarationTask.region_id == form.region_id,
        DeclarationTask.kind == Kind.project,
        col(DeclarationTask.opens_on) <= today,
    )
    found = session.exec(query.order_by(col(DeclarationTask.fiscal_year).desc(), col(DeclarationTask.id))).all()
    return [task for task in found if closing_for(session, task, form.unit_id) >= today]


def _chosen(tasks: Sequence[DeclarationTask], form: IntakeForm) -> DeclarationTask | None:
    """The one a person chose, else of the printed year, else the newest."""
    chosen = [task for task in tasks if task.id == form.task_id]
    printed = [task for task in tasks if task.fiscal_year == form.fiscal_year]
    return next(iter((*chosen, *printed, *tasks)), None)


def _target(session: Session, unit_id: int, year: int, name: str) -> Declaration | None:
    """The declaration of the same project and year; while one is open, that one."""
    query = select(Declaration).where(
        Declaration.kind == Kind.project,
        Declaration.unit_id == unit_id,
        Declaration.fiscal_year == year,
        Declaration.project_name == name,
        col(Declaration.state) != State.terminated,
    )
    newest = query.order_by((col(Declaration.state) == State.drafted).desc(), col(Declaration.id).desc())
    return session.exec(newest.limit(1)).first()


def _findings(session: Session, form: IntakeForm, profile: Profile, year: int, draft: Corrected) -> list[Finding]:
    found = regional.setting(session, form.region_id, regional.REVIEW_RULES, year)
    context = Context(profile, read_settings(found, clock.business_date()))
    return [item for item in check(draft.document, context) if item.path not in draft.raw]


def _doubts(
    form: IntakeForm, read: FormRead, reading: Reading, found: Iterable[Piece], carried: Iterable[ProblemRead],
    task: DeclarationTask | None, unit: str,
) -> list[Doubt]:  # fmt: skip
    """In the order a person checks them: what the form is for, then place by place, then what was not understood."""
    places = list(found)
    doubts: list[Doubt] = []
    if task and read.fiscal_year and read.fiscal_year != task.fiscal_year:
        doubts.append(Doubt(f"other_year:{task.fiscal_year}", "other_year", snippet=str(read.fiscal_year)))
    if read.unit and said(read.unit) != unit:
        doubts.append(Doubt(f"other_unit:{form.unit_id}", "other_unit", snippet=read.unit))
    doubts += [
        Doubt(f"unsure:{piece.read_path}", "unsure", piece.path, piece.snippet, piece.where)
        for piece in places
        if piece.confidence < SURE
    ]
    told = [*carried, *_problems(form, reading, places)]
    once = {(item.message, item.where): item for item in told}.values()
    doubts += [
        Doubt(f"problem:{at}", "problem", path_at(item.where, places), item.message, item.where,
              english=in_english(item.sentence, item.facts, item.message))
        for at, item in enumerate(once)
    ]  # fmt: skip
    return [_said_of(form, item) for item in doubts]


def _problems(form: IntakeForm, reading: Reading, places: Iterable[Piece]) -> list[ProblemRead]:
    """What the reader says about this form: of the only form everything, else what lies among its places."""
    here, only = list(places), len(reading.forms) == 1
    return [item for item in reading.problems if only or lies_within(item.where, here)]


def _said_of(form: IntakeForm, doubt: Doubt) -> Doubt:
    """Confirmed, or corrected: who typed into the place has looked at it."""
    touched = bool(doubt.path) and any(
        path == doubt.path or path.startswith(f"{doubt.path}/") or doubt.path.startswith(f"{path}/")
        for path in form.typed
    )
    settled = touched or doubt.key in form.settled
    return replace(doubt, settled=settled)
