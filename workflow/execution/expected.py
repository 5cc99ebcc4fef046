"""What should have been paid by the end of a month, and what will have been by the end of the year. Pure.

Three things an execution rate is held against: the time that has passed (序时进度), the day each sum of money arrived
(到账进度), and the months the unit planned to pay in (用款计划). No regulation found gives a method for the forecast
(全年预计执行数): four are named, and the region says which one pages begin with.
"""

from collections.abc import Mapping

from workflow.execution.rates import MONTHS

WHOLE = 27_720
"""What shares of an arrival are counted in: divisible by 1 to 12, so that every share is a whole number."""
HUNDRED_YUAN = 10_000
RECENT = 3
"""How many months the recent pace looks back, the present one with them; fewer at the beginning of the year."""
SHARE_PARTS = 10_000
"""What shares of last year are counted in: two decimals of a percent, and no product leaves 64 bits."""

AGAINST: dict[str, tuple[str, str]] = {
    "time": ("序时进度", "Time passed"),
    "arrival": ("到账进度", "Arrival of the money"),
    "plan": ("用款计划", "Spending plan"),
}
"""What rates are held against."""
AGAINST_MEANS: dict[str, tuple[str, str]] = {
    "time": (
        "应支付 = 调整后预算 × 月份 ÷ 12，不论资金何时到账",
        "Due = adjusted budget × month ÷ 12, whenever the money arrived",
    ),
    "arrival": (
        "年初预算按全年均匀支付；追加、结转、调入资金从到账月份再过宽限月数起，在剩余月份均匀支付；调减、收回从年初冲减",
        "The initial budget is due evenly over the year; later money evenly over the months left once the months of"
        " grace after its arrival have passed; cuts and recalls reduce what is due from January on",
    ),
    "plan": (
        "应支付 = 用款计划至当月的累计数；没有用款计划的项目按序时进度",
        "Due = the plan's sum up to the month; projects without a plan by the time passed",
    ),
}
FORECASTS: dict[str, tuple[str, str]] = {
    "time": ("按已支付进度推算", "At the pace so far"),
    "plan": ("按用款计划推算", "By the spending plan"),
    "recent": ("按近三个月支付进度推算", "At the pace of the last three months"),
    "last": ("按上年同期支付占比推算", "By the share paid by then last year"),
}
"""Methods of the year-end forecast; each says on the page how it came to its number."""


def arrival_share(arrived: int, month: int, grace: int) -> int:
    """Of ``WHOLE``: how much of the money that arrived in month ``arrived`` is due at the end of ``month``.

    0 and January mean: there from the beginning. With one month of grace nothing of September's money is due in
    October; everything is due in December.
    """
    if month >= MONTHS:
        return WHOLE
    if arrived <= 1:
        return WHOLE * month // MONTHS
    start = arrived + grace
    return WHOLE * (month - start) // (MONTHS - start) if month > start else 0


def arrival_shares(month: int, grace: int) -> Mapping[int, int]:
    """Month of arrival → share due at the end of ``month``."""
    return {arrived: arrival_share(arrived, month, grace) for arrived in range(MONTHS + 1)}


def whole_part(fen: int, part: int, whole: int) -> int:
    """fen × part ÷ whole towards zero, as the databases divide whole numbers."""
    product = fen * part
    return product // whole if product >= 0 else -(-product // whole)


def even_plan(budget_fen: int) -> list[int]:
    """A budget spread evenly over the months in whole hundreds of yuan; what is left over is December's."""
    each = max(budget_fen, 0) // MONTHS // HUNDRED_YUAN * HUNDRED_YUAN
    return [*[each] * (MONTHS - 1), max(budget_fen, 0) - each * (MONTHS - 1)]


def forecast(executed_fen: int, adjusted_fen: int, still_to_come_fen: int) -> int:
    """Paid and what is still expected, never above the budget, never below what is paid already."""
    return max(executed_fen, min(adjusted_fen, executed_fen + max(still_to_come_fen, 0)))


def forecast_by_time(executed_fen: int, adjusted_fen: int, month: int) -> int:
    """Paid ÷ time passed; who has paid nothing (or got back more) is expected to stay there."""
    pace = executed_fen * MONTHS // month if executed_fen > 0 else executed_fen
    return forecast(executed_fen, adjusted_fen, pace - executed_fen)


def recent_months(month: int) -> int:
    """How many months the recent pace is the mean of."""
    return min(RECENT, month)


def forecast_by_recent(executed_fen: int, adjusted_fen: int, recent_fen: int, month: int) -> int:
    """Paid, and the monthly mean of the last months for each month left; what came back is not expected to go on."""
    to_come = max(recent_fen, 0) * (MONTHS - month) // recent_months(month)
    return forecast(executed_fen, adjusted_fen, to_come)


def forecast_by_last_year(executed_fen: int, adjusted_fen: int, part_fen: int, year_fen: int, month: int) -> int:
    """Paid ÷ the share of last year's payments made by the same day; without such a share at the pace so far."""
    share = part_fen * SHARE_PARTS // year_fen if part_fen > 0 and year_fen > 0 else 0
    if not share or executed_fen <= 0:
        return forecast_by_time(executed_fen, adjusted_fen, month)
    return forecast(executed_fen, adjusted_fen, executed_fen * SHARE_PARTS // share - executed_fen)
