"""导入申报材料 by clicks: without script, in both languages, from the work list to the draft."""

import re
from datetime import date
from io import BytesIO

import pytest

from tests.services.intake.samples import ROWS, document, form
from tests.web.clicking import Web
from workflow import clock, db
from workflow.models import DeclarationTask
from workflow.services.jobs import run_next_job

WHO, REVIEWER = "filer_own_a", "reviewer_a"
ODD = ("办公条件", "很好", "优", "≥90%", "计划标准", "")
"""A row under no heading of its own: read, and doubtful."""


@pytest.fixture(scope="module", autouse=True)
def task(web: Web) -> None:
    with db.unit_of_work(write=True) as session:
        session.add(
            DeclarationTask(
                created_at=clock.now(),
                region_id=web.world.regions["ezhou"],
                fiscal_year=2024,
                name="2024年补报",
                form_profile="ezhou-2025-approval",
                opens_on=date(2025, 1, 1),
                closes_on=date(2025, 12, 31),
            )
        )


def drop(web: Web, *files: tuple[str, bytes], who: str = WHO, status: int = 303) -> str:
    given = {"file": [(BytesIO(content), name) for name, content in files], "unit": web.world.organisations["hr_own"]}
    response = web.post(who, "/intake/", given, content_type="multipart/form-data")
    assert response.status_code == status
    while run_next_job() is not None:
        pass
    return response.get_data(as_text=True)


def address(page_html: str, pattern: str) -> str:
    found = re.search(pattern, page_html)
    assert found, pattern
    return found[1]


def test_from_the_file_to_the_draft_by_clicks(web: Web) -> None:
    assert "选择" in drop(web, status=422)
    drop(web, ("两张.docx", document(form("网上办事大厅", rows=(*ROWS, ODD)), form("档案数字化"))), ("空.docx", b""))
    listed = web.page(WHO, "/intake/")
    assert "读出 2 张表" in listed.text and "“空.docx”是空文件" in listed.text and listed.faults == []
    assert "待核对导入" in web.page(WHO, "/").text and "核对 2 张表" in web.page(WHO, "/").text
    web.speak(WHO, "en")
    english = web.page(WHO, "/intake/")
    assert "“空.docx” is empty" in english.text and english.faults == []
    web.speak(WHO, "zh")
    file = web.page(WHO, address(listed.html, r'"(/intake/files/\d+)">两张'))
    assert "网上办事大厅" in file.text and file.faults == []
    place = address(file.html, r'"(/intake/forms/\d+)">网上')
    page = web.page(WHO, place)
    assert "表上印的是 2025 年，申报任务是 2024 年的" in page.text and page.faults == []
    cell = address(page.html, r'href="#(s-\d+-target)"')
    assert re.search(rf'<a id="{cell}" href="#[^"]+">≥90%</a>', page.html)
    web.speak(WHO, "en")
    english = web.page(WHO, place)
    assert "The row of the indicator “优” may have been read wrongly" in english.text
    places = re.findall(r'class="intake-where">([^<]+)', english.html)
    assert places and not re.findall("第|行|格", "".join(places)) and "table 1, row 1, cell 1" in places
    web.speak(WHO, "zh")
    fields = {name: text for name, text in page.form(place).fields.items() if name in ("version", "target")}
    budget = {"c:basics/-/budget_total": "12,3x"}
    refused = web.post(WHO, place, {**fields, **budget, "do": "create"})
    assert refused.status_code == 422 and "处请核对：请逐处改正" in refused.get_data(as_text=True)
    kept = web.page(WHO, place)
    assert 'value="12,3x"' in kept.html and "“12,3x”" in kept.text
    settled = re.findall(r'name="settled" value="([^"]+)"', kept.html)
    now = {"version": kept.form(place).fields["version"], "target": "", "settled": settled, **budget}
    made = web.post(WHO, place, {**now, "do": "create"})
    assert made.status_code == 303, made.get_data(as_text=True)
    draft = web.page(WHO, made.headers["Location"])
    assert "网上办事大厅" in draft.text and "原文件已附上" in draft.text and "12,3x" in draft.html
    late = web.post(WHO, place, {**now, "do": "create"})  # the other tab: refused, with the way to what was made
    assert late.status_code == 409 and "打开申报" in late.get_data(as_text=True)


def test_a_file_sent_twice_is_named(web: Web) -> None:
    sent = document(form("重复报送的表"))
    drop(web, ("原件.docx", sent))
    again = {"file": (BytesIO(sent), "改名.docx"), "unit": web.world.organisations["hr_own"], "alone": "yes"}
    assert web.post(WHO, "/intake/", again, content_type="multipart/form-data").status_code == 204
    assert "“改名.docx”与以前导入的“原件.docx”内容相同" in web.page(WHO, "/intake/").text


def test_several_at_once_each_with_its_result(web: Web) -> None:
    drop(web, ("三张.docx", document(form("就业见习基地"), form("零工市场"))), who=REVIEWER)
    file = address(web.page(WHO, "/intake/").html, r'"(/intake/files/\d+)">三张')
    page = web.page(WHO, file)
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]+)"', page.html))
    ids = [name.removeprefix("seen-") for name in seen]
    assert len(ids) == 2
    place = f"/intake/forms/{ids[0]}"
    one = web.page(WHO, place)
    settled = re.findall(r'name="settled" value="([^"]+)"', one.html)
    web.post(WHO, place, {"version": seen[f"seen-{ids[0]}"].partition("|")[0], "settled": settled, "do": "save"})
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]+)"', web.page(WHO, file).html))
    result = web.post(WHO, "/intake/create", {"id": ids, **seen}).get_data(as_text=True)
    assert "已导入 1 张表" in result and "1 张表没有导入" in result and "处请核对" in result
    reviewed = web.page(REVIEWER, f"/intake/forms/{ids[1]}")
    assert "由鄂州市人力资源和社会保障局（本级）的填报人确认生成" in reviewed.text
    assert web.get("filer_a", file).status_code == 404
    version = reviewed.form(f"/intake/forms/{ids[1]}").fields["version"]
    assert web.post(WHO, f"/intake/forms/{ids[1]}/aside", {"version": version}).status_code == 303
    assert "不导入" in web.page(WHO, file).text
