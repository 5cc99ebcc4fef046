"""What is said when an approval document (批复文件) cannot go on."""

from workflow.notifications.sentences import Sentence

LETTER_REFUSALS: dict[str, Sentence] = {
    "no_such_approval_document": (
        "没有这份批复文件，或您看不到它",
        "No such approval document, or it is not visible to you",
    ),
    "letter_version_changed": (
        "这份批复文件刚刚被更新过，请刷新后再办理",
        "This letter has just been changed; reload it and try again",
    ),
    "letter_no_draft": ("这份批复文件已经送签，先取回再修改", "The letter was sent for signing; take it back first"),
    "letter_not_numbered": ("编号以后才能上传用印扫描件", "The sealed scan is uploaded once the letter has its number"),
    "letter_too_long": ("文字太长，最多 {longest} 字", "Too long, {longest} characters at most"),
    "letter_without_words": ("标题和正文还没有拟好", "Title and body are still missing"),
    "letter_without_files": (
        "这份批复里已经没有申报，不能送签",
        "The letter approves nothing any more and cannot be sent for signing",
    ),
    "letter_files_changed": (
        "送签以后，本批次的申报有变化（新批复或收回批复）。请绩效科取回，核对后重新送签",
        "Files were approved or revoked since it was sent; the performance section takes it back and sends it again",
    ),
    "letter_words_outdated": (
        "拟稿以后，本批次的申报有变化（新批复或收回批复），正文中的个数和金额可能已不对。请对照附件核对后重新保存",
        "Files were approved or revoked since the words were saved; compare the figures with the annexes, save again",
    ),
    "leader_not_named": ("请选择签发人", "Choose the leader who signs"),
    "leader_is_drafter": ("拟稿人不能自己签发，请另选签发人", "Who drafts does not sign; choose another leader"),
    "leader_drafted": ("这份批复是您拟稿的，须由另一位局领导签发", "You drafted this letter; another leader signs it"),
    "not_a_leader": ("签发人须是本局领导", "Who signs has to be a leader of the bureau"),
    "not_a_cosigner": (
        "会签人须是本局人员，且不是签发人",
        "Co-signers are people of the bureau other than who signs",
    ),
    "not_named_cosigner": ("这份批复没有请您会签", "You were not asked to co-sign this letter"),
    "not_named_leader": ("这份批复由{leader}签发", "This letter is to be signed by {leader}"),
    "cosigned_already": ("您已经会签过了", "You have co-signed already"),
    "number_malformed": (
        "文号应写成“机关代字〔年份〕序号号”，如“鄂州财绩发〔2025〕3号”，序号不加“第”、前面不加 0",
        "Write the number as 鄂州财绩发〔2025〕3号: no 第 before the figure, no leading zero",
    ),
    "number_taken": ("文号“{number}”已经用过，请换一个", "The number {number} is taken; choose another"),
    "left_out_moved_on": (
        "「{project_name}」已进入监控或已不在批复状态，不能收回批复。请取回拟稿，去掉对它的勾选",
        "“{project_name}” has moved on and cannot be revoked; take the draft back and untick it",
    ),
    "forwarded_already": ("已经转批复，文号{number}", "It was forwarded already as {number}"),
    "replacement_open": (
        "已有一份取代它的批复，请先办完或放弃那一份",
        "A letter that replaces it is under way; finish or discard that one first",
    ),
    "not_a_replacement": ("批次的首份批复不能放弃", "The first letter of a batch cannot be discarded"),
}
