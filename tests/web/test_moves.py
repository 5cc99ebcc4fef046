"""Every move is reachable by a button, has a page that says what happens, and goes through by POST."""

from io import BytesIO
from typing import Any

import pytest
from sqlmodel import col, select

from tests.domain import paper
from tests.domain.factories import (
    MAIN_ROAD,
    WEIGHTED,
    File,
    adjustment_of,
    bring,
    declaration_at,
    make_declaration,
    move,
    people_of,
)
from tests.domain.hands import negotiated
from tests.services.editing.hands import returned
from tests.web.clicking import TICKED, Web
from webapp.present.moves import consequences
from workflow import clock
from workflow.db import unit_of_work
from workflow.lifecycle.moves import DECLARATION, Move
from workflow.models import EvaluationTask, JobRun, SelfEvaluation
from workflow.services.editing import Change, edit
from workflow.services.evaluation_opening import sync_open_tasks
from workflow.services.evaluation_tasks import open_task
from workflow.types import JobKind

GROUNDS = {
    "adjustment_type": "policy",
    "document": "鄂州财预〔2025〕9号",
    "document_date": "2025-02-28",
    "document_issuer": "鄂州市财政局",
}
INPUTS: dict[str, dict[str, str]] = {
    "pass_review": {"opinion": "目标明确", "grade": "good", **TICKED},
    "terminate": {"document": "鄂州财预〔2025〕9号"},
    "open_adjustment": GROUNDS,
    "amend_adjustment": GROUNDS,
    "decline": {"reason": "请核对"},
    "extend": {"due_on": "2026-01-15"},
    "approve_specially": {
        "document": "局长办公会纪要 3 号",
        "leader": "局长",
        "point_1": "补批文",
        "point_due_1": "2025-06-30",
    },
    "return": {"reason": "请补充", "due_on": "2025-03-07"},
    "accept_evaluation": {"reason": "未纳入监控"},
}
OPEN = [row for row in DECLARATION if not row.via]


def at_source(web: Web, row: Move) -> File:
    """A file where the move starts, of a kind it applies to."""
    if row.action in ("cancel_adjustment", "amend_adjustment", "file_adjustment", "demand_review"):
        return bring(adjustment_of(declaration_at(web.world, "approved")), row.source)
    if row.action == "accept_evaluation":
        return with_evaluation(web, declaration_at(web.world, row.source))
    if row.action == "transfer":
        file = declaration_at(web.world, row.source)
        move(file, "section_a", "take_up")
        return file
    if row.action == "sign_changes":
        file = declaration_at(web.world, row.source)
        negotiated(file)
        return file
    if row.source == "monitored":
        return declaration_at(web.world, "monitored")
    return declaration_at(web.world, row.source)


def with_evaluation(web: Web, file: File) -> File:
    """Its self-evaluation was accepted by the section."""
    region, today = web.world.regions["ezhou"], clock.business_date()
    with unit_of_work(write=True) as session:
        tasks = session.exec(select(EvaluationTask).where(EvaluationTask.fiscal_year == 2025)).all()
        if not tasks:
            open_task(session, web.world.actor("performance_a"), region, 2025, today, today)
    sync_open_tasks()
    with unit_of_work(write=True) as session:
        form = session.exec(select(SelfEvaluation).where(SelfEvaluation.declaration_id == file.id)).one()
        form.sqlmodel_update({"state": "accepted", "desk": None, "held_since": None, "total_hundredths": 9_200,
                              "grade": "excellent"})  # fmt: skip
    return file


def actor_for(web: Web, row: Move, file: File) -> str:
    """Somebody with the role who is not barred as a person."""
    people = {
        "filer": people_of(file.unit)["filer"],
        "unit_head": people_of(file.unit)["head"],
        "department_reviewer": "reviewer_a",
        "section_reviewer": "section_a",
        "performance": "performance_b",
        "section_head": "section_head",
    }
    return people[row.who[1] if row.action == "request_return" else row.who[0]]


@pytest.mark.parametrize("row", OPEN, ids=lambda row: f"{row.action}-{row.source.replace('/', '.')}")
def test_every_move_has_its_button_its_page_and_goes_through(web: Web, row: Move) -> None:
    file = at_source(web, row)
    who = actor_for(web, row, file)
    path = f"/declarations/{file.id}/moves/{row.action}"
    assert path in web.page(who, f"/declarations/{file.id}").links, "its button"
    page = web.page(who, path)
    assert all(line in page.text for line in consequences_of(web, row.action)), "what happens"
    form = page.form(f"/{row.action}")
    given = {"expected_version": form.fields["expected_version"], "content_hash": form.fields.get("content_hash", "")}
    reason = {"reason": "有理由"} if row.reason.value == "required" else {}
    colleague = {"colleague": web.world.people["section_b"]} if row.action == "transfer" else {}
    page_back = signed_page(web, file) if row.action == "sign_on_paper" else {}
    response = web.post(who, path, {**given, **INPUTS.get(row.action, {}), **reason, **colleague, **page_back})
    assert response.status_code == 303
    landed = web.page(who, response.headers["Location"])
    assert f"已办理：{row.label_zh}" in landed.text, "a quiet line says what was done"
    steps = 2 if row.action == "sign" and file.pair == "submitted/section" else 1  # the last signature submits
    assert file.read().version == int(form.fields["expected_version"]) + steps


def signed_page(web: Web, file: File) -> dict[str, Any]:
    """What comes back on paper: a picture, with the code and the head typed by hand."""
    scan = (BytesIO(paper.SCAN.content), paper.SCAN.name)
    return {"scan": scan, "head": web.world.people["head_a"], "code": paper.code_of(file).lower()}


def consequences_of(web: Web, action: str) -> list[str]:
    with web.app.test_request_context():
        return consequences(action)


def test_every_move_tells_what_happens(web: Web) -> None:
    for row in OPEN:
        assert consequences_of(web, row.action), row.action


@pytest.mark.parametrize("unit", ["centre", "hr_own"])
def test_the_main_road_is_walked_by_forms_alone(web_on_both: Web, unit: str) -> None:
    """From draft to approval by what stands in the pages' own forms, on both databases."""
    web = web_on_both
    file = make_declaration(web.world, unit=unit)
    while file.pair != "approved":
        who, action, inputs = MAIN_ROAD[file.pair]
        person = people_of(unit)[who]
        path = f"/declarations/{file.id}/moves/{action}"
        assert any(f"/declarations/{file.id}" in link for link in web.page(person, "/").links), "waits in the work list"
        fields = web.page(person, path).form(f"/{action}").fields
        fields.pop("csrf_token")
        assert web.post(person, path, fields | inputs).status_code == 303
    assert file.read().approved_by == web.world.people["performance_b"]
    for who in ("filer", "head"):
        assert "已批复" in web.page(people_of(unit)[who], "/inbox").text


def test_a_move_that_cannot_be_taken_now_shows_why_on_its_button(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section", unit="hr_own")
    move(file, "section_a", "take_up")
    page = web.page("head_own_a", f"/declarations/{file.id}")
    assert "已受理这份申报，不能再撤回" in page.text
    assert f"/declarations/{file.id}/moves/withdraw" not in page.links
    assert f"/declarations/{file.id}/moves/request_return" in page.links


def test_one_primary_button_the_next_step(web: Web) -> None:
    for place, who, action in (
        ("drafted/filer", "filer_a", "send_up"),
        ("drafted/head", "head_a", "sign"),
        ("submitted/section", "section_a", "take_up"),
        ("finance_reviewed/batch", "performance_b", "approve"),
    ):
        file = declaration_at(web.world, place)
        html = web.page(who, f"/declarations/{file.id}").html
        assert html.count('class="btn btn-primary"') == 1, place
        assert f'class="btn btn-primary" href="/declarations/{file.id}/moves/{action}"' in html
    unfit = make_declaration(web.world, content="jianghan-2024/08-employment-subsidies")
    html = web.page("filer_a", f"/declarations/{unfit.id}").html
    assert f'class="btn btn-primary" href="/declarations/{unfit.id}/edit"' in html, "first put it right"


def test_an_auditor_sees_everything_and_no_button(web: Web) -> None:
    for place in ("drafted/filer", "submitted/section", "finance_reviewed/batch", "approved"):
        file = declaration_at(web.world, place)
        page = web.page("auditor", f"/declarations/{file.id}")
        assert not [link for link in page.links if "/moves/" in link or link.endswith("/edit")], place


def test_the_return_page_lists_what_goes_out_and_proposes_a_deadline(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    for text, publish in (("写明次数", "1"), ("内部话", "")):
        web.post("section_a", f"/declarations/{file.id}/comments", {"path": "form", "text": text, "publish": publish})
    page = web.page("section_a", f"/declarations/{file.id}/moves/return")
    assert "将发出的意见 1" in page.text
    assert "写明次数" in page.text
    assert "内部话" not in page.text
    assert page.form("/return").fields["due_on"] == "2025-03-06", "three working days from Monday"
    response = web.post("section_a", f"/declarations/{file.id}/moves/return", {
        "expected_version": file.read().version, "due_on": "2025-03-20"
    })  # fmt: skip
    assert response.status_code == 303
    assert "2025-03-20" in web.page("reviewer_a", f"/declarations/{file.id}").text


def test_the_page_before_sending_up_names_what_cannot_be_read(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WEIGHTED)
    with unit_of_work(write=True) as session:
        typed = [Change("set", "basics/-/budget_year", file.document().budget_year or "", "12,3x")]
        edit(session, web.world.actor("filer_own_a"), file.id, typed)
    page = web.page("filer_own_a", f"/declarations/{file.id}/moves/send_up")
    assert "处必改，须先改正或说明情况" in page.text
    assert "“12,3x”" in page.text
    assert any("/edit#" in link and "budget_year" in link for link in page.links)


def test_the_page_before_sending_up_and_signing_counts_open_comments(web: Web) -> None:
    file = returned(web.world, "indicators/i013/target", "goals/g1/text")
    warning = "还有 2 条退回意见没有答复"
    page = web.page("filer_own_a", f"/declarations/{file.id}/moves/send_up")
    assert warning in page.text
    assert f"/declarations/{file.id}/edit" in page.links
    web.post("filer_own_a", f"/declarations/{file.id}/moves/send_up", {"expected_version": file.read().version})
    assert warning in web.page("head_own_a", f"/declarations/{file.id}/moves/sign").text


def test_an_approval_asks_for_new_rates(web: Web) -> None:
    file = declaration_at(web.world, "finance_reviewed/batch")
    with unit_of_work(write=True) as session:
        for job in session.exec(select(JobRun)):
            session.delete(job)
    web.post("performance_b", f"/declarations/{file.id}/moves/approve", {"expected_version": file.read().version})
    assert file.pair == "approved"
    with unit_of_work() as session:
        [job] = session.exec(select(JobRun).where(col(JobRun.kind) == JobKind.execution_rates))
    assert (job.payload["region_id"], job.payload["year"]) == (file.read().region_id, 2025)
