"""The wider check (关联核对): what marks a declaration due, who checks it, what is kept, what signing meets."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, col, func, select

from tests.domain.factories import File, bring, make_declaration, move, refusal
from tests.domain.hands import explain_all
from tests.domain.world import World
from tests.services.editing.hands import WEIGHTED, put
from tests.tasks.fixtures import Calendar
from tests.unit.rules.beside import overall, projects
from workflow import clock, db, regional
from workflow.documents.assemble import document_of, write_document
from workflow.errors import NotFound, RuleFailed
from workflow.models import Declaration, Fingerprint, RegionSetting, ReviewDue, ReviewResult
from workflow.queries.documents import reviewed
from workflow.queries.file_page import Content, content_of
from workflow.review import mark_due
from workflow.rules import Finding
from workflow.services import wider_check
from workflow.services.overall_statements import put_overall
from workflow.services.wider_check import LEASE, check_due, mark_outdated

pytestmark = pytest.mark.usefixtures("calendar")
GOAL, TARGET = "goals/g2/text", "indicators/i018/target"
FILER = "filer_own_a"
PLAN = (
    "对农民工集中的建设工地逐月巡查，发现拖欠线索当日登记；会商研判重点企业用工风险，提前介入调解；"
    "组织执法骨干跟班学习办案，年底按台账逐件销号。"
)


def due(*files: File) -> set[int]:
    """Which of these are due."""
    with db.unit_of_work() as session:
        return set(session.exec(select(ReviewDue.declaration_id))) & {file.id for file in files}


def settled() -> int:
    """Check until nothing is due; how many checks that took."""
    rounds = 0
    while done := check_due():
        rounds += done
        assert rounds < 100, "the files keep marking each other"
    return rounds


def content(file: File) -> Content:
    with db.unit_of_work() as session:
        return content_of(session, session.get_one(Declaration, file.id))


def wider(file: File) -> dict[str, Finding]:
    """What the wider check found in the file as it stands, by rule."""
    return {item.rule: item for item in content(file).wider.findings}


def two_years(world: World) -> tuple[File, File]:
    """Last year's approved form of a project, and this year's draft with the same content."""
    then = make_declaration(world, unit="hr_own", content=WEIGHTED, fiscal_year=2024)
    explain_all(then)
    bring(then, "approved")
    now = make_declaration(world, unit="hr_own", content=WEIGHTED)
    with db.unit_of_work(write=True) as session:
        session.get_one(Declaration, now.id).project_id = then.read().project_id
    return then, now


def rows(table: type[Fingerprint] | type[ReviewResult], file: File) -> int:
    with db.unit_of_work() as session:
        return session.exec(select(func.count()).where(col(table.declaration_id) == file.id)).one()


def test_last_year_is_found_kept_shown_and_holds_a_signature_back(world: World) -> None:
    then, now = two_years(world)
    explain_all(now)
    assert wider(now) == {}
    assert content(now).wider.checked_at is None
    put(now, FILER, TARGET, "≥90%")
    assert due(now)
    settled()
    assert wider(now)["target_not_lowered"].path == TARGET
    assert wider(now)["target_not_lowered"] in content(now).findings
    assert content(now).wider.checked_at is not None
    with db.unit_of_work() as session:
        _, found = reviewed(session, now.id)
        assert "target_not_lowered" in {item.rule for item in found}

    put(now, FILER, GOAL, PLAN)
    assert (wider(now), content(now).wider.checked_at) == ({}, None), "nothing is said about an older text"
    settled()
    assert "target_not_lowered" in wider(now)

    said = {"rules": {"target_not_lowered": {"severity": "error"}}, "thresholds": {}}
    with db.unit_of_work(write=True) as session:
        setting = RegionSetting(
            region_id=world.regions["ezhou"], key=regional.REVIEW_RULES, year=2025, value=said, changed_at=clock.now()
        )
        session.add(setting)
    assert mark_outdated() > 0
    assert due(now)
    settled()
    assert mark_outdated() == 0
    assert wider(now)["target_not_lowered"].severity == "error"
    held = refusal(now, FILER, "send_up")
    assert isinstance(held, RuleFailed)
    assert [problem.path for problem in held.problems] == [TARGET]
    put(now, FILER, TARGET, "≥95%")
    assert move(now, FILER, "send_up").state == "drafted/head"

    settled()
    move(then, "performance_a", "terminate", reason="项目取消", document="鄂财预〔2025〕9号")
    assert due(now), "what it was held against is gone"


def test_the_overall_statement_and_the_siblings(small_world: World) -> None:
    one = make_declaration(small_world, unit="hr_own", content=WEIGHTED)
    other = make_declaration(small_world, unit="centre")
    assert mark_outdated() >= 2
    settled()
    statement = overall(fiscal_year=2025, projects=projects(劳动监察执法工作经费="48.20"))
    with db.unit_of_work(write=True) as session:
        put_overall(session, small_world.organisations["hr"], statement)
        with pytest.raises(NotFound):
            put_overall(session, small_world.organisations["hr_own"], statement)
    assert due(one, other) == {one.id, other.id}
    settled()
    assert "28.40 万元，部门整体支出绩效目标中列 48.20 万元" in wider(one)["overall_amount_matches"].zh
    assert "listed_in_overall" in wider(other)

    put(one, FILER, TARGET, "≥97%")
    assert check_due() == 1
    assert due(other) == set(), "the siblings do not see a target"
    put(one, FILER, "basics/-/project_name", "劳务对接工作费用")
    check_due(1)
    assert due(other) == {other.id}
    settled()
    assert "project_declared_once" not in wider(one), "two units"
    assert due(one, other) == set()


def test_a_copy_of_another_department_is_found_and_forgotten(world: World) -> None:
    source = make_declaration(world, unit="justice_own", content=WEIGHTED)
    put_text(source, PLAN)
    taker = make_declaration(world, unit="hr_own", content=WEIGHTED)
    put_text(taker, PLAN.replace("逐月", "每月").replace("年底", "2025年底"))
    mark_outdated()
    settled()
    found = wider(taker)
    assert found["texts_own_work"].path == GOAL
    assert "鄂州市司法局" in found["texts_own_work"].zh
    assert found["indicators_own_work"].path == "indicators"
    assert rows(Fingerprint, source) > 0
    assert rows(ReviewResult, source) == 2

    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, source.id)
        row.state, row.desk, row.held_since, row.terminated_by = "terminated", None, None, "discard"
        mark_due(session, [row.id])
    settled()
    assert (rows(Fingerprint, source), rows(ReviewResult, source)) == (0, 0)
    put(taker, FILER, TARGET, "≥97%")
    settled()
    assert "texts_own_work" not in wider(taker)


def put_text(file: File, words: str) -> None:
    """Write a goal's text as the filer of any unit."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        document = document_of(session, row)
        goals = tuple(goal.model_copy(update={"text": words}) if goal.uid == "g2" else goal for goal in document.goals)
        write_document(session, row, document.model_copy(update={"goals": goals}))


def test_two_workers_never_check_one_declaration_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [make_declaration(world, unit="hr_own", content=WEIGHTED) for _ in range(3)]
    mark_outdated()
    seen: list[int] = []
    real = wider_check._check

    def noted(session: Session, row: Declaration) -> wider_check.Checked:
        seen.append(row.id)
        return real(session, row)

    monkeypatch.setattr(wider_check, "_check", noted)
    monkeypatch.setattr(wider_check, "mark_department", lambda *_args, **_more: None)
    with ThreadPoolExecutor(4) as workers:
        done = sum(workers.map(lambda _: check_due(), range(4)))
    assert (done, sorted(seen)) == (3, sorted(file.id for file in files))


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something happen while the next check runs."""
    real = wider_check._check

    def slow(session: Session, row: Declaration) -> wider_check.Checked:
        monkeypatch.setattr(wider_check, "_check", real)
        act()
        return real(session, row)

    monkeypatch.setattr(wider_check, "_check", slow)


def test_what_happens_while_a_check_runs(
    small_world: World, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_declaration(small_world, unit="hr_own", content=WEIGHTED)
    mark_outdated()
    meanwhile(monkeypatch, lambda: put(file, FILER, TARGET, "≥97%"))
    assert check_due(1) == 1
    assert due(file) == {file.id}, "a change is not lost"
    settled()

    put(file, FILER, TARGET, "≥96%")

    def another_worker() -> None:
        calendar.forward(seconds=LEASE.total_seconds() + 1)
        check_due(1)

    meanwhile(monkeypatch, another_worker)
    check_due(1)
    assert (due(file), rows(ReviewResult, file)) == (set(), 2), "the one who was taken over leaves everything alone"

    def broken() -> None:
        raise ValueError("a rule with a fault")

    put(file, FILER, TARGET, "≥95%")
    meanwhile(monkeypatch, broken)
    check_due()
    assert due(file) == {file.id}
    assert check_due() == 0, "not again at once"
    calendar.forward(minutes=11)
    settled()
    assert due(file) == set()
