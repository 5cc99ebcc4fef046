"""The workbook of many monitoring reports out and in: only what was changed in it is taken over, report by report.

What cannot be taken over comes back marked in the user's own file. A cell that was changed on the web as well is a
conflict: what is stored stays, and the marked file holds the choice; sent again, the user's own value counts.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow import money
from workflow.db import unit_of_work
from workflow.documents.offline.reading import CellRead
from workflow.documents.offline.stamp import key_of, seal_data, unseal_data
from workflow.documents.report_book import (
    CHOICES,
    BookRow,
    RowRead,
    head_of,
    read_report_book,
    write_report_book,
)
from workflow.documents.report_content import ITEM_FIELDS, items_of
from workflow.documents.report_money import FORECASTS, OWN_FORECAST, ReportMoney, report_money
from workflow.errors import RuleFailed
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS
from workflow.lifecycle.files import find_report
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.report_lights import indicators_of
from workflow.models import Declaration, MonitoringReport, Organisation
from workflow.money import wan
from workflow.permissions import Actor
from workflow.services.campaigns import find_campaign
from workflow.services.offline.marks import Mark, mark
from workflow.services.offline.templates import Made
from workflow.services.offline.uploads import Checked, ToMark
from workflow.services.report_sheet import Result, Typed, at_desk, fill_many

KIND = "monitoring"
_WORDS = {"cause_kind": CAUSE_KINDS, "likelihood": LIKELIHOODS}
Cells = dict[str, str]


@dataclass(frozen=True)
class Taken:
    """How many reports were changed, and the file to be marked (None: nothing to say about it)."""

    changed: int
    marks: list[Mark]
    to_mark: ToMark | None


def export_book(session: Session, actor: Actor, campaign_id: int, secret: str) -> Made:
    """The reports at this person's desk; raises ``NotFound``, or ``RuleFailed`` where there are none."""
    campaign = find_campaign(session, actor, campaign_id)
    ids = at_desk(session, actor, campaign_id)
    if not ids:
        raise RuleFailed("sheet_empty")
    rows = [row for report_id in ids for row in _rows(session, find_report(session, actor, report_id))]
    first = find_report(session, actor, ids[0])
    unit = session.get_one(Organisation, first.unit_id).name
    append_audit(
        session, actor_id=actor.user_id, actor_name=actor.name, action="export_list", object_kind="monitoring_campaign",
        object_id=campaign_id, details={"reports": len(ids)},
    )  # fmt: skip
    book = write_report_book(campaign.name, unit, rows, _sealed(campaign_id, rows, secret))
    return Made(f"{campaign.name}集中填报表.xlsx", book)


def take_book(actor: Actor, campaign_id: int, checked: Checked, secret: str) -> Taken:
    """Raises ``RuleFailed`` for a foreign workbook or one of another campaign."""
    stamp = unseal_data(checked.book.stamp, key_of(secret))
    if stamp.get("kind") != KIND or stamp.get("campaign") != campaign_id:
        raise RuleFailed("sheet_other_campaign")
    exported: Cells = stamp["cells"]
    read = read_report_book(checked.book)
    if not read:
        raise RuleFailed("sheet_key_missing")
    marks: list[Mark] = []
    with unit_of_work() as session:
        ids = set(at_desk(session, actor, campaign_id))
        marks += [mark("sheet_not_at_desk", row.place) for row in read if row.report_id not in ids]
        mine = [row for row in read if row.report_id in ids]
        typed = {report_id: _typed(session, actor, report_id, mine, exported, marks) for report_id in ids}
    results = fill_many(actor, {report_id: one for report_id, one in typed.items() if one.values})
    marks += [one for row in mine for one in _refused(row, results.get(row.report_id))]
    changed = sum(bool(one.changed) for one in results.values())
    return Taken(changed, marks, _to_mark(actor, campaign_id, checked, marks, secret) if marks else None)


def _typed(
    session: Session, actor: Actor, report_id: int, rows: list[RowRead], exported: Cells, marks: list[Mark]
) -> Typed:
    """What was changed in the file of one report."""
    report = find_report(session, actor, report_id)
    stored = {f"{row.key}/{name}": row.texts.get(name, "") for row in _rows(session, report) for name in row.typed}
    values: Cells = {}
    for row in (row for row in rows if row.report_id == report_id):
        for name, cell in row.cells.items():
            key = f"{report_id}/{row.path}/{name}"
            if key not in stored:
                continue
            text, before, now = _text(cell, name, row.path), exported.get(key, ""), stored[key]
            if cell.fault:
                marks.append(mark("sheet_cell_fault", row.at(name)))
            elif _same(text, before) or _same(text, now):
                continue
            elif not _same(now, before):
                marks.append(mark("sheet_changed_since", row.at(name), "conflict", stored=now))
            else:
                values[f"{row.path}/{name}"] = CHOICES[name].get(text, text) if name in CHOICES else text
    return Typed(report.version, values)


def _text(cell: CellRead, name: str, path: str) -> str:
    """Amounts as they are stored, everything else as it is shown."""
    is_amount = f"{path}/{name}" in FORECASTS
    return (cell.number if is_amount and cell.number else cell.text).strip()


def _same(one: str, other: str) -> bool:
    """100 and 100.00 are the same amount."""
    if one == other:
        return True
    try:
        return money.fen_from_wan(one) == money.fen_from_wan(other)
    except ValueError:
        return False


def _refused(row: RowRead, result: Result | None) -> list[Mark]:
    if result is None or result.clean:
        return []
    if result.refusal:
        return [mark(result.refusal.code, row.place, **result.refusal.facts)] if row.path == "money/-" else []
    here = [one for one in result.problems if one.path.rpartition("/")[0] == row.path]
    return [mark(one.code, row.at(one.path.rpartition("/")[2]), **one.facts) for one in here]


def _to_mark(actor: Actor, campaign_id: int, checked: Checked, marks: list[Mark], secret: str) -> ToMark:
    """With a new stamp: what the file holds is held against what is stored now when it comes again."""
    with unit_of_work() as session:
        ids = at_desk(session, actor, campaign_id)
        rows = [row for report_id in ids for row in _rows(session, find_report(session, actor, report_id))]
    report: dict[str, Any] = {
        "all_marks": [one.as_json() for one in marks], "stamp": _sealed(campaign_id, rows, secret), "keys": [],
        "heads": head_of(checked.book),
    }  # fmt: skip
    return ToMark(checked.name, checked.content, report)


def _sealed(campaign_id: int, rows: list[BookRow], secret: str) -> list[str]:
    cells = {f"{row.key}/{name}": text for row in rows for name in row.typed if (text := row.texts.get(name, ""))}
    return seal_data({"kind": KIND, "campaign": campaign_id, "cells": cells}, key_of(secret))


def _rows(session: Session, report: MonitoringReport) -> list[BookRow]:
    """The money of a report, then its indicators, as they are stored."""
    name = session.get_one(Declaration, report.declaration_id).project_name
    lines = report_money(report)
    rows = [_money_row(report, name, line, split=len(lines) > 2) for line in (lines if len(lines) > 2 else lines[1:])]
    targets = indicators_of(session, [report])
    for item in items_of(session, report.id):
        promised = targets.get((report.declaration_id, item.indicator_uid))
        fixed = {one: getattr(promised, one, "") for one in ("level1", "level2", "level3", "target")}
        texts = {one: _shown(one, getattr(item, one)) for one in ITEM_FIELDS}
        rows.append(BookRow(f"{report.id}/items/{item.indicator_uid}", {"project": name} | fixed | texts))
    return rows


def _money_row(report: MonitoringReport, project: str, line: ReportMoney, *, split: bool) -> BookRow:
    """Its name stands in it only where there are several: the one line of most forms is all the money."""
    texts = {
        "project": project,
        "level3": f"资金（调整后预算数 / 已执行数）{'：' + line.label[0] if split else ''}",
        "target": wan(line.adjusted_fen),
        "actual": wan(line.executed_fen),
        "forecast": line.forecast_raw or ("" if line.forecast_fen is None else wan(line.forecast_fen)),
    }
    if line.path == OWN_FORECAST:
        texts |= {"cause": report.money_cause, "measure": report.money_measure}
    return BookRow(f"{report.id}/{line.path.rpartition('/')[0]}" if line.path else "", texts)


def _shown(name: str, value: str) -> str:
    """Choices by their words."""
    return _WORDS[name][value][0] if value and name in _WORDS else value
