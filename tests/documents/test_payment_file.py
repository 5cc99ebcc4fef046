"""Voucher files as bytes: encodings, separators, headers anywhere in the first rows, broken quotes, workbooks."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from tests.services.payments.files import HEADERS, csv_of, row, xlsx_of
from workflow.documents import file_kinds, payment_file
from workflow.documents.payment_columns import COLUMNS, REQUIRED, header_key, layout_of
from workflow.documents.payment_file import PaymentFile, PrintedRow, Unreadable, cell_text, open_file

HEAD = "支付凭证号,支付日期,项目名称,单位名称,金额"


def rows_of(content: bytes) -> list[PrintedRow]:
    return list(open_file(content).rows())


def refused(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        open_file(content)
    return refusal.value


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings_and_separators(encoding: str, delimiter: str) -> None:
    name = "就业见习，补贴；“甲”" + ("𠮷" if encoding not in ("gbk",) else "")
    found = rows_of(csv_of([row("V1", 项目名称=name, 用途="a,b;c\td\n第二行")], encoding, delimiter))
    assert [(one.row_no, one.place) for one in found] == [(2, "2")]
    values = found[0].values
    assert (values["voucher_no"], values["project_name"], values["amount"]) == ("V1", name, "12,000.00")
    assert values["purpose"] == "a,b;c\td\n第二行"
    assert set(values) == {column.key for column in COLUMNS}


@pytest.mark.parametrize("lines", ["\n", "\r\n", "\r"])
def test_line_ends(lines: str) -> None:
    found = rows_of(lines.join([HEAD, "V1,2025-01-02,甲,乙,1", "", "V2,2025-01-02,甲,乙,2"]).encode())
    assert [(one.row_no, one.values["voucher_no"]) for one in found] == [(2, "V1"), (4, "V2")]


def test_headers_are_found_by_their_words_anywhere_in_the_first_rows() -> None:
    title = [
        "2025年度国库集中支付明细表",
        "单位：元",
        "",
        "序号,金额(元)*,收款人,,预算单位,实际 支付日期,项 目 名 称,凭证号",
    ]
    content = "\n".join([*title, "1,5,某公司,,鄂州市某中心,2025-02-03,甲项目,V9"]).encode()
    [only] = rows_of(content)
    assert only.row_no == 5
    assert only.values == {
        "voucher_no": "V9",
        "paid_on": "2025-02-03",
        "amount": "5",
        "project_name": "甲项目",
        "unit_name": "鄂州市某中心",
        "payee_name": "某公司",
    }


def test_the_header_may_stand_in_row_20_but_not_in_row_21() -> None:
    line = f"{HEAD}\nV1,2025-01-02,甲,乙,1".encode()
    assert len(rows_of(b"x\n" * 19 + line)) == 1
    assert refused(b"x\n" * 20 + line).code == "columns_missing"


def test_of_two_headers_for_one_column_the_better_name_wins() -> None:
    layout = layout_of(0, ["凭证日期", "支付日期", "金额", "支付金额", "实际支付金额", "摘要", "用途"])
    assert layout.at == {"paid_on": 1, "amount": 4, "purpose": 6}


def test_every_name_of_a_column_is_its_own() -> None:
    names = [header_key(name) for column in COLUMNS for name in column.names]
    assert len(names) == len(set(names)) and "" not in names
    assert header_key("序号") not in names, "a running number is no line number: it would hide duplicates"
    keys = {column.key for column in COLUMNS}
    assert all(wanted <= keys for sets in REQUIRED for wanted in sets)


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("支付日期,项目代码,金额", "支付凭证号"),
        ("支付凭证号,项目代码", "支付日期、实际支付金额"),
        ("支付凭证号,支付日期,金额,用途", "项目代码或项目名称＋单位代码或项目名称＋单位名称"),
        ("支付凭证号,支付日期,金额,项目名称", "项目代码或项目名称＋单位代码或项目名称＋单位名称"),
    ],
)
def test_missing_columns_name_what_was_looked_for_and_what_was_found(header: str, wanted: str) -> None:
    fault = refused(f"某表\n{header}\n1,2,3,4\n".encode())
    assert (fault.code, fault.facts) == ("columns_missing", {"wanted": wanted, "found": header.replace(",", "、")})


@pytest.mark.parametrize(
    "content", [HEAD.replace("金额", "金额（万元）"), f"支付表\n单位：万元\n{HEAD}", f"金额单位: 人民币万元,,\n{HEAD}"]
)
def test_amounts_in_wan_are_refused(content: str) -> None:
    """Read as 元 they would be a ten-thousandth."""
    assert refused(f"{content}\nV1,2025-01-02,甲,乙,1".encode()).code == "amounts_in_wan"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x00", "file_unreadable"),
        (f"{HEAD}\nV1\n".encode("utf-16-le"), "file_unreadable"),
        ("ÄÖÜ;ß\n".encode("latin-1"), "file_unreadable"),
        (b"PK\x03\x04broken", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0broken", "file_unreadable"),
        (b"\n\n\n", "columns_missing"),
    ],
)
def test_what_is_no_voucher_file(content: bytes, code: str) -> None:
    assert refused(content).code == code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_nul_goes_from_its_cell_and_spoils_nothing(encoding: str) -> None:
    found = rows_of(csv_of([row("V\x001", 项目名称="就业\x00见习"), row("V2")], encoding))
    assert [one.values["voucher_no"] for one in found] == ["V1", "V2"]
    assert (found[0].values["project_name"], found[0].problem) == ("就业见习", "")


# --- broken rows spoil themselves only ------------------------------------------------------------------------------


def problems_of(lines: list[str]) -> list[tuple[int, str, str]]:
    found = rows_of("\n".join([HEAD, *lines]).encode())
    return [(one.row_no, one.problem, one.values.get("voucher_no", "")) for one in found]


GOOD = "V{},2025-01-02,甲,乙,1"


def test_a_quotation_mark_that_never_closes_spoils_one_line() -> None:
    lines = [GOOD.format(1), 'V2,2025-01-02,"甲,乙,1', *(GOOD.format(number) for number in range(3, 200))]
    found = problems_of(lines)
    assert found[1] == (3, "bad_quotes", "")
    assert [number for number, _, _ in found] == list(range(2, 201)), "row numbers go on as a spreadsheet counts"
    assert [voucher for _, problem, voucher in found if not problem] == ["V1", *(f"V{n}" for n in range(3, 200))]


def test_a_quotation_mark_that_closes_in_a_later_row_swallows_nothing() -> None:
    lines = [GOOD.format(1), 'V2,2025-01-02,"甲,乙,1', GOOD.format(3), 'V4,2025-01-02,"丁",乙,1', GOOD.format(5)]
    assert problems_of(lines) == [(2, "", "V1"), (3, "bad_quotes", ""), (4, "", "V3"), (5, "", "V4"), (6, "", "V5")]


def test_a_separator_without_quotes_is_seen_by_the_number_of_cells() -> None:
    assert problems_of(["V1,2025-01-02,甲,戊,乙,1", "V2,2025-01-02,甲,乙,1,,", "V3,2025-01-02"]) == [
        (2, "too_many_cells", ""),
        (3, "", "V2"),
        (4, "", "V3"),
    ]


def test_cells_as_text() -> None:
    cases: list[tuple[Any, str]] = [
        (20261121.0, "20261121"),
        (1234567.89, "1234567.89"),
        (0.1 + 0.2, "0.3"),
        (-300.5, "-300.5"),
        (6222021812000345678.0, "6.22202181200035e+18"),
        (date(2025, 3, 1), "2025-03-01"),
        (datetime(2025, 3, 1), "2025-03-01"),
        (datetime(2025, 3, 1, 9, 5), "2025-03-01 09:05:00"),
        (True, "True"),
        (" \t0012\t", "0012"),
        ("'0012", "0012"),
        ('="0012"', "0012"),
        ("'甲'", "'甲'"),
        ("'-退款", "-退款"),
        ("'=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("'@甲", "@甲"),
        ("''-甲", "''-甲"),
        ("'", "'"),
        ("a\x00b\u200bc\ufeff", "ab\u200bc"),
    ]
    assert [cell_text(value) for value, _ in cases] == [text for _, text in cases]


# --- workbooks ------------------------------------------------------------------------------------------------------


def book(**sheets: list[list[Any]]) -> bytes:
    return xlsx_of(sheets)


def test_a_workbook_with_typed_cells() -> None:
    lines: list[list[Any]] = [
        [],
        ["国库集中支付明细"],
        HEAD.split(","),
        [20261121, date(2025, 3, 1), "甲", "乙", 1234567.89],
        [None],
        ["0012", datetime(2025, 3, 2, 10), "甲", "乙", -5],
    ]
    opened: PaymentFile = open_file(book(明细=lines))
    found = [(one.row_no, one.place, one.values["voucher_no"], one.values["paid_on"], one.values["amount"])
             for one in opened.rows()]  # fmt: skip
    assert found == [
        (4, "明细!4", "20261121", "2025-03-01", "1234567.89"),
        (6, "明细!6", "0012", "2025-03-02 10:00:00", "-5"),
    ]


def test_a_year_in_twelve_sheets() -> None:
    """All visible sheets with vouchers, each with its own order of columns; the others are named."""
    head = HEAD.split(",")
    sheets: dict[str, list[list[Any]]] = {
        "说明": [["本表由国库科导出"]],
        "1月": [head, ["V1", "2025-01-02", "甲", "乙", 1]],
        "2月": [["标题"], list(reversed(head)), [2, "乙", "甲", "2025-02-02", "V2"]],
        "作废": [head, ["V3", "2025-01-02", "甲", "乙", 1]],
        "空": [],
    }
    opened = open_file(xlsx_of(sheets, hidden=["作废"]))
    assert [(one.row_no, one.place, one.values["voucher_no"], one.values["amount"]) for one in opened.rows()] == [
        (2, "1月!2", "V1", "1"),
        (5, "2月!3", "V2", "2"),
    ]
    assert opened.ignored == ["说明"]


def test_a_workbook_without_vouchers_names_what_its_best_sheet_has() -> None:
    fault = refused(book(甲=[["x"]], 乙=[["支付凭证号", "支付日期"]]))
    assert fault.facts["found"] == "支付凭证号、支付日期"


def test_a_workbook_that_unpacks_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payment_file, "BIGGEST_UNPACKED", 20_000)
    content = book(甲=[HEAD.split(","), *([[f"V{n}", "2025-01-02", "甲", "乙", 1] for n in range(2_000)])])
    assert refused(content).code == "file_too_large"


def test_a_packed_file_that_lies_about_its_size_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 100_000)
    content = out.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refused(content).code == "file_unreadable"


def test_a_packed_file_of_far_too_many_parts_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", None)  # its constructor alone reads every entry
    entry = b"PK\x01\x02" + bytes(42)
    entries = entry * (file_kinds.MOST_ENTRIES + 1)
    size, start = len(entries).to_bytes(4, "little"), (4).to_bytes(4, "little")
    content = b"PK\x03\x04" + entries + b"PK\x05\x06" + bytes(8) + size + start + bytes(2)
    assert refused(content).code == "file_unreadable"


def test_a_second_table_of_contents_does_not_hide_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """One reader takes a long end record without its locator for the right one, another the short one behind it."""
    monkeypatch.setattr(zipfile, "ZipFile", None)
    entry = b"PK\x01\x02" + bytes(24) + (15).to_bytes(2, "little") + bytes(16) + b"xl/workbook.xml"
    entries = entry * (file_kinds.MOST_ENTRIES + 1)
    long_end = b"PK\x06\x06" + bytes(36) + len(entry).to_bytes(8, "little") + bytes(28)
    short_end = b"PK\x05\x06" + bytes(8) + (len(entries) + 76).to_bytes(4, "little") + bytes(6)
    assert refused(b"PK\x03\x04" + entries + long_end + short_end).code == "file_unreadable"


@pytest.mark.parametrize("address", ["XFD1048576", "AAA60000"])
def test_a_stray_cell_far_away_is_refused_before_room_is_made_for_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payment_file, "CalamineWorkbook", None)  # it would end the whole process
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write(address, "x")
    assert refused(out.getvalue()).code == "file_too_wide"


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"])
def test_a_workbook_of_another_kind_inside_is_refused(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payment_file, "CalamineWorkbook", None)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr(part, b"x")
    assert refused(out.getvalue()).code == "file_unreadable"


def test_an_address_cut_in_two_is_still_read() -> None:
    extent = payment_file._Extent()
    for piece in (b'<c r="A', b'B12" t="n"><c r="C7"/><row r=', b"'30'>"):
        extent.add(piece)
    assert (extent.columns, extent.rows) == (28, 30)


def test_a_formula_that_failed_is_an_empty_cell() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write_row(1, 0, ["V1", "2025-01-02", "甲", "乙"])
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
    assert rows_of(out.getvalue())[0].values["amount"] == ""


def test_reading_starts_anew() -> None:
    """The job reads from the start again after a worker died: the same rows with the same numbers."""
    content = csv_of([row(f"V{number}") for number in range(30)], "gb18030")
    assert [one.row_no for one in rows_of(content)] == [one.row_no for one in rows_of(content)] == list(range(2, 32))
    assert len(HEADERS) == len(rows_of(content)[0].cells)
