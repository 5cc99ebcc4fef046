"""One printed row → one voucher line, or every reason why not."""

from datetime import date

import pytest

from tests.services.payments.files import csv_of, row
from workflow.documents.payment_columns import COLUMNS
from workflow.documents.payment_file import open_file
from workflow.documents.voucher import REASONS, Expected, Problem, Voucher, read_row, read_values, reason_text

EXPECTED = Expected(2025, frozenset({"420700", "420700000", "鄂州市"}), frozenset({"420103", "武汉市江汉区"}))
GOOD = {"voucher_no": "V1", "paid_on": "2025-03-15", "amount": "12,000.50", "project_name": "甲", "unit_name": "乙"}


def voucher(**changes: str) -> Voucher:
    found = read_values(GOOD | changes, EXPECTED)
    assert isinstance(found, Voucher), found
    return found


def problems(**changes: str) -> list[Problem]:
    found = read_values(GOOD | changes, EXPECTED)
    assert isinstance(found, list), found
    return found


def test_a_voucher() -> None:
    assert voucher(line_no="3", nature="一般公共预算资金") == Voucher(
        voucher_no="V1", line_no=3, paid_on=date(2025, 3, 15), amount_fen=1_200_050, payee_name="", payee_account="",
        purpose="", project_code="", project_name="甲", unit_code="", unit_name="乙", function_code="",
        economic_code="", nature="一般公共预算资金",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["2025-03-05", "2025/3/5", "2025.3.5", "2025年3月5日", "20250305", "2025-03-05 10:22:33", "2025-03-05T10:22",
     "２０２５-03-05", "45721"],
)  # fmt: skip
def test_dates(text: str) -> None:
    assert voucher(paid_on=text).paid_on == date(2025, 3, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_missing"),
        ("2025-13-01", "date_unreadable"),
        ("2025-02-29", "date_unreadable"),
        ("三月五日", "date_unreadable"),
        ("2025-03-05 25", "date_unreadable"),
        ("202503", "date_unreadable"),
        ("45", "date_unreadable"),
        ("2024-12-31", "date_outside_year"),
        ("2026-01-01", "date_outside_year"),
        ("46100", "date_outside_year"),
    ],
)
def test_bad_dates(text: str, code: str) -> None:
    [only] = problems(paid_on=text)
    assert (only.code, only.column) == (code, "paid_on")


@pytest.mark.parametrize(
    ("text", "fen"),
    [("12,000.50", 1_200_050), ("-300.5", -30_050), ("１，０００", 100_000), ("¥5", 500), ("5.00元", 500), ("0.01", 1)],
)
def test_amounts(text: str, fen: int) -> None:
    assert voucher(amount=text).amount_fen == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_missing"),
        ("0.00", "amount_zero"),
        ("一万元", "not_an_amount"),
        ("12,3x", "not_an_amount"),
        ("1e3", "not_an_amount"),
        ("🙂", "not_an_amount"),
        ("0.001", "too_many_decimals"),
        ("9" * 20, "amount_too_large"),
    ],
)
def test_bad_amounts(text: str, code: str) -> None:
    assert problems(amount=text) == [Problem(code, "amount", text)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"voucher_no": ""}, "voucher_missing"),
        ({"voucher_no": "V" * 61}, "text_too_long"),
        ({"payee_name": "某" * 201}, "text_too_long"),
        ({"voucher_no": "4.207E+15"}, "digits_lost"),
        ({"payee_account": "6.22202181200034e+18"}, "digits_lost"),
        ({"line_no": "0"}, "line_no_unreadable"),
        ({"line_no": "1.5"}, "line_no_unreadable"),
        ({"fiscal_year": "2024"}, "other_year"),
        ({"region_code": "武汉市江汉区"}, "other_region"),
        ({"region_code": "1"}, "unknown_region"),
    ],
)
def test_other_bad_cells(changes: dict[str, str], code: str) -> None:
    assert [problem.code for problem in problems(**changes)] == [code]


def test_what_is_allowed() -> None:
    assert voucher(fiscal_year="2025年度", region_code="420700000", line_no="", purpose="长" * 9_000).line_no == 1
    assert voucher(voucher_no="1E5").voucher_no == "1E5", "a number may hold an E"


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = problems(voucher_no="", paid_on="x", amount="0", line_no="y", fiscal_year="1999")
    assert {problem.code for problem in found} == {
        "voucher_missing", "date_unreadable", "amount_zero", "line_no_unreadable", "other_year",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (row("合 计", 支付日期="", 金额="24000"), "total_row"),
        (row("", 支付日期="", 项目名称="本页小计：", 金额="24000"), "total_row"),
        (row("", 支付日期="2025-03-31", 用途="累计", 金额="24000"), "total_row"),
        (["制表人：某某", *[""] * 15], "note_row"),
        (list(csv_of([]).decode().strip().split(",")), "header_row"),
    ],
)
def test_rows_that_are_no_payment(cells: list[str], code: str) -> None:
    [only] = open_file(csv_of([cells])).rows()
    found = read_row(only, EXPECTED)
    assert isinstance(found, list)
    assert [problem.code for problem in found] == [code]


def test_a_payment_for_a_total_is_a_payment() -> None:
    [only] = open_file(csv_of([row("V1", 用途="合计")])).rows()
    assert isinstance(read_row(only, EXPECTED), Voucher)


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    for code in REASONS:
        for language in ("zh", "en"):
            text = reason_text({"code": code, "column": "purpose", "value": "甲"}, 2025, language)
            assert text and "{" not in text and code not in text
    long = {"code": "text_too_long", "column": "unit_name", "value": ""}
    assert reason_text(long, 2025) == "单位名称过长：最多 200 个字"


def test_no_column_is_longer_than_its_table() -> None:
    """PostgreSQL refuses what SQLite takes."""
    from workflow.models import Payment

    lengths = {column.name: getattr(column.type, "length", None) for column in Payment.__table__.columns}  # type: ignore[attr-defined]
    assert all(lengths.get(column.key) in (None, column.longest) for column in COLUMNS)
