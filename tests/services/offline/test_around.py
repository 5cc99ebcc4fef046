"""Around the filer's workbook: last year's projects in it, the department's own, and uploads that expire."""

import io
import threading
import time

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from tests.domain.factories import File, bring, make_declaration
from tests.domain.hands import explain_all
from tests.domain.ticking import Ticking
from tests.domain.world import World
from tests.services.editing.hands import refused, text
from tests.services.offline.books import SECRET, at, codes, column, exported, filled, outcomes, sent, typed
from workflow import db
from workflow.models import AuditEntry, Declaration, FileContent, OfflineUpload, Project
from workflow.queries import offline as read
from workflow.services import offline

WEIGHTED = "jianghan-2024/02-labour-inspection"
AMOUNT = "项目当年预算（万元）"
BUDGET = "basics/-/budget_year"
WHO = "filer_own_a"


def uploads_of(file: File, who: str) -> list[int]:
    with db.unit_of_work() as session:
        return [one.id for one in read.uploads(session, file.world.actor(who))]


def templates_of(file: File, who: str) -> set[tuple[int, str]]:
    with db.unit_of_work() as session:
        return {(one.task_id, one.desk) for one in read.templates(session, file.world.actor(who))}


def test_last_years_projects_are_offered_and_taken_only_where_somebody_says_so(sqlite_world: World) -> None:
    last = make_declaration(sqlite_world, unit="hr_own", content=WEIGHTED, fiscal_year=2024)
    explain_all(last)
    bring(last, "approved")
    old = last.document()
    with db.unit_of_work() as session:
        name = session.get_one(Project, last.read().project_id).name
    now = make_declaration(sqlite_world, unit="hr_own", content=WEIGHTED)
    raw = exported(now, WHO)
    book = load_workbook(io.BytesIO(raw))
    places = [column(book, "指标", heading) for heading in ("项目名称", "三级指标", "上年指标值", "来源")]
    offered = [row for row in book["指标"].iter_rows(min_row=3, values_only=True) if row[places[3] - 1] == "上年"]
    assert [tuple(row[place - 1] for place in places[:3]) for row in offered] == [
        (name, row.level3, row.target if row.horizon == "annual" else None) for row in old.indicators
    ]
    changed = at("指标", "三级指标", filled(book, "指标") - 1, "改过的名称")
    upload = sent(now, typed(raw, changed), WHO)
    assert (outcomes(upload), codes(upload, "info")) == (["unchanged"], ["offline_not_taken"])

    upload = sent(now, typed(raw, changed, at("项目", "采用", 1, "是"), at("项目", AMOUNT, 1, 33)), WHO)
    assert (outcomes(upload), codes(upload)) == (["unchanged", "created"], [])
    made = File(sqlite_world, Declaration, upload.report["files"][1]["id"], "hr_own")
    form = made.document()
    assert (form.fiscal_year, form.project_name, form.budget_year) == (2025, name, "33.00")
    assert made.read().project_id == last.read().project_id
    assert [row.level3 for row in form.indicators] == [*(row.level3 for row in old.indicators[:-1]), "改过的名称"]
    assert len(form.goals) == len(old.goals)
    again = load_workbook(io.BytesIO(exported(now, WHO)))
    assert all(cell.value != "上年" for row in again["指标"].iter_rows(min_row=3) for cell in row)


@pytest.fixture(scope="module")
def held(sqlite_world: World) -> File:
    """A unit's draft that its department holds."""
    file = make_declaration(sqlite_world, content=WEIGHTED)
    explain_all(file)
    return bring(file, "drafted/department")


def test_the_department_takes_home_what_it_holds(held: File) -> None:
    task = held.read().task_id
    assert ((task, "department") in templates_of(held, "reviewer_a"), templates_of(held, "reviewer_other")) == (
        True,
        set(),
    )
    for who, desk, code in (
        ("filer_a", "department", "no_role"),
        ("reviewer_a", "filer", "no_role"),
        ("reviewer_a", "head", "no_role"),
        ("reviewer_other", "department", "no_such_unit"),
    ):
        assert refused(exported, held, who, desk).code == code, (who, desk)
    raw = exported(held, "reviewer_a", "department")

    def project(book: Workbook) -> None:
        at("项目", "项目名称", 1, "部门新增的项目")(book)

    raw = typed(raw, at("项目", AMOUNT, 0, 44), project)
    assert refused(sent, held, raw, "filer_a").code == "offline_other_unit"
    upload = sent(held, raw, "reviewer_a")
    assert (outcomes(upload), codes(upload), text(held, BUDGET)) == (["updated", "error"], ["no_role"], "44.00")
    assert (upload.id in uploads_of(held, "reviewer_b"), upload.id in uploads_of(held, "filer_a")) == (True, False)
    with db.unit_of_work() as session:
        assert refused(offline.find_upload, session, held.world.actor("filer_a"), upload.id).code == "no_such_upload"
    stale = typed(exported(held), at("项目", "项目名称", 0, "填报人新增"))
    assert outcomes(sent(held, stale, apply=False)) == ["created"], "what the department holds is not the filer's"


def test_uploads_go_after_their_time(sqlite_world: World, ticking: Ticking) -> None:
    file = make_declaration(sqlite_world, content=WEIGHTED)
    raw = typed(exported(file), at("项目", AMOUNT, 0, 55))
    upload = sent(file, raw)
    offline.delete_expired_uploads()
    assert upload.id in uploads_of(file, "filer_a")
    ticking.forward(30)
    with db.unit_of_work() as session:
        assert refused(offline.to_mark, session, file.world.actor("filer_a"), upload.id).code == "no_such_upload"
    assert (upload.id in uploads_of(file, "filer_a"), offline.delete_expired_uploads() > 0) == (False, True)
    with db.unit_of_work() as session:
        left = select(FileContent.id).where(FileContent.sha256 == upload.sha256)
        assert (session.get(OfflineUpload, upload.id), session.exec(left).first()) == (None, None)
    assert text(file, BUDGET) == "55.00", "what was taken over stays"


@pytest.mark.parametrize("first", ["apply", "expiry"])
def test_expiry_and_a_click_at_once_leave_nothing_half(world: World, ticking: Ticking, first: str) -> None:
    file = make_declaration(world, content=WEIGHTED)
    upload = sent(file, typed(exported(file), at("项目", AMOUNT, 0, 66)), apply=False)
    told = select(AuditEntry.id).where(AuditEntry.action == "apply_offline", AuditEntry.object_id == upload.id)
    with db.unit_of_work() as session:
        before, applied = (
            text(file, BUDGET),
            len(session.exec(told).all()),
        )  # numbers may come again
    expiry = threading.Thread(target=offline.delete_expired_uploads)
    with db.unit_of_work(write=True) as session:
        if first == "apply":
            offline.apply(session, world.actor("filer_a"), upload.id, SECRET)
            session.flush()
            ticking.forward(30)
            expiry.start()  # waits for the row, or for the writer before it
            time.sleep(0.2)
    if first == "expiry":
        ticking.forward(30)
        expiry.start()
    expiry.join(30)
    with db.unit_of_work(write=True) as session:
        late = refused(offline.apply, session, world.actor("filer_a"), upload.id, SECRET)
        kept = select(FileContent.id).where(FileContent.sha256 == upload.sha256)
        done = len(session.exec(told).all()) - applied
        assert (late.code, session.exec(kept).first(), session.get(OfflineUpload, upload.id)) == (
            "no_such_upload", None, None,
        )  # fmt: skip
    assert (done, text(file, BUDGET)) == ((1, "66.00") if first == "apply" else (0, before))
