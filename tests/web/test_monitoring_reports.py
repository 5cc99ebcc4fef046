"""One monitoring report over HTTP: one grid for who fills it in, nothing typed is lost, every move by its page."""

import re
from datetime import date

import pytest

from tests.domain.factories import File, declaration_at, make_report, move, people_of, report_at, rows_of
from tests.tasks.monitoring import in_force, items, opened, report_of
from tests.web.clicking import Web
from tests.web.filling import DONE, YEAR, a_report, inputs, path_of, save
from tests.web.html import Page
from workflow import clock, db
from workflow.lifecycle.moves import MONITORING_REPORT, Move
from workflow.models import AuditEntry, MonitoringPart, MonitoringReport
from workflow.regional.table import LIGHT_BANDS, LIGHT_YELLOW_ASKS
from workflow.services.region_settings import keep_settings
from workflow.services.reminders import remind_all
from workflow.services.report_relighting import relight_behind

CARRIED = "money/carry_over/forecast"


@pytest.fixture
def report(web: Web) -> File:
    return a_report(web)


# --- filling in -----------------------------------------------------------------------------------------------------


def test_the_page_is_prefilled_with_money_and_targets(web: Web, report: File) -> None:
    page = web.page("filer_a", path_of(report))
    for words in ("100.00", "60.00", "60.00%", "绿灯", "正常", "培训场次0", "≥3次", "产出指标"):
        assert words in page.text, words
    assert "培训场次1" not in page.text, "a long-term indicator is not reported in the year"
    row = report.read()
    assert f"/execution/projects/{row.project_id}?year={YEAR}&as_of={YEAR}-07-31#payments" in page.links
    assert "还有 5 处要填" in page.text, "the forecast, and two places of each indicator"


def test_a_draft_is_saved_without_script_and_what_is_missing_is_marked(web: Web, report: File) -> None:
    answer = save(web, report, DONE)
    assert (answer.status, answer.location) == (303, path_of(report))
    page = web.page("filer_a", path_of(report))
    assert "已保存" in page.text and "处要填" not in page.text
    assert report.read().forecast_fen == 99_500_000
    assert [(item.actual, item.likelihood) for item in items(report.id)] == [("5次", "certain"), ("9次", "possible")]
    save(web, report, {"items/i001/actual": ""})
    marked = web.page("filer_a", f"{path_of(report)}?check=1")
    assert "还有 1 处要填" in marked.text
    assert re.search(r'is-missing[^>]*data-cell="items/i001/actual"', marked.html)
    save(web, report, {})
    assert "没有改动" in web.page("filer_a", path_of(report)).text


def test_what_cannot_be_read_stays_in_the_form_and_the_rest_is_saved(web: Web, report: File) -> None:
    answer = save(web, report, {"money/-/forecast": "12,3x", "items/i001/actual": "5次"})
    assert answer.status == 422
    assert 'value="12,3x"' in answer.html and "“12,3x”不是金额" in answer.html
    assert "有内容无法识别，其余已保存" in answer.html
    assert answer.html.count("无法识别") == 1, "one wrong figure is said once"
    assert (report.read().forecast_fen, items(report.id)[0].actual) == (None, "5次")
    again = save(web, report, {"money/-/forecast": "1,234.56"}, page=Page(answer.html))
    assert again.status == 303 and report.read().forecast_fen == 1_234_560_000


@pytest.mark.parametrize(
    ("path", "raw", "words"),
    [
        ("money/-/forecast", "-5", "负数"),
        ("money/-/forecast", "1.23456789", "小于一分"),
        ("items/i001/likelihood", "vielleicht", "不在可选范围内"),
    ],
)
def test_other_unreadable_values(web: Web, report: File, path: str, raw: str, words: str) -> None:
    answer = save(web, report, {path: raw})
    assert answer.status == 422 and words in answer.html


def test_any_text_is_kept_as_it_was_typed(web: Web, report: File) -> None:
    strange = {"items/i001/cause": '第一行\r\n<b>第二行</b> & "引号" 😀', "items/i001/measure": "长" * 10_000}
    save(web, report, strange)
    item = items(report.id)[0]
    assert item.cause == '第一行\n<b>第二行</b> & "引号" 😀' and len(item.measure) == 10_000
    version = report.read().version
    save(web, report, {})
    assert report.read().version == version, "shown and sent back unchanged, nothing is written"


def test_two_people_in_one_cell_the_loser_sees_both_values(web: Web, report: File) -> None:
    mine, hers = (web.page(who, path_of(report)) for who in ("filer_a", "filer_b"))
    save(web, report, {"items/i001/actual": "5次", "money/-/forecast": "90"}, "filer_b", hers)
    late = save(web, report, {"items/i001/actual": "6次", "money/-/forecast": "95"}, "filer_a", mine)
    assert late.status == 409
    assert re.search(r'is-changed[^>]*data-cell="items/i001/actual"', late.html)
    assert inputs(Page(late.html))["items/i001/actual"] == "6次" and "5次" in Page(late.html).text
    assert "现已保存：90.00" in late.html
    assert items(report.id)[0].actual == "5次"
    assert save(web, report, {}, "filer_a", Page(late.html)).status == 303
    assert (items(report.id)[0].actual, report.read().forecast_fen) == ("6次", 95_000_000)


def test_who_types_while_it_is_sent_up_is_told_by_whom_and_sees_what_he_typed(web: Web, report: File) -> None:
    save(web, report, DONE)
    page = web.page("filer_a", path_of(report))
    move(report, "filer_b", "send_up")
    late = save(web, report, {"items/i001/actual": "7次"}, "filer_a", page)
    assert late.status == 409
    fresh = {**inputs(page), "items/i001/actual": "7次", "expected_version": str(report.read().version)}
    lost = web.post("filer_a", path_of(report), fresh)
    text = Page(lost.get_data(as_text=True)).text
    assert lost.status_code == 409
    for words in ("不在可以修改的环节", "人员filer_b", "7次", "5次", "「培训场次0」完成情况"):
        assert words in text, words


def test_only_the_desk_that_holds_it_fills_it_in(web: Web, report: File) -> None:
    form = inputs(web.page("filer_a", path_of(report))) | DONE
    for who in ("head_a", "section_a", "performance_a", "auditor", "treasury"):
        assert 'id="report"' not in web.page(who, path_of(report)).html, who
        assert web.post(who, path_of(report), form).status_code == 403, who
    for who in ("filer_other", "reviewer_other", "section_other", "system_admin"):
        assert web.get(who, path_of(report)).status_code == 404, who
        assert web.post(who, path_of(report), form).status_code == 404, who
    save(web, report, DONE)
    move(report, "filer_a", "send_up")
    move(report, "head_a", "sign")
    assert 'id="report"' in web.page("reviewer_a", path_of(report)).html, "the department fills in at its own desk"
    assert 'id="report"' not in web.page("filer_a", path_of(report)).html


def test_a_red_light_asks_for_cause_and_measure_in_words(web: Web) -> None:
    report = a_report(web, paid=10_000_000)
    page = web.page("filer_a", path_of(report))
    assert "红灯：严重滞后，须说明原因和措施" in page.text
    save(web, report, {"money/-/forecast": "70"})
    assert "合计 70.00 万元，黄灯：滞后" in web.page("filer_a", path_of(report)).text


# --- moves ----------------------------------------------------------------------------------------------------------

OPEN = [row for row in MONITORING_REPORT if not row.via]


def actor_for(row: Move, file: File) -> str:
    people = {"filer": "filer_a", "unit_head": "head_a", "department_reviewer": "reviewer_a",
              "section_reviewer": "section_a", "performance": "performance_a"}  # fmt: skip
    assert people["filer"] == people_of(file.unit)["filer"]
    return people[row.who[0]]


@pytest.mark.parametrize("row", OPEN, ids=lambda row: f"{row.action}-{row.source.replace('/', '.')}")
def test_every_move_has_its_button_its_page_and_goes_through(web: Web, row: Move) -> None:
    report = report_at(web.world, row.source)
    who, path = actor_for(row, report), f"{path_of(report)}/moves/{row.action}"
    shown = web.page(who, path_of(report))
    onward = f'name="next" value="{row.action}"' in shown.html
    assert path in shown.links or onward, "its button"
    if onward:
        saved = web.post(who, path_of(report), inputs(shown) | {"next": row.action})
        assert saved.headers["Location"] == path, "what is typed is saved on the way"
    page = web.page(who, path)
    form = page.form(f"/{row.action}")
    assert "办理后" in page.text
    given = {"expected_version": form.fields["expected_version"], "content_hash": form.fields.get("content_hash", "")}
    if row.reason.value == "required":
        refused = web.post(who, path, {**given, "reason": " "})
        assert refused.status_code == 422 and "请填写理由" in refused.get_data(as_text=True)
    response = web.post(who, path, {**given, "reason": "有理由"})
    assert (response.status_code, response.headers["Location"]) == (303, path_of(report))
    assert f"已办理：{row.label_zh}" in web.page(who, path_of(report)).text
    assert f"{report.pair}" in row.dests or None in row.dests


def test_sending_up_says_what_is_missing_with_the_way_to_each_place(web: Web, report: File) -> None:
    path = f"{path_of(report)}/moves/send_up"
    page = web.page("filer_a", path)
    cell = f"{path_of(report)}?check=1#c-items_i001_actual"
    assert "「培训场次0」完成情况：请填写完成情况" in page.text and cell in page.links
    assert "c-items_i001_actual" in web.page("filer_a", f"{path_of(report)}?check=1").ids
    refused = web.post("filer_a", path, {"expected_version": str(report.read().version)})
    assert refused.status_code == 422
    assert "请填写完成情况" in refused.get_data(as_text=True)
    assert report.pair == "drafted/filer"


def test_what_was_typed_is_saved_before_the_step_onward(web: Web, report: File) -> None:
    answer = save(web, report, DONE | {"next": "send_up"})
    assert answer.location == f"{path_of(report)}/moves/send_up"
    assert items(report.id)[0].actual == "5次"
    bad = save(web, report, {"money/-/forecast": "x", "next": "send_up"})
    assert bad.status == 422, "not onward with something unreadable"


def test_a_signature_is_bound_to_what_was_seen(web: Web, report: File) -> None:
    save(web, report, DONE)
    move(report, "filer_a", "send_up")
    path = f"{path_of(report)}/moves/sign"
    form = web.page("head_a", path).form("/sign").fields
    assert form["content_hash"] == report.hash()
    stale = web.post("head_a", path, {**form, "content_hash": "0" * 64})
    assert stale.status_code == 409 and "看清后再审签" in stale.get_data(as_text=True)
    assert web.post("head_a", path, form).status_code == 303
    assert form["content_hash"][:12] in web.page("auditor", path_of(report)).text


def test_wrong_and_late_moves_are_pages_that_say_why(web: Web, report: File) -> None:
    version = {"expected_version": str(report.read().version)}
    for who, action, status in (
        ("filer_a", "fly", 404), ("filer_a", "accept", 403), ("section_a", "accept", 409),
        ("head_a", "sign", 409), ("filer_other", "send_up", 404), ("filer_a", "submit", 403),
    ):  # fmt: skip
        path = f"{path_of(report)}/moves/{action}"
        assert web.get(who, path).status_code == status, (who, action)
        assert web.post(who, path, version).status_code == status, (who, action)
    save(web, report, DONE)
    late = web.post("filer_a", f"{path_of(report)}/moves/send_up", version)
    assert late.status_code == 409 and "刚刚被更新过" in late.get_data(as_text=True)


# --- around it ------------------------------------------------------------------------------------------------------


def test_the_course_of_the_report_is_told(web: Web, report: File) -> None:
    save(web, report, DONE)
    save(web, report, {"items/i001/actual": "6次", "money/-/forecast": "98"})
    move(report, "filer_a", "send_up")
    move(report, "head_a", "sign")
    page = web.page("auditor", path_of(report))
    for words in ("「培训场次0」完成情况", "99.50", "98.00", "有可能", "人员保障", "送审", "单位负责人", "有效"):
        assert words in page.text, words
    assert "possible" not in page.text and "98000000" not in page.text
    assert [entry.action for entry in rows_of(report, AuditEntry)] == ["fill", "fill", "send_up", "sign"]


def test_a_returned_report_says_above_the_form_why_it_came_back(web: Web) -> None:
    report = report_at(web.world, "submitted/section")
    move(report, "section_a", "return", reason="与国库支付不符")
    page = web.page("reviewer_a", path_of(report))
    above = page.text.partition("资金执行")[0]
    assert "人员section_a于 " in above and "退回修改 与国库支付不符" in above
    move(report, "reviewer_a", "sign")
    assert "与国库支付不符" not in web.page("reviewer_a", path_of(report)).text.partition("资金执行")[0]


def test_the_notice_is_offered_to_who_may_write_it_at_its_address(web: Web, report: File) -> None:
    course = f"/monitoring/{report.read().campaign_id}/course"
    address = f"/monitoring/{report.read().campaign_id}/notice.docx"
    assert address in web.page("performance_a", course).links
    assert web.get("performance_a", address).status_code == 200
    assert [link for link in web.page("filer_a", course).links if "notice" in link] == []


def test_reminders_are_listed_in_words(web: Web) -> None:
    file = in_force(web.world, year=YEAR)
    campaign = opened(web.world, year=YEAR, cutoff_month=8, deadline=date(2025, 3, 10))
    report = report_of(campaign.id, file)
    remind_all(clock.business_date())
    page = web.page("filer_a", path_of(report))
    assert "截止前 7 天" in page.text and "已提醒" in page.text


def test_the_paper_has_the_official_columns_and_ticks(web: Web, report: File) -> None:
    save(web, report, DONE)
    page = web.page("filer_a", f"{path_of(report)}/paper")
    for words in (
        f"{YEAR}年度项目支出绩效目标执行监控表（1—7月）", "主管部门及代码", "1—7月执行数", "全年预计执行数",
        "年度总体目标", "经费保障", "硬件条件保障", "完全不可能", "备注（拟采取的措施）",
        "人手不足", "下半年补招", "60.00%",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.text.count("√") == 3, "one cause, two likelihoods"
    assert "is-wide" in page.html and page.faults == []
    assert web.get("filer_other", f"{path_of(report)}/paper").status_code == 404


def test_each_line_of_money_has_its_field_and_the_paper_its_number(web: Web, report: File) -> None:
    with db.unit_of_work(write=True) as session:
        session.get_one(MonitoringReport, report.id).carry_over_fen = 40_000_000
    page = web.page("filer_a", path_of(report))
    for words in (
        "全年预计执行数（本年拨款）",
        "全年预计执行数（上年结转）",
        "其他资金（上年结转）",
        "主管部门及代码",
        "实施单位",
    ):
        assert words in page.text, words
    save(web, report, DONE | {"money/-/forecast": "59.5", CARRIED: "38"})
    row = report.read()
    assert (row.forecast_fen, row.carry_over_forecast_fen) == (59_500_000, 38_000_000)
    page = web.page("filer_a", path_of(report))
    assert "合计 97.50 万元，绿灯" in page.text and "97.50" in page.text
    form = inputs(page) | {CARRIED: "10"}
    told = web.post("filer_a", f"{path_of(report)}/lights", form).get_json()["forecast"]
    assert told.startswith("合计 69.50 万元，黄灯"), "before it is saved"
    paper = web.page("filer_a", f"{path_of(report)}/paper").text
    for words in ("97.50", "59.50", "38.00", "实施单位"):
        assert words in paper, words
    sheet = web.page("filer_a", f"/monitoring/{row.campaign_id}/sheet")
    assert f'name="{report.id}:{CARRIED}"' in sheet.html and "其他资金（上年结转）" in sheet.text
    version = {f"version:{report.id}": str(row.version), "do": ""}
    web.post("filer_a", f"/monitoring/{row.campaign_id}/sheet", version | {f"{report.id}:{CARRIED}": "39"})
    assert report.read().carry_over_forecast_fen == 39_000_000


def test_executing_bodies_stand_in_the_head_of_page_and_paper(web: Web, report: File) -> None:
    with db.unit_of_work(write=True) as session:
        for position, name in enumerate(("东街街道", "西街街道")):
            session.add(MonitoringPart(created_at=clock.now(), report_id=report.id, position=position, name=name))
    for path in (path_of(report), f"{path_of(report)}/paper"):
        assert "东街街道；西街街道" in web.page("filer_a", path).text, path


def test_a_report_of_a_whole_unit_has_no_project_to_open(web: Web) -> None:
    overall = declaration_at(web.world, "approved", kind="overall")
    report = make_report(overall)
    page = web.page("filer_a", path_of(report))
    assert not [link for link in page.links if "/execution/projects" in link]
    assert web.get("filer_a", f"{path_of(report)}/paper").status_code == 200


def test_the_work_list_and_the_message_lead_to_the_report(web: Web, report: File) -> None:
    assert path_of(report) in web.page("filer_a", "/").links
    save(web, report, DONE)
    move(report, "filer_a", "send_up")
    inbox = web.page("head_a", "/inbox")
    opened_by = next(form.action for form in inbox.forms if form.action.endswith("/open"))
    assert web.post("head_a", opened_by).headers["Location"] == path_of(report)


def test_no_page_breaks_the_content_policy(web: Web, report: File) -> None:
    for path in (path_of(report), f"{path_of(report)}?check=1", f"{path_of(report)}/moves/send_up"):
        assert web.page("filer_a", path).faults == []


# --- lights ---------------------------------------------------------------------------------------------------------


def test_each_indicator_has_its_light_and_red_demands_cause_and_measure(web: Web, report: File) -> None:
    save(web, report, DONE | {"items/i001/actual": "1次", "items/i001/forecast": "2次"})
    page = web.page("filer_a", f"{path_of(report)}?check=1")
    for words in ("红灯", "按序时进度比较", "1 ÷ (3 × 7/12) = 57.1 %", "全年预计 黄灯", "2 ÷ 3 = 66.7 %", "蓝灯"):
        assert words in page.text, words
    assert "完成情况或全年预计亮灯，请说明偏差原因" in page.text and "还有 2 处要填" in page.text
    assert [item.light for item in items(report.id)] == ["red", "blue"]
    assert report.read().target_light == "red"
    board = f"/monitoring/{report.read().campaign_id}"
    assert path_of(report) in web.page("performance_a", f"{board}?goal_light=red").links
    assert path_of(report) not in web.page("performance_a", f"{board}?goal_light=blue").links
    save(web, report, {"items/i001/cause": "场地停用", "items/i001/measure": "十月补办"})
    assert "处要填" not in web.page("filer_a", path_of(report)).text


def test_rules_of_the_region_light_open_reports_again(web: Web, report: File) -> None:
    save(web, report, DONE | {"items/i001/actual": "1次"})
    row = report.read()
    set_lights(row, [120, 50, 40], asks=False)
    assert [item.light for item in items(report.id)] == ["green", "blue"]
    assert report.read().version == row.version, "nobody who types is disturbed"
    assert "绿灯" in web.page("filer_a", path_of(report)).text
    set_lights(row, [120, 80, 60], asks=True)
    assert [item.light for item in items(report.id)] == ["red", "blue"]


def set_lights(row: MonitoringReport, bands: list[int], *, asks: bool) -> None:
    """What the region demands, and the beat's next looks."""
    with db.unit_of_work(write=True) as session:
        wanted = {LIGHT_BANDS: bands, LIGHT_YELLOW_ASKS: asks}
        keep_settings(session, row.region_id, row.fiscal_year, wanted)
    while relight_behind():
        pass
