"""地区设置: the performance section sets for its region and year; it holds from then on, and is audited."""

import json
import re

from sqlmodel import col, select

from tests.web.clicking import Web
from workflow import db, regional
from workflow.models import AuditEntry

PATH, PERFORMANCE, YEAR = "/region-settings/", "performance_a", 2025
HELD = "decision_hold_minutes"


def stand(web: Web) -> str:
    found = re.search(r'name="stand" value="([0-9a-f]+)"', web.page(PERFORMANCE, PATH).html)
    assert found
    return found[1]


def save(web: Web, fields: dict[str, object], status: int = 303, who: str = PERFORMANCE, seen: str = "") -> str:
    given = {"year": str(YEAR), "stand": seen or stand(web), **fields}
    response = web.post(who, PATH, given)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def holds(web: Web, key: str, year: int = YEAR) -> object:
    with db.unit_of_work() as session:
        return regional.setting(session, web.world.regions["ezhou"], key, year)


def test_what_is_set_holds_from_the_year_on_and_is_audited_old_and_new(web_on_both: Web) -> None:
    web = web_on_both
    save(web, {"review_working_days": "20", "review_grade_bands": ["95", "85", "70"], "low_risk_budget_wan": "80"})
    assert (holds(web, "review_working_days"), holds(web, "review_working_days", YEAR - 1)) == (20, 15)
    assert (holds(web, "review_grade_bands", YEAR + 1), holds(web, "low_risk_budget_wan")) == ([95, 85, 70], "80.00")
    with db.unit_of_work() as session:
        query = select(AuditEntry.canonical).where(AuditEntry.action == "set_settings")
        [kept] = [json.loads(text) for text in session.exec(query.order_by(col(AuditEntry.id)))]
    assert (kept["actor"], kept["details"]["year"]) == ("人员performance_a", YEAR)
    assert {"key": "review_grade_bands", "old": [90, 80, 60], "new": [95, 85, 70]} in kept["details"]["changes"]
    assert len(kept["details"]["changes"]) == 3, "what holds already is not written again"
    page = web.page("auditor", PATH)
    assert "财政审核的期限: 15 个工作日 → 20 个工作日" in re.sub(r"\s+", " ", page.text)
    assert "2025 年度起" in page.text and "对以后报送的申报起作用" in page.text
    assert page.faults == []
    save(web, {"review_working_days": "20"})
    assert "没有需要保存的修改" in web.page(PERFORMANCE, PATH).text


def test_a_fault_is_told_at_its_field_and_nothing_is_stored(web: Web) -> None:
    page = save(web, {"review_working_days": "二十", "decision_hold_minutes": "30"}, 422)
    assert "“二十”不是整数" in page and 'value="二十"' in page and 'href="#f-review_working_days"' in page
    assert holds(web, "decision_hold_minutes") == 10
    page = save(web, {"review_grade_bands": ["80", "90", "60"]}, 422)
    assert "有重叠" in page and 'value="90"' in page


def test_a_default_is_put_back_into_its_field_without_storing(web: Web) -> None:
    page = save(
        web, {"review_working_days": "20", "decision_hold_minutes": "31", "reset": "decision_hold_minutes"}, 200
    )
    assert 'value="20"' in page and 'value="31"' not in page and "尚未保存" in page
    assert holds(web, "review_working_days") == 15


def test_two_at_once_lose_nothing(web: Web) -> None:
    seen = stand(web)
    save(web, {"return_working_days": "4"})
    page = save(web, {"return_working_days": "6"}, 409, "performance_b", seen)
    assert "刚被另一位同事保存过" in page and 'value="6"' in page
    assert holds(web, "return_working_days") == 4


def test_others_of_finance_read_and_nobody_else_writes(web: Web) -> None:
    page = web.page("section_a", PATH)
    assert "重点项目的金额下限" in page.text and "<select" not in page.html.split('class="rules-form"')[1]
    assert web.post("section_a", PATH, {"year": str(YEAR)}).status_code == 403
    assert web.get("filer_a", PATH).status_code == 403
    seen = re.search(r'name="stand" value="([0-9a-f]+)"', web.page("performance_other", PATH).html)
    assert seen
    save(web, {"review_working_days": "33"}, 303, "performance_other", seen[1])
    assert holds(web, "review_working_days") != 33, "another region's people set their own region"
