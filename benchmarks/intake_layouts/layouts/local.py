"""Forms of particular places and years, and what conversion leaves in their texts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.intake_layouts.contents import HORIZONS, Content, Row
from benchmarks.intake_layouts.forms import (
    BASIS,
    LEVELS,
    SHORT,
    TARGET,
    annual_declaration,
    approval,
    goal_column,
    goal_label,
)
from benchmarks.intake_layouts.grid import Block, Column, Grid, Line, full, heading, indicator_lines, line
from benchmarks.intake_layouts.made import Made, expected, goals
from benchmarks.intake_layouts.office_files import docx
from benchmarks.intake_layouts.text_files import html, pipes, tabs

LATEX = {"≥": r"\geq ", "≤": r"\leq "}


def approval_table(contents: Sequence[Content]) -> Made:
    """批复表 without a year: the unit below its label, goals called 长期绩效目标1 above and 长期目标1 in the table."""
    content = contents[0]
    columns = (goal_column(lambda row: goal_label(row).replace("绩效", "")), *LEVELS, TARGET, BASIS)
    lines: list[Line] = [
        line("项目名称", content.project_name, "项目预算", content.budget_total, wide=(1, 2, 1, 2)),
        full("项目绩效总目标", 6),
        line("名称", "目标说明", wide=(1, 5)),
    ]
    for horizon in HORIZONS:
        for number, text in enumerate(content.goals(horizon), 1):
            lines.append(line(f"{SHORT[horizon]}绩效目标{number}", text, wide=(1, 5)))
    for horizon in HORIZONS:
        lines += [full(f"{SHORT[horizon]}绩效目标表", 6), heading(columns)]
        lines += indicator_lines(content.of(horizon), columns)
    blocks: list[Block] = ["项目支出绩效目标批复表", "申报单位", content.unit, "金额单位：万元", Grid(lines)]
    form = expected(
        "project_approval",
        content,
        content.rows,
        "basis",
        budget_total=content.budget_total,
        unit=content.unit,
        goals=goals(content, long_name="长期绩效目标", annual_name="年度绩效目标"),
    )
    return Made("批复表.txt", tabs(blocks).encode(), [form])


def docx_goal_on_every_row(contents: Sequence[Content]) -> Made:
    """The form of 2020 in Word: one goal for the project, each row named like its indicator, 指标内容 and 绩效标准."""
    content = contents[0]
    columns = (
        Column("目标名称", lambda row: row.name),
        *(replace(column, merged=False) for column in LEVELS[:2]),
        Column("指标内容", lambda row: row.name),
        Column("指标值（前年）", lambda row: row.prior_years[0]),
        Column("指标值（上年）", lambda row: row.prior_years[1]),
        Column("指标值（预计当年实现）", lambda row: row.target),
        Column("绩效标准", lambda row: row.basis),
    )
    rows = content.of("annual")
    lines: list[Line] = [
        line("项目名称", content.project_name, wide=(2, 6)),
        line("项目主管部门", content.department, "项目执行单位", content.unit, wide=(2, 2, 2, 2)),
        line("项目类型", content.project_type, wide=(2, 6)),
        line("项目申请理由", content.establishment_basis, wide=(2, 6)),
        line("项目总预算", content.budget_total, "项目当年预算", content.budget_year, wide=(2, 2, 2, 2)),
        full("项目绩效总目标", 8),
        full("".join(content.annual), 8),
        full("年度绩效目标表", 8),
        heading(columns),
        *indicator_lines(rows, columns),
    ]
    blocks: list[Block] = [f"{content.fiscal_year}年度{content.project_name}绩效目标申报表", Grid(lines)]
    form = expected(
        "project_declaration",
        content,
        rows,
        "basis",
        "prior_years",
        fiscal_year=content.fiscal_year,
        budget_total=content.budget_total,
        budget_year=content.budget_year,
        goals=[{"horizon": "overall", "text": "".join(content.annual)}],
    )
    return Made("申报表.docx", docx(blocks), [form])


def html_in_markdown(contents: Sequence[Content]) -> Made:
    r"""What a converter of scanned pages writes: Markdown with HTML tables in it, signs as LaTeX ($\geq 98\%$)."""

    def latex(row: Row) -> Row:
        found = re.fullmatch(r"([≥≤])(\d+(?:\.\d+)?)%", row.target)
        return replace(row, target=rf"${LATEX[found[1]]}{found[2]}\%$") if found else row

    _, form = annual_declaration(contents[0])
    blocks, _ = annual_declaration(contents[0], rewrite=latex)
    body = html(blocks[2:]).split("<body>")[1].split("</body>")[0]
    return Made("申报表.md", f"# {blocks[0]}\n\n{blocks[1]}\n{body}".encode(), [form])


def values_with_blanks(contents: Sequence[Content]) -> Made:
    """Blanks between Chinese and digits, as extraction leaves them: ≥ 98 %, 2025 年 11 月 30 日前, in Markdown."""

    def blank(text: str) -> str:
        return re.sub(r"(?<=[^\d.\s])(?=\d)|(?<=\d)(?=[^\d.\s])", " ", text)

    blocks, form = approval(contents[0])
    grid = blocks[2]
    assert isinstance(grid, Grid)
    loose = [[replace(box, text=blank(box.text)) for box in cells] for cells in grid.lines]
    return Made("批复.md", pipes([*blocks[:2], Grid(loose)]).encode(), [form])
