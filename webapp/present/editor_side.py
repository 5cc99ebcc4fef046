"""The right side of the editor: the return's comments with their answers, and the findings with their explanations."""

from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.editor_draft import Draft, shown
from webapp.present.editor_places import owns
from webapp.present.findings import finding_views, raw_text
from webapp.present.labels import desk_label
from webapp.present.places import anchor, place_words
from webapp.present.times import moment
from workflow.canonical.paths import parse
from workflow.documents.values import value_at
from workflow.queries.file_page import names
from workflow.rules import Finding
from workflow.services.editing import adoptable
from workflow.types import AnswerKind

View = dict[str, Any]


def counts_of(draft: Draft) -> dict[str, int]:
    """What still stands, by severity; unreadable cells must be fixed like errors."""
    counts = {"error": len(draft.raw), "warning": 0, "info": 0, "carried": len(draft.carried.open)}
    for item in draft.content.findings:
        if item.key not in draft.content.waivers:
            counts[item.severity.value] += 1
    return counts


def _place(draft: Draft, path: str, words: str = "") -> View:
    """Where something is, and the way there; a whole list is called as its part of the form is."""
    if "/" not in path:
        for section in draft.profile.sections:
            if section.rows == path and owns(draft, section, path, words):
                return {"target": section.label, "href": f"#s-{section.name}"}
    return {"target": place_words(path, draft.document, draft.profile), "href": f"#{anchor(path)}"}


def finding_list(draft: Draft) -> list[View]:
    """Unreadable cells first, then the very list that finance sees, with what can be done about each finding."""
    unreadable = [
        {**_place(draft, path), "severity": "error", "text": raw_text(raw, code)}
        for path, (raw, code) in draft.raw.items()
    ]
    return unreadable + finding_views_of(draft)


def finding_views_of(draft: Draft) -> list[View]:
    """One per finding of the rules, in their order."""
    views = finding_views(draft.content, draft.people)
    return [
        {**view, **_place(draft, item.path, item.zh), "adopt": _adopt(draft, item), "waive": _waive(draft, item.key)}
        for view, item in zip(views, draft.content.findings, strict=True)
    ]


def _adopt(draft: Draft, finding: Finding) -> str:
    """The button that writes the suggestion into its cell; "" where that takes a person's word, or is not open."""
    explained = finding.key in draft.content.waivers
    return "" if explained or draft.locked(finding.path) or not adoptable(finding) else f"adopt:{finding.key}"


def _waive(draft: Draft, key: str) -> View:
    label = _("Change the explanation") if key in draft.content.waivers else _("Explain")
    return {"label": label, "href": url_for("editor.ask_explain", declaration_id=draft.row.id, key=key)}


def remark(draft: Draft, comment: Any) -> View:
    """A comment of the return, wherever it is shown, with its answer or the form that gives one."""
    cell = parse(comment.path).field != ""
    now = value_at(draft.document, comment.path) if cell else ""
    return {
        "id": comment.id,
        "target": place_words(comment.path, draft.document, draft.profile),
        "href": f"#{anchor(comment.path)}",
        "text": comment.text,
        "author": names(draft.people, comment.author_id, comment.on_behalf_of),
        "desk": desk_label(comment.desk),
        "when": moment(comment.created_at),
        "answer": comment.answer or "",
        "reason": comment.answer_text if comment.answer == AnswerKind.kept else "",
        "old": shown(comment.path, comment.old_value) if cell and now != comment.old_value else None,
        "now": shown(comment.path, now),
        "stale": comment.answer == AnswerKind.changed and cell and now == comment.old_value,
        "form": f"answer-{comment.id}",
        "action": url_for("editor.answer", declaration_id=draft.row.id, comment_id=comment.id),
        "error": draft.typed.get(f"answer/{comment.id}", ""),
    }


def remark_list(draft: Draft) -> list[View]:
    """Every comment of the return; those without an answer first."""
    return sorted((remark(draft, item) for item in draft.comments), key=lambda view: bool(view["answer"]))
