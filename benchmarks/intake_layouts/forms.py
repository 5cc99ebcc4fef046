"""The printed forms themselves, as paragraphs and tables: headings, basics, goals, indicator tables.

Each function returns the blocks of one form and what a person reads in them. Layouts choose one and a file format.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from benchmarks.intake_layouts.contents import HORIZONS, Content, Row, evaluated, weighted, with_short_goals
from benchmarks.intake_layouts.grid import Block, Box, Column, Grid, Line, full, heading, indicator_lines, line
from benchmarks.intake_layouts.made import Form, expected, goals, yuan

Written = tuple[list[Block], Form]
Rewrite = Callable[[Row], Row]

LEVELS = (
    Column("一级指标", lambda row: row.level1, merged=True),
    Column("二级指标", lambda row: row.level2, merged=True),
    Column("三级指标", lambda row: row.name),
)
TARGET = Column("指标值", lambda row: row.target)
BASIS = Column("指标值确定依据", lambda row: row.basis)
SHORT = {"long_term": "长期", "annual": "年度"}


def plain(columns: Iterable[Column]) -> list[Column]:
    """The same columns with their text on every row."""
    return [replace(column, merged=False) for column in columns]


def goal_column(label: Callable[[Row], str]) -> Column:
    """The goal's name before the levels."""
    return Column("目标名称", label, merged=True)


def goal_label(row: Row) -> str:
    """长期绩效目标1, 年度绩效目标2 …"""
    return f"{SHORT[row.horizon]}绩效目标{row.goal}"


# --- 批复, 批复表 (Hubei) --------------------


def approval(
    content: Content, *, basics: str = "pairs", in_yuan: bool = False, wide: Callable[[str], str] = str
) -> Written:
    """项目支出绩效目标批复 as Hubei cities issue it with the budget: goals, then a table for each horizon.

    ``basics``: "pairs" label beside value, "transposed" labels in one line and values below. ``wide`` rewrites labels.
    """
    amount = yuan(content.budget_total) if in_yuan else content.budget_total
    named = [("项目名称", content.project_name), ("项目预算", amount), ("项目类型", content.project_type)]
    lines: list[Line]
    if basics == "transposed":
        lines = [[Box(wide(label), columns=2) for label, _ in named], [Box(value, columns=2) for _, value in named]]
    else:
        lines = [line(wide(named[0][0]), named[0][1], wide=(1, 5))]
        lines.append(line(wide("项目预算"), amount, wide("项目类型"), content.project_type, wide=(1, 1, 1, 3)))
    lines += [line(wide("立项依据"), content.establishment_basis, wide=(1, 5)), full("项目绩效总目标", 6)]
    lines.append(line(wide("名称"), wide("目标说明"), wide=(1, 5)))
    for horizon in HORIZONS:
        for number, text in enumerate(content.goals(horizon), 1):
            lines.append(line(f"{SHORT[horizon]}绩效目标{number}", text, wide=(1, 5)))
    columns = (goal_column(goal_label), *LEVELS, TARGET, BASIS)
    for horizon in HORIZONS:
        lines += [full(f"{SHORT[horizon]}绩效目标表", 6), [Box(wide(box.text)) for box in heading(columns)]]
        lines += indicator_lines(content.of(horizon), columns)
    blocks: list[Block] = [
        f"{content.fiscal_year}年项目支出绩效目标批复",
        f"金额单位：{'元' if in_yuan else '万元'}",
        Grid(lines),
    ]
    return blocks, expected(
        "project_approval",
        content,
        content.rows,
        "basis",
        fiscal_year=content.fiscal_year,
        budget_total=content.budget_total,
        goals=goals(content, long_name="长期绩效目标", annual_name="年度绩效目标"),
    )


# --- 申报表 for one year (财预〔2021〕101号) --------------------


def annual_basics(content: Content, width: int, *, in_yuan: bool = False) -> list[Line]:
    """Name, departments, money and the year's goal in ``width`` columns (at least four)."""
    amount = yuan(content.budget_year) if in_yuan else content.budget_year
    rest = width - 3
    return [
        line("项目名称", content.project_name, wide=(1, width - 1)),
        line("主管部门", content.department, "实施单位", content.unit, wide=(1, 1, 1, rest)),
        line("项目类型", content.project_type, "项目期", "1年", wide=(1, 1, 1, rest)),
        [Box(f"项目资金（{'元' if in_yuan else '万元'}）", rows=3), *line("年度资金总额", amount, wide=(2, width - 3))],
        line("其中：财政拨款", amount, wide=(2, width - 3)),
        line("其他资金", "0.00" if in_yuan else "0", wide=(2, width - 3)),
        line("年度总体目标", "".join(content.annual), wide=(1, width - 1)),
    ]


def annual_declaration(
    content: Content,
    columns: Sequence[Column] = (*LEVELS, TARGET),
    *,
    printed: Sequence[str] = (),
    rewrite: Rewrite | None = None,
    in_yuan: bool = False,
    after: Callable[[list[Line]], list[Line]] | None = None,
    title: str = "项目支出绩效目标申报表",
) -> Written:
    """The one-year form: no long-term part. ``rewrite`` changes the rows as printed, expected rows like them."""
    rows = [rewrite(row) if rewrite else row for row in content.of("annual")]
    width = sum(column.wide for column in columns)
    lines = indicator_lines(rows, columns)
    table = [*annual_basics(content, width, in_yuan=in_yuan), heading(columns), *(after(lines) if after else lines)]
    blocks: list[Block] = [title, f"（{content.fiscal_year}年度）", Grid(table)]
    return blocks, expected(
        "project_declaration",
        content,
        rows,
        *printed,
        fiscal_year=content.fiscal_year,
        budget_year=content.budget_year,
        goals=goals(replace(with_short_goals(content), long_term=())),
    )


# --- two column groups and two value columns --------------------


def two_groups(content: Content) -> Written:
    """Form of 财预〔2020〕10号: 实施期目标 and 年度目标 side by side, columns for each after one 一级指标."""
    content = _by_level1(with_short_goals(content))
    lines: list[Line] = [
        line("项目名称", content.project_name, wide=(2, 6)),
        line("主管部门", content.department, "实施单位", content.unit, wide=(2, 2, 1, 3)),
        line("项目属性", content.project_type, "项目期", "3年", wide=(2, 2, 1, 3)),
        [
            Box("项目资金（万元）", rows=3, columns=2),
            *_money("实施期资金总额：", content.budget_total, "年度资金总额：", content),
        ],
        _money("其中：财政拨款", content.budget_total, "其中：财政拨款", content),
        line("其他资金", "", "其他资金", "", wide=(1, 1, 1, 3)),
        [Box("总体目标", rows=2), *line("实施期目标", "年度目标", wide=(3, 4))],
        line(content.long_term[0], content.annual[0], wide=(3, 4)),
        [
            Box("绩效指标", rows=1 + _height(content)),
            *line("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"),
        ],
    ]
    for level1 in dict.fromkeys(row.level1 for row in content.rows):
        left, right = ([row for row in content.of(name) if row.level1 == level1] for name in HORIZONS)
        height = max(len(left), len(right))
        sides = [_filled(indicator_lines(rows, (LEVELS[1], LEVELS[2], TARGET)), height) for rows in (left, right)]
        for number, (one, other) in enumerate(zip(*sides, strict=True)):
            lines.append([*([Box(level1, rows=height)] if number == 0 else []), *one, *other])
    blocks: list[Block] = ["项目支出绩效目标表", f"（{content.fiscal_year}年度）", Grid(lines)]
    return blocks, expected(
        "project_declaration",
        content,
        content.rows,
        fiscal_year=content.fiscal_year,
        budget_total=content.budget_total,
        budget_year=content.budget_year,
        goals=goals(content),
    )


def _by_level1(content: Content) -> Content:
    """Rows of the same level 1 together, as a form prints them that has one box for each."""
    order = list(dict.fromkeys(row.level1 for row in content.rows))
    keyed = sorted(content.rows, key=lambda row: (HORIZONS.index(row.horizon), order.index(row.level1)))
    return replace(content, rows=tuple(keyed))


def _money(label: str, amount: str, other: str, content: Content) -> Line:
    return line(label, amount, other, content.budget_year, wide=(1, 1, 1, 3))


def _height(content: Content) -> int:
    by_level = {row.level1 for row in content.rows}
    return sum(max(sum(row.level1 == name for row in content.of(horizon)) for horizon in HORIZONS) for name in by_level)


def _filled(lines: list[Line], height: int) -> list[Line]:
    blank = [Box(""), Box(""), Box("")]
    return [one or blank for one, _ in zip_longest(lines, range(height))]


def mid_and_annual(content: Content) -> Written:
    """申报表 with one row per indicator and two columns of values, 中期指标值 and 年度指标值: two indicators a row."""
    content = with_short_goals(content)
    later = {(row.level2, row.name): row.target for row in content.of("annual") if row.target}
    shared = [row for row in content.of("long_term") if (row.level2, row.name) in later and row.target]
    columns = (
        *LEVELS,
        Column("中期指标值", lambda row: row.target),
        Column("年度指标值", lambda row: later[row.level2, row.name]),
    )
    lines = [
        line("项目名称", content.project_name, "主管部门", content.department, wide=(1, 1, 1, 2)),
        line(
            "中期资金总额（万元）", content.budget_total, "年度资金总额（万元）", content.budget_year, wide=(1, 1, 1, 2)
        ),
        line("中期目标", "年度目标", wide=(2, 3)),
        line(content.long_term[0], content.annual[0], wide=(2, 3)),
        heading(columns),
        *indicator_lines(shared, columns),
    ]
    rows = [*shared, *(replace(row, horizon="annual", target=later[row.level2, row.name]) for row in shared)]
    blocks: list[Block] = [f"{content.fiscal_year}年度项目支出绩效目标申报表", Grid(lines)]
    return blocks, expected(
        "project_declaration",
        content,
        rows,
        fiscal_year=content.fiscal_year,
        budget_total=content.budget_total,
        budget_year=content.budget_year,
        goals=goals(content),
    )


# --- Wuhan: goals, weights, values of two years before --------------------


def with_prior_years(content: Content) -> Written:
    """年度 table with 前年, 上年, 预计当年实现 and weights, 长期 table without, as districts of Wuhan print."""
    annual = [replace(row, weight=f"{row.weight}%") for row in weighted(content.of("annual"), 80)]
    first = (goal_column(goal_label), *LEVELS)
    long_columns = (*first, Column("指标值", lambda row: row.target, wide=4), BASIS)
    annual_columns = (
        *first,
        Column("前年", lambda row: row.prior_years[0]),
        Column("上年", lambda row: row.prior_years[1]),
        Column("预计当年实现", lambda row: row.target),
        Column("指标分值权重", lambda row: row.weight),
        BASIS,
    )
    above = ("目标名称", "一级指标", "二级指标", "三级指标")
    lines = [
        line("单位名称", content.unit, wide=(1, 8)),
        line("项目名称", content.project_name, wide=(1, 8)),
        line("项目主管部门", content.department, "项目执行单位", content.unit, wide=(1, 3, 1, 4)),
        line("项目年度", f"{content.fiscal_year}年度", "项目安排频度", content.project_type, wide=(1, 3, 1, 4)),
        line("项目总预算", content.budget_total, "项目当年预算", content.budget_year, wide=(1, 3, 1, 4)),
        full("项目绩效总目标", 9),
        line("名称", "目标说明", wide=(1, 8)),
        *(
            line(f"{SHORT[horizon]}绩效目标{number}", text, wide=(1, 8))
            for horizon in HORIZONS
            for number, text in enumerate(content.goals(horizon), 1)
        ),
        full("长期绩效目标表", 9),
        heading(long_columns),
        *indicator_lines(content.of("long_term"), long_columns),
        full("年度绩效目标表", 9),
        [*(Box(text, rows=2) for text in above), Box("指标值", columns=4), Box("指标值确定依据", rows=2)],
        line("前年", "上年", "预计当年实现", "指标分值权重"),
        *indicator_lines(annual, annual_columns),
    ]
    form = expected(
        "project_declaration",
        content,
        annual,
        "basis",
        "prior_years",
        "weight",
        fiscal_year=content.fiscal_year,
        budget_total=content.budget_total,
        budget_year=content.budget_year,
        goals=goals(content, long_name="长期绩效目标", annual_name="年度绩效目标"),
    )
    without = expected("project_declaration", content, content.of("long_term"), "basis")["indicators"]
    form["indicators"] = without + form["indicators"]
    return [f"{content.fiscal_year}年项目支出（绩效目标）申报表", "单位：万元", Grid(lines)], form


# --- 自评表 --------------------


def self_evaluation(
    content: Content,
    *,
    points_in_level1: bool = False,
    as_numbers: Callable[[str], Box] = lambda text: Box(text),
) -> Written:
    """项目支出绩效自评表 of 财预〔2020〕10号: money block with 执行率, goal expected and reached, points per indicator.

    ``as_numbers`` makes the boxes of numbers, where a workbook stores them as numbers.
    """
    content = with_short_goals(content)
    rows = evaluated(weighted(content.of("annual")))
    total = dict.fromkeys((row.level1 for row in rows), 0)
    for row in rows:
        total[row.level1] += int(row.weight)
    columns = (
        Column(
            "一级指标",
            lambda row: f"{row.level1}（{total[row.level1]}分）" if points_in_level1 else row.level1,
            merged=True,
        ),
        *LEVELS[1:],
        Column("年度指标值", lambda row: row.target),
        Column("实际完成值", lambda row: row.actual),
        Column("分值", lambda row: row.weight),
        Column("得分", lambda row: row.score),
        Column("偏差原因分析及改进措施", lambda row: ""),
    )
    figures = [as_numbers(text) for text in (*[content.budget_year] * 3, "10", "100%", "10")]
    lines: list[Line] = [
        line("项目名称", content.project_name, wide=(2, 6)),
        line("主管部门", content.department, "实施单位", content.unit, wide=(2, 2, 1, 3)),
        [
            Box("项目资金（万元）", rows=3),
            *line("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ],
        [Box("年度资金总额"), *figures],
        line("其中：财政拨款", content.budget_year, content.budget_year, content.budget_year, "—", "—", "—"),
        [Box("年度总体目标", rows=2), *line("预期目标", "实际完成情况", wide=(3, 4))],
        line(content.annual[0], "已按计划完成全年各项任务。", wide=(3, 4)),
        heading(columns),
        *([*cells[:-1], Box("")] for cells in _numbered(indicator_lines(rows, columns), as_numbers)),
        line("总分", "100", "100", "", wide=(5, 1, 1, 1)),
    ]
    blocks: list[Block] = ["项目支出绩效自评表", f"（{content.fiscal_year}年度）", Grid(lines)]
    return blocks, expected(
        "self_evaluation",
        content,
        rows,
        "weight",
        "actual",
        "score",
        fiscal_year=content.fiscal_year,
        budget_year=content.budget_year,
        executed=content.budget_year,
        goals=goals(replace(content, long_term=())),
    )


def _numbered(lines: list[Line], as_numbers: Callable[[str], Box]) -> list[Line]:
    """Value, actual, weight and score (the four boxes before the last) through ``as_numbers``."""
    return [[*cells[:-5], *(as_numbers(box.text) for box in cells[-5:-1]), cells[-1]] for cells in lines]
