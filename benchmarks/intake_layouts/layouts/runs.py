"""Forms without any table: cells one below the other, one long run, labels, brackets, prose, wrapped text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from benchmarks.intake_layouts.contents import HORIZONS, Content, Row, with_short_goals
from benchmarks.intake_layouts.forms import BASIS, LEVELS, SHORT, TARGET, annual_declaration, approval
from benchmarks.intake_layouts.grid import Block
from benchmarks.intake_layouts.made import Form, Made, expected, goals
from benchmarks.intake_layouts.text_files import cell_per_line, linear, tabs, wrapped

SIGNED = re.compile(r"[≥≤=]\d[\d.,]*[^，、；;。]*")
WIDTHS = (8, 9, 9, 16, 12)
"""Characters in the columns of wrapped forms."""
NUMBERED = re.compile(r"[≥≤=]?\d[\d.,]*[^，、；;。（）()]*")


def filled(row: Row) -> bool:
    """With a value: where nothing marks a blank cell a missing value cannot be seen."""
    return bool(row.target) and bool(row.basis)


def signed(row: Row) -> bool:
    """A value that begins with its sign ends the name by itself, and the name holds no mark that ends one."""
    return bool(SIGNED.fullmatch(row.target)) and not re.search("[；;。：:（(≥≤=]", row.name)


def bracketable(row: Row) -> bool:
    """Name and value without brackets of their own, so that the brackets around the value tell them apart."""
    return bool(row.target) and not re.search("[（）()【】；;]", row.name + row.target)


def solid(row: Row) -> bool:
    """Name and value that a person parts without any mark: a number after a name that does not end in one."""
    return bool(NUMBERED.fullmatch(row.target)) and bool(row.basis) and not re.search(r"\d", row.name[-3:])


def wraps_once(row: Row) -> bool:
    """Filled, and at most the name is longer than its column: two cells wrapped in one row cannot be parted as text."""
    return (
        filled(row) and len(row.target) <= WIDTHS[3] and len(row.level1) <= WIDTHS[0] and len(row.level2) <= WIDTHS[1]
    )


def solid_content(content: Content) -> Content:
    """Without the blanks inside names and values, which would look like the ends of cells."""
    rows = tuple(
        replace(row, name=row.name.replace(" ", ""), target=row.target.replace(" ", "")) for row in content.rows
    )
    return replace(content, rows=rows)


def one_cell_per_line(contents: Sequence[Content]) -> Made:
    """A table copied out of a web page into an editor: every filled cell on a line of its own, reading order kept."""
    blocks, form = approval(contents[0])
    return Made("批复.txt", cell_per_line(blocks).encode(), [form])


def linear_with_blanks(contents: Sequence[Content]) -> Made:
    """A page copied as one paragraph: cells told apart by single blanks only."""
    blocks, form = approval(solid_content(contents[0]))
    return Made("批复.txt", linear(blocks, " ").encode(), [form])


def linear_solid(contents: Sequence[Content]) -> Made:
    """Text of a page whose converter dropped all white space. Labels, signs and 依据 words part the cells."""
    blocks, form = approval(solid_content(contents[0]))
    return Made("批复.txt", linear(blocks, "").encode(), [form])


def _basics(content: Content, title: str) -> list[str]:
    return [
        title,
        f"项目名称：{content.project_name}",
        f"主管部门：{content.department}",
        f"实施单位：{content.unit}",
        f"年度：{content.fiscal_year}年",
        f"项目总预算：{content.budget_total}万元",
        f"当年预算：{content.budget_year}万元",
        f"长期绩效目标：{content.long_term[0]}",
        f"年度绩效目标：{content.annual[0]}",
    ]


def _told(content: Content, *fields: str) -> Form:
    return expected(
        "project_declaration",
        content,
        content.rows,
        *fields,
        fiscal_year=content.fiscal_year,
        budget_total=content.budget_total,
        budget_year=content.budget_year,
        goals=goals(content),
    )


def bracket_labels(contents: Sequence[Content]) -> Made:
    """Attachments of public tenders and notices: 【产出指标-数量指标】指标1:名称(≥77台), one paragraph per level 2."""
    content = with_short_goals(contents[0])
    lines = _basics(content, "项目支出绩效目标申报表")
    for horizon in HORIZONS:
        lines.append(f"{SHORT[horizon]}绩效指标：")
        for (level1, level2), rows in groupby(content.of(horizon), key=lambda row: (row.level1, row.level2)):
            said = "；".join(f"指标{number}:{row.name}({row.target})" for number, row in enumerate(rows, 1))
            lines.append(f"【{level1}-{level2}】{said}；")
    return Made("绩效目标.txt", "\n".join(lines).encode(), [_told(content)])


def label_value_lists(contents: Sequence[Content]) -> Made:
    """Records of an information system printed one field per line: 一级指标：… / 二级指标：… / 指标值：…"""
    content = with_short_goals(contents[0])
    lines = _basics(content, "项目绩效目标信息")
    for horizon in HORIZONS:
        lines += ["", f"{SHORT[horizon]}绩效指标"]
        for row in content.of(horizon):
            lines += [f"一级指标：{row.level1}", f"二级指标：{row.level2}", f"三级指标：{row.name}"]
            lines += [f"指标值：{row.target}", f"指标值确定依据：{row.basis}", ""]
    return Made("信息.md", "\n".join(lines).encode(), [_told(content, "basis")])


def label_value_lines(contents: Sequence[Content]) -> Made:
    """The same record on one line: 一级指标：产出指标 二级指标：数量指标 三级指标：… 指标值：…"""
    content = with_short_goals(contents[0])
    lines = _basics(content, "项目绩效目标信息")
    for horizon in HORIZONS:
        lines.append(f"{SHORT[horizon]}绩效指标：")
        lines += [
            f"{number}、一级指标：{row.level1}  二级指标：{row.level2}  三级指标：{row.name}  指标值：{row.target}"
            for number, row in enumerate(content.of(horizon), 1)
        ]
    return Made("信息.txt", "\n".join(lines).encode(), [_told(content)])


def numbered_prose(contents: Sequence[Content]) -> Made:
    """A chapter of a budget report: "产出指标：1.数量指标：培训人数≥50人；合格率≥95%。", level 1 as a paragraph."""
    content = with_short_goals(contents[0])
    lines = _basics(content, f"{contents[0].project_name}绩效目标情况说明")
    for horizon in HORIZONS:
        lines.append(f"{SHORT[horizon]}绩效指标如下：")
        for count, (level1, rows) in enumerate(groupby(content.of(horizon), key=lambda row: row.level1)):
            lines.append(f"（{'一二三四五六'[count]}）{level1}")
            for number, (level2, members) in enumerate(groupby(rows, key=lambda row: row.level2), 1):
                lines.append(f"{number}.{level2}：" + "；".join(row.name + row.target for row in members) + "。")
    return Made("情况说明.txt", "\n".join(lines).encode(), [_told(content)])


def _wrapping(content: Content) -> tuple[list[Block], Form]:
    return annual_declaration(content, (*LEVELS, TARGET, BASIS), printed=("basis",))


def wrapped_pdf_text(contents: Sequence[Content]) -> Made:
    """The text layer of a printed form: long names wrapped below themselves, blank lines between the rows."""
    blocks, form = _wrapping(contents[0])
    return Made("申报表.txt", wrapped(blocks, WIDTHS).encode(), [form])


def wrapped_pdf_boxes(contents: Sequence[Content]) -> Made:
    """The same from an extractor that goes from text box to text box: a wrapped name alone, then its value."""
    blocks, form = _wrapping(contents[0])
    return Made("申报表.txt", wrapped(blocks, WIDTHS, apart=True).encode(), [form])


def three_forms_with_prose(contents: Sequence[Content]) -> Made:
    """A department's published budget: chapters of prose, then its projects' forms one after the other."""
    text = [
        f"{contents[0].department}{contents[0].fiscal_year}年部门预算公开",
        "第一部分 部门概况\n一、主要职能\n贯彻执行国家和省有关法律法规，承担本行政区域内行业管理工作。",
        "第二部分 预算安排情况说明\n（一）收入预算说明。收入总计较上年有所增加，主要是项目支出增加。\n"
        "（二）绩效目标设置情况。所有项目均设置了绩效目标，产出指标、效益指标和满意度指标完整。",
        "第三部分 项目支出绩效目标表",
    ]
    forms = []
    for number, content in enumerate(contents):
        blocks, form = annual_declaration(content)
        text += [f"附件{number + 1}", tabs(blocks)]
        forms.append(form)
    text.append("第四部分 名词解释\n一、财政拨款收入：指财政部门当年拨付的资金。\n二、“三公”经费：按规定公开。")
    return Made("部门预算公开.txt", "\n\n".join(text).encode(), forms)
