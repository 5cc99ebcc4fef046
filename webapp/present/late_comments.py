"""新增意见: why a comment comes only now, and what the section head says."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow.permissions import Actor
from workflow.queries.late_comments import LateLine, late_counts, late_lines
from workflow.types import LateCause, LateStatus, Role

View = dict[str, Any]

CAUSE_LABELS: dict[str, tuple[str, str]] = {
    LateCause.money: ("资金变化", "Money changed"),
    LateCause.policy: ("政策变化", "Policy changed"),
    LateCause.linked: ("其他内容修改引起", "Follows from another change"),
    LateCause.consent: ("科长同意", "Consent of the section head"),
}
STATUS_LOOKS: dict[str, tuple[tuple[str, str], str, str]] = {
    LateStatus.asked: (("待科长同意", "Waits for consent"), "warn", "clock"),
    LateStatus.granted: (("科长已同意", "Consent given"), "ok", "check"),
    LateStatus.refused: (("科长不同意", "Consent refused"), "bad", "stop"),
    LateStatus.declared: (("已说明原因", "Cause stated"), "neutral", "info"),
}


def cause_options() -> list[View]:
    """What a reviewer chooses from; the last one asks the section head."""
    chosen = [{"value": "", "label": _("Choose if it is new")}]
    chosen += [
        {"value": cause, "label": pick(CAUSE_LABELS[cause])}
        for cause in (LateCause.money, LateCause.policy, LateCause.linked)
    ]
    return [*chosen, {"value": LateCause.consent.value, "label": _("Ask the section head")}]


def late_view(late: Any) -> View:
    """For the thread."""
    words, tone, icon = STATUS_LOOKS[late.status]
    label = pick(CAUSE_LABELS[late.cause]) if late.status == LateStatus.declared else pick(words)
    return {"label": label, "tone": tone, "icon": icon, "answer": late.answer, "asked": late.status == LateStatus.asked}


def late_page(session: Session, actor: Actor, *, waiting: bool) -> View:
    """Variables of ``late_comments.html``."""
    counts = late_counts(session, actor)
    asked = counts[(LateCause.consent.value, LateStatus.asked.value)]
    tabs = (
        (_("Waiting for consent"), url_for("late_comments.index"), waiting, asked),
        (_("All late comments"), url_for("late_comments.index", all=1), not waiting, counts.total()),
    )
    by_cause = {key: sum(n for (cause, _status), n in counts.items() if cause == key) for key in CAUSE_LABELS}
    return {
        "lines": [_line(item, actor) for item in late_lines(session, actor, waiting=waiting)],
        "waiting": waiting,
        "tabs": [{"label": label, "href": href, "active": here, "count": n} for label, href, here, n in tabs],
        "stats": [{"label": pick(words), "value": by_cause[key]} for key, words in CAUSE_LABELS.items()],
    }


def _line(item: LateLine, actor: Actor) -> View:
    here = url_for(
        "declarations.show", declaration_id=item.row.id, tab="comments", _anchor=f"comment-{item.comment.id}"
    )
    return {
        "project": item.row.project_name,
        "href": here,
        "text": item.comment.text,
        "author": item.author,
        "when": moment(item.late.created_at),
        "cause": pick(CAUSE_LABELS[item.late.cause]),
        "status": late_view(item.late),
        "decide": url_for("comments.consent", declaration_id=item.row.id, comment_id=item.comment.id)
        if item.late.status == LateStatus.asked and actor.holds(Role.section_head, item.row)
        else "",
    }
