"""Monitoring campaigns (监控任务) and reports (执行监控表)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Row, Stamped, fen, long_text, one_of, ref
from workflow.types import CampaignKind, ChoiceOutcome, ReportState

_REPORT_FINAL = "state IN ('accepted', 'cancelled')"
_STANDING = "state <> 'cancelled'"


def light_known(column: str) -> CheckConstraint:
    """A light or none."""
    return CheckConstraint(f"{column} IN ('', 'red', 'yellow', 'green', 'blue')", name=f"{column}_known")


class MonitoringCampaign(Stamped, table=True):
    """One monitoring round: year, cut-off month, deadline; opened and closed by the performance section.

    ``scope`` is what ``execution.scope`` reads; empty takes in every declaration in force.
    """

    __table_args__ = (
        UniqueConstraint("region_id", "fiscal_year", "round"),
        CheckConstraint("cutoff_month BETWEEN 1 AND 12", name="cutoff_month_known"),
        one_of("kind", CampaignKind),
    )

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    round: int = 1
    name: str = Field(max_length=120)
    kind: str = Field(default=CampaignKind.own.value, max_length=8)
    cutoff_month: int
    deadline: date
    scope: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    opened_by: int | None = ref("user_account.id", nullable=True)
    closed_at: datetime | None = None


class CampaignChoice(Stamped, table=True):
    """What was decided about a declaration: outside the scope when it was looked at, exempt, or taken in all the same.

    ``reason`` of one outside the scope is a code of ``execution.scope.OUTSIDE``.
    """

    __table_args__ = (UniqueConstraint("campaign_id", "declaration_id"), one_of("outcome", ChoiceOutcome))

    campaign_id: int = ref("monitoring_campaign.id", index=False)
    declaration_id: int = ref("declaration.id")
    outcome: str = Field(max_length=8)
    reason: str = long_text()
    decided_by: int | None = ref("user_account.id", nullable=True)


class CampaignExtension(Stamped, table=True):
    """A later deadline for one unit, with its reason; the newest row holds."""

    campaign_id: int = ref("monitoring_campaign.id")
    unit_id: int = ref("organisation.id")
    deadline: date
    reason: str = long_text()
    granted_by: int | None = ref("user_account.id", nullable=True)


class MonitoringReport(Stamped, table=True):
    """The report of one declaration in one campaign, with its own desks. Keyed by project + year, money in fen.

    ``extended_to`` is the unit's later deadline. ``carry_over_fen`` (上年结转) is part of ``adjusted_fen``, what
    was paid from it part of ``executed_fen``: the form has a line for either.
    ``cancelled_by`` is the move that cancelled it: after ``revoke_approval`` and a new approval it is opened again.
    ``forecast_fen`` is that of the appropriation of the year, ``carry_over_forecast_fen`` that of the other line.
    ``forecast_raw`` keeps what was typed as a forecast and cannot be read as an amount; it blocks sending up.
    Lights are kept for lists ("" = none): of the money, of the forecast, the worst of the indicators; ``lit_by`` is the
    fingerprint of the rules they were judged by.
    """

    __table_args__ = (
        Index(
            "uq_monitoring_report_open",
            "campaign_id",
            "declaration_id",
            unique=True,
            sqlite_where=text(_STANDING),
            postgresql_where=text(_STANDING),
        ),
        one_of("state", ReportState),
        CheckConstraint("(state = 'cancelled') = (cancelled_by IS NOT NULL)", name="cancelled_by_action"),
        *(
            CheckConstraint(f"{name}_raw = '' OR {name}_fen IS NULL", name=f"{name}_read_or_raw")
            for name in ("forecast", "carry_over_forecast")
        ),
        CheckConstraint(f"({_REPORT_FINAL}) = (desk IS NULL)", name="desk_by_state"),
        CheckConstraint("(desk IS NULL) = (held_since IS NULL)", name="held_since_by_desk"),
        CheckConstraint(
            "desk IS NULL OR (state = 'drafted' AND desk IN ('filer', 'head', 'department'))"
            " OR (state = 'submitted' AND desk = 'section')",
            name="desk_known",
        ),
        Index("ix_monitoring_report_list", "region_id", "fiscal_year", "state", "id"),
        Index("ix_monitoring_report_project", "project_id", "fiscal_year"),
        *(light_known(column) for column in ("money_light", "forecast_light", "target_light")),
    )

    campaign_id: int = ref("monitoring_campaign.id", index=False)
    declaration_id: int = ref("declaration.id")
    project_id: int | None = ref("project.id", index=False, nullable=True)
    fiscal_year: int
    region_id: int = ref("region.id", index=False)
    department_id: int = ref("organisation.id")
    unit_id: int = ref("organisation.id")
    state: str = Field(default=ReportState.drafted.value, max_length=20)
    desk: str | None = Field(default="filer", max_length=20)
    held_since: datetime | None
    round: int = 0
    version: int = 1
    initial_fen: int = fen()
    adjusted_fen: int = fen()
    executed_fen: int = fen()
    carry_over_fen: int = Field(default=0, sa_type=BigInteger)
    carry_over_executed_fen: int = Field(default=0, sa_type=BigInteger)
    forecast_fen: int | None = fen(nullable=True)
    forecast_raw: str = long_text()
    carry_over_forecast_fen: int | None = fen(nullable=True)
    carry_over_forecast_raw: str = long_text()
    as_of: date
    money_cause: str = long_text()
    money_measure: str = long_text()
    first_submitted_at: datetime | None = None
    extended_to: date | None = None
    cancelled_by: str | None = Field(default=None, max_length=32)
    updated_at: datetime
    money_light: str = Field(default="", max_length=8)
    forecast_light: str = Field(default="", max_length=8)
    target_light: str = Field(default="", max_length=8)
    lit_by: str = Field(default="", max_length=16)


class MonitoringItem(Row, table=True):
    """One indicator of a report; follows the indicator's ``uid`` over revisions."""

    __table_args__ = (
        UniqueConstraint("report_id", "indicator_uid"),
        CheckConstraint("likelihood IN ('', 'certain', 'possible', 'impossible')", name="likelihood_known"),
        *(light_known(column) for column in ("light", "forecast_light")),
    )

    report_id: int = ref("monitoring_report.id", index=False)
    indicator_uid: str = Field(max_length=32)
    position: int = 0
    actual: str = long_text()
    forecast: str = long_text()
    cause_kind: str = Field(default="", max_length=32)
    cause: str = long_text()
    measure: str = long_text()
    likelihood: str = Field(default="", max_length=16)
    light: str = Field(default="", max_length=8)
    forecast_light: str = Field(default="", max_length=8)


class MonitoringPart(Stamped, table=True):
    """What one executing body (street, school …) has of a report: its money and what it reached of each indicator.

    An amount that cannot be read is kept as it was typed beside it. ``actuals``: indicator uid → text, replaced whole.
    """

    __table_args__ = (
        CheckConstraint("budget_raw = '' OR budget_fen IS NULL", name="budget_read_or_raw"),
        CheckConstraint("executed_raw = '' OR executed_fen IS NULL", name="executed_read_or_raw"),
    )

    report_id: int = ref("monitoring_report.id")
    position: int = 0
    name: str = Field(max_length=120)
    budget_fen: int | None = fen(nullable=True)
    budget_raw: str = long_text()
    executed_fen: int | None = fen(nullable=True)
    executed_raw: str = long_text()
    actuals: dict[str, str] = Field(default_factory=dict, sa_type=JSON, nullable=False)
