"""抽样复核: the draws of a task with what the re-checks changed, and one re-check beside the unit's form."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language, plural
from webapp.present.campaigns import may_run
from webapp.present.evaluation_grid import shown
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import grade_label, of_row, pick, with_label
from webapp.present.places import anchor
from webapp.present.report_grid import Sheet
from webapp.present.times import moment
from workflow.errors import RuleFailed
from workflow.lifecycle.evaluations.finance import IN_OFFICE, may_recheck
from workflow.lifecycle.evaluations.results import MONEY_PLACE, item_place
from workflow.lifecycle.evaluations.scores import Handed, points_of, traces_of
from workflow.money import fen_from_wan, wan_grouped
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries import rechecks as read
from workflow.queries.evaluations import TaskLine
from workflow.queries.listings.rechecks import RECHECK_STATES, WHY
from workflow.queries.rechecks import Differences, ListedRecheck, RecheckView
from workflow.scoring.sampling import SampleRule
from workflow.scoring.trace import figure
from workflow.texts import whole
from workflow.types import RecheckState

View = dict[str, Any]
SHARE = 20
"""What the form of a first draw suggests, percent; a person decides."""
TONES = {RecheckState.open: "open", RecheckState.finished: "accepted"}
FIELD_OF = {"sample_share_outside": "share", "sample_amount_outside": "amount"}
GRID = {
    "level2": "level", "level3": "name", "target": "value", "actual": "value", "weight": "weight", "score": "weight",
    "points": "weight", "difference": "weight", "reason": "item",
}  # fmt: skip


# --- the draws of a task --------------------------------------------------------------------------------------------


def read_rule(form: Mapping[str, str]) -> tuple[SampleRule, str]:
    """Rule and seed; raises ``RuleFailed`` for what is no number."""
    share, amount = whole(form.get("share", "").strip()), form.get("amount", "").strip()
    if share is None:
        raise RuleFailed("sample_share_outside")
    try:
        amount_from = fen_from_wan(amount) if amount else None
    except ValueError:
        raise RuleFailed("sample_amount_outside", raw=amount) from None
    rule = SampleRule(share, bool(form.get("poor")), bool(form.get("red")), amount_from)
    return rule, form.get("seed", "")


def samples_view(
    session: Session, actor: Actor, line: TaskLine, typed: Mapping[str, str], refused: RuleFailed | None = None
) -> View:
    """Variables of ``rechecks/index.html``."""
    rows = read.list_rechecks(session, actor, line.task.id)
    draws, left = read.samples(session, line.task.id), read.left_to_draw(session, line.task.id)
    *departments, whole_of_it = read.differences(rows)
    wrong = _wrong(refused)
    return {
        "task": line.task,
        "stats": _stats(whole_of_it, left),
        "draw": _draw_form(line.task.id, left, typed, wrong) if may_run(actor) and left else None,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "draws": [_draw(one) for one in draws],
        "draw_columns": [
            {"key": "when", "label": _("Drawn at"), "kind": "date"},
            {"key": "seed", "label": _("Seed"), "kind": "short"},
            {"key": "rule", "label": _("Rule"), "kind": "text"},
            {"key": "population", "label": _("Out of"), "kind": "num"},
            {"key": "drawn", "label": _("Drawn"), "kind": "num"},
        ],
        "columns": [{"key": key, "label": column_label("rechecks", key), "kind": kind} for key, kind in LISTED.items()],
        "rows": [_listed(row) for row in rows],
        "departments": [_changes(one, one.name) for one in departments] if whole_of_it.finished else [],
        "foot": [_changes(whole_of_it, _("Total"))] if len(departments) > 1 else [],
        "change_columns": _change_columns(),
    }


LISTED = {
    "name": "link", "why": "text", "state": "chip", "adjusted": "num", "own": "num", "points": "num",
    "difference": "num", "grade": "lines", "lot": "lines",
}  # fmt: skip


def _wrong(refused: RuleFailed | None) -> dict[str, str]:
    if refused is None:
        return {}
    return {FIELD_OF.get(refused.code, "share"): refusal_text(refused.code, refused.facts, language())}


def _stats(found: Differences, left: int) -> list[View]:
    return [
        {"label": label, "value": value, "tone": tone}
        for label, value, tone in (
            (_("Drawn"), f"{found.drawn:,}", ""),
            (_("Checked"), f"{found.finished:,}", "ok" if found.finished else ""),
            (_("Mean difference"), signed(found.mean), ""),
            (_("Mean size of the difference"), _points(found.mean_size), ""),
            (_("Points lowered"), f"{found.lowered:,}", "warn" if found.lowered else ""),
            (_("Points raised"), f"{found.raised:,}", ""),
            (_("Grade changed"), f"{found.other_grade:,}", "bad" if found.other_grade else ""),
            (_("Not drawn"), f"{left:,}", ""),
        )
    ]


def _draw_form(task_id: int, left: int, typed: Mapping[str, str], wrong: Mapping[str, str]) -> View:
    return {
        "action": url_for("evaluation_samples.draw", task_id=task_id),
        "share": typed.get("share", str(SHARE)),
        "amount": typed.get("amount", ""),
        "seed": typed.get("seed", ""),
        "poor": bool(typed.get("poor")) if typed else True,
        "red": bool(typed.get("red")) if typed else True,
        "wrong": wrong,
        "left": plural("%(num)s accepted form can be drawn", "%(num)s accepted forms can be drawn", left),
    }


def _draw(one: Any) -> View:
    rule = [_("%(share)s%% by lot", share=one.share_percent)]
    rule += [pick(WHY["poor"])] if one.every_poor else []
    rule += [pick(WHY["red"])] if one.every_red else []
    if one.amount_from_fen is not None:
        rule.append(_("from %(amount)s × 10,000 yuan", amount=wan_grouped(one.amount_from_fen)))
    cells = {
        "when": moment(one.created_at),
        "seed": one.seed,
        "rule": _(", ").join(rule),
        "population": f"{one.population:,}",
        "drawn": f"{one.drawn:,}",
    }
    return {"cells": cells}


def _listed(row: ListedRecheck) -> View:
    finished = row.state == RecheckState.finished
    grade = grade_label(row.grade) if finished and row.grade else ""
    return {
        "href": url_for("rechecks.show", recheck_id=row.id),
        "sub": row.unit_name,
        "cells": {
            "name": row.project_name,
            "why": pick(WHY[row.why]),
            "state": {"key": TONES[RecheckState(row.state)], "label": pick(RECHECK_STATES[row.state])},
            "adjusted": wan(row.adjusted_fen),
            "own": shown(row.own_hundredths),
            "points": shown(row.total_hundredths) if finished else "",
            "difference": signed(row.difference),
            "grade": {"text": grade, "sub": _("self: %(grade)s", grade=grade_label(row.own_grade))} if grade else "",
            "lot": {"text": row.lot, "sub": _("form %(number)s", number=row.evaluation_id)},
        },
    }


def _change_columns() -> list[View]:
    heads = {
        "name": _("Department"), "drawn": _("Drawn"), "finished": _("Checked"), "mean": _("Mean difference"),
        "mean_size": _("Mean size of the difference"), "lowered": _("Points lowered"),
        "raised": _("Points raised"), "other_grade": _("Grade changed"),
    }  # fmt: skip
    return [{"key": key, "label": text, "kind": "text" if key == "name" else "num"} for key, text in heads.items()]


def _changes(one: Differences, name: str) -> View:
    counts = {key: f"{getattr(one, key):,}" for key in ("drawn", "finished", "lowered", "raised", "other_grade")}
    return {"cells": {"name": name, "mean": signed(one.mean), "mean_size": _points(one.mean_size)} | counts}


def _points(number: Decimal | None) -> str:
    return "—" if number is None else figure(number)


def signed(number: Decimal | None) -> str:
    """A difference with its sign; "—" where there is none yet."""
    if number is None:
        return "—"
    return f"+{figure(number)}" if number > 0 else figure(number).replace("-", "−")


# --- one re-check ---------------------------------------------------------------------------------------------------


def recheck_page_view(session: Session, actor: Actor, recheck_id: int, sheet: Sheet) -> View:
    """Variables of ``rechecks/show.html``."""
    found = read.recheck_view(session, actor, recheck_id)
    row, form = found.row, found.form.row
    editable = row.state == RecheckState.open and may_recheck(session, actor, form)
    done = row.state == RecheckState.finished
    return {
        "row": row,
        "name": found.form.declaration.project_name,
        "unit": found.form.unit_name,
        "task": found.form.task,
        "in_office": bool(actor.roles & set(IN_OFFICE)),
        "chip": {"key": TONES[RecheckState(row.state)], "label": pick(RECHECK_STATES[row.state])},
        "why": pick(WHY[row.why]),
        "form_href": url_for("evaluations.show", evaluation_id=form.id),
        "action": url_for("rechecks.save", recheck_id=row.id),
        "editable": editable,
        "barred": not editable and not done,
        "was": _stored(found) if editable else {},
        "figures": _figures(found),
        "grid": _grid(found, sheet, editable=editable),
        "opinion": sheet.typed.get("form/-/opinion", row.opinion),
        "opinion_error": sheet.problems.get("form/-/opinion", ""),
        "late": sheet.late,
        "errors": [
            {"text": with_label(_place_words(path, found), text), "href": f"#{anchor(path)}"}
            for path, text in sheet.problems.items()
        ],
        "finished_at": moment(row.finished_at),
    }


def _figures(found: RecheckView) -> list[View]:
    own, points = points_of(found.form.row.total_hundredths), points_of(found.row.total_hundredths)
    mine = own if points is None else points
    difference = None if own is None or mine is None else mine - own
    own_grade, grade = found.form.row.grade, found.row.grade or found.form.row.grade
    return [
        {"label": _("Points of the unit"), "value": _points(own), "note": grade_label(own_grade) if own_grade else ""},
        {"label": _("Points by the re-check"), "value": _points(mine), "note": grade_label(grade) if grade else ""},
        {"label": _("Difference in points"), "value": signed(difference), "tone": "warn" if difference else ""},
    ]


def _stored(found: RecheckView) -> dict[str, str]:
    values = {"form/-/opinion": found.row.opinion}
    for place in found.points:
        line = found.lines.get(place)
        own = points_of(line.points_hundredths) if line else None
        values[f"{place}/points"] = (line.points_raw if line else "") if own is None else figure(own)
        values[f"{place}/reason"] = line.reason if line else ""
    return values


def _place_words(path: str, found: RecheckView) -> str:
    if path == "form/-/opinion":
        return _("Opinion of the re-check")
    place, _slash, name = path.rpartition("/")
    names = {item_place(line.item.indicator_uid): line.indicator.level3 for line in found.form.lines if line.indicator}
    heading = _("Points by the re-check") if name == "points" else _("Reason of the difference")
    return of_row(names.get(place, _("Execution of the budget")), heading)


def _grid(found: RecheckView, sheet: Sheet, *, editable: bool) -> View:
    heads = {
        "level2": _("Level 2"), "level3": _("Indicator"), "target": _("Target of the year"),
        "actual": _("Reached in the year"), "weight": _("Points at most"), "score": _("Points of the unit"),
        "points": _("Points by the re-check"), "difference": _("Difference in points"),
        "reason": _("Reason of the difference"),
    }  # fmt: skip
    groups: dict[str, list[View]] = {}
    row, spent = found.form.row, wan(found.form.row.executed_fen)
    money = {"level3": _("Execution of the budget"), "target": wan(row.adjusted_fen), "actual": spent}
    groups[_("Money")] = [_row(1, MONEY_PLACE, row, money, found, sheet, editable=editable)]
    for number, line in enumerate(found.form.lines, 2):
        promised = line.indicator
        told = {key: getattr(promised, key, "") or "" for key in ("level2", "level3", "target")}
        told["actual"] = line.item.actual
        view = _row(number, item_place(line.item.indicator_uid), line.item, told, found, sheet, editable=editable)
        groups.setdefault((promised.level1 if promised else "") or _("Indicators"), []).append(view)
    return {
        "id": "points",
        "caption": _("Points"),
        "columns": [{"key": key, "label": heads[key], "kind": kind} for key, kind in GRID.items()],
        "editable": False,
        "groups": [{"key": label, "label": label, "rows": rows} for label, rows in groups.items()],
    }


def _row(
    number: int, place: str, own: Handed, told: Mapping[str, str | None], found: RecheckView, sheet: Sheet, *,
    editable: bool,
) -> View:  # fmt: skip
    counted, unit = found.points[place], points_of(own.points_hundredths)
    difference = None if counted is None or unit is None else counted - unit
    fixed = {key: told.get(key) or "" for key in ("level2", "level3", "target", "actual")}
    fixed |= {"weight": shown(own.weight_hundredths), "score": shown(own.points_hundredths)}
    fixed["difference"] = "" if not difference else signed(difference)
    cells = {key: {"kind": "static", "value": text, "path": "", "id": ""} for key, text in fixed.items()}
    stored = _stored(found)
    for key in ("points", "reason"):
        path = f"{place}/{key}"
        heading = _("Points by the re-check") if key == "points" else _("Reason of the difference")
        cells[key] = {
            "kind": ("text" if key == "points" else "area") if editable else "static",
            "name": path, "path": path, "id": anchor(path),
            "label": f"{told.get('level3') or place} {heading}",
            "value": sheet.typed.get(path, stored[path]) if editable else _read_only(key, stored[path], counted),
        }  # fmt: skip
        if path in sheet.problems:
            cells[key] |= {"state": "error", "message": sheet.problems[path]}
    notes = [{"state": "info", "message": trace.words(language())} for trace in traces_of(own)]
    return {"uid": place, "number": number, "cells": cells, "notes": notes}


def _read_only(key: str, text: str, counted: Decimal | None) -> str:
    return _points(counted) if key == "points" else text or "—"


def changed_of(form: Mapping[str, str]) -> dict[str, str]:
    """What this person changed: fields whose text differs from what the page had shown."""
    sections = ("items/", "money/", "form/")
    plain = {name: text.replace("\r\n", "\n") for name, text in form.items() if name.startswith(sections)}
    return {name: text for name, text in plain.items() if text != form.get(f"was:{name}", "").replace("\r\n", "\n")}


def notice_of(row: Any) -> View | None:
    """What stands on the unit's form about its re-check."""
    if row is None:
        return None
    href = url_for("rechecks.show", recheck_id=row.id)
    if row.state != RecheckState.finished:
        return {"kind": "info", "text": _("This form is in the sample that finance checks again."), "href": href}
    grade = grade_label(row.grade) if row.grade else ""
    words = _("Finance checked this form again: %(points)s points, %(grade)s. That result counts.",
              points=shown(row.total_hundredths), grade=grade)  # fmt: skip
    return {"kind": "warn", "text": words, "href": href}
