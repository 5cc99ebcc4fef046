"""The left navigation: what waits for a person on top, then groups of tasks as an office names them.

A group a person works in every day stands first and open, the others follow in the order of a file's year, closed until
they are opened or hold the present page. Everybody sees only what he can use.
"""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from workflow.lifecycle.intake_files import IMPORTS
from workflow.lifecycle.letters.reach import OF_A_UNIT
from workflow.permissions import READS_OVERALL, Actor
from workflow.queries.frame import FrameFacts
from workflow.queries.listings.roles import (
    BUSINESS,
    EXTENDS,
    LATE_COMMENTS,
    LETTERS,
    REGION_WIDE,
    REVIEWERS,
    RULE_READERS,
    STATISTICS,
    UNIT_SIDE,
    WRITES_COMMENTS,
)
from workflow.types import ADMIN_ROLES, Role

__all__ = [
    "BUSINESS", "EXTENDS", "GROUPS", "LATE_COMMENTS", "LETTERS", "LETTER_WRITERS", "REGION_WIDE", "REVIEWERS",
    "RULE_READERS", "STATISTICS", "TOP", "UNIT_SIDE", "WRITES_COMMENTS", "home_of", "items_for",
]  # fmt: skip

LETTER_WRITERS = frozenset({Role.section_reviewer, Role.section_head, Role.performance})
"""Who writes to a department what was found (审核意见函)."""


@dataclass(frozen=True)
class Item:
    """One row: its view, who sees it, and the blueprints whose pages belong to it."""

    key: str
    label: Any
    endpoint: str
    roles: frozenset[Role]
    blueprints: tuple[str, ...]
    icon: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under one word; ``daily``: whose everyday work it is, so that it stands first and open."""

    key: str
    label: Any
    icon: str
    daily: frozenset[Role]
    items: tuple[Item, ...]


TOP: tuple[Item, ...] = (
    Item("worklist", _l("Work list"), "worklist.show", BUSINESS | ADMIN_ROLES, ("worklist",), "inbox"),
    Item("overview", _l("At a glance"), "overview.index", BUSINESS, ("overview",), "chart"),
)
"""What everybody begins with."""

GROUPS: tuple[Group, ...] = (
    Group("declare", _l("Declare"), "declare", UNIT_SIDE | {Role.auditor}, (
        Item("declarations", _l("Declaration list"), "declarations.index", BUSINESS,
             ("declarations", "declaration_nudges", "moves", "comments", "suggestions", "editor", "review_sheets",
              "signed_pages")),
        Item("intake", _l("Imports"), "intake.index", frozenset(IMPORTS), ("intake",)),
        Item("offline", _l("Offline workbooks"), "offline.index", frozenset(IMPORTS), ("offline",)),
        Item("overall", _l("Overall statements"), "overall.index", READS_OVERALL, ("overall",)),
        Item("extensions", _l("Extensions"), "extensions.index", EXTENDS, ("extensions",)),
    )),
    Group("review", _l("Reviewing"), "review", LETTER_WRITERS | {Role.leader}, (
        Item("queue", _l("Review queue"), "queue.index", frozenset(REVIEWERS), ("queue", "decisions")),
        Item("late_comments", _l("Late comments"), "late_comments.index", frozenset(LATE_COMMENTS),
             ("late_comments",)),
        Item("review_statistics", _l("Review statistics"), "review_statistics.index", STATISTICS,
             ("review_statistics",)),
        Item("filings", _l("Adjustments filed"), "filings.index", frozenset(REGION_WIDE), ("filings",)),
        Item("batches", _l("Approval batches"), "batches.index", BUSINESS, ("batches",)),
        Item("letters", _l("Approval documents"), "letters.index", BUSINESS - OF_A_UNIT, ("letters",)),
        Item("my_letters", _l("My approvals"), "letters.index", OF_A_UNIT, ("letters",)),
        Item("verify", _l("Check an approval"), "letters.verify", BUSINESS, ()),
    )),
    Group("money", _l("Funds"), "money", frozenset({Role.treasury, Role.budget_section}), (
        Item("execution", _l("Budget execution"), "execution.index", BUSINESS,
             ("execution", "execution_classes", "spending_plan")),
        Item("ledger", _l("Budget ledger"), "ledger.index", BUSINESS, ("ledger", "target_tasks")),
        Item("payments", _l("Payments"), "payments.index", frozenset(REGION_WIDE),
             ("payments", "payment_match", "payment_columns", "payment_months")),
        Item("upper_transfers", _l("Upper transfers"), "upper_transfers.index", frozenset(REGION_WIDE),
             ("upper_transfers",)),
        Item("outside", _l("Outside payments"), "outside.index", BUSINESS, ("outside",)),
    )),
    Group("monitor", _l("Monitor"), "monitor", UNIT_SIDE | LETTER_WRITERS, (
        Item("monitoring", _l("Monitoring campaigns"), "campaigns.index", BUSINESS,
             ("campaigns", "reports", "report_parts", "report_evidence", "report_sheet",
              "campaign_course", "nudges")),
        Item("corrections", _l("Corrections"), "corrections.index", BUSINESS, ("corrections",)),
    )),
    Group("evaluate", _l("Evaluate"), "evaluate", frozenset(), (
        Item("evaluation", _l("Self-evaluation"), "evaluation_tasks.index", BUSINESS,
             ("evaluation_tasks", "evaluations", "evaluation_files", "evaluation_choices", "evaluation_samples",
              "rechecks")),
        Item("result_uses", _l("Results in money"), "result_uses.index", BUSINESS, ("result_uses",)),
    )),
    Group("tools", _l("Working aids"), "edit", frozenset(), (
        Item("library", _l("Indicator library"), "library.index", BUSINESS, ("library",)),
        Item("phrases", _l("Phrases"), "phrases.index", frozenset(WRITES_COMMENTS), ("phrases",)),
        Item("stand_ins", _l("Stand-ins"), "stand_ins.index", BUSINESS, ("stand_ins",)),
        Item("exports", _l("My exports"), "exports.index", BUSINESS | ADMIN_ROLES, ("exports",)),
    )),
    Group("settings", _l("Settings"), "manage", ADMIN_ROLES, (
        Item("people", _l("People"), "people.index", BUSINESS | ADMIN_ROLES, ("people",)),
        Item("rules", _l("Rule settings"), "rules.index", RULE_READERS, ("rules",)),
        Item("region_settings", _l("Regional settings"), "region_settings.index", RULE_READERS,
             ("region_settings",)),
        Item("reminder_rules", _l("Reminder rules"), "reminder_rules.index", frozenset(LETTERS),
             ("reminder_rules",)),
        Item("deliveries", _l("Delivery log"), "deliveries.index", frozenset(LETTERS), ("deliveries",)),
    )),
)  # fmt: skip
"""In the order of a file's year."""


MANY = frozenset({"batches.precheck", "batches.perform", "batches.save"})
"""Many files at once are decided from the queue, though what comes of it are approval batches."""


def home_of(actor: Actor | None) -> str:
    """The view a person sees first: who only leads, the year on one page; everybody else, what waits for him."""
    return "overview.index" if actor and actor.roles == {Role.leader} else "worklist.show"


def items_for(actor: Actor, facts: FrameFacts) -> list[dict[str, Any]]:
    """The rows and groups this person can use, the present one marked."""
    here = "queue" if request.endpoint in MANY else request.blueprint
    top = [_row(item, here) for item in TOP if not actor.roles.isdisjoint(item.roles)]
    for row in top:
        row["count"] = facts.waiting if row["key"] == "worklist" else 0
    groups = [found for group in GROUPS if (found := _group(group, actor, here))]
    return top + sorted(groups, key=lambda row: not row["daily"])  # stable: the year's order within both


def _group(group: Group, actor: Actor, here: str | None) -> dict[str, Any] | None:
    """Its rows, open in daily work and where the person is; a single row needs no group around it."""
    mine: dict[str, Item] = {}
    for item in group.items:  # one page is one row, under the first name that fits
        if not actor.roles.isdisjoint(item.roles):
            mine.setdefault(item.endpoint, item)
    rows = [_row(item, here) for item in mine.values()]
    daily = not actor.roles.isdisjoint(group.daily)
    if len(rows) == 1:
        return rows[0] | {"icon": group.icon, "daily": daily}
    inside = any(row["active"] for row in rows)
    whole = {"key": group.key, "label": group.label, "icon": group.icon, "entries": rows, "daily": daily}
    return whole | {"inside": inside, "open": daily or inside} if rows else None


def _row(item: Item, here: str | None) -> dict[str, Any]:
    """One link."""
    shown = {"key": item.key, "label": item.label, "href": url_for(item.endpoint), "icon": item.icon}
    return shown | {"active": here in item.blueprints}
