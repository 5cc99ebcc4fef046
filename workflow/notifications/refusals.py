"""What every refusal and problem says to a person, by code."""

from collections.abc import Mapping
from typing import Any

from workflow.notifications.refusals_adjustment import ADJUSTMENT_REFUSALS
from workflow.notifications.refusals_evaluation import EVALUATION_FILE_REFUSALS, EVALUATION_REFUSALS
from workflow.notifications.refusals_input import INPUT_REFUSALS
from workflow.notifications.refusals_letters import LETTER_REFUSALS
from workflow.notifications.refusals_money import MONEY_REFUSALS
from workflow.notifications.refusals_monitoring import MONITORING_REFUSALS
from workflow.notifications.refusals_offline import OFFLINE_REFUSALS
from workflow.notifications.refusals_paper import PAPER_REFUSALS
from workflow.notifications.refusals_region import REGION_REFUSALS
from workflow.notifications.refusals_results import RESULT_REFUSALS
from workflow.notifications.sentences import Sentence, say

STANDING_REFUSALS: dict[str, Sentence] = {
    # 404
    "no_such_action": ("没有这个操作，或您看不到这份申报", "No such action, or this file is not visible to you"),
    "no_such_file": ("没有这份申报，或您看不到它", "No such file, or it is not visible to you"),
    "no_such_decision": ("没有这份待发决定，或它不是您的", "No such pending decision, or it is not yours"),
    "unknown_profile": ("没有表样“{profile}”", "No form profile “{profile}”"),
    "no_such_department": ("没有这个部门，或您看不到它", "No such department, or it is not visible to you"),
    "no_such_unit": ("没有这个预算单位，或您看不到它", "No such unit, or it is not visible to you"),
    "no_such_task": ("没有这个申报任务", "There is no such task"),
    "no_such_project": ("本单位没有这个项目", "Your unit has no such project"),
    "no_such_user": ("没有用户“{username}”", "There is no user “{username}”"),
    "no_such_region": ("没有区划“{given}”", "There is no region “{given}”"),
    "no_such_organisation": ("没有机构“{given}”", "There is no organisation “{given}”"),
    "no_such_intake": ("没有这个导入文件，或您看不到它", "No such dropped file, or it is not visible to you"),
    "no_such_comment": ("没有这条意见，或它不是您写的", "There is no such comment, or you did not write it"),
    "no_such_phrase": ("没有这条常用语，或它不归您维护", "There is no such phrase, or it is not yours to change"),
    "no_such_suggestion": ("没有这条修改建议", "There is no such suggested edit"),
    "no_such_stand_in": ("没有这条代办记录，或您看不到它", "No such stand-in, or it is not visible to you"),
    "no_such_report": ("没有这份监控表，或您看不到它", "No such monitoring report, or it is not visible to you"),
    "no_such_campaign": ("没有这个监控任务，或您看不到它", "No such campaign, or it is not visible to you"),
    "no_such_job": ("没有这个后台任务，或您看不到它", "No such job, or it is not visible to you"),
    "no_such_list": ("没有这个列表", "There is no such list"),
    "no_such_export": ("没有这份导出文件，或它已到期删除", "No such export, or it has expired"),
    "no_such_letter": ("没有这封邮件，或您看不到它", "No such e-mail, or it is not visible to you"),
    "no_such_point": ("没有这一项未了事项，或您看不到它", "No such open point, or it is not visible to you"),
    "no_such_attachment": ("没有这个附件，或您看不到它", "No such attachment, or it is not visible to you"),
    "no_such_payment_batch": ("没有这个支付文件，或您看不到它", "No such payment file, or it is not visible to you"),
    "no_such_payment": ("没有这笔支付，或您看不到它", "No such payment, or it is not visible to you"),
    "no_such_payment_row": ("没有这条待核对数据，或您看不到它", "No such waiting row, or it is not visible to you"),
    "no_such_project_here": ("本区划没有这个项目", "There is no such project in this region"),
    "no_such_batch": ("没有这个批复批次，或您看不到它", "No such approval batch, or it is not visible to you"),
    "no_such_indicator": (
        "指标库里没有这个指标，或您看不到它",
        "The library has no such indicator, or it is not visible to you",
    ),
    "signs_not_printable": (
        "字库里没有这些字符，无法生成 PDF：{signs}。请改用常用字，或下载 Word、Excel 文件",
        "The typefaces of the PDF have no such characters: {signs}; replace them or download the Word or Excel file",
    ),
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
    "form_already_entered": (
        "这张表单已经提交过，第一次提交已登记，没有重复登记。请回到列表查看；要再登记一笔，请重新打开这张表单",
        "This form was sent before: it was entered once, not twice. Look at the list; open the form anew to enter more",
    ),
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
    "special_exists": (
        "这一稿已经特批，不用重复办理",
        "This very content is specially approved already",
    ),
    "point_closed": (
        "这一项已由{holder}销号，请刷新查看",
        "{holder} has closed this point already; reload to see it",
    ),
    "suggestions_pending": (
        "还有 {count} 条修改建议等待单位答复，答复后才能办理",
        "Suggested edits that wait for the unit's answer: {count}; it has to answer first",
    ),
    "changes_unsigned": (
        "单位已接受 {count} 处修改，待单位负责人审签后才能审核通过",
        "The unit accepted {count} edits; its head has to sign them before the review can pass",
    ),
    "nothing_to_sign": ("没有待审签的修改", "There are no accepted edits to sign"),
    "not_at_section": (
        "文件现在不在业务科室，不能办理这一步",
        "The file is not at the section now; this cannot be done",
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
    "library_changed": (
        "这个指标刚刚被改过，请刷新后再办理",
        "This indicator has just been changed; reload it and try again",
    ),
    "library_deprecated": ("“{name}”已停用，请选择在用的指标", "“{name}” is deprecated; choose one in use"),
    "decision_sent": (
        "您对这份申报的决定已经发出。如需更改，请先在“待发决定”中撤回",
        "Your decision on this file has been sent; recall it under “Pending decisions” to change it",
    ),
    "decision_under_way": (
        "这些决定已经执行或正在执行，不能再撤回",
        "These decisions have been carried out or are being carried out; they can no longer be recalled",
    ),
    "decision_gave_up": (
        "系统几次都没能办成，请打开申报重新办理",
        "It could not be carried out after several tries; open the file and decide again",
    ),
    "cell_changed": (
        "这一格刚被{who}改过，请选择保留哪一个",
        "{who} has just changed this cell; choose which value stays",
    ),
    "not_commentable": (
        "文件现在不在可以写意见的环节（填报人手里的文件直接修改即可）",
        "The file is not at a desk that comments; at the filer's desk the form itself is changed",
    ),
    "late_comment_decided": (
        "这条意见已经有科长的答复，请刷新查看",
        "The section head has already decided about this comment; reload",
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
}
"""Because of what the file, the person or the hour is (404, 403, 409)."""

TABLES = (
    STANDING_REFUSALS,
    INPUT_REFUSALS,
    LETTER_REFUSALS,
    PAPER_REFUSALS,
    REGION_REFUSALS,
    OFFLINE_REFUSALS,
    ADJUSTMENT_REFUSALS,
    MONEY_REFUSALS,
    MONITORING_REFUSALS,
    EVALUATION_REFUSALS,
    EVALUATION_FILE_REFUSALS,
    RESULT_REFUSALS,
)

REFUSALS: dict[str, Sentence] = {code: sentence for table in TABLES for code, sentence in table.items()}


def refusal_text(code: str, facts: Mapping[str, Any], language: str = "zh") -> str:
    """What a refusal says to a person."""
    return say(REFUSALS, code, facts, language)
