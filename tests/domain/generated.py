"""Worlds by chance for the overview: files anywhere, due on any day, written directly; every row keeps the CHECKs."""

import hashlib
import random
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import null
from sqlmodel import Session

from tests.domain.world import World
from workflow import clock, db
from workflow.models import (
    CorrectiveAction,
    Declaration,
    DeclarationTask,
    EvaluationTask,
    FileContent,
    LedgerEntry,
    MonitoringCampaign,
    MonitoringReport,
    Payment,
    PaymentBatch,
    Project,
    ReturnOrder,
    ReviewCard,
    SelfEvaluation,
    Snapshot,
    TaskExtension,
)
from workflow.services.payments import totals

UNITS = {"centre": "hr", "inspection": "hr", "hr_own": "hr", "justice_own": "justice"}
PLACES = (
    ("drafted", "filer"), ("drafted", "head"), ("drafted", "department"), ("submitted", "section"),
    ("submitted", "performance"), ("finance_reviewed", "performance"), ("finance_reviewed", "batch"),
    *(("approved", None), ("monitored", None)) * 3, ("terminated", None),
)  # fmt: skip
FORM_PLACES = (
    ("drafted", "filer"), ("drafted", "head"), ("drafted", "department"), ("submitted", "section"),
    ("accepted", None), ("cancelled", None),
)  # fmt: skip
LIGHTS = ("", "red", "yellow", "green", "blue")
_numbers = count(1)


class Maker:
    """One world; ``year`` keeps worlds of one database apart."""

    def __init__(self, session: Session, world: World, year: int, seed: int) -> None:
        self.session, self.world, self.year, self.chance = session, world, year, random.Random(seed)
        self.now, self.today = clock.now(), clock.business_date()

    def add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def day(self) -> date:
        return self.today + timedelta(days=self.chance.randint(-9, 9))

    def place(self, unit: str) -> dict[str, Any]:
        ids = self.world.organisations
        return {"region_id": self.world.regions["ezhou"], "department_id": ids[UNITS[unit]], "unit_id": ids[unit]}

    def make(self, files: int) -> None:
        here: dict[str, Any] = {"region_id": self.world.regions["ezhou"], "fiscal_year": self.year}
        self.tasks = [
            self.add(DeclarationTask(created_at=self.now, name=f"任务{closes}", form_profile="ezhou-2025-approval",
                                     opens_on=date(2025, 1, 1), closes_on=closes, **here))
            for closes in (self.today - timedelta(days=2), self.today, self.today + timedelta(days=30))
        ]  # fmt: skip
        unit_id = self.world.organisations["centre"]
        self.add(TaskExtension(created_at=self.now, task_id=self.tasks[0].id, unit_id=unit_id, closes_on=self.day()))
        digest = hashlib.sha256(str(next(_numbers)).encode()).hexdigest()
        self.snapshot = self.add(Snapshot(created_at=self.now, content_hash=digest, schema_version=1, packed=b""))
        self.campaigns = [
            self.add(MonitoringCampaign(created_at=self.now, round=number, name=f"监控{number}", cutoff_month=7,
                                        deadline=self.day(), **here))
            for number in (1, 2)
        ]  # fmt: skip
        self.evaluating = self.add(
            EvaluationTask(created_at=self.now, name="自评", as_of=self.today, deadline=self.day(), **here)
        )
        self.add(FileContent(sha256=digest, size=1, content=b"x"))
        self.batch = self.add(PaymentBatch(created_at=self.now, file_name="a.csv", sha256=digest, **here))
        for _ in range(files):
            self.file(self.chance.choice(list(UNITS)))
        totals.rebuild(self.session, here["region_id"], self.year)

    def file(self, unit: str) -> None:
        place, number = self.place(unit), next(_numbers)
        project = self.add(Project(created_at=self.now, name=f"项目{number}", sort_key=f"xm{number:06}", **place))
        self.money(project.id)
        if self.chance.random() < 0.1:
            return  # money and no targets
        first = self.declaration(project, place)
        if first.in_force:
            self.forms(first, place)
            if self.chance.random() < 0.3:
                self.declaration(project, place, supersedes_id=first.id, revision=2)

    def declaration(self, project: Any, place: dict[str, Any], **more: Any) -> Any:
        state, desk = self.chance.choice(PLACES[:7] if more else PLACES)
        approved = state in ("approved", "monitored")
        rounds = self.chance.randint(0, 2) if state in ("drafted", "terminated") else self.chance.randint(1, 3)
        values: dict[str, Any] = {"held_since": self.now if desk else None, "in_force": approved, **more, **place}
        if approved:
            by = self.world.people["performance_a"]
            values |= {"approved_at": self.now, "approved_by": by, "approved_snapshot_id": self.snapshot.id}
        values["desk"] = desk or null()
        row = self.add(
            Declaration(
                created_at=self.now, updated_at=self.now, project_id=project.id, fiscal_year=self.year, state=state,
                task_id=self.chance.choice(self.tasks).id, round=rounds,
                form_profile="ezhou-2025-approval",
                project_name=project.name, sort_key=project.sort_key,
                terminated_by="discard" if state == "terminated" else None, **values,
            )
        )  # fmt: skip
        own: dict[str, Any] = {"declaration_id": row.id, "due_on": self.day()}
        if rounds and self.chance.random() < 0.5:
            stale = max(1, rounds - self.chance.randint(0, 1))
            by = self.world.people["section_a"]
            self.add(ReturnOrder(created_at=self.now, round=stale, returned_by=by, **own))
        if rounds and self.chance.random() < 0.8:
            self.add(ReviewCard(round=rounds, risk=1, risk_part=1, amount_part=1, written_at=self.now, **own))
        return row

    def form(self, **more: Any) -> dict[str, Any]:
        state, desk = self.chance.choice(FORM_PLACES)
        sent = state in ("submitted", "accepted") or self.chance.random() < 0.3
        return more | {
            "created_at": self.now, "updated_at": self.now, "fiscal_year": self.year, "state": state,
            "desk": desk or null(), "held_since": self.now if desk else None,
            "first_submitted_at": self.now if sent else None,
            "cancelled_by": "cancel" if state == "cancelled" else None, "as_of": self.today, "initial_fen": 0,
            "adjusted_fen": 0, "executed_fen": 0,
        }  # fmt: skip

    def forms(self, file: Any, place: dict[str, Any]) -> None:
        own = {"declaration_id": file.id, "project_id": file.project_id, **place}
        for campaign in self.campaigns:
            if self.chance.random() < 0.8:
                lights = {"money_light": self.chance.choice(LIGHTS), "target_light": self.chance.choice(LIGHTS)}
                later = self.day() if self.chance.random() < 0.2 else None
                report = self.add(
                    MonitoringReport(**self.form(campaign_id=campaign.id, extended_to=later, **lights, **own))
                )
                if self.chance.random() < 0.4:
                    self.correction(report)
        if self.chance.random() < 0.6:
            self.add(SelfEvaluation(**self.form(task_id=self.evaluating.id, **own)))

    def correction(self, report: Any) -> None:
        state = self.chance.choice(("ordered", "ordered", "answered", "confirmed", "closed"))
        same = {name: getattr(report, name) for name in ("declaration_id", "region_id", "department_id", "unit_id")}
        self.add(
            CorrectiveAction(
                created_at=self.now, report_id=report.id, fiscal_year=self.year, kind="rectify", state=state,
                due_on=self.day(), closed_at=self.now if state == "closed" else None, **same,
            )
        )  # fmt: skip

    def money(self, project_id: int) -> None:
        own: dict[str, Any] = {"project_id": project_id, "fiscal_year": self.year}
        for kind in ("initial", "carry_over"):
            if self.chance.random() < 0.7:
                fen = self.chance.randint(1, 10**8)
                self.add(LedgerEntry(created_at=self.now, kind=kind, amount_fen=fen, **own))
        for _ in range(self.chance.randint(0, 3)):
            self.add(
                Payment(
                    region_id=self.world.regions["ezhou"], voucher_no=f"v{next(_numbers)}", content_hash="x", row_no=1,
                    paid_on=date(self.year, self.chance.randint(1, 12), 5), amount_fen=self.chance.randint(1, 10**7),
                    batch_id=self.batch.id, matched_by="code", **own,
                )
            )  # fmt: skip


def generate(world: World, year: int, seed: int, files: int = 40) -> None:
    """Files of one fiscal year."""
    with db.unit_of_work(write=True) as session:
        Maker(session, world, year, seed).make(files)
