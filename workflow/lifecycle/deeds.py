"""What every entry of the trail is called: the moves of all tables, and what people do besides."""

from workflow.lifecycle.evaluations.moves import SELF_EVALUATION
from workflow.lifecycle.letters.moves import APPROVAL_DOCUMENT
from workflow.lifecycle.moves import DECLARATION, MONITORING_REPORT

ACTION_LABELS: dict[str, tuple[str, str]] = {
    move.action: (move.label_zh, move.label_en)
    for move in (*APPROVAL_DOCUMENT, *SELF_EVALUATION, *MONITORING_REPORT, *DECLARATION)
} | {
    "order_correction": ("下达整改", "Order a correction"),
    "answer_correction": ("填报整改", "Report a correction"),
    "confirm_correction": ("确认整改", "Confirm a correction"),
    "reopen_correction": ("退回重新整改", "Open a correction again"),
    "close_correction": ("整改销号", "Close a correction"),
    "open_campaign": ("开展监控", "Open a campaign"),
    "close_campaign": ("关闭监控任务", "Close a campaign"),
    "exempt": ("豁免监控", "Exempt from monitoring"),
    "take_in": ("纳入监控", "Take into monitoring"),
    "extend_campaign": ("监控延期", "Extend a deadline of monitoring"),
    "draft_letter": ("保存拟稿", "Save the draft"),
    "attach_scan": ("上传用印扫描件", "Upload the sealed scan"),
    "nudge": ("催办", "Press"),
    "create": ("新建申报", "Create"),
    "edit": ("修改内容", "Edit"),
    "fill": ("填报", "Fill in"),
    "fill_parts": ("填报执行单位明细", "Fill in executing bodies"),
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
    "open_evaluation_task": ("下达自评任务", "Open a self-evaluation task"),
    "close_evaluation_task": ("结束自评任务", "Close a self-evaluation task"),
    "export_list": ("导出列表", "Export a list"),
    "enter_ledger": ("登记预算指标", "Enter in the budget ledger"),
    "take_back_ledger_entry": ("冲销预算指标", "Take a ledger entry back"),
    "explain_target_task": ("说明不调整目标的理由", "Say why targets stay"),
    "confirm_target_task": ("同意不调整目标", "Confirm that targets stay"),
    "refuse_target_task": ("不同意，须调整目标", "Ask for adjusted targets"),
    "close_target_task": ("目标调整任务办结", "Close a task to adjust targets"),
    "fail_decision": ("待发决定未能执行", "A sent decision was not carried out"),
}
HANDLED = ("办理", "Handle")
"""An action without words shows nothing internal."""
