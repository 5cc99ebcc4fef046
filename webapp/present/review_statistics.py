"""审核统计: one table per question, every number with the way to the files behind it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.execution import with_sign
from webapp.present.files import list_row
from webapp.present.labels import desk_label, pick
from webapp.present.late_comments import CAUSE_LABELS
from workflow.execution import rate
from workflow.queries.lists import PAGE_SIZE, Page
from workflow.queries.review_statistics import ROUNDS, Asked, DeskLine, Line, RuleLine, Statistics
from workflow.rules import RULES
from workflow.types import Desk, LateCause

View = dict[str, Any]
TITLES = {rule.id: (rule.title_zh, rule.title_en) for rule in RULES}
MOST_BARS = 20
"""More lines are in the table alone: a chart of two hundred departments shows nothing."""


@dataclass(frozen=True)
class Choices:
    """What the filters offer: (id, name)."""

    departments: list[tuple[int, str]]
    sections: list[tuple[int, str]]


def given(asked: Asked) -> View:
    """The filters as parts of an address."""
    values: View = {
        "by": "section" if asked.by == "section" else None,
        "department": asked.department_id,
        "section": asked.section_id,
    }
    return {key: value for key, value in values.items() if value}


def statistics_view(found: Statistics, asked: Asked, choices: Choices) -> View:
    """Variables of ``review_statistics/index.html``, without the form of the letter."""
    return {
        "year": asked.year,
        "any": bool(found.total.files),
        "fields": _fields(asked, choices),
        "reset": url_for("review_statistics.index"),
        "filtered": bool(given(asked)),
        "stats": _stats(found.total, asked),
        "groups": _groups(found, asked),
        "desks": _desks(found.desks, asked),
        "rules": _rules(found.rules, asked),
        "causes": _causes(found, asked),
        "chart_url": url_for("review_statistics.chart", **given(asked)),
        "most_bars": MOST_BARS if len(found.lines) > MOST_BARS else 0,
    }


def mean(total: int, count: int) -> str:
    """Two decimals; "—" where nothing was counted."""
    return f"{total / count:.2f}" if count else "—"


def _to(asked: Asked, count: int, measure: str, value: str = "", **more: Any) -> Any:
    """A number that opens its files; nothing to open behind a zero."""
    if not count:
        return "0"
    href = url_for("review_statistics.files", **(given(asked) | {"measure": measure, "value": value or None} | more))
    return {"text": f"{count:,}", "href": href}


def _stats(total: Line, asked: Asked) -> list[View]:
    def way(count: int, measure: str) -> View:
        number = _to(asked, count, measure)
        return {"value": number["text"], "href": number["href"]} if count else {"value": "0"}

    return [
        {"label": _("Files submitted"), **way(total.files, "submitted")},
        {"label": _("Rounds per file"), "value": mean(total.rounds, total.files),
         "note": _("%(n)s submissions in all", n=f"{total.rounds:,}")},
        {"label": _("First-pass rate"), "value": with_sign(rate(total.first, total.passed)),
         "note": _("%(first)s of the %(passed)s files that passed", first=total.first, passed=total.passed)},
        {"label": _("Findings explained"), "value": with_sign(rate(total.explained, total.findings)),
         "note": _("%(n)s of %(all)s findings", n=f"{total.explained:,}", all=f"{total.findings:,}")},
        {"label": _("Late comments"), **way(total.late, "late")},
    ]  # fmt: skip


def _columns(*columns: tuple[str, str, str]) -> list[View]:
    return [{"key": key, "label": label, "kind": "num" if key != "name" else "link", "hide": hide}
            for key, label, hide in columns]  # fmt: skip


def _groups(found: Statistics, asked: Asked) -> View:
    """Two tables over the same lines."""
    name = ("name", _("Reviewing section") if asked.by == "section" else _("Department"), "")
    return {
        "title": _("By reviewing section") if asked.by == "section" else _("By department"),
        "passing": _columns(
            name, ("files", _("Files"), ""), ("mean", _("Rounds per file"), ""), ("rounds1", _("1 round"), ""),
            ("rounds2", _("2 rounds"), ""), ("rounds3", _("3 or more"), ""), ("passed", _("Passed"), ""),
            ("first", _("of these at the first submission"), ""), ("rate", _("First-pass rate"), ""),
        ),
        "handling": _columns(
            name, ("files", _("Files"), ""), ("unit", _("Days at the unit"), ""), ("finance", _("Days at finance"), ""),
            ("findings", _("Findings"), ""), ("explained", _("explained"), ""), ("late", _("Late comments"), ""),
            ("paper", _("Signed on paper"), ""),
        ),
        "rows": [{"cells": _line(line, asked)} for line in found.lines],
        "foot": [{"cells": _line(found.total, asked, total=True)}],
    }  # fmt: skip


def _line(line: Line, asked: Asked, *, total: bool = False) -> View:
    """A line without a section (a department that none reviews) is counted, but has no list of its own."""
    here: View = {}
    if not total:
        here = {"section" if asked.by == "section" else "department": line.id}

    def opened(count: int, measure: str, value: str = "") -> Any:
        return _to(asked, count, measure, value, **here) if total or line.id else f"{count:,}"

    return {
        "name": _("Total") if total else line.name or _("No section reviews them"),
        "files": opened(line.files, "submitted"),
        "mean": mean(line.rounds, line.files),
        **{f"rounds{n}": opened(line.by_rounds[place], "rounds", n) for place, n in enumerate(ROUNDS)},
        "passed": opened(line.passed, "passed"),
        "first": opened(line.first, "first"),
        "rate": with_sign(rate(line.first, line.passed)),
        "unit": mean(line.unit_days, line.files),
        "finance": mean(line.finance_days, line.files),
        "findings": opened(line.findings, "rule"),
        "explained": opened(line.explained, "explained"),
        "late": opened(line.late, "late"),
        "paper": opened(line.paper, "paper"),
    }


def _desks(lines: list[DeskLine], asked: Asked) -> View:
    return {
        "columns": _columns(
            ("name", _("Desk"), ""), ("stays", _("Times it came"), ""), ("days", _("Working days in all"), ""),
            ("mean", _("Working days each time"), ""), ("longest", _("Longest"), ""), ("present", _("There now"), ""),
        ),
        "rows": [
            {
                "cells": {
                    "name": desk_label(line.desk),
                    "stays": _to(asked, line.stays, "held", line.desk),
                    "days": _to(asked, line.days, "held", line.desk),
                    "mean": mean(line.days, line.stays),
                    "longest": {
                        "text": f"{line.longest:,}",
                        "href": url_for("declarations.show", declaration_id=line.longest_id, tab="history"),
                    }
                    if line.longest_id
                    else "—",
                    "present": _to(asked, line.present, "present", line.desk),
                }
            }
            for line in lines
        ],
    }  # fmt: skip


def _rules(lines: list[RuleLine], asked: Asked) -> View:
    return {
        "columns": _columns(
            ("name", _("Rule"), ""), ("files", _("Files"), ""), ("findings", _("Findings"), ""),
            ("explained", _("explained"), ""), ("rate", _("Share explained"), ""),
        ),
        "rows": [
            {
                "cells": {
                    "name": rule_words(line.rule),
                    "files": _to(asked, line.files, "rule", line.rule),
                    "findings": _to(asked, line.findings, "rule", line.rule),
                    "explained": _to(asked, line.explained, "explained", line.rule),
                    "rate": with_sign(rate(line.explained, line.findings)),
                }
            }
            for line in lines
        ],
    }  # fmt: skip


def rule_words(rule: str) -> str:
    """The title of a rule; one that was taken out since has only its id."""
    return pick(TITLES.get(rule, (rule, rule)))


def _causes(found: Statistics, asked: Asked) -> View:
    return {
        "columns": _columns(
            ("name", _("Cause"), ""), ("comments", _("Late comments"), ""), ("files", _("Files"), "")
        ),
        "rows": [
            {
                "cells": {
                    "name": pick(CAUSE_LABELS[line.cause]),
                    "comments": _to(asked, line.comments, "late", line.cause),
                    "files": _to(asked, line.files, "late", line.cause),
                }
            }
            for line in found.causes
        ],
    }  # fmt: skip


def _fields(asked: Asked, choices: Choices) -> list[View]:
    fields = [
        _select("by", _("Lines"), asked.by, [("department", _("Department")), ("section", _("Reviewing section"))])
    ]
    for name, label, everything, value, options in (
        ("section", _("Reviewing section"), _("All sections"), asked.section_id, choices.sections),
        ("department", _("Department"), _("All departments"), asked.department_id, choices.departments),
    ):
        if len(options) > 1:
            listed = [("", everything), *((str(key), text) for key, text in options)]
            fields.append(_select(name, label, str(value or ""), listed))
    return fields


def _select(name: str, label: str, value: str, options: list[tuple[str, str]]) -> View:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": choices}


def chart_data(found: Statistics) -> View:
    """What ``static/js/review_chart.js`` draws: the lines with most files; exact numbers stand in the table."""
    lines = sorted(found.lines, key=lambda line: -line.files)[:MOST_BARS]
    shares = [rate(line.first, line.passed) for line in lines]
    return {
        "names": [line.name or _("No section reviews them") for line in lines],
        "rounds": [[line.by_rounds[place] for line in lines] for place in range(len(ROUNDS))],
        "rate": [None if share is None else round(float(share) * 100, 2) for share in shares],
        "words": {
            "rounds": [_("1 round"), _("2 rounds"), _("3 or more")],
            "rate": _("First-pass rate"),
            "unit": _("Files"),
            "title": _("Rounds of review and first-pass rate"),
        },
    }


# --- the files behind a number --------------------------------------------------------------------------------------


def measure_words(measure: str, value: str) -> str:
    """What the files of a list have in common."""
    if measure == "rounds":
        return {"1": _("Submitted once"), "2": _("Submitted twice"), "3": _("Submitted three times or more")}[value]
    if measure in ("held", "present"):
        desk = desk_label(value)
        return (
            _("Was at the desk: %(desk)s", desk=desk)
            if measure == "held"
            else _("Now at the desk: %(desk)s", desk=desk)
        )
    if measure in ("rule", "explained"):
        what = _("Submitted with findings") if measure == "rule" else _("Submitted with findings explained")
        return "".join((what, _(": "), rule_words(value))) if value else what
    if measure == "late":
        return (
            "".join((_("Late comments"), _(": "), pick(CAUSE_LABELS[LateCause(value)])))
            if value
            else _("Late comments")
        )
    return {
        "submitted": _("Files submitted"),
        "passed": _("Passed the review"),
        "first": _("Passed at the first submission"),
        "paper": _("Signed on paper"),
    }[measure]


def files_view(page: Page, count: int, asked: Asked, measure: str, value: str, days: dict[int, int] | None) -> View:
    """Variables of ``review_statistics/files.html``; ``days``: working days at the desk asked for."""
    columns: list[View] = [
        {"key": "name", "label": _("Project"), "kind": "link"},
        {"key": "budget", "label": _("Budget"), "kind": "num"},
        {"key": "state", "label": _("State"), "kind": "chip"},
        {"key": "desk", "label": _("With"), "kind": "text"},
    ]
    rows = [list_row(item) for item in page.rows]
    if days is not None:
        columns.append({"key": "days", "label": _("Working days at this desk"), "kind": "num"})
        for row in rows:
            row["cells"]["days"] = str(days.get(row["id"], 0))

    def page_at(cursor: str) -> str:
        asks = given(asked) | {"measure": measure, "value": value or None}
        return url_for("review_statistics.files", cursor=cursor, **asks)

    return {
        "title": measure_words(measure, value),
        "year": asked.year,
        "count": count,
        "columns": columns,
        "rows": rows,
        "back": url_for("review_statistics.index", **given(asked)),
        "pager": {
            "prev": page_at(page.before) if page.before else None,
            "next": page_at(page.after) if page.after else None,
            "text": _("%(n)s per page", n=PAGE_SIZE),
        } if page.before or page.after else None,
    }  # fmt: skip


def desk_of(measure: str, value: str) -> str:
    """The desk whose days a list shows; "" = none."""
    return value if measure == "held" and value in set(Desk) else ""
