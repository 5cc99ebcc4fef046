"""Forms of a whole department: one table per horizon (Hubei), one table per goal (districts of Wuhan)."""

from benchmarks.intake_layouts.contents import HORIZONS, Content
from benchmarks.intake_layouts.forms import BASIS, LEVELS, SHORT, TARGET, Written
from benchmarks.intake_layouts.grid import Block, Box, Column, Grid, Line, full, heading, indicator_lines, line
from benchmarks.intake_layouts.made import Form, expected, goals

PRIOR = (
    Column("前年", lambda row: row.prior_years[0]),
    Column("上年", lambda row: row.prior_years[1]),
    Column("预期当年实现值", lambda row: row.target),
)


def _money(content: Content, wide: tuple[int, ...]) -> list[Line]:
    amount, year = content.budget_year, content.fiscal_year
    return [
        line("总体资金情况", "当年金额", "占比", f"{year - 2}年", f"{year - 1}年", wide=wide),
        line("财政拨款", amount, "100%", "6012.35", "6480.2", wide=wide),
        line("单位资金", "", "", "", "", wide=wide),
        line("收入合计", amount, "100%", "6012.35", "6480.2", wide=wide),
        line("人员类项目支出", amount, "100%", "6012.35", "6480.2", wide=wide),
        line("支出合计", amount, "100%", "6012.35", "6480.2", wide=wide),
    ]


def by_horizon(content: Content) -> Written:
    """部门整体绩效目标申报表 of Hubei: the four or six level-1 labels, long-term table, annual table with two years."""
    long_columns = (*LEVELS, Column("指标值", lambda row: row.target, wide=3), BASIS)
    annual_columns = (*LEVELS, *PRIOR, BASIS)
    lines: list[Line] = [
        line("部门（单位）名称", content.department, wide=(1, 6)),
        *_money(content, (2, 1, 1, 1, 2)),
        line("部门职能概述", content.establishment_basis, wide=(1, 6)),
        line(f"长期目标（截止{content.fiscal_year + 2}年）", "".join(content.long_term), wide=(1, 6)),
        full("长期绩效指标", 7),
        heading(long_columns),
        *indicator_lines(content.of("long_term"), long_columns),
        line("年度目标", "".join(content.annual), wide=(1, 6)),
        full("年度绩效指标", 7),
        [
            *(Box(text, rows=2) for text in ("一级指标", "二级指标", "三级指标")),
            Box("近两年指标值", columns=2),
            *(Box(text, rows=2) for text in ("预期当年实现值", "指标值确定依据")),
        ],
        line(f"{content.fiscal_year - 2}年", f"{content.fiscal_year - 1}年"),
        *indicator_lines(content.of("annual"), annual_columns),
    ]
    blocks: list[Block] = [f"{content.fiscal_year}年部门整体绩效目标申报表", "单位：万元", Grid(lines)]
    return blocks, _expected(content, goals_read=2)


def by_goal(content: Content) -> Written:
    """部门整体支出绩效目标申报表 of older years: 年度 and 长期 goals listed, then one small table below each goal."""
    lines: list[Line] = [
        line("部门名称", content.department, wide=(1, 6)),
        *_money(content, (2, 1, 1, 1, 2)),
        line("部门职能概述", content.establishment_basis, wide=(1, 6)),
    ]
    for horizon in HORIZONS:
        texts = content.goals(horizon)
        for number, text in enumerate(texts, 1):
            lines.append(line(f"{SHORT[horizon]}目标{number}：", text, wide=(1, 6)))
    blocks: list[Block] = ["部门整体支出绩效目标申报表", f"（{content.fiscal_year}年度）", "单位：万元", Grid(lines)]
    for horizon in HORIZONS:
        values = (TARGET,) if horizon == "long_term" else PRIOR
        columns = (*LEVELS, *values, BASIS)
        for number, text in enumerate(content.goals(horizon), 1):
            rows = [row for row in content.of(horizon) if row.goal == number]
            table: list[Line] = [heading(columns), *indicator_lines(rows, columns)]
            blocks += [f"{SHORT[horizon]}目标{number}：{text}", Grid(table, head=1)]
    return blocks, _expected(content, goals_read=len(content.long_term) + len(content.annual))


def _expected(content: Content, goals_read: int) -> Form:
    form = expected("overall", content, content.of("long_term"), "basis", fiscal_year=content.fiscal_year)
    form["indicators"] += expected("overall", content, content.of("annual"), "basis", "prior_years")["indicators"]
    form["project_name"] = ""
    form["department"] = content.department
    form["budget_year"] = content.budget_year
    if goals_read == 2:
        joined = (("long_term", "".join(content.long_term)), ("annual", "".join(content.annual)))
        form["goals"] = [{"horizon": horizon, "text": text} for horizon, text in joined]
    else:
        form["goals"] = goals(content, long_name="长期目标", annual_name="年度目标")
    return form
