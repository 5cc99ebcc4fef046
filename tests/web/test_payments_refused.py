"""Voucher files that cannot be used, who may see and settle what, long lists: what does not depend on the database."""

import io

import pytest
from sqlmodel import select

from tests.services.payments.files import batch_of, counts, xlsx_of
from tests.web.clicking import Web
from tests.web.money import HEADERS, Desk, csv_of, mixed, treasury_of
from workflow import db
from workflow.models import JobRun, Payment, PaymentBatch


@pytest.fixture
def desk(web: Web) -> Desk:
    return treasury_of(web)


def test_the_same_amount_written_otherwise_is_no_difference(desk: Desk) -> None:
    desk.load(desk.voucher("A1", 金额="12000"))
    batch = desk.load(desk.voucher("A1", 金额="12,000.00", 用途="另一用途", 支付日期=f"{desk.year}年3月15日"))
    [conflict] = desk.waiting(batch)
    assert desk.page(f"/payments/rows/{conflict.id}").html.count('<tr class="is-warn">') == 1


def test_the_download_holds_every_row_that_waits_and_no_formula(desk: Desk) -> None:
    batch = desk.load(desk.voucher("A1", 金额="x", 用途="=HYPERLINK(1)"), desk.voucher("A2", 金额="-y"))
    answer = desk.web.get("treasury", f"/payments/files/{batch.id}/rows.csv")
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff行,原因,支付凭证号")
    assert "“x”不是金额" in text and "'=HYPERLINK(1)" in text and "'-y" in text
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    desk.web.speak("treasury", "en")
    assert (
        desk.web.get("treasury", f"/payments/files/{batch.id}/rows.csv").get_data(as_text=True)[1:12] == "Row,Reason,"
    )
    desk.web.speak("treasury", "zh")


@pytest.mark.parametrize(
    ("content", "words", "onward"),
    [
        ("序号,名称,数额\n1,办公费,300\n".encode("gbk"), "找不到这些列", "/payments/files/{id}/columns"),
        (b"PK\x03\x04 nothing", "无法读取这个文件", "/payments/new"),
        ("金额单位：万元\n".encode() + csv_of([]), "万元", "/payments/new"),
    ],
    ids=["unknown columns", "no workbook", "other unit"],
)
def test_a_file_that_cannot_be_used_says_why_and_loads_nothing(
    desk: Desk, content: bytes, words: str, onward: str
) -> None:
    batch = desk.loaded(desk.send(content, "坏文件.csv"))
    page = desk.page(f"/payments/files/{batch.id}")
    assert words in page.text and "没有导入任何数据" in page.text
    assert onward.format(id=batch.id) in page.links, "what to do next"
    assert counts(batch) == (0, 0, 0, 0)


def test_gbk_and_excel_are_read_like_utf8(desk: Desk) -> None:
    gbk = desk.loaded(desk.send(csv_of([desk.voucher("A1")], "gbk")))
    excel = xlsx_of({"一季度": [list(HEADERS), desk.voucher("A2")], "说明": [["填表说明"]]})
    book = desk.loaded(desk.send(excel, "支付.xlsx"))
    assert (counts(gbk), counts(book)) == ((1, 0, 0, 0), (1, 0, 0, 0))
    assert "说明" in desk.page(f"/payments/files/{book.id}").text, "a sheet without vouchers is named"


@pytest.mark.parametrize(
    ("year", "content", "words"),
    [("2025", b"", "文件是空的"), ("20x5", b"a", "不是预算年度"), ("1999", b"a", "不是预算年度")],
)
def test_a_refused_upload_says_why_and_keeps_the_year(desk: Desk, year: str, content: bytes, words: str) -> None:
    data = {"year": year, "file": (io.BytesIO(content), "a.csv")}
    response = desk.web.post("treasury", "/payments/", data, content_type="multipart/form-data")
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert words in html and f'value="{year}"' in html


def test_a_file_beyond_the_limit_is_refused_in_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(desk.web.app.config, "MAX_CONTENT_LENGTH", 2**20)
    body, kind = b"a" * (2**20 + 1), "multipart/form-data; boundary=x"
    response = desk.web.client("treasury").post("/payments/", data=body, content_type=kind)
    assert response.status_code == 422
    assert "最多 1 MB" in response.get_data(as_text=True)


def test_loading_can_be_stopped_and_taken_up_again(desk: Desk) -> None:
    batch_id = desk.send(csv_of([desk.voucher("A1")]))
    page = desk.page(f"/payments/files/{batch_id}")
    assert page.form("/stop").method == "post"
    assert desk.web.post("treasury", f"/payments/files/{batch_id}/stop").status_code == 303
    desk.work()
    stopped = desk.page(f"/payments/files/{batch_id}")
    assert "已停止" in stopped.text and stopped.form("/restart").method == "post"
    assert desk.web.post("treasury", f"/payments/files/{batch_id}/restart").status_code == 303
    assert counts(desk.loaded(batch_id)) == (1, 0, 0, 0)
    late = desk.web.post("treasury", f"/payments/files/{batch_id}/stop")
    assert late.status_code == 409 and "已经结束" in late.get_data(as_text=True)


def test_others_look_on_and_other_regions_see_nothing(desk: Desk) -> None:
    batch = mixed(desk)
    row = desk.waiting(batch)[0]
    with db.unit_of_work() as session:
        payment = session.exec(select(Payment.id).where(Payment.batch_id == batch.id)).first()
    paths = [f"/payments/files/{batch.id}", f"/payments/files/{batch.id}/rows.csv", f"/payments/rows/{row.id}"]
    for who in ("performance_a", "budget", "leader", "auditor"):
        for path in paths:
            assert desk.web.get(who, path).status_code == 200, (who, path)
        page = desk.web.page(who, f"/payments/rows/{row.id}")
        assert not [form for form in page.forms if "/payments/rows/" in form.action], "only the treasury settles"
        assert "/payments/new" not in desk.web.page(who, "/payments/").links
        assert desk.web.post(who, f"/payments/rows/{row.id}").status_code == 403
        assert desk.web.post(who, f"/payments/files/{batch.id}/stop").status_code == 403
    for path in paths:
        assert desk.web.get("performance_other", path).status_code == 404, path
    assert batch.file_name not in desk.web.page("performance_other", "/payments/").text
    for who in ("filer_a", "section_a", "reviewer_a", "system_admin"):
        for path in (*paths, "/payments/", "/payments/rows", "/payments/unmatched", f"/payments/lines/{payment}/match"):
            assert desk.web.get(who, path).status_code == 403, (who, path)


def test_only_who_asked_for_a_loading_may_stop_it(desk: Desk) -> None:
    batch_id = desk.send(csv_of([desk.voucher("A1")]))
    with db.unit_of_work(write=True) as session:
        job = session.get_one(JobRun, batch_of(batch_id).job_id)
        job.requested_by = desk.web.world.people["budget"]
        session.get_one(PaymentBatch, batch_id).uploaded_by = desk.web.world.people["budget"]
    assert not [form for form in desk.page(f"/payments/files/{batch_id}").forms if form.action.endswith("/stop")]
    assert desk.web.post("treasury", f"/payments/files/{batch_id}/stop").status_code == 404
    desk.work()


def test_a_long_list_is_read_page_by_page(desk: Desk) -> None:
    batch = desk.load(*(desk.voucher(f"P{n:03d}", 金额="x") for n in range(120)))
    seen: list[str] = []
    path = f"/payments/files/{batch.id}"
    while path:
        page = desk.page(path)
        seen += [link for link in page.links if "/payments/rows/" in link]
        path = next((link for link in page.links if "cursor=%3E" in link), "")
    assert len(seen) == len(set(seen)) == 120


def test_no_page_breaks_the_content_policy(desk: Desk) -> None:
    batch = mixed(desk)
    for path in ("/payments/", "/payments/new", "/payments/rows", "/payments/unmatched", f"/payments/files/{batch.id}"):
        assert desk.page(path).faults == []
