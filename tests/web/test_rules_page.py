"""规则设置: the performance section sets rules for its region and year; it holds at once, and is audited."""

import json
import re

from sqlmodel import col, select

from tests.domain.factories import bring, make_declaration, move
from tests.domain.hands import explain_all
from tests.services.editing.hands import WIDE
from tests.web.clicking import Web
from tests.web.test_editor import WHO, answer
from workflow import db
from workflow.models import AuditEntry, RegionSetting

PERFORMANCE, RULE = "performance_a", "sources_match_budget"
YEAR = 2025
DEFAULT = {"severity": "", "until": ""}
UNITS = "severity-unit_present"


def stand(web: Web) -> str:
    found = re.search(r'name="stand" value="([0-9a-f]+)"', web.page(PERFORMANCE, "/rules/").html)
    assert found
    return found[1]


def save(web: Web, fields: dict[str, str], status: int = 303) -> str:
    given = {"year": str(YEAR), "stand": stand(web)} | fields
    response = web.post(PERFORMANCE, "/rules/", given)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def test_what_is_set_holds_at_once_in_editor_review_and_submit_and_is_kept(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    before = answer(web, file, [])
    others = {item["rule"] for item in before["findings"] if item["severity"] == "error"} - {RULE}
    save(web, {f"severity-{RULE}": "warning"})
    after = answer(web, file, [])["counts"]
    assert after["error"] == before["counts"]["error"] - 1
    assert after["warning"] == before["counts"]["warning"] + 1
    assert "建议改" in web.page("auditor", f"/declarations/{file.id}?tab=findings").text
    save(web, {f"severity-{rule}": "off" for rule in others})
    move(file, WHO, "send_up")
    with db.unit_of_work() as session:
        query = select(AuditEntry.canonical).where(AuditEntry.action == "set_rules", AuditEntry.object_kind == "region")
        first = json.loads(session.exec(query.order_by(col(AuditEntry.id))).first() or "")
    assert (first["actor"], first["details"]["year"]) == ("人员performance_a", YEAR)
    said = {"rule": RULE, "threshold": "", "old": DEFAULT, "new": DEFAULT | {"severity": "warning"}}
    assert first["details"]["changes"] == [said]
    page = web.page("auditor", "/rules/")
    assert "资金来源合计等于当年预算: 必改 → 建议改" in re.sub(r"\s+", " ", page.text)
    assert page.faults == []
    save(web, {f"severity-{rule}": "" for rule in {RULE, *others}})


def test_nothing_typed_is_lost_and_a_fault_is_told_at_its_field(web: Web) -> None:
    page = save(web, {"until-weights_sum": "年底", "severity-deadline_dated": "error"}, 422)
    assert "“年底”不是日期" in page and 'value="年底"' in page
    assert re.search(r'<option value="error" selected>必改', page)
    assert 'href="#f-until-weights_sum"' in page


def test_a_rule_goes_back_to_its_default_without_storing_what_else_was_typed(web: Web) -> None:
    before = stand(web)
    page = save(web, {"severity-deadline_dated": "error", UNITS: "off", "reset": "unit_present"}, 200)
    chosen = re.findall(r'<option value="(\w+)" selected>', page)
    assert chosen == ["error"] and "尚未保存" in page
    assert stand(web) == before


def test_two_at_once_lose_nothing(web: Web) -> None:
    seen = stand(web)
    save(web, {UNITS: "info"})
    given = {"year": str(YEAR), "stand": seen, "severity-deadline_dated": "off"}
    response = web.post("performance_b", "/rules/", given)
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "刚被另一位同事保存过" in page and '<option value="off" selected>' in page
    save(web, {UNITS: ""})


def test_others_of_finance_read_and_nobody_else_writes(web: Web) -> None:
    page = web.page("section_a", "/rules/")
    assert "资金来源合计等于当年预算" in page.text and "<select" not in page.html.split('class="rules-form"')[1]
    assert web.post("section_a", "/rules/", {"year": str(YEAR)}).status_code == 403
    assert web.get("filer_a", "/rules/").status_code == 403


def test_it_is_stored_for_the_own_region_and_the_year_only(web: Web) -> None:
    save(web, {UNITS: "off"})
    with db.unit_of_work() as session:
        rows = session.exec(select(RegionSetting).where(RegionSetting.key == "review_rules")).all()
    assert {(row.region_id, row.year) for row in rows} == {(web.world.regions["ezhou"], YEAR)}
    save(web, {UNITS: ""})


def test_counts_are_of_the_files_at_finance_and_say_how_many_were_explained(web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    explain_all(file)
    bring(file, "submitted/section")
    page = web.page(PERFORMANCE, "/rules/").html
    row = page[page.index(f'id="r-{RULE}"') :]
    cells = re.findall(r'k-num"[^>]*>(.*?)</td>', row[: row.index("</tr>")], re.DOTALL)
    assert cells == ["1 份", '100%<span class="sub">1 / 1</span>']
