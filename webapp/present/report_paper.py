"""《项目支出绩效目标执行监控表》 as on paper: A4 across, the words Chinese in every language of the pages."""

from typing import Any

from sqlmodel import Session

from webapp.present.execution import with_sign
from webapp.present.paper_parts import Cell, Row, Table, blank_row, head, heads
from webapp.present.times import moment
from workflow.canonical import version_code
from workflow.documents.render import BETWEEN_BODIES
from workflow.documents.report_money import ReportMoney, report_money
from workflow.execution import rate
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS
from workflow.money import wan_grouped
from workflow.permissions import Actor
from workflow.queries import report_course, report_page
from workflow.queries.file_page import NOBODY, people
from workflow.queries.report_page import ReportLine, ReportView

View = dict[str, Any]
TICK = "√"
WIDTHS = (
    "w-5", "w-5", "w-12", "w-8", "w-8", "w-8", *("w-3" for _ in CAUSE_KINDS), "w-12", *("w-3" for _ in LIKELIHOODS), "",
)  # fmt: skip
WIDE = len(WIDTHS)


def paper_view(session: Session, actor: Actor, report_id: int) -> View:
    """Variables of ``reports/paper.html``."""
    found = report_page.report_view(session, actor, report_id)
    report = found.report
    department_code, project_code = report_course.codes(session, report)
    months = _months(report.as_of.month)
    tables = [
        _basics(found, department_code, project_code, report_course.bodies(session, report)),
        _money(found, months),
        _goals(report_course.goals(session, report)),
        _indicators(found, months),
    ]
    return {
        "row": report,
        "name": found.declaration.project_name,
        "tables": tables,
        "title": f"{report.fiscal_year}年度项目支出绩效目标执行监控表（{months}）",
        "unit": found.unit_name,
        "version_code": version_code(found.content_hash),
        "foot": _signers(session, found),
    }


def _months(month: int) -> str:
    return f"1—{month}月" if month > 1 else "1月"


def _basics(found: ReportView, department_code: str, project_code: str, bodies: tuple[str, ...]) -> Table:
    name = [head("项目名称"), Cell(found.declaration.project_name), head("项目代码"), Cell(project_code)]
    department = Cell(report_course.department_words(found.department_name, department_code))
    unit = [head("主管部门及代码"), department, head("实施单位"), Cell(found.unit_name)]
    rows = [Row(name), Row(unit)]
    if bodies:
        rows.append(Row([head("执行单位"), Cell(BETWEEN_BODIES.join(bodies), cols=3)]))
    return Table("", ("w-12", "", "w-12", "w-30"), rows)


def _money(found: ReportView, months: str) -> Table:
    """Both budgets with their rates: the form asks for the initial one, what may be spent is the adjusted one."""
    report = found.report
    rows = [_line(line) for line in report_money(report)]
    titles = heads("", "年初预算数", "调整后预算数", f"{months}执行数", f"{months}执行率", "全年预计执行数")
    top = Row([head("项目资金", rows=len(rows) + 1), *titles])
    reasons = [("偏差原因", report.money_cause), ("拟采取的措施", report.money_measure)]
    said = [Row([head(label), Cell(text, kind="text", cols=6)]) for label, text in reasons if text]
    return Table("", ("w-12", "", "w-12", "w-12", "w-12", "w-15", "w-12"), [top, *rows, *said])


def _line(line: ReportMoney) -> Row:
    reached = with_sign(rate(line.executed_fen, line.initial_fen))
    if line.adjusted_fen != line.initial_fen:
        reached = f"{reached}（调整后{with_sign(rate(line.executed_fen, line.adjusted_fen))}）"
    amounts = [wan_grouped(fen) for fen in (line.initial_fen, line.adjusted_fen, line.executed_fen)]
    forecast = "" if line.forecast_fen is None else wan_grouped(line.forecast_fen)
    figures = [Cell(text, kind="num") for text in (*amounts, reached, forecast)]
    return Row([Cell(line.label[0]), *figures])


def _goals(texts: list[str]) -> Table:
    return Table("", ("w-12", ""), [Row([head("年度总体目标"), Cell("\n".join(texts), kind="text")], breaks=True)])


def _indicators(found: ReportView, months: str) -> Table:
    fixed = ("一级指标", "二级指标", "三级指标", "年度指标值", f"{months}执行情况", "全年预计完成情况")
    top = [
        *(head(text, rows=2) for text in fixed),
        head("偏差原因分析", cols=len(CAUSE_KINDS) + 1),
        head("完成目标可能性", cols=len(LIKELIHOODS)),
        head("备注（拟采取的措施）", rows=2),
    ]
    causes = [zh for zh, _en in CAUSE_KINDS.values()]
    second = heads(*causes, "原因说明", *(zh for zh, _en in LIKELIHOODS.values()))
    rows = [_indicator(line) for line in found.lines]
    return Table("", WIDTHS, rows or [blank_row(WIDE)], [[head("绩效指标", cols=WIDE, kind="band")], top, second])


def _indicator(line: ReportLine) -> Row:
    item, promised = line.item, line.indicator
    levels = [promised.level1, promised.level2, promised.level3, promised.target] if promised else ["", "", "", ""]
    return Row(
        [
            *(Cell(text, kind="mid" if at != 2 else "") for at, text in enumerate(levels)),
            Cell(item.actual, kind="mid"),
            Cell(item.forecast, kind="mid"),
            *(Cell(TICK if item.cause_kind == kind else "", kind="mid") for kind in CAUSE_KINDS),
            Cell(item.cause),
            *(Cell(TICK if item.likelihood == likely else "", kind="mid") for likely in LIKELIHOODS),
            Cell(item.measure),
        ]
    )


def _signers(session: Session, found: ReportView) -> str:
    """Who stands for this content: the signatures that hold."""
    stand = [item for item in report_page.report_signatures(session, found.report) if item.voided_at is None]
    names = people(session, [item.user_id for item in stand])
    words = {"head": "单位负责人", "department": "主管部门"}
    parts = (
        f"{words.get(item.desk, '')}：{names.get(item.user_id, NOBODY).name} {moment(item.created_at)[:10]}"
        for item in stand
    )
    return "　".join(parts)
