"""What is open in the simulated year: reports of four campaigns, drafts that wait, open points; rows written straight.

The product's moves are tried elsewhere; here only what reminders read matters, on days drawn by a fixed chance.
"""

import random
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session, col, select

from benchmarks.year_oracle import Life
from tests.domain.world import EXPIRED, EXPIRED_AFTER, NO_ADDRESS, ORGANISATIONS, PEOPLE, World
from tests.tasks.monitoring import in_force, opened, reports
from workflow import clock, db
from workflow.models import (
    ApprovalBatch,
    ApprovalDocument,
    ApprovalDocumentVersion,
    CorrectiveAction,
    Declaration,
    DeclarationTask,
    DocumentFile,
    EvaluationTask,
    MonitoringCampaign,
    MonitoringReport,
    Project,
    ReturnOrder,
    ReviewCard,
    SelfEvaluation,
    SpecialApproval,
    SpecialPoint,
)
from workflow.reminding.stored import rules_in_force
from workflow.reminding.typed import fields_of
from workflow.review.settings import stand_of
from workflow.services.reminder_rules import set_rule

UNITS = ("centre", "hr_own", "inspection")
DEADLINES = ((4, 15), (7, 15), (9, 30), (12, 10))
EVALUATIONS = ((2, 20), (8, 29))
"""Two rounds of self-evaluation: when they have to be in."""
NEVER = date(2026, 12, 31)
EVERYWHERE = "*"
"""The unit of what is the matter of everybody in the region."""
PLACE_OF = {
    "filer": "{unit}", "unit_head": "{unit}", "department_reviewer": "hr", "section_reviewer": "social",
    "section_head": "social", "performance": "performance", "leader": "bureau",
}  # fmt: skip
HERE = frozenset(key for key, place in ORGANISATIONS.items() if place[0] == "ezhou")
_numbers = count(1)


class Lives:
    """Makes and ends objects in the mornings, and remembers their lives for the oracle."""

    def __init__(self, world: World, per_round: int, first: date) -> None:
        self.world, self.per_round, self.first = world, per_round, first
        self.all: list[Life] = []
        self.without_address = NO_ADDRESS
        self._chance = random.Random(7)
        self._ends: dict[date, list[tuple[str, int]]] = {}

    def prepare(self) -> None:
        """Everything that can be switched on is; some projects are in force."""
        with db.unit_of_work(write=True) as session:
            region, actor = self.world.regions["ezhou"], self.world.actor("performance_a")
            for line in rules_in_force(session, region, 2025):
                rule = line.rule
                wanted = type(rule)(**{**rule.__dict__, "active": True, "text": rule.sentence})
                set_rule(session, actor, region, 2025, wanted, stand_of(fields_of(rule)))
        for number in range(self.per_round):
            in_force(self.world, UNITS[number % len(UNITS)])
        with db.unit_of_work() as session:
            for task in session.exec(select(DeclarationTask)):
                self._remember(_of_task(task))

    def people(self, role: str, unit: str, day: date) -> set[str]:
        """Who holds a role over a unit on a day, by the table of people; a unit at own level has no department."""
        held = PEOPLE | ({who: (grant,) for who, grant in EXPIRED.items()} if day <= EXPIRED_AFTER else {})
        if unit == EVERYWHERE:
            return {who for who, grants in held.items() if role in {named for named, at in grants if at in HERE}}
        if role == "department_reviewer" and unit.endswith("_own"):
            return set()
        place = PLACE_OF[role].format(unit=unit)
        return {who for who, grants in held.items() if (role, place) in grants}

    def morning(self, day: date) -> None:
        """What happens before the beats look."""
        for month, last in DEADLINES:
            deadline = date(2025, month, last)
            if day == max(self.first, deadline - timedelta(days=20)) and deadline > day:
                self._open_campaign(deadline)
            if day == deadline + timedelta(days=45):
                self._close_campaign(deadline)
        for number, (month, last) in enumerate(EVALUATIONS, 1):
            deadline = date(2025, month, last)
            if day == max(self.first, deadline - timedelta(days=25)) and deadline > day:
                self._open_evaluations(number, deadline)
        if day.day == 1 and day.month % 3 == 0:
            self._task(day)
        if day.day in (3, 17):
            for _ in range(self.per_round):
                self._draft(day)
                self._point(day)
                self._returned(day)
                self._in_review(day)
                self._letter(day)
                self._correction(day)
        for kind, number in self._ends.pop(day, []):
            self._end(kind, number)

    def _until(self, day: date, longest: int) -> date:
        """When somebody settles it: one in eight never."""
        return NEVER if self._chance.random() < 0.125 else day + timedelta(days=self._chance.randint(1, longest))

    def _remember(self, life: Life) -> None:
        self.all.append(life)
        self._ends.setdefault(life.closed_on, []).append((life.event, life.id))

    def _open_campaign(self, deadline: date) -> None:
        campaign, today = opened(self.world, deadline=deadline, cutoff_month=deadline.month - 1), clock.business_date()
        told: set[str] = set()
        for number, report in enumerate(reports(campaign.id)):
            unit = next(key for key, place in self.world.organisations.items() if place == report.unit_id)
            until = self._until(today, 60) if number else NEVER  # one of each campaign is never submitted
            ends = min(until, deadline + timedelta(days=45))
            life = Life("monitoring_due", "monitoring_report", report.id, unit, deadline, today, ends)
            self._remember(life)
            if unit not in told:
                told.add(unit)
                self._remember(Life("campaign_opened", "monitoring_report", report.id, unit, today, today, ends))

    def _close_campaign(self, deadline: date) -> None:
        with db.unit_of_work(write=True) as session:
            for campaign in session.exec(select(MonitoringCampaign).where(MonitoringCampaign.deadline == deadline)):
                campaign.closed_at = clock.now()

    def _task(self, day: date) -> None:
        """Opened today; another one is written down today and begins in a week."""
        for begins in (day, day + timedelta(days=7)):
            with db.unit_of_work(write=True) as session:
                task = DeclarationTask(
                    created_at=clock.now(), region_id=self.world.regions["ezhou"], fiscal_year=2025,
                    name=f"任务{begins}", form_profile="ezhou-2025-approval", opens_on=begins, closes_on=NEVER,
                )  # fmt: skip
                session.add(task)
                session.flush()  # its id is its life's
                self._remember(_of_task(task))

    def _open_evaluations(self, number: int, deadline: date) -> None:
        """A form for every project in force; the unit's first one stands for it when it is told of the beginning."""
        today, told = clock.business_date(), set[str]()
        with db.unit_of_work(write=True) as session:
            task = EvaluationTask(
                created_at=clock.now(), region_id=self.world.regions["ezhou"], fiscal_year=2025, round=number,
                name=f"自评{number}", as_of=today, deadline=deadline,
            )  # fmt: skip
            session.add(task)
            files = session.exec(select(Declaration).where(col(Declaration.in_force)).order_by(col(Declaration.id)))
            for file in files.all():
                form = self._form(session, task, file)
                unit = next(key for key, place in self.world.organisations.items() if place == form.unit_id)
                ends = self._until(today, 60)
                self._remember(Life("evaluation_due", "self_evaluation", form.id, unit, deadline, today, ends))
                if unit not in told:
                    told.add(unit)
                    self._remember(Life("evaluation_opened", "self_evaluation", form.id, unit, today, today, ends))

    def _form(self, session: Session, task: EvaluationTask, file: Declaration) -> SelfEvaluation:
        session.flush()  # the form names its task
        now, place = clock.now(), _place_of(file)
        form = SelfEvaluation(
            created_at=now, updated_at=now, held_since=now, task_id=task.id, declaration_id=file.id,
            project_id=file.project_id or 0, fiscal_year=2025, as_of=task.as_of, initial_fen=0, adjusted_fen=0,
            executed_fen=0, **place,
        )  # fmt: skip
        session.add(form)
        session.flush()  # its id is its life's
        return form

    def _correction(self, day: date) -> None:
        """Ordered on a report or, before there is one, on nothing that reminders look at."""
        due_on = day + timedelta(days=self._chance.randint(2, 20))
        with db.unit_of_work(write=True) as session:
            report = session.exec(select(MonitoringReport).order_by(col(MonitoringReport.id)).limit(1)).first()
            if report is None:
                return
            order = CorrectiveAction(
                created_at=clock.now(), report_id=report.id, declaration_id=report.declaration_id, kind="rectify",
                fiscal_year=2025, problem="进度滞后", demand="年底完成", due_on=due_on, **_place_of(report),
            )  # fmt: skip
            session.add(order)
            session.flush()  # its id is its life's
            number, unit_id = order.id, order.unit_id
        unit = next(key for key, place in self.world.organisations.items() if place == unit_id)
        ends = self._until(day, 30)
        self._remember(Life("correction_due", "corrective_action", number, unit, due_on, day, ends))

    def _draft(self, day: date) -> None:
        """A draft at the head's desk: it waits for a signature, and its task closes some day."""
        unit, closes_on = self._chance.choice(UNITS), day + timedelta(days=self._chance.randint(1, 30))
        with db.unit_of_work(write=True) as session:
            row = self._declaration(session, unit, closes_on)
            number = row.id
        ends = self._until(day, 25)
        for event, zero, opened_on in (("signing_waiting", day, date.min), ("declaration_due", closes_on, day)):
            self._remember(Life(event, "declaration", number, unit, zero, opened_on, ends))

    def _returned(self, day: date) -> None:
        """Back at the filer with a deadline of its own."""
        unit, due_on = self._chance.choice(UNITS), day + timedelta(days=self._chance.randint(2, 12))
        with db.unit_of_work(write=True) as session:
            row = self._declaration(session, unit, NEVER)
            row.desk, row.round, number = "filer", 1, row.id
            order = ReturnOrder(
                created_at=clock.now(), declaration_id=number, round=1, due_on=due_on, reason="请补充依据",
                returned_by=self.world.people["section_a"],
            )  # fmt: skip
            session.add(order)
        self._remember(Life("return_due", "declaration", number, unit, due_on, day, self._until(day, 30)))

    def _in_review(self, day: date) -> None:
        """With the section until a day."""
        unit, due_on = self._chance.choice(UNITS), day + timedelta(days=self._chance.randint(3, 21))
        with db.unit_of_work(write=True) as session:
            row = self._declaration(session, unit, NEVER)
            row.state, row.desk, row.round, number = "submitted", "section", 1, row.id
            card = ReviewCard(
                declaration_id=number, round=1, risk=10, risk_part=1, amount_part=1, due_on=due_on,
                written_at=clock.now(),
            )  # fmt: skip
            session.add(card)
        self._remember(Life("review_due", "declaration", number, unit, due_on, day, self._until(day, 40)))

    def _letter(self, day: date) -> None:
        """Issued, and to be passed on to a unit within fifteen days."""
        now, who = clock.now(), self.world.people["performance_a"]
        with db.unit_of_work(write=True) as session:
            file = self._declaration(session, "centre", NEVER)
            file.state, file.desk = "finance_reviewed", "batch"
            batch = ApprovalBatch(
                created_at=now, region_id=file.region_id, fiscal_year=2025, name="模拟批次", approved_by=who
            )
            session.add(batch)
            session.flush()  # the letter names it
            letter = ApprovalDocument(
                created_at=now, region_id=file.region_id, batch_id=batch.id, department_id=file.department_id,
                state="issued", issued_at=now, title=f"模拟批复{batch.id}",
            )  # fmt: skip
            session.add(letter)
            session.flush()  # the version names it
            version = ApprovalDocumentVersion(
                created_at=now, document_id=letter.id, version=1, content_hash="0" * 64, inputs="{}"
            )
            session.add(version)
            session.flush()  # the files name it
            session.add(
                DocumentFile(
                    version_id=version.id, document_id=letter.id, declaration_id=file.id, unit_id=file.unit_id,
                    content_hash="0" * 64,
                )
            )  # fmt: skip
            number = letter.id
        due_on, ends = day + timedelta(days=15), self._until(day, 30)
        self._remember(Life("letter_forward_due", "approval_document", number, "centre", due_on, date.min, ends))

    def _point(self, day: date) -> None:
        """An open point of a file that is with finance, so that nothing else reminds of it."""
        unit, due_on = self._chance.choice(UNITS), day + timedelta(days=self._chance.randint(0, 20))
        with db.unit_of_work(write=True) as session:
            file = self._declaration(session, unit, NEVER)
            file.state, file.desk = "finance_reviewed", "batch"
            approval = SpecialApproval(
                created_at=clock.now(), declaration_id=file.id, round=1, content_hash="0" * 64, leader="局长",
                document="纪要", reason="防汛", granted_by=self.world.people["performance_a"],
            )  # fmt: skip
            session.add(approval)
            session.flush()  # the point names it
            point = SpecialPoint(
                created_at=clock.now(), special_approval_id=approval.id, declaration_id=file.id, position=0,
                text="补批文", due_on=due_on,
            )  # fmt: skip
            session.add(point)
            session.flush()  # its life names it
            number = point.id
        ends = self._until(day, 60)
        self._remember(Life("special_point_due", "special_point", number, unit, due_on, date.min, ends))

    def _declaration(self, session: Session, unit: str, closes_on: date) -> Declaration:
        number, now = next(_numbers), clock.now()
        place: dict[str, Any] = {
            "region_id": self.world.regions["ezhou"], "department_id": self.world.organisations["hr"],
            "unit_id": self.world.organisations[unit],
        }  # fmt: skip
        task = DeclarationTask(
            created_at=now, region_id=place["region_id"], fiscal_year=2025, name=f"模拟任务{number}",
            form_profile="ezhou-2025-approval", opens_on=date(2025, 1, 1), closes_on=closes_on,
        )  # fmt: skip
        project = Project(created_at=now, name=f"模拟项目{number}", **place)
        session.add_all((task, project))
        session.flush()  # the declaration names them
        row = Declaration(
            created_at=now, updated_at=now, held_since=now, task_id=task.id, project_id=project.id, state="drafted",
            desk="head", form_profile=task.form_profile, fiscal_year=2025, project_name=project.name, **place,
        )  # fmt: skip
        session.add(row)
        session.flush()  # its id is its life's
        return row

    def _end(self, event: str, number: int) -> None:
        now = clock.now()
        with db.unit_of_work(write=True) as session:
            if event in ("task_opened", "campaign_opened", "evaluation_opened"):
                return  # it ends with the form itself, or never
            if event == "monitoring_due":
                report = session.get_one(MonitoringReport, number)
                report.state, report.desk, report.first_submitted_at = "submitted", "section", now
            elif event == "evaluation_due":
                form = session.get_one(SelfEvaluation, number)
                form.state, form.desk, form.first_submitted_at = "submitted", "section", now
            elif event == "correction_due":
                session.get_one(CorrectiveAction, number).state = "answered"
            elif event == "special_point_due":
                point = session.get_one(SpecialPoint, number)
                point.closed_at, point.closed_by = now, self.world.people["performance_a"]
                point.closing_note = "已补"
            elif event == "letter_forward_due":
                letter = session.get_one(ApprovalDocument, number)
                letter.forwarded_at, letter.forwarded_by = now, self.world.people["reviewer_a"]
            elif event == "review_due":
                session.get_one(Declaration, number).desk = "performance"
            else:
                file = session.get_one(Declaration, number)
                file.state, file.desk = "submitted", "section"


def _place_of(row: Declaration | MonitoringReport) -> dict[str, Any]:
    return {"region_id": row.region_id, "department_id": row.department_id, "unit_id": row.unit_id}


def _of_task(task: DeclarationTask) -> Life:
    """A task begins once, and is never over for those who were to be told."""
    made = clock.local(task.created_at).date()
    return Life("task_opened", "declaration_task", task.id, EVERYWHERE, task.opens_on, made, NEVER)
