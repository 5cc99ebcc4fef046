"""Where an entry of the budget ledger came from and what came of it: the small links beside it."""

from typing import Any

from flask import url_for

from webapp.i18n import _
from workflow.queries.adjustment_money import Followed

View = dict[str, Any]


def ways_on(order_id: int | None, one: Followed | None) -> list[View]:
    """The order it carries out, the task it is a cause of, the adjustment that answers it."""
    ways = []
    if order_id:
        ways.append((_("Correction"), url_for("corrections.show", correction_id=order_id)))
    if one:
        ways.append((_("Task to adjust targets"), url_for("target_tasks.show", task_id=one.task_id)))
    if one and one.adjustment_id:
        ways.append((_("Adjustment"), url_for("declarations.show", declaration_id=one.adjustment_id)))
    return [{"label": label, "href": href} for label, href in ways]
