"""审核表: the sheet to fill in beside the form, on the page that passes the review, and as it was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.labels import GRADE_LABELS, grade_label, pick
from webapp.present.times import moment
from workflow import clock
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.review_sheets import CRITERIA
from workflow.permissions import Actor
from workflow.queries.file_page import NOBODY, Person
from workflow.queries.review_sheets import SheetState, sheet_state
from workflow.scoring.review_sheet import FULL, MET, PARTLY, TICKS, UNMET, Criterion, total
from workflow.services.review_sheets import LONGEST
from workflow.types import SheetKind

View = dict[str, Any]


def tick_options() -> list[View]:
    """符合 | 基本符合 | 不符合."""
    return [
        {"value": MET, "label": _("Met")},
        {"value": PARTLY, "label": _("Mostly met")},
        {"value": UNMET, "label": _("Not met")},
    ]


def grade_options() -> list[View]:
    """优 | 良 | 中 | 差."""
    return [{"value": key, "label": pick(words)} for key, words in GRADE_LABELS.items()]


def sheet_form(session: Session, row: Any, asked: View) -> View:
    """The sheet of this round; after a refused save with everything that was typed."""
    state = sheet_state(session, row)
    typed: Mapping[str, str] = asked.get("sheet_typed") or {}
    sheet = state.sheet
    return {
        "scored": state.kind is SheetKind.scored,
        "is_key": state.is_key,
        "raised": sheet is not None and sheet.raised,
        "groups": groups(state.criteria, {**state.answers, **typed}),
        "options": tick_options(),
        "grades": grade_options(),
        "grade": typed.get("grade", sheet.grade if sheet else ""),
        "opinion": typed.get("opinion", sheet.opinion if sheet else ""),
        "longest": LONGEST,
        "full": FULL,
        "saved": _("Saved %(when)s", when=moment(sheet.updated_at)) if sheet and not typed else "",
        "error": asked.get("sheet_error", ""),
        "action": url_for("review_sheets.save", declaration_id=row.id),
        "kind_action": url_for("review_sheets.kind", declaration_id=row.id),
        **progress(state),
    }


def progress(state: SheetState) -> View:
    """What the sheet comes to so far."""
    return {
        "total": score_words(state.total) if state.kind is SheetKind.scored else "",
        "open": _("%(n)s questions open", n=len(state.missing)) if state.missing else _("All questions answered"),
        "suggested": _("Suggested grade: %(grade)s", grade=grade_label(state.suggested)) if state.suggested else "",
        "suggested_key": str(state.suggested or ""),
    }


def saved_words(session: Session, actor: Actor, declaration_id: int) -> View:
    """What the script writes beside the form after a save."""
    row = find_declaration(session, actor, declaration_id)
    return {"saved": _("Saved %(when)s", when=moment(clock.now())), **progress(sheet_state(session, row))}


def groups(criteria: Sequence[Criterion], answers: Mapping[str, str]) -> list[View]:
    """The questions under 完整性, 相关性, 适当性, 可行性; ticks are groups of one."""
    found: dict[str, View] = {}
    titles = {item.key: item for item in TICKS}
    for item in criteria:
        head = titles[item.group or item.key]
        group = found.setdefault(head.key, {"title": pick((head.zh, head.en)), "points": 0, "lines": []})
        group["points"] += item.points
        group["lines"].append(
            {
                "key": item.key,
                "label": pick((item.zh, item.en)),
                "question": pick((item.question_zh, item.question_en)),
                "points": item.points,
                "answer": answers.get(item.key, ""),
            }
        )
    return list(found.values())


def decided_sheets(sheets: Sequence[Any], authors: Mapping[int, Person]) -> list[View]:
    """Read-only, newest round first."""
    words = {option["value"]: option["label"] for option in tick_options()}
    return [
        {
            "round": item.round,
            "whole": item.kind == SheetKind.whole,
            "scored": item.kind == SheetKind.scored,
            "groups": groups(CRITERIA[item.kind], item.answers),
            "words": words,
            "total": score_words(total(item.answers)) if item.kind == SheetKind.scored else "",
            "full": FULL,
            "grade": grade_label(item.grade) if item.grade else "",
            "opinion": item.opinion,
            "who": authors.get(item.author_id, NOBODY).name,
            "when": moment(item.decided_at or item.updated_at),
            "draft": item.decided_at is None,
        }
        for item in sheets
    ]


def score_words(score: Any) -> str:
    """``87`` or ``87.5``."""
    text = f"{score:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
