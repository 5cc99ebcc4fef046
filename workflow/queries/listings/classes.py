"""Lists of budget and payments by class (科目、资金性质、来源、月份), and of the payments behind a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow.canonical import english
from workflow.canonical.profile import NATURE_LABELS
from workflow.clock import business_date
from workflow.documents.tables import Kind
from workflow.execution import Money, rate
from workflow.execution.class_codes import LEVEL_WORDS, NOT_SPLIT, CodeLists, lists_of, size_of
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
        """调整后预算 under the class; by the month of all projects paid in it."""
        return self.line.money.adjusted_fen if self.line else None

    @property
    def money(self) -> Money:
        """The sums of the line."""
        return self.line.money if self.line else Money(executed_fen=self.paid_fen)

    @property
    def name(self) -> Words:
        """What the line is called."""
        return class_words(self.found.scope, self.line.key, self.found.lists) if self.line else UNMATCHED

    @property
    def parent(self) -> Words | None:
        """What the class is a part of, in a list by 款 or 项."""
        scope, key = self.found.scope, self.line.key if self.line else ""
        shorter = max((size for size in LEVEL_WORDS if size < min(len(key), scope.level)), default=0)
        return self.found.lists.words(scope.codes, key[:shorter]) if shorter else None


UNMATCHED: Words = ("未归到项目", "of no project")
UNCLASSED_WORDS: Words = ("未分类", "not classified")


def class_words(scope: Scope, key: str, lists: CodeLists | None = None) -> Words:
    """What a class is called."""
    if key == SEVERAL:
        return "多项（系统不拆分）", "several (not split)"
    if not key:
        return ("未填报", "none declared") if scope.of_project is not None else UNCLASSED_WORDS
    if scope.key == "month":
        return f"{key}月", f"Month {key}"
    if scope.codes:
        return _code_words(scope, key, lists or lists_of(business_date().year))
    known = _DECLARED.get(scope.key, {})
    return known.get(key, (key, key))


def _code_words(scope: Scope, key: str, lists: CodeLists) -> Words:
    """The code with its name; one that is shorter than the level says so."""
    zh, en = lists.words(scope.codes, key) or ("", "")
    if not scope.level:
        return zh or key, en or key
    rough = NOT_SPLIT if size_of(scope.codes, key) < scope.level else ("", "")
    return f"{key} {zh}".strip() + rough[0], f"{key} {en}".strip() + rough[1]


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
    of_class = (scope, given.get("key", "")) if scope in CLASSES and SCOPES[scope].printed else None
    return PaymentFilters(
        year=year, region_id=whole(given, "region") or 0,
        until=day_in(year, day_of(given.get("as_of", "")) or business_date()), known=asked_known(given),
        department_id=whole(given, "department"), of_class=of_class, unmatched=of_class is None,
    )  # fmt: skip


def _behind(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    page = payment_lines(session, actor, behind_filters(given), cursor, size)
    return page.rows, page.after


EXECUTION_CLASSES = Listing(
    "execution_classes", ("分类执行", "Execution by class"), _classes,
    (
        Column("name", ("类别", "Class"), lambda row: row.name),
        Column("parent", ("上级科目", "Part of"), lambda row: row.parent or ""),
        Column("projects", ("涉及项目", "Projects"), lambda row: row.line.projects if row.line else None, Kind.number),
        Column("budget", ("调整后预算", "Adjusted budget"), lambda row: row.budget_fen, Kind.wan),
        Column("paid", ("已支付", "Paid"), lambda row: row.paid_fen, Kind.wan),
        Column("rate", ("执行率", "Execution rate"),
               lambda row: rate(row.paid_fen, row.budget_fen or 0), Kind.percent),
        Column("share", ("占全部支付", "Of all payments"), lambda row: row.found.share(row.paid_fen), Kind.percent),
    ),
    BUSINESS,
)  # fmt: skip
CLASS_PAYMENTS = Listing(
    "class_payments", ("支付分类明细", "Payments behind a class"), _behind, LINES, BUSINESS, personal=True
)
