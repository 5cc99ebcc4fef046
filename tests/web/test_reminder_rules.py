"""提醒规则: read, change, two at once; who gets what when."""

import re
from datetime import timedelta

from tests.tasks.monitoring import in_force, opened
from tests.web.clicking import Web
from workflow import clock

ONE = "/reminder-rules/monitoring_report-3"


def fields(web: Web, **changes: object) -> dict[str, object]:
    html = web.page("performance_a", ONE).html
    stand = re.search(r'name="stand" value="([0-9a-f]+)"', html)
    assert stand
    return {
        "year": "2025", "stand": stand[1], "active": "yes", "days": "-3", "working": "no", "every": "",
        "roles": ["filer"], "channels": ["mail"], "text_zh": "请报「{项目名称}」", "text_en": "Report {project_name}",
    } | changes  # fmt: skip


def test_a_rule_is_changed_and_nothing_typed_is_lost(web: Web) -> None:
    page = web.page("performance_a", "/reminder-rules/")
    assert page.faults == [] and "提前 7 天" in page.text and "系统自带" in page.text and "{项目名称}" in page.text
    form = web.page("performance_a", ONE)
    assert form.faults == [] and "{截止" not in form.text
    wrong = web.post("performance_a", ONE, fields(web, days="三天", text_zh="请{姓名}报"))
    told = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "“三天”不是整数" in told and "请{姓名}报" in told and "“{姓名}”不是这里可用的填充项" in told
    stale = fields(web)
    assert web.post("performance_a", ONE, fields(web, days="-5", roles=["filer", "unit_head"])).status_code == 303
    page = web.page("performance_a", "/reminder-rules/")
    assert "提前 5 天" in page.text and "填报人、单位负责人" in page.text and "2025 年度起" in page.text
    lost = web.post("performance_b", ONE, stale | {"text_en": "Mine"})
    assert lost.status_code == 409 and "Mine" in lost.get_data(as_text=True)
    assert web.get("performance_a", "/reminder-rules/nothing").status_code == 404
    assert web.post("system_admin", ONE, fields(web, active="no")).status_code == 303
    assert "停用" in web.page("system_admin", "/reminder-rules/").text


def test_opening_a_campaign_names_the_rules_in_force(web: Web) -> None:
    before = web.page("performance_a", "/monitoring/new")
    assert "填报人：提前 7" in before.text and "/reminder-rules/" in before.links
    assert web.post("performance_a", ONE, fields(web, days="-5")).status_code == 303
    assert "填报人：提前 7、5 天；当天" in web.page("performance_a", "/monitoring/new").text
    task = web.page("performance_a", "/evaluation-tasks/new")
    assert "目前没有启用自动提醒" in task.text, "those of self-evaluations come switched off"


def test_who_gets_what_when(web: Web) -> None:
    today = clock.business_date()
    in_force(web.world, year=2025)
    opened(web.world, year=2025, cutoff_month=1, deadline=today + timedelta(days=5))
    page = web.page("performance_a", "/reminder-rules/preview?until=2025-04-30&off=1")
    assert page.faults == []
    for words in ("将提醒", "不提醒：规则已停用", "人员head_a", "监控表报送截止"):
        assert words in page.text, words
    assert "没有要提醒的" in web.page("performance_a", "/reminder-rules/preview?from=2024-01-01&until=2024-01-02").text
    assert web.get("system_admin", "/reminder-rules/preview").status_code == 403
    assert web.get("performance_a", "/reminder-rules/preview?from=x&until=9999-12-31").status_code == 200


def test_a_reminder_of_the_regions_own_is_looked_at_saved_and_removed(web: Web) -> None:
    today = clock.business_date()
    in_force(web.world, year=2025)
    opened(web.world, year=2025, cutoff_month=2, deadline=today + timedelta(days=5))
    page = web.page("performance_a", "/reminder-rules/new?event=monitoring_due")
    assert page.faults == [] and "{截止日}" not in page.text
    typed = {
        "year": "2025", "event": "monitoring_due", "active": "yes", "days": "-1", "working": "no", "every": "",
        "roles": ["leader"], "text_zh": "「{项目名称}」明天截止", "text_en": "{project_name} is due tomorrow",
    }  # fmt: skip
    look = web.post("performance_a", "/reminder-rules/new", typed | {"look": "1"}).get_data(as_text=True)
    assert "人员leader" in look and "「{项目名称}」明天截止" in look
    seen = web.post("system_admin", "/reminder-rules/new", typed | {"look": "1", "days": "x"}).get_data(as_text=True)
    assert "人员leader" not in seen and "预览提醒对象" not in seen, "who keeps the machine is not told the business"
    wrong = web.post("performance_a", "/reminder-rules/new", typed | {"text_zh": "{姓名}", "days": "900"})
    assert wrong.status_code == 422 and "“{姓名}”不是这里可用的填充项" in wrong.get_data(as_text=True)
    assert web.post("performance_a", "/reminder-rules/new", typed).status_code == 303
    page = web.page("performance_a", "/reminder-rules/")
    [own] = set(re.findall(r'href="(/reminder-rules/own\.[\w.]+)"', page.html))
    assert "本地区新增" in page.text and "明天截止" in page.text
    assert any(form.action == f"{own}/remove" for form in web.page("performance_a", own).forms)
    assert not any("/remove" in form.action for form in web.page("performance_a", ONE).forms)
    assert web.post("performance_a", f"{ONE}/remove").status_code == 404
    assert web.post("performance_a", f"{own}/remove").status_code == 303
    assert web.get("performance_a", own).status_code == 404
