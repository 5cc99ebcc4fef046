"""Tables as text: what copying, exporting or converting an office file leaves of its table."""

import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.intake_layouts.contents import LEVELS as VOCABULARY
from benchmarks.intake_layouts.contents import Content, Row, weighted, with_short_goals
from benchmarks.intake_layouts.forms import LEVELS, TARGET, annual_declaration, approval, plain, with_prior_years
from benchmarks.intake_layouts.grid import Box, Column, Grid, Line
from benchmarks.intake_layouts.made import Made
from benchmarks.intake_layouts.text_files import pipes, tabs, to_the_left

FULL_WIDTH = str.maketrans("0123456789.%()", "０１２３４５６７８９．％（）")


def pipe_table(contents: Sequence[Content]) -> Made:
    """A 批复 converted to Markdown, one table, merged cells blank: what converters of Word files give."""
    blocks, form = approval(contents[0])
    return Made("批复.md", pipes(blocks).encode(), [form])


def pipe_table_utf16(contents: Sequence[Content]) -> Made:
    """The same from an editor of Windows that saves "Unicode": UTF-16 with a byte order mark."""
    blocks, form = approval(contents[0])
    return Made("批复（Unicode）.txt", pipes(blocks).encode("utf-16"), [form])


def tab_rows(contents: Sequence[Content]) -> Made:
    """Cells copied from Excel into a text file: tabs, and blanks under merged cells; a form with weights and years."""
    blocks, form = with_prior_years(contents[0])
    return Made("申报表.txt", tabs(blocks).encode(), [form])


def tab_rows_gbk(contents: Sequence[Content]) -> Made:
    """A one-year form saved by an old Windows editor as GBK."""
    blocks, form = annual_declaration(contents[0])
    return Made("绩效目标申报表.txt", tabs(blocks).encode("gb18030"), [form])


def shifted_left(contents: Sequence[Content]) -> Made:
    """Text extraction that forgets blanks under merged cells: rows move left, the blanks gather at their end."""
    blocks, form = approval(contents[0])
    return Made("批复.txt", tabs(blocks, shift=to_the_left).encode(), [form])


def shifted_right(contents: Sequence[Content]) -> Made:
    """Merged cells extracted one column late: rows that print a level 2 label stand a column to the right."""

    def late(cells: list[str], number: int) -> list[str]:
        labels = {level2 for _, level2 in VOCABULARY.values()}
        begins = len(cells) > 2 and not cells[0] and cells[2] in labels
        return ["", *cells] if begins else cells

    blocks, form = approval(contents[0])
    return Made("批复.txt", tabs(blocks, shift=late).encode(), [form])


def labels_repeated(contents: Sequence[Content]) -> Made:
    """An export of an information system: no merged cells, every row says its levels."""
    blocks, form = annual_declaration(contents[0], plain([*LEVELS, TARGET]))
    return Made("export.md", pipes(blocks).encode(), [form])


def level1_after_its_first_child(contents: Sequence[Content]) -> Made:
    """Vertically centred level 1 labels: extraction prints them on the second row of their block, level 2 on the first.

    A person knows the level 1 of the first row from its level 2.
    """

    def centred(lines: list[Line]) -> list[Line]:
        for number, cells in enumerate(lines):
            if len(cells) == 4 and cells[0].rows > 1:
                label, lines[number] = cells[0].text, [Box(""), *(replace(box, rows=1) for box in cells[1:])]
                for below in range(number + 1, number + cells[0].rows):
                    lines[below] = _alone(lines[below], label if below == number + 1 else "")
            elif len(cells) == 4:
                lines[number] = [replace(box, rows=1) for box in cells]
        return lines

    blocks, form = annual_declaration(contents[0], after=centred)
    return Made("申报表.txt", tabs(blocks).encode(), [form])


def _alone(cells: Line, label: str) -> Line:
    """A line below a merged level 1 box with all its four cells and nothing merged."""
    return [Box(label), *[Box("")] * (3 - len(cells)), *(replace(box, rows=1) for box in cells)]


def sub_rows(contents: Sequence[Content]) -> Made:
    """The older form of the Ministry: each level 2 has 指标1, 指标2 … and a last row "……" nobody filled in."""
    content = with_short_goals(contents[0])
    counts: dict[tuple[str, str], int] = {}
    names: dict[str, str] = {}
    for row in content.of("annual"):
        number = counts[row.level1, row.level2] = counts.get((row.level1, row.level2), 0) + 1
        names[f"{row.level2}{row.name}{row.target}"] = f"指标{number}：{row.name}"
    columns = (*LEVELS[:2], Column("三级指标", lambda row: _numbered(row, names)), TARGET)

    def dots(lines: list[Line]) -> list[Line]:
        return [*lines, [Box(""), Box(""), Box("……"), Box("")]]

    blocks, form = annual_declaration(content, columns, after=dots)
    return Made("项目支出绩效目标申报表.md", pipes(blocks).encode(), [form])


def _numbered(row: Row, names: dict[str, str]) -> str:
    return names[f"{row.level2}{row.name}{row.target}"]


def transposed_basics(contents: Sequence[Content]) -> Made:
    """Basics as a little table of their own: labels in one line, values in the line below."""
    blocks, form = approval(contents[0], basics="transposed")
    return Made("批复.md", pipes(blocks).encode(), [form])


def full_width_and_spaced(contents: Sequence[Content]) -> Made:
    """Typed with a Chinese input method: full width digits and signs in values, labels spread by blanks (指 标 值)."""
    columns = [
        replace(column, heading=" ".join(column.heading), say=lambda row, say=column.say: " ".join(say(row)))  # type: ignore[misc]
        for column in LEVELS[:2]
    ]
    blocks, form = annual_declaration(
        contents[0],
        (*columns, LEVELS[2], replace(TARGET, heading="指 标 值")),
        rewrite=lambda row: replace(row, target=row.target.translate(FULL_WIDTH)),
    )
    spread = {"项目名称": "项 目 名 称", "主管部门": "主 管 部 门"}
    text = tabs(blocks)
    for label, wide in spread.items():
        text = text.replace(label + "\t", wide + "\t")
    return Made("申 报 表.txt", text.encode("gb18030"), [form])


def page_breaks(contents: Sequence[Content]) -> Made:
    """A long table over pages: page numbers between rows, title and heading again, a name cut in two by the break."""
    blocks, form = approval(contents[0])
    title, unit, grid = blocks
    assert isinstance(grid, Grid)
    lines = ["\t".join(cells) for cells in grid.texts()]
    head = next(text for text in lines if text.startswith("目标名称"))
    pages: list[str] = []
    for number in range(0, len(lines), 14):
        page = number // 14
        pages += [f"- {page} -" if page % 2 else f"第{page}页 共{len(lines) // 14 + 1}页", ""] if page else []
        within = page and number > lines.index(head) and not lines[number].startswith(("目标名称", "年度绩效目标表"))
        pages += ([str(title)] if page % 2 else []) + ([head] if within else [])
        pages += lines[number : number + 14]
    return Made("批复.txt", "\n".join([str(title), str(unit), *pages]).encode(), [form])


def row_cut_in_two(contents: Sequence[Content]) -> Made:
    """A row cut by a page break: the end of a long name stands alone in the name's column on the next page."""
    rows = contents[0].of("annual")
    long = next((row.name for row in rows if len(row.name) > 9 and row.target), "")
    blocks, form = annual_declaration(contents[0])
    lines = []
    for text in tabs(blocks).splitlines():
        cells = text.split("\t")
        if long and cells[2:3] == [long] and "- 1 -" not in lines:
            lines += [
                "\t".join([*cells[:2], long[:-3], *cells[3:]]),
                "",
                "- 1 -",
                "",
                "\t".join(["", "", long[-3:], ""]),
            ]
        else:
            lines.append(text)
    return Made("申报表.txt", "\n".join(lines).encode(), [form])


def several_goals(contents: Sequence[Content]) -> Made:
    """Two goals per horizon, indicators under each by the goal's name, as Hubei builds its tables."""
    content = contents[0]
    if len(content.annual) == 1:
        content = replace(
            content,
            long_term=(content.long_term[0], "持续提升管理水平，按期完成各项任务。"),
            annual=(content.annual[0], "加强组织实施，确保年度任务全面完成。"),
            rows=tuple(replace(row, goal=1 if row.level1 in ("成本指标", "产出指标") else 2) for row in content.rows),
        )
    blocks, form = approval(content)
    for row, read in zip(content.rows, form["indicators"], strict=True):
        read["goal"] = f"{'长期' if row.horizon == 'long_term' else '年度'}绩效目标{row.goal}"
    return Made("批复.md", pipes(blocks).encode(), [form])


def amounts_in_yuan(contents: Sequence[Content]) -> Made:
    """A small unit counts in 元 with thousands separators; values of indicators keep their own units."""
    blocks, form = annual_declaration(contents[0], in_yuan=True)
    return Made("申报表.txt", tabs(blocks).encode(), [form])


def comparator_words(contents: Sequence[Content]) -> Made:
    """Forms of cities that forbid signs: 不低于, 大于等于, 不超过 … before the number, in the value's own cell."""
    words = {"≥": ("不低于", "大于等于", "不少于"), "≤": ("不超过", "小于等于", "不高于"), "=": ("等于", "等于", "为")}

    def worded(row: Row) -> Row:
        choice = len(row.name) % 3
        return replace(row, target=re.sub("^[≥≤=]", lambda found: words[found[0]][choice], row.target))

    blocks, form = annual_declaration(contents[0], rewrite=worded)
    return Made("申报表.md", pipes(blocks).encode(), [form])


def weights_and_basis(contents: Sequence[Content]) -> Made:
    """The one-year form with 权重 and 指标值确定依据 after the value, the variant before an evaluation by points."""
    content = replace(contents[0], rows=tuple(weighted(contents[0].of("annual"))))
    columns = (*LEVELS, TARGET, Column("权重", lambda row: row.weight), Column("指标值确定依据", lambda row: row.basis))
    blocks, form = annual_declaration(content, columns, printed=("weight", "basis"))
    return Made("申报表.md", pipes(blocks).encode(), [form])
