"""Labels of states, desks, roles and actions in the reader's language."""

from collections.abc import Iterable

from webapp.i18n import language
from workflow.lifecycle.deeds import ACTION_LABELS, HANDLED
from workflow.lifecycle.moves import DESK_LABELS, REPORT_STATE_LABELS, ROLE_LABELS, STATE_LABELS

GRADE_LABELS: dict[str, tuple[str, str]] = {
    "excellent": ("优", "excellent"),
    "good": ("良", "good"),
    "fair": ("中", "fair"),
    "poor": ("差", "poor"),
}


def pick(pair: tuple[str, str]) -> str:
    """The Chinese or English of a (zh, en) pair."""
    return pair[1] if language() == "en" else pair[0]


def with_label(label: str, text: str) -> str:
    """「栏目：内容」 with the colon of the reader's language."""
    return f"{label}: {text}" if language() == "en" else f"{label}：{text}"


def of_row(name: str, words: str) -> str:
    """「行」栏目: a cell by its row, in the quotation marks of the reader's language."""
    return f"“{name}” {words}" if language() == "en" else f"「{name}」{words}"


def listed(parts: Iterable[str]) -> str:
    """Sentences beside each other."""
    return ("; " if language() == "en" else "；").join(parts)


def state_label(state: str) -> str:
    """填报中 …; a report's states as well."""
    return pick(REPORT_STATE_LABELS.get(state) or STATE_LABELS[state])


def report_state_label(state: str) -> str:
    """The same for monitoring reports."""
    return pick(REPORT_STATE_LABELS[state])


def desk_label(desk: str) -> str:
    """经办环节."""
    return pick(DESK_LABELS[desk])


def role_label(role: str) -> str:
    """岗位."""
    return pick(ROLE_LABELS[role])


def grade_label(grade: str) -> str:
    """优、良、中、差."""
    return pick(GRADE_LABELS[grade])


def action_label(action: str) -> str:
    """The verb of a move; an action without one shows nothing internal."""
    return pick(ACTION_LABELS.get(action, HANDLED))
