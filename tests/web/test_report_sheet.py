"""Pages beside a monitoring report and the sheet of many: typed, saved, refused, all without script."""

from io import BytesIO

import pytest

from tests.domain.factories import File
from tests.services.editing.test_attachments import PNG
from tests.tasks.monitoring import items
from tests.web.clicking import Web
from tests.web.filling import DONE, a_report, inputs, path_of, save
from tests.web.html import Page


@pytest.fixture
def report(web: Web) -> File:
    return a_report(web)


def test_lights_of_what_is_typed_and_nothing_is_stored(web: Web, report: File) -> None:
    form = inputs(web.page("filer_a", path_of(report)))
    answer = web.post(
        "filer_a", f"{path_of(report)}/lights", form | {"items/i001/actual": "<b>1次", "money/-/forecast": "50"}
    )
    told = answer.get_json()
    assert "黄灯" in told["forecast"] or "红灯" in told["forecast"]
    assert "指标值是数字" in told["rows"]["i001"] or "红灯" in told["rows"]["i001"]
    assert "<b>1次" not in told["rows"]["i001"] and items(report.id)[0].actual == ""
    assert web.post("head_a", f"{path_of(report)}/lights", form).status_code == 403


def test_bodies_are_typed_and_their_sum_goes_into_the_report(web: Web, report: File) -> None:
    parts = f"{path_of(report)}/parts"
    answer = save(web, report, {"items/i003/actual": "9次", "next": "report_parts"})
    assert (answer.status, answer.location) == (303, parts), "what is typed is saved on the way"
    page = web.page("filer_a", parts)
    form = {"expected_version": str(report.read().version), "do": "take_over"}
    typed = {
        "parts/0/name": "东街",
        "parts/0/budget": "40",
        "parts/0/i001": "2次",
        "parts/1/name": "西街",
        "parts/1/budget": "x",
    }
    wrong = web.post("filer_a", parts, form | typed | {"parts/1/i001": "3次"})
    assert wrong.status_code == 422 and "“x”不是金额" in wrong.get_data(as_text=True)
    form["expected_version"] = str(report.read().version)
    right = web.post("filer_a", parts, form | typed | {"parts/1/i001": "3次", "parts/1/budget": "50"})
    assert right.headers["Location"] == path_of(report) and items(report.id)[0].actual == "5次"
    shown = web.page("head_a", parts).text
    for words in ("东街", "2 + 3", "预算数" if "预算数" in page.text else "预算", "相差 -10.00 万元"[:6]):
        assert words in shown, words
    assert web.post("filer_a", parts, form).status_code == 409, "an older page"
    assert web.get("filer_other", parts).status_code == 404


def test_evidence_is_added_read_and_removed(web: Web, report: File) -> None:
    place = f"{path_of(report)}/evidence"
    sent = {"indicator": "i001", "file": (BytesIO(PNG), "验收单.png")}
    assert web.post("filer_a", place, sent, content_type="multipart/form-data").status_code == 303
    page = web.page("section_a", place)
    assert "验收单.png" in page.text and "佐证材料 1" in web.page("section_a", path_of(report)).text
    link = next(one for one in page.links if one.startswith(f"{place}/"))
    assert web.get("section_a", link).data == PNG and web.get("filer_other", link).status_code == 404
    assert web.post("filer_a", f"{link}/remove", {}).status_code == 303
    assert "还没有佐证材料" in web.page("filer_a", place).text


def test_the_sheet_saves_each_report_and_sends_up_what_is_complete(web: Web, report: File) -> None:
    other = a_report(web)
    sheet = f"/monitoring/{report.read().campaign_id}/sheet"
    page = web.page("filer_a", sheet)
    assert "集中填报" in page.text and "资金（万元）" in page.text and "60.00（60.00%）" in page.text
    form = {f"version:{one.id}": str(one.read().version) for one in (report, other)} | {"do": "send_up"}
    form |= {f"{report.id}:{path}": text for path, text in DONE.items()}
    form |= {f"{other.id}:money/-/forecast": "12,3x", f"{other.id}:items/i001/actual": "5次"}
    answer = web.post("filer_a", sheet, form)
    assert answer.status_code == 422 and "“12,3x”不是金额" in answer.get_data(as_text=True)
    assert (report.read().desk, other.read().desk, items(other.id)[0].actual) == ("head", "filer", "5次")
    late = web.post("filer_a", sheet, {f"version:{other.id}": "1", f"{other.id}:items/i001/actual": "6次"})
    assert late.status_code == 422 and "期间被别人改过" in Page(late.get_data(as_text=True)).text
    assert items(other.id)[0].actual == "5次"
