"""THE table of moves: every change of state or desk in the system is a row here (design: lifecycle).

To add a state: ``workflow.types.State``, the moves in and out here, a migration that widens the CHECKs, its label in
``STATE_LABELS``. To add a move: one ``action`` below; its checks are named in ``checks.py``, its effects in
``effects.py``. Pages, the matrix in ``docs/lifecycle.md`` and ``jixiao lifecycle --json`` follow by themselves.
"""

from dataclasses import dataclass

from workflow.types import Desk, Reason, ReportState, Role, State

UNIT = (Role.filer, Role.unit_head)
FILER = (Role.filer,)
HEAD = (Role.unit_head,)
DEPARTMENT = (Role.department_reviewer,)
SECTION = (Role.section_reviewer,)
PERFORMANCE = (Role.performance,)
SUBMITTERS = (Role.unit_head, Role.department_reviewer)
TAKING_BACK = (*SUBMITTERS, Role.filer)
"""Who asks finance for a file back; the filer only in place of a head who signs on paper (``head_or_paper``)."""
TRANSFERRING = (Role.section_reviewer, Role.section_head)
EXTENDING = (Role.performance, Role.section_head)


@dataclass(frozen=True)
class Move:
    """One row: an action from one state/desk pair. A dest of None means it stays where it is.

    ``who``: any one role over the object suffices. ``needs``: names of all checks, refused in the order 409, 403, 422.
    Several ``dests``: ``choose`` in ``checks.py`` says which. ``via``: performed by that action, never by a button.
    """

    action: str
    source: str
    dests: tuple[str | None, ...]
    who: tuple[Role, ...]
    label_zh: str
    label_en: str
    needs: tuple[str, ...] = ()
    reason: Reason = Reason.none
    via: str = ""


@dataclass(frozen=True)
class Step:
    """One source pair of an action with its destinations and the roles that may act there."""

    source: str
    dests: tuple[str | None, ...]
    who: tuple[Role, ...]
    needs: tuple[str, ...] = ()


def step(source: str, *dests: str | None, who: tuple[Role, ...], needs: tuple[str, ...] = ()) -> Step:
    """A source pair; ``needs`` are checks of this pair on top of the action's own."""
    return Step(source, dests, who, needs)


def action(
    name: str,
    label_zh: str,
    label_en: str,
    *steps: Step,
    needs: tuple[str, ...] = (),
    reason: Reason = Reason.none,
    via: str = "",
) -> tuple[Move, ...]:
    """The rows of one action."""
    return tuple(
        Move(name, s.source, s.dests, s.who, label_zh, label_en, (*needs, *s.needs), reason, via) for s in steps
    )


TO_EDITOR = ("drafted/department", "drafted/filer")
CLEAN = ("no_unparsed_input", "carried_confirmed", "no_unexplained_error", "adjustment_fits")

SIGNING = ("sign", "sign_on_paper")
"""A signature of the unit or the department, however it was given: the last one submits."""

DECLARATION: tuple[Move, ...] = (
    *action("send_up", "送审", "Send up", step("drafted/filer", "drafted/head", who=FILER), needs=CLEAN),
    *action(
        "recall", "取消送审", "Recall",
        step("drafted/head", "drafted/filer", who=FILER),
        step("drafted/department", "drafted/head", who=HEAD + FILER),
        needs=("sent_from_here", "not_handled_yet"),
    ),
    *action(
        "decline", "退签", "Decline to sign",
        step("drafted/head", "drafted/filer", who=HEAD),
        step("drafted/department", "drafted/filer", who=DEPARTMENT),
        needs=("comment_or_reason",), reason=Reason.optional,
    ),
    *action(
        "sign", "审签", "Sign",
        step("drafted/head", "drafted/department", None, who=HEAD),
        step("drafted/department", None, who=DEPARTMENT, needs=("unit_signature_holds",)),
        needs=("hash_seen", "signer_not_filer", *CLEAN),
    ),
    *action(
        "sign_on_paper", "纸质审签", "Sign on paper",
        step("drafted/head", "drafted/department", None, who=FILER),
        needs=("hash_seen", "head_named", "scan_given", "sign_code_fits", *CLEAN),
    ),
    *action(
        "submit", "报送财政", "Submit to finance",
        step("drafted/head", "submitted/section", who=HEAD),
        step("drafted/department", "submitted/section", who=DEPARTMENT),
        needs=("by_last_signature", *CLEAN, "comments_answered", "window_open"), via="sign",
    ),
    *action(
        "discard", "作废", "Discard", step("drafted/filer", "terminated", who=UNIT),
        needs=("never_submitted", "first_revision"), reason=Reason.optional,
    ),
    *action("take_up", "受理", "Take up", step("submitted/section", None, who=SECTION)),
    *action(
        "transfer", "转办", "Transfer", step("submitted/section", None, who=TRANSFERRING),
        needs=("held_or_led", "to_a_colleague"), reason=Reason.required,
    ),
    *action(
        "extend", "延期报送", "Extend the deadline",
        step("drafted/filer", None, who=EXTENDING),
        step("drafted/head", None, who=EXTENDING),
        step("drafted/department", None, who=EXTENDING),
        needs=("has_a_deadline", "later_deadline"), reason=Reason.required,
    ),
    *action(
        "withdraw", "撤回", "Withdraw", step("submitted/section", "drafted/filer", who=TAKING_BACK),
        needs=("head_or_paper", "not_taken_up", "window_warning_seen"), reason=Reason.optional,
    ),
    *action(
        "request_return", "申请退回", "Ask for return",
        step("submitted/section", None, who=TAKING_BACK),
        step("submitted/performance", None, who=TAKING_BACK),
        step("finance_reviewed/performance", None, who=TAKING_BACK),
        step("finance_reviewed/batch", None, who=TAKING_BACK),
        needs=("head_or_paper",), reason=Reason.required,
    ),
    *action(
        "return", "退回修改", "Return for changes",
        step("submitted/section", *TO_EDITOR, who=SECTION, needs=("not_taken_by_other",)),
        step("submitted/performance", *TO_EDITOR, who=PERFORMANCE),
        step("finance_reviewed/performance", *TO_EDITOR, who=PERFORMANCE),
        step("finance_reviewed/batch", *TO_EDITOR, who=PERFORMANCE),
        needs=("comment_or_reason", "due_date_ahead"), reason=Reason.optional,
    ),
    *action(
        "pass_review", "业务科审核通过", "Pass review",
        step("submitted/section", "finance_reviewed/performance", who=SECTION),
        needs=(
            "not_taken_by_other", "suggestions_settled", "not_author_or_signer", "review_sheet_complete",
            "opinion_given", "grade_passes",
        ),
    ),
    *action(
        "sign_changes", "审签修改", "Sign the changes", step("submitted/section", None, who=HEAD),
        needs=("changes_to_sign", "suggestions_answered", "hash_seen", "signer_not_filer", "no_unexplained_error"),
    ),
    *action(
        "propose_refusal", "拟不予安排", "Propose refusal",
        step("submitted/section", "submitted/performance", who=SECTION),
        needs=("not_taken_by_other", "not_author_or_signer"), reason=Reason.required,
    ),
    *action(
        "refuse", "不予安排", "Refuse", step("submitted/performance", "terminated", who=PERFORMANCE),
        needs=("not_author_or_signer", "not_proposer"), reason=Reason.optional,
    ),
    *action(
        "reject_refusal", "不同意", "Reject the refusal",
        step("submitted/performance", "submitted/section", who=PERFORMANCE), reason=Reason.required,
    ),
    *action(
        "send_to_review", "退回业务科复核", "Send back to the section",
        step("finance_reviewed/performance", "submitted/section", who=PERFORMANCE),
        step("finance_reviewed/batch", "submitted/section", who=PERFORMANCE),
        reason=Reason.required,
    ),
    *action(
        "clear", "复审通过", "Clear",
        step("finance_reviewed/performance", "finance_reviewed/batch", who=PERFORMANCE),
        needs=("not_author_or_signer", "not_reviewer", "weights_complete"),
    ),
    *action(
        "approve_specially", "特批", "Approve specially",
        step("finance_reviewed/performance", None, who=PERFORMANCE),
        step("finance_reviewed/batch", None, who=PERFORMANCE),
        needs=(
            "no_special_approval_yet", "not_author_or_signer", "not_reviewer", "leader_named", "document_named",
            "points_listed",
        ),
        reason=Reason.required,
    ),
    *action(
        "approve", "批复", "Approve", step("finance_reviewed/batch", "approved", who=PERFORMANCE),
        needs=("not_author_or_signer", "not_reviewer"),
    ),
    *action(
        "revoke_approval", "收回批复", "Revoke the approval",
        step("approved", "finance_reviewed/performance", who=PERFORMANCE),
        needs=("in_force", "no_open_revision", "no_report_submitted", "superseded_nothing", "not_issued"),
        reason=Reason.required,
    ),
    *action(
        "accept_monitoring", "监控确认", "Confirm monitoring",
        step("approved", "monitored", who=SECTION),
        step("monitored", None, who=SECTION),
        needs=("by_accepted_report",), via="accept",
    ),
    *action(
        "accept_evaluation", "自评确认", "Confirm the self-evaluation",
        step("monitored", "evaluated", who=PERFORMANCE), needs=("in_force", "no_open_revision", "evaluation_accepted"),
    ),
    *action(
        "accept_evaluation", "自评确认", "Confirm the self-evaluation",
        step("approved", "evaluated", who=PERFORMANCE),
        needs=("in_force", "no_open_revision", "evaluation_accepted", "unmonitored_explained"),
        reason=Reason.optional,
    ),
    *action(
        "carry_over_monitoring", "监控承接", "Carry monitoring over",
        step("approved", "monitored", who=PERFORMANCE), needs=("by_superseding_approval",), via="approve",
    ),
    *action(
        "terminate", "撤项", "Terminate",
        step("approved", "terminated", who=PERFORMANCE),
        step("monitored", "terminated", who=PERFORMANCE),
        needs=("in_force", "no_open_revision", "document_named"), reason=Reason.required,
    ),
    *action(
        "open_adjustment", "调整", "Open an adjustment",
        step("approved", None, who=UNIT),
        step("monitored", None, who=UNIT),
        needs=("in_force", "no_open_revision", "adjustment_named"), reason=Reason.required,
    ),
    *action(
        "amend_adjustment", "更正调整依据", "Correct the grounds", step("drafted/filer", None, who=UNIT),
        needs=("is_revision", "adjustment_named"), reason=Reason.required,
    ),
    *action(
        "file_adjustment", "备案", "File the adjustment", step("submitted/section", "approved", who=PERFORMANCE),
        needs=("is_small_adjustment", "suggestions_settled", "not_author_or_signer", "weights_complete"),
        reason=Reason.optional,
    ),
    *action(
        "demand_review", "转为审核", "Demand a review", step("submitted/section", None, who=PERFORMANCE),
        needs=("is_small_adjustment",), reason=Reason.required,
    ),
    *action(
        "cancel_adjustment", "取消调整", "Cancel the adjustment", step("drafted/filer", "terminated", who=UNIT),
        needs=("is_revision",), reason=Reason.required,
    ),
)  # fmt: skip

MONITORING_REPORT: tuple[Move, ...] = (
    *action(
        "send_up", "送审", "Send up", step("drafted/filer", "drafted/head", who=FILER), needs=("report_complete",)
    ),
    *action(
        "recall", "取消送审", "Recall",
        step("drafted/head", "drafted/filer", who=FILER),
        step("drafted/department", "drafted/head", who=HEAD),
        needs=("sent_from_here", "not_handled_yet"),
    ),
    *action(
        "decline", "退签", "Decline to sign",
        step("drafted/head", "drafted/filer", who=HEAD),
        step("drafted/department", "drafted/filer", who=DEPARTMENT),
        reason=Reason.required,
    ),
    *action(
        "sign", "审签", "Sign",
        step("drafted/head", "drafted/department", None, who=HEAD),
        step("drafted/department", None, who=DEPARTMENT),
        needs=("hash_seen", "signer_not_filer", "report_complete"),
    ),
    *action(
        "submit", "报送财政", "Submit to finance",
        step("drafted/head", "submitted/section", who=HEAD),
        step("drafted/department", "submitted/section", who=DEPARTMENT),
        needs=("by_last_signature", "campaign_open"), via="sign",
    ),
    *action(
        "return", "退回修改", "Return for changes",
        step("submitted/section", *TO_EDITOR, who=SECTION), reason=Reason.required,
    ),
    *action("accept", "审核确认", "Accept", step("submitted/section", "accepted", who=SECTION),
            needs=("not_author_or_signer",)),
    *action(
        "cancel", "取消", "Cancel",
        step("drafted/filer", "cancelled", who=PERFORMANCE),
        step("drafted/head", "cancelled", who=PERFORMANCE),
        step("drafted/department", "cancelled", who=PERFORMANCE),
        step("submitted/section", "cancelled", who=PERFORMANCE),
        reason=Reason.required,
    ),
)  # fmt: skip

STATE_LABELS: dict[str, tuple[str, str]] = {
    State.drafted: ("填报中", "Drafted"),
    State.submitted: ("待财政审核", "Submitted"),
    State.finance_reviewed: ("待批复", "Reviewed by finance"),
    State.approved: ("已批复", "Approved"),
    State.monitored: ("已监控", "Monitored"),
    State.evaluated: ("已自评", "Evaluated"),
    State.terminated: ("已终止", "Terminated"),
}

SIGNING_LABELS: dict[str, tuple[str, str]] = {
    Desk.head: ("待单位审签", "With the unit head"),
    Desk.department: ("待主管部门审签", "With the department"),
}
"""What a draft is called that was sent up: nobody fills it in any more."""

REPORT_STATE_LABELS: dict[str, tuple[str, str]] = {
    ReportState.drafted: ("填报中", "Drafted"),
    ReportState.submitted: ("待财政审核", "Submitted"),
    ReportState.accepted: ("已确认", "Accepted"),
    ReportState.cancelled: ("已取消", "Cancelled"),
}

DESK_LABELS: dict[str, tuple[str, str]] = {
    Desk.filer: ("填报人", "Filer"),
    Desk.head: ("单位负责人", "Unit head"),
    Desk.department: ("主管部门", "Department"),
    Desk.section: ("业务科室", "Business section"),
    Desk.performance: ("绩效科", "Performance section"),
    Desk.batch: ("绩效科（待批复）", "Performance section (approval)"),
}

DESK_ROLES: dict[str, Role] = {
    Desk.filer: Role.filer,
    Desk.head: Role.unit_head,
    Desk.department: Role.department_reviewer,
    Desk.section: Role.section_reviewer,
    Desk.performance: Role.performance,
    Desk.batch: Role.performance,
}
"""Who holds a desk: the people a move to that desk is told to."""

ROLE_LABELS: dict[str, tuple[str, str]] = {
    Role.filer: ("填报人", "Filer"),
    Role.unit_head: ("单位负责人", "Unit head"),
    Role.department_reviewer: ("主管部门审核人", "Department reviewer"),
    Role.section_reviewer: ("业务科审核人", "Section reviewer"),
    Role.section_head: ("业务科科长", "Section head"),
    Role.performance: ("绩效科", "Performance section"),
    Role.treasury: ("国库科", "Treasury section"),
    Role.budget_section: ("预算科", "Budget section"),
    Role.leader: ("局领导", "Bureau leader"),
    Role.auditor: ("审计查阅员", "Auditor"),
    Role.system_admin: ("系统管理员", "System administrator"),
    Role.security_admin: ("安全管理员", "Security administrator"),
    Role.audit_admin: ("审计管理员", "Audit administrator"),
}

PENDABLE = (
    "pass_review", "return", "propose_refusal", "refuse", "reject_refusal", "send_to_review", "clear", "approve"
)  # fmt: skip
"""The decisions of the finance bureau on a file at one of its desks: they may wait (待发决定) and be sent together."""

EDITING_DESKS = frozenset({"drafted/filer", "drafted/department"})
"""Only here the content changes; head and finance comment or send back."""
