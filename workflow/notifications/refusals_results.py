"""What is said when a re-check (复核) or the use of a result (结果应用) cannot go on."""

from workflow.notifications.sentences import Sentence

RESULT_REFUSALS: dict[str, Sentence] = {
    "sample_share_outside": ("抽取比例应在 0 到 100 之间的整数", "The share has to be a whole number from 0 to 100"),
    "sample_amount_outside": (
        "“{raw}”不是金额，请填写万元为单位的数字",
        "“{raw}” is no amount; give a number in 10,000 yuan",
    ),
    "sample_nothing_left": (
        "没有可以抽取的自评表：已审核确认的都已抽取过",
        "Nothing to draw from: every accepted form was drawn before",
    ),
    "sample_empty": (
        "按此规则在 {count} 份自评表中一份也抽不到，请提高比例或放宽条件",
        "This rule takes none of the {count} forms; raise the share or widen the rule",
    ),
    "no_such_recheck": ("没有这份复核，或您看不到它", "No such re-check, or it is not visible to you"),
    "recheck_by_acceptor": (
        "这份自评表由您审核确认，请由其他人复核",
        "You accepted this form yourself; somebody else has to check it again",
    ),
    "recheck_finished": ("复核已经完成，不能再修改", "The re-check is finished and stays as it is"),
    "recheck_reason_missing": ("与自评得分不同，请说明理由", "Other points than the unit's: say why"),
    "recheck_opinion_missing": ("请填写复核意见", "Give the opinion of the re-check"),
    "no_such_result_use": ("没有这条结果应用建议，或您看不到它", "No such proposal, or it is not visible to you"),
    "result_needs_acceptance": (
        "自评表还没有审核确认，不能提出结果应用建议",
        "The self-evaluation is not accepted yet; nothing can follow from it",
    ),
    "result_of_projects": (
        "部门整体支出自评的结果不直接调整资金，请在相关项目的自评表上提出结果应用建议",
        "An overall result moves no money by itself; propose it on the forms of the projects it is about",
    ),
    "result_use_exists": (
        "已有一条相同种类的建议正在处理，请先办结",
        "A proposal of this kind is still open; finish it first",
    ),
    "result_amount_missing": ("请填写大于零的金额（万元）", "Give an amount above zero (10,000 yuan)"),
    "result_year_outside": (
        "适用年度应为 {first} 年或 {second} 年",
        "It can hold for {first} or {second}",
    ),
    "result_use_decided": ("这条建议已经办结", "This proposal was decided before"),
    "result_remark_missing": ("不采纳的，请说明理由", "Say why it is refused"),
}
