"""THE table of moves of an approval document: 拟稿 → 会签 → 签发 → 编号 → 用印 → 印发, and what may happen afterwards.

The state alone says who holds the letter: the performance section, the named co-signers, the named leader.
"""

from workflow.lifecycle.moves import DEPARTMENT, PERFORMANCE, Move, action, step
from workflow.types import DocumentState, Reason, Role

COSIGNING = (
    Role.section_reviewer, Role.section_head, Role.performance, Role.treasury, Role.budget_section, Role.leader,
)  # fmt: skip
LEADER = (Role.leader,)

APPROVAL_DOCUMENT: tuple[Move, ...] = (
    *action(
        "send_for_signing", "送签", "Send for signing",
        step("drafting", "cosigning", "signing", who=PERFORMANCE),
        needs=("letter_worded", "letter_has_files", "worded_for_these_files", "signer_named"),
    ),
    *action(
        "cosign", "会签同意", "Co-sign",
        step("cosigning", "signing", None, who=COSIGNING),
        needs=("named_cosigner", "not_cosigned_yet", "files_as_sent"),
    ),
    *action(
        "send_back", "退回拟稿", "Send back",
        step("cosigning", "drafting", who=COSIGNING, needs=("named_cosigner",)),
        step("signing", "drafting", who=LEADER, needs=("named_leader",)),
        reason=Reason.required,
    ),
    *action(
        "take_back", "取回修改", "Take back",
        step("cosigning", "drafting", who=PERFORMANCE),
        step("signing", "drafting", who=PERFORMANCE),
        step("numbering", "drafting", who=PERFORMANCE),
    ),
    *action(
        "sign_letter", "签发", "Sign the letter",
        step("signing", "numbering", who=LEADER),
        needs=("named_leader", "leader_not_drafter", "files_as_sent"),
    ),
    *action(
        "give_number", "编号", "Give the number",
        step("numbering", "sealing", who=PERFORMANCE),
        needs=("files_as_sent", "left_out_still_approved", "number_free", "number_well_formed"),
    ),
    *action("seal", "用印", "Record the seal", step("sealing", "issued", who=PERFORMANCE)),
    *action(
        "forward", "转批复", "Forward to the units",
        step("issued", None, who=DEPARTMENT),
        needs=("not_forwarded_yet", "forward_number_free", "forward_number_well_formed"),
    ),
    *action(
        "replace", "另行批复", "Replace by a new letter",
        step("issued", None, who=PERFORMANCE),
        needs=("no_replacement_open",), reason=Reason.required,
    ),
    *action(
        "void", "作废", "Void",
        step("issued", "voided", who=PERFORMANCE), via="give_number",
    ),
    *action(
        "discard_draft", "放弃拟稿", "Discard the draft",
        step("drafting", "discarded", who=PERFORMANCE), needs=("is_replacement",),
    ),
)  # fmt: skip

DOCUMENT_STATE_LABELS: dict[str, tuple[str, str]] = {
    DocumentState.drafting: ("拟稿", "Drafting"),
    DocumentState.cosigning: ("会签", "Co-signing"),
    DocumentState.signing: ("待签发", "To be signed"),
    DocumentState.numbering: ("待编号", "To be numbered"),
    DocumentState.sealing: ("待用印", "To be sealed"),
    DocumentState.issued: ("已印发", "Issued"),
    DocumentState.voided: ("已作废", "Voided"),
    DocumentState.discarded: ("已放弃", "Discarded"),
}
