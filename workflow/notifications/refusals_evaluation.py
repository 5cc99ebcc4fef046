"""What is said when a self-evaluation (绩效自评) or its task cannot go on."""

from workflow.notifications.sentences import Sentence

EVALUATION_REFUSALS: dict[str, Sentence] = {
    "no_such_evaluation": ("没有这份自评表，或您看不到它", "No such self-evaluation, or it is not visible to you"),
    "no_such_evaluation_task": ("没有这个自评任务，或您看不到它", "No such task, or it is not visible to you"),
    "evaluation_task_closed": ("自评任务已结束", "The self-evaluation task is closed"),
    "evaluation_task_still_open": (
        "{year}年的自评任务“{name}”还没有结束，请先结束它",
        "The task “{name}” of {year} is still open; close it first",
    ),
    "evaluation_task_unfinished": (
        "还有 {count} 份自评表没有审核确认，结束任务会取消它们，请填写原因",
        "{count} self-evaluations are not accepted yet; closing cancels them, give a reason",
    ),
    "evaluation_year_not_over": (
        "{year}年还没有结束，资金统计日期不能晚于今天",
        "{year} is not over; money cannot be counted to a day after today",
    ),
    "evaluation_as_of_outside": (
        "资金统计日期应在 {year} 年内",
        "The day to which money is counted has to lie in {year}",
    ),
    "evaluation_money_cause_missing": (
        "预算执行率低于 90% 或超过 100%，请说明原因",
        "Less than 90 % or more than all of the budget was spent: say why",
    ),
    "evaluation_basic_missing": (
        "没有基本支出的支付数据，请填写基本支出全年执行数（万元）",
        "No payments of basic expenditure are loaded: give what was spent in the year (10,000 yuan)",
    ),
    "evaluation_basic_unreadable": (
        "“{raw}”不是金额，请填写以万元为单位的数字，例如 1241.19",
        "“{raw}” is no amount; give 10,000 yuan as a number, such as 1241.19",
    ),
    "evaluation_reached_missing": (
        "请填写年度总体目标的实际完成情况",
        "Say what was reached of the goals of the year",
    ),
    "evaluation_actual_missing": ("请填写实际完成值", "Fill in what was reached"),
    "evaluation_cause_missing": ("没有得满分，请说明偏差原因", "Not full points: say why"),
    "evaluation_measure_missing": ("没有得满分，请填写改进措施", "Not full points: say what is done about it"),
    "evaluation_points_missing": ("不能自动计分，请人工评分", "No formula fits: give the points"),
    "evaluation_reason_missing": ("人工评分的，请说明理由", "Say why you gave these points"),
    "points_unreadable": (
        "“{raw}”不是分数，请填写最多两位小数的数字",
        "“{raw}” is no score; give a number with two decimals at most",
    ),
    "points_out_of_range": ("分数应在 {low} 到 {high} 之间", "The points have to be between {low} and {high}"),
    "evaluation_submitted": (
        "自评表已经报送，不能收回批复",
        "A self-evaluation was submitted; the approval stands",
    ),
    "evaluation_not_accepted": (
        "自评表还没有审核确认，不能确认自评结果",
        "The self-evaluation is not accepted yet",
    ),
}

EVALUATION_FILE_REFUSALS: dict[str, Sentence] = {
    "evaluation_file_unreadable": ("{zh}", "{en}"),
    "evaluation_file_no_form": (
        "《{name}》里有 {count} 份自评表，没有一份的项目名称是“{project}”",
        "“{name}” holds {count} self-evaluations and none of them is of “{project}”",
    ),
    "evaluation_file_missing": ("请选择填好的自评表文件", "Choose the file with the self-evaluation"),
    "evaluation_file_changed": (
        "比对过的文件已经取用、放弃或换成了别的文件，请重新核对",
        "The file was taken over, set aside or replaced meanwhile; compare again",
    ),
    "evaluation_file_other_form": (
        "文件上的项目、单位或年度与本表不同，请先确认它就是本项目的自评表",
        "The file names another project, unit or year: confirm first that it is of this project",
    ),
    "evaluation_file_nothing_chosen": ("没有勾选要取用的内容", "Nothing to be taken over is ticked"),
}
"""Of a self-evaluation that comes as a file."""
