"""What a line of the work list asks for, and under which heading it stands: the words of the page and of its export."""

from collections.abc import Sequence
from typing import Any

from workflow import clock
from workflow.lifecycle.moves import DESK_LABELS, REPORT_STATE_LABELS, SIGNING_LABELS, STATE_LABELS
from workflow.queries.worklist import WaitingFile
from workflow.types import Desk, DocumentState, State

Words = tuple[str, str]
LATE, RETURNED, DECLARATIONS, REPORTS = "late", "returned", "declarations", "reports"
EVALUATIONS = "evaluations"
PARTS: dict[str, Words] = {
    LATE: ("已超期", "Overdue"),
    RETURNED: ("退回修改", "Returned for changes"),
    DECLARATIONS: ("申报", "Declarations"),
    REPORTS: ("监控表", "Monitoring reports"),
    EVALUATIONS: ("自评表", "Self-evaluations"),
}
"""Headings of the files at one's desk, in their order."""
LETTER_VERBS: dict[str, Words] = {
    DocumentState.drafting: ("拟制批复文件", "Draft the letter"),
    DocumentState.cosigning: ("会签批复文件", "Co-sign the letter"),
    DocumentState.signing: ("签发批复文件", "Sign the letter"),
    DocumentState.numbering: ("编号", "Give the number"),
    DocumentState.sealing: ("登记用印", "Record the seal"),
    DocumentState.issued: ("转批复到所属单位", "Forward to the units"),
}
_AT_DESK: dict[str, Words] = {
    Desk.head: ("审签", "Sign"),
    Desk.department: ("审签", "Sign"),
    Desk.section: ("审核", "Review"),
    Desk.performance: ("复审", "Second review"),
    Desk.batch: ("批复", "Approve"),
}


def part_of(item: WaitingFile) -> str:
    """A file that is late is nothing else."""
    if item.due_on is not None and item.due_on < clock.business_date():
        return LATE
    if item.returned:
        return RETURNED
    return _PART_OF_KIND[item.object_kind]


_PART_OF_KIND = {"declaration": DECLARATIONS, "monitoring_report": REPORTS, "self_evaluation": EVALUATIONS}
_FILL: dict[str, Words] = {
    "declaration": ("填报", "Fill in"),
    "monitoring_report": ("填报监控表", "Fill in the report"),
    "self_evaluation": ("填报自评表", "Fill in the self-evaluation"),
}
_CHECK: dict[str, Words] = {
    "monitoring_report": ("审核监控表", "Check the report"),
    "self_evaluation": ("审核自评表", "Check the self-evaluation"),
}


def verb_of(item: WaitingFile) -> Words:
    """What the holder of the desk is asked to do."""
    if item.asks:
        return ("答复修改建议", "Answer the suggested edits") if item.asks == "answer_edits" else (
            "审签修改", "Sign the changes")  # fmt: skip
    if item.asked_back:
        return "处理退回申请", "Return asked for"
    if item.desk == Desk.filer:
        return _filers(item)
    if item.returned:
        return PARTS[RETURNED]
    if item.object_kind in _CHECK and item.desk == Desk.section:
        return _CHECK[item.object_kind]
    if item.desk == Desk.performance and item.state == State.submitted:
        return "决定是否不予安排", "Decide the refusal"
    return _AT_DESK[item.desk]


_REFUSED: dict[str, Words] = {"decline": ("按退签意见修改", "Change what was declined")}


def _filers(item: WaitingFile) -> Words:
    """What the filer is asked to do; what nobody sent back is filled in."""
    if item.returned:
        return ("答复意见并修改", "Answer and change") if item.object_kind == "declaration" else PARTS[RETURNED]
    if item.brought_by in _REFUSED:
        return _REFUSED[item.brought_by]
    return _FILL[item.object_kind] if item.revision == 1 else ("填报调整", "Fill in the adjustment")


def draft_words(state: str, desk: str | None, *, returned: bool) -> Words | None:
    """A draft that is to be changed or waits for a signature; None for what its state alone says."""
    if state != State.drafted:
        return None
    return PARTS[RETURNED] if returned else SIGNING_LABELS.get(desk or "")


def name_of(item: WaitingFile) -> Words:
    """What a line is about; an adjustment by its revision."""
    name, number = item.project_name, item.revision
    return (name, name) if number == 1 else (f"{name}（第 {number} 版）", f"{name} (revision {number})")


def state_of(item: WaitingFile) -> Words:
    """The state in words, as the chip of the page says it."""
    if said := draft_words(item.state, item.desk, returned=item.returned):
        return said
    return STATE_LABELS[item.state] if item.object_kind == "declaration" else REPORT_STATE_LABELS[item.state]


def form_state(row: Any, *, came_back: bool) -> Words:
    """The same of a line in a list of monitoring reports or self-evaluations."""
    said = draft_words(row.state, row.desk, returned=came_back and row.to_be_changed)
    return said or REPORT_STATE_LABELS[row.state]


def holder_words(desk: str | None, names: Sequence[str]) -> Words:
    """Who has a file, by desk and name; nobody when it is finished."""
    zh, en = DESK_LABELS[desk] if desk else ("", "")
    return f"{zh} {'、'.join(names[:2])}".strip(), f"{en} {', '.join(names[:2])}".strip()


TARGET_VERBS: dict[str, tuple[str, str]] = {
    "open": ("调整目标或说明理由", "Adjust the targets, or say why they stay"),
    "waiting": ("确认不调整目标的理由", "Confirm why the targets stay"),
}
"""What a task to adjust targets (目标调整任务) asks for, by its stage."""
