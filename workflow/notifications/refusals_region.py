"""What is said about the settings of a region (地区设置) and the overall statements of its departments, by code."""

from workflow.notifications.sentences import Sentence

REGION_REFUSALS: dict[str, Sentence] = {
    "settings_changed": (
        "地区设置刚被另一位同事保存过。您填的还在下面；再次保存会以您填的为准",
        "A colleague has just saved the regional settings. What you typed stands below; saving again makes yours hold",
    ),
    "nudge_nothing_chosen": ("请先勾选要催办的项目", "Tick what to press for"),
    "nudge_note_too_long": ("附言最多 {most} 个字", "At most {most} characters"),
    "nudge_not_open": ("已经报送，或监控任务已关闭", "It has been submitted, or the campaign is closed"),
    "nudge_submitted": ("已经报送", "It has been submitted"),
    "nudge_today": ("今天已经催过", "It was pressed for today"),
    "nudge_limit": (
        "七天内已催办 {most} 次，{again_on} 起可以再催",
        "It was pressed for {most} times within seven days; again from {again_on} on",
    ),
    "nudge_nobody": ("现在没有别人经办，请在人员中确认", "Nobody else has it now; look at the people of the unit"),
    "reminder_rule_changed": (
        "这条提醒规则刚被另一位同事保存过。您填的还在下面；再次保存会以您填的为准",
        "A colleague has just saved this reminder. What you typed stands below; saving again makes yours hold",
    ),
    "no_such_reminder_rule": ("没有这条提醒规则", "There is no such reminder"),
    "reminder_rules_too_many": (
        "自设的提醒规则已有 {most} 条，请先删除不用的",
        "There are {most} reminders of your own already; remove one first",
    ),
    "reminder_days_missing": (
        "请填写提醒的日子，最多 {most} 个，用顿号分开；提前的写负数，如 -7、-3、0",
        "Write the days, {most} at most, with commas between; before the day they are negative, e.g. -7, -3, 0",
    ),
    "reminder_roles_missing": ("请至少选择一个提醒对象", "Choose at least one role to remind"),
    "reminder_text_missing": ("请填写提醒的内容", "Write what is said"),
    "reminder_text_too_long": ("提醒的内容最多 {most} 个字", "At most {most} characters"),
    "reminder_blank_unknown": (
        "“{raw}”不是这里可用的填充项，可用的有：{known}",
        "“{raw}” is no blank of this reminder; known: {known}",
    ),
    "setting_unknown": (
        "没有地区设置“{given}”，可用的有：{known}",
        "No setting is called “{given}”; known: {known}",
    ),
    "setting_not_whole": ("“{raw}”不是整数", "“{raw}” is not a whole number"),
    "setting_not_yes_no": ("“{raw}”不是“是”或“否”", "“{raw}” is neither yes nor no"),
    "setting_words_too_many": (
        "最多 {most} 个词，每个词最多 {longest} 个字",
        "At most {most} words of at most {longest} characters",
    ),
    "setting_bands_missing": ("请把 {count} 个等级的最低分都填上", "Write the least score of all {count} grades"),
    "setting_bands_overlap": (
        "“{raw}”有重叠：最低分须由高到低，最高 {full} 分，最低 1 分",
        "“{raw}” overlap: the least scores must fall from grade to grade, between {full} and 1",
    ),
    "overall_files_wrong": (
        "有文件不能导入，一份都没有存",
        "A file cannot be taken over, so none was",
    ),
    "overall_file_missing": ("请选择文件", "Choose a file"),
    "overall_file_too_large": ("{file}：超过 {most_mb} MB", "{file}: larger than {most_mb} MB"),
    "overall_file_not_json": (
        "{file}：读不出来，须是 UTF-8 编码的 JSON 文件",
        "{file}: cannot be read; it must be a JSON file in UTF-8",
    ),
    "overall_file_other_kind": (
        "{file}：不是部门整体支出绩效目标（kind 应为 overall）",
        "{file}: is no overall statement of a department (kind must be overall)",
    ),
    "overall_field_missing": ("{file}：缺少 {place}", "{file}: {place} is missing"),
    "overall_field_unknown": ("{file}：格式里没有 {place} 这一项", "{file}: the format has no {place}"),
    "overall_not_amount": (
        "{file}：{place} 的“{raw}”不是金额，请按万元填数字，如 1331.67",
        "{file}: “{raw}” at {place} is no amount; write 10,000 yuan as 1331.67",
    ),
    "overall_field_wrong": (
        "{file}：{place} 的“{raw}”不合格式",
        "{file}: “{raw}” at {place} does not fit the format",
    ),
    "overall_department_unknown": (
        "{file}：没有您可以维护的部门“{department}”，名称须与机构名册一致",
        "{file}: no department of yours is called “{department}”; write it as in the directory",
    ),
    "overall_department_unclear": (
        "{file}：有不止一个部门叫“{department}”，请到该部门的页面上传",
        "{file}: several departments are called “{department}”; load it on the department's page",
    ),
    "overall_same_twice": (
        "{file}：与 {other} 是同一部门、同一年度",
        "{file}: is about the same department and year as {other}",
    ),
    "overall_other_department": (
        "{file}：是“{department}”{year} 年度的，不是本页的部门和年度",
        "{file}: is about “{department}” {year}, not about the department and year of this page",
    ),
    "overall_file_refused": ("{zh}", "{en}"),
    "overall_file_without_form": (
        "“{file}”里没有找到部门（单位）整体支出绩效目标表",
        "No overall statement of a department was found in “{file}”",
    ),
    "overall_form_incomplete": (
        "“{file}”里的整体支出绩效目标表不完整：{what}",
        "The overall statement in “{file}” is incomplete: {what}",
    ),
    "overall_changed": (
        "整体支出与预算表刚被另一位同事换过。请看过现在的内容，再决定是否替换",
        "A colleague has just replaced this statement. Look at what stands now before you replace it",
    ),
    "no_such_overall": (
        "该部门本年度还没有导入整体支出与预算表",
        "No overall statement is loaded for this department and year",
    ),
}
