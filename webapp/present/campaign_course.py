"""How a campaign goes on: this round beside the one before, reports that do not move, and the letters about it."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, plural
from webapp.present.campaigns import goal_light_view, light_view
from webapp.present.exports import column_label
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow.execution import Light
from workflow.permissions import Actor
from workflow.queries.campaign_course import STUCK_AFTER, Compared, Course
from workflow.queries.listings.campaign_course import change_words
from workflow.queries.monitoring import ListedReport
from workflow.queries.work_words import holder_words
from workflow.types import Role

View = dict[str, Any]
WRITES_NOTICE = (Role.performance,)
WRITES_REPORT = (Role.department_reviewer, Role.section_reviewer, Role.section_head, Role.performance)


def course_view(found: Course, departments: Sequence[tuple[int, str]], actor: Actor) -> View:
    """Variables of ``campaigns/course.html``."""
    campaign = found.campaign
    return {
        "campaign": campaign,
        "back": url_for("campaigns.show", campaign_id=campaign.id),
        "before": found.before,
        "summary": _summary(found),
        "columns": _columns(),
        "rows": [_row(one) for one in found.compared],
        "rows_more": _more(len(found.compared), found.compared_count),
        "stuck_columns": _stuck_columns(),
        "stuck": [_stuck(row, days) for row, days in found.stuck],
        "stuck_count": found.stuck_count,
        "stuck_more": _more(len(found.stuck), found.stuck_count),
        "stuck_words": plural("%(num)s working day", "%(num)s working days", STUCK_AFTER),
        "notice_file": url_for("campaign_course.notice_file", campaign_id=campaign.id)
        if not actor.roles.isdisjoint(WRITES_NOTICE)
        else "",
        "reports": [
            {
                "label": name,
                "href": url_for("campaign_course.department_file", campaign_id=campaign.id, department_id=key),
            }
            for key, name in departments
        ]
        if not actor.roles.isdisjoint(WRITES_REPORT)
        else [],
    }


def _more(shown: int, count: int) -> str:
    if shown == count:
        return ""
    return _("The first %(shown)s of %(count)s; the export has all of them.", shown=shown, count=f"{count:,}")


def _summary(found: Course) -> list[View]:
    """How many lights became better or worse, of money and of targets, and how many projects are new."""
    money, targets, new = found.money, found.targets, found.new
    figures = (
        (_("Money: better"), money[1], "ok"), (_("Money: worse"), money[-1], "bad"),
        (_("Targets: better"), targets[1], "ok"), (_("Targets: worse"), targets[-1], "bad"),
        (_("New in this round"), new, ""),
    )  # fmt: skip
    return [
        {"label": label, "value": str(number), "unit": "", "note": "", "tone": tone if number else ""}
        for label, number, tone in figures
    ]


def _columns() -> list[View]:
    kinds = {"money_before": "light", "money": "light", "targets_before": "light", "targets": "light"}
    return [
        {"key": "name", "label": column_label("campaign_rounds", "name"), "kind": "link"},
        *({"key": key, "label": column_label("campaign_rounds", key), "kind": kind} for key, kind in kinds.items()),
        {"key": "change", "label": column_label("campaign_rounds", "change"), "kind": "text", "wide": True},
    ]


def _stuck_columns() -> list[View]:
    kinds = {"name": "link", "desk": "text", "since": "date", "days": "num"}
    return [{"key": key, "label": column_label("stuck_reports", key), "kind": kind} for key, kind in kinds.items()]


def _row(one: Compared) -> View:
    row, before = one.report, one.pair.before
    return {
        "href": url_for("reports.show", report_id=row.id),
        "sub": row.unit_name,
        "tone": "warn" if min(one.pair.changes) < 0 else "",
        "cells": {
            "name": row.project_name,
            "money_before": light_view(_light(before.money_light)) if before else None,
            "money": light_view(row.light),
            "targets_before": goal_light_view(_light(before.target_light)) if before else None,
            "targets": goal_light_view(row.goal_light),
            "change": pick(change_words(one)),
        },
    }


def _light(stored: str) -> Light | None:
    return Light(stored) if stored else None


def _stuck(row: ListedReport, days: int) -> View:
    return {
        "href": url_for("reports.show", report_id=row.id),
        "sub": row.unit_name,
        "cells": {
            "name": row.project_name,
            "desk": pick(holder_words(row.desk, row.holders)),
            "since": moment(row.held_since)[:10] if row.held_since else "",
            "days": str(days),
        },
    }
