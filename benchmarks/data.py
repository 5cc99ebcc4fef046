"""Synthetic data of any size, written in bulk: one region, units, declarations with indicators, payments."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from migrations import run
from workflow import db
from workflow.canonical.profile import shipped
from workflow.models import (
    Declaration,
    DeclarationTask,
    FormProfile,
    Goal,
    Grant,
    Indicator,
    LedgerEntry,
    Organisation,
    Payment,
    PaymentBatch,
    Project,
    Region,
    UserAccount,
)
from workflow.types import Role

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
YEAR = 2026
PROFILE = "ezhou-2025-approval-table"
INDICATORS = 13
CHUNK = 2_000
PROJECTS_PER_UNIT = 15
UNITS_PER_DEPARTMENT = 5
FIRST_PLACE = 10
"""Id of the first department; the units follow the departments."""


@dataclass(frozen=True)
class People:
    """Ids of the accounts the benchmarks act as."""

    heads: dict[int, int]
    performance: int
    auditor: int


def prepare(url: str) -> None:
    """A migrated database without rows."""
    run.upgrade(db.configure(url))


def chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Lists of at most ``CHUNK`` rows."""
    part: list[dict[str, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def write(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    """Bulk insert."""
    for part in chunks(rows):
        session.connection().execute(insert(table), part)


def fill(declarations: int, *, state: str, desk: str, contents: bool = True) -> People:
    """Region, organisations, people and ``declarations`` projects with one declaration each.

    Without ``contents`` the declarations have no goals and indicators, which lists and sums do not read.
    """
    with db.unit_of_work(write=True) as session:
        session.add(Region(id=1, code="420700", name="基准市"))
        profile = shipped()[PROFILE]
        definition = json.loads(profile.model_dump_json())
        session.add(FormProfile(code=PROFILE, kind="project", title=profile.title, definition=definition))
        session.flush()  # the rows below refer to both
        units = _organisations(session, declarations)
        people = _people(session, units)
        session.add(
            DeclarationTask(
                id=1,
                created_at=NOW,
                region_id=1,
                fiscal_year=YEAR,
                name="基准任务",
                form_profile=PROFILE,
                opens_on=date(2026, 1, 1),
                closes_on=date(2099, 12, 31),
            )
        )
        session.flush()
        _declarations(session, declarations, units, state, desk)
        if contents:
            _contents(session, declarations)
    return people


def _organisations(session: Session, declarations: int) -> list[tuple[int, int]]:
    """(unit, department) ids."""
    count = -(-declarations // PROJECTS_PER_UNIT)
    departments = -(-count // UNITS_PER_DEPARTMENT)
    base = {"region_id": 1, "valid_from": date(2020, 1, 1), "sort_key": "", "short_name": "", "own_level": False}
    none = {"parent_id": None, "section_id": None}
    rows = [base | none | {"id": 1, "kind": "bureau", "code": "B", "name": "财政局", "path": "/1/"}]
    rows += [base | none | {"id": 2, "kind": "section", "code": "S", "name": "业务科", "path": "/1/2/", "parent_id": 1}]
    first = FIRST_PLACE
    for index in range(departments):
        key = first + index
        rows.append(base | none | {"id": key, "kind": "department", "code": f"D{key}", "name": f"部门{key}",
                                   "path": f"/{key}/", "section_id": 2})  # fmt: skip
    units = []
    for index in range(count):
        key, parent = first + departments + index, first + index // UNITS_PER_DEPARTMENT
        own = {"own_level": True, "path": f"/{parent}/{key}/", "parent_id": parent}
        rows.append(base | none | {"id": key, "kind": "unit", "code": f"U{key}", "name": f"单位{key}"} | own)
        units.append((key, parent))
    write(session, Organisation, iter(rows))
    return units


def unit_of(index: int, declarations: int) -> tuple[int, int]:
    """(unit, department) of the declaration at this place, counted from 0."""
    units = -(-declarations // PROJECTS_PER_UNIT)
    place, departments = index // PROJECTS_PER_UNIT, -(-units // UNITS_PER_DEPARTMENT)
    return FIRST_PLACE + departments + place, FIRST_PLACE + place // UNITS_PER_DEPARTMENT


def _people(session: Session, units: list[tuple[int, int]]) -> People:
    accounts: list[dict[str, Any]] = []
    grants: list[dict[str, Any]] = []
    heads: dict[int, int] = {}

    def add(role: Role, place: int) -> int:
        key = len(accounts) + 1
        names = {"username": f"u{key}", "name": f"人员{key}", "phone": "", "email": "", "language": "zh"}
        state = {"password_hash": "x", "active": True, "session_epoch": 1, "failed_logins": 0}
        accounts.append({"id": key, "created_at": NOW} | names | state)
        grants.append({"user_id": key, "role": role.value, "organisation_id": place})
        return key

    for unit, _department in units:
        heads[unit] = add(Role.unit_head, unit)
    for _ in range(3):
        add(Role.section_reviewer, 2)
    performance, auditor = add(Role.performance, 1), add(Role.auditor, 1)
    write(session, UserAccount, iter(accounts))
    write(session, Grant, iter(grants))
    return People(heads, performance, auditor)


def _declarations(session: Session, count: int, units: list[tuple[int, int]], state: str, desk: str) -> None:
    def place(index: int) -> tuple[int, int]:
        return units[index // PROJECTS_PER_UNIT]

    write(session, Project, (
        {"id": i + 1, "created_at": NOW, "region_id": 1, "department_id": place(i)[1], "unit_id": place(i)[0],
         "name": f"项目{i}", "sort_key": f"xiang mu {i:07d}", "initials": "xm"} for i in range(count)
    ))  # fmt: skip
    write(session, Declaration, (
        {"id": i + 1, "created_at": NOW, "updated_at": NOW, "held_since": NOW + timedelta(seconds=i), "kind": "project",
         "project_id": i + 1, "task_id": 1, "stage": "first_pass", "form_profile": PROFILE, "region_id": 1,
         "department_id": place(i)[1], "unit_id": place(i)[0], "fiscal_year": YEAR, "revision": 1, "in_force": False,
         "adjustment_reason": "", "adjustment_document": "", "state": state, "desk": desk, "round": 0, "version": 1,
         "project_name": f"项目{i}", "sort_key": f"xiang mu {i:07d}", "initials": "xm", "responsible_person": "",
         "phone": "", "budget_total_fen": 1_000_000 * (i % 500 + 1)} for i in range(count)
    ))  # fmt: skip


def _contents(session: Session, count: int) -> None:
    write(session, Goal, (
        {"declaration_id": i + 1, "uid": f"g{n}", "origin_uid": "", "position": n, "horizon": horizon,
         "name": f"{horizon}目标1", "text": "提高服务质量，按期完成任务"}
        for i in range(count) for n, horizon in enumerate(("long_term", "annual"))
    ))  # fmt: skip
    levels = (("产出指标", "数量指标"), ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标"))
    write(session, Indicator, (
        {"declaration_id": i + 1, "uid": f"{h[0]}{n}", "origin_uid": "", "position": n, "horizon": h,
         "goal_uid": "g0" if h == "long_term" else "g1", "level1": levels[n % 3][0], "level2": levels[n % 3][1],
         "level3": f"指标{n}", "target": f"≥{90 + n % 10}%", "prior_two": "", "prior_one": "", "basis": "计划标准",
         "indicator_class": ""}
        for i in range(count) for h in ("long_term", "annual") for n in range(INDICATORS // 2 + 1)
    ))  # fmt: skip


def fill_money(payments: int, projects: int) -> None:
    """A ledger entry per project and ``payments`` vouchers spread over the year."""
    with db.unit_of_work(write=True) as session:
        session.connection().exec_driver_sql(
            "INSERT INTO file_content (id, sha256, size, content) VALUES (1, 'x', 1, 'x')"
        )
        session.add(PaymentBatch(id=1, created_at=NOW, region_id=1, fiscal_year=YEAR, file_name="x.csv", sha256="x"))
        session.flush()  # payments refer to it
        write(session, LedgerEntry, (
            {"created_at": NOW, "project_id": i + 1, "fiscal_year": YEAR, "kind": "initial", "document": "",
             "reason": "", "amount_fen": 500_000_000, "origin": "approval"} for i in range(projects)
        ))  # fmt: skip
        write(session, Payment, (
            {"fiscal_year": YEAR, "region_id": 1, "voucher_no": f"V{i}", "line_no": 1, "payee_account_hmac": "",
             "payee_account_tail": "", "payee_name": "", "paid_on": date(YEAR, i % 12 + 1, i % 28 + 1),
             "amount_fen": i % 90_000 + 100, "purpose": "", "project_code": "", "project_name": "", "unit_code": "",
             "unit_name": "", "function_code": "", "economic_code": "", "nature": "", "content_hash": "", "batch_id": 1,
             "row_no": i, "project_id": i % projects + 1, "matched_by": "code"} for i in range(payments)
        ))  # fmt: skip
    with db.engine().connect().execution_options(writes=True, isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def declaration_ids() -> list[tuple[int, int]]:
    """(declaration, unit) ids in order."""
    with db.unit_of_work() as session:
        return list(session.exec(select(Declaration.id, Declaration.unit_id).order_by(Declaration.id)))  # type: ignore[arg-type]
