"""Self-evaluations over HTTP: a task is opened, a form filled in and scored, signed, accepted, its result confirmed."""

import re
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.factories import File, rows_of
from tests.tasks.monitoring import in_force, pay
from tests.web.clicking import Web
from tests.web.filling import inputs
from workflow import db, regional
from workflow.documents.intake.reading import FormRead, GoalRead, Reading
from workflow.models import EvaluationTask, Indicator, SelfEvaluation
from workflow.queries import evaluation_preview
from workflow.services.evaluation_file import FileRead, receive
from workflow.services.evaluation_opening import sync_task
from workflow.services.jobs import run_next_job
from workflow.work import ALL_JOBS

YEAR = 2024
TASKS = "/evaluation-tasks"
OPENING = {"year": str(YEAR), "as_of": "2024-12-31", "deadline": "2025-03-31", "name": ""}


@pytest.fixture(scope="module")
def form(web: Web) -> File:
    """86.2 of 100 万元 paid, two counted indicators."""
    file = in_force(web.world, year=YEAR)
    with db.unit_of_work(write=True) as session:
        for number, row in enumerate(rows_of(file, Indicator, "declaration_id")):
            session.get_one(Indicator, row.id).sqlmodel_update(
                {"level1": "产出指标", "level2": "数量指标", "level3": f"培训场次{number}"}
            )
    pay(file, 86_200_000, date(YEAR, 5, 1))
    assert web.post("performance_a", f"{TASKS}/", OPENING).status_code == 303
    return File(web.world, SelfEvaluation, rows_of(file, SelfEvaluation, "declaration_id")[0].id, "centre")


def path_of(form: File) -> str:
    return f"/evaluations/{form.id}"


def save(web: Web, form: File, typed: dict[str, str], who: str = "filer_a", **more: str) -> Any:
    shown = inputs(web.page(who, path_of(form)))
    return web.post(who, path_of(form), shown | typed | more)


def step(web: Web, form: File, who: str, action: str, **typed: str) -> int:
    """Through the page that asks once more."""
    page = web.page(who, f"{path_of(form)}/moves/{action}")
    values = dict(re.findall(r'name="(expected_version|content_hash)" value="([^"]*)"', page.html))
    return int(web.post(who, f"{path_of(form)}/moves/{action}", values | typed).status_code)


def test_from_the_task_to_the_confirmed_result(web: Web, form: File) -> None:
    page = web.page("filer_a", path_of(form))
    for words in ("86.20%", "8.62", "培训场次0", "≥3次", "分值 × 执行率：10 × 86.2% = 8.62。", "还有 4 处要填"):
        assert words in page.text, words
    assert "自评表" in web.page("filer_a", "/").text
    typed = inputs(page) | {"items/i001/actual": "3次", "items/i003/actual": "2次"}
    told: Any = web.post("filer_a", f"{path_of(form)}/points", typed).json
    assert told["rows"]["i003"] == {"score": "30", "notes": ["分值 × 完成值 ÷ 指标值：45 × 2 ÷ 3 = 30。"]}
    assert told["total"] == "83.62 良" and form.read().total_hundredths is None, "tried, not stored"
    refused = save(web, form, {"items/i001/actual": "2次", "items/i001/points": "很多"})
    assert refused.status_code == 422 and "“很多”不是分数" in refused.get_data(as_text=True)
    done = {
        "items/i001/actual": "2次", "items/i001/points": "", "items/i001/cause": "<b>停电</b>",
        "items/i001/measure": "改期", "items/i003/actual": "3次", "form/-/reached": "基本完成",
        "money/-/cause": "招标推迟",
    }  # fmt: skip
    assert save(web, form, done).status_code == 303
    shown = web.page("filer_a", path_of(form))
    assert "分值 × 完成值 ÷ 指标值：45 × 2 ÷ 3 = 30。" in shown.text
    assert "83.62" in shown.text and "处要填" not in shown.text
    assert save(web, form, {}, next="send_up").headers["Location"].endswith("/moves/send_up")
    assert step(web, form, "filer_a", "send_up") == 303
    assert "&lt;b&gt;停电&lt;/b&gt;" in web.page("head_a", path_of(form)).html
    asked = web.page("head_a", f"{path_of(form)}/moves/decline")
    assert 'name="remark:items/i001"' in asked.html and "≥3次 → 2次 · 30 分" in asked.text
    assert step(web, form, "head_a", "decline", **{"remark:items/i999": "?"}) == 422, "no such line"
    assert step(web, form, "head_a", "decline", **{"remark:items/i001": "请附<i>签到表"}) == 303
    assert "请附&lt;i&gt;签到表" in web.page("filer_a", path_of(form)).html
    assert step(web, form, "filer_a", "send_up") == 303
    assert step(web, form, "head_a", "sign") == 303
    assert step(web, form, "reviewer_a", "sign") == 303
    assert step(web, form, "section_a", "return") == 422, "a return has a reason"
    assert step(web, form, "section_a", "accept") == 303
    task = f"{TASKS}/{form.read().task_id}"
    listed = web.page("performance_a", f"{task}?state=accepted&grade=good")
    assert "待绩效科确认" in listed.text and "83.62" in listed.text
    [tick] = re.findall(r'name="item" value="([^"]+)"', listed.html)
    for reason, words in (("", "未能确认：请填写理由"), ("年中追加", "已确认 1 份自评结果。")):
        assert web.post("performance_a", f"{task}/confirm", {"item": tick, "reason": reason}).status_code == 303
        assert words in web.page("performance_a", task).text
    assert "待绩效科确认" not in web.page("performance_a", f"{task}?grade=good").text


def a_beside(web: Web) -> File:
    """Another form of the task."""
    file = in_force(web.world, year=YEAR)
    with db.unit_of_work(write=True) as session:
        sync_task(session, session.exec(select(EvaluationTask.id)).one())
    return File(web.world, SelfEvaluation, rows_of(file, SelfEvaluation, "declaration_id")[0].id, "centre")


def regional_value(web: Web) -> int:
    with db.unit_of_work() as session:
        return int(regional.setting(session, web.world.regions["ezhou"], "evaluation_overshoot_percent", YEAR))


def test_other_scoring_rules_show_what_they_change_before_they_are_saved(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = a_beside(web)
    save(web, form, {"items/i001/actual": "3次", "items/i003/actual": "9次"})
    page = web.page("performance_a", "/region-settings/")
    given = dict(re.findall(r'name="(stand)" value="([^"]*)"', page.html))
    given |= {"year": str(YEAR), "evaluation_overshoot_percent": "30"}
    asked = web.post("performance_a", "/region-settings/", given)
    html = asked.get_data(as_text=True)
    assert asked.status_code == 200 and "先看影响" in html and "90.00" in html and "88.00" in html
    weighed = re.findall(r'name="weighed" value="([^"]+)"', html)[0]
    assert "evaluation_overshoot_percent=30" in weighed
    assert form.read().total_hundredths == 9000
    monkeypatch.setattr(evaluation_preview, "MOST", 1)  # as if there were more than a person can wait for
    a_beside(web)
    asked = web.post("performance_a", "/region-settings/", given)
    later = asked.headers["Location"]
    assert "/rescoring/" in later and "正在按新规则测算" in web.page("performance_a", later).text
    run_next_job(jobs=ALL_JOBS)
    found = web.page("performance_a", later)
    assert "90.00" in found.text and "88.00" in found.text and "填报中的 2 份自评表里，有 1 份" in found.text
    weighed_later = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', found.html))
    assert web.get("section_a", later).status_code == 403
    assert regional_value(web) == 0, "reckoned, not saved"
    stored = web.post("performance_a", "/region-settings/", weighed_later)
    assert (stored.status_code, weighed_later["weighed"]) == (303, weighed)
    assert regional_value(web) == 30
    monkeypatch.undo()
    back = given | {"evaluation_overshoot_percent": "0", "stand": "x"}
    assert web.post("performance_a", "/region-settings/", back).status_code == 409, "nothing would change by it yet"


def test_a_file_is_shown_beside_the_form_and_taken_over(web: Web) -> None:
    form = a_beside(web)
    path = f"{path_of(form)}/file"
    assert "请选择填好的自评表文件" in web.post("filer_a", path, {}).get_data(as_text=True)
    read = FormRead(
        form_type="self_evaluation", project_name="别的项目", goals=[GoalRead(horizon="annual", actual="<b>完成</b>")]
    )
    with db.unit_of_work(write=True) as session:
        receive(session, web.world.actor("filer_a"), form.id, FileRead("自评表.docx", "0" * 64, Reading(forms=[read])))
    page = web.page("filer_a", path)
    assert "1 处不同" in page.text and "&lt;b&gt;完成&lt;/b&gt;" in page.html and "别的项目" in page.text
    sent = dict(re.findall(r'name="(file|expected_version)" value="([^"]*)"', page.html)) | {"take": "form/-/reached"}
    assert web.post("filer_a", f"{path}/take", sent).status_code == 422, "is it the right file?"
    assert web.post("filer_a", f"{path}/take", sent | {"sure": "1"}).status_code == 303
    assert form.read().reached == "<b>完成</b>"
    assert web.post("filer_a", f"{path}/take", sent | {"sure": "1"}).status_code == 409
    assert web.post("filer_a", f"{path}/drop", {}).status_code == 303
    assert web.get("section_a", path).status_code == 403


def test_its_paper_leaves_in_three_formats(web: Web, form: File) -> None:
    for kind in ("pdf", "docx", "xlsx"):
        answer = web.get("section_a", f"{path_of(form)}/paper.{kind}")
        assert (answer.status_code, answer.data[:2]) == (200, b"%P" if kind == "pdf" else b"PK")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"year": "24"}, "年度"),
        ({"as_of": "2023-12-31"}, "资金统计日期应在 2024 年内"),
        ({"deadline": "bald"}, "bald"),
        ({}, "还没有结束"),
    ],
)
def test_a_task_is_refused_beside_its_field(web: Web, form: File, typed: dict[str, str], words: str) -> None:
    answer = web.post("performance_a", f"{TASKS}/", OPENING | typed)
    assert answer.status_code == 422 and words in answer.get_data(as_text=True)


def test_a_late_form_keeps_what_was_typed(web: Web) -> None:
    form = a_beside(web)
    mine = inputs(web.page("filer_a", path_of(form)))
    assert save(web, form, {"items/i001/actual": "3次"}, "filer_b").status_code == 303
    late = web.post("filer_a", path_of(form), mine | {"items/i001/actual": "2次"})
    page = late.get_data(as_text=True)
    assert late.status_code == 409 and "2次" in page and "3次" in page
    task = f"{TASKS}/{form.read().task_id}"
    assert web.post("performance_a", f"{task}/close", {"reason": ""}).status_code == 422
    assert web.post("performance_a", f"{task}/close", {"reason": "改由部门评价"}).status_code == 303
    assert form.pair == "cancelled"
    lost = web.post("filer_a", path_of(form), mine | {"items/i001/actual": "2次"})
    assert lost.status_code == 409 and "2次" in lost.get_data(as_text=True)
