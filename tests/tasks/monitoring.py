"""Campaigns, payments and reports for the tests of monitoring. Plain functions, real database."""

from datetime import date
from itertools import count
from typing import Any

from sqlmodel import select

from tests.domain.factories import File
from tests.domain.world import World
from workflow import clock, db
from workflow.models import (
    Declaration,
    DeclarationTask,
    FileContent,
    Indicator,
    LedgerEntry,
    MonitoringCampaign,
    MonitoringItem,
    MonitoringReport,
    Payment,
    PaymentBatch,
    Project,
    Snapshot,
)
from workflow.services.campaigns import Opening, open_campaign
from workflow.services.payments import totals

DEADLINE = date(2025, 8, 31)
BUDGET = 100_000_000
PROFILE = "ezhou-2025-approval"
_numbers = count(1)


def in_force(world: World, unit: str = "centre", *, year: int = 2025, state: str = "approved", **changes: Any) -> File:
    """An approved declaration written straight into the tables: two yearly indicators, a long-term one, a budget."""
    number, now = next(_numbers), clock.now()
    department = "justice" if unit == "justice_own" else "hr"
    place: dict[str, Any] = {"region_id": world.regions["ezhou"], "department_id": world.organisations[department]}
    place["unit_id"] = world.organisations[unit]
    with db.unit_of_work(write=True) as session:
        task = DeclarationTask(
            created_at=now, region_id=place["region_id"], fiscal_year=year, name=f"任务{number}",
            form_profile=PROFILE, opens_on=date(year, 1, 1), closes_on=date(year, 12, 31),
        )  # fmt: skip
        project = Project(created_at=now, name=f"项目{number}", **place)
        snapshot = Snapshot(created_at=now, content_hash=f"{number:064d}", schema_version=1, packed=b"-")
        session.add_all((task, project, snapshot))
        session.flush()  # the declaration names them
        row = Declaration(
            created_at=now, updated_at=now, held_since=now, task_id=task.id, project_id=project.id,
            form_profile=PROFILE, fiscal_year=year, project_name=project.name, sort_key=f"{number:06d}", **place,
        )  # fmt: skip
        session.add(row)
        session.flush()  # a NULL desk cannot be inserted: the column has a default
        approval = {"approved_at": now, "approved_by": 1, "approved_snapshot_id": snapshot.id}
        approved: dict[str, Any] = {"state": state, "desk": None, "held_since": None, "in_force": True, **approval}
        row.sqlmodel_update(approved | changes)
        for position, (uid, horizon) in enumerate((("i001", "annual"), ("i002", "long_term"), ("i003", "annual"))):
            session.add(Indicator(declaration_id=row.id, uid=uid, horizon=horizon, position=position, target="≥3次"))
        session.add(
            LedgerEntry(created_at=now, project_id=project.id, fiscal_year=year, kind="initial", amount_fen=BUDGET)
        )
    return File(world, Declaration, row.id, unit)


def opened(world: World, who: str = "performance_a", **changes: Any) -> MonitoringCampaign:
    """A campaign of 2025 to the end of July."""
    told: dict[str, Any] = {"year": 2025, "cutoff_month": 7, "deadline": DEADLINE} | changes
    with db.unit_of_work(write=True) as session:
        return open_campaign(session, world.actor(who), world.regions["ezhou"], Opening(**told))


def reports(campaign_id: int) -> list[MonitoringReport]:
    """In the order they were opened."""
    query = select(MonitoringReport).where(MonitoringReport.campaign_id == campaign_id)
    with db.unit_of_work() as session:
        return sorted(session.exec(query), key=lambda report: report.id)


def report_of(campaign_id: int, file: File) -> File:
    """The newest report of one declaration as a file that can be moved; older ones were cancelled."""
    *older, found = [report for report in reports(campaign_id) if report.declaration_id == file.id]
    assert all(report.state == "cancelled" for report in older)
    return File(file.world, MonitoringReport, found.id, file.unit)


def items(report_id: int) -> list[MonitoringItem]:
    """In form order."""
    query = select(MonitoringItem).where(MonitoringItem.report_id == report_id)
    with db.unit_of_work() as session:
        return sorted(session.exec(query), key=lambda item: item.position)


def pay(file: File, fen: int, day: date) -> None:
    """One matched voucher line for the project of a declaration, of the year it was paid in, as files have it."""
    row, number, now = file.read(), next(_numbers), clock.now()
    digest = f"{number:064d}"
    with db.unit_of_work(write=True) as session:
        session.add(FileContent(sha256=digest, size=1, content=b"-"))
        session.flush()  # the batch names it
        batch = PaymentBatch(
            created_at=now, region_id=row.region_id, fiscal_year=day.year, file_name="a.csv", sha256=digest
        )
        session.add(batch)
        session.flush()  # the payment names it
        session.add(
            Payment(
                fiscal_year=day.year, region_id=row.region_id, voucher_no=f"V{number}", paid_on=day,
                amount_fen=fen, content_hash=digest, batch_id=batch.id, row_no=1, project_id=row.project_id,
                matched_by="code",
            )
        )  # fmt: skip
        session.flush()
        totals.rebuild(session, row.region_id, day.year)
