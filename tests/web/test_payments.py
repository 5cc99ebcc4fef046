"""Voucher files over HTTP: every row accounted for, both rows of a conflict, nothing lost of what was typed."""

import pytest
from sqlmodel import select

from tests.services.payments.files import add_project, batch_of, counts, ledger, project
from tests.web.clicking import Web
from tests.web.counting import statements
from tests.web.money import ACCOUNT, OTHER_ACCOUNT, Desk, csv_of, form_of, mixed, treasury_of
from workflow import db
from workflow.models import AuditEntry, ExecutionRate, Payment


@pytest.fixture
def desk(web_on_both: Web) -> Desk:
    return treasury_of(web_on_both)


def test_a_file_is_queued_loads_in_the_background_and_every_row_has_its_place(desk: Desk) -> None:
    batch_id = desk.send(csv_of([desk.voucher("A1"), desk.voucher("A2", 金额="x")]))
    waiting = desk.page(f"/payments/files/{batch_id}")
    assert "排队" in waiting.text
    assert "data-live" in waiting.html, "the page reads itself anew"
    assert 'http-equiv="refresh"' in waiting.html, "and without script it reloads"
    batch = desk.loaded(batch_id)
    assert counts(batch) == (1, 0, 0, 1)
    done = desk.page(f"/payments/files/{batch_id}")
    assert "data-live" not in done.html
    assert "= 1 + 0 + 0 + 1" in done.text
    assert "12,000.00 元" in done.text, "the sum loaded, to be compared with the printed total"
    assert "“x”不是金额" in done.text


def test_what_became_of_every_row_is_said_with_its_reason(desk: Desk) -> None:
    batch = mixed(desk)
    assert counts(batch) == (1, 1, 1, 4)
    page = desk.page(f"/payments/files/{batch.id}")
    for words in ("= 1 + 1 + 1 + 4", "内容不同", "“一万二”不是金额", "“2025-13-01”不是日期", "缺支付凭证号", "合计行"):
        assert words in page.text
    assert len([link for link in page.links if "/payments/rows/" in link]) == 5
    listed = desk.page("/payments/")
    assert f"/payments/files/{batch.id}" in listed.links
    assert "待核对数据 5" in listed.text
    waiting = desk.page("/")
    assert f"/payments/files/{batch.id}" in waiting.links and "核对 5 行" in waiting.text
    lines = {link for link in waiting.links if "/payments/files/" in link or "/payments/unmatched" in link}
    assert f'<span class="nav-count">{len(lines)}</span>' in waiting.html
    assert "核对 5 行" not in desk.web.page("performance_a", "/").text
    assert all(str(row.row_no) in desk.page("/payments/rows").text for row in desk.waiting(batch))
    assert "-1,200.00" in desk.page(f"/payments/files/{batch.id}?tab=payments").text, "a refund is a payment"


def test_no_page_and_no_download_shows_an_account(desk: Desk) -> None:
    batch = mixed(desk)
    rows = desk.waiting(batch)
    pages = [f"/payments/files/{batch.id}", f"/payments/files/{batch.id}?tab=payments", "/payments/rows"]
    for path in (*pages, *(f"/payments/rows/{row.id}" for row in rows), f"/payments/files/{batch.id}/rows.csv"):
        text = desk.web.get("treasury", path).get_data(as_text=True)
        assert ACCOUNT not in text and OTHER_ACCOUNT not in text, path
    conflict = next(row for row in rows if row.status == "conflict")
    assert "账号尾号 6677" in desk.page(f"/payments/rows/{conflict.id}").text


def test_both_rows_of_a_conflict_stand_side_by_side(desk: Desk) -> None:
    conflict = next(row for row in desk.waiting(mixed(desk)) if row.status == "conflict")
    page = desk.page(f"/payments/rows/{conflict.id}")
    assert "12,000.01" in page.text and "12,000.00" in page.text
    assert page.html.count('<tr class="is-warn">') == 2, "the amount and the purpose differ, nothing else"


def test_a_corrected_row_is_loaded_and_a_refused_correction_keeps_what_was_typed(desk: Desk) -> None:
    batch = mixed(desk)
    wrong = next(row for row in desk.waiting(batch) if row.reason == "not_an_amount")
    path = f"/payments/rows/{wrong.id}"
    form = form_of(desk.page(path), path)
    assert form["amount"] == "一万二" and form["payee_account"] == "尾号5678"
    refused = desk.web.post("treasury", path, form | {"amount": "1万2千", "purpose": "补记"})
    assert refused.status_code == 422
    html = refused.get_data(as_text=True)
    assert 'value="1万2千"' in html and 'value="补记"' in html
    assert "“1万2千”不是金额" in html
    taken = desk.web.post("treasury", path, form | {"amount": "12,000.00", "purpose": "补记"})
    assert taken.status_code == 303
    assert "凭证 A3 已导入" in desk.web.page("treasury", taken.headers["Location"]).text
    assert counts(batch_of(batch.id)) == (2, 1, 1, 3)
    with db.unit_of_work() as session:
        [payment] = session.exec(select(Payment).where(Payment.voucher_no == "A3", Payment.fiscal_year == desk.year))
    assert (payment.amount_fen, payment.purpose, payment.payee_account_tail) == (1_200_000, "补记", "5678")
    assert "已改正并导入" in desk.page(f"/payments/files/{batch.id}?tab=settled").text
    again = desk.web.post("treasury", path, form)
    assert again.status_code == 409
    assert "已经处理过" in again.get_data(as_text=True)
    assert desk.page(path).forms[-1].action != path, "a settled row has no form"


def test_a_row_is_set_aside_with_a_reason_only(desk: Desk) -> None:
    batch = mixed(desk)
    total = next(row for row in desk.waiting(batch) if row.reason == "total_row")
    refused = desk.web.post("treasury", f"/payments/rows/{total.id}/aside", {"reason": "  "})
    assert refused.status_code == 422
    assert "请填写理由" in refused.get_data(as_text=True)
    assert desk.web.post("treasury", f"/payments/rows/{total.id}/aside", {"reason": "合计"}).status_code == 303
    assert counts(batch_of(batch.id)) == (1, 1, 1, 4), "it stays counted"
    assert "已剔除" in desk.page(f"/payments/files/{batch.id}?tab=settled").text
    with db.unit_of_work() as session:
        [entry] = session.exec(
            select(AuditEntry).where(AuditEntry.action == "set_aside", AuditEntry.object_id == total.id)
        )
    assert entry.reason == "合计"


def test_a_match_by_hand_counts_for_all_that_print_the_same_and_for_the_next_file(desk: Desk) -> None:
    target = project(desk.web.world, f"职业技能提升行动{desk.year}")
    ledger(target, "initial", 10_000_000, desk.year)
    printed = {"项目名称": f"技能提升{desk.year}", "单位代码": "centre"}
    desk.load(desk.voucher("A1", **printed), desk.voucher("A2", **printed), desk.voucher("A3", 项目名称="别的项目"))
    page = desk.page("/payments/unmatched")
    assert "未归到项目的支付 3" in page.text
    choose = next(link for link in page.links if link.endswith("/match"))
    offered = desk.page(f"{choose}?q=职业技能提升行动{desk.year}")
    assert "写法相同的 2 笔支付" in offered.text
    unchosen = desk.web.post("treasury", choose, {"q": "职业"})
    assert unchosen.status_code == 422
    assert "请先选择项目" in unchosen.get_data(as_text=True) and 'value="职业"' in unchosen.get_data(as_text=True)
    assert desk.web.post("treasury", choose, {"project": str(target)}).status_code == 303
    assert "未归到项目的支付 1" in desk.page("/payments/unmatched").text
    desk.load(desk.voucher("B1", **printed))
    with db.unit_of_work() as session:
        found = session.exec(select(Payment.voucher_no, Payment.matched_by).where(Payment.project_id == target)).all()
        [rate] = session.exec(
            select(ExecutionRate.executed_fen).where(ExecutionRate.scope == "project", ExecutionRate.scope_id == target)
        ).all()
    assert sorted(found) == [("A1", "hand"), ("A2", "hand"), ("B1", "hand")]
    assert rate == 3_600_000, "rates followed by themselves"


def test_payments_that_name_no_project_are_matched_one_by_one(desk: Desk) -> None:
    target = project(desk.web.world, f"零散项目{desk.year}")
    nameless = {"项目名称": "", "项目代码": "420700990T00000000001"}  # 20 characters: no code of ours
    desk.load(*(desk.voucher(f"A{n}", **{**nameless, "项目代码": ""}, 单位代码="centre") for n in (1, 2)))
    page = desk.page("/payments/unmatched")
    [lines] = {link for link in page.links if "/payments/lines?" in link}
    [first, second] = [link for link in desk.page(lines).links if link.endswith("/match")]
    assert "只对这一笔有效" in desk.page(first).text
    assert desk.web.post("treasury", first, {"project": str(target)}).status_code == 303
    assert [link for link in desk.page(lines).links if link.endswith("/match")] == [second]


def test_pages_ask_the_database_a_fixed_number_of_times(desk: Desk) -> None:
    batch = desk.load(*(desk.voucher(f"Q{n}", 金额="x" if n % 2 else "5") for n in range(60)))
    with db.unit_of_work(write=True) as session:
        for n in range(30):
            add_project(session, desk.web.world, f"项目{desk.year}-{n}")
    for path, most in {
        "/payments/": 8,
        "/payments/rows": 8,
        "/payments/unmatched": 8,
        f"/payments/files/{batch.id}": 9,
        f"/payments/files/{batch.id}?tab=payments": 9,
        f"/payments/rows/{desk.waiting(batch)[0].id}": 7,
    }.items():
        desk.page(path)
        with statements() as sent:
            desk.web.page("treasury", path)
        assert len(sent) <= most, f"{path}: {len(sent)}\n" + "\n".join(sent)
