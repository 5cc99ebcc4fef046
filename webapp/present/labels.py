"""Labels of states, desks, roles and actions in the reader's language."""

from webapp.i18n import language
from workflow.lifecycle.moves import (
    DECLARATION,
    DESK_LABELS,
    MONITORING_REPORT,
    REPORT_STATE_LABELS,
    ROLE_LABELS,
    STATE_LABELS,
)

ACTION_LABELS = {move.action: (move.label_zh, move.label_en) for move in (*MONITORING_REPORT, *DECLARATION)} | {
    "create": ("新建申报", "Create"),
    "edit": ("修改内容", "Edit"),
}


def pick(pair: tuple[str, str]) -> str:
    """The Chinese or English of a (zh, en) pair."""
    return pair[1] if language() == "en" else pair[0]


def state_label(state: str) -> str:
    """填报中 …"""
    return pick(STATE_LABELS[state])


def report_state_label(state: str) -> str:
    """The same for monitoring reports."""
    return pick(REPORT_STATE_LABELS[state])


def desk_label(desk: str) -> str:
    """经办环节."""
    return pick(DESK_LABELS[desk])


def role_label(role: str) -> str:
    """岗位."""
    return pick(ROLE_LABELS[role])


def action_label(action: str) -> str:
    """The verb of a move; an action without one shows nothing internal."""
    return pick(ACTION_LABELS.get(action, ("办理", "Handle")))
