"""The lines of money of a monitoring report, as the official form has them (财预〔2019〕136号)."""

from dataclasses import dataclass

from workflow.models import MonitoringReport

TOTAL, OF_THE_YEAR, CARRIED_OVER = "年度资金总额", "其中：本年一般公共预算拨款", "其他资金（上年结转）"


@dataclass(frozen=True)
class ReportMoney:
    """One line, in fen. The lines below the total add up to it."""

    label: str
    initial_fen: int
    adjusted_fen: int
    executed_fen: int


def report_money(report: MonitoringReport) -> list[ReportMoney]:
    """The total first; what was carried over only where there is any."""
    total = ReportMoney(TOTAL, report.initial_fen, report.adjusted_fen, report.executed_fen)
    carried = ReportMoney(CARRIED_OVER, 0, report.carry_over_fen, report.carry_over_executed_fen)
    own = ReportMoney(
        OF_THE_YEAR, total.initial_fen, total.adjusted_fen - carried.adjusted_fen,
        total.executed_fen - carried.executed_fen,
    )  # fmt: skip
    return [total, own, carried] if carried.adjusted_fen or carried.executed_fen else [total, own]
