"""What inbox messages and letters say, by template."""

from collections.abc import Mapping
from typing import Any

from workflow.notifications.messages_reminding import REMINDING
from workflow.notifications.refusals import refusal_text
from workflow.notifications.sentences import Sentence, say

_TOLD: dict[str, Sentence] = {
    "declaration.send_up": ("「{project_name}」待您审签", "“{project_name}” waits for your signature"),
    "declaration.recall": ("「{project_name}」已取消送审", "“{project_name}” was recalled"),
    "declaration.decline": (
        "「{project_name}」被{actor}退签：{reason}",
        "“{project_name}” was declined by {actor}: {reason}",
    ),
    "declaration.sign": ("「{project_name}」待您审签", "“{project_name}” waits for your signature"),
    "declaration.sign_on_paper": (
        "{signer}已在纸面审签「{project_name}」，扫描件由{actor}上传",
        "{signer} signed “{project_name}” on paper; {actor} uploaded the scan",
    ),
    "declaration.submit": ("「{project_name}」已报送财政", "“{project_name}” was submitted to finance"),
    "declaration.withdraw": ("「{project_name}」已被单位撤回", "“{project_name}” was withdrawn by the unit"),
    "declaration.request_return": (
        "{actor}申请退回「{project_name}」：{reason}",
        "{actor} asks for “{project_name}” back: {reason}",
    ),
    "declaration.return": ("「{project_name}」被{actor}退回修改", "“{project_name}” was returned by {actor}"),
    "declaration.ask_consent": (
        "{actor}对「{project_name}」新增一条意见，待您同意：{text}",
        "{actor} adds a comment on “{project_name}” and asks for your consent: {text}",
    ),
    "declaration.consent": (
        "{actor}同意您对「{project_name}」新增的意见",
        "{actor} consents to your late comment on “{project_name}”",
    ),
    "declaration.refuse_consent": (
        "{actor}不同意您对「{project_name}」新增的意见：{reason}",
        "{actor} does not consent to your late comment on “{project_name}”: {reason}",
    ),
    "declaration.pass_review": ("「{project_name}」业务科审核通过，待复审", "“{project_name}” passed review"),
    "declaration.propose_refusal": (
        "「{project_name}」拟不予安排，待决定",
        "Refusal of “{project_name}” is proposed",
    ),
    "declaration.transfer": (
        "「{project_name}」由{actor}转给{holder}办理：{reason}",
        "{actor} transferred “{project_name}” to {holder}: {reason}",
    ),
    "declaration.extend": (
        "「{project_name}」准予延期，须于 {due_on} 前报送：{reason}",
        "“{project_name}” may be submitted until {due_on}: {reason}",
    ),
    "declaration.suggest_edit": (
        "{actor}对「{project_name}」提出修改建议，请答复",
        "{actor} suggests edits of “{project_name}”; please answer",
    ),
    "declaration.changes_to_sign": (
        "「{project_name}」接受的修改待您审签",
        "The accepted edits of “{project_name}” wait for your signature",
    ),
    "declaration.edits_answered": (
        "「{project_name}」的修改建议已全部答复",
        "All suggested edits of “{project_name}” are answered",
    ),
    "declaration.sign_changes": (
        "「{project_name}」协商修改已由{actor}审签",
        "The negotiated edits of “{project_name}” were signed by {actor}",
    ),
    "declaration.refuse": ("「{project_name}」不予安排", "“{project_name}” was refused"),
    "declaration.reject_refusal": (
        "「{project_name}」不予安排未获同意：{reason}",
        "Refusal of “{project_name}” was rejected: {reason}",
    ),
    "declaration.send_to_review": (
        "「{project_name}」退回业务科复核：{reason}",
        "“{project_name}” is back for review: {reason}",
    ),
    "declaration.clear": ("「{project_name}」复审通过，待批复", "“{project_name}” was cleared for approval"),
    "declaration.approve_specially": (
        "「{project_name}」获特批，未了事项须按期落实，详见申报页面“特批”：{reason}",
        "“{project_name}” was approved specially; its open points have to be settled on time: {reason}",
    ),
    "self_evaluation.rechecked": (
        "「{project_name}」自评经财政复核，复核得分 {points} 分，自评得分 {own} 分，请查看分差和理由",
        "The self-evaluation of “{project_name}” was checked again: {points} points instead of {own}; see why",
    ),
    "self_evaluation.use_proposed": (
        "「{project_name}」{year}年度自评结果应用建议待您确认",
        "What follows from the result of “{project_name}” ({year}) waits for you",
    ),
    "self_evaluation.use_confirmed": (
        "「{project_name}」{year}年度自评结果应用已确认，请查看",
        "What follows from the result of “{project_name}” ({year}) is confirmed; please see",
    ),
    "self_evaluation.use_refused": (
        "「{project_name}」{year}年度自评结果应用建议未被采纳：{remark}",
        "What was to follow from the result of “{project_name}” ({year}) was refused: {remark}",
    ),
    "corrective_action.order": (
        "「{project_name}」须于 {due_on} 前整改，请查看要求",
        "“{project_name}” is to be corrected by {due_on}; see what is demanded",
    ),
    "corrective_action.answer": (
        "「{project_name}」已填报整改情况，请确认（期限 {due_on}）",
        "The correction of “{project_name}” was reported; please confirm (due {due_on})",
    ),
    "corrective_action.confirm": (
        "「{project_name}」整改已确认，待销号（期限 {due_on}）",
        "The correction of “{project_name}” is confirmed and can be closed (due {due_on})",
    ),
    "corrective_action.reopen": (
        "「{project_name}」整改被退回，须于 {due_on} 前重新整改",
        "The correction of “{project_name}” was sent back; correct it by {due_on}",
    ),
    "corrective_action.close": (
        "「{project_name}」整改已销号（期限 {due_on}）",
        "The correction of “{project_name}” is closed (due {due_on})",
    ),
    "declaration.approve": ("「{project_name}」已批复", "“{project_name}” was approved"),
    "declaration.decision_failed": (
        "您对「{project_name}」的待发决定未能执行：{why}",
        "Your decision on “{project_name}” was not carried out: {why}",
    ),
    "declaration.file_adjustment": (
        "「{project_name}」的调整已备案，自即日起按新版本执行",
        "The adjustment of “{project_name}” was filed; the new revision is in force",
    ),
    "declaration.demand_review": (
        "「{project_name}」的调整不予备案，转为按程序审核：{reason}",
        "The adjustment of “{project_name}” is not filed but reviewed: {reason}",
    ),
    "declaration.revoke_approval": (
        "「{project_name}」的批复已收回：{reason}",
        "The approval of “{project_name}” was revoked: {reason}",
    ),
    "declaration.accept_monitoring": ("「{project_name}」已完成监控", "“{project_name}” is monitored"),
    "declaration.accept_evaluation": (
        "「{project_name}」自评结果已由财政确认",
        "The self-evaluation of “{project_name}” was confirmed by finance",
    ),
    "declaration.terminate": ("「{project_name}」已撤项：{reason}", "“{project_name}” was terminated: {reason}"),
    "declaration_task.extended": (
        "{unit}准予延期报送至 {closes_on}：{reason}",
        "{unit} may submit until {closes_on}: {reason}",
    ),
    "list_export.ready": (
        "“{title}”已导出，共 {rows} 行，请在 {until} 前到“我的导出”下载",
        "“{title}” is exported ({rows} rows); download it under “My exports” before {until}",
    ),
    "list_export.paper_ready": (
        "《{title}》已生成，请在 {until} 前到“我的导出”下载",
        "“{title}” is made; download it under “My exports” before {until}",
    ),
    "list_export.failed": (
        "“{title}”导出未完成，请到“我的导出”重新导出",
        "The export of “{title}” was not completed; begin it again under “My exports”",
    ),
    "project.ledger": (
        "「{project_name}」{year} 年预算指标 {amount} 万元（{document}）：{reason}",
        "Budget of “{project_name}” in {year}: {amount} × 10,000 yuan ({document}): {reason}",
    ),
    "project.ledger_corrected": (
        "「{project_name}」{year} 年预算指标冲销一笔，{amount} 万元（{document}）：{reason}",
        "Budget of “{project_name}” in {year}: an entry was taken back, {amount} × 10,000 yuan ({document}): {reason}",
    ),
    "outside_payment.entered": (
        "{unit_name}登记了「{project_name}」的国库外支付 {amount} 元，请确认",
        "{unit_name} entered a payment outside the treasury for “{project_name}”: {amount} yuan; please confirm",
    ),
    "outside_payment.confirmed": (
        "「{project_name}」的国库外支付 {amount} 元已确认",
        "The payment of {amount} yuan outside the treasury for “{project_name}” was confirmed",
    ),
    "outside_payment.refused": (
        "「{project_name}」的国库外支付 {amount} 元被退回：{reason}",
        "The payment of {amount} yuan outside the treasury for “{project_name}” was refused: {reason}",
    ),
    "payment_totals.differ": (
        "{region} {year} 年支付累计数与支付明细核对不符，共 {count} 项，"
        "请系统管理员重算累计数（jixiao rebuild-totals）并查明原因",
        "{region}, {year}: {count} totals of payments are not what the payments add up to; run jixiao rebuild-totals "
        "and find out why",
    ),
    "target_task.opened": (
        "「{project_name}」{year} 年预算变动 {change} 万元，超过年初预算的 {percent}%，请调整绩效目标或说明理由",
        "The budget of “{project_name}” in {year} changed by {change} × 10,000 yuan, more than {percent}% of the "
        "initial one; adjust its targets or say why they stay",
    ),
    "target_task.ordered": (
        "「{project_name}」{year} 年按整改要求调减预算，预算变动 {change} 万元，请同步调整绩效目标或说明理由",
        "The budget of “{project_name}” in {year} was cut by a corrective action ({change} × 10,000 yuan); "
        "adjust its targets with it or say why they stay",
    ),
    "target_task.explained": (
        "「{project_name}」{year} 年目标调整任务：{actor}说明不调整目标，请确认：{reason}",
        "“{project_name}” of {year}: {actor} says why the targets stay; please confirm: {reason}",
    ),
    "target_task.confirmed": (
        "「{project_name}」{year} 年目标调整任务：{actor}同意不调整目标。{reason}",
        "“{project_name}” of {year}: {actor} agrees that the targets stay. {reason}",
    ),
    "target_task.refused": (
        "「{project_name}」{year} 年目标调整任务：{actor}不同意，请调整绩效目标：{reason}",
        "“{project_name}” of {year}: {actor} does not agree, adjust the targets: {reason}",
    ),
    "stand_in.named": (
        "{from_on} 至 {until_on} 由{stand_in}代{absent}办理（{actor}指定）：{reason}",
        "From {from_on} to {until_on} {stand_in} stands in for {absent} (named by {actor}): {reason}",
    ),
    "stand_in.ended": (
        "{stand_in}代{absent}办理（{from_on} 至 {until_on}）已由{actor}提前结束",
        "{actor} has ended early that {stand_in} stands in for {absent} ({from_on} to {until_on})",
    ),
    "monitoring_report.send_up": ("「{project_name}」监控表待您审签", "The report on “{project_name}” waits for you"),
    "monitoring_report.recall": ("「{project_name}」监控表已取消送审", "The report on “{project_name}” was recalled"),
    "monitoring_report.decline": (
        "「{project_name}」监控表被退签：{reason}",
        "The report on “{project_name}” was declined: {reason}",
    ),
    "monitoring_report.sign": ("「{project_name}」监控表待您审签", "The report on “{project_name}” waits for you"),
    "monitoring_report.submit": ("「{project_name}」监控表已报送", "The report on “{project_name}” was submitted"),
    "monitoring_report.return": (
        "「{project_name}」监控表被退回：{reason}",
        "The report on “{project_name}” was returned: {reason}",
    ),
    "monitoring_report.accept": ("「{project_name}」监控表已确认", "The report on “{project_name}” was accepted"),
    "monitoring_report.cancel": (
        "「{project_name}」监控表已取消：{reason}",
        "The report on “{project_name}” was cancelled: {reason}",
    ),
    "self_evaluation.send_up": (
        "「{project_name}」自评表待您审签",
        "The self-evaluation of “{project_name}” waits for you",
    ),
    "self_evaluation.recall": (
        "「{project_name}」自评表已取消送审",
        "The self-evaluation of “{project_name}” was recalled",
    ),
    "self_evaluation.decline": (
        "「{project_name}」自评表被退签：{reason}",
        "The self-evaluation of “{project_name}” was declined: {reason}",
    ),
    "self_evaluation.sign": (
        "「{project_name}」自评表待您审签",
        "The self-evaluation of “{project_name}” waits for you",
    ),
    "self_evaluation.submit": (
        "「{project_name}」自评表已报送",
        "The self-evaluation of “{project_name}” was submitted",
    ),
    "self_evaluation.return": (
        "「{project_name}」自评表被退回：{reason}",
        "The self-evaluation of “{project_name}” was returned: {reason}",
    ),
    "self_evaluation.accept": (
        "「{project_name}」自评表已审核确认",
        "The self-evaluation of “{project_name}” was accepted",
    ),
    "self_evaluation.cancel": (
        "「{project_name}」自评表已取消：{reason}",
        "The self-evaluation of “{project_name}” was cancelled: {reason}",
    ),
    "approval_document.send_for_signing": (
        "《{project_name}》待您会签或签发",
        "“{project_name}” waits for your signature",
    ),
    "approval_document.cosign": (
        "《{project_name}》会签完毕，待您签发",
        "“{project_name}” was co-signed and waits for you",
    ),
    "approval_document.send_back": (
        "《{project_name}》被{actor}退回拟稿：{reason}",
        "“{project_name}” was sent back by {actor}: {reason}",
    ),
    "approval_document.take_back": ("《{project_name}》已取回修改", "“{project_name}” was taken back"),
    "approval_document.sign_letter": (
        "《{project_name}》已签发，待编号",
        "“{project_name}” is signed and waits for its number",
    ),
    "approval_document.give_number": ("《{project_name}》已编号", "“{project_name}” has its number"),
    "approval_document.seal": (
        "《{project_name}》已印发，主管部门请在 15 日内转批复到所属单位",
        "“{project_name}” is issued; departments forward it to their units within 15 days",
    ),
    "approval_document.forward": (
        "《{project_name}》已由主管部门转批复，请到“我的批复”查看",
        "“{project_name}” was forwarded to you by your department; see “My approvals”",
    ),
    "approval_document.replace": (
        "《{project_name}》将另行批复：{reason}",
        "“{project_name}” is being replaced: {reason}",
    ),
    "approval_document.void": (
        "《{project_name}》已作废，由新的批复取代",
        "“{project_name}” is void; a new letter replaces it",
    ),
}
TEMPLATES: dict[str, Sentence] = _TOLD | REMINDING


def message_text(template: str, facts: Mapping[str, Any], language: str = "zh") -> str:
    """The line of an inbox message or the subject of its e-mail.

    A message about a refusal carries its code and facts (``refused``): the reason is told in the reader's language.
    A reminder the region has worded itself carries its sentences (``said``): what was told stays as it was told.
    """
    if told := facts.get("refused"):
        facts = {**facts, "why": refusal_text(told["code"], told["facts"], language)}
    if said := facts.get("said"):
        return say({template: (said[0], said[1])}, template, facts, language)
    return _with_unit(say(TEMPLATES, template, facts, language), facts.get("unit_name") or "", language)


def _with_unit(text: str, unit: str, language: str) -> str:
    """Two units may have projects of one name: a sentence that leaves the unit out has it behind."""
    if not unit or unit in text:
        return text
    return f"{text} ({unit})" if language == "en" else f"{text}（{unit}）"
