"""《项目支出绩效目标执行监控表》 (财预〔2019〕136号), 《项目支出绩效自评表》 (财预〔2020〕10号) and that of units."""

from collections.abc import Sequence

from workflow.documents.render.layout.parts import Block, Cell, Grid, Group, Line, amount, band, heads
from workflow.documents.render.layout.runs import with_runs
from workflow.documents.render.model import (
    BETWEEN_BODIES,
    EvaluatedRow,
    MoneyRow,
    MonitoredRow,
    Monitoring,
    SelfEvaluation,
)
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS

_TICK = "√"
_WHO = (12, 38, 12, 38)
_CAUSES = tuple(zh for zh, _en in CAUSE_KINDS.values())
_LIKELY = tuple(zh for zh, _en in LIKELIHOODS.values())


def monitoring_blocks(paper: Monitoring) -> tuple[Block, ...]:
    """A4 across, from the title down."""
    months = f"1—{paper.through_month}月" if paper.through_month > 1 else "1月"
    title = f"{paper.fiscal_year}年度项目支出绩效目标执行监控表（{months}）"
    groups = [
        _who(paper, "主管部门及代码", paper.bodies),
        _money(paper, months),
        _goal(paper),
        _monitored(paper, months),
    ]
    reasons = [("资金偏差原因", paper.money_cause), ("拟采取的措施", paper.money_measure)]
    if rows := tuple((Cell(label, "label"), Cell(text, "text")) for label, text in reasons if text):
        groups.insert(2, Group((12, 88), rows))
    return (*_head(paper, title), Grid(tuple(groups)))


def evaluation_blocks(paper: SelfEvaluation) -> tuple[Block, ...]:
    """A4, from the title down."""
    goals = Group(
        (14, 43, 43),
        (
            (Cell("年度总体目标", "label", rows=2), *heads("预期目标", "实际完成情况")),
            (Cell(paper.goal, "text"), Cell(paper.reached, "text")),
        ),
    )
    end: list[tuple[Cell, ...]] = [
        (Cell("总分", "label"), Cell(paper.total), Cell("自评等级", "label"), Cell(paper.grade))
    ]
    if paper.note:
        end.append((Cell("其他需要说明事项", "label"), Cell(paper.note, "text", cols=3)))
    who, about = (_whole(paper), "部门（单位）整体支出") if paper.whole else (_who(paper), "项目支出")
    groups = (who, _scored_money(paper), goals, _evaluated(paper), Group(_WHO, tuple(end)))
    return (*_head(paper, f"{paper.fiscal_year}年度{about}绩效自评表"), Grid(groups))


def _head(paper: Monitoring | SelfEvaluation, title: str) -> list[Line]:
    lines = [Line(paper.mark, "mark")] if paper.mark else []
    return [*lines, Line(title, "title"), Line(f"填报单位：{paper.unit}", "sides", "金额单位：万元")]


def _who(paper: Monitoring | SelfEvaluation, department_label: str = "主管部门", bodies: Sequence[str] = ()) -> Group:
    name = (Cell("项目名称", "label"), Cell(paper.project_name, "field", cols=3))
    department = (Cell(department_label, "label"), Cell(paper.department, "field"))
    unit = (*department, Cell("实施单位", "label"), Cell(paper.unit, "field"))
    executing = (Cell("执行单位", "label"), Cell(BETWEEN_BODIES.join(bodies), "field", cols=3))
    return Group(_WHO, (name, unit, executing) if bodies else (name, unit))


def _whole(paper: SelfEvaluation) -> Group:
    return Group((18, 82), ((Cell("部门（单位）名称", "label"), Cell(paper.unit, "field")),))


def _money(paper: Monitoring, months: str) -> Group:
    """年初预算数 is the denominator the form asks for; what may be spent after adjustments stands beside it."""
    titles = heads("", "年初预算数", "调整后预算数", f"{months}执行数", f"{months}执行率", "全年预计执行数")
    rows = [titles, *(_monitored_money(row) for row in paper.money)]
    rows[0] = (Cell("项目资金", "label", rows=len(rows)), *rows[0])
    return Group((12, 28, 12, 12, 12, 12, 12), tuple(rows))


def _monitored_money(row: MoneyRow) -> tuple[Cell, ...]:
    paid = (amount(row.initial), amount(row.adjusted), amount(row.executed))
    return (Cell(row.label, "field"), *paid, Cell(row.rate), amount(row.forecast))


def _scored_money(paper: SelfEvaluation) -> Group:
    titles = heads("", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
    rows = [titles]
    for row in paper.money:
        paid = (amount(row.initial), amount(row.adjusted), amount(row.executed))
        rows.append((Cell(row.label, "field"), *paid, Cell(row.weight), Cell(row.rate), Cell(row.score)))
    rows[0] = (Cell("项目资金", "label", rows=len(rows)), *rows[0])
    return Group((14, 24, 13, 13, 13, 7, 9, 7), tuple(rows))


def _goal(paper: Monitoring) -> Group:
    return Group((12, 88), ((Cell("年度总体目标", "label"), Cell(paper.goal, "text")),))


def _monitored(paper: Monitoring, months: str) -> Group:
    fixed = ("一级指标", "二级指标", "三级指标", "年度指标值", f"{months}执行情况", "全年预计完成情况")
    top = (
        *(Cell(text, "head", rows=2) for text in fixed),
        Cell("偏差原因分析", "head", cols=len(_CAUSES) + 1),
        Cell("完成目标可能性", "head", cols=len(_LIKELY)),
        Cell("备注（拟采取的措施）", "head", rows=2),
    )
    widths = (7, 8, 14, 8, 8, 8, *(3 for _ in _CAUSES), 11, *(3 for _ in _LIKELY), 12)
    second = heads(*_CAUSES, "原因说明", *_LIKELY)
    rows = with_runs(paper.rows, (lambda row: row.level1, lambda row: row.level2), _monitored_row)
    return Group(widths, (band("绩效指标", len(widths)), top, second, *rows), heads=3)


def _monitored_row(row: MonitoredRow) -> tuple[Cell, ...]:
    return (
        Cell(row.level3, "text"), Cell(row.target), Cell(row.actual), Cell(row.forecast),
        *(Cell(_TICK if cause in row.causes else "") for cause in _CAUSES),
        Cell(row.cause, "text"),
        *(Cell(_TICK if likely == row.likelihood else "") for likely in _LIKELY),
        Cell(row.note, "text"),
    )  # fmt: skip


def _evaluated(paper: SelfEvaluation) -> Group:
    titles = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    widths = (11, 13, 23, 12, 12, 6, 6, 17)
    rows = with_runs(paper.rows, (lambda row: row.level1, lambda row: row.level2), _evaluated_row)
    return Group(widths, (band("绩效指标", len(widths)), heads(*titles), *rows), heads=2)


def _evaluated_row(row: EvaluatedRow) -> tuple[Cell, ...]:
    scored = (Cell(row.weight), Cell(row.score))
    return (Cell(row.level3, "text"), Cell(row.target), Cell(row.actual), *scored, Cell(row.deviation, "text"))
