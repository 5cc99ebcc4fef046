"""What is said about the budget ledger (预算指标台账), by code. Amounts are facts in 万元, already worded."""

from workflow.notifications.sentences import Sentence

MONEY_REFUSALS: dict[str, Sentence] = {
    "no_such_ledger_entry": (
        "没有这笔预算指标，或您看不到它",
        "No such ledger entry, or it is not visible to you",
    ),
    "ledger_function_code_unknown": (
        "{year} 年没有支出功能分类科目“{raw}”：请填 3 位（类）、5 位（款）或 7 位（项）编码，或留空",
        "There is no functional class “{raw}” in {year}: type 3, 5 or 7 figures, or leave it empty",
    ),
    "ledger_economic_code_unknown": (
        "{year} 年没有部门预算支出经济分类科目“{raw}”：请填 3 位（类）或 5 位（款）编码，或留空",
        "There is no economic class “{raw}” in {year}: type 3 or 5 figures, or leave it empty",
    ),
    "ledger_nature_unknown": (
        "没有资金性质“{raw}”，请从列表中选择",
        "There is no nature “{raw}”; choose one of the list",
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
    "no_such_outside_payment": (
        "没有这笔国库外支付，或您看不到它",
        "No such payment outside the treasury, or it is not visible to you",
    ),
    "outside_amount_zero": (
        "金额不能为零；退回的款项填负数",
        "The amount must not be zero; money that came back is negative",
    ),
    "outside_day_outside": ("支付日期须在 {first} 至 {last} 之间", "The day must lie between {first} and {last}"),
    "outside_channel_missing": ("请选择支付渠道", "Choose how it was paid"),
    "outside_payee_missing": ("请填写收款人", "Say who was paid"),
    "outside_purpose_missing": ("请填写用途", "Say what for"),
    "outside_proof_missing": ("请上传支付凭证", "Add the proof of the payment"),
    "outside_settled": ("这笔支付已经办结", "This payment is settled already"),
    "outside_own_entry": (
        "这笔支付是您自己登记的，请由同事确认",
        "You entered this yourself; a colleague has to confirm it",
    ),
    "no_such_transfer": (
        "没有这份上级转移支付文件，或您看不到它",
        "No such transfer from above, or it is not visible to you",
    ),
    "transfer_number_taken": ("文号 {number} 已经登记过", "Document {number} is entered already"),
    "transfer_number_missing": ("请填写文号", "Type the number of the document"),
    "transfer_title_missing": ("请填写文件名称", "Type the title of the document"),
    "transfer_kind_missing": ("请选择转移支付类别", "Choose what kind of transfer it is"),
    "transfer_level_missing": ("请选择资金级次", "Choose whose money it is"),
    "transfer_day_wrong": (
        "收文日期须在 {first} 至 {last} 之间",
        "The day it was received must lie between {first} and {last}",
    ),
    "transfer_above_rest": (
        "这份文件还剩 {rest} 万元未分解，本次要分 {asked} 万元",
        "{rest} of this document is left to split; this would take {asked}",
    ),
    "transfer_part_missing": ("请选择项目并填写金额", "Choose a project and type its amount"),
    "no_such_columns": ("没有这条列对应关系，或您看不到它", "No such columns, or they are not visible to you"),
    "columns_nothing_to_say": (
        "这份文件的列已经认得，或者还没有读到表头，不用指定",
        "The columns of this file are known, or it has not been read yet; there is nothing to say",
    ),
    "columns_row_unknown": ("请选择表头所在的行", "Choose the row of the headings"),
    "columns_twice": ("{column}指定了两次，请只保留一列", "{column} was chosen twice; keep one"),
    "columns_still_missing": ("还缺：{wanted}", "Still missing: {wanted}"),
    "no_such_month_change": (
        "没有这个月份或这笔月结后变动，或您看不到它",
        "No such month or change of it, or it is not visible to you",
    ),
    "month_closed": ("{year}年{month}月已经结账", "{year}-{month} is closed already"),
    "month_not_over": ("{year}年{month}月还没有结束，不能结账", "{year}-{month} is not over yet; it cannot be closed"),
    "month_before_open": ("请先结{before}月的账，再结{month}月", "Close month {before} before month {month}"),
    "payment_has_project": (
        "这笔支付已经归到项目，不用暂不归集；归错的，请改选正确的项目",
        "This payment has a project and does not wait; if it is wrong, choose the right project instead",
    ),
    "payment_not_by_hand": (
        "这笔支付不是人工归到项目的；归错的，请直接改选正确的项目",
        "This payment was not matched by hand; if it is wrong, choose the right project instead",
    ),
    "ledger_booked_by_approval": (
        "批复调整后的目标时，已按这份文件（{document}）记过预算变动，不用再登记",
        "The approval of the adjusted declaration has booked this document ({document}) already",
    ),
    "ledger_not_the_cut_ordered": (
        "整改要求的是调减本项目当年预算，这里只能登记调减或收回；其他指标请从项目台账登记",
        "The corrective action cuts the budget of its project in its year: enter a cut or a recall here, "
        "anything else from the ledger of the project",
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
