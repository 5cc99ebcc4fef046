"""What was decided about single projects and units of a campaign: 豁免, 纳入, 延期."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.labels import pick
from webapp.present.times import date_input, moment
from workflow.errors import RuleFailed
from workflow.execution.scope import OUTSIDE
from workflow.notifications.refusals import refusal_text
from workflow.queries.campaign_scope import Chosen, Extended
from workflow.texts import whole
from workflow.types import ChoiceOutcome

View = dict[str, Any]
Hrefs = tuple[Callable[[int], str], str]
"""Of taking a choice in again, by its id; of granting an extension."""
FIELD_OF = {"extension_not_later": "until", "deadline_past": "until", "not_a_date": "until", "reason_missing": "reason"}


def campaign_hrefs(campaign_id: int) -> Hrefs:
    """Where the forms of the page are sent."""
    return (
        lambda choice: url_for("campaigns.take_in", campaign_id=campaign_id, choice_id=choice),
        url_for("campaigns.extend", campaign_id=campaign_id),
    )


def task_hrefs(task_id: int) -> Hrefs:
    """The same of a self-evaluation task."""
    return (
        lambda choice: url_for("evaluation_choices.take_in", task_id=task_id, choice_id=choice),
        url_for("evaluation_choices.extend", task_id=task_id),
    )


def choices_view(
    campaign: Any,
    hrefs: Hrefs,
    found: list[Chosen],
    granted: list[Extended],
    units: list[tuple[int, str]],
    typed: Mapping[str, str],
    refused: RuleFailed | None,
    *,
    may_run: bool,
) -> View:
    """Variables of ``campaigns/choices.html``, of a campaign or a self-evaluation task."""
    take_in, extend = hrefs
    wrong = {}
    if refused is not None:
        wrong = {FIELD_OF.get(refused.code, ""): refusal_text(refused.code, refused.facts, language())}
    until = typed.get("until", "")
    return {
        "campaign": campaign,
        "may_run": may_run and campaign.closed_at is None,
        "extend_url": extend,
        "choices": [_choice(take_in(one.id), one) for one in found],
        "columns": _columns(),
        "extended": [_extended(one) for one in granted],
        "units": [{"value": str(key), "label": name} for key, name in units],
        "values": {"unit": typed.get("unit", ""), "until": until, "reason": typed.get("reason", "")},
        "until_input": date_input(until) if until else "date",
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
    }


def _columns() -> list[View]:
    labels = {
        "unit": (_("Unit"), "text"), "until": (_("Has until"), "date"), "reason": (_("Reason"), "text"),
        "by": (_("Granted by"), "short"), "at": (_("When"), "date"),
    }  # fmt: skip
    return [{"key": key, "label": label, "kind": kind} for key, (label, kind) in labels.items()]


def _extended(one: Extended) -> View:
    until = one.deadline.isoformat()
    return {
        "cells": {
            "unit": one.unit_name, "until": until, "reason": one.reason, "by": one.by or "", "at": moment(one.at),
        }
    }  # fmt: skip


def _choice(take_in: str, one: Chosen) -> View:
    words = {
        ChoiceOutcome.outside: _("Outside the scope"),
        ChoiceOutcome.exempt: _("Exempt"),
        ChoiceOutcome.wanted: _("Taken in all the same"),
    }
    outcome = ChoiceOutcome(one.outcome)
    return {
        "name": one.project_name,
        "unit": one.unit_name,
        "href": url_for("declarations.show", declaration_id=one.declaration_id),
        "outcome": words[outcome],
        "reason": pick(OUTSIDE[one.reason]) if one.reason in OUTSIDE else one.reason,
        "by": one.by or "",
        "at": moment(one.at),
        "take_in": "" if outcome is ChoiceOutcome.wanted else take_in,
    }


def read_extension(form: Mapping[str, str]) -> tuple[int, date, str]:
    """Unit, later deadline, reason; raises ``RuleFailed`` for a day that cannot be read."""
    until = form.get("until", "").strip()
    try:
        day = date.fromisoformat(until)
    except ValueError:
        raise RuleFailed("not_a_date", raw=until) from None
    return whole(form.get("unit", "")) or 0, day, form.get("reason", "")
