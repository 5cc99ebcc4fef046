"""Many files at once: a look ahead, one click, a result per file, safe to send again; and the approval batches."""

import re

from sqlmodel import col, select

from tests.domain.factories import File, declaration_at, move
from tests.web.clicking import Web
from tests.web.html import Page
from workflow import db
from workflow.models import ApprovalBatch, ApprovalDocument


def look_ahead(web: Web, who: str, action: str, *files: File) -> Page:
    return web.page(who, f"/declarations/many/{action}?" + "&".join(f"id={file.id}" for file in files))


def items(page: Page) -> list[str]:
    """What the form of the page sends."""
    return re.findall(r'name="item" value="([^"]+)"', page.html)


def click(web: Web, who: str, action: str, page: Page, name: str = "三月批复") -> Page:
    response = web.post(who, f"/declarations/many/{action}", {"item": items(page), "name": name})
    assert response.status_code == 200
    return Page(response.get_data(as_text=True))


def batches() -> list[ApprovalBatch]:
    with db.unit_of_work() as session:
        return list(session.exec(select(ApprovalBatch).order_by(col(ApprovalBatch.id))))


def test_those_that_can_are_approved_in_one_batch_and_the_others_stay(web: Web) -> None:
    good = [declaration_at(web.world, "finance_reviewed/batch") for _ in range(2)]
    other_department = declaration_at(web.world, "finance_reviewed/batch", unit="hr_own")
    early = declaration_at(web.world, "submitted/section")
    own = declaration_at(web.world, "finance_reviewed/performance")
    move(own, "performance_a", "send_to_review", reason="再看")
    move(own, "section_and_performance", "pass_review", opinion="好", grade="good")
    move(own, "performance_b", "clear")
    page = look_ahead(web, "section_and_performance", "approve", *good, other_department, early, own)
    assert "可以办理 3 份，不能办理 2 份" in page.text
    assert "现在：待财政审核 · 业务科室" in page.text
    assert "业务科审核是您办理的" in page.text
    before = len(batches())
    result = click(web, "section_and_performance", "approve", page)
    assert "已办理 3 份" in result.text
    assert [file.pair for file in (*good, other_department)] == ["approved"] * 3
    assert (early.pair, own.pair) == ("submitted/section", "finance_reviewed/batch")
    made = batches()[before:]
    assert [batch.name for batch in made] == ["三月批复"]
    assert {file.read().approval_batch_id for file in good} == {made[0].id}


def test_sending_again_changes_nothing_and_says_why(web: Web) -> None:
    files = [declaration_at(web.world, "finance_reviewed/batch") for _ in range(2)]
    page = look_ahead(web, "performance_b", "approve", *files)
    click(web, "performance_b", "approve", page)
    before = len(batches())
    versions = [file.read().version for file in files]
    again = click(web, "performance_b", "approve", page)
    assert "2 份没有办成" in again.text
    assert "刚刚被更新过" in again.text
    assert [file.read().version for file in files] == versions
    assert len(batches()) == before, "no empty batch"
    assert "所选申报都不能办理" in look_ahead(web, "performance_b", "approve", *files).text


def test_files_of_two_years_make_two_batches(web: Web) -> None:
    files = [declaration_at(web.world, "finance_reviewed/batch", fiscal_year=year) for year in (2025, 2026)]
    before = len(batches())
    click(web, "performance_b", "approve", look_ahead(web, "performance_b", "approve", *files))
    assert sorted(batch.fiscal_year for batch in batches()[before:]) == [2025, 2026]


def test_one_that_moved_on_between_does_not_stop_the_others(web: Web) -> None:
    first, second = (declaration_at(web.world, "finance_reviewed/batch") for _ in range(2))
    page = look_ahead(web, "performance_b", "approve", first, second)
    move(first, "performance_a", "send_to_review", reason="再看")
    result = click(web, "performance_b", "approve", page)
    assert "已办理 1 份" in result.text
    assert "1 份没有办成" in result.text
    assert (first.pair, second.pair) == ("submitted/section", "approved")
    assert f"/declarations/many/approve?id={first.id}" in result.links


def test_clearing_many(web: Web) -> None:
    files = [declaration_at(web.world, "finance_reviewed/performance") for _ in range(2)]
    page = look_ahead(web, "performance_a", "clear", *files)
    assert "批复批次名称" not in page.text
    assert "已办理 2 份" in click(web, "performance_a", "clear", page).text
    assert {file.pair for file in files} == {"finance_reviewed/batch"}


def test_foreign_files_are_not_there(web: Web) -> None:
    file = declaration_at(web.world, "finance_reviewed/batch")
    page = look_ahead(web, "performance_other", "approve", file)
    assert "可以办理 0 份，不能办理 0 份" in page.text
    forged = {"item": f"{file.id}:{file.read().version}", "name": "x"}
    result = web.post("performance_other", "/declarations/many/approve", forged)
    assert "1 份没有办成" in result.get_data(as_text=True)
    assert file.pair == "finance_reviewed/batch"


def test_nonsense_is_refused(web: Web) -> None:
    assert web.get("performance_a", "/declarations/many/approve").status_code == 422
    assert web.get("performance_a", "/declarations/many/terminate?id=1").status_code == 404
    many = "&".join(f"id={number}" for number in range(201))
    assert "一次最多办理 200 份" in web.page("performance_a", f"/declarations/many/approve?{many}", 422).text
    for item in ("x", "1", "1:x", "-1:2", "1:" + "9" * 5000, "9" * 30 + ":1"):
        assert web.post("performance_a", "/declarations/many/approve", {"item": item}).status_code == 400


def test_the_batch_shows_departments_documents_and_files_in_reach(web: Web) -> None:
    files = [declaration_at(web.world, "finance_reviewed/batch", unit=unit) for unit in ("centre", "hr_own")]
    click(web, "performance_b", "approve", look_ahead(web, "performance_b", "approve", *files), "四月批复")
    batch = files[0].read().approval_batch_id
    page = web.page("leader", f"/batches/{batch}")
    for words in ("四月批复", "人员performance_b", "鄂州市人力资源和社会保障局", "尚未印发", "20.00"):
        assert words in page.text
    assert {f"/declarations/{file.id}" for file in files} <= set(page.links)
    with db.unit_of_work() as session:
        assert session.get(ApprovalDocument, 1) is not None
    assert f"/batches/{batch}" in web.page("leader", "/batches").links
    assert f"/batches/{batch}" in web.page("filer_a", f"/declarations/{files[0].id}?tab=papers").links
    mine = web.page("filer_a", f"/batches/{batch}")
    assert f"/declarations/{files[1].id}" not in mine.links, "another unit's file"
    for who in ("filer_other", "section_other", "performance_other", "system_admin"):
        assert web.get(who, f"/batches/{batch}").status_code == 404
        assert "还没有批复批次" in web.page(who, "/batches").text
