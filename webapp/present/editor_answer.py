"""The answer to an edit: what became of each change, and everything on the page that follows from the new content."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from sqlmodel import Session

from webapp.access import settings
from webapp.i18n import _, plural
from webapp.present.editor_budget import budget_offers
from webapp.present.editor_confirm import part_count, part_list
from webapp.present.editor_draft import Draft, load_draft, result_text, shown
from webapp.present.editor_places import owns
from webapp.present.editor_sections import section_notes, section_state, section_view
from webapp.present.editor_side import counts_of, finding_list, remark, remark_list
from webapp.present.editor_totals import totals_of
from webapp.present.findings import raw_text, wider_words
from webapp.present.labels import pick
from workflow import clock
from workflow.canonical import version_code
from workflow.canonical.paths import parse
from workflow.canonical.profile import ProfileSection
from workflow.money import wan_grouped, yuan_grouped
from workflow.permissions import Actor
from workflow.services.editing import KEPT, Done, Outcome, Result
from workflow.services.editing.fields import read_estimate

View = dict[str, Any]
REGROUPING = frozenset({"level1", "goal", "horizon"})
"""Cells whose change moves a row to another group, so that the table is drawn anew."""


def answer_view(session: Session, actor: Actor, done: Done, line: str = "") -> View:
    """JSON of ``editor.save``, ``do`` and ``paste``; built in the transaction that made the change."""
    draft = load_draft(session, actor, done.declaration)
    counts, totals = counts_of(draft), totals_of(draft)
    return {
        "version": done.declaration.version,
        "version_code": version_code(draft.content.content_hash),
        "batch": done.batch,
        "saved_at": f"{clock.local(clock.now(), _zone()):%H:%M:%S}",
        "results": [_result(draft, result) for result in done.results],
        "findings": _findings(draft),
        "marks": {path: {"state": mark.state, "message": mark.message} for path, mark in draft.marks.items()},
        "carried": list(draft.carried.open),
        "counts": counts,
        "totals": totals,
        "undo": draft.undo,
        "seen": draft.seen,
        "line": line,
        "html": _pieces(draft, counts) | _parts(draft, done, totals),
    }


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().region_zone)


def _result(draft: Draft, result: Result) -> View:
    def told(text: str) -> str:  # what could not be read stays letter by letter
        return text if result.path in draft.raw else shown(result.path, text)

    view = {"path": result.path, "outcome": result.outcome.value, "value": told(result.value)}
    if result.outcome in KEPT and result.outcome is not Outcome.unparsed:
        return view
    at = f"{clock.local(datetime.fromisoformat(result.at), _zone()):%Y-%m-%d %H:%M}" if result.at else ""
    return view | {
        "code": result.code,
        "message": result_text(result),
        "theirs": told(result.theirs),
        "who": result.who,
        "at": at,
    }


def _findings(draft: Draft) -> list[View]:
    waivers = draft.content.waivers
    return [
        {
            "key": item.key,
            "rule": item.rule,
            "severity": item.severity.value,
            "path": item.path,
            "text": pick((item.zh, item.en)),
            "explained": item.key in waivers,
        }
        for item in draft.content.findings
    ]


def _pieces(draft: Draft, counts: dict[str, int]) -> dict[str, str]:
    """Small parts of the page by the id or mark of the element they fill."""
    states = [section_state(draft, section) for section in draft.profile.sections]
    lists = {
        "remarks": remark_list(draft),
        "findings": finding_list(draft),
        "carried": part_list(draft),
        "wider": wider_words(draft.content, draft.row),
    }
    return {
        "#editor-nav": render_template("editor/_nav.html", sections=states),
        "#findings": render_template("editor/_side.html", **lists),
        "[data-counts]": render_template("editor/_counts.html", counts=counts),
        **{
            f'[data-notes-of="{section.name}"]': render_template(
                "editor/_notes.html",
                found=section_notes(draft, section),
                offers=budget_offers(draft, section),
                row=draft.row,
            )
            for section in draft.profile.sections
            if section.rows
        },
        **{
            f'[data-confirm-of="{section.name}"]': render_template(
                "editor/_confirm.html", key=section.name, count=part_count(draft, section)
            )
            for section in draft.profile.sections
            if draft.carried.clone
        },
    }


def _parts(draft: Draft, done: Done, totals: View) -> dict[str, str]:
    """Parts of the form whose rows came, went or moved: drawn anew."""
    return {
        f'[data-part="{section.name}"]': render_template(
            "editor/_part.html",
            part=section_view(draft, section),
            remark=lambda comment: remark(draft, comment),
            totals=totals,
            row=draft.row,
        )
        for section in draft.profile.sections
        if section.rows and _redrawn(draft, section, done)
    }


def _redrawn(draft: Draft, section: ProfileSection, done: Done) -> bool:
    wide = done.again or done.rows > 0
    return any(
        _moves_rows(result, wide=wide) and _concerns(draft, section, result.path) for result in done.results
    ) or (done.again and section.rows != "attachments")


def _moves_rows(result: Result, *, wide: bool) -> bool:
    """A row that came, went or moved; in a click on many cells (``wide``) every stored cell."""
    if result.outcome not in KEPT or result.outcome is Outcome.same:
        return False
    field = parse(result.path).field
    return wide or not field or field in REGROUPING


def _concerns(draft: Draft, section: ProfileSection, path: str) -> bool:
    """Goals name the groups of the indicator tables; a removed row no longer says which table it was in."""
    target = parse(path)
    if target.section == "goals" and section.rows == "indicators":
        return True
    if target.section == "funding_sources" and f"{target.section}/{target.uid}" in _there(draft):
        return False  # its cell was there before its row
    gone = target.uid and target.section == section.rows and f"{target.section}/{target.uid}" not in _there(draft)
    return bool(gone) or owns(draft, section, path)


def _there(draft: Draft) -> set[str]:
    return {path.rpartition("/")[0] for path in draft.cells}


def estimate_view(formula: str) -> View:
    """``{amount, words}`` in 万元 and in words, or ``{problem}``."""
    try:
        fen = read_estimate(formula)
    except ValueError as fault:
        return {"problem": raw_text(formula, str(fault))}
    if fen is None:
        return {"problem": ""}
    words = _("= %(wan)s × 10,000 yuan (%(yuan)s yuan)", wan=wan_grouped(fen), yuan=yuan_grouped(fen))
    return {"amount": wan_grouped(fen), "words": words}


def filled_words(done: Done) -> str:
    """``30 rows pasted, 2 cells to check.``"""
    if done.again:
        return ""
    words = [plural("%(num)s row pasted", "%(num)s rows pasted", done.rows)]
    return _line(words, done)


def copied_words(done: Done) -> str:
    """How many rows came from the other table."""
    return _line([plural("%(num)s row taken over", "%(num)s rows taken over", done.rows)], done)


def confirmed_words(done: Done) -> str:
    """How many carried values no longer wait."""
    return plural("%(num)s value confirmed", "%(num)s values confirmed", done.rows)


def adopted_words(done: Done) -> str:
    """What the cell says now."""
    return _line([_("Changed to “%(value)s”", value=done.results[0].value)], done)


def distributed_words(done: Done) -> str:
    """How many weights were written."""
    words = plural("The weight of %(num)s indicator was set", "The weights of %(num)s indicators were set", done.rows)
    return _line([words], done)


def undone_words(done: Done) -> str:
    """Taken back, and what others changed since."""
    if done.again:
        return ""
    return _line([_("Taken back")], done)


def _line(words: list[str], done: Done) -> str:
    if done.to_check:
        words.append(plural("%(num)s cell to check", "%(num)s cells to check", len(done.to_check)))
    if done.left_out:
        words.append(plural("%(num)s column found no place", "%(num)s columns found no place", done.left_out))
    return _(", ").join(words)


def unkept(results: Iterable[Result]) -> dict[str, Result]:
    """Cells whose text was not stored, by path."""
    return {result.path: result for result in results if result.outcome not in KEPT}


def stored(results: Sequence[Result]) -> int:
    """How many cells and rows really changed."""
    return sum(result.outcome in (Outcome.applied, Outcome.unparsed) for result in results)
