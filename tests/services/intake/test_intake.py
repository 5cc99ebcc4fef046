"""导入申报材料: read once however often it is dropped or killed; a draft only of what was confirmed, whole or not."""

import json
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.domain.factories import File
from tests.domain.ticking import Ticking
from tests.domain.world import World
from tests.services.editing.hands import raw, refused, text
from tests.services.intake.samples import document, form
from workflow import clock, db
from workflow.documents.intake.child import Outcome, read_file
from workflow.documents.intake.readers import read as read_source
from workflow.documents.intake.recognise import recognise
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle.intake_files import find_file
from workflow.models import (
    Attachment,
    AuditEntry,
    Declaration,
    DeclarationTask,
    FileContent,
    IntakeFile,
    IntakeForm,
    JobRun,
)
from workflow.queries.intake import file, files, to_check
from workflow.services.intake import checking, creating, reading, receive
from workflow.services.intake.checking import Said
from workflow.services.intake.sheet import Sheet, sheet_of
from workflow.services.jobs import run_next_job
from workflow.types import JobState

WHO, COLLEAGUE, REVIEWER = "filer_own_a", "filer_own_b", "reviewer_a"
PROJECT, BUDGET, FIRST = "basics/-/project_name", "basics/-/budget_total", "indicators/i001/target"


@pytest.fixture(scope="module", autouse=True)
def task(world: World) -> int:
    with db.unit_of_work(write=True) as session:
        row = DeclarationTask(
            created_at=clock.now(), region_id=world.regions["ezhou"], fiscal_year=2025, name="2025年申报",
            form_profile="ezhou-2025-approval", opens_on=date(2025, 1, 1), closes_on=date(2025, 12, 31),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without the child process, which costs more than all the rest; refused files are read in it."""

    def read_here(name: str, content: bytes, meanwhile: Any) -> Outcome:
        meanwhile()
        return Outcome(name, recognise(read_source(name, content)))

    monkeypatch.setattr(reading, "read_file", read_here)


def drop(world: World, content: bytes, name: str = "申报表.docx", who: str = WHO, unit: str = "hr_own") -> int:
    given = receive.dropped(name, content)
    with db.unit_of_work(write=True) as session:
        return receive.receive(session, world.actor(who), world.organisations[unit], given)[0].id


def read(world: World, *forms: Any, **how: Any) -> list[int]:
    """Dropped and read; the ids of its forms."""
    file_id = drop(world, document(*forms), **how)
    assert run_next_job() is not None
    with db.unit_of_work() as session:
        query = select(IntakeForm.id).where(IntakeForm.file_id == file_id).order_by(col(IntakeForm.number))
        return list(session.exec(query))


def sheet(form_id: int) -> Sheet:
    with db.unit_of_work() as session:
        return sheet_of(session, session.get_one(IntakeForm, form_id))


def check(world: World, form_id: int, who: str = WHO, **typed: str) -> Sheet:
    """Everything doubtful confirmed, and the cells of ``typed`` (by their last part) changed."""
    seen = sheet(form_id)
    cells = {path: typed.get(path.replace("/", "_").replace("-", ""), now) for path, now in seen.cells.items()}
    said = Said(seen.form.version, cells, settled=[doubt.key for doubt in seen.doubts])
    with db.unit_of_work(write=True) as session:
        checking.check_form(session, world.actor(who), form_id, said)
    return sheet(form_id)


def create(world: World, form_id: int, who: str = WHO, **seen: Any) -> Any:
    now = sheet(form_id)
    version, target = seen.get("version", now.form.version), seen.get("target", creating.target_mark(now.target))
    with db.unit_of_work(write=True) as session:
        return creating.create_from(session, world.actor(who), form_id, version, target)


def made(world: World, form_id: int) -> File:
    return File(world, Declaration, create(world, form_id).declaration_id, "hr_own")


def count(model: type[Any], **where: Any) -> int:
    with db.unit_of_work() as session:
        return session.exec(select(func.count()).select_from(model).filter_by(**where)).one()


def test_a_form_is_checked_by_a_person_and_becomes_a_draft_with_its_source(world: World) -> None:
    [form_id] = read(world, form("劳务对接"))
    assert count(Declaration, project_name="劳务对接") == 0
    with db.unit_of_work(write=True) as session:  # the form prints the year of the task and no doubt of it
        session.get_one(IntakeForm, form_id).fiscal_year = 2025
    before = sheet(form_id)
    assert before.cells[PROJECT] == "劳务对接" and before.target is None and before.draft is not None
    assert len(before.draft.document.indicators) == 6
    places = [piece.path for piece in before.pieces]
    assert places.index(PROJECT) < places.index(BUDGET) < places.index("indicators/i001")
    cells = before.pieces[places.index("indicators/i001")].cells
    assert (cells["level3"], cells["target"]) == ("劳务对接工作执行成本", "10万元")
    if before.open_doubts:
        assert refused(create, world, form_id).code == "intake_unchecked"
    after = check(world, form_id, basics__budget_total="12,3x", indicators_i002_target="≥6次")
    assert after.open_doubts == [] and after.draft is not None and after.draft.raw[BUDGET] == ("12,3x", "not_an_amount")
    file = made(world, form_id)
    second = file.document().indicators[1]
    assert (second.level2, second.level3, second.target) == ("数量指标", "组织去外地招聘次数", "≥6次")
    assert file.document().goals[0].text == "组织去外地招聘不少于5次。"
    assert raw(file) == {BUDGET: "12,3x"}
    with db.unit_of_work() as session:
        kept = session.exec(select(Attachment).where(Attachment.owner_id == file.id)).one()
        origin = session.exec(select(AuditEntry).where(AuditEntry.action == "import_form")).all()[-1]
    told = json.loads(origin.canonical)["details"]
    assert (kept.name, kept.sha256, told["form"], told["typed"]) == (
        "申报表.docx", told["sha256"], 1, [BUDGET, "indicators/i002/target"],
    )  # fmt: skip
    assert refused(create, world, form_id).code == "intake_settled"
    assert count(Declaration, project_name="劳务对接") == 1


def test_a_form_without_the_name_of_its_project_is_given_one(world: World) -> None:
    [form_id] = read(world, form(""), name="无名.docx")
    assert sheet(form_id).open_doubts[0].code == "nameless"
    assert [doubt.code for doubt in check(world, form_id).open_doubts] == ["nameless"]
    assert refused(create, world, form_id).code == "intake_unchecked"
    assert check(world, form_id, basics__project_name="劳务品牌").open_doubts == []
    assert check(world, form_id, basics__project_name="劳务品牌").form.project_name == "劳务品牌"
    assert made(world, form_id).document().indicators[0].level3 == "劳务对接工作执行成本"


def test_an_amount_that_is_none_stays_as_printed(world: World) -> None:
    [form_id] = read(world, form("招聘会场租", "1,5O0"))
    seen = sheet(form_id)
    [doubt] = [item for item in seen.doubts if item.path == BUDGET]
    with db.unit_of_work(write=True) as session:
        corrected = Said(seen.form.version, {BUDGET: "1500"})
        checking.check_form(session, world.actor(WHO), form_id, corrected)
    assert doubt.key not in [item.key for item in sheet(form_id).open_doubts], "who corrects it need not tick it, too"
    check(world, form_id)
    assert raw(made(world, form_id)) == {BUDGET: "1,5O0"}


def test_the_same_bytes_are_one_file_and_what_is_read_is_not_read_again(world: World) -> None:
    content = document(form("就业补助"))
    first = drop(world, content)
    assert drop(world, content, "副本.docx", who=COLLEAGUE) == first
    assert run_next_job() is not None and run_next_job() is None
    assert drop(world, content) == first and run_next_job() is None
    assert count(IntakeForm, file_id=first) == 1
    with db.unit_of_work() as session:
        assert file(session, world.actor(COLLEAGUE), first).status == "read"
        assert [line.file_id for line in to_check(session, world.actor(WHO))].count(first) == 1
        for stranger in ("filer_a", "reviewer_other", "section_a", "auditor"):
            assert isinstance(refused(find_file, session, world.actor(stranger), first), NotFound)
            assert files(session, world.actor(stranger)).rows == []
            assert to_check(session, world.actor(stranger)) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.docx", b"", ("空文件", "is empty")),
        ("坏.docx", b"PK\x03\x04" + b"\0" * 300, ("坏.docx", "坏.docx")),
        ("密.txt", "机密★\n2025年项目支出绩效目标申报表".encode(), ("标有密级", "nothing was kept")),
    ],
)
def test_a_refused_file_says_why_in_both_languages_and_leaves_no_content(
    world: World, name: str, content: bytes, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_file", read_file)
    file_id = drop(world, content, name)
    run_next_job()
    with db.unit_of_work() as session:
        line = file(session, world.actor(WHO), file_id)
        row = find_file(session, world.actor(WHO), file_id)
    assert line.status == "failed" and words[0] in line.message_zh and words[1] in line.message_en
    assert count(FileContent, sha256=row.sha256) == 0
    assert count(IntakeForm, file_id=file_id) == 0
    assert drop(world, content, name) == file_id
    assert (run_next_job() is not None) is bool(content)


def test_stopped_and_started_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    content = document(form("薪酬调查"))
    file_id = drop(world, content)
    actor = world.actor(COLLEAGUE)
    with db.unit_of_work(write=True) as session:
        receive.stop_reading(session, actor, file_id)
    assert run_next_job() is None
    with db.unit_of_work(write=True) as session:
        receive.read_again(session, actor, file_id)

    def cancelled_while_reading(name: str, content: bytes, meanwhile: Any) -> Outcome:
        with db.unit_of_work(write=True) as session:
            receive.stop_reading(session, actor, file_id)
        meanwhile()
        raise AssertionError("it heard nothing")

    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_file", cancelled_while_reading)
        run_next_job()
    with db.unit_of_work() as session:
        assert file(session, actor, file_id).status == "cancelled"
    assert drop(world, content) == file_id, "dropping it again reads it"
    run_next_job()
    with db.unit_of_work() as session:
        assert file(session, actor, file_id).forms == 1
    with db.unit_of_work(write=True) as session:
        assert isinstance(refused(receive.read_again, session, actor, file_id), WrongState)


def test_a_worker_taken_for_dead_writes_nothing_over_the_one_that_took_over(
    world: World, ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = drop(world, document(form("法律援助")))
    real = read_file

    def slow(name: str, content: bytes, meanwhile: Any) -> Outcome:
        found = real(name, content)
        monkeypatch.setattr(reading, "read_file", real)
        ticking.forward(days=1)
        assert run_next_job() is not None
        return found

    monkeypatch.setattr(reading, "read_file", slow)
    run_next_job()
    assert count(IntakeForm, file_id=file_id) == 1
    with db.unit_of_work() as session:
        row = session.get_one(IntakeFile, file_id)
        assert session.get_one(JobRun, row.job_id).status == JobState.done


def test_the_declaration_of_the_same_project_is_updated_as_it_was_seen(world: World) -> None:
    [first] = read(world, form("公共招聘"))
    check(world, first)
    target = made(world, first)
    [second] = read(world, form("公共招聘", "12.5", rows=form("x")[2][8:10]), name="第二稿.docx")
    seen = check(world, second)
    assert seen.target is not None and seen.target.id == target.id
    stale = creating.target_mark(seen.target)
    with db.unit_of_work(write=True) as session:
        session.get_one(Declaration, target.id).version += 1
    assert isinstance(refused(create, world, second, target=stale), Conflict)
    assert create(world, second).updated
    assert text(target, BUDGET) == "12.50"
    assert [row.level3 for row in target.document().indicators] == ["劳务对接工作执行成本", "组织去外地招聘次数"]
    assert count(Declaration, project_name="公共招聘") == 1
    assert count(Attachment, owner_id=target.id) == 2


def test_what_may_not_be_changed_stays_whole_and_the_other_forms_go_on(world: World) -> None:
    [first] = read(world, form("大数据监管"))
    check(world, first)
    target = made(world, first)
    with db.unit_of_work(write=True) as session:  # it lies at the head: nobody types
        row = session.get_one(Declaration, target.id)
        row.desk = "head"
    before = target.hash()
    ids = read(world, form("大数据监管", "99"), form("窗口服务", "3"), name="两张.docx")
    for one in ids:
        check(world, one)
    seen = {one: (sheet(one).form.version, creating.target_mark(sheet(one).target)) for one in ids}
    results = creating.create_many(world.actor(WHO), seen)
    assert [isinstance(item.refusal, WrongState) for item in results] == [True, False]
    assert target.hash() == before and count(Declaration, project_name="窗口服务") == 1
    again = creating.create_many(world.actor(WHO), seen)
    assert [item.refusal.code for item in again if item.refusal][1] in ("intake_settled", "intake_changed")
    assert count(Declaration, project_name="窗口服务") == 1


def test_the_department_checks_but_the_unit_confirms(world: World) -> None:
    [form_id] = read(world, form("培训补贴"), who=REVIEWER)
    check(world, form_id, who=REVIEWER)
    assert isinstance(refused(create, world, form_id, who=REVIEWER), NotAllowed)
    with db.unit_of_work() as session:
        assert form_id and to_check(session, world.actor(WHO))
    assert create(world, form_id).declaration_id
    for unit in ("justice_own", "centre"):
        problem = refused(drop, world, b"x", who=WHO, unit=unit)
        assert isinstance(problem, (NotFound, NotAllowed))


def test_a_changed_form_is_not_confirmed_unseen_and_one_left_out_comes_back(world: World) -> None:
    [form_id] = read(world, form("就业见习"))
    stale = sheet(form_id).form.version
    check(world, form_id, basics__project_name="就业见习补贴")
    with db.unit_of_work(write=True) as session:
        assert isinstance(refused(checking.check_form, session, world.actor(WHO), form_id, Said(stale)), Conflict)
    assert isinstance(refused(create, world, form_id, version=stale), Conflict)
    for aside in (True, False):
        with db.unit_of_work(write=True) as session:
            version = session.get_one(IntakeForm, form_id).version
            checking.set_aside(session, world.actor(WHO), form_id, version, aside=aside)
    assert made(world, form_id).read().project_name == "就业见习补贴"
    with db.unit_of_work(write=True) as session:
        session.get_one(IntakeForm, form_id).typed = {}
    assert isinstance(refused(create, world, form_id), (WrongState, RuleFailed))
