"""How the year-end was forecast (全年预计执行数), in one sentence with its numbers."""

from fractions import Fraction
from typing import Any

from webapp.i18n import _
from workflow.execution import Money, Outlook, percent
from workflow.execution.expected import FORECASTS, HUNDRED_YUAN, recent_months
from workflow.execution.rates import MONTHS, rate
from workflow.money import wan_grouped


def forecast_sentence(method: str, money: Money, outlook: Outlook, month: int) -> str:
    """By a key of ``FORECASTS``. Of several projects the numbers are sums: each is forecast by itself."""
    said = {"time": _by_time, "plan": _by_plan, "recent": _by_recent, "last": _by_last_year}
    facts = {
        "paid": about(money.executed_fen),
        "budget": about(money.adjusted_fen),
        "sum": about(outlook.forecast(method)),
        "month": month,
    }
    text = said[method if method in FORECASTS else "time"](money, outlook, facts)
    if outlook.projects > 1:
        return _("%(text)s (counted project by project, then added up).", text=text)
    return _("%(text)s.", text=text)


def about(fen: int | Fraction) -> str:
    """What is expected or due, in 万元 with two decimals: nobody expects single fen. Exports carry them."""
    return wan_grouped(round(Fraction(fen) / HUNDRED_YUAN) * HUNDRED_YUAN)


def _by_time(_money: Money, _outlook: Outlook, facts: dict[str, Any]) -> str:
    return _(
        "%(paid)s paid in %(month)s months ÷ %(month)s × 12, at most the adjusted budget of %(budget)s: %(sum)s",
        **facts,
    )


def _by_plan(money: Money, outlook: Outlook, facts: dict[str, Any]) -> str:
    to_come = about(outlook.forecast_plan_fen - money.executed_fen)
    return _(
        "%(paid)s paid + %(come)s still to come in the months left by the spending plan (without a plan in even parts),"
        " at most the adjusted budget of %(budget)s: %(sum)s",
        come=to_come,
        **facts,
    )


def _by_recent(_money: Money, outlook: Outlook, facts: dict[str, Any]) -> str:
    months = recent_months(facts["month"])
    return _(
        "%(paid)s paid + %(recent)s paid in the last %(n)s months ÷ %(n)s × %(left)s months left, at most the adjusted"
        " budget of %(budget)s: %(sum)s",
        recent=about(outlook.recent_fen),
        n=months,
        left=MONTHS - facts["month"],
        **facts,
    )


def _by_last_year(_money: Money, outlook: Outlook, facts: dict[str, Any]) -> str:
    share = rate(outlook.last_part_fen, outlook.last_year_fen)
    if not share or outlook.last_part_fen <= 0:
        return _("Nothing was paid by the same day last year, so at the pace so far: %(sum)s", **facts)
    return _(
        "%(paid)s paid ÷ %(share)s%%, the part of last year's %(whole)s that was paid by the same day (%(part)s), at"
        " most the adjusted budget of %(budget)s: %(sum)s",
        share=percent(share),
        part=about(outlook.last_part_fen),
        whole=about(outlook.last_year_fen),
        **facts,
    )
