"""What is said about the budget ledger (预算指标台账), by code. Amounts are facts in 万元, already worded."""

from workflow.notifications.sentences import Sentence

MONEY_REFUSALS: dict[str, Sentence] = {
    "no_such_ledger_entry": (
        "没有这笔预算指标，或您看不到它",
        "No such ledger entry, or it is not visible to you",
    ),
    "no_such_target_task": (
        "没有这个目标调整任务，或您看不到它",
        "No such task to adjust targets, or it is not visible to you",
    ),
    "target_task_closed": ("这个目标调整任务已经办结", "This task to adjust targets is closed already"),
    "target_task_not_explained": (
        "单位还没有说明理由，或说明之后预算又有变动",
        "The unit has given no reason yet, or the budget changed again since",
    ),
    "target_task_own_explanation": (
        "这份说明是您自己写的，请由同事确认",
        "You wrote this explanation yourself; a colleague has to confirm it",
    ),
    "ledger_booked_by_approval": (
        "批复调整后的目标时，已按这份文件（{document}）记过预算变动，不用再登记",
        "The approval of the adjusted declaration has booked this document ({document}) already",
    ),
    "ledger_kind_missing": ("请选择指标类型", "Choose what kind of entry it is"),
    "ledger_amount_not_positive": (
        "金额须大于零；调减、收回也填正数，系统按类型记为减少",
        "The amount must be above zero; a cut or recall is typed without a minus sign, too",
    ),
    "ledger_day_outside": (
        "生效日期须在 {first} 至 {last} 之间",
        "The day of effect must lie between {first} and {last}",
    ),
    "ledger_text_too_long": ("最多 {most} 个字", "At most {most} characters"),
    "ledger_initial_exists": (
        "本年度已有年初预算 {amount} 万元。增减请登记追加、调减或收回；登记有误的请冲销原来那一笔",
        "The year has an initial budget of {amount} already; enter an addition, cut or recall, or take it back first",
    ),
    "ledger_same_entry": (
        "同一文件（{document}）、同一日期、同一金额的指标已经登记过。确是另一笔的，请在文号后注明",
        "An entry of this document ({document}), day and amount is there; if this is another, say so in the document",
    ),
    "ledger_below_spent": (
        "「{project}」已支付 {spent} 万元，减少后预算只剩 {left} 万元。最多可减少 {most} 万元；确需减少的，先办理退款",
        "“{project}” has paid {spent}; only {left} would remain. At most {most} can be taken away without a refund",
    ),
    "plan_amount_negative": (
        "每月计划支付数不能小于零；没有支付的月份填 0",
        "What is planned for a month cannot be below zero; write 0 where nothing is paid",
    ),
    "plan_changed": (
        "在您填写期间，别人修改了这个项目的用款计划；请重新打开页面，核对后再填",
        "Somebody else changed the plan meanwhile; open the page again and check before you type",
    ),
    "ledger_transfer_to_itself": ("调入、调出不能是同一个项目", "A project cannot transfer money to itself"),
    "ledger_receiver_missing": ("请选择调入项目", "Choose the project that gets the money"),
    "ledger_entry_of_approval": (
        "这笔指标由批复生成，不能单独冲销；请收回批复或调整目标",
        "An approval made this entry; it goes only when the approval is revoked or adjusted",
    ),
    "ledger_counter_entry": (
        "这是一笔冲销，不能再冲销；请按实际重新登记",
        "This takes another entry back; enter the right one anew",
    ),
    "ledger_taken_back": ("这笔指标已经冲销过了", "This entry was taken back already"),
}
