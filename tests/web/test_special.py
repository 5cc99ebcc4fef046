"""特批 and 对比 in the browser's words: the form, the notice, the work list, closing; years and unit costs."""

from decimal import Decimal

from sqlmodel import col, select

from tests.domain.factories import declaration_at
from tests.domain.refusal_cases import weighted
from tests.web.clicking import Web
from workflow.db import unit_of_work
from workflow.models import Declaration, Indicator, SpecialPoint
from workflow.queries.comparison import quantity_of

GIVEN = {
    "reason": "防汛应急",
    "leader": "局长",
    "document": "会议纪要 3 号",
    "point_2": "补齐权重",
    "point_due_2": "2025-06-30",
}


def test_granted_shown_and_closed(web: Web) -> None:
    file = weighted(web.world, "finance_reviewed/performance")
    here = f"/declarations/{file.id}"
    page = f"{here}/moves/approve_specially"
    version = {"expected_version": file.read().version}
    refused = web.post("performance_a", page, {**version, **GIVEN, "point_due_2": ""})
    text = refused.get_data(as_text=True)
    assert (refused.status_code, "补齐权重" in text, "落实期限" in text) == (422, True, True)
    assert web.post("performance_a", page, {**version, **GIVEN}).status_code == 303
    assert page not in web.page("performance_a", here).links  # once is enough
    shown = web.page("filer_a", here)
    assert "已特批：局长，会议纪要 3 号" in shown.text
    assert "1 项未了事项，最早一项 2025-06-30 到期" in shown.text
    assert "补齐权重" in web.page("filer_a", "/").text
    assert "补齐权重" not in web.page("filer_other", "/").text
    listed = web.page("performance_a", "/declarations/?year=&special=open")
    assert here in listed.links
    with unit_of_work() as session:
        point = session.exec(select(SpecialPoint.id).where(SpecialPoint.declaration_id == file.id)).one()
    close = f"{here}/special-points/{point}/close"
    assert web.post("filer_a", close, {"note": "x"}).status_code == 403
    empty = web.post("performance_a", close, {"note": " "})
    assert (empty.status_code, "请写明这一项是怎样落实的" in empty.get_data(as_text=True)) == (422, True)
    assert web.post("performance_a", close, {"note": "6 月已补齐"}).status_code == 303
    assert "6 月已补齐" in web.page("auditor", f"{here}?tab=special").text
    assert here not in web.page("performance_a", "/declarations/?year=&special=open").links
    assert here in web.page("performance_a", "/declarations/?year=&special=any").links


def test_compared_over_the_years_and_with_others(web: Web) -> None:
    old = declaration_at(web.world, "approved")
    new = declaration_at(web.world, "drafted/filer")
    others = [declaration_at(web.world, "submitted/section") for _ in range(5)]
    with unit_of_work(write=True) as session:
        last_year, row = session.get_one(Declaration, old.id), session.get_one(Declaration, new.id)
        last_year.fiscal_year, row.project_id = row.fiscal_year - 1, last_year.project_id
        for budget, file in enumerate(others, start=1):
            found = session.get_one(Declaration, file.id)
            found.budget_total_fen = found.budget_year_fen = budget * 1_000_000_00
        row.budget_total_fen = row.budget_year_fen = 2_500_000_00
        rows = session.exec(select(Indicator).where(col(Indicator.level2).contains("数量"))).all()
        for item in rows:
            item.target = "≥100场"
    page = web.page("filer_a", f"/declarations/{new.id}/compare")
    assert f"/declarations/{old.id}" in page.links  # what was approved then is one click away
    assert "25,000.00" in page.text  # 250 万元 ÷ 100 场
    assert "30,000.00" in page.text  # the median of 1 … 5 万元
    assert "报送后显示位次" in page.text  # who may still change the figures could try out those of the others
    assert "共 6 个" not in page.text
    assert "第 3 位，共 6 个" in web.page("performance_a", f"/declarations/{new.id}/compare").text
    assert web.get("filer_other", f"/declarations/{new.id}/compare").status_code == 404
    with unit_of_work(write=True) as session:
        session.get_one(Declaration, others[0].id).project_type = "一次性项目"
    fewer = web.page("filer_a", f"/declarations/{new.id}/compare").text
    assert "同类项目不足 5 个" in fewer
    assert "30,000.00" not in fewer


def test_what_counts_as_a_quantity() -> None:
    cases = {
        ("数量指标", "培训人数", "≥1.2万人"): (Decimal(12000), "人"),
        ("数量指标", "活动", "12场/年"): (Decimal(12), "场"),
        ("数量指标", "巡查", "3次/月"): None,
        ("数量指标", "覆盖率", "≥95%"): None,
        ("数量指标", "补助标准", "1800元/人"): None,
        ("数量指标", "投入", "≥30万元"): None,
        ("质量指标", "人数", "30人"): None,
        ("数量指标", "台账", "0本"): None,
    }
    assert {case: quantity_of(*case) for case in cases} == cases
