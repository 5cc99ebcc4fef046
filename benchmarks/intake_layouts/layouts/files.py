"""Office files, web pages and PDFs with really merged cells."""

import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.intake_layouts.contents import Content, Row, weighted
from benchmarks.intake_layouts.forms import (
    BASIS,
    LEVELS,
    TARGET,
    annual_declaration,
    approval,
    mid_and_annual,
    self_evaluation,
    two_groups,
    with_prior_years,
)
from benchmarks.intake_layouts.grid import Block, Box, Column
from benchmarks.intake_layouts.made import Made
from benchmarks.intake_layouts.office_files import docx, pdf, stacked, xls, xlsx
from benchmarks.intake_layouts.overall_forms import by_goal, by_horizon
from benchmarks.intake_layouts.text_files import html

NUMBER = re.compile(r"\d+(?:\.\d+)?")
PARTS = re.compile(r"([≥≤=]?)(\d+(?:\.\d+)?)((?![年月/])(?!.*(?:[上内前]|左右))[^\d≥≤=（(]*)")


def docx_two_groups(contents: Sequence[Content]) -> Made:
    """财预〔2020〕10号 form in Word: 实施期目标 and 年度目标 side by side, two groups of columns."""
    blocks, form = two_groups(contents[0])
    return Made("绩效目标表.docx", docx(blocks), [form])


def docx_approval(contents: Sequence[Content]) -> Made:
    """A 批复 in Word as Hubei cities send it, merged cells throughout."""
    blocks, form = approval(contents[0])
    return Made("批复.docx", docx(blocks), [form])


def docx_several_forms(contents: Sequence[Content]) -> Made:
    """A 批复 letter in Word with its annexes: prose before, one 批复表 per project after it."""
    blocks: list[Block] = [
        f"关于批复{contents[0].fiscal_year}年项目支出绩效目标的通知",
        f"{contents[0].department}：",
        "根据预算管理有关规定，现将你单位项目支出绩效目标批复如下。请严格按照批复的绩效目标组织预算执行。",
    ]
    forms = []
    for number, content in enumerate(contents, 1):
        more, form = approval(content)
        blocks += [f"附件{number}", *more]
        forms.append(form)
    return Made("批复通知.docx", docx([*blocks, "抄送：有关科室。"]), forms)


def docx_overall(contents: Sequence[Content]) -> Made:
    """部门整体绩效目标申报表 of Hubei in Word: long-term table, annual table with the two years before."""
    blocks, form = by_horizon(contents[0])
    return Made("部门整体.docx", docx(blocks), [form])


def xlsx_mid_and_annual(contents: Sequence[Content]) -> Made:
    """申报表 in Excel with 中期指标值 and 年度指标值 beside each other: every row says two indicators."""
    blocks, form = mid_and_annual(contents[0])
    return Made("申报表.xlsx", xlsx({"绩效目标申报表": stacked(blocks)}), [form])


def xlsx_prior_years(contents: Sequence[Content]) -> Made:
    """The form of Wuhan districts in Excel: merged labels, heading of two lines, weights and two years before."""
    blocks, form = with_prior_years(contents[0])
    return Made("申报表.xlsx", xlsx({"填表说明": [(0, 0, "请按要求如实填写。")], "申报表": stacked(blocks)}), [form])


def _percent(text: str) -> Box:
    """Numbers as numbers; percents as the fractions a workbook stores behind 97%."""
    share = re.fullmatch(r"(\d+(?:\.\d+)?)%", text)
    if share:
        places = len(share[1].partition(".")[2])
        return Box(text, number=float(share[1]) / 100, number_format="0." + "0" * places + "%" if places else "0%")
    plain = NUMBER.fullmatch(text) and not re.fullmatch(r"0\d+|\d+\.\d*0", text)
    return Box(text, number=float(text), number_format="General") if plain else Box(text)


def xlsx_self_evaluation(contents: Sequence[Content]) -> Made:
    """自评表 in Excel: amounts, points and percents are numbers with a format, not texts."""
    blocks, form = self_evaluation(contents[0], as_numbers=_percent)
    return Made("自评表.xlsx", xlsx({"自评表": stacked(blocks)}), [form])


def xlsx_side_by_side(contents: Sequence[Content]) -> Made:
    """Two projects' forms beside each other on one sheet, a blank column between, as clerks print them on one page."""
    (left, one), (right, other) = (annual_declaration(content) for content in contents)
    return Made("两个项目.xlsx", xlsx({"Sheet1": [*stacked(left), *stacked(right, left=5)]}), [one, other])


def xlsx_sheets(contents: Sequence[Content]) -> Made:
    """A unit's workbook with one sheet per project, named by number, and an empty sheet left in."""
    sheets: dict[str, list[tuple[int, int, Block]]] = {}
    forms = []
    for number, content in enumerate(contents, 1):
        blocks, form = annual_declaration(content, (*LEVELS, TARGET, BASIS), printed=("basis",))
        sheets[f"项目{number}"] = stacked(blocks)
        forms.append(form)
    return Made("单位项目.xlsx", xlsx({**sheets, "Sheet3": []}), forms)


def xlsx_value_first(contents: Sequence[Content]) -> Made:
    """Columns in another order: weight and value stand before the name, 依据 before the levels' end."""
    content = replace(contents[0], rows=tuple(weighted(contents[0].of("annual"))))
    weight = Column("分值权重", lambda row: row.weight)
    columns = (*LEVELS[:2], weight, replace(TARGET, heading="年度指标值"), LEVELS[2], BASIS)
    blocks, form = annual_declaration(content, columns, printed=("weight", "basis"))
    return Made("申报表.xlsx", xlsx({"申报表": stacked(blocks)}), [form])


def parted(row: Row) -> tuple[str, str, str]:
    """指标性质, 指标值 and 计量单位: a number's sign and unit, or 定性 with the whole text as value."""
    found = PARTS.fullmatch(row.target)
    if found is None:
        return "定性", row.target, ""
    return found[1] or "=", found[2], found[3]


def rejoined(row: Row) -> Row:
    nature, value, unit = parted(row)
    return replace(row, target=value if nature == "定性" else nature + value + unit)


def xls_nature_value_unit(contents: Sequence[Content]) -> Made:
    """Sichuan, Chongqing: 指标性质 ≥, 指标值 50, 度量单位 人 in columns of their own; an old .xls."""
    columns = (
        *LEVELS,
        Column("指标性质", lambda row: parted(row)[0]),
        Column("指标值", lambda row: parted(row)[1]),
        Column("度量单位", lambda row: parted(row)[2]),
    )
    blocks, form = annual_declaration(contents[0], columns)
    form["indicators"] = [
        read | {"target": rejoined(row).target}
        for row, read in zip(contents[0].of("annual"), form["indicators"], strict=True)
    ]
    return Made("申报表.xls", xls(blocks), [form])


def html_unit_column(contents: Sequence[Content]) -> Made:
    """A web form that keeps the unit apart: 指标值 ≥50 and 计量单位 人, rowspan for the levels."""
    columns = (
        *LEVELS,
        Column("指标值", lambda row: _value_and_unit(row)[0]),
        Column("计量单位", lambda row: _value_and_unit(row)[1]),
    )
    blocks, form = annual_declaration(contents[0], columns)
    return Made("申报表.html", html(blocks).encode(), [form])


def _value_and_unit(row: Row) -> tuple[str, str]:
    found = PARTS.fullmatch(row.target)
    return (found[1] + found[2], found[3]) if found else (row.target, "")


def html_rowspan(contents: Sequence[Content]) -> Made:
    """A page of a government site with the 批复 as a table, rowspan and colspan, amounts in 元."""
    blocks, form = approval(contents[0], in_yuan=True)
    return Made("批复.html", html(blocks).encode(), [form])


def html_self_evaluation(contents: Sequence[Content]) -> Made:
    """A published 自评表: level 1 labels carry their points, 产出指标（50分）."""
    blocks, form = self_evaluation(contents[0], points_in_level1=True)
    return Made("自评表.html", html(blocks).encode(), [form])


def pdf_bordered(contents: Sequence[Content]) -> Made:
    """A printed form with rules around its cells; names wrap, the table runs over pages."""
    blocks, form = annual_declaration(contents[0], (*LEVELS, TARGET, BASIS), printed=("basis",))
    return Made("申报表.pdf", pdf(blocks, widths=(1.2, 1.6, 3, 2, 1.6)), [form])


def pdf_borderless(contents: Sequence[Content]) -> Made:
    """A 批复 without rules: only the places of the texts tell the columns."""
    blocks, form = approval(contents[0])
    return Made("批复.pdf", pdf(blocks, borders=False, widths=(1.5, 1.4, 2, 3, 2, 1.6)), [form])


def pdf_overall(contents: Sequence[Content]) -> Made:
    """部门整体支出绩效目标申报表 of older years in print: one small table below each goal."""
    blocks, form = by_goal(contents[0])
    return Made("部门整体.pdf", pdf(blocks, widths=(1.2, 1.5, 2.6, 1.4, 1.4, 1.4, 1.4)), [form])
