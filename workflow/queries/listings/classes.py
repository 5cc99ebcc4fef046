"""Lists of what was paid by class (科目、资金性质、来源、月份), and of the payments behind a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow.canonical import english
from workflow.canonical.profile import NATURE_LABELS
from workflow.clock import business_date
from workflow.documents.tables import Kind
from workflow.execution import Money, rate
from workflow.money_facts import day_in
from workflow.permissions import Actor
from workflow.queries.execution_classes import Classes, ClassLine, classes
from workflow.queries.listings.listing import Column, Given, Listing, Words, day_of, one_of, whole
from workflow.queries.listings.money import LINES, asked_known, board_filters
from workflow.queries.listings.roles import BUSINESS
from workflow.queries.payment_lines import PaymentFilters
from workflow.queries.payment_lines import payments as payment_lines
from workflow.rate_facts import CLASSES, SCOPES, SEVERAL, Scope

NO_PROJECT = "unmatched"
"""In place of a class: payments that found no project."""
_DECLARED: dict[str, dict[str, Words]] = {
    "nature": {code: (label, english.NATURES[code]) for code, label in NATURE_LABELS.items()},
    "source": {
        "local": ("本级财力安排", english.SOURCES["local"]),
        "transfer": ("上级转移支付", english.SOURCES["transfer"]),
        "special_account": ("财政专户管理的非税收入", english.SOURCES["special_account"]),
        "fiscal": ("财政拨款", english.SOURCES["fiscal"]),
        "other": ("其他资金", english.SOURCES["other"]),
        "all": ("不分来源", "not told apart"),
    },
}
"""Codes of declarations in words; what vouchers print needs none."""


@dataclass(frozen=True)
class ClassRow:
    """A line with the whole it is a part of; without one it is that of the payments of no project."""

    line: ClassLine | None
    found: Classes

    @property
    def paid_fen(self) -> int:
        """What was paid."""
        return self.line.money.executed_fen if self.line else self.found.unmatched_fen or 0

    @property
    def budget_fen(self) -> int | None:
        """调整后预算 of the projects paid so."""
        return self.line.money.adjusted_fen if self.line else None

    @property
    def money(self) -> Money:
        """The sums of the line."""
        return self.line.money if self.line else Money(executed_fen=self.paid_fen)


def class_words(scope: Scope, key: str) -> Words:
    """What a class is called."""
    if key == SEVERAL:
        return "多项（系统不拆分）", "several (not split)"
    if not key:
        return ("未注明", "none stated") if scope.of_payment is not None else ("未填报", "none declared")
    if scope.key == "month":
        return f"{key}月", f"Month {key}"
    known = _DECLARED.get(scope.key, {})
    return known.get(key, (key, key))


def class_scope(given: Given) -> str:
    """By what the page is asked for."""
    return one_of(given, "by", CLASSES, CLASSES[0])


def classes_of(session: Session, actor: Actor, given: Given) -> Classes:
    """What page and export show."""
    place = whole(given, "region") or 0, whole(given, "money_year") or 0, day_of(given.get("as_of", ""))
    return classes(session, actor, *place, class_scope(given), board_filters(given), known=asked_known(given))


def rows_of(found: Classes) -> list[ClassRow]:
    """The lines, and the payments of no project as the last."""
    apart = [ClassRow(None, found)] if found.unmatched_fen else []
    return [*(ClassRow(line, found) for line in found.lines), *apart]


def _classes(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> tuple[Sequence[Any], None]:
    return rows_of(classes_of(session, actor, given)), None


def behind_filters(given: Given) -> PaymentFilters:
    """The payments behind a number of the classes: of one class, or of no project."""
    year, scope = whole(given, "money_year") or 0, given.get("by", "")
    of_class = (scope, given.get("key", "")) if scope in CLASSES and SCOPES[scope].of_payment is not None else None
    return PaymentFilters(
        year=year, region_id=whole(given, "region") or 0,
        until=day_in(year, day_of(given.get("as_of", "")) or business_date()), known=asked_known(given),
        department_id=whole(given, "department"), of_class=of_class, unmatched=of_class is None,
    )  # fmt: skip


def _behind(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    page = payment_lines(session, actor, behind_filters(given), cursor, size)
    return page.rows, page.after


EXECUTION_CLASSES = Listing(
    "execution_classes", ("支付分类", "Payments by class"), _classes,
    (
        Column("name", ("类别", "Class"),
               lambda row: class_words(row.found.scope, row.line.key) if row.line else ("未归到项目", "of no project")),
        Column("paid", ("已支付", "Paid"), lambda row: row.paid_fen, Kind.wan),
        Column("share", ("占全部支付", "Of all payments"), lambda row: row.found.share(row.paid_fen), Kind.percent),
        Column("projects", ("涉及项目", "Projects"), lambda row: row.line.projects if row.line else None, Kind.number),
        Column("budget", ("涉及项目的调整后预算", "Adjusted budget of these projects"),
               lambda row: row.budget_fen, Kind.wan),
        Column("rate", ("占其预算", "Of their budget"),
               lambda row: rate(row.paid_fen, row.budget_fen or 0), Kind.percent),
    ),
    BUSINESS,
)  # fmt: skip
CLASS_PAYMENTS = Listing(
    "class_payments", ("支付分类明细", "Payments behind a class"), _behind, LINES, BUSINESS, personal=True
)
