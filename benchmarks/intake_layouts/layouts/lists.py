"""Many projects in one table, cells that hold several things, tables inside tables, forms drawn with blanks."""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby

from docx import Document

from benchmarks.intake_layouts.contents import Content, Row, weighted
from benchmarks.intake_layouts.forms import BASIS, LEVELS, TARGET, annual_declaration
from benchmarks.intake_layouts.grid import Block, Box, Column, Grid, heading, indicator_lines, line
from benchmarks.intake_layouts.layouts.files import parted, rejoined
from benchmarks.intake_layouts.made import Form, Made, expected
from benchmarks.intake_layouts.office_files import stacked, xlsx
from benchmarks.intake_layouts.text_files import pipes, tabs

PAGE = 9
"""Rows of a page."""
IDEOGRAPHIC = "\u3000"


def project_list(contents: Sequence[Content]) -> Made:
    """汇总表 in Excel: a row a project, its indicators in one cell, 数量指标：名≥5次；名≥3次；质量指标：…"""
    lines = [line("序号", "项目名称", "主管部门", "预算金额（万元）", "年度绩效目标", "绩效指标")]
    forms = []
    for number, content in enumerate(contents, 1):
        goal, rows = "".join(content.annual), content.of("annual")
        said = "；".join(
            f"{level2}：" + "；".join(row.name + row.target for row in members)
            for level2, members in groupby(rows, key=lambda row: row.level2)
        )
        lines.append(line(str(number), content.project_name, content.department, content.budget_year, goal, said))
        forms.append(
            expected(
                "project_declaration",
                content,
                rows,
                department=content.department,
                budget_year=content.budget_year,
                fiscal_year=contents[0].fiscal_year,
                goals=[{"horizon": "annual", "text": goal}],
            )
        )
    lines.append(line("", "合计", "", "", "", ""))
    title = f"{contents[0].fiscal_year}年度项目支出绩效目标汇总表"
    return Made("汇总表.xlsx", xlsx({"汇总": stacked([title, Grid(lines)])}), forms)


def approvals_under_a_unit(contents: Sequence[Content]) -> Made:
    """批复表 of one unit: its name stands once above, its projects follow without a heading of their own."""
    unit = contents[0].unit
    blocks: list[Block] = ["项目支出绩效目标批复表", f"{contents[0].fiscal_year}年度", f"单位名称：{unit}"]
    forms = []
    for content in contents:
        rows = content.of("annual")
        columns = (*LEVELS, TARGET, BASIS)
        grid = [
            line("项目名称", content.project_name, "预算金额", content.budget_year, wide=(1, 2, 1, 1)),
            line("年度绩效目标", "".join(content.annual), wide=(1, 4)),
            heading(columns),
            *indicator_lines(rows, columns),
        ]
        blocks.append(Grid(grid))
        said = {"unit": unit, "budget_year": content.budget_year, "fiscal_year": contents[0].fiscal_year}
        forms.append(expected("project_approval", content, rows, "basis", **said))
    return Made("批复表.txt", tabs(blocks).encode(), forms)


def levels_on_every_page(contents: Sequence[Content]) -> Made:
    """A long printed table: each page says heading, level 1 and level 2 again, and ends with its number and a rule."""
    columns = (*LEVELS, TARGET, BASIS)
    blocks, form = annual_declaration(contents[0], columns, printed=("basis",))
    rows = contents[0].of("annual")
    title, year, grid = blocks
    assert isinstance(grid, Grid)
    basics = Grid(grid.lines[: -len(rows) - 1])
    pages = []
    for number, start in enumerate(range(0, len(rows), PAGE), 1):
        table = Grid([heading(columns), *indicator_lines(rows[start : start + PAGE], columns)])
        pages += [tabs([table]).rstrip(), "", "——————————", f"第 {number} 页，共 {-(-len(rows) // PAGE)} 页", "\f"]
    text = "\n".join([str(title), str(year), tabs([basics]).rstrip(), *pages])
    return Made("申报表.txt", text.encode(), [form])


def docx_tables_in_tables(contents: Sequence[Content]) -> Made:
    """A Word form whose frame is a table of two columns: label left; right its text or a table of its own."""
    content = contents[0]
    rows = content.of("annual")
    document = Document()
    document.add_paragraph("项目支出绩效目标申报表")
    document.add_paragraph(f"（{content.fiscal_year}年度）")
    frame = document.add_table(5, 2, style="Table Grid")
    pairs = [
        ("项目名称", content.project_name),
        ("主管部门", content.department),
        ("年度资金总额", content.budget_year),
    ]
    for number, (label, text) in enumerate([*pairs, ("年度总体目标", "".join(content.annual)), ("绩效指标", "")]):
        frame.cell(number, 0).text, frame.cell(number, 1).text = label, text
    grid = Grid([heading((*LEVELS, TARGET)), *indicator_lines(rows, (*LEVELS, TARGET))]).texts()
    inner = frame.cell(4, 1).add_table(len(grid), 4)
    cells = [row.cells for row in inner.rows]
    for number, texts in enumerate(grid):
        for column, text in enumerate(texts):
            cells[number][column].text = text
    stream = BytesIO()
    document.save(stream)
    said = {"fiscal_year": content.fiscal_year, "budget_year": content.budget_year, "department": content.department}
    goals = [{"horizon": "annual", "text": "".join(content.annual)}]
    form: Form = expected("project_declaration", content, rows, **said, goals=goals)
    return Made("申报表.docx", stream.getvalue(), [form])


def drawn_with_blanks(contents: Sequence[Content]) -> Made:
    """A form typed in an editor: columns lined up with full width blanks, at least two between two cells."""
    blocks, form = annual_declaration(contents[0], (*LEVELS, TARGET, BASIS), printed=("basis",))
    title, year, grid = blocks
    assert isinstance(grid, Grid)
    texts = grid.texts()
    wide = [max(len(row[column]) for row in texts[-len(form["indicators"]) :]) + 2 for column in range(5)]
    lines = [
        "".join(text + IDEOGRAPHIC * max(wide[at] - len(text), 2) for at, text in enumerate(row)).rstrip(IDEOGRAPHIC)
        for row in texts
    ]
    return Made("申报表.txt", "\n".join([IDEOGRAPHIC * 8 + str(title), str(year), "", *lines]).encode(), [form])


def pipes_with_breaks(contents: Sequence[Content]) -> Made:
    """Markdown with <br>: a row a level 2, its names numbered below each other, their values in the same order."""
    blocks, form = annual_declaration(contents[0])
    rows = contents[0].of("annual")
    grid = blocks[2]
    assert isinstance(grid, Grid)
    lines = list(grid.lines[: -len(rows)])
    level1 = ""
    for (first, second), group in groupby(rows, key=lambda row: (row.level1, row.level2)):
        members = list(group)
        names = [f"{number}.{row.name}" if len(members) > 1 else row.name for number, row in enumerate(members, 1)]
        cells = ("" if first == level1 else first, second, "<br>".join(names))
        lines.append([Box(text) for text in (*cells, "<br>".join(row.target for row in members))])
        level1 = first
    return Made("申报表.md", pipes([*blocks[:2], Grid(lines)]).encode(), [form])


def filled_target(row: Row) -> bool:
    """With a value: lists beside each other have as many values as names."""
    return bool(row.target)


def nature_value_unit_direction(contents: Sequence[Content]) -> Made:
    """Exports of the national budget system: 指标性质 ≥ | 指标值 50 | 度量单位 人 | 权重 | 指标方向性 正向."""
    content = replace(contents[0], rows=tuple(weighted(contents[0].of("annual"))))
    columns = (
        *(replace(column, merged=False) for column in LEVELS),
        Column("性质", lambda row: parted(row)[0]),
        Column("值", lambda row: parted(row)[1]),
        Column("单位", lambda row: parted(row)[2]),
        Column("指标权重", lambda row: row.weight),
        Column("指标方向性", lambda row: "反向指标" if re.match("[≤=]", row.target) else "正向指标"),
    )
    blocks, form = annual_declaration(content, columns, printed=("weight",))
    form["indicators"] = [
        read | {"target": rejoined(row).target} for row, read in zip(content.rows, form["indicators"], strict=True)
    ]
    return Made("导出.xlsx", xlsx({"项目绩效目标": stacked(blocks)}), [form])
