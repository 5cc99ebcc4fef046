"""集中填报: all reports of a campaign at one desk in one grid, a group a project, its money first."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language, plural
from webapp.present.campaigns import light_view
from webapp.present.execution import with_sign
from webapp.present.files import wan
from webapp.present.labels import of_row, pick, with_label
from webapp.present.places import anchor
from webapp.present.report_grid import KINDS, Sheet, columns, grid, money_fields, place_words, problem_words
from workflow.documents.report_money import ReportMoney, report_money
from workflow.errors import Conflict
from workflow.execution import rate
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.monitoring import CampaignLine
from workflow.queries.report_page import ReportView, report_view
from workflow.services.report_sheet import Result, Typed
from workflow.texts import whole

View = dict[str, Any]
PAGE = 20
"""Projects a page: a unit with more turns pages, or takes the workbook."""
LEFT_OUT = ("level2",)
"""Columns of one report that the sheet has no room for."""


def read_sheet(form: Mapping[str, str]) -> dict[int, Typed]:
    """Report → what its cells hold now; a cell that says what is stored changes nothing."""
    values: dict[int, dict[str, str]] = {}
    for name, text in form.items():
        number, _, path = name.partition(":")
        if path.startswith(("items/", "money/")) and (report := whole(number)) is not None:
            values.setdefault(report, {})[path] = text.replace("\r\n", "\n")
    return {report: Typed(whole(form.get(f"version:{report}", "")) or 0, cells) for report, cells in values.items()}


def sheet_view(
    session: Session, actor: Actor, line: CampaignLine, ids: Sequence[int], start: int,
    typed: Mapping[int, Typed] | None = None, results: Mapping[int, Result] | None = None,
) -> View:  # fmt: skip
    """Variables of ``reports/sheet.html``; after a save what was refused stands with what was typed."""
    typed, results, campaign = typed or {}, results or {}, line.campaign
    shown = ids[start : start + PAGE]
    views = [report_view(session, actor, report_id) for report_id in shown]
    here = url_for("report_sheet.show", campaign_id=campaign.id)
    pages = {"prev": start - PAGE if start else None, "next": start + PAGE if start + PAGE < len(ids) else None}
    return {
        "campaign": campaign,
        "count": len(ids),
        "action": url_for("report_sheet.save", campaign_id=campaign.id, start=start or None),
        "back": url_for("campaigns.show", campaign_id=campaign.id),
        "book": url_for("report_sheet.book", campaign_id=campaign.id),
        "upload": url_for("report_sheet.bring_back", campaign_id=campaign.id),
        "pager": {name: None if at is None else f"{here}?start={at}" for name, at in pages.items()}
        | {"text": plural("%(num)s project", "%(num)s projects", len(ids))} if len(ids) > PAGE else None,
        "versions": {view.report.id: view.report.version for view in views},
        "grid": _grid(views, typed, results),
        "errors": [error for view in views for error in _errors(view, results.get(view.report.id))],
        "hidden": hidden_errors(session, actor, {key: one for key, one in results.items() if key not in shown}),
    }  # fmt: skip


def hidden_errors(session: Session, actor: Actor, results: Mapping[int, Result]) -> list[View]:
    """Of reports that are not on the page (any more)."""
    return [
        error for report_id, result in results.items() if not result.clean
        for error in _errors(report_view(session, actor, report_id), result)
    ]  # fmt: skip


def _errors(view: ReportView, result: Result | None) -> list[View]:
    name, report_id = view.declaration.project_name, view.report.id
    if result is None or result.clean:
        return []
    if result.refusal:
        text = refusal_text(result.refusal.code, result.refusal.facts, language())
        words = _("changed by somebody else meanwhile; your cells are still here") if _late(result) else text
        return [{"text": of_row(name, words), "href": url_for("reports.show", report_id=report_id, check=1)}]
    return [
        {
            "text": with_label(of_row(name, place_words(path, view.lines)), text),
            "href": f"#{anchor(f'{report_id}:{path}')}",
        }
        for path, text in problem_words(result.problems).items()
    ]


def _late(result: Result) -> bool:
    return isinstance(result.refusal, Conflict)


def _grid(views: Sequence[ReportView], typed: Mapping[int, Typed], results: Mapping[int, Result]) -> View:
    groups = []
    for view in views:
        result = results.get(view.report.id)
        sheet = Sheet()
        if result and not result.clean and view.report.id in typed:
            sheet = Sheet(typed[view.report.id].values, problem_words(result.problems), late=_late(result))
        groups.append(_group(view, sheet))
    return {
        "id": "sheet", "caption": _("Monitoring reports"), "editable": False, "groups": groups,
        "columns": [one for one in columns() if one["key"] not in LEFT_OUT],
    }  # fmt: skip


def _group(view: ReportView, sheet: Sheet) -> View:
    own = grid(view, sheet, {}, editable=True)
    rows = [*_money_rows(view, sheet), *(row for group in own["groups"] for row in group["rows"])]
    left = len(view.missing)
    words = plural("%(num)s place to fill in", "%(num)s places to fill in", left) if left else _("complete")
    for row in rows:
        row["uid"] = f"{view.report.id}-{row['uid']}"
        for cell in row["cells"].values():
            if cell.get("name"):
                cell |= {"name": f"{view.report.id}:{cell['name']}", "path": f"{view.report.id}:{cell['path']}"}
                cell["id"] = anchor(cell["path"])
    return {"key": str(view.report.id), "label": f"{view.declaration.project_name}（{words}）", "rows": rows}


def _money_rows(view: ReportView, sheet: Sheet) -> list[View]:
    """All money, and its lines where there are two; forecast and causes are typed in the columns of the indicators."""
    fields, (total, *lines) = money_fields(view, sheet, {}), report_money(view.report)
    below = [] if len(lines) == 1 else [_money_row(view, pick(line.label), line, fields) for line in lines]
    first = _money_row(view, _("Money (× 10,000 yuan)"), total if below else lines[0], fields)
    first["cells"]["light"] = {"kind": "lights", "lights": [light_view(view.light) | {"how": ""}]}
    return [first, *below]


def _money_row(view: ReportView, name: str, line: ReportMoney, fields: Mapping[str, View]) -> View:
    """A line as it is stored, with the fields that are typed in it."""
    place = line.path.rpartition("/")[0]
    fixed = dict.fromkeys((*KINDS, "forecast"), "") | {
        "level3": name,
        "target": wan(line.adjusted_fen) or "",
        "actual": f"{wan(line.executed_fen)}（{with_sign(rate(line.executed_fen, line.adjusted_fen))}）",
        "forecast": wan(line.forecast_fen) or "",
    }
    cells: View = {key: {"kind": "static", "value": text} for key, text in fixed.items() if key not in LEFT_OUT}
    for path, given in fields.items():
        if path.rpartition("/")[0] == place:
            cells[path.rpartition("/")[2]] = _money_cell(path, given, view.declaration.project_name)
    return {"uid": place.replace("/", "-") or "money", "number": "", "cells": cells}


def _money_cell(path: str, given: View, project: str) -> View:
    cell: View = {"kind": "text" if given["is_amount"] else "area", "name": path, "path": path, "value": given["value"]}
    cell["label"] = f"{project} {given['label']}"
    if given["error"]:
        return cell | {"state": "error", "message": given["error"]}
    return cell | ({"state": "warning", "message": given["warning"]} if given["warning"] else {})


def done_words(results: Mapping[int, Result], sent: Mapping[int, Result]) -> str:
    """How many reports were changed and sent up."""
    changed = sum(bool(one.changed) for one in results.values())
    gone = sum(one.sent for one in sent.values())
    words = [plural("%(num)s report saved", "%(num)s reports saved", changed)]
    words += [plural("%(num)s report sent up", "%(num)s reports sent up", gone)] if sent else []
    return _("%(words)s.", words="，".join(words) if language() == "zh" else ", ".join(words))


def taken_words(changed: int) -> str:
    """What a workbook changed."""
    if not changed:
        return _("Nothing has changed.")
    return plural("The workbook changed %(num)s report.", "The workbook changed %(num)s reports.", changed)
