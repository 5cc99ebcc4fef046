"""A refusal as a page: what happened, why, what next; a conflict names who did what when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g, request, url_for

from webapp.i18n import _
from webapp.present.labels import action_label
from webapp.present.times import moment
from workflow.errors import Refusal, RuleFailed
from workflow.notifications.refusals import refusal_text

CHANGED = frozenset({"version_changed", "content_changed"})
"""Conflicts of two people at the same moment; the other ones are about where the file is."""


def problem_of(refusal: Refusal, language: str) -> dict[str, Any]:
    """The ``problem`` of ``errors/_error.html``."""
    problem: dict[str, Any] = {
        "happened": refusal_text(refusal.code, refusal.facts, language),
        "actions": _ways_out(refusal.status),
    }
    if isinstance(refusal, RuleFailed) and len(refusal.problems) > 1:
        problem["happened"] = _("%(n)s points are still open.", n=len(refusal.problems))
        problem["errors"] = [{"text": text} for text in problem_texts(refusal, language)]
    if refusal.facts.get("last_actor"):
        problem["conflict"] = _conflict(refusal.facts)
    if refusal.code == "no_such_export":
        problem["next"] = _("Open the list again and export it once more.")
    if refusal.status == 409 and refusal.code not in CHANGED:
        problem["title"] = _("This cannot be done now")
        problem["why"] = _(
            "The file lies at another step, somebody else has it, or it is not the kind of file for this."
        )
    return problem


def problems_of(refusal: RuleFailed | None) -> Sequence[Any]:
    """Every problem of a refusal; one that lists none is its own."""
    if refusal is None:
        return []
    return refusal.problems or [refusal]


def problem_text(problem: Any, language: str) -> str:
    """The sentence of one problem; a cell nobody could read says the same as beside the cell."""
    code, facts = problem.code, problem.facts
    return refusal_text(facts["fault"] if code == "unparsed_input" and facts.get("fault") else code, facts, language)


def problem_texts(refusal: RuleFailed, language: str) -> list[str]:
    """One sentence per problem, each once."""
    texts = (problem_text(item, language) for item in problems_of(refusal))
    return list(dict.fromkeys(texts))


def sentence_of(refusal: Refusal, language: str) -> str:
    """The refusal for a script that shows one line: what, and who did what when."""
    text = refusal_text(refusal.code, refusal.facts, language)
    if not refusal.facts.get("last_action"):
        return text
    return _("%(text)s: %(did)s by %(who)s, %(when)s", text=text, **_conflict(refusal.facts))


def _ways_out(status: int) -> list[dict[str, str]]:
    """Where to go from here: the file as it is now, if the click was about one that can be seen; else the work list."""
    file_id = (request.view_args or {}).get("declaration_id")
    ways = [{"label": _("To the work list"), "href": url_for("worklist.show")}]
    if file_id and status != 404:
        href = url_for("declarations.show", declaration_id=file_id)
        ways.insert(0, {"label": _("Open the file as it is now"), "href": href})
    return ways


def _conflict(facts: dict[str, Any]) -> dict[str, str]:
    who = str(facts["last_actor"])
    return {
        "who": _("%(name)s (you)", name=who) if g.get("actor") and g.actor.name == who else who,
        "did": action_label(facts["last_action"]),
        "when": moment(datetime.fromisoformat(facts["last_at"])),
    }
