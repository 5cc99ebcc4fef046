"""A correction through its pages: ordered on the report, shown on the declaration, answered, confirmed, released."""

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
