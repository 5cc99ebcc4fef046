"""The table of moves of a self-evaluation (自评表): the unit fills and signs, the section checks and accepts.

What becomes of the declaration (``accept_evaluation``) is a row of the declaration's own table.
"""

from workflow.lifecycle.moves import DEPARTMENT, FILER, HEAD, PERFORMANCE, SECTION, TO_EDITOR, Move, action, step
from workflow.types import Reason

SELF_EVALUATION: tuple[Move, ...] = (
    *action(
        "send_up", "送审", "Send up", step("drafted/filer", "drafted/head", who=FILER), needs=("evaluation_complete",)
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
        needs=("hash_seen", "signer_not_filer", "evaluation_complete"),
    ),
    *action(
        "submit", "报送财政", "Submit to finance",
        step("drafted/head", "submitted/section", who=HEAD),
        step("drafted/department", "submitted/section", who=DEPARTMENT),
        needs=("by_last_signature", "evaluation_task_open"), via="sign",
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
