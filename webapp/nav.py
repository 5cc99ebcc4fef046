"""The left navigation: one row per task, shown to the roles that can use it."""

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
    "BUSINESS", "EXTENDS", "LATE_COMMENTS", "LETTERS", "LETTER_WRITERS", "NAV", "REGION_WIDE", "REVIEWERS",
    "RULE_READERS", "STATISTICS", "UNIT_SIDE", "WRITES_COMMENTS", "home_of", "items_for",
]  # fmt: skip

LETTER_WRITERS = frozenset({Role.section_reviewer, Role.section_head, Role.performance})
"""Who writes to a department what was found (审核意见函)."""


@dataclass(frozen=True)
class Item:
    """One row: its view, and who sees it."""

    key: str
    label: Any
    icon: str
    endpoint: str
    roles: frozenset[Role]
    blueprints: tuple[str, ...]
    rule: bool = False


NAV: tuple[Item, ...] = (
    Item("worklist", _l("Work list"), "inbox", "worklist.show", BUSINESS | ADMIN_ROLES, ("worklist",)),
    Item("overview", _l("At a glance"), "chart", "overview.index", BUSINESS, ("overview",)),
    Item("queue", _l("Review queue"), "review", "queue.index", frozenset(REVIEWERS), ("queue", "decisions")),
    Item("declarations", _l("Declarations"), "declare", "declarations.index", BUSINESS,
         ("declarations", "declaration_nudges", "moves", "comments", "suggestions", "editor", "review_sheets",
          "signed_pages")),
    Item("offline", _l("Offline workbooks"), "download", "offline.index", frozenset(IMPORTS), ("offline",)),
    Item("intake", _l("Imports"), "upload", "intake.index", frozenset(IMPORTS), ("intake",)),
    Item("overall", _l("Overall statements"), "file", "overall.index", READS_OVERALL, ("overall",)),
    Item("late_comments", _l("Late comments"), "comment", "late_comments.index", frozenset(LATE_COMMENTS),
         ("late_comments",)),
    Item("review_statistics", _l("Review statistics"), "chart", "review_statistics.index", STATISTICS,
         ("review_statistics",)),
    Item("phrases", _l("Phrases"), "edit", "phrases.index", frozenset(WRITES_COMMENTS), ("phrases",)),
    Item("batches", _l("Approvals"), "approve", "batches.index", BUSINESS, ("batches",)),
    Item("letters", _l("Approval documents"), "file", "letters.index", BUSINESS - OF_A_UNIT, ("letters",)),
    Item("my_letters", _l("My approvals"), "file", "letters.index", OF_A_UNIT, ("letters",)),
    Item("verify", _l("Check an approval"), "check-circle", "letters.verify", BUSINESS, ()),
    Item("monitoring", _l("Monitoring"), "monitor", "campaigns.index", BUSINESS,
         ("campaigns", "reports", "report_parts", "report_evidence", "report_sheet",
          "campaign_course", "nudges")),
    Item("corrections", _l("Corrections"), "check-circle", "corrections.index", BUSINESS, ("corrections",)),
    Item("evaluation", _l("Self-evaluation"), "check-circle", "evaluation_tasks.index", BUSINESS,
         ("evaluation_tasks", "evaluations", "evaluation_samples", "rechecks")),
    Item("result_uses", _l("Results in money"), "check-circle", "result_uses.index", BUSINESS, ("result_uses",)),
    Item("execution", _l("Execution"), "pie", "execution.index", BUSINESS,
         ("execution", "execution_classes", "spending_plan")),
    Item("ledger", _l("Budget ledger"), "file", "ledger.index", BUSINESS, ("ledger", "target_tasks")),
    Item("payments", _l("Payments"), "money", "payments.index", frozenset(REGION_WIDE),
         ("payments", "payment_match", "payment_columns", "payment_months")),
    Item("upper_transfers", _l("Upper transfers"), "download", "upper_transfers.index", frozenset(REGION_WIDE),
         ("upper_transfers",)),
    Item("outside", _l("Outside payments"), "money", "outside.index", BUSINESS, ("outside",)),
    Item("library", _l("Indicator library"), "search", "library.index", BUSINESS, ("library",), rule=True),
    Item("rules", _l("Rule settings"), "check-circle", "rules.index", RULE_READERS, ("rules",)),
    Item("region_settings", _l("Regional settings"), "manage", "region_settings.index", RULE_READERS,
         ("region_settings",)),
    Item("reminder_rules", _l("Reminder rules"), "calendar", "reminder_rules.index", frozenset(LETTERS),
         ("reminder_rules",)),
    Item("people", _l("People"), "people", "people.index", BUSINESS | ADMIN_ROLES, ("people",)),
    Item("stand_ins", _l("Stand-ins"), "user", "stand_ins.index", BUSINESS, ("stand_ins",)),
    Item("extensions", _l("Extensions"), "calendar", "extensions.index",
         EXTENDS, ("extensions",)),
    Item("exports", _l("My exports"), "download", "exports.index", BUSINESS | ADMIN_ROLES, ("exports",)),
    Item("deliveries", _l("Delivery log"), "send", "deliveries.index", frozenset(LETTERS), ("deliveries",)),
)  # fmt: skip


MANY = frozenset({"batches.precheck", "batches.perform", "batches.save"})
"""Many files at once are decided from the queue, though what comes of it are approval batches."""


def home_of(actor: Actor | None) -> str:
    """The view a person sees first: who only leads, the year on one page; everybody else, what waits for him."""
    return "overview.index" if actor and actor.roles == {Role.leader} else "worklist.show"


def items_for(actor: Actor, facts: FrameFacts) -> list[dict[str, Any]]:
    """The rows this person can use, the present one marked."""
    mine: dict[str, Item] = {}
    for item in NAV:  # one page is one row, under the first name that fits
        if not actor.roles.isdisjoint(item.roles):
            mine.setdefault(item.endpoint, item)
    here = "queue" if request.endpoint in MANY else request.blueprint
    return [
        {
            "key": item.key,
            "label": item.label,
            "href": url_for(item.endpoint),
            "icon": item.icon,
            "count": facts.waiting if item.key == "worklist" else 0,
            "active": here in item.blueprints,
            "rule": item.rule,
        }
        for item in mine.values()
    ]
