"""What every refusal and problem says to a person, by code."""

from collections.abc import Mapping
from typing import Any

from workflow.notifications.sentences import Sentence, say

REFUSALS: dict[str, Sentence] = {
    # 404
    "no_such_action": ("没有这个操作，或您看不到这份申报", "No such action, or this file is not visible to you"),
    "no_such_file": ("没有这份申报，或您看不到它", "No such file, or it is not visible to you"),
    "unknown_profile": ("没有表样“{profile}”", "No form profile “{profile}”"),
    "no_such_unit": ("没有这个预算单位，或您看不到它", "No such unit, or it is not visible to you"),
    "no_such_task": ("没有这个申报任务", "There is no such task"),
    "no_such_project": ("本单位没有这个项目", "Your unit has no such project"),
    "no_such_user": ("没有用户“{username}”", "There is no user “{username}”"),
    "no_such_region": ("没有区划“{given}”", "There is no region “{given}”"),
    "no_such_organisation": ("没有机构“{given}”", "There is no organisation “{given}”"),
    "no_such_comment": ("没有这条意见，或它不是您写的", "There is no such comment, or you did not write it"),
    "no_such_suggestion": ("没有这条修改建议", "There is no such suggested edit"),
    "no_such_stand_in": ("没有这条代办记录，或您看不到它", "No such stand-in, or it is not visible to you"),
    "no_such_batch": ("没有这个批复批次，或您看不到它", "No such approval batch, or it is not visible to you"),
    # 403
    "no_role": ("您的岗位不能办理这一步", "Your role does not include this step"),
    "signer_is_filer": (
        "您填报过这份申报，不能自己审签。请由另一位单位负责人审签",
        "You typed in this file and may not sign it; another head of the unit has to sign",
    ),
    "own_work": (
        "您填报或审签过这份申报，不能再审核、复审或批复。请转给同事办理",
        "You typed or signed this file and may not review, clear or approve it; pass it to a colleague",
    ),
    "own_review": (
        "业务科审核是您办理的，复审和批复须由另一位同事办理",
        "You passed the review; clearing and approval are for a colleague",
    ),
    "own_proposal": ("不予安排是您提出的，须由另一位同事决定", "You proposed the refusal; a colleague decides it"),
    "stand_in_not_yours": (
        "只能为自己指定代办人；科长可为本科人员、主管部门审核人可为本部门人员指定",
        "You name a stand-in for yourself; heads of section and department reviewers for their people",
    ),
    # 409
    "stand_in_over": ("这次代办已经结束", "This stand-in is over already"),
    "version_changed": (
        "这份申报刚刚被更新过，请刷新后再办理",
        "This file has just been changed; reload it and try again",
    ),
    "wrong_state": (
        "这份申报现在不在您要办理的环节，请刷新查看它在谁手里",
        "The file is not at the step where this can be done; reload to see who holds it",
    ),
    "not_sent_from_here": ("文件不是由您的环节送出的，不能取消送审", "The file was not sent from your desk"),
    "already_handled": (
        "下一环节已经开始办理，不能再取消送审。可以请对方退签",
        "The next desk has begun; ask it to decline instead",
    ),
    "was_submitted": ("已经报送过的申报不能作废", "A file that was submitted once cannot be discarded"),
    "is_adjustment": ("这是调整申报，请用“取消调整”", "This is an adjustment; use “Cancel the adjustment”"),
    "not_an_adjustment": ("这不是调整申报，请用“作废”", "This is not an adjustment; use “Discard”"),
    "taken_up": (
        "{holder}已受理这份申报，不能再撤回。可以“申请退回”",
        "{holder} has taken the file up; ask for its return instead",
    ),
    "taken_by_other": (
        "这份申报由{holder}受理。如需接手，请先“受理”",
        "{holder} has taken the file up; take it over first",
    ),
    "not_taken": (
        "这份申报还没有人受理，请先“受理”再转办",
        "Nobody has taken the file up; take it up before transferring it",
    ),
    "no_deadline": ("调整申报没有报送期限，无需延期", "An adjustment has no deadline; there is nothing to extend"),
    "suggestions_pending": (
        "还有 {count} 条修改建议等待单位答复，答复后才能办理",
        "{count} suggested edits wait for the unit's answer; it has to answer first",
    ),
    "changes_unsigned": (
        "单位已接受 {count} 处修改，待单位负责人审签后才能审核通过",
        "The unit accepted {count} edits; its head has to sign them before the review can pass",
    ),
    "nothing_to_sign": ("没有待审签的修改", "There are no accepted edits to sign"),
    "not_at_section": (
        "这份申报已不在业务科室审核环节，修改建议不能再提出或答复",
        "The file is no longer under review at the section; edits can neither be suggested nor answered",
    ),
    "suggestion_settled": (
        "这条修改建议已经答复或收回，请刷新查看",
        "This suggested edit is answered or withdrawn already; reload to see it",
    ),
    "suggestion_outdated": (
        "这一格的内容已经变化，这条修改建议不再适用",
        "The cell says something else by now; the suggested edit no longer fits",
    ),
    "not_in_force": ("这不是现行版本，请在现行版本上办理", "This is not the revision in force"),
    "revision_open": (
        "该项目有一份调整申报（第{revision}版）尚未办结，请先办结或取消它",
        "Revision {revision} of this project is still open; finish or cancel it first",
    ),
    "report_submitted": ("监控表已经报送，不能收回批复", "A monitoring report was submitted; the approval stands"),
    "superseded_something": (
        "这一版是调整后的批复，不能收回；请再次调整",
        "This revision replaced another one; open a new adjustment instead",
    ),
    "document_issued": (
        "批复文件{number}已印发，须由新文件予以废止",
        "Document {number} was issued; only a new document can void it",
    ),
    "content_changed": (
        "您看到的内容之后又有修改，请刷新，看清后再审签",
        "The content has changed since you looked at it; reload and look again before signing",
    ),
    "cell_changed": (
        "这一格刚被{who}改过，请选择保留哪一个",
        "{who} has just changed this cell; choose which value stays",
    ),
    "not_commentable": (
        "文件现在不在可以写意见的环节（填报人手里的文件直接修改即可）",
        "The file is not at a desk that comments; at the filer's desk the form itself is changed",
    ),
    "comment_frozen": (
        "文件已离开您写意见的环节，这条意见不能再改",
        "The file has left the desk where this comment was written; it stays as it is",
    ),
    "comment_sent": (
        "这条意见已经发给单位，不能再改。需要补充请另写一条",
        "This comment has been sent to the unit and stays; write another one to add to it",
    ),
    "not_editable": ("文件现在不在可以修改的环节", "The file is not at a desk where it can be edited"),
    "locked_path": (
        "退回修改时只能改退回意见涉及的内容；要改这里，请先“申请解锁”",
        "After a return only what the comments are about can be changed; ask to unlock this first",
    ),
    # 422
    "submit_by_signing": ("报送由最后一个审签完成，请点“审签”", "The last signature submits; use “Sign”"),
    "monitored_by_report": ("监控确认在监控表审核确认时完成", "Monitoring is confirmed by accepting its report"),
    "carried_over_by_approval": ("监控承接由调整批复自动完成", "Monitoring is carried over by the approval itself"),
    "unit_signature_missing": (
        "单位负责人的审签已失效，请退签，由单位重新送审",
        "The unit's signature no longer stands; decline, so that the unit sends it up again",
    ),
    "unit_signature_void": (
        "金额或指标值已改动，单位负责人的审签不再有效。请退签，由单位重新审签",
        "An amount or target was changed, so the unit's signature no longer holds; decline to the unit",
    ),
    "unparsed_input": ("“{raw}”无法识别，请改正", "“{raw}” cannot be read; please correct it"),
    "finding": ("{zh}", "{en}"),
    "comment_unanswered": ("退回意见尚未答复：{text}", "A comment is not answered yet: {text}"),
    "comment_not_changed": (
        "意见答复为“已修改”，但内容没有变化：{text}",
        "Answered as changed, but the value is the same: {text}",
    ),
    "window_closed": (
        "申报已于 {closes_on} 截止。请向财政局绩效科申请延期报送",
        "The task closed on {closes_on}; ask the performance section for an extension",
    ),
    "withdraw_needs_extension": (
        "申报已于 {closes_on} 截止，撤回后须经延期才能再次报送。确认要撤回吗？",
        "The task closed on {closes_on}; after withdrawing you need an extension to submit again. Withdraw anyway?",
    ),
    "comment_or_reason_missing": (
        "请至少写一条发给单位的意见，或填写退回理由",
        "Write at least one published comment or a reason",
    ),
    "due_date_past": (
        "修改期限 {due_on} 已过，请选今天或以后",
        "The deadline {due_on} has passed; choose today or later",
    ),
    "not_a_date": ("“{raw}”不是日期，请按 2025-08-31 填写", "“{raw}” is not a date; write it like 2025-08-31"),
    "opinion_missing": ("请填写审核意见", "Write the review opinion"),
    "grade_missing": ("请选择审核等级（优、良、中、差）", "Choose a grade"),
    "grade_does_not_pass": (
        "等级为中、差的不能通过：中请“退回修改”，差请“拟不予安排”",
        "Fair or poor does not pass: return it for changes, or propose refusal",
    ),
    "weights_missing": ("还有 {count} 个指标没有权重", "{count} indicators have no weight"),
    "document_missing": ("请填写依据文件（文号）", "Name the document this rests on"),
    "campaign_closed": ("监控任务已结束", "The monitoring campaign is closed"),
    "no_such_campaign": ("没有这个监控任务，或您看不到它", "No such campaign, or it is not visible to you"),
    "bad_cutoff_month": ("截至月份须在 1 到 12 之间", "The cut-off month is a number from 1 to 12"),
    "deadline_past": (
        "报送截止日期 {deadline} 已过，请选今天或以后",
        "The deadline {deadline} has passed; choose today or later",
    ),
    "campaign_still_open": (
        "截至 {month} 月的监控任务“{name}”尚未结束，不能重复发起：请直接使用它，或先将其结束",
        "The campaign “{name}” up to month {month} is still open: go on with it, or close it before opening another",
    ),
    "campaign_unfinished": (
        "还有 {count} 份监控表未办结。结束任务会取消它们，请填写理由",
        "{count} reports are not finished; closing cancels them, so give a reason",
    ),
    "report_forecast_missing": ("请填写全年预计执行数", "Fill in what will be spent in the whole year"),
    "report_money_cause_missing": (
        "预算执行滞后（红灯或黄灯），请说明原因",
        "Spending is behind (red or yellow light); say why",
    ),
    "report_money_measure_missing": (
        "预算执行滞后（红灯或黄灯），请填写拟采取的措施",
        "Spending is behind (red or yellow light); say what is done about it",
    ),
    "no_such_job": ("没有这个后台任务，或您看不到它", "No such job, or it is not visible to you"),
    "job_finished": ("这个后台任务已经结束，不能取消", "The job has ended; there is nothing to cancel"),
    "job_not_ended": ("只有失败或已取消的后台任务可以重新运行", "Only a failed or cancelled job can be run again"),
    "no_such_letter": ("没有这封邮件，或您看不到它", "No such e-mail, or it is not visible to you"),
    "letter_under_way": (
        "这封邮件已发出或正在发送，不能重发",
        "This e-mail was sent or is being sent; it cannot be sent again",
    ),
    "report_actual_missing": ("请填写完成情况", "Fill in what was reached"),
    "report_likelihood_missing": ("请选择完成目标可能性", "Choose how likely the target is"),
    "report_cause_missing": ("可能完不成的，请说明原因和措施", "Say why it may be missed and what is done about it"),
    "not_suggestable": (
        "只能对绩效目标和指标的文字（目标、指标名称、指标值、确定依据）提出修改建议，金额、预算和权重请用退回意见",
        "Only the words of goals and indicators can be negotiated; amounts and weights need a return",
    ),
    "suggestion_empty": ("请填写建议改成什么", "Write what it should say instead"),
    "suggestion_same": ("建议的内容与现在的一样", "The suggestion says what is there already"),
    "suggestion_exists": (
        "这一格已有一条待答复的修改建议。要换一种改法，请先收回它",
        "A suggestion for this cell waits for its answer; take it back before making another",
    ),
    "colleague_missing": ("请选择转给谁", "Choose to whom"),
    "not_a_colleague": (
        "只能转给本业务科室的其他审核人",
        "A file is transferred to another reviewer of the same section",
    ),
    "colleague_barred": (
        "这位同事填报或审签过这份申报，不能审核，请转给其他人",
        "This colleague typed or signed the file and may not review it; choose somebody else",
    ),
    "deadline_missing": ("请填写延期到哪一天", "Give the new deadline"),
    "choice_missing": ("请从列表中选择", "Choose from the list"),
    "stand_in_dates": (
        "请填写起止日期：从今天或以后开始，结束不早于开始",
        "Give both days: from today or later, and not ending before it begins",
    ),
    "stand_in_self": ("代办人不能是本人", "Nobody stands in for himself"),
    "stand_in_admin": (
        "系统、安全、审计管理员不能代办业务，也不能请人代办",
        "Administrators neither stand in for others nor have a stand-in",
    ),
    "stand_in_elsewhere": (
        "{name}不在同一部门（财政局内部须为财政局人员），不能代办",
        "{name} does not belong to the same department or bureau",
    ),
    "stand_in_barred": (
        "{name}现任岗位与被代办人的岗位须由不同的人担任（如填报与审签、审核与批复），不能代办",
        "{name} holds a role that must be kept apart from this one (filing and signing, review and approval)",
    ),
    "stand_in_overlaps": (
        "{name}在这段时间已有代办人，请先结束原来的代办",
        "{name} has a stand-in for some of these days; end that one first",
    ),
    "comment_empty": ("请写明意见", "Write the comment"),
    "comment_too_long": ("意见最多 {longest} 个字，请分成几条", "A comment has at most {longest} characters; split it"),
    "nothing_chosen": ("请至少勾选一份申报", "Tick at least one declaration"),
    "too_many_chosen": ("一次最多办理 {most} 份，请分批办理", "At most {most} files at once; do it in parts"),
    "reason_missing": ("请填写理由", "Give a reason"),
    "bad_path": ("找不到这个位置：{path}", "There is no such place: {path}"),
    "not_an_amount": (
        "“{raw}”不是金额，请填数字，如 1,331.67",
        "“{raw}” is not an amount; write a number like 1,331.67",
    ),
    "too_many_decimals": ("“{raw}”小于一分，最多 6 位小数", "“{raw}” is finer than a fen; at most 6 decimals"),
    "amount_too_large": ("“{raw}”过大，单位是万元", "“{raw}” is too large; the unit is 10,000 yuan"),
    "negative_amount": ("“{raw}”是负数，预算金额应为正数", "“{raw}” is negative; a budget is positive"),
    "not_a_weight": ("“{raw}”不是权重，请填 0 到 100 的数", "“{raw}” is not a weight; write a number from 0 to 100"),
    "bad_project_code": ("“{raw}”不是 21 位项目代码", "“{raw}” is not a 21-character project code"),
    "not_a_choice": ("“{raw}”不在可选范围内", "“{raw}” is not one of the choices"),
    "not_in_window": ("没有开放的申报任务", "No task is open"),
    "duplicate_project": (
        "本单位本年度已有“{name}”的申报，请在已有申报上办理",
        "Your unit already has a declaration for “{name}” this year",
    ),
    "waiver_without_finding": ("这条问题已不存在，无需说明", "This finding is gone; nothing to explain"),
    "project_name_missing": ("请选择项目，或填写新项目的名称", "Choose a project, or name a new one"),
    "project_name_too_long": ("项目名称最多 {longest} 个字", "A project name has at most {longest} characters"),
    "task_exists": ("已有同名的申报任务：{name}", "There is a task of this name already: {name}"),
    "closes_in_the_past": ("截止日期 {closes_on} 已过", "The closing date {closes_on} has passed"),
    "extension_not_later": (
        "延期须晚于现在的截止日期 {closes_on}",
        "An extension must end after the closing date {closes_on}",
    ),
    "password_weak": (
        "密码至少 8 个字符，并含大写字母、小写字母、数字、符号中的三类",
        "A password has at least 8 characters of three kinds: capitals, small letters, digits, signs",
    ),
    "password_wrong": ("原密码不正确", "The old password is not right"),
    "password_unchanged": ("新密码不能与原密码相同", "The new password must differ from the old one"),
    "username_unusable": (
        "用户名须为 2–60 个小写字母、数字、点、下划线或短横线，以字母或数字开头",
        "A user name has 2 to 60 small letters, digits, dots, underscores or hyphens and begins with none of the signs",
    ),
    "username_taken": ("用户名“{username}”已被使用", "The user name “{username}” is taken"),
    "roles_exclusive": (
        "系统、安全、审计三个管理员岗位互斥，且不能兼任业务岗位",
        "The three administrators exclude each other and every business role",
    ),
    "role_not_here": ("岗位 {role} 不能设在“{name}”这一级", "The role {role} cannot be held at “{name}”"),
    "grant_exists": ("该用户在“{name}”已有这个岗位", "The user holds this role at “{name}” already"),
    "name_missing": ("请填写名称", "Give a name"),
    "code_taken": ("编码“{given}”已被使用", "The code “{given}” is taken"),
    "parent_unfit": (
        "机构须挂在对应的上级下：科室属财政局，预算单位属主管部门",
        "A section belongs to the bureau and a unit to its department",
    ),
    "section_unfit": ("只有主管部门对应业务科室", "Only a department has a business section"),
    "region_unclear": (
        "数据库里有多个区划，请用 --region 指明",
        "The database holds several regions; say which with --region",
    ),
    "examples_present": (
        "数据库里已有用户，不再载入示例数据",
        "The database has users already; example data go into an empty one only",
    ),
    # the editor
    "too_long": ("文字太长，放不进这一格，请缩短", "The text is too long for this cell; shorten it"),
    "bad_change": ("这一步无法识别，请刷新页面", "This step is not understood; reload the page"),
    "row_gone": ("这一行已被删除，您输入的内容未能保存到表中", "This row was removed; what you typed has no place"),
    "row_changed": ("这一行之后又有改动，未撤销", "This row was changed since; it was not undone"),
    "nothing_to_undo": ("没有可以撤销的修改", "There is nothing of yours to undo"),
    "paste_too_large": ("一次最多粘贴 {rows} 行，请分几次粘贴", "At most {rows} rows can be pasted at once"),
    "finding_not_error": ("只有“必改”问题需要情况说明", "Only points that must be fixed can be explained"),
    "no_such_attachment": ("没有这个附件，或您看不到它", "No such attachment, or it is not visible to you"),
    "attachment_missing": ("请先选择文件", "Choose a file first"),
    "attachment_empty": ("“{name}”是空文件", "“{name}” is empty"),
    "attachment_type": (
        "“{name}”不是可接受的文件。可上传 PDF、Word、Excel、OFD、JPG、PNG",
        "“{name}” is not accepted. PDF, Word, Excel, OFD, JPG and PNG are",
    ),
    "attachment_content": (
        "“{name}”的内容与扩展名不符，请确认文件没有损坏、没有改过扩展名",
        "The content of “{name}” does not fit its name; the file may be damaged or renamed",
    ),
    "attachment_macros": ("“{name}”含有宏，请另存为不含宏的文件", "“{name}” holds macros; save it without them"),
    "attachment_too_large": (
        "“{name}”有 {size} MB，每个文件最多 {limit} MB。请压缩或拆分后再传",
        "“{name}” has {size} MB; a file has at most {limit} MB",
    ),
    "attachments_too_large": (
        "附件合计将超过 {limit} MB，请先删除不需要的文件",
        "All attachments together would exceed {limit} MB; remove what is not needed",
    ),
    "attachment_twice": ("“{name}”已经上传过", "“{name}” is attached already"),
    "unknown_answer": ("请选择“已修改”或“保留并说明”", "Choose “changed” or “kept”"),
    # payments
    "no_such_payment_batch": ("没有这个支付文件，或您看不到它", "No such payment file, or it is not visible to you"),
    "no_such_payment": ("没有这笔支付，或您看不到它", "No such payment, or it is not visible to you"),
    "no_such_payment_row": ("没有这条待核对数据，或您看不到它", "No such waiting row, or it is not visible to you"),
    "no_such_project_here": ("本区划没有这个项目", "There is no such project in this region"),
    "payment_row_settled": ("这条待核对数据已经处理过", "This row has already been settled"),
    "payment_row_wrong": ("改正后的数据仍有问题", "The corrected row still has problems"),
    "payment_key_taken": (
        "凭证 {voucher_no} 第 {line_no} 行已经导入，请改明细序号，或将本行标为“不是支付”",
        "Line {line_no} of voucher {voucher_no} is loaded already; change the line number or set this row aside",
    ),
    "payment_names_no_project": (
        "这些支付没有写明项目，只能逐笔指定",
        "These payments name no project; match them one by one",
    ),
    "fiscal_year_unknown": ("“{given}”不是预算年度", "“{given}” is not a fiscal year"),
    "file_empty": ("文件是空的", "The file is empty"),
    "file_too_large": ("文件过大，最多 {most_mb} MB", "The file is too large: at most {most_mb} MB"),
    "file_unreadable": (
        "无法读取这个文件。请用 Excel（xlsx）或 CSV（UTF-8、GBK）",
        "The file cannot be read; use Excel (xlsx) or CSV (UTF-8, GBK)",
    ),
    "file_protected": ("文件有密码保护，请先取消密码", "The file is protected by a password; remove it first"),
    "columns_missing": (
        "前 20 行里找不到这些列：{wanted}。找到的是：{found}。没有导入任何数据",
        "These columns are not in the first 20 rows: {wanted}. Found: {found}. Nothing was loaded",
    ),
    "amounts_in_wan": (
        "文件写明金额单位是万元（“{found}”），支付数据须以元为单位。没有导入任何数据",
        "The file says its amounts are in 万元 (“{found}”); vouchers are in 元. Nothing was loaded",
    ),
    "account_key_changed": (
        "系统密钥与以前导入时不同，无法识别重复支付。请恢复原来的 JIXIAO_SECRET_KEY",
        "The secret key differs from earlier imports, so duplicates cannot be told; restore JIXIAO_SECRET_KEY",
    ),
}


def refusal_text(code: str, facts: Mapping[str, Any], language: str = "zh") -> str:
    """What a refusal says to a person."""
    return say(REFUSALS, code, facts, language)
