"""Declarations and reports at any desk, brought there by the product's own moves. Plain functions, real database."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from tests.domain.world import World
from workflow import clock, db
from workflow.canonical import Declaration as Document
from workflow.canonical import content_hash
from workflow.documents.assemble import document_of, write_document
from workflow.documents.report_content import report_hash
from workflow.documents.values import value_at
from workflow.errors import Refusal
from workflow.lifecycle import Case, Inputs, pair_of
from workflow.models import (
    Declaration,
    DeclarationTask,
    FiledBy,
    MonitoringCampaign,
    MonitoringItem,
    MonitoringReport,
    Project,
)
from workflow.services.editing import Change, edit
from workflow.services.moves import move_declaration, move_report

EXAMPLES = Path(__file__).parents[2] / "examples" / "declarations"
PLAIN = "ezhou-2025-approval/01-labour-matching"
WEIGHTED = "jianghan-2024/02-labour-inspection"
BUDGET = "basics/-/budget_total"
TARGET = "indicators/i002/target"
TEXT = "basics/-/establishment_basis"

_numbers = count(1)


@dataclass(frozen=True)
class File:
    """One declaration or report by its id, with the people of its unit."""

    world: World
    model: type[Any]
    id: int
    unit: str

    def read(self) -> Any:
        """The row as it is stored now."""
        with db.unit_of_work() as session:
            return session.get_one(self.model, self.id)

    @property
    def pair(self) -> str:
        return pair_of(self.read())

    @property
    def kind(self) -> str:
        return str(self.model.__tablename__)

    @property
    def under_department(self) -> bool:
        return not self.unit.endswith("_own")

    def document(self) -> Document:
        with db.unit_of_work() as session:
            return document_of(session, session.get_one(self.model, self.id))

    def hash(self) -> str:
        """What a signer sees now."""
        with db.unit_of_work() as session:
            return hash_of(session, session.get_one(self.model, self.id))


def hash_of(session: Session, row: Any) -> str:
    if isinstance(row, Declaration):
        return content_hash(document_of(session, row))
    return report_hash(session, row)


def example(name: str) -> Document:
    """A committed example as canonical document."""
    return Document.model_validate(json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8")))


# --- making files ---------------------------------------------------------------------------------------------------


def make_declaration(
    world: World,
    *,
    unit: str = "centre",
    content: str = PLAIN,
    fiscal_year: int = 2025,
    closes_on: date = date(2025, 12, 31),
    typed_by: str = "",
    kind: str = "project",
) -> File:
    """A draft at the filer's desk, typed in from an example, with a task and a project of its own."""
    document, number, now = example(content), next(_numbers), clock.now()
    department = {"centre": "hr", "inspection": "hr", "hr_own": "hr", "justice_own": "justice"}[unit]
    place: dict[str, Any] = {
        "region_id": world.regions["ezhou"],
        "department_id": world.organisations[department],
        "unit_id": world.organisations[unit],
    }
    with db.unit_of_work(write=True) as session:
        task = DeclarationTask(
            created_at=now,
            region_id=place["region_id"],
            fiscal_year=fiscal_year,
            name=f"任务{number}",
            kind=kind,
            form_profile=document.form_profile,
            opens_on=date(2025, 1, 1),
            closes_on=closes_on,
        )
        project = Project(created_at=now, name=f"{document.project_name}{number}", **place)
        session.add_all((task, project))
        session.flush()  # their ids are referred to below
        row = Declaration(
            task_id=task.id,
            project_id=project.id if kind == "project" else None,
            kind=kind,
            form_profile=document.form_profile,
            fiscal_year=fiscal_year,
            project_name=document.project_name,
            held_since=now,
            created_at=now,
            updated_at=now,
            **place,
        )
        session.add(row)
        session.flush()
        write_document(session, row, document)
        filer = world.people[typed_by or people_of(unit)["filer"]]
        session.add(FiledBy(object_kind="declaration", object_id=row.id, user_id=filer))
        return File(world, Declaration, row.id, unit)


def make_report(declaration: File, *, filled: bool = True, typed_by: str = "") -> File:
    """A monitoring report on an approved declaration in a campaign of its own."""
    world, now = declaration.world, clock.now()
    row = declaration.read()
    place = {key: getattr(row, key) for key in ("region_id", "department_id", "unit_id", "fiscal_year", "project_id")}
    with db.unit_of_work(write=True) as session:
        campaign = MonitoringCampaign(
            created_at=now,
            region_id=row.region_id,
            fiscal_year=row.fiscal_year,
            round=next(_numbers),
            name="监控",
            cutoff_month=8,
            deadline=date(2025, 9, 30),
        )
        session.add(campaign)
        session.flush()
        report = MonitoringReport(
            created_at=now,
            campaign_id=campaign.id,
            declaration_id=row.id,
            held_since=now,
            initial_fen=0,
            adjusted_fen=0,
            executed_fen=0,
            as_of=date(2025, 8, 31),
            updated_at=now,
            **place,
        )
        session.add(report)
        session.flush()
        for position, uid in enumerate(("i001", "i002")):
            done: dict[str, Any] = {"actual": "5次", "likelihood": "certain"} if filled else {}
            session.add(MonitoringItem(report_id=report.id, indicator_uid=uid, position=position, **done))
        if filled:
            filer = world.people[typed_by or people_of(declaration.unit)["filer"]]
            session.add(FiledBy(object_kind="monitoring_report", object_id=report.id, user_id=filer))
        return File(world, MonitoringReport, report.id, declaration.unit)


# --- moving them ----------------------------------------------------------------------------------------------------


def move(file: File, who: str, action: str, *, version: int | None = None, **inputs: Any) -> Case:
    """One click: the version and the hash are the present ones unless given."""
    with db.unit_of_work(write=True) as session:
        return attempt(session, file, who, action, version=version, **inputs)


def attempt(session: Session, file: File, who: str, action: str, *, version: int | None = None, **inputs: Any) -> Case:
    """The same inside the caller's transaction."""
    row = session.get_one(file.model, file.id)
    if action in ("sign", "sign_on_paper"):
        inputs.setdefault("content_hash", hash_of(session, row))
    seen = row.version if version is None else version
    verb: Callable[..., Case] = move_declaration if file.model is Declaration else move_report
    return verb(session, file.world.actor(who), file.id, action, seen, Inputs(**inputs))


def refusal(file: File, who: str, action: str, *, version: int | None = None, **inputs: Any) -> Refusal:
    """The refusal a click meets; it is an error if the click succeeds."""
    try:
        move(file, who, action, version=version, **inputs)
    except Refusal as found:
        return found
    raise AssertionError(f"{action} by {who} was not refused")


def people_of(unit: str) -> dict[str, str]:
    """Who usually does each step for a unit."""
    own = {"filer": "filer_own_a", "head": "head_own_a"}
    other = {"filer": "filer_other", "head": "head_other"}
    unit_people = {"hr_own": own, "inspection": other}.get(unit, {"filer": "filer_a", "head": "head_a"})
    finance = {"section": "section_a", "performance": "performance_a", "batch": "performance_b"}
    return {**unit_people, "department": "reviewer_a", **finance}


PASS: dict[str, Any] = {"opinion": "绩效目标明确，指标可衡量", "grade": "good"}
MAIN_ROAD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "drafted/filer": ("filer", "send_up", {}),
    "drafted/head": ("head", "sign", {}),
    "drafted/department": ("department", "sign", {}),
    "submitted/section": ("section", "pass_review", PASS),
    "finance_reviewed/performance": ("performance", "clear", {}),
    "finance_reviewed/batch": ("batch", "approve", {}),
}
"""From draft to approval: who does what at each place."""

REPORT_ROAD: dict[str, tuple[str, str, dict[str, Any]]] = {
    "drafted/filer": ("filer", "send_up", {}),
    "drafted/head": ("head", "sign", {}),
    "drafted/department": ("department", "sign", {}),
    "submitted/section": ("section", "accept", {}),
}


def bring(file: File, *places: str) -> File:
    """Along the main road until the file lies at the first of the ``places`` it meets."""
    if "submitted/performance" in places:
        bring(file, "submitted/section")
        move(file, people_of(file.unit)["section"], "propose_refusal", reason="目标不明确")
    road = MAIN_ROAD if file.model is Declaration else REPORT_ROAD
    for _ in range(len(road) + 1):
        pair = file.pair
        if pair in places:
            return file
        who, action, inputs = road[pair]
        move(file, people_of(file.unit)[who], action, **inputs)
    raise AssertionError(f"never came to {places}")


def declaration_at(world: World, pair: str, **how: Any) -> File:
    """A declaration that came to ``pair`` by real moves; ``monitored`` by an accepted report."""
    file = make_declaration(world, **how)
    if pair == "terminated":
        move(file, people_of(file.unit)["filer"], "discard")
        return file
    if pair == "monitored":
        bring(file, "approved")
        bring(make_report(file), "accepted")
        return file
    return bring(file, pair)


def report_at(world: World, pair: str, **how: Any) -> File:
    """A report on an approved declaration that came to ``pair`` by real moves."""
    file = make_report(declaration_at(world, "approved", **how))
    if pair == "cancelled":
        move(file, "performance_a", "cancel", reason="重复")
        return file
    return bring(file, pair)


GROUNDS: dict[str, Any] = {
    "reason": "追加预算",
    "adjustment_type": "policy",
    "document": "鄂州财预〔2025〕9号",
    "document_date": date(2025, 2, 28),
    "document_issuer": "鄂州市财政局",
}
"""What an adjustment is opened with."""


def adjustment_of(declaration: File, who: str = "filer_a", *, target: str = "≥9次", **grounds: Any) -> File:
    """The revision that ``open_adjustment`` makes; with another target, unless told "" to leave it as it was."""
    case = move(declaration, who, "open_adjustment", **GROUNDS | grounds)
    new = File(declaration.world, Declaration, case.made["revision"].id, declaration.unit)
    if target:
        type_target(new, who, target)
    return new


def type_target(file: File, who: str, target: str) -> None:
    """Another target of the indicator the tests change."""
    with db.unit_of_work(write=True) as session:
        old = value_at(document_of(session, session.get_one(Declaration, file.id)), TARGET)
        edit(session, file.world.actor(who), file.id, [Change("set", TARGET, old, target)])


def rows_of(file: File, model: type[Any], column: str = "", **where: Any) -> list[Any]:
    """Rows that belong to a file, oldest first: by ``column``, or by ``object_kind`` and ``object_id``."""
    own = {column: file.id} if column else {"object_kind": file.kind, "object_id": file.id}
    with db.unit_of_work() as session:
        return list(session.exec(select(model).filter_by(**own, **where).order_by(model.id)))
