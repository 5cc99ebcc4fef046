"""Payments by class, what rates are held against, spending plans, and what was known on a day, as pages."""

import re

from sqlalchemy import delete
from sqlmodel import col

from tests.web.clicking import Web
from tests.web.purse import cells, filled
from workflow import clock, db
from workflow.models import RegionSetting
from workflow.regional.table import FORECAST_METHOD


def test_every_number_of_the_classes_opens_its_list(web: Web) -> None:
    money = filled(web)
    page = money.page(f"/execution/classes/?by=month&as_of={money.year}-12-31")
    assert cells(page, "3月").startswith("3月 1 120.00 60.000001 50.00%")
    assert "5.00" in cells(page, "未归到项目的支付") and "105.860001" in cells(page, "合计")
    behind = next(link for link in page.links if "by=month" in link and "key=3" in link)
    listed = money.page(behind)
    assert "600,000.01 元" in listed.text and "1 笔" in listed.text
    board = next(link for link in page.links if re.search("class=month(:|%3A)3&", link))
    assert "为“3月”的项目" in money.page(board).text and f"滞后{money.year}" not in money.page(board).text
    nobody = next(link for link in page.links if "by=unmatched" in link)
    assert "50,000.00 元" in money.page(nobody).text
    own = money.page("/execution/classes/?by=month", "filer_other")
    assert "6月" in own.text and "3月" not in own.text and "未归到项目" not in own.text
    assert money.page("/execution/classes/?by=nature").text.count("未填报") == 1
    for path in (behind, board, "/execution/classes/"):
        assert money.page(path).faults == []


def test_budget_and_payments_stand_beside_each_other_by_class(web: Web) -> None:
    money = filled(web)
    project, end = money.projects["滞后"], f"as_of={money.year}-12-31"
    ledger = money.page(f"/execution/projects/{project}?year={money.year}", "budget")
    asked = next(link for link in ledger.links if link.endswith("/classes"))
    for code, status in (("20", 422), ("20807", 303)):
        typed = {"function_code": code, "economic_code": "30309", "nature": "general"}
        assert web.post("budget", asked, typed).status_code == status
    assert "20807 · 30309 · 一般公共预算资金" in money.page(f"/execution/projects/{project}?year={money.year}").text
    assert 'value="20807"' in money.page(asked, "budget").html
    by_class = money.page(f"/execution/classes/?by=function_3&{end}")
    assert "208 社会保障和就业支出" in by_class.text and "未分类" in by_class.text
    fine = money.page(f"/execution/classes/?by=function&{end}")
    assert "20807 就业补助（未细分） 社会保障和就业支出" in fine.text
    board = next(link for link in fine.links if re.search("class=function(:|%3A)20807&", link))
    assert f"滞后{money.year}" in money.page(board).text and f"超前{money.year}" not in money.page(board).text
    assert fine.faults == [] and by_class.faults == []


def forecast_by(web: Web, method: str) -> None:
    region = web.world.regions["ezhou"]
    with db.unit_of_work(write=True) as session:
        session.exec(delete(RegionSetting).where(col(RegionSetting.key) == FORECAST_METHOD))
        session.add(RegionSetting(region_id=region, key=FORECAST_METHOD, value=method, changed_at=clock.now()))


def test_the_region_says_how_the_year_end_is_forecast(web: Web) -> None:
    money = filled(web)
    path = f"/execution/?as_of={money.year}-06-30"
    before = money.page(path)
    assert "（按已支付进度推算）：前 6 个月已支付" in before.text and "逐个项目计算后相加" in before.text
    forecast_by(web, "recent")
    after = money.page(path)
    assert "（按近三个月支付进度推算）：已支付" in after.text and "÷ 3 × 剩余 6 个月" in after.text
    assert "（按用款计划推算）：" in money.page(f"{path}&forecast=plan").text, "who asks for another one gets it"
    shown = money.page(f"/execution/projects/{money.projects['滞后']}?year={money.year}&as_of={money.year}-06-30")
    assert "上年截至同一天没有支付，改按已支付进度推算" in shown.text and "还将支付" in shown.text
    forecast_by(web, "time")


def test_a_plan_is_typed_spread_and_compared_with(web: Web) -> None:
    money = filled(web)
    project = money.projects["滞后"]
    place = f"/execution/projects/{project}/plan"
    even = money.page(f"{place}?year={money.year}&even=1", "filer_other")
    assert re.findall(r'name="m\d+" value="([\d.]+)"|value="([\d.]+)"[^>]*name="m', even.html) or "5.00" in even.html
    typed = {"year": str(money.year), "seen": "", "m6": "40", "m7": "二十"}
    answer = web.post("filer_other", place, typed)
    assert answer.status_code == 422 and "二十" in answer.get_data(as_text=True)
    assert web.post("filer_other", place, typed | {"m7": "-1"}).status_code == 422
    assert web.post("filer_other", place, typed | {"m7": "20"}).status_code == 303
    assert web.post("filer_other", place, typed | {"m7": "21"}).status_code == 409, "somebody was quicker"
    assert web.get("filer_a", place).status_code == 404
    assert web.get("treasury", place).status_code == 403
    board = money.page(f"/execution/?as_of={money.year}-06-30&against=plan", "filer_other")
    assert "66.67%" in cells(board, f"滞后{money.year}"), "40 of 60 should have been paid"
    assert "-50.00" in cells(board, f"滞后{money.year}")
    shown = money.page(f"/execution/projects/{project}?year={money.year}&as_of={money.year}-06-30", "filer_other")
    assert "20.00 60.00" in cells(shown, "7月") and "-30.00" in cells(shown, "用款计划")
    assert cells(shown, "按用款计划推算").split()[1:3] == ["30.00", "30.00"]


def test_what_was_known_on_a_day_is_said_and_counted(web: Web) -> None:
    money = filled(web)
    known = money.page(f"/execution/?facts=known&as_of={money.year}-12-31")
    assert "没有可显示的预算和支付" in known.text, "everything was entered long after that year"
    today = money.page("/execution/?facts=known")
    plain = money.page(f"/execution/?as_of={money.year}-12-31")
    assert cells(today, "年度合计") == cells(plain, "年度合计")
    assert "当日已经掌握的数据" in today.text
    ledger = money.page(f"/ledger/?as_of={money.year}-12-31&facts=known")
    assert "当日已经掌握的数据" in ledger.text and f"按时{money.year}" not in ledger.text
    assert f"按时{money.year}" in money.page(f"/ledger/?as_of={money.year}-12-31").text
