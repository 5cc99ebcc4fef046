"""周报: the form of the page, and the sentences of the Word file, in Chinese whatever language the page has."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for

from webapp.i18n import language
from webapp.present.execution import points, with_sign
from webapp.present.refusals import problem_texts
from webapp.present.times import date_input
from workflow import clock, money
from workflow.documents.weekly_report import RankLine, WeeklyReport
from workflow.errors import RuleFailed
from workflow.execution import percent, rate, time_progress
from workflow.queries.dashboard.figures import Line
from workflow.queries.weekly import Weekly

View = dict[str, Any]
MOST_LINES = 10
"""What fits on one page below the sentences."""


def typed_days(given: Mapping[str, str]) -> dict[str, str]:
    """As typed; by default the week from Monday until today."""
    today = clock.business_date()
    monday = today - timedelta(days=today.weekday())
    return {"first": given.get("first", monday.isoformat()), "last": given.get("last", today.isoformat())}


def days_of(given: Mapping[str, str]) -> tuple[date, date]:
    """First and last day; raises ``RuleFailed`` for what is no date."""
    typed = typed_days(given)
    return _day(typed["first"]), _day(typed["last"])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleFailed("not_a_date", raw=text) from None


def form_view(typed: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """The form, with what was typed."""
    values = typed_days(typed)
    text = " ".join(problem_texts(refusal, language())) if refusal else ""
    wrong = "first" if refusal and refusal.facts.get("raw") == values["first"] else "last"
    return {
        "action": url_for("overview.weekly_report"),
        "values": values,
        "types": {name: date_input(value) if value else "date" for name, value in values.items()},
        "wrong": {wrong: text} if refusal else {},
        "errors": [{"text": text, "href": f"#f-{wrong}"}] if refusal else [],
    }


def file_name(found: Weekly) -> str:
    """What the browser saves it as."""
    return f"预算绩效管理工作周报-{found.first.isoformat()}-{found.last.isoformat()}.docx"


def weekly_of(found: Weekly) -> WeeklyReport:
    """Facts as sentences."""
    time = time_progress(found.as_of.month)
    facts = [("绩效目标申报", _declared(found)), ("预算执行", _executed(found)), ("运行监控与整改", _followed(found))]
    return WeeklyReport(
        found.bureau, found.year, found.first, found.last, facts,
        [_line(line, time) for line in found.lines[:MOST_LINES]], len(found.lines),
        f"注：数据截至{found.last.isoformat()}；应报为本年度每个项目和整体申报各一份，报送前作废的不计；"
        "执行率＝已支付÷调整后预算；序时进度＝月份÷12。",
    )  # fmt: skip


def _declared(found: Weekly) -> str:
    share, unsubmitted = with_sign(rate(found.submitted, found.due)), found.due - found.submitted
    return (
        f"本周新报送{found.new_submitted}份，退回修改{found.returned}份次，批复{found.new_approved}份。\n"
        f"截至{found.last.isoformat()}，应报{found.due}份，已报{found.submitted}份（{share}），未报{unsubmitted}份，"
        f"已批复{found.approved}份。"
    )


def _executed(found: Weekly) -> str:
    reached, time = found.money.execution_rate, time_progress(found.as_of.month)
    week = f"本周支付{money.wan_grouped(found.paid_fen)}万元。\n"
    stands = (
        f"截至{found.as_of.isoformat()}，调整后预算{money.wan_grouped(found.money.adjusted_fen)}万元，"
        f"累计支付{money.wan_grouped(found.money.executed_fen)}万元，执行率{with_sign(reached)}"
    )
    if reached is None:
        return f"{week}{stands}。"
    how = "快于" if reached > time else "慢于" if reached < time else "持平于"
    gap = "" if reached == time else f"{percent(abs(reached - time))}个百分点"
    unspent = money.wan_grouped(found.money.adjusted_fen - found.money.executed_fen)
    return f"{week}{stands}，{how}序时进度（{with_sign(time)}）{gap}，未支出{unspent}万元。"


def _followed(found: Weekly) -> str:
    return (
        f"本周报送监控表{found.reports_sent}份，下达整改{found.corrections_ordered}项，"
        f"销号{found.corrections_closed}项。\n"
        f"截至{found.last.isoformat()}，整改未销号{found.corrections_open}项，其中单位逾期未填报"
        f"{found.corrections_late}项。"
    )


def _line(line: Line, time: Any) -> RankLine:
    reached = line.money.execution_rate
    return RankLine(
        line.name,
        money.wan_grouped(line.money.adjusted_fen),
        money.wan_grouped(line.money.executed_fen),
        percent(reached),
        points(None if reached is None else reached - time),
        money.wan_grouped(line.unspent_fen),
    )
