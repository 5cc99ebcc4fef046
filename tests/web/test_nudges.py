"""催报名单: who is listed, pressing for the ticked ones, what is told when some were left out."""

from datetime import timedelta

from tests.tasks.monitoring import in_force, opened, report_of
from tests.web.clicking import Web
from workflow import clock


def test_pressing_from_the_list(web: Web) -> None:
    file = in_force(web.world, year=2025)
    campaign = opened(web.world, year=2025, cutoff_month=3, deadline=clock.business_date() + timedelta(days=5))
    report, path = report_of(campaign.id, file), f"/monitoring/{campaign.id}/unsubmitted"
    assert path in web.page("section_a", f"/monitoring/{campaign.id}").html
    assert path not in web.page("filer_a", f"/monitoring/{campaign.id}").html
    page = web.page("section_a", path)
    assert page.faults == []
    for words in ("应报 1 份，未报 1 份", "（待填报人办理）", "催办勾选的", file.read().project_name):
        assert words in page.text, words
    nothing = web.post("section_a", path, {"note": "今天下班前"})
    assert nothing.status_code == 422
    assert "请先勾选" in nothing.get_data(as_text=True) and "今天下班前" in nothing.get_data(as_text=True)
    for words in ("已催办 1 份，通知 5 人。", "今天已经催过"):
        assert web.post("section_a", path, {"id": [report.id]}).status_code == 303
        page = web.page("section_a", path)
        assert words in page.text, words
    assert "最近 2025-03-03" in page.text and "1 次" in page.text
    assert "人工催办" in web.page("filer_a", f"/reports/{report.id}").text
    assert web.get("filer_a", path).status_code == 403
    assert web.get("performance_other", path).status_code == 404
    assert web.post("performance_other", path, {"id": [report.id]}).status_code == 404
