"""目标调整 and the budget ledger: what is linked, what the approval books, and the way from each to the other."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.labels import listed, pick
from webapp.present.ledger import entry_rows, signed_wan
from workflow.execution.adjustments import booked_as
from workflow.execution.ledger import ENTRY_KINDS
from workflow.money_types import LedgerKind
from workflow.permissions import Actor
from workflow.queries.adjustment_money import BookedMoney, CarriedOut
from workflow.queries.ledger import LedgerLine
from workflow.queries.listings.ledger import kind_words
from workflow.queries.listings.target_tasks import STAGES
from workflow.queries.versions import Adjustment
from workflow.services.ledger import ENTERING

View = dict[str, Any]


# --- on the page of an adjustment ------------------------------------------------------------------------------------


def booked_facts(row: Any, booked: BookedMoney, found: Adjustment) -> list[View]:
    """The task it answers, and its entries of the budget ledger: those that stand, or the one to come."""
    facts: list[View] = []
    if booked.task_id:
        place = url_for("target_tasks.show", task_id=booked.task_id)
        facts.append({"label": _("Task to adjust targets"), "value": _("See the task"), "href": place})
    ledger = url_for("execution.project", project_id=row.project_id, year=row.fiscal_year, _anchor="ledger")
    if lines := booked.own or booked.linked:
        words = listed(_entry_words(line) for line in lines)
        note = _("booked by the approval") if booked.own else _("entered by finance, not booked again")
        facts.append({"label": _("Budget ledger"), "value": words, "href": ledger, "note": note, "wide": True})
    elif row.project_id and not row.approved_at and (difference := _difference(found)):
        words = f"{pick(ENTRY_KINDS[booked_as(row.adjustment_type, difference)].words)} {signed_wan(difference)}"
        note = _("to be booked by the approval")
        facts.append({"label": _("Budget ledger"), "value": words, "href": ledger, "note": note, "wide": True})
    return facts


def booked_notice(row: Any, booked: BookedMoney, found: Adjustment) -> View | None:
    """The ledger says another sum than the adjustment: somebody has to put one of them right."""
    if not booked.linked or booked.linked_fen == _difference(found):
        return None
    return {
        "kind": "warn",
        "title": _("The budget ledger says otherwise"),
        "text": _(
            "Finance has entered %(booked)s, the adjustment changes the budget by %(asked)s × 10,000 yuan. The "
            "approval books nothing more: correct the budget here, or have the budget section enter the rest.",
            booked=signed_wan(booked.linked_fen), asked=signed_wan(_difference(found)),
        ),
    }  # fmt: skip


def _difference(found: Adjustment) -> int:
    return found.change.after_fen - found.change.before_fen


def _entry_words(line: LedgerLine) -> str:
    return " ".join(filter(None, (pick(kind_words(line)), signed_wan(line.amount_fen), line.document)))


# --- on the page of a corrective action -------------------------------------------------------------------------------


def cut_view(order: Any, found: CarriedOut | None, actor: Actor) -> View | None:
    """What came of 调减预算并调整绩效目标: entries of the ledger, tasks, and the budget section's way to enter one."""
    if found is None:
        return None
    return {
        **entry_rows(found.entries),
        "tasks": [
            {
                "label": _("Task to adjust targets"),
                "href": url_for("target_tasks.show", task_id=task.id),
                "value": pick(STAGES[task.stage]),
            }
            for task in found.tasks
        ],
        "missing": all(line.taken_back or line.corrects_id for line in found.entries),
        "actions": [] if actor.roles.isdisjoint(ENTERING) else [_enter(order, found.project_id)],
    }


def _enter(order: Any, project_id: int) -> View:
    given: Mapping[str, Any] = {
        "year": order.fiscal_year, "kind": LedgerKind.cut.value, "document": order.document,
        "reason": order.demand[:500], "correction": order.id,
    }  # fmt: skip
    return {"label": _("Enter the cut"), "href": url_for("ledger.new", project_id=project_id, **given), "icon": "plus"}
