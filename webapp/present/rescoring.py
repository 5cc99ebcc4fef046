"""What a job found that other scoring rules would change, before they are saved."""

from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.region_settings import scoring_line
from workflow.regional.table import read_typed
from workflow.services.rescoring import LISTED, Rescoring
from workflow.types import JobState

View = dict[str, Any]
UNDER_WAY = (JobState.queued, JobState.running)


def rescoring_view(found: Rescoring) -> View:
    """Variables of ``rescoring.html``: the rules travel along in hidden fields."""
    job, done = found.job, found.job.status == JobState.done
    wanted, _faults = read_typed(found.typed)
    return {
        "year": found.year,
        "busy": job.status in UNDER_WAY,
        "failed": not done and job.status not in UNDER_WAY,
        "progress": _("%(n)s of %(all)s forms reckoned", n=job.progress, all=job.total or "…"),
        "changed": found.changed,
        "words": _("Of %(n)s forms that are being filled in %(m)s would have other points.",
                   n=job.progress, m=found.changed),
        "more": _("The first %(n)s are listed.", n=LISTED) if found.changed > LISTED else "",
        "rows": [
            {
                "href": url_for("evaluations.show", evaluation_id=number),
                "cells": {"name": name, "before": before or _("no total"), "after": after or _("no total")},
            }
            for number, name, before, after in found.rows
        ],
        "fields": {**found.typed, "year": found.year, "stand": found.stand, "weighed": scoring_line(wanted)},
        "action": url_for("region_settings.save"),
        "back": url_for("region_settings.index"),
    }  # fmt: skip
