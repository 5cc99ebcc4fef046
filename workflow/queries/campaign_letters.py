"""The facts of a monitoring campaign in the words of a letter: 通报 of the bureau, 监控报告 of a department.

Counted are the reports the actor sees; cancelled ones do not count. "On time" is submitted by the day it was due.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from sqlmodel import Session, col, select

from workflow.clock import business_date
from workflow.documents.monitoring_letters import NONE, MonitoringLetter, MonitoringTable, Part
from workflow.documents.report_money import year_forecast
from workflow.errors import NotFound
from workflow.execution import LIGHT_COLOURS, Light, percent, rate, time_progress
from workflow.execution.words import CAUSE_KINDS
from workflow.models import Indicator, MonitoringCampaign, MonitoringItem, MonitoringReport, Organisation
from workflow.money import wan_grouped
from workflow.permissions import Actor
from workflow.queries.monitoring import ListedReport, ReportFilters, campaign, list_reports
from workflow.types import OrganisationKind, ReportState

MOST = 5_000
"""Reports a letter is about; a bureau with more writes by section."""
LISTED = 200
"""Lines of a table of a letter."""
WORRYING = (Light.red, Light.yellow)
Item = tuple[MonitoringItem, Indicator, ListedReport]
Forecasts = dict[int, int]
"""Report → 全年预计执行数 of all its money in fen; without those that have not said it."""


def notice(session: Session, actor: Actor, campaign_id: int) -> MonitoringLetter:
    """通报: who is late, which projects are red, how departments stand. Raises ``NotFound``."""
    told = campaign(session, actor, campaign_id).campaign
    rows = _counted(session, actor, ReportFilters(campaign_id=campaign_id))
    forecasts, months = _forecasts(session, rows), _months(told)
    bureau = _bureau(session, told.region_id)
    return MonitoringLetter(
        title=f"关于{told.fiscal_year}年{months}绩效运行监控情况的通报",
        addressee="各部门、各单位",
        opening=f"按照预算绩效管理有关规定，{bureau}组织开展了{told.name}。现将有关情况通报如下：",
        parts=(
            Part("一、总体情况", [_submitted(rows), _money(rows, told.cutoff_month, forecasts), _lights(rows)]),
            _late_part(rows),
            _red_part(rows, forecasts),
            Part("四、部门情况", ["按报送率、执行率由高到低排列。"], [_ranking(rows)]),
            Part("五、有关要求", ["【请结合实际填写：逾期单位的报送期限、红灯项目的整改要求、结果应用。】"]),
        ),
        issuer=bureau,
        issued_on=business_date(),
    )


def department_report(session: Session, actor: Actor, campaign_id: int, department_id: int) -> MonitoringLetter:
    """监控报告 of one department; raises ``NotFound`` where the actor sees no report of it."""
    told = campaign(session, actor, campaign_id).campaign
    rows = _counted(session, actor, ReportFilters(campaign_id=campaign_id, department_id=department_id))
    if not rows:
        raise NotFound("no_such_report")
    items, forecasts = _worrying(session, rows), _forecasts(session, rows)
    units, months = len({row.unit_name for row in rows}), _months(told)
    name = rows[0].department_name
    return MonitoringLetter(
        title=f"{name}{told.fiscal_year}年{months}绩效运行监控报告",
        addressee=_bureau(session, told.region_id),
        opening=f"按照{told.name}的要求，{name}组织所属{units}家单位对{len(rows)}个项目开展了绩效运行监控。现将有关情况报告如下：",
        parts=(
            Part("一、工作开展情况", [_submitted(rows), "【请填写：组织方式、核查情况。】"]),
            Part("二、预算执行情况", [_money(rows, told.cutoff_month, forecasts)], [_projects(rows, forecasts)]),
            Part("三、绩效目标完成情况", [_lights(rows)], _items_tables(items)),
            Part("四、存在的问题及原因", [_causes(items), "【请结合实际填写主要问题。】"]),
            Part("五、下一步措施", _measures(items)),
        ),
        issuer=name,
        issued_on=business_date(),
    )


def _counted(session: Session, actor: Actor, filters: ReportFilters) -> list[ListedReport]:
    found = list_reports(session, actor, filters, size=MOST).rows
    return [row for row in found if row.state != ReportState.cancelled]


def _forecasts(session: Session, rows: Sequence[ListedReport]) -> Forecasts:
    reports = session.exec(select(MonitoringReport).where(col(MonitoringReport.id).in_([row.id for row in rows])))
    found = {report.id: year_forecast(report) for report in reports}
    return {report_id: fen for report_id, fen in found.items() if fen is not None}


def _months(told: MonitoringCampaign) -> str:
    return f"1—{told.cutoff_month}月" if told.cutoff_month > 1 else "1月"


def _bureau(session: Session, region_id: int) -> str:
    query = select(Organisation.name).where(
        Organisation.region_id == region_id, Organisation.kind == OrganisationKind.bureau
    )
    return session.exec(query.order_by(col(Organisation.id))).first() or "财政局"


# --- sentences ------------------------------------------------------------------------------------------------------


def _submitted(rows: Sequence[ListedReport]) -> str:
    sent = [row for row in rows if row.first_submitted_at]
    late, never = sum(row.sent_late for row in sent), len(_overdue(rows))
    accepted = sum(row.state == ReportState.accepted for row in rows)
    return (
        f"应报送监控表{len(rows)}份，已报送{len(sent)}份，报送率{_share(len(sent), len(rows))}；其中逾期报送{late}份。"
        f"逾期未报送{never}份。财政部门已审核通过{accepted}份。"
    )


def _money(rows: Sequence[ListedReport], month: int, forecasts: Forecasts) -> str:
    budget, executed = sum(row.adjusted_fen for row in rows), sum(row.executed_fen for row in rows)
    return (
        f"纳入监控的项目调整后预算{wan_grouped(budget)}万元，截至{month}月底执行{wan_grouped(executed)}万元，"
        f"执行率{_percent(rate(executed, budget))}，序时进度{_percent(time_progress(month))}。"
        f"{_year_end(rows, forecasts)}"
    )


def _year_end(rows: Sequence[ListedReport], forecasts: Forecasts) -> str:
    """Of the projects that have said it: the others would count as nothing."""
    said = [row for row in rows if row.id in forecasts]
    if not said:
        return ""
    expected, budget = sum(forecasts[row.id] for row in said), sum(row.adjusted_fen for row in said)
    part = "" if len(said) == len(rows) else f"已填报的{len(said)}个项目"
    return f"{part}全年预计执行{wan_grouped(expected)}万元，预计执行率{_percent(rate(expected, budget))}。"


def _lights(rows: Sequence[ListedReport]) -> str:
    parts = (("资金", Counter(row.money_light for row in rows)), ("指标", Counter(row.target_light for row in rows)))
    return "；".join(f"{name}预警：{_by_light(counts)}" for name, counts in parts) + "。"


def _by_light(counts: Counter[str]) -> str:
    told = [f"{LIGHT_COLOURS[light][0]}{counts[light]}个" for light in Light]
    return "、".join([*told, f"未判灯{counts['']}个"] if counts[""] else told)


def _causes(items: Sequence[Item]) -> str:
    counts = Counter(item.cause_kind for item, _indicator, _row in items if item.cause_kind)
    if not counts:
        return f"亮红灯、黄灯的指标{len(items)}个。"
    kinds = "、".join(f"{CAUSE_KINDS[kind][0]}{number}个" for kind, number in counts.most_common())
    return f"亮红灯、黄灯的指标{len(items)}个，按偏差原因分：{kinds}。"


def _measures(items: Sequence[Item]) -> list[str]:
    told = dict.fromkeys(
        f"{row.project_name}：{item.measure.strip()}" for item, _indicator, row in items if item.measure.strip()
    )
    return [f"（{number}）{text}" for number, text in enumerate(list(told)[:LISTED], 1)] or ["【请填写。】"]


# --- tables ---------------------------------------------------------------------------------------------------------


def _overdue(rows: Iterable[ListedReport]) -> list[ListedReport]:
    return [row for row in rows if not row.first_submitted_at and row.deadline < business_date()]


def _late_part(rows: Sequence[ListedReport]) -> Part:
    late = _overdue(rows) + [row for row in rows if row.sent_late]
    if not late:
        return Part("二、逾期情况", [NONE])
    lines = [
        (row.department_name, row.unit_name, row.project_name, row.deadline.isoformat(),
         "逾期报送" if row.first_submitted_at else "未报送")
        for row in late[:LISTED]
    ]  # fmt: skip
    table = MonitoringTable("逾期报送、未报送的项目", ("主管部门", "单位", "项目", "期限", "情况"), lines)
    return Part("二、逾期情况", [_more(late)], [table])


def _red_part(rows: Sequence[ListedReport], forecasts: Forecasts) -> Part:
    red = [row for row in rows if Light.red in (row.money_light, row.target_light)]
    return (
        Part("三、亮红灯的项目", [_more(red)], [_projects(red, forecasts)]) if red else Part("三、亮红灯的项目", [NONE])
    )


def _more(rows: Sequence[ListedReport]) -> str:
    beyond = f"，下表列出前{LISTED}个" if len(rows) > LISTED else ""
    return f"共{len(rows)}个项目{beyond}。"


def _projects(rows: Sequence[ListedReport], forecasts: Forecasts) -> MonitoringTable:
    lines = [
        (row.project_name, row.unit_name, wan_grouped(row.adjusted_fen), wan_grouped(row.executed_fen),
         _percent(rate(row.executed_fen, row.adjusted_fen)),
         wan_grouped(forecasts[row.id]) if row.id in forecasts else "—",
         _colour(row.money_light), _colour(row.target_light))
        for row in rows[:LISTED]
    ]  # fmt: skip
    heads = (
        "项目", "单位", "调整后预算（万元）", "执行数（万元）", "执行率", "全年预计执行数（万元）", "资金预警",
        "指标预警",
    )  # fmt: skip
    return MonitoringTable("项目预算执行和预警情况", heads, lines)


def _ranking(rows: Sequence[ListedReport]) -> MonitoringTable:
    """By the share submitted, then by the execution rate; a department without a budget comes last of its equals."""
    grouped: dict[str, list[ListedReport]] = defaultdict(list)
    for row in rows:
        grouped[row.department_name].append(row)
    lines = sorted((_standing(name, own) for name, own in grouped.items()), key=lambda one: one[0], reverse=True)
    heads = ("序号", "主管部门", "应报", "已报", "报送率", "执行率", "红灯项目")
    return MonitoringTable(
        "部门报送和执行情况", heads, [(str(at), *cells) for at, (_key, cells) in enumerate(lines, 1)]
    )


def _standing(name: str, rows: Sequence[ListedReport]) -> tuple[tuple[Fraction, Fraction], tuple[str, ...]]:
    sent = sum(row.first_submitted_at is not None for row in rows)
    reached = rate(sum(row.executed_fen for row in rows), sum(row.adjusted_fen for row in rows))
    red = sum(Light.red in (row.money_light, row.target_light) for row in rows)
    key = (Fraction(sent, len(rows)), Fraction(-1) if reached is None else reached)
    return key, (name, str(len(rows)), str(sent), _share(sent, len(rows)), _percent(reached), str(red))


def _items_tables(items: Sequence[Item]) -> list[MonitoringTable]:
    lines = [
        (row.project_name, promised.level3, promised.target, item.actual, _colour(item.light), item.cause, item.measure)
        for item, promised, row in items[:LISTED]
    ]
    heads = ("项目", "三级指标", "指标值", "完成情况", "预警", "原因", "措施")
    return [MonitoringTable("亮红灯、黄灯的指标", heads, lines)] if lines else []


def _worrying(session: Session, rows: Sequence[ListedReport]) -> list[Item]:
    """Indicators with a red or yellow light, by project."""
    by_id = {row.id: row for row in rows}
    query = (
        select(MonitoringItem, Indicator)
        .join(MonitoringReport, col(MonitoringReport.id) == MonitoringItem.report_id)
        .join(
            Indicator,
            (col(Indicator.declaration_id) == MonitoringReport.declaration_id)
            & (col(Indicator.uid) == MonitoringItem.indicator_uid),
        )
        .where(col(MonitoringItem.report_id).in_(list(by_id)), col(MonitoringItem.light).in_(WORRYING))
        .order_by(col(MonitoringItem.report_id), col(MonitoringItem.position))
    )
    return [(item, promised, by_id[item.report_id]) for item, promised in session.exec(query)]


def _colour(light: str) -> str:
    return LIGHT_COLOURS[Light(light)][0] if light else "—"


def _percent(value: Fraction | None) -> str:
    return "—" if value is None else f"{percent(value)}%"


def _share(part: int, whole: int) -> str:
    return _percent(Fraction(part, whole)) if whole else "—"
