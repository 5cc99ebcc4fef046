"""An uploaded 自评表: the product's own paper comes back without a difference, others place by place."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.domain.factories import File, rows_of
from tests.domain.world import World
from tests.services.test_evaluations import FULL, MISSED, a_form, fill, go, items
from workflow import clock, db
from workflow.documents.intake.readers import read
from workflow.documents.intake.readers.found import MOST_BYTES
from workflow.documents.intake.reading import FormRead, Reading
from workflow.documents.intake.recognise import recognise
from workflow.documents.render import Format, render
from workflow.documents.render import SelfEvaluation as Paper
from workflow.errors import Refusal
from workflow.models import AuditEntry, Declaration, EvaluationFile, Goal, Indicator, SelfEvaluation
from workflow.notifications.refusals_evaluation import EVALUATION_FILE_REFUSALS
from workflow.queries.evaluation_paper import evaluation_paper
from workflow.queries.report_course import entries
from workflow.services.evaluation_comparing import Comparison
from workflow.services.evaluation_file import (
    FileRead,
    delete_expired_readings,
    read_evaluation_file,
    receive,
    set_aside,
    take,
    waiting,
)

pytestmark = pytest.mark.usefixtures("calendar")
FILLED = FULL | MISSED | {"items/i003/points": "40", "items/i003/reason": "一次未签到", "form/-/note": "另附照片"}
FILLED |= {"items/i003/cause": "人员不足", "items/i003/measure": "增派人员；逐月核对"}


def named(world: World) -> File:
    """A form whose indicators have names."""
    form = a_form(world)
    declaration = File(world, Declaration, form.read().declaration_id, "centre")
    with db.unit_of_work(write=True) as session:
        for row, name in zip(rows_of(declaration, Indicator, "declaration_id"), ("场次", "长期", "课时"), strict=True):
            told = {"level1": "产出指标", "level2": "数量指标", "level3": f"培训{name}"}
            session.get_one(Indicator, row.id).sqlmodel_update(told)
        session.add(Goal(declaration_id=declaration.id, uid="g001", horizon="annual", position=0, text="办好培训"))
    return form


def paper_of(form: File) -> Paper:
    with db.unit_of_work() as session:
        return evaluation_paper(session, form.world.actor("filer_a"), form.id)


def as_read(paper: Paper, kind: Format) -> FileRead:
    return FileRead(f"自评表.{kind}", "0" * 64, recognise(read(f"自评表.{kind}", render(paper, kind))))


def given(form: File, file: FileRead, who: str = "filer_a") -> Comparison:
    with db.unit_of_work(write=True) as session:
        receive(session, form.world.actor(who), form.id, file)
    with db.unit_of_work() as session:
        found = waiting(session, form.world.actor(who), form.id).found
    assert found is not None
    return found


def test_its_own_paper_comes_back_without_a_difference(small_world: World) -> None:
    form = named(small_world)
    fill(form, FILLED)
    with db.unit_of_work() as session:
        [typed] = entries(session, session.get_one(SelfEvaluation, form.id))
    assert ("items/i003/points", "40") in {(one.path, one.new) for one in typed.changes}, "points, not fen"
    for kind in ("docx", "xlsx"):
        found = given(form, as_read(paper_of(form), kind))
        assert [cell.path for cell in found.cells if not cell.same] == []
        assert [one for one in found.facts if not one.same] == []
        assert {one.key for one in found.facts} >= {"initial", "adjusted", "executed", "rate", "points", "total"}
        assert (found.other, found.left, found.problems) == ({}, [], [])
        assert len(found.cells) == 12, "every text and both points were found"


def test_what_differs_is_shown_with_its_doubts_and_taken_in_one_save(small_world: World) -> None:
    form = named(small_world)
    fill(form, FULL | MISSED)
    paper = paper_of(form)
    first, second = paper.rows
    other = replace(
        paper, unit="别的单位", reached="大部完成", note="执行偏差原因：招标推迟",
        rows=(replace(first, actual="约2次", deviation="原因：停电；改进措施：提前预订", score="30"),
              replace(second, level3="培训总课时", score="20")),
    )  # fmt: skip
    found = given(form, as_read(other, "docx"))
    cells = {cell.path: (cell.now, cell.said, cell.proposed, cell.doubts) for cell in found.cells if not cell.same}
    assert cells == {
        "form/-/reached": ("全部完成", "大部完成", True, ()),
        "money/-/cause": ("项目下半年启动", "招标推迟", True, ()),
        "items/i001/actual": ("2次", "约2次", True, ()),
        "items/i001/cause": ("场地关闭", "停电", True, ()),
        "items/i001/points": ("", "30", True, ()),
        "items/i003/points": ("", "20", False, ("guessed", "by_formula")),
    }
    assert found.rows[0].traces[-1].code == "actual_approximate", "why a person has to give the points"
    assert found.other == {"unit": "别的单位"}
    actor = small_world.actor("filer_a")
    for chosen, sure, file_id, code in (
        (["form/-/reached"], False, found.file.id, "evaluation_file_other_form"),
        (["items/i003/actual"], True, found.file.id, "evaluation_file_nothing_chosen"),
        (["form/-/reached"], True, found.file.id + 1, "evaluation_file_changed"),
    ):
        with db.unit_of_work(write=True) as session, pytest.raises(Refusal) as told:
            take(session, actor, form.id, file_id, form.read().version, chosen, sure=sure)
        assert told.value.code == code
    with db.unit_of_work(write=True) as session:
        take(session, actor, form.id, found.file.id, form.read().version, ["form/-/reached", "items/i001/actual"],
             sure=True)  # fmt: skip
    assert (form.read().reached, items(form)[0].actual, items(form)[0].cause) == ("大部完成", "约2次", "场地关闭")
    with db.unit_of_work() as session:
        assert waiting(session, actor, form.id).found is None
        trail = session.exec(select(AuditEntry).where(AuditEntry.object_id == form.id).order_by(AuditEntry.id))  # type: ignore[arg-type]
        entries = [one for one in trail if one.object_kind == "self_evaluation"][-3:]
    assert [one.action for one in entries] == ["receive_evaluation_file", "fill", "take_evaluation_file"]
    assert "全部完成" in entries[1].canonical, "what was typed before stays readable"


def test_only_who_fills_it_in_brings_a_file_and_nothing_is_kept_for_ever(small_world: World) -> None:
    form = named(small_world)
    file = as_read(paper_of(form), "docx")
    for who, code in (("filer_other", "no_such_evaluation"), ("head_a", "no_role"), ("reviewer_a", "not_editable")):
        with pytest.raises(Refusal) as told:
            given(form, file, who)
        assert told.value.code == code
    with pytest.raises(Refusal) as told:
        given(form, FileRead("监控表.docx", "0" * 64, Reading(forms=[FormRead(form_type="monitoring")])))
    assert told.value.code == "evaluation_file_no_form"
    given(form, file)
    with db.unit_of_work(write=True) as session:
        set_aside(session, small_world.actor("filer_a"), form.id)
    assert delete_expired_readings() == 0
    given(form, file)
    with db.unit_of_work(write=True) as session:
        session.exec(select(EvaluationFile)).one().expires_at = clock.now() - timedelta(minutes=1)
    assert delete_expired_readings() == 1
    fill(form, FULL)
    go(form, "drafted/head")
    with pytest.raises(Refusal) as told:
        given(form, file)
    assert told.value.code == "not_editable"


def test_every_refusal_has_a_case_here() -> None:
    said = Path(__file__).read_text(encoding="utf-8")
    by_page = {"evaluation_file_missing"}  # tests/web/test_evaluations.py
    assert [code for code in EVALUATION_FILE_REFUSALS if f'"{code}"' not in said and code not in by_page] == []


def test_a_file_without_the_form_is_refused_in_words() -> None:
    with pytest.raises(Refusal) as told:
        read_evaluation_file("自评表.docx", b"0" * (MOST_BYTES + 1))
    assert told.value.code == "evaluation_file_unreadable"
    assert "自评表.docx" in str(told.value.facts["zh"])
