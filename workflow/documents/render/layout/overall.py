"""部门（单位）整体支出绩效目标表: the department's money, duties, projects, goals and indicators."""

from collections.abc import Sequence

from workflow.canonical.document import HorizonName, Indicator
from workflow.canonical.overall import MoneyLine
from workflow.documents.render.layout.parts import Block, Cell, Grid, Group, Line, amount, band, heads, table
from workflow.documents.render.layout.runs import with_runs
from workflow.documents.render.model import OverallPaper

_SIDE = (18, 82)


def overall_blocks(paper: OverallPaper) -> tuple[Block, ...]:
    """The form from its title down."""
    lines = [Line(paper.mark, "mark")] if paper.mark else []
    lines.append(Line(paper.title, "title"))
    if str(paper.fiscal_year) not in paper.title:
        lines.append(Line(f"（{paper.fiscal_year}年度）", "year"))
    day = paper.filled_on
    filled = f"填报日期：{day.year}年{day.month}月{day.day}日" if day else f"年度：{paper.fiscal_year}年"
    lines.append(Line(filled, "sides", "金额单位：万元"))
    return (
        *lines,
        Grid((_who(paper), _money(paper), _texts(paper), *_projects(paper), _goals(paper), *_tables(paper))),
    )


def _who(paper: OverallPaper) -> Group:
    rows: list[tuple[Cell, ...]] = [(Cell("部门（单位）名称", "label"), Cell(paper.department, "field", cols=3))]
    if paper.filled_by or paper.phone:
        person = (Cell("填报人", "label"), Cell(paper.filled_by, "field"))
        rows.append((*person, Cell("联系电话", "label"), Cell(paper.phone, "field")))
    return Group((18, 32, 18, 32), tuple(rows))


def _money(paper: OverallPaper) -> Group:
    before, last = paper.prior_years
    top = (
        Cell("总体资金情况", "head", cols=2, rows=2),
        Cell("当年金额", "head", rows=2),
        Cell("占比", "head", rows=2),
        Cell("近两年收支金额", "head", cols=2),
    )
    rows = [top, heads(f"{before}年", f"{last}年"), *_lines("收入构成", paper.income)]
    rows += _lines("支出构成", paper.expenditure)
    rows[0] = (Cell("部门总体资金情况", "label", rows=len(rows)), *rows[0])
    return Group((18, 10, 24, 14, 10, 12, 12), tuple(rows))


def _lines(label: str, lines: Sequence[MoneyLine]) -> list[tuple[Cell, ...]]:
    rows = [
        (Cell(line.item, "field"), amount(line.current), Cell(line.share), *(amount(year) for year in line.prior_years))
        for line in lines
    ] or [(Cell("", "field"), *(Cell("") for _ in range(4)))]
    return [(Cell(label, "label", rows=len(rows)), *rows[0]), *rows[1:]]


def _texts(paper: OverallPaper) -> Group:
    pairs = (("部门职能概述", paper.functions), ("年度工作任务", paper.annual_tasks))
    return Group(_SIDE, tuple((Cell(label, "label"), Cell(text, "text")) for label, text in pairs))


def _projects(paper: OverallPaper) -> list[Group]:
    if not paper.projects:
        return []
    purposes = [*paper.purposes, *("" for _ in paper.projects)]
    rows = [
        (
            Cell(line.name, "text"), Cell(line.project_type), amount(line.budget_total), amount(line.budget_year),
            Cell(purpose, "text"),
        )
        for line, purpose in zip(paper.projects, purposes, strict=False)
    ]  # fmt: skip
    titles = ("项目名称", "支出项目类别", "项目总预算", "项目本年度预算", "项目主要支出方向和用途")
    return [table("项目支出情况", titles, (24, 14, 14, 14, 34), rows)]


def _goals(paper: OverallPaper) -> Group:
    rows = [(Cell(goal.name), Cell(goal.text, "text")) for goal in paper.goals]
    until = f"（长期目标截止{paper.long_term_until}年）" if paper.long_term_until else ""
    return table(f"整体绩效总目标{until}", ("名称", "目标说明"), _SIDE, rows)


def _tables(paper: OverallPaper) -> list[Group]:
    goals = {goal.uid: goal.name for goal in paper.goals}
    return [
        _table(paper, horizon, label, goals)
        for horizon, label in (("long_term", "长期绩效指标"), ("annual", "年度绩效指标"))
        if any(row.horizon == horizon for row in paper.indicators)
    ]


def _table(paper: OverallPaper, horizon: HorizonName | str, label: str, goals: dict[str, str]) -> Group:
    """Years before only for the annual indicators; 指标分类 where any indicator has one."""
    annual, classed = horizon == "annual", bool(paper.categories)
    found = [row for row in paper.indicators if row.horizon == horizon]

    def rest(row: Indicator) -> tuple[Cell, ...]:
        years = tuple(Cell(year) for year in row.prior_years) if annual else ()
        kind = (Cell(paper.categories.get(row.uid, "")),) if classed else ()
        return (Cell(row.level3, "text"), *years, Cell(row.target), Cell(row.basis), *kind)

    leading = (lambda row: goals.get(row.goal, ""), lambda row: row.level1, lambda row: row.level2)
    before, last = paper.prior_years
    years = [f"{before}年", f"{last}年"] if annual else []
    target = "预期当年实现值" if annual else "指标值"
    titles = ["目标名称", "一级指标", "二级指标", "三级指标", *years, target, "指标值确定依据"]
    titles += ["指标分类"] if classed else []
    widths = [10, 11, 13 if annual else 14, 27, *([10, 10] if annual else []), 14, 12, *([10] if classed else [])]
    widths[3] += 100 - sum(widths)
    rows = (band(label, len(widths)), heads(*titles), *with_runs(found, leading, rest))
    return Group(tuple(widths), rows, heads=2)
