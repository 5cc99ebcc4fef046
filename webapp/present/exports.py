"""Exports: the address behind the button of a list, the name of a file, and 我的导出."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, request, url_for

from webapp.access import settings
from webapp.context import BESIDE
from webapp.i18n import _
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow import clock
from workflow.queries.deliveries import JOB_LABELS
from workflow.queries.exports import OwnExport
from workflow.queries.listings import LISTINGS
from workflow.types import JobState

View = dict[str, Any]
CHIPS = {
    JobState.queued: "waiting", JobState.running: "running", JobState.done: "accepted", JobState.failed: "failed",
    JobState.cancelled: "cancelled",
}  # fmt: skip
UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
"""What a file name cannot hold on every system."""


def install(app: Flask) -> None:
    """``export_address`` for the button of a list, ``column_label`` for heads in templates."""
    app.jinja_env.globals.update(export_address=export_address, column_label=column_label)


def export_address(listing: str) -> str:
    """Where the list of this page is exported, with everything this page was asked for."""
    given: View = {key: value for key, value in request.args.items() if key not in BESIDE}
    return url_for("exports.take", **{**given, **(request.view_args or {}), "list": listing})


def column_label(listing: str, key: str) -> str:
    """The heading of a column, of the page as of the file."""
    return pick(LISTINGS[listing].label(key))


def file_name(title: str, kind: str, at: datetime) -> str:
    """``申报列表-20250831-1642.xlsx``."""
    when = clock.local(at, ZoneInfo(settings().region_zone))
    return f"{UNFIT.sub('-', title).strip('-')}-{when:%Y%m%d-%H%M}.{kind}"


def exports_view(found: Sequence[OwnExport]) -> View:
    """Variables of ``exports.html``."""
    return {
        "columns": [
            {"key": "name", "label": _("List"), "kind": "link", "wide": True},
            {"key": "state", "label": _("State"), "kind": "chip"},
            {"key": "rows", "label": _("Rows"), "kind": "num"},
            {"key": "size", "label": _("Size"), "kind": "num"},
            {"key": "asked", "label": _("Asked for"), "kind": "date"},
            {"key": "until", "label": _("Kept until"), "kind": "date"},
            {"key": "do", "label": "", "kind": "actions"},
        ],
        "rows": [_row(item) for item in found],
        "running": any(item.status in (JobState.queued, JobState.running) for item in found),
    }


def _row(item: OwnExport) -> View:
    row, status = item.export, JobState.done if item.export.ready_at else JobState(item.status)
    label = _("Being stopped") if item.stopping and status is JobState.running else pick(JOB_LABELS[status])
    ready = status is JobState.done
    return {
        "href": url_for("exports.download", export_id=row.id) if ready else "",
        "sub": row.about,
        "cells": {
            "name": f"{row.title} · {row.format}",
            "state": {"key": CHIPS[status], "label": label},
            "rows": f"{row.rows if ready else item.progress:,}",
            "size": _size(row.size) if ready else "",
            "asked": moment(row.created_at),
            "until": moment(row.expires_at),
            "do": _actions(row.id, status),
        },
    }


def _actions(export_id: int, status: JobState) -> list[View]:
    at: View = {"export_id": export_id}
    remove = {"label": _("Delete"), "action": url_for("exports.remove", **at)}
    if status is JobState.done:
        return [{"label": _("Download"), "href": url_for("exports.download", **at), "kind": "secondary"}, remove]
    if status in (JobState.queued, JobState.running):
        return [{"label": _("Stop"), "action": url_for("exports.stop", **at)}]
    return [{"label": _("Export again"), "action": url_for("exports.again", **at)}, remove]


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{-(-size // 1024)} KB"
