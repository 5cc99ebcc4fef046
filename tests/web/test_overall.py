"""整体支出与预算表: files become statements or are refused by name and reason, whole or not at all."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.unit.intake.readers.made import docx_of
from tests.unit.rules.beside import overall, projects
from tests.web.clicking import Web
from workflow import db
from workflow.documents.overall_file import MOST_MB, read_overall
from workflow.errors import RuleFailed
from workflow.models import AuditEntry, Organisation, OverallStatement

PERFORMANCE, REVIEWER, YEAR = "performance_a", "reviewer_a", 2025
File = tuple[str, bytes]


def named(web: Web, key: str = "hr") -> str:
    with db.unit_of_work() as session:
        return session.get_one(Organisation, web.world.organisations[key]).name


def file(web: Web, name: str = "one.json", key: str = "hr", **changes: Any) -> File:
    raw = overall().model_dump(mode="json") | {"department": named(web, key), "fiscal_year": YEAR} | changes
    return name, json.dumps(raw, ensure_ascii=False).encode()


def send(web: Web, *files: File, who: str = PERFORMANCE, to: str = "", status: int = 303, **fields: str) -> str:
    given = {"file": [(BytesIO(content), name) for name, content in files], **fields}
    response = web.post(who, f"/overall/{to}", given, content_type="multipart/form-data")
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def stored() -> int:
    with db.unit_of_work() as session:
        return session.exec(select(func.count(col(OverallStatement.id)))).one()


def test_a_file_is_shown_replaced_and_the_earlier_one_kept(web_on_both: Web) -> None:
    web = web_on_both
    path = f"/overall/{web.world.organisations['hr']}?year={YEAR}"
    send(web, file(web))
    page = web.page(REVIEWER, path)
    assert "就业补助资金" in page.text and "2,963.00" in page.text and page.faults == []
    assert "1 份" in web.page(PERFORMANCE, "/overall/").text
    stand = re.search(r'name="stand" value="([0-9a-f]*)"', page.html)
    assert stand
    to = f"{web.world.organisations['hr']}?year={YEAR}"
    changed = file(web, "two.json", projects=projects(就业补助资金="3000.00"))
    send(web, changed, who=REVIEWER, to=to, stand=stand[1])
    again = web.page(REVIEWER, path)
    assert "3,000.00" in again.text and "two.json" in again.text
    assert "个项目合计" in again.text, "the rules look at it"
    assert 'href="#o-projects"' in again.html
    with db.unit_of_work() as session:
        query = select(AuditEntry).where(AuditEntry.action == "put_overall").order_by(col(AuditEntry.id).desc())
        last = session.exec(query).first()
    assert last
    old = json.loads(last.canonical)["details"]["old"]
    assert old["projects"][-1]["budget_year"] == "2963.00"
    before = web.get(REVIEWER, f"/overall/{to.partition('?')[0]}/file.json?year={YEAR}&before={last.id}")
    assert before.get_json() == old
    page_again = send(web, changed, who=REVIEWER, to=to, status=409, stand=stand[1])
    assert "刚被另一位同事换过" in page_again
    with db.unit_of_work() as session:
        assert session.exec(select(func.max(AuditEntry.id)).where(AuditEntry.action == "put_overall")).one() == last.id


def test_a_document_is_read_as_well_and_a_bad_one_says_why(web: Web) -> None:
    form = [
        ("部门（单位）名称", named(web), "", ""),
        ("部门职能概述", "负责就业和社会保障。", "", ""),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "培训人数", "≥500人"),
    ]
    title = f"{YEAR + 1}年部门整体支出绩效目标申报表"
    before = stored()
    refused = send(web, ("无表.docx", docx_of("通知", "各单位：")), ("坏.docx", b"PK\x03\x04" + bytes(99)), status=422)
    assert "“无表.docx”里没有找到" in refused and "“坏.docx”" in refused and stored() == before
    send(web, ("整体.docx", docx_of(title, form)))
    assert stored() == before + 1
    page = web.page(PERFORMANCE, f"/overall/{web.world.organisations['hr']}?year={YEAR + 1}")
    assert "整体.docx" in page.text and page.faults == []


BAD: tuple[tuple[dict[str, Any] | bytes, str], ...] = (
    (b"\xff\xfe{", "读不出来"),
    (b"[" * 100_000, "读不出来"),
    (b'{"kind": "overall", "department": "\\u0000"}', "读不出来"),
    (b"[]", "不是部门整体支出绩效目标"),
    ({"kind": "project"}, "不是部门整体支出绩效目标"),
    ({"department": "没有的局"}, "没有您可以维护的部门“没有的局”"),
    ({"income": [{"item": "合计", "current": "12,3x"}]}, "income/1/current 的“12,3x”不是金额"),
    ({"income": [{"current": "1"}]}, "缺少 income/1/item"),
    ({"remark": "x"}, "格式里没有 remark 这一项"),
    ({"fiscal_year": 1999}, "fiscal_year 的“1999”不合格式"),
)


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_a_bad_file_is_named_with_its_reason_and_nothing_is_half_done(
    web: Web, bad: dict[str, Any] | bytes, reason: str
) -> None:
    before = stored()
    wrong = ("坏的.json", bad) if isinstance(bad, bytes) else file(web, "坏的.json", **bad)
    page = send(web, file(web, fiscal_year=2031), wrong, status=422)
    assert f"坏的.json：{reason}" in page
    assert stored() == before


def test_what_else_is_refused(web: Web) -> None:
    to = f"{web.world.organisations['hr']}?year={YEAR}"
    assert "请选择文件" in send(web, status=422)
    assert "同一部门、同一年度" in send(web, file(web), file(web, "again.json"), status=422)
    assert "不是本页的部门和年度" in send(web, file(web, fiscal_year=2024), to=to, status=422, stand="")
    assert "没有您可以维护的部门" in send(web, file(web, key="justice"), who=REVIEWER, status=422)
    with pytest.raises(RuleFailed, match="overall_file_too_large"):
        read_overall("big.json", b" " * (MOST_MB * 2**20 + 1))


READERS = {"section_a": 200, "auditor": 200, "leader": 200, "filer_a": 403} | dict.fromkeys(
    ("section_other", "reviewer_other", "performance_other"), 404
)


def test_who_reads_and_who_loads(web: Web) -> None:
    path = f"/overall/{web.world.organisations['hr']}"
    for who, status in READERS.items():
        assert web.get(who, path).status_code == status, who
    assert 'name="file"' not in web.page("section_a", path).html
    assert web.post("section_a", path, {}).status_code == 403
    assert web.get("auditor", f"{path}/file.json?year=2030").status_code == 404
