"""审核统计 by click: numbers open their files, the chart has the table's numbers, the letter comes as a Word file."""

from io import BytesIO

import docx

from tests.domain import hands
from tests.domain.factories import bring, declaration_at, move
from tests.web.clicking import Web
from workflow import clock

PAGE = "/review-statistics/"
HR = "鄂州市人力资源和社会保障局"


def test_numbers_open_their_files_and_returns_become_a_letter(web: Web) -> None:
    empty = web.page("performance_a", PAGE)
    assert "还没有报送财政的申报" in empty.text
    declaration_at(web.world, "finance_reviewed/performance")
    file = declaration_at(web.world, "submitted/section")
    hands.comment(file, "section_a", "indicators/i001/target", text="请按<b>上年</b>完成数核对")
    move(file, "section_a", "return", reason="请补充测算依据")
    hands.answer_all(file, "reviewer_a")
    bring(file, "submitted/section")
    page = web.page("section_a", PAGE)
    for words in ("一次通过率", "100.00%", "已通过 1 份，其中 1 份一次通过", "平均轮次", "1.50", HR, "按部门"):
        assert words in page.text, words
    assert "社会保障科" in web.page("leader", f"{PAGE}?by=section").text
    hr = web.world.organisations["hr"]
    twice = f"{PAGE}files?measure=rounds&value=2&department={hr}"
    assert twice in [link.replace("&amp;", "&") for link in page.links]
    listed = web.page("section_a", twice)
    assert f"/declarations/{file.id}" in listed.links
    assert "报送两次的申报" in listed.text
    opened = [link for link in page.links if "/files?" in link]
    assert len(opened) > 20
    for link in opened[::5]:
        assert "/declarations/" in "".join(web.page("section_a", link).links), link
    assert "本环节工作日" in web.page("auditor", f"{PAGE}files?measure=held&value=section").text
    assert "没有符合条件的申报" in web.page("section_other", twice).text
    web.page("section_a", f"{PAGE}files?measure=nonsense", status=404)
    chart = web.get("section_a", f"{PAGE}chart.json").get_json()
    assert (chart["names"], chart["rounds"], chart["rate"]) == ([HR], [[1], [1], [0]], [100.0])

    today = clock.business_date().isoformat()
    ask = f"{PAGE}letter?first={today}&number=鄂州财绩函〔2025〕12号&letter_department={hr}&last="
    sent = web.get("section_a", ask + today)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(sent.data)).paragraphs]
    assert texts[0] == "鄂州财绩函〔2025〕12号"
    assert any("绩效指标「" in text and text.endswith("请按<b>上年</b>完成数核对") for text in texts)
    for last, words in (("2025-01-01", "结束日期不能早于开始日期"), ("下周", "不是日期")):
        refused = web.get("section_a", ask + last)
        assert (refused.status_code, words in refused.get_data(as_text=True)) == (422, True), last
        assert 'id="f-last-error"' in refused.get_data(as_text=True), "at the day that is wrong"
        assert "鄂州财绩函〔2025〕12号" in refused.get_data(as_text=True), "what was typed stays"
    nothing = web.get("section_a", ask.replace(today, "2025-01-01") + "2025-01-02")
    assert "期间没有退回修改的申报" in nothing.get_data(as_text=True)
    assert web.get("section_a", ask.replace("12号", "1" * 61) + today).status_code == 422
    assert (web.get("section_other", ask + today).status_code, web.get("auditor", ask + today).status_code) == (
        404,
        403,
    )
    assert "审核意见函" not in web.page("auditor", PAGE).text
