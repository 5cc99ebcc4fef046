"""What is said where something typed or missing keeps a step from being taken (422), by code."""

from workflow.notifications.sentences import Sentence

INPUT_REFUSALS: dict[str, Sentence] = {
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
    "carried_unconfirmed": (
        "{zh}：还有 {count} 处从以前申报沿用的内容没有确认，请逐项核对：修改它，或点“确认”",
        "{en}: {count} values carried over from the earlier declaration are not confirmed; change or confirm each",
    ),
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
    "date_missing": ("请填写日期", "Choose a date"),
    "not_a_date": ("“{raw}”不是日期，请按 2025-08-31 填写", "“{raw}” is not a date; write it like 2025-08-31"),
    "days_turned": ("结束日期不能早于开始日期", "The last day cannot be before the first"),
    "no_returns_then": (
        "{department}在 {first} 至 {last} 期间没有退回修改的申报，无需出具审核意见函",
        "No file of {department} was returned from {first} to {last}: there is nothing to write about",
    ),
    "letter_number_too_long": ("文号最多 {longest} 个字", "A number has at most {longest} signs"),
    "opinion_missing": ("请填写审核意见", "Write the review opinion"),
    "review_sheet_incomplete": (
        "这是重点项目，须先填完审核表：还有 {count} 项没有评分",
        "This is a key project: the review sheet still lacks {count} scores",
    ),
    "ticks_missing": (
        "请对完整性、相关性、适当性、可行性逐项作出判断，还有 {count} 项没有选",
        "Say of each of the four criteria whether it is met; {count} are open",
    ),
    "not_a_score": (
        "“{given}”不是 0 到 {most} 之间的分数（可有一位小数）",
        "“{given}” is no score between 0 and {most} (one decimal at most)",
    ),
    "sheet_text_too_long": (
        "审核意见过长，请控制在 {longest} 字以内",
        "The opinion is longer than {longest} characters",
    ),
    "grade_missing": ("请选择审核等级（优、良、中、差）", "Choose a grade"),
    "grade_does_not_pass": (
        "等级为中、差的不能通过：中请“退回修改”，差请“拟不予安排”",
        "Fair or poor does not pass: return it for changes, or propose refusal",
    ),
    "weights_missing": ("还有 {count} 个指标没有权重", "{count} indicators have no weight"),
    "document_missing": ("请填写依据文件（文号）", "Name the document this rests on"),
    "campaign_closed": ("监控任务已结束", "The monitoring campaign is closed"),
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
    "job_finished": ("这个后台任务已经结束，不能取消", "The job has ended; there is nothing to cancel"),
    "job_not_ended": ("只有失败或已取消的后台任务可以重新运行", "Only a failed or cancelled job can be run again"),
    "intake_changed": (
        "这张表刚被同事核对过，请看过现在的内容再继续",
        "A colleague has just checked this form; look at what stands now and go on from there",
    ),
    "intake_settled": ("这张表已经办完，不用再核对", "This form is settled; there is nothing left to check"),
    "intake_no_draft": (
        "这张表没有读出项目名称，不能生成申报。请在原文件里填上项目名称，再导入一次",
        "This form names no project, so it becomes no declaration: write the name into the file and import it again",
    ),
    "intake_no_task": (
        "现在没有开放的申报任务，不能生成申报。请联系财政局绩效科",
        "No task is open, so no declaration can be made; ask the performance section",
    ),
    "intake_unchecked": (
        "还有 {count} 处请核对：请逐处改正，或勾选“核对无误”",
        "{count} places are still to be checked: correct each, or tick that it is right",
    ),
    "intake_target_changed": (
        "同名项目的申报在您核对期间有变动，请看过现在的内容再确认生成",
        "The declaration of this project changed while you were checking; look at it again before you confirm",
    ),
    "intake_not_taken": (
        "同名项目的申报有不能修改的内容，这张表没有导入",
        "The declaration of this project has cells that may not be changed; nothing of this form was taken over",
    ),
    "letter_under_way": (
        "这封邮件已发出或正在发送，不能重发",
        "This e-mail was sent or is being sent; it cannot be sent again",
    ),
    "report_actual_missing": ("请填写完成情况", "Fill in what was reached"),
    "report_likelihood_missing": ("请选择完成目标可能性", "Choose how likely the target is"),
    "report_cause_missing": ("可能完不成的，请说明原因和措施", "Say why it may be missed and what is done about it"),
    "late_comment_needs_consent": (
        "这里上次报送后没有改动，上次退回也没有提过意见。请选择新增意见的原因，或请科长同意后再发给单位",
        "The unit did not touch this and no earlier return asked about it: name the cause, or ask the section head",
    ),
    "finding_gone": (
        "这条预审问题已经不在了，请刷新页面查看最新结果",
        "This finding is gone; reload the page to see what stands",
    ),
    "phrase_empty": ("请填写常用语", "Write the phrase"),
    "phrase_too_long": ("常用语最多 {longest} 个字", "A phrase has at most {longest} characters"),
    "phrase_for_what": ("找不到要关联的部分或规则：{given}", "There is no such section or rule: {given}"),
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
    "leader_missing": ("请填写作出特批的领导姓名", "Name the leader who decided it"),
    "reason_too_long": ("理由最多 {longest} 个字", "The reason has at most {longest} characters"),
    "opinion_too_long": ("审核意见最多 {longest} 个字", "The review opinion has at most {longest} characters"),
    "document_too_long": ("文件名称（文号）最多 {longest} 个字", "The document has at most {longest} characters"),
    "leader_too_long": ("领导姓名最多 {longest} 个字", "The name has at most {longest} characters"),
    "points_missing": ("请至少列出一项未了事项和落实期限", "List at least one open point with the day it is due"),
    "point_text_missing": ("第 {number} 项未了事项没有写明内容", "Open point {number} does not say what is open"),
    "point_too_long": (
        "第 {number} 项未了事项最多 {longest} 个字",
        "Open point {number} has at most {longest} characters",
    ),
    "point_due_missing": ("请填写第 {number} 项未了事项的落实期限", "Give the day on which open point {number} is due"),
    "point_due_past": ("第 {number} 项未了事项的落实期限已过", "The day of open point {number} has passed"),
    "closing_note_missing": ("请写明这一项是怎样落实的", "Say how the point was settled"),
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
    "stand_in_too_long": (
        "代办一次最多 {days} 天；离岗更久的，请由管理员另行授予岗位",
        "A stand-in is named for at most {days} days; whoever is away for longer is replaced by a grant of the role",
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
    "stand_in_two_barred": (
        "{name}这几天已代办{other}的工作，两人的岗位须由不同的人担任（如填报与审签、审核与批复），请另选一人",
        "{name} stands in for {other} on these days, whose role must be kept apart from this one: choose somebody else",
    ),
    "stand_in_overlaps": (
        "{name}在这段时间已有代办人，请先结束原来的代办",
        "{name} has a stand-in for some of these days; end that one first",
    ),
    "comment_empty": ("请写明意见", "Write the comment"),
    "comment_too_long": ("意见最多 {longest} 个字，请分成几条", "A comment has at most {longest} characters; split it"),
    "text_too_long": (
        "文字太长：最多 {most} 个字，现在有 {count} 个，请缩短",
        "The text is too long: at most {most} characters, now {count}; shorten it",
    ),
    "nothing_chosen": ("请至少勾选一份申报", "Tick at least one declaration"),
    "too_many_chosen": ("一次最多办理 {most} 份，请分批办理", "At most {most} files at once; do it in parts"),
    "reason_missing": ("请填写理由", "Give a reason"),
    "bad_path": ("找不到这个位置：{path}", "There is no such place: {path}"),
    "not_a_phone": (
        "“{raw}”不是电话号码，请填可以拨打的号码，如 0711-5550101",
        "“{raw}” is not a phone number; write one that can be dialled, like 0711-5550101",
    ),
    "not_an_amount": (
        "“{raw}”不是金额，请填数字，如 1,331.67",
        "“{raw}” is not an amount; write a number like 1,331.67",
    ),
    "too_many_decimals": ("“{raw}”小于一分，最多 6 位小数", "“{raw}” is finer than a fen; at most 6 decimals"),
    "amount_too_large": ("“{raw}”过大，单位是万元", "“{raw}” is too large; the unit is 10,000 yuan"),
    "negative_amount": ("“{raw}”是负数，预算金额应为正数", "“{raw}” is negative; a budget is positive"),
    "formula_several": (
        "“{raw}”里不止一个算式，请只写一个",
        "“{raw}” holds several formulas; write one",
    ),
    "formula_too_long": ("算式太长，请分成几行明细", "The formula is too long; split the line"),
    "formula_brackets": ("“{raw}”的括号不配对", "The brackets of “{raw}” do not match"),
    "formula_zero": ("“{raw}”里除以了零", "“{raw}” divides by zero"),
    "formula_units": (
        "“{raw}”算不出金额：单位不能这样相加或相乘，例如元乘元",
        "“{raw}” gives no amount: its units cannot be added or multiplied like this, e.g. yuan by yuan",
    ),
    "not_a_weight": ("“{raw}”不是权重，请填 0 到 100 的数", "“{raw}” is not a weight; write a number from 0 to 100"),
    "bad_project_code": ("“{raw}”不是 21 位项目代码", "“{raw}” is not a 21-character project code"),
    "not_a_choice": ("“{raw}”不在可选范围内", "“{raw}” is not one of the choices"),
    "not_in_window": ("没有开放的申报任务", "No task is open"),
    "duplicate_project": (
        "本单位本年度已有“{name}”的申报，请在已有申报上办理",
        "Your unit already has a declaration for “{name}” this year",
    ),
    "library_name_missing": ("请填写指标名称", "Name the indicator"),
    "library_twice": (
        "同一领域、同一级别下已有指标“{name}”",
        "There is an indicator “{name}” in this sector and level already",
    ),
    "library_bad_range": (
        "“{raw}”不是数字，请填写常见范围的最低值和最高值，如 95 或 0.5",
        "“{raw}” is not a number; the usual range is given by its lowest and highest value, like 95 or 0.5",
    ),
    "library_range_reversed": (
        "最低值 {low} 大于最高值 {high}，请核对",
        "The lowest value {low} is above the highest {high}",
    ),
    "library_bad_successor": ("“{name}”不能作为替代指标，请选另一个在用的指标", "“{name}” cannot be the successor"),
    "library_nothing_to_merge": ("请至少勾选两个指标", "Tick at least two indicators"),
    "target_unfilled": (
        "“{raw}”还缺数字，请把横线换成指标值",
        "“{raw}” still lacks its number; write it",
    ),
    "draft_not_empty": (
        "这份申报已经填写过，不能再整份复制。请新建申报，或在表中修改",
        "Something was typed into this draft already; a copy can only fill an empty one",
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
    "not_a_total_cost": (
        "只有项目总成本类的成本指标可以取当年预算，且须先填写预算",
        "Only an indicator of the project's total cost takes the budget, and only once there is one",
    ),
    "no_weights_here": ("这张表没有权重", "This form has no weights"),
    "no_weight_to_give": (
        "没有可分配的权重：没有空着的权重，或已填的合计已达到应有的合计",
        "There is no weight to give: none is empty, or what is filled in reaches the total already",
    ),
    "rules_changed": (
        "规则设置刚被另一位同事保存过。您填的还在下面；再次保存会以您填的为准",
        "A colleague has just saved the rule settings. What you typed stands below; saving again makes yours hold",
    ),
    "threshold_not_a_number": ("“{raw}”不是数字", "“{raw}” is not a number"),
    "threshold_out_of_range": (
        "“{raw}”超出允许范围，请填 {lowest} 到 {highest} 之间的数",
        "“{raw}” is out of range; write a number from {lowest} to {highest}",
    ),
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
    "file_secret": (
        "“{name}”标有密级（{mark}）。本系统不得存储、处理涉密文件，内容未保存，请按保密规定处理",
        "“{name}” is marked as a state secret ({mark}). This system must not hold it; nothing was kept",
    ),
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
    "file_too_wide": (
        "工作表里有单元格离数据太远，无法读取。请删除数据右侧和下方多余的列、行，保存后重新上传",
        "A cell of the workbook lies far away from the data. Delete the columns and rows to the right of the data "
        "and below it, save, and send the file again",
    ),
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
