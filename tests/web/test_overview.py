"""绩效一览 by click: whose page it is, a number shows as many files as it says, the weekly report is a Word file."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import docx

from tests.domain.generated import generate
from tests.web.clicking import Web
from workflow import clock

YEAR = 2033
PAGE = "/overview/"


def choose(web: Web, who: str) -> None:
    web.post(who, "/fiscal-year", {"fiscal_year": str(YEAR)})


def numbers(html: str) -> list[tuple[str, int]]:
    """Every number of the page that opens files: (address, number)."""
    found = re.findall(r'href="(/overview/files\?[^"]*)"[^>]*>([^<]*)<', html)
    return [(unescape(address), int(re.sub(r"\D", "", words))) for address, words in found]


def test_numbers_open_as_many_files_as_they_say(web: Web) -> None:
    choose(web, "leader")
    empty = web.page("leader", PAGE)
    assert "2033 年度还没有数据" in empty.text
    assert "布置申报任务" in empty.text
    generate(web.world, YEAR, seed=4, files=25)
    html = web.get("leader", PAGE).get_data(as_text=True)
    shown = numbers(html)
    assert len(shown) > 30
    for address, number in shown[::6]:
        said = re.search(r"<span>(\d+) 份</span>", web.get("leader", address).get_data(as_text=True))
        assert said is not None, address
        assert int(said[1]) == number, address
    stuck = next(one for one, _number in shown if "report_at_desk" in one and "filer" in one)
    assert re.search(r"填报人 \w", web.page("leader", stuck).text), "who has it, by name"
    for words in ("应报", "统计口径", "占应报", "序时进度", "排名", "各环节在办与逾期"):
        assert words in html, words
    hr = web.world.organisations["hr"]
    assert "本部门" not in html
    assert "鄂州市人力资源和社会保障局绩效一览" in web.page("leader", f"{PAGE}?department={hr}").text
    choose(web, "reviewer_a")
    assert "本部门绩效一览" in web.page("reviewer_a", PAGE).text
    choose(web, "filer_a")
    assert "本单位绩效一览" in web.page("filer_a", PAGE).text
    for who, path in (
        ("filer_a", f"?department={hr}"),
        ("leader", "?department=999999"),
        ("leader", "files?measure=x"),
    ):
        web.page(who, PAGE + path, status=404)


def test_who_only_leads_begins_with_the_year_on_one_page(web: Web) -> None:
    for who, first in (("leader", PAGE), ("filer_a", "/")):
        with web.client(who).session_transaction() as session:
            signed_in = dict(session)
        assert signed_in["user"], who
        assert web.get(who, "/sign-in").headers["Location"] == first


def test_the_weekly_report_is_the_same_file_for_the_same_days(web: Web) -> None:
    choose(web, "leader")
    ask = f"{PAGE}weekly?first=2025-03-03&last="
    sent = web.get("leader", f"{ask}2025-03-07")
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.data == web.get("leader", f"{ask}2025-03-07").data
    file = docx.Document(BytesIO(sent.data))
    texts = [paragraph.text for paragraph in file.paragraphs]
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert "2033年预算绩效管理工作周报" in texts
    assert any(text.startswith("填报人：") for text in texts)
    assert any("应报" in text and "截至2025-03-07" in text for text in cells)
    for last, words in (("2025-03-01", "结束日期不能早于开始日期"), ("下周", "不是日期")):
        refused = web.get("leader", ask + last)
        assert (refused.status_code, words in refused.get_data(as_text=True)) == (422, True), last
    assert web.get("filer_a", f"{ask}2025-03-07").status_code == 403


def test_a_past_day_is_asked_for_and_goes_with_every_number(web: Web) -> None:
    generate(web.world, YEAR + 1, seed=8, files=6)
    web.post("leader", "/fiscal-year", {"fiscal_year": str(YEAR + 1)})
    assert "日终" not in web.page("leader", PAGE).text
    day = clock.business_date().isoformat()
    with clock.fixed(clock.now() + timedelta(days=1)):
        past = web.page("leader", f"{PAGE}?as_of={day}")
        files = web.page("leader", f"{PAGE}files?measure=due&as_of={day}")
        wrong = web.page("leader", f"{PAGE}?as_of=昨天")
    opened = [address for address, _number in numbers(past.html)]
    assert opened and all(f"as_of={day}" in address for address in opened)
    assert f"数据截至 {day} 日终" in past.text and f"数据截至 {day} 日终" in files.text
    assert "“昨天”不是日期" in wrong.text
