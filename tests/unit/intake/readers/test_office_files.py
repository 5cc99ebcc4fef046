"""docx, xlsx, xls and pdf: the small form cell by cell, and what the format alone knows (merges, changes, display)."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter

from tests.unit.intake.readers.made import (
    FORM,
    TITLE,
    changed,
    codes,
    docx_of,
    grid,
    pdf_of,
    said,
    saved,
    tables,
    text,
    xlsx_of,
)  # fmt: skip
from workflow.documents.intake.readers import read
from workflow.documents.intake.readers.number_format import shown

XLS = Path(__file__).with_name("form.xls")  # written by another program than the one that reads it


# --- docx -----------------------------------------------------------------------------------------------------------


def test_docx() -> None:
    source = read("a.docx", docx_of(TITLE, FORM, "", "说明：无", header="页眉不读"))
    assert said(source) == [TITLE, FORM, "说明：无"]
    assert source.blocks[2].where == "第3段"
    assert tables(source)[0].rows[2][3].where == "表1第3行第4格"


def test_docx_merged_and_nested() -> None:
    document = docx.Document()
    table = document.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "目标"
    table.cell(0, 1).merge(table.cell(0, 3)).text = "说明\n第二段"
    inner = table.cell(1, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内", "8"
    table.cell(2, 0).text = "尾"
    source = read("a.docx", saved(document))
    assert said(source) == [[["目标", "说明\n第二段"], ["", "", ""]], [["内", "8"]], [["尾", "", "", ""]]]
    [goal, note], second = tables(source)[0].rows
    assert (goal.rows, goal.columns, note.rows, note.columns) == (2, 1, 1, 3)
    assert [cell.column for cell in second] == [1, 2, 3]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ('<w:r><w:t>甲</w:t></w:r><w:ins w:id="1"><w:r><w:t>增</w:t></w:r></w:ins>', ["甲增"]),
        ('<w:r><w:t>甲</w:t></w:r><w:del w:id="1"><w:r><w:delText>删</w:delText></w:r></w:del>', ["甲"]),
        ('<w:moveFrom w:id="1"><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:t>新</w:t></w:r>', ["新"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', ["☑是"]),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="52"/><w:t>是</w:t></w:r>', ["☑是"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>否</w:t></w:r>', ["☐否"]),
        (
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
            "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>是</w:t></w:r>",
            ["☑是"],
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='1'/>"
            "<w:checked w:val='0'/></w:checkBox></w:ffData></w:fldChar><w:instrText>FORMCHECKBOX</w:instrText>"
            "<w:t>否</w:t></w:r>",
            ["☐否"],
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>"
            "<w:listEntry w:val='常年'/><w:listEntry w:val='一次'/></w:ddList></w:ffData></w:fldChar></w:r>",
            ["一次"],
        ),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", ["控件"]),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r></w:sdtContent></w:sdt>",
            [],
        ),
        (
            "<w:r><w:t>前</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>",
            ["前", "框内"],
        ),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", ["甲  乙", "丙"]),
    ],
)
def test_docx_text_as_it_would_be_printed(inside: str, seen: list[str]) -> None:
    assert said(read("a.docx", docx_of(inside))) == seen


def test_docx_hidden_text_is_read_and_named() -> None:
    source = read("a.docx", docx_of("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"))
    assert (said(source), source.problems[0].code) == (["藏"], "hidden_text")


# --- xlsx, xls ------------------------------------------------------------------------------------------------------


def test_xlsx() -> None:
    source = read("a.xlsx", xlsx_of([[TITLE], *FORM[:1], [], *FORM[1:], [], []]))
    assert said(source) == [[[TITLE, "", "", ""], FORM[0], [""] * 4, *FORM[1:]]]
    assert tables(source)[0].rows[4][3].where == "申报表!D5"


def test_xlsx_merged_hidden_formulas_and_display() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of([[TITLE], [0.95, 1234.5, "=1+1", "#REF!"], ["尾"]])))
    page = book["申报表"]
    page.merge_cells("A1:D1")
    page["A2"].number_format, page["B2"].number_format = "0%", "#,##0.00"
    page.row_dimensions[2].hidden = True
    page.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("藏")
    hidden.sheet_state = "hidden"
    hidden["B2"], hidden["C2"] = "=cmd|' /C calc'!A0", "x"
    hidden["B2"].data_type = "s"
    source = read("a.xlsx", saved(book))
    assert said(source) == [[[TITLE], ["95%", "1,234.50"], ["尾", ""]], [["", "=cmd|' /C calc'!A0", "x"]]]
    assert tables(source)[0].rows[0][0].columns == 4
    assert codes(source) == [
        ("formula_without_value", "申报表!C2"),
        ("error_value", "申报表!D2"),
        ("hidden_rows", "申报表"),
        ("hidden_columns", "申报表"),
        ("hidden_sheet", "藏"),
    ]


def test_xlsx_formula_with_its_value_and_a_text_of_several_runs() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write(0, 0, "甲")
        page.write_formula(0, 1, "=1+1", book.add_format({"num_format": "0.00%"}), 2.5)
        page.write_formula(0, 2, '="完"&"成"', None, "完成")
    runs = "<r><t>甲_x000D_\n</t></r><r><t>乙</t></r><rPh><t>yi</t></rPh>"
    raw = changed(out.getvalue(), "xl/sharedStrings.xml", "<t>甲</t>".encode(), runs.encode())
    assert said(read("a.xlsx", raw)) == [[["甲\n乙", "250.00%", "完成"]]]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.95, "0.00%", "95.00%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5.5, "#,##0.00;[Red]-#,##0.00", "-5.50"),
        (-100, "0_);(0)", "(100)"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (12345, '0!.0,"万"', "1.2万"),
        (123456789, '0.00,,"亿"', "123.46亿"),
        (12, '0"人"', "12人"),
        (1.5, '"≥"0%', "≥150%"),
        (5, "000", "005"),
        (3, "0.0#", "3.0"),
        (0.005, "0%", "1%"),
        (999.995, "0.00", "1000.00"),
        (13812345678, "000-0000-0000", "138-1234-5678"),
        (45992, 'yyyy"年"m"月"d"日"', "2025年12月1日"),
        (45992.5, "yyyy-mm-dd hh:mm", "2025-12-01 12:00"),
        (45992, "[$-804]yyyy/m/d;@", "2025/12/1"),
        (0.1 + 0.2, "General", "0.3"),
        (2299.08, "", "2299.08"),
        (202511210001, "", "202511210001"),
        (1e-5, "", "0.00001"),
        (1e28, "0.00", "1" + "0" * 28),  # more digits than decimals are reckoned with
    ],
)
def test_numbers_as_displayed(value: float, code: str, seen: str) -> None:
    assert shown(value, code) == seen


def test_xls() -> None:
    source = read("a.xls", XLS.read_bytes())
    assert said(source)[0] == [[TITLE], *FORM, ["95%", "2025年12月", "1,234.50", "☑是"]]
    assert said(source)[1] == [["x", "y"]]
    assert tables(source)[0].rows[0][0].columns == 4
    assert codes(source) == [("hidden_rows", "申报表"), ("hidden_columns", "申报表"), ("hidden_sheet", "藏")]


# --- pdf ------------------------------------------------------------------------------------------------------------

WIDTHS = [90, 110, 110, 90]


def test_pdf() -> None:
    page = text(200, 800, TITLE, 16) + text(60, 770, "单位：某局") + text(400, 770, "金额：万元")
    source = read("a.pdf", pdf_of(page + grid(60, 750, WIDTHS, FORM) + text(60, 600, "说明：无")))
    assert said(source) == [TITLE, "单位：某局  金额：万元", FORM, "说明：无"]
    assert tables(source)[0].rows[2][3].where == "第1页表1第3行第4格"


def test_pdf_table_over_pages_with_merged_cells() -> None:
    first = grid(60, 120, WIDTHS, [[("名称", 1), ("说明", 3)], FORM[1]]) + text(290, 20, "- 1 -")
    second = grid(60, 800, WIDTHS, [[("目标", 1), ("无", 3)], [("长期", 2), ("年度", 2)]]) + text(60, 700, "完")
    source = read("a.pdf", pdf_of(first, second))
    assert said(source) == [[["名称", "说明"], FORM[1], ["目标", "无"], ["长期", "年度"]], "- 1 -", "完"]
    assert [(cell.row, cell.column, cell.columns) for cell in tables(source)[0].rows[3]] == [(3, 0, 2), (3, 2, 2)]


def test_pdf_table_open_at_the_page_break_as_browsers_print_it() -> None:
    """The row before the break has no rule below, the row after it none above."""
    lower = grid(60, 120, [90, 150], [FORM[0][:2], FORM[1][:2]]) + "".join(
        f"{x} 120 m {x} 40 l S\n" for x in (60, 150, 300)
    )
    upper = "".join(f"{x} 800 m {x} 740 l S\n" for x in (60, 150, 300)) + grid(60, 760, [90, 150], [FORM[1][:2]])
    first, second = lower + text(63, 60, "下接"), text(63, 780, "上承") + upper
    [table] = tables(read("a.pdf", pdf_of(first, second)))
    assert [row[0].text for row in table.rows] == [FORM[0][0], FORM[1][0], "下接", "上承", FORM[1][0]]


def test_pdf_words_broken_by_the_edge_of_a_cell_are_one() -> None:
    cell = text(63, 786, "提高业务能力和水") + text(63, 774, "平") + text(203, 786, "一、甲") + text(203, 774, "二、乙")
    rules = (
        "".join(f"{x} 800 m {x} 770 l S\n" for x in (60, 150, 200, 300))
        + "60 800 m 300 800 l S\n60 770 m 300 770 l S\n"
    )
    assert said(read("a.pdf", pdf_of(cell + rules))) == [[["提高业务能力和水平", "", "一、甲\n二、乙"]]]


def test_pdf_without_rules_gives_lines_and_a_page_without_text_is_told() -> None:
    source = read("a.pdf", pdf_of(text(60, 800, "数量指标") + text(160, 800, "≥5次"), ""))
    assert (said(source), codes(source)) == (["数量指标  ≥5次"], [("page_without_text", "第2页")])
