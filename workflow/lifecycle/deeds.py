"""What every entry of the trail is called: the moves of all tables, and what people do besides."""

from workflow.lifecycle.letters.moves import APPROVAL_DOCUMENT
from workflow.lifecycle.moves import DECLARATION, MONITORING_REPORT

ACTION_LABELS: dict[str, tuple[str, str]] = {
    move.action: (move.label_zh, move.label_en) for move in (*APPROVAL_DOCUMENT, *MONITORING_REPORT, *DECLARATION)
} | {
    "draft_letter": ("保存拟稿", "Save the draft"),
    "attach_scan": ("上传用印扫描件", "Upload the sealed scan"),
    "nudge": ("催办", "Press"),
    "create": ("新建申报", "Create"),
    "edit": ("修改内容", "Edit"),
    "fill": ("填报", "Fill in"),
    "unlock": ("申请解锁", "Ask to unlock"),
    "waive": ("情况说明", "Explain a finding"),
    "withdraw_waiver": ("撤销情况说明", "Take an explanation back"),
    "answer": ("答复意见", "Answer a comment"),
    "import_form": ("由导入文件生成", "Take over from a file"),
    "clone": ("从以前申报复制", "Copy an earlier declaration"),
    "confirm_carried": ("确认沿用内容", "Confirm what was carried over"),
    "library_add": ("添加指标", "Add an indicator"),
    "library_edit": ("修改指标", "Correct an indicator"),
    "library_deprecate": ("停用指标", "Deprecate an indicator"),
    "library_restore": ("恢复使用", "Use an indicator again"),
    "library_merge": ("合并指标", "Merge indicators"),
    "suggest_edit": ("提出修改建议", "Suggest an edit"),
    "accept_edit": ("接受修改建议", "Accept a suggested edit"),
    "refuse_edit": ("不接受修改建议", "Refuse a suggested edit"),
    "close_special_point": ("未了事项销号", "Close an open point"),
    "withdraw_edit": ("收回修改建议", "Take a suggested edit back"),
    "attach": ("上传附件", "Add an attachment"),
    "late_comment": ("新增意见", "Add a late comment"),
    "consent": ("同意新增意见", "Consent to a late comment"),
    "refuse_consent": ("不同意新增意见", "Refuse a late comment"),
    "raise_sheet": ("改用评分审核表", "Review by the scored sheet"),
    "lower_sheet": ("改用一般审核表", "Review by the four ticks"),
    "detach": ("删除附件", "Remove an attachment"),
    "hold_decision": ("存为待发", "Save a decision for later"),
    "send_decision": ("发出待发决定", "Send a saved decision"),
    "recall_decision": ("撤回已发出的决定", "Recall a sent decision"),
    "drop_decision": ("删除待发决定", "Remove a saved decision"),
    "export_list": ("导出列表", "Export a list"),
    "fail_decision": ("待发决定未能执行", "A sent decision was not carried out"),
}
HANDLED = ("办理", "Handle")
"""An action without words shows nothing internal."""
