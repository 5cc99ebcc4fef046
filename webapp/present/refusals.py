"""A refusal as a page: what happened, why, what next; a conflict names who did what when."""

from datetime import datetime
from typing import Any

from flask_babel import format_datetime

from webapp.i18n import _
from webapp.present.labels import action_label
from workflow.errors import Refusal, RuleFailed
from workflow.notifications.messages import refusal_text


def problem_of(refusal: Refusal, language: str) -> dict[str, Any]:
    """The ``problem`` of ``errors/_error.html``."""
    problem: dict[str, Any] = {"happened": refusal_text(refusal.code, refusal.facts, language)}
    if isinstance(refusal, RuleFailed) and len(refusal.problems) > 1:
        problem["happened"] = _("%(n)s points are still open.", n=len(refusal.problems))
        problem["errors"] = [{"text": text} for text in problem_texts(refusal, language)]
    if refusal.facts.get("last_actor"):
        problem["conflict"] = _conflict(refusal.facts)
    return problem


def problem_texts(refusal: RuleFailed, language: str) -> list[str]:
    """One sentence per problem, each once."""
    texts = (refusal_text(item.code, item.facts, language) for item in refusal.problems)
    return list(dict.fromkeys(texts))


def _conflict(facts: dict[str, Any]) -> dict[str, str]:
    when = format_datetime(datetime.fromisoformat(facts["last_at"]), "yyyy-MM-dd HH:mm")
    return {"who": facts["last_actor"], "did": action_label(facts["last_action"]), "when": when}
