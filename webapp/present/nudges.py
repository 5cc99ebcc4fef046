"""催报名单: the reports and declarations that are not submitted, with the text for a chat group."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from webapp.access import settings
from webapp.i18n import _, language, plural
from webapp.present.exports import column_label
from webapp.present.labels import role_label
from webapp.present.times import due_tone, due_words, held_words
from workflow import clock
from workflow.notifications.refusals import refusal_text
from workflow.queries.monitoring import CampaignLine
from workflow.queries.unsubmitted import MOST_LINES, Unsubmitted, chat_text
from workflow.queries.unsubmitted_files import UnsubmittedFile, files_text
from workflow.services.nudges import LONGEST_NOTE, Nudged

View = dict[str, Any]
MOST_TOLD = 5


def unsubmitted_view(line: CampaignLine, found: Sequence[Unsubmitted], note: str, error: str) -> View:
    """Variables of ``campaigns/unsubmitted.html``."""
    kinds = {"project": "link", "unit": "lines", "turn": "lines", "nudges": "lines"}
    campaign = line.campaign
    return {
        "campaign": campaign,
        "due": {
            "words": "" if campaign.closed_at else due_words(campaign.deadline),
            "tone": due_tone(campaign.deadline),
        },
        "open": campaign.closed_at is None,
        "columns": [
            {"key": key, "label": column_label("unsubmitted_reports", key), "kind": kind, "wide": key == "project"}
            for key, kind in kinds.items()
        ],
        "rows": [_row(item) for item in found],
        "more": _("Only the first %(n)s are listed.", n=MOST_LINES) if len(found) >= MOST_LINES else "",
        "stats": [
            {"label": _("Reports"), "value": f"{line.total:,}"},
            {"label": _("Not submitted"), "value": f"{len(found):,}", "tone": "warn" if found else "ok"},
        ],
        "text": chat_text(campaign, line.total, found, clock.business_date(), language(), _begin()),
        "note": note,
        "longest": LONGEST_NOTE,
        "error": error,
    }


def _begin() -> str:
    """How addresses begin that are copied out of the page: as in e-mails."""
    return (settings().public_url or request.host_url).rstrip("/")


def _row(item: Unsubmitted) -> View:
    return _row_of(item, url_for("reports.show", report_id=item.id))


def _row_of(item: Unsubmitted | UnsubmittedFile, href: str) -> View:
    pressed = plural("%(num)s time", "%(num)s times", item.nudges) if item.nudges else ""
    last = _("last on %(day)s", day=item.nudged_on.isoformat()) if item.nudged_on else ""
    return {
        "id": item.id,
        "name": item.project_name,
        "href": href,
        "sub": _("returned for changes") if item.returned else "",
        "cells": {
            "project": item.project_name,
            "unit": {"text": item.unit, "sub": item.department},
            "turn": {"text": role_label(item.role), "sub": held_words(item.held_since)},
            "nudges": {"text": pressed, "sub": last} if pressed else "",
        },
    }


def files_view(
    year: int, found: Sequence[UnsubmittedFile], without: Sequence[tuple[str, str]], which: str, note: str, error: str
) -> View:
    """Variables of ``declarations/unsubmitted.html``."""
    kinds = {"project": "link", "unit": "lines", "due": "lines", "turn": "lines", "nudges": "lines"}
    today = clock.business_date()
    late, returned = sum(item.due < today for item in found), sum(item.returned for item in found)
    return {
        "year": year,
        "which": which,
        "columns": [
            {"key": key, "label": column_label("unsubmitted_files", key), "kind": kind, "wide": key == "project"}
            for key, kind in kinds.items()
        ],
        "rows": [_file_row(item) for item in found],
        "more": _("Only the first %(n)s are listed.", n=MOST_LINES) if len(found) >= MOST_LINES else "",
        "stats": [
            {"label": _("Not submitted"), "value": f"{len(found):,}", "tone": "warn" if found else "ok"},
            {"label": _("Returned for changes"), "value": f"{returned:,}"},
            {"label": _("Overdue"), "value": f"{late:,}", "tone": "bad" if late else ""},
            {"label": _("Units that have not begun"), "value": f"{len(without):,}", "tone": "warn" if without else ""},
        ],
        "fields": [{"name": "which", "label": _("Which"), "kind": "select", "value": which, "options": [
            {"value": "", "label": _("All")}, {"value": "new", "label": _("Never submitted")},
            {"value": "returned", "label": _("Returned for changes")}, {"value": "late", "label": _("Overdue")},
        ]}],
        "without": without,
        "text": files_text(year, found, without, today, language(), _begin()),
        "note": note,
        "longest": LONGEST_NOTE,
        "error": error,
    }  # fmt: skip


def _file_row(item: UnsubmittedFile) -> View:
    row = _row_of(item, url_for("declarations.show", declaration_id=item.id))
    late = due_tone(item.due) == "bad"
    row["cells"]["due"] = {"text": item.due.isoformat(), "sub": due_words(item.due), "late": late}
    return row


def told_words(found: Nudged) -> str:
    """What came of it, the first reasons why something was left out behind it."""
    said = _("Pressed for %(reports)s reports, %(people)s people told.", reports=found.reports, people=found.people)
    return _with_left_out(said, found)


def files_told_words(found: Nudged) -> str:
    """The same for declarations."""
    said = _("Pressed for %(files)s declarations, %(people)s people told.", files=found.reports, people=found.people)
    return _with_left_out(said, found)


def _with_left_out(words: str, found: Nudged) -> str:
    if not found.left_out:
        return words
    reasons = [f"{name}: {refusal_text(item.code, item.facts, language())}" for name, item in found.left_out]
    more = [_("and %(n)s more", n=len(reasons) - MOST_TOLD)] if len(reasons) > MOST_TOLD else []
    told = _("; ").join([*reasons[:MOST_TOLD], *more])
    left_out = _("Not pressed: %(what)s", what=told)
    return f"{words} {left_out}"
