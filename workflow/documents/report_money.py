"""The lines of money of a monitoring report, as the official form has them (财预〔2019〕136号)."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.models import MonitoringReport

TOTAL = ("年度资金总额", "All money of the year")
OF_THE_YEAR = ("其中：本年一般公共预算拨款", "of which: appropriation of this year")
CARRIED_OVER = ("其他资金（上年结转）", "Other money (carried over)")
OWN_FORECAST, CARRIED_FORECAST = "money/-/forecast", "money/carry_over/forecast"
FORECASTS = {OWN_FORECAST: "forecast", CARRIED_FORECAST: "carry_over_forecast"}
"""Where 全年预计执行数 of a line is typed → its columns, but for ``_fen`` and ``_raw``."""


@dataclass(frozen=True)
class ReportMoney:
    """One line, in fen; the lines below the total add up to it.

    ``path`` is where its forecast is typed ("" for the total, which is their sum), ``forecast_raw`` what was typed
    there and cannot be read.
    """

    label: tuple[str, str]
    initial_fen: int
    adjusted_fen: int
    executed_fen: int
    forecast_fen: int | None
    forecast_raw: str = ""
    path: str = ""

    @property
    def unsaid(self) -> bool:
        """There is money to spend and no forecast of it."""
        return self.forecast_fen is None and not self.forecast_raw and self.adjusted_fen > 0


def report_money(report: MonitoringReport) -> list[ReportMoney]:
    """The total first; what was carried over only where there is any."""
    lines = money_lines(report)
    total = ReportMoney(TOTAL, report.initial_fen, report.adjusted_fen, report.executed_fen, _together(lines))
    return [total, *lines]


def money_lines(report: MonitoringReport) -> list[ReportMoney]:
    """The lines below the total: those a forecast is typed for."""
    carried = ReportMoney(
        CARRIED_OVER, 0, report.carry_over_fen, report.carry_over_executed_fen,
        report.carry_over_forecast_fen, report.carry_over_forecast_raw, CARRIED_FORECAST,
    )  # fmt: skip
    own = ReportMoney(
        OF_THE_YEAR, report.initial_fen, report.adjusted_fen - carried.adjusted_fen,
        report.executed_fen - carried.executed_fen, report.forecast_fen, report.forecast_raw, OWN_FORECAST,
    )  # fmt: skip
    return [own, carried] if carried.adjusted_fen or carried.executed_fen else [own]


def year_forecast(report: MonitoringReport) -> int | None:
    """全年预计执行数 of all money; None until every line with money has its own."""
    return _together(money_lines(report))


def _together(lines: Sequence[ReportMoney]) -> int | None:
    said = [line.forecast_fen for line in lines if line.forecast_fen is not None]
    return None if not said or any(line.unsaid or line.forecast_raw for line in lines) else sum(said)
