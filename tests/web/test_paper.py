"""The printed form: every example in the layout of its paper, nothing left out; on A4 no cell is cut, heads repeat."""

import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.domain.factories import EXAMPLES, example, make_declaration
from tests.web.chromium import enter, listening
from tests.web.clicking import Web
from tests.web.pdf import words_of
from webapp.present.cell_notes import Note, together
from webapp.present.paper import paper_tables
from webapp.present.paper_parts import Cell, Table
from webapp.present.places import anchor
from workflow import rules
from workflow.canonical.profile import shipped
from workflow.documents.values import flat

NAMES = [f"{path.parent.name}/{path.stem}" for path in sorted(EXAMPLES.glob("*/*.json"))]
HIDDEN = ("/kind", "/horizon", "/levels", "/goal", "prior_years", "/weight", "/source", "/nature", "/level1", "/level2")
"""Cells whose words are printed as something else: labels, spans, block columns."""


def tables(name: str) -> list[Table]:
    document = example(name)
    return paper_tables(document, shipped()[document.form_profile])


def printed(found: list[Table]) -> dict[str, str]:
    """The text of every cell by its path."""
    return {cell.path: cell.text for table in found for row in table.rows for cell in row.cells if cell.path}


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_was_declared_is_printed(name: str) -> None:
    document = example(name)
    shown, profile = printed(tables(name)), shipped()[document.form_profile]
    fields = {f"basics/-/{field.name}" for field in profile.header_fields()}
    for path, value in flat(document).items():
        if not value or any(part in path for part in HIDDEN) or (path.startswith("basics") and path not in fields):
            continue
        if path.startswith("funding_sources") and not profile.sources:
            continue  # tick boxes
        text = shown[path]
        assert value in (text, text.replace(",", "")) or float(value) == float(text.replace(",", "")), path


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_points_to_a_place_on_the_form(name: str) -> None:
    document = example(name)
    profile = shipped()[document.form_profile]
    found = tables(name)
    places = {table.path for table in found} | {row.path for table in found for row in table.rows} | set(printed(found))
    places |= {path for table in found for row in table.rows for cell in row.cells for path in cell.covers}
    ids = {anchor(path) for path in places if path} | {"c-form"}
    for finding in rules.check(document, rules.Context(profile)):
        assert anchor(finding.path) in ids, finding.path


def test_an_emptied_amount_is_no_second_line_and_a_merged_cell_shows_all_its_marks() -> None:
    document = example(NAMES[0])
    rows = document.funding_sources
    given = next(row for row in rows if row.amount)
    emptied = given.model_copy(update={"uid": "gone", "amount": None, "nature": "non_tax"})
    more = document.model_copy(update={"funding_sources": [*rows, emptied]})
    found = [
        cell.path
        for table in paper_tables(more, shipped()[more.form_profile])
        for row in table.rows
        for cell in row.cells
    ]
    assert f"funding_sources/{given.uid}/amount" in found and "funding_sources/gone/amount" not in found
    merged = Cell("产出指标", "indicators/i1/level1", covers=["indicators/i2/level1"])
    marks = together(
        merged, {"indicators/i2/level1": Note(findings=1, comments=[7]), "indicators/i1/level1": Note(was="")}
    )
    assert marks is not None and (marks.findings, marks.comments, marks.was) == (1, [7], "")
    assert together(merged, {}) is None


@pytest.mark.parametrize("name", NAMES)
def test_every_row_fills_the_width_of_its_table(name: str) -> None:
    for table in tables(name):
        open_cells = [0] * len(table.widths)
        for row in [*table.head, *(row.cells for row in table.rows)]:
            width = sum(cell.cols for cell in row) + sum(1 for left in open_cells if left)
            assert width == len(table.widths), (table.path, [cell.text for cell in row])
            free = iter([index for index, left in enumerate(open_cells) if not left])
            open_cells = [max(0, left - 1) for left in open_cells]
            for cell in row:
                for index in [next(free) for _ in range(cell.cols)]:
                    open_cells[index] = cell.rows - 1
        assert not any(open_cells), table.path


def test_the_layout_follows_the_papers() -> None:
    """Labels, columns and their order as Jianghan 2024 and Ezhou 2025 print them."""
    jianghan = tables("jianghan-2024/02-labour-inspection")
    first = [[cell.text for cell in row.cells] for row in jianghan[0].rows]
    assert [row[0] for row in first] == ["项目名称", "项目主管部门", "项目负责人", "项目类别", "项目安排频度"]
    assert first[0][2] == "项目代码"
    annual = jianghan[-2]
    assert [cell.text for cell in annual.head[1]] == [
        "目标名称", "指标权重比例(%)", "一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据",
    ]  # fmt: skip
    assert [cell.text for cell in annual.head[2]] == ["前年", "上年", "预计当年实现", "指标分值权重"]
    assert [cell.text for cell in annual.rows[0].cells] == [
        "年度绩效目标1", "40%", "产出指标", "数量指标", "办结各类投诉举报案件数量", "416件", "500件", "500件",
        "5%", "计划数据",
    ]  # fmt: skip
    assert [cell.rows for cell in annual.rows[0].cells[:4]] == [12, 8, 8, 5]
    sources = next(table for table in jianghan if table.path == "funding_sources")
    assert [row.cells[-1].text for row in sources.rows] == ["申报数", "28.40", "28.40", "", "", ""]
    ezhou = tables("ezhou-2025-approval/01-labour-matching")
    assert [[cell.text for cell in row.cells][::2] for row in ezhou[0].rows] == [
        ["项目名称"], ["项目主管部门", "申报单位"], ["项目预算", "项目类型"],
    ]  # fmt: skip
    natures = ezhou[1].rows[0].cells[1].choices
    assert natures == [
        ("经费拨款", True), ("非税收入", False), ("政府性基金", True), ("国有资本经营收入", False),
        ("社会保险基金", False),
    ]  # fmt: skip


def test_the_page_carries_the_version_code_and_is_chinese_in_both_languages(web: Web) -> None:
    file = make_declaration(web.world, content="jianghan-2024/02-labour-inspection")
    web.speak("filer_a", "en")
    page = web.page("filer_a", f"/declarations/{file.id}/paper")
    assert f"版本码 {file.hash()[:12]}" in page.text
    assert "Print this page" in page.text
    assert 'lang="zh-CN"' in page.html
    for words in ("项目绩效总目标", "金额单位：万元", "预计当年实现"):
        assert words in page.text
    web.speak("filer_a", "zh")


MEASURE = """() => {
  const bottoms = [...document.querySelectorAll('.print-form tbody tr:not(.may-break)')].map((row) => {
    const cells = [...row.cells].filter((cell) => cell.rowSpan === 1);
    return cells.map((cell) => cell.scrollWidth - cell.clientWidth);
  });
  return Math.max(...bottoms.flat());
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["jianghan-2024/08-employment-subsidies", "ezhou-2025-approval/02-employment-subsidy"])
def test_on_a4_no_cell_is_cut_and_heads_repeat(
    web: Web, browser_context: BrowserContext, tmp_path: Path, name: str
) -> None:
    file = make_declaration(web.world, content=name)
    page = browser_context.new_page()
    with listening(web.app) as site:
        enter(web, browser_context, site, "filer_a")
        page.goto(f"{site}/declarations/{file.id}/paper")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 less its margins at 96 dpi
    assert page.evaluate(MEASURE) <= 1, "no cell is wider than its column"
    pdf = tmp_path / "form.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    pages = words_of(pdf)
    assert len(pages) > 1
    heads = [number for number, words in enumerate(pages) if "指标值确定依据" in words]
    assert heads == list(range(heads[0], len(pages))), "the heads stand on every page the tables reach"
    assert all(f"第{number}页,共{len(pages)}页" in words for number, words in enumerate(pages, 1))
    whole = "".join(pages)
    for indicator in example(name).indicators:
        assert plain(indicator.level3) in whole
    assert file.hash()[:12] in pages[-1]


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
