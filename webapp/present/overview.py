"""绩效一览: a year on one page; every number opens the list it counts, every strip and table says what counts."""

from dataclasses import replace
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.execution import points, with_sign
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import desk_label, pick
from webapp.present.times import moment
from workflow import clock
from workflow.execution import Light, money_light, rate, time_progress
from workflow.queries.dashboard.figures import RANKS, Line, Overview, ranked
from workflow.queries.dashboard.measures import MEASURES, Asked
from workflow.queries.listings.overview import DESK_WORDS, desk_lines, light_lines, light_words

View = dict[str, Any]
MOST_LINES = 12
"""Lines on one A4 page; all of them on demand and in the export."""
MOST_BARS = 12
SAID = (
    "due", "submitted", "passed", "unsubmitted", "unsubmitted_late", "reports", "money_light", "target_light",
    "corrections_open", "corrections_late", "evaluations", "evaluations_open", "at_desk_late", "report_at_desk_late",
    "evaluation_at_desk_late",
)  # fmt: skip
"""Measures that the footnotes explain, in the order of the page."""


def given(asked: Asked) -> View:
    """The place and the day asked for, as parts of an address."""
    day = asked.past.isoformat() if asked.past else None
    chosen = {"department": asked.department_id, "unit": asked.unit_id, "as_of": day}
    return {key: value for key, value in chosen.items() if value}


def overview_view(found: Overview, place: str, order: tuple[str, bool], *, all_lines: bool) -> View:
    """Variables of ``overview/index.html``; ``place``: the name of the department or unit looked at, "" = all seen."""
    by, descending = order
    lines = ranked(found.lines, by, descending=descending)
    shown = lines if all_lines else lines[:MOST_LINES]
    return {
        "title": _title(found, place),
        "year": found.asked.year,
        "empty": found.empty,
        "now": moment(clock.now()),
        "as_of": found.as_of.isoformat(),
        "place": place,
        "whole": url_for("overview.index"),
        "past": found.asked.past.isoformat() if found.asked.past else "",
        "day": _day(found.asked, order),
        "declared": _declared(found),
        "money": _money(found),
        "followed": _followed(found),
        "campaign": found.campaign[1] if found.campaign else "",
        "columns": _columns(found, order),
        "rows": [_row(line, found) for line in shown],
        "foot": [{"cells": _cells(found.total, found, {}) | {"name": _("Total")}}],
        "more": len(lines) - len(shown),
        "all_lines": url_for("overview.index", **given(found.asked), sort=by, dir=_dir(descending), all=1) + "#lines",
        "ranked_by": column_label("overview", by),
        "worst_first": descending,
        "rates": _rates_chart(lines, found),
        "lights": _lights(found),
        "desks": _desks(found),
        "notes": [(pick(MEASURES[key].words), pick(MEASURES[key].counts)) for key in SAID],
    }


def _day(asked: Asked, order: tuple[str, bool]) -> View:
    """The field 截至; the place and the order go with it."""
    rest = given(replace(asked, past=None))
    value = (asked.past or asked.today).isoformat()
    return {
        "action": url_for("overview.index"),
        "fields": [{"kind": "date", "name": "as_of", "label": _("As of"), "value": value}],
        "hidden": rest | {"sort": order[0], "dir": _dir(order[1])},
        "reset": url_for("overview.index", **rest) if asked.past else "",
    }


def _title(found: Overview, place: str) -> str:
    if place:
        return _("%(place)s at a glance", place=place)
    return {
        "department": _("Performance at a glance"),
        "unit": _("The department at a glance"),
        "project": _("The unit at a glance"),
    }[found.by]


def _dir(descending: bool) -> str:
    return "desc" if descending else "asc"


def to_files(asked: Asked, measure: str, value: str = "", **place: Any) -> str:
    """The list behind a number."""
    return url_for("overview.files", **(given(asked) | place), measure=measure, value=value or None)


def _number(found: Overview, measure: str, value: str = "") -> View:
    """A number of a strip: what counts is said when the pointer rests on it, and in the footnotes."""
    count = found.total.count(measure, value)
    row = MEASURES[measure]
    shown: View = {"label": pick(row.words), "value": f"{count:,}", "title": pick(row.counts)}
    return shown | {"href": to_files(found.asked, measure, value)} if count else shown


def _share(part: int, of: int, words: str) -> str:
    return f"{words} {with_sign(rate(part, of))}"


def _declared(found: Overview) -> list[View]:
    count = found.total.count
    late = count("unsubmitted_late")
    unsubmitted = _number(found, "unsubmitted")
    if late:
        unsubmitted |= {"note": _("of these overdue: %(n)s", n=f"{late:,}"), "tone": "bad",
                        "note_href": to_files(found.asked, "unsubmitted_late")}  # fmt: skip
    strip = [
        _number(found, "due"),
        _number(found, "submitted") | {"note": _share(count("submitted"), count("due"), _("of those to be declared"))},
        _number(found, "passed") | {"note": _share(count("passed"), count("submitted"), _("of those submitted"))},
        unsubmitted,
    ]
    if found.without_targets is not None:
        strip.append(_without_targets(found.without_targets))
    return strip


def _without_targets(count: int) -> View:
    view: View = {
        "label": _("Money without targets"),
        "value": f"{count:,}",
        "title": _("Projects with a budget or payments in the year and no declaration in force."),
        "note": _("projects without a declaration in force"),
    }
    return view | {"href": url_for("ledger.without_targets"), "tone": "warn"} if count else view


def _money(found: Overview) -> list[View]:
    money, time = found.total.money, time_progress(found.as_of.month)
    reached = money.execution_rate
    light = money_light(money.executed_fen, money.adjusted_fen, found.as_of.month)
    board, unit = _board(found, found.asked), _("× 10,000 yuan")
    strip: list[View] = [
        {"label": _("Adjusted budget"), "value": wan(money.adjusted_fen), "unit": unit, "href": board,
         "title": _("Initial budget, adjustments and carry-over in effect on the day.")},
        {"label": _("Paid"), "value": wan(money.executed_fen), "unit": unit, "href": board,
         "title": _("Treasury payments until the day, refunds deducted."), "note": _unmatched(found)},
        {"label": _("Execution rate"), "value": with_sign(reached), "href": board,
         "title": _("Paid ÷ adjusted budget."),
         "tone": {Light.red: "bad", Light.yellow: "warn"}.get(light, "") if light else "",
         "note": _("time progress %(time)s", time=with_sign(time))},
        {"label": _("Ahead or behind"), "value": points(None if reached is None else reached - time),
         "unit": _("percentage points"), "title": _("Execution rate less time progress (month ÷ 12).")},
        {"label": _("Unspent"), "value": wan(found.total.unspent_fen), "unit": unit, "href": board,
         "title": _("Adjusted budget less what was paid.")},
    ]  # fmt: skip
    return strip


def _unmatched(found: Overview) -> str:
    if not found.unmatched_fen:
        return ""
    return _("%(sum)s more of no project", sum=wan(found.unmatched_fen))


def _board(found: Overview, asked: Asked, **place: Any) -> str:
    """The execution board with the lines that make up a sum."""
    where = given(asked) | place
    by = "project" if "unit" in where else "unit" if "department" in where else found.by
    return url_for("execution.index", **(where | {"as_of": found.as_of.isoformat()}), by=by)


def _followed(found: Overview) -> list[View]:
    count = found.total.count
    late = count("corrections_late")
    corrections = _number(found, "corrections_open")
    if late:
        corrections |= {"note": _("of these overdue: %(n)s", n=f"{late:,}"), "tone": "bad",
                        "note_href": to_files(found.asked, "corrections_late")}  # fmt: skip
    unsent = _number(found, "reports_unsent")
    evaluations = _number(found, "evaluations_open")
    return [
        unsent | {"note": _("of %(n)s reports", n=f"{count('reports'):,}")},
        _number(found, "money_light", Light.red) | {"label": _("Red light: money")},
        _number(found, "target_light", Light.red) | {"label": _("Red light: targets")},
        corrections,
        evaluations | {"note": _("of %(n)s self-evaluations", n=f"{count('evaluations'):,}")},
    ]


# --- the lines --------------------------------------------------------------------------------------------------------

_COLUMNS = (
    ("due", "sm"), ("submitted", ""), ("share", "md"), ("passed", ""), ("unsubmitted", ""), ("late", ""),
    ("adjusted", "md"), ("executed", "md"), ("rate", ""), ("lead", ""), ("left", ""), ("money_red", ""),
    ("target_red", ""),
)  # fmt: skip
_MONEY_ONLY = frozenset({"adjusted", "executed"})
_MONEY = _MONEY_ONLY | {"rate", "lead", "left"}
"""What a project has; the first two stand on its lines alone, for want of room on the others."""
_COUNTED = {
    "due": ("due", ""), "submitted": ("submitted", ""), "passed": ("passed", ""), "unsubmitted": ("unsubmitted", ""),
    "late": ("unsubmitted_late", ""), "money_red": ("money_light", Light.red),
    "target_red": ("target_light", Light.red),
}  # fmt: skip


def _columns(found: Overview, order: tuple[str, bool]) -> list[View]:
    names = {"department": _("Department"), "unit": _("Unit"), "project": _("Project")}
    columns: list[View] = [{"key": "name", "label": names[found.by], "kind": "link"}]
    for key, hide in _COLUMNS:
        if key in _MONEY_ONLY if found.by != "project" else key not in _MONEY:
            continue
        column: View = {"key": key, "label": column_label("overview", key), "kind": "num", "hide": hide}
        if key in RANKS:
            column["sort"] = _sort(found.asked, key, order)
        columns.append(column)
    return columns


def _sort(asked: Asked, key: str, order: tuple[str, bool]) -> View:
    mine = order[0] == key
    turned = not order[1] if mine else key not in ("rate", "share", "passed")
    href = url_for("overview.index", **given(asked), sort=key, dir=_dir(turned))
    return {"href": f"{href}#lines", "dir": _dir(order[1]) if mine else ""}


def _row(line: Line, found: Overview) -> View:
    if found.by == "project":
        day = found.as_of.isoformat()
        href = url_for("execution.project", project_id=line.id, year=found.asked.year, as_of=day)
        return {"href": href, "cells": {"name": line.name, **_cells(line, found, {})}}
    place = {found.by: line.id}
    light = money_light(line.money.executed_fen, line.money.adjusted_fen, found.as_of.month)
    return {
        "href": url_for("overview.index", **(given(found.asked) | place)),
        "cells": {"name": line.name, **_cells(line, found, place)},
        "tone": {Light.red: "bad", Light.yellow: "warn"}.get(light, "") if light else "",
    }


def _cells(line: Line, found: Overview, place: View) -> View:
    """The same for a line and for the total."""
    time, reached = time_progress(found.as_of.month), line.money.execution_rate
    counted = {key: _opening(line, found, number, place) for key, number in _COUNTED.items()}
    amounts = {
        "adjusted": line.money.adjusted_fen, "executed": line.money.executed_fen, "left": line.unspent_fen,
    }  # fmt: skip
    board = _board(found, found.asked, **place)
    opened = found.by != "project"
    return {
        **counted,
        **{key: {"text": wan(fen), "href": board} if fen and opened else wan(fen) for key, fen in amounts.items()},
        "share": with_sign(rate(line.count("submitted"), line.count("due"))),
        "rate": with_sign(reached),
        "lead": points(None if reached is None else reached - time),
    }


def _opening(line: Line, found: Overview, number: tuple[str, str], place: View) -> Any:
    """A number with the way to its list; nothing to open behind a zero."""
    count = line.count(*number)
    if not count:
        return "0"
    return {"text": f"{count:,}", "href": to_files(found.asked, *number, **place)}


def _rates_chart(lines: list[Line], found: Overview) -> View:
    """What ``static/js/overview.js`` draws: in the order of the table, the first of them on top."""
    shown = [line for line in lines if line.money.execution_rate is not None][:MOST_BARS]
    return {
        "kind": "rates",
        "names": [line.name for line in shown],
        "rates": [_hundred(line.money.execution_rate) for line in shown],
        "time": _hundred(time_progress(found.as_of.month)),
        "words": {"rate": _("Execution rate"), "time": _("Time progress"), "file": _("Execution rate")},
    }


def _hundred(value: Any) -> float:
    return round(float(value) * 100, 2)


# --- lights and desks -------------------------------------------------------------------------------------------------


def _lights(found: Overview) -> View:
    lines = light_lines(found)
    return {
        "columns": [
            {"key": "name", "label": column_label("overview_lights", "name"), "kind": "light"},
            {"key": "money", "label": column_label("overview_lights", "money"), "kind": "num"},
            {"key": "targets", "label": column_label("overview_lights", "targets"), "kind": "num"},
        ],
        "rows": [
            {
                "cells": {
                    "name": {"tone": line.light, "label": pick(light_words(line.light))},
                    "money": _opening(found.total, found, ("money_light", line.light), {}),
                    "targets": _opening(found.total, found, ("target_light", line.light), {}),
                }
            }
            for line in lines
        ],
        "any": any(line.money or line.targets for line in lines),
        "chart": {
            "kind": "lights",
            "names": [pick(light_words(line.light)) for line in lines],
            "keys": [line.light for line in lines],
            "rows": [[line.money for line in lines], [line.targets for line in lines]],
            "words": {
                "rows": [column_label("overview_lights", "money"), column_label("overview_lights", "targets")],
                "file": _("Lights"),
            },
        },
    }


def _desks(found: Overview) -> View:
    columns: list[View] = [{"key": "name", "label": column_label("overview_desks", "name"), "kind": "text"}]
    keys = [key for kind in DESK_WORDS for key in (kind, f"{kind}_late")]
    columns += [{"key": key, "label": column_label("overview_desks", key), "kind": "num"} for key in keys]
    rows = []
    for line in desk_lines(found):
        there = {key: (key, line.desk) for key in keys if line.desk in MEASURES[key].values}
        cells = {key: _opening(found.total, found, number, {}) for key, number in there.items()}
        rows.append({"cells": {"name": desk_label(line.desk), **cells}})
    return {"columns": columns, "rows": rows}
