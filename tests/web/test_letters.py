"""批复文件 in the browser's forms: each step by the person whose turn it is, downloads in reach, the public check."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from limits import parse

from tests.domain.letters import act, batch, bring_letter, read
from tests.web.clicking import Web
from webapp.limits import WRONG_CODES, everybody, limiter
from workflow import db
from workflow.lifecycle.letters.content import latest_version

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


def send(web: Web, who: str, letter: int, what: str, status: int = 303, **typed: object) -> str:
    path = f"/letters/{letter}/{what}"
    response = web.post(who, path, {"expected_version": read(letter).version, **typed})
    assert response.status_code == status, response.get_data(as_text=True)[-2000:]
    return response.get_data(as_text=True)


def code_of(letter: int) -> str:
    """核验码, as it is printed on the letter."""
    with db.unit_of_work() as session:
        version = latest_version(session, letter)
    assert version is not None
    return version.content_hash


def test_a_letter_goes_from_the_batch_page_to_the_units(web: Web) -> None:
    files, letter = batch(web.world, "centre", "inspection")
    at = f"/letters/{letter}"
    assert at in web.page("performance_a", f"/batches/{read(letter).batch_id}").links
    page = web.page("performance_a", at)
    for words in ("关于批复2025年度绩效目标的通知", "本次批复绩效目标2个，涉及预算单位2个", "20.00万元", "拟稿"):
        assert words in page.html
    for who in ("reviewer_a", "filer_a"):
        assert web.get(who, at).status_code == 404, "not issued yet"
    leader = web.world.people["leader"]
    send(web, "performance_a", letter, "draft", title="标题", body="正文", cosigner=web.world.people["budget"])
    ticked = re.findall(r'name="cosigner" value="(\d+)" checked', web.page("performance_a", at).html)
    assert ticked == [str(web.world.people["budget"])], "who is asked is still asked when the draft is sent again"
    wrong = send(web, "performance_a", letter, "draft", 422, title="新标题", body="", leader=leader, send="1")
    assert "标题和正文还没有拟好" in wrong
    assert "新标题" in wrong
    send(web, "performance_a", letter, "draft", title="批复通知", body="正文一段", leader=leader, send="1")
    assert at in web.page("leader", "/").links
    assert web.get("performance_a", f"{at}/file.docx").status_code == 200
    send(web, "leader", letter, "moves/sign_letter")
    wrong = send(web, "performance_a", letter, "moves/give_number", 422, code="鄂州财绩发", year="2025", place="03")
    assert "前面不加 0" in wrong
    assert 'value="03"' in wrong
    send(web, "performance_a", letter, "moves/give_number", code="鄂州财绩发", year="2025", place="5")
    taken = bring_letter(web.world, batch(web.world)[1], "numbering")
    wrong = send(web, "performance_a", taken, "moves/give_number", 422, code="鄂州财绩发", year="2025", place="5")
    assert 'href="#f-place"' in wrong.split("已经用过")[0], "said at the field that is wrong"
    assert 'value="5"' in wrong, "what was typed stays"
    checked = web.page("", f"/verify?code={code_of(letter)}").text
    for words, said in (
        ("尚未用印", True),
        ("以用印件为准", True),
        ("编号时间", True),
        ("现行有效", False),
        ("印发时间", False),
    ):
        assert (words in checked) is said, f"numbered, not sealed: {words}"
    send(web, "performance_b", letter, "moves/seal")
    wrong_code = "0" * 16
    for code, words in (("", "照批复上二维码旁的核验码录入"), (wrong_code, "核验码与这份批复不符")):
        scan: Any = {"file": (BytesIO(PNG), "扫描件.png"), "scan_code": code}
        assert words in send(web, "performance_b", letter, "scans", 422, **scan)
    scan = {"file": (BytesIO(PNG), "扫描件.png"), "scan_code": code_of(letter)[:16].upper()}
    send(web, "performance_b", letter, "scans", **scan)
    [href] = [link for link in web.page("reviewer_a", at).links if "/scans/" in link]
    assert web.get("reviewer_a", href).data == PNG
    assert web.get("filer_a", href).status_code == 404, "it holds the annexes of other units"
    listed = web.page("performance_a", "/letters").text
    assert "鄂州财绩发〔2025〕5号" in listed
    assert "1–4" in listed, "numbers nobody has"
    assert at in web.page("reviewer_a", "/").links, "to be forwarded"
    send(web, "reviewer_a", letter, "moves/forward", number="鄂人社发〔2025〕3号")
    mine = web.page("filer_a", at)
    assert "鄂人社发〔2025〕3号" in mine.text
    assert "我的批复" in mine.text
    assert "办理过程" not in mine.text, "who said what in the bureau is its own business"
    own = web.page("filer_a", "/letters").text
    assert "我的批复" in own
    assert "缺号" not in own
    assert f"/declarations/{files[0].id}" in mine.links
    assert f"/declarations/{files[1].id}" not in mine.links, "another unit's file"
    word = ZipFile(BytesIO(web.get("filer_a", f"{at}/file.docx").data)).read("word/document.xml").decode()
    assert "鄂州财绩发〔2025〕5号" in word
    assert web.get("filer_other", at).status_code == 200
    assert web.get("filer_own_a", at).status_code == 404
    checked = web.page("", f"/verify?code={files[0].hash()[:16].upper()}").text
    for words in ("文件属实，现行有效", "印发时间", "鄂州财绩发〔2025〕5号", "批复申报 1 份"):
        assert words in checked
    assert "人员" not in checked, "nobody's name"
    for nothing in ("0" * 16, "12", "%"):
        assert "没有查到该核验码" in web.page("", f"/verify?code={nothing}").text
    send(web, "performance_a", letter, "moves/replace", 422, reason="")
    send(web, "performance_a", letter, "moves/replace", reason="金额有误")
    assert "正在办理取代本文件的新批复" in web.page("performance_a", at).text


def test_a_voided_letter_says_so_to_everybody_and_leads_where_the_reader_may_go(web: Web) -> None:
    """Between its number and its seal the new letter is the bureau's alone."""
    files, old = batch(web.world)
    bring_letter(web.world, old, "issued")
    assert f"/letters/{old}" in web.page("filer_a", f"/declarations/{files[0].id}").links
    new = act(web.world, old, "performance_b", "replace", reason="金额有误").made["document"].id

    def told(words: str, *, to_unit: bool = True, outside: bool = False) -> None:
        for who, hears, follows in (
            ("performance_a", True, True),
            ("reviewer_a", True, outside),
            ("filer_a", to_unit, outside),
        ):
            page = web.page(who, f"/letters/{old}")
            assert (words in page.text, f"/letters/{new}" in page.links) == (hears, follows), (who, words)

    told("正在办理取代本文件的新批复", to_unit=False)
    bring_letter(web.world, new, "sealing")
    told("新批复正在用印")
    act(web.world, new, "performance_b", "seal")
    told("由新的批复取代", outside=True)


@pytest.mark.parametrize("who", ["treasury", "auditor", "section_a"])
def test_the_bureau_reads_and_the_list_is_filtered(web: Web, who: str) -> None:
    assert f"/letters/{batch(web.world)[1]}" in web.page(who, "/letters?state=drafting&year=2025").links
    for nothing in ("?state=voided", "?year=1999", "?q=没有这个文号", "?department=999999", "?year=x&after=-1&state=y"):
        assert web.get(who, f"/letters{nothing}").status_code == 200


def test_codes_are_checked_so_often_only(web: Web) -> None:
    limiter.reset()
    answers = [web.get("", "/verify?code=0000000000000000").status_code for _ in range(21)]
    limiter.reset()
    assert (set(answers[:20]), answers[20]) == ({200}, 429)


def test_many_addresses_guess_no_faster_than_a_few(web: Web) -> None:
    limiter.reset()
    client, wrong = web.app.test_client(), "/verify?code=0000000000000000"
    for number in range(3):  # the page alone and what is no code cost nothing
        client.get("/verify", environ_base={"REMOTE_ADDR": f"10.0.0.{number}"})
    limiter.limiter.hit(parse(WRONG_CODES.split(";")[0]), everybody(), "letters.verify", cost=599)
    answers = [client.get(wrong, environ_base={"REMOTE_ADDR": f"10.0.1.{n}"}).status_code for n in range(2)]
    limiter.reset()
    assert answers == [200, 429]
