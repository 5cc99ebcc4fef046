"""A correction through its pages: ordered on the report, shown on the declaration, answered, confirmed, released."""

import re
from datetime import timedelta

from tests.domain.factories import report_at, rows_of
from tests.web.clicking import Web
from tests.web.html import Page
from workflow import clock
from workflow.models import CorrectiveAction


def test_a_correction_from_the_report_to_its_end(web: Web) -> None:
    report = report_at(web.world, "submitted/section")
    new, until = f"/reports/{report.id}/corrections/new", (clock.business_date() + timedelta(9)).isoformat()
    assert new in web.page("section_a", f"/reports/{report.id}").links
    assert new not in web.page("filer_a", f"/reports/{report.id}").links
    assert "暂缓拨款" not in web.page("section_a", new).text and "暂缓拨款" in web.page("performance_a", new).text
    typed = {"kind": "stop", "problem": "资金闲置", "demand": "限期支付", "due_on": until}
    refused = web.post("performance_a", f"/reports/{report.id}/corrections", typed)
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "暂缓、停止或恢复拨款须填写文号" in text and "资金闲置" in text, "what was typed stays"
    made = web.post("performance_a", f"/reports/{report.id}/corrections", typed | {"document": "鄂州财绩〔2025〕7号"})
    here = made.headers["Location"]
    [row] = rows_of(report, CorrectiveAction, "report_id")
    declaration = web.page("filer_a", f"/declarations/{row.declaration_id}").text
    assert "停止拨款（鄂州财绩〔2025〕7号）" in declaration and f"1 项整改未销号，最早的期限是 {until}" in declaration
    assert here in web.page("filer_a", "/").links and "落实整改并填报" in web.page("filer_a", "/").text
    missing = web.post("filer_a", f"{here}/answer", {"owner": "科长", "measure": "", "expected_version": "1"})
    assert missing.status_code == 422 and "请填写整改措施" in Page(missing.get_data(as_text=True)).text
    answer = {"owner": "科长", "measure": "已支付", "result": "支付 90%", "expected_version": "1"}
    assert web.post("filer_a", f"{here}/answer", answer).status_code == 303
    assert web.post("performance_a", f"{here}/confirm", {"expected_version": "2"}).status_code == 303
    assert "解除并恢复拨款" in web.page("performance_a", here).text
    release = {"remark": "同意", "document": "鄂州财绩〔2025〕9号", "expected_version": "3"}
    assert web.post("performance_a", f"{here}/close", release).status_code == 303
    done = web.page("filer_a", here).text
    for words in ("已销号", "支付 90%", "鄂州财绩〔2025〕9号", "下达整改", "整改销号"):
        assert words in done, words
    assert "整改未销号" not in web.page("filer_a", f"/declarations/{row.declaration_id}").text
    assert here in web.page("section_a", "/corrections/?state=closed").links
    assert here not in web.page("section_a", "/corrections/?state=ordered").links
    _a_cut_is_entered_from_its_order(web, report.id, until)


def _a_cut_is_entered_from_its_order(web: Web, report_id: int, until: str) -> None:
    """调减预算并调整绩效目标: the budget section comes from the order to the ledger, and the order says so."""
    told = {
        "kind": "cut",
        "problem": "预计结余",
        "demand": "压减二次培训",
        "due_on": until,
        "document": "绩〔2025〕8号",
    }
    order = web.post("performance_a", f"/reports/{report_id}/corrections", told).headers["Location"]
    assert "台账尚未登记这笔调减" in web.page("filer_a", order).text
    assert not [link for link in web.page("section_a", order).links if "/ledger/projects/" in link]
    [new] = [link for link in web.page("budget", order).links if "/ledger/projects/" in link]
    page = web.page("budget", new).html
    assert (
        re.search('value="cut"[^>]*checked', page)
        and 'value="绩〔2025〕8号"' in page
        and "压减二次培训</textarea>" in page
    )
    [order_id] = re.findall(r'name="correction" value="(\d+)"', page)
    form = {"year": "2025", "kind": "cut", "document": "绩〔2025〕8号", "reason": "压减", "effective_on": "2025-03-03",
            "correction": order_id}  # fmt: skip
    assert web.post("budget", new, form | {"kind": "addition", "amount": "1"}).status_code == 422
    assert web.post("budget", new, form | {"amount": "1"}).status_code == 303
    done = web.page("filer_a", order)
    assert "-1.00" in done.text and "待单位办理" in done.text and "台账尚未登记" not in done.text
    [task] = [link for link in done.links if link.startswith("/target-tasks/")]
    project = new.split("/new")[0].replace("/ledger/", "/execution/")
    ledger = web.page("budget", f"{project}?year=2025")
    assert order in web.page("filer_a", task).links
    assert {task, order} <= set(ledger.links)
