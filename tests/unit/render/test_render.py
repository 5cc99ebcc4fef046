"""The official documents: nothing cut, nothing run, the same bytes every day."""

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.psparser import LIT

from benchmarks.round_trip import examples
from benchmarks.round_trip_papers import overall_papers
from workflow.canonical import Declaration
from workflow.canonical.overall import MoneyLine, ProjectLine
from workflow.canonical.profile import shipped
from workflow.documents.intake.texts import squeeze
from workflow.documents.render import (
    DRAFT,
    Annex,
    CannotSet,
    EvaluatedRow,
    Format,
    FormPaper,
    Letter,
    MoneyRow,
    MonitoredRow,
    Monitoring,
    OverallPaper,
    Paper,
    SelfEvaluation,
    SignPage,
    SignPlace,
    render,
)
from workflow.documents.render.layout.letter import balanced
from workflow.documents.render.naming import file_name

DOCUMENTS = dict(examples())
JIANGHAN = DOCUMENTS["jianghan-2024/04-talent-and-employment-services"]
EZHOU = DOCUMENTS["ezhou-2025-approval/01-labour-matching"]
HOSTILE = '#read("/etc/passwd") $x$ *b* </w:t> =1+1 &lt;'
LONG = "逐项列明测算依据" * 400


def form(document: Declaration, **more: str) -> FormPaper:
    return FormPaper(document, shipped()[document.form_profile], code="3fa9c0d17e22", **more)


def letter(annexes: Sequence[Declaration] = (EZHOU,)) -> Letter:
    return Letter(
        issuer="江城市财政局", number="江城财绩发〔2025〕3号", title="江城市财政局关于批复2025年项目支出绩效目标的通知",
        addressee="江城市农业农村局", paragraphs=("现将绩效目标批复给你们。", "请按照批复的绩效目标组织预算执行。"),
        signed_by="江城市财政局", day=date(2025, 2, 10), code="3fa9-c0d1-7e22",
        check_at="https://jixiao.example/verify?code=", voids="江城财绩发〔2025〕1号",
        copies=("江城市审计局",), annexes=tuple(Annex(one, shipped()[one.form_profile]) for one in annexes),
    )  # fmt: skip


MONEY = (MoneyRow("年度资金总额", "582.30", "582.30", "301.22", "51.73%", "582.30", "10", "5.17"),)
WHO: dict[str, Any] = {
    "fiscal_year": 2025,
    "project_name": "产业园管理",
    "department": "甲局",
    "unit": "乙中心",
    "goal": "入驻企业稳定增长，服务能力提升。",
}
PAPERS: dict[str, Paper] = {
    "form": form(JIANGHAN, mark=DRAFT),
    "letter": letter(),
    "sign": SignPage(EZHOU, shipped()[EZHOU.form_profile], "3fa9c0d17e22", "ab" * 32, (SignPlace("单位负责人"),)),
    "monitoring": Monitoring(
        through_month=7, money=MONEY, money_cause="集中支付", code="3fa9c0d17e22", **WHO,
        rows=(MonitoredRow("产出指标", "数量指标", "入驻企业数", "≥40家", "30家", causes=("经费保障",)),),
    ),
    "evaluation": SelfEvaluation(
        money=MONEY, reached="已完成", total="98.62", grade="优", **WHO,
        rows=(EvaluatedRow("产出指标", "数量指标", "入驻企业数", "≥40家", "41家", "10", "10"),),
    ),
    "overall": OverallPaper(
        title="2025年部门整体绩效目标批复", department="甲局", fiscal_year=2025, prior_years=(2023, 2024),
        income=(MoneyLine(item="财政拨款", current="7257.48", share="100%", prior_years=("7868.94", None)),),
        projects=(ProjectLine(name="就业补助", budget_year="2299.08"),), goals=JIANGHAN.goals,
        indicators=JIANGHAN.indicators, categories={"i001": "绩效基本型"},
    ),
}  # fmt: skip
SAID = {
    "form": ("草稿", "2024年江汉区项目支出（绩效目标）申报表", "金额单位：万元", "☑ 常年性项目", "版本码 3fa9c0d17e22"),
    "letter": (
        "江城市财政局文件", "江城财绩发〔2025〕3号", "江城市农业农村局：", "江城财绩发〔2025〕1号同时作废", "附件：",
        "2025年2月10日", "3fa9-c0d1-7e22", "查验网址：https://jixiao.example/verify", "抄送：江城市审计局",
        "2025年2月10日印发",
    ),
    "sign": ("审签页", "ab" * 16, "（签字）", "（盖章）", "版本码", "3fa9c0d17e22"),
    "monitoring": ("执行监控表（1—7月）", "完成目标可能性", "√", "集中支付", "301.22"),
    "evaluation": ("绩效自评表", "执行率（B/A）", "98.62", "优"),
    "overall": ("部门总体资金情况", "7,868.94", "就业补助", "绩效基本型", "预期当年实现值"),
}  # fmt: skip


def pdf_text(raw: bytes) -> str:
    with pdfplumber.open(BytesIO(raw)) as document:
        return squeeze("".join(page.extract_text() for page in document.pages))


def word_text(raw: bytes) -> str:
    word = docx.Document(BytesIO(raw))
    feet = (part._element for section in word.sections for part in (section.header, section.footer))
    return squeeze("".join(text for part in (word.element.body, *feet) for text in part.itertext()))


def cells(raw: bytes) -> list[openpyxl.cell.cell.Cell]:
    book = openpyxl.load_workbook(BytesIO(raw))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("kind", PAPERS)
def test_every_document_says_what_it_must_in_every_format_and_is_the_same_on_any_day(kind: str) -> None:
    made: dict[Format, bytes] = {one: render(PAPERS[kind], one) for one in ("pdf", "docx", "xlsx")}
    again = {one: render(PAPERS[kind], one) for one in made}
    assert again == made
    texts = [word_text(made["docx"]), *([pdf_text(made["pdf"])] if kind in ("form", "letter") else [])]
    for words in SAID[kind]:
        assert all(squeeze(words) in text for text in texts), words
    day = (2025, 2, 10, 0, 0, 0) if kind == "letter" else (2000, 1, 1, 0, 0, 0)
    assert {entry.date_time for entry in zipfile.ZipFile(BytesIO(made["docx"])).infolist()} == {day}
    assert {entry.date_time[0] for entry in zipfile.ZipFile(BytesIO(made["xlsx"])).infolist()} == {1980}
    assert b"<pdfaid:part>2<" in made["pdf"] and b"<pdfaid:conformance>B<" in made["pdf"]
    assert archivable(made["pdf"])


def archivable(raw: bytes) -> bool:
    """Of PDF/A what can be told without a validator: every font is in the file, nothing in it runs or leads out."""
    document = PDFDocument(PDFParser(BytesIO(raw)))
    found = [document.getobj(number) for table in document.xrefs for number in table.get_objids()]
    parts = [part if isinstance(part, dict) else getattr(part, "attrs", {}) for part in found]
    fonts = [part for part in parts if part.get("Type") is LIT("FontDescriptor")]
    embedded = fonts and all({"FontFile", "FontFile2", "FontFile3"} & part.keys() for part in fonts)
    runs = {"JavaScript", "JS", "OpenAction", "AA", "URI", "Launch", "EmbeddedFiles", "Encrypt"}
    return bool(embedded) and not any(runs & part.keys() for part in parts)


_ELSEWHERE = """
import hashlib, sys, time
time.time = lambda: 2_000_000_000.0
time.localtime = time.gmtime = lambda *_: time.struct_time((2033, 5, 18, 3, 33, 20, 2, 138, 0))
from tests.unit.render.test_render import PAPERS, render
print(*(hashlib.sha256(render(PAPERS[kind], kind_of)).hexdigest() for kind, kind_of in
        (("letter", "pdf"), ("letter", "docx"), ("monitoring", "xlsx"))))
"""


def test_another_process_on_another_day_in_another_place_makes_the_same_bytes() -> None:
    elsewhere = os.environ | {"TZ": "America/New_York", "PYTHONHASHSEED": "7", "LANG": "C"}
    done = subprocess.run([sys.executable, "-c", _ELSEWHERE], env=elsewhere, capture_output=True, check=True, text=True)
    here = [render(PAPERS["letter"], "pdf"), render(PAPERS["letter"], "docx"), render(PAPERS["monitoring"], "xlsx")]
    assert done.stdout.split() == [hashlib.sha256(made).hexdigest() for made in here]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("鄂州市财政局关于批复2025年度绩效目标的通知", ["鄂州市财政局关于批复", "2025年度绩效目标的通知"]),
        ("关于批复绩效目标的通知", ["关于批复绩效目标的通知"]),
        ("江汉区财政局关于批复武汉市江汉区人力资源局2025年度部门预算项目支出绩效目标的通知",
         ["江汉区财政局关于批复武汉市", "江汉区人力资源局2025年度部门", "预算项目支出绩效目标的通知"]),
    ],
)  # fmt: skip
def test_a_long_title_is_broken_where_its_words_end(title: str, lines: list[str]) -> None:
    assert balanced(title).split("\n") == lines


@pytest.mark.parametrize("rows", [11, 12, 13])
def test_what_stands_at_the_foot_of_a_letter_is_never_alone_on_its_page(rows: int) -> None:
    """版记: the last row of the last annex goes to the next page with it."""
    many = [EZHOU.indicators[0].model_copy(update={"uid": f"i{number:03}"}) for number in range(rows)]
    paper = letter([EZHOU.model_copy(update={"indicators": many})])
    with pdfplumber.open(BytesIO(render(paper, "pdf"))) as document:
        last = squeeze(document.pages[-1].extract_text())
    assert last.index("三级指标") < last.index("抄送")
    record = docx.Document(BytesIO(render(paper, "docx"))).tables[-1].rows[-1].cells[0].paragraphs[0]
    assert record.paragraph_format.keep_with_next


def test_a_label_beside_many_rows_stands_on_every_page_they_reach() -> None:
    paper = dict(overall_papers())["01-ezhou-2025"]
    with pdfplumber.open(BytesIO(render(paper, "pdf"))) as made:
        pages = [squeeze(page.extract_text()) for page in made.pages]
    assert len(pages) > 2 and all("目标1" in page for page in pages)


def test_a_text_is_a_text_and_never_run() -> None:
    hostile = EZHOU.model_copy(update={"project_name": HOSTILE, "establishment_basis": f"={HOSTILE}"})
    assert squeeze(HOSTILE) in pdf_text(render(form(hostile), "pdf"))
    found = [cell for cell in cells(render(form(hostile), "xlsx")) if HOSTILE in str(cell.value)]
    assert len(found) == 2 and {cell.data_type for cell in found} == {"s"}
    word = docx.Document(BytesIO(render(form(hostile), "docx")))
    assert HOSTILE in {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert render(form(EZHOU.model_copy(update={"project_name": "劳务\0对\x1b接\uffff"})), "docx")[:2] == b"PK"


def test_a_long_text_grows_and_is_never_cut() -> None:
    address = "https://" + "x" * 300
    rows = [row.model_copy(update={"target": address}) for row in EZHOU.indicators[:1]]
    long = EZHOU.model_copy(update={"establishment_basis": LONG, "indicators": (*rows, *EZHOU.indicators[1:])})
    with pdfplumber.open(BytesIO(render(form(long), "pdf"))) as made:
        signs = [sign for page in made.pages for sign in page.chars]
        assert max(sign["x1"] for sign in signs) < made.pages[0].width - 50
    text = "".join(sign["text"] for sign in signs)
    assert text.count("逐") >= 400 and text.count("x") >= 300
    book = openpyxl.load_workbook(BytesIO(render(form(long), "xlsx")))
    [sheet] = book.worksheets
    heights = [line.height or 15 for line in sheet.row_dimensions.values()]
    [home] = [cell for cell in cells(render(form(long), "xlsx")) if cell.value == LONG]
    [span] = [area for area in sheet.merged_cells.ranges if home.coordinate in area]
    room = sum(heights[row - 1] for row in range(span.min_row, span.max_row + 1))
    assert max(heights) <= 409 and room >= len(LONG) / 40 * 13


def test_headings_stand_on_every_page_of_their_table() -> None:
    document = DOCUMENTS["jianghan-2024/08-employment-subsidies"]
    with pdfplumber.open(BytesIO(render(form(document), "pdf"))) as made:
        pages = [squeeze(page.extract_text()) for page in made.pages]
    assert len(pages) > 2 and all("三级指标" in page for page in pages[1:])
    word = docx.Document(BytesIO(render(form(document), "docx")))
    xml = word.element.xml
    assert xml.count("<w:tblHeader") == xml.count("<w:cantSplit") >= 2 + 2 + 2 + 2 + 3


def test_amounts_are_numbers_in_a_workbook() -> None:
    found = [cell for cell in cells(render(form(JIANGHAN), "xlsx")) if cell.data_type == "n"]
    assert {str(cell.value) for cell in found} >= {str(float(JIANGHAN.budget_year or 0))}
    assert {cell.number_format for cell in found} == {"#,##0.00"}


def test_a_sign_that_no_typeface_has_is_named_and_word_still_works() -> None:
    strange = EZHOU.model_copy(update={"project_name": "劳务😀对接"})
    with pytest.raises(CannotSet) as refused:
        render(form(strange), "pdf")
    assert refused.value.facts == {"signs": "😀"}
    assert render(form(strange), "docx")[:2] == b"PK"


def test_the_name_of_a_file_says_what_it_is() -> None:
    strange = form(EZHOU.model_copy(update={"project_name": '劳务/对接:"工作"\u202e 费用\u200b'}), mark=DRAFT)
    assert file_name(strange, "pdf") == "绩效目标申报表-草稿-劳务对接工作费用-3fa9c0d17e22.pdf"
    assert file_name(replace(strange, mark="", code=""), "docx") == "绩效目标申报表-劳务对接工作费用.docx"
