"""What reminders and 催办 say, by template; a region may word its reminders itself (``facts["said"]``)."""

from workflow.notifications.sentences import Sentence

REMINDING: dict[str, Sentence] = {
    "declaration.due_soon": (
        "{unit_name}「{project_name}」申报须于 {deadline} 前报送财政，请及时填报送审",
        "{unit_name}: “{project_name}” has to be submitted by {deadline}; fill it in and send it up",
    ),
    "declaration.overdue": (
        "{unit_name}「{project_name}」申报已逾期（截止 {deadline}），请督促",
        "{unit_name}: “{project_name}” is overdue since {deadline}; see that it is submitted",
    ),
    "declaration.correction_due": (
        "{unit_name}「{project_name}」须于 {deadline} 前修改完毕并重新报送",
        "{unit_name}: “{project_name}” has to be corrected and submitted again by {deadline}",
    ),
    "declaration.correction_overdue": (
        "{unit_name}「{project_name}」退回修改已逾期（期限 {deadline}），请抓紧修改报送",
        "{unit_name}: the correction of “{project_name}” is overdue since {deadline}; submit it again",
    ),
    "declaration.correction_overdue_of_unit": (
        "{unit_name}「{project_name}」退回修改已逾期（期限 {deadline}），请督促",
        "{unit_name}: the correction of “{project_name}” is overdue since {deadline}; see that it is submitted",
    ),
    "declaration.review_due": (
        "{unit_name}「{project_name}」须于 {deadline} 前审核完毕",
        "{unit_name}: “{project_name}” has to be reviewed by {deadline}",
    ),
    "declaration.review_overdue": (
        "{unit_name}「{project_name}」审核已超期（期限 {deadline}），请督促",
        "{unit_name}: the review of “{project_name}” is overdue since {deadline}",
    ),
    "declaration.signing_waiting": (
        "{unit_name}「{project_name}」{since} 送审，仍待您审签",
        "{unit_name}: “{project_name}” has been waiting for your signature since {since}",
    ),
    "declaration.point_overdue": (
        "{unit_name}「{project_name}」特批未了事项已逾期 {days} 天（{due_on} 到期），请抓紧落实：{text}",
        "{unit_name}: an open point of the special approval of “{project_name}” is overdue since {due_on} "
        "({days} days): {text}",
    ),
    "declaration_task.opened": (
        "「{project_name}」已开始，请于 {deadline} 前报送财政",
        "“{project_name}” has begun; submit your declarations by {deadline}",
    ),
    "monitoring_campaign.opened": (
        "「{project_name}」已开始，{unit_name}的监控表请于 {deadline} 前报送",
        "“{project_name}” has begun; the reports of {unit_name} are due by {deadline}",
    ),
    "monitoring_report.due_soon": (
        "{unit_name}「{project_name}」监控表须于 {deadline} 前报送，请及时填报送审",
        "{unit_name}: the report on “{project_name}” is due by {deadline}; fill it in and send it up",
    ),
    "monitoring_report.due_today": (
        "{unit_name}「{project_name}」监控表 {deadline} 截止，尚未报送",
        "{unit_name}: the report on “{project_name}” is due on {deadline} and not submitted yet",
    ),
    "monitoring_report.overdue": (
        "{unit_name}「{project_name}」监控表已逾期（截止 {deadline}），请督促填报并审签",
        "{unit_name}: the report on “{project_name}” is overdue since {deadline}; see that it is filled in and signed",
    ),
    "monitoring_report.overdue_of_unit": (
        "{unit_name}「{project_name}」监控表已逾期（截止 {deadline}），请督促",
        "{unit_name}: the report on “{project_name}” is overdue since {deadline}",
    ),
    "monitoring_report.nudge": (
        "{actor}催办：{unit_name}「{project_name}」监控表须于 {deadline} 前报送，请抓紧办理。{note}",
        "{actor} presses for the report on “{project_name}” ({unit_name}), due by {deadline}. {note}",
    ),
    "self_evaluation.opened": (
        "「{project_name}」已开始，{unit_name}的自评表请于 {deadline} 前报送",
        "“{project_name}” has begun; the forms of {unit_name} are due by {deadline}",
    ),
    "self_evaluation.due_soon": (
        "{unit_name}「{project_name}」自评表须于 {deadline} 前报送，请及时填报送审",
        "{unit_name}: the self-evaluation of “{project_name}” is due by {deadline}; fill it in and send it up",
    ),
    "self_evaluation.due_today": (
        "{unit_name}「{project_name}」自评表 {deadline} 截止，尚未报送",
        "{unit_name}: the self-evaluation of “{project_name}” is due on {deadline} and not submitted yet",
    ),
    "self_evaluation.overdue": (
        "{unit_name}「{project_name}」自评表已逾期（截止 {deadline}），请督促填报并审签",
        "{unit_name}: the self-evaluation of “{project_name}” is overdue since {deadline}; "
        "see that it is filled in and signed",
    ),
    "self_evaluation.overdue_of_unit": (
        "{unit_name}「{project_name}」自评表已逾期（截止 {deadline}），请督促",
        "{unit_name}: the self-evaluation of “{project_name}” is overdue since {deadline}",
    ),
    "corrective_action.due_soon": (
        "{unit_name}「{project_name}」整改须于 {deadline} 前完成，请填报整改结果",
        "{unit_name}: the correction of “{project_name}” is due by {deadline}; report what was done",
    ),
    "corrective_action.overdue_of_unit": (
        "{unit_name}「{project_name}」整改已逾期（期限 {deadline}），请督促",
        "{unit_name}: the correction of “{project_name}” is overdue since {deadline}",
    ),
    "approval_document.forward_due": (
        "《{project_name}》须在 {due_on} 前转批复到所属单位",
        "“{project_name}” has to be forwarded to the units by {due_on}",
    ),
    "reminder.own": ("提醒：{unit_name}「{project_name}」", "Reminder: {unit_name} “{project_name}”"),
    "reminder.digest": (
        "预算绩效：您有 {count} 条新消息（{day}）",
        "Budget performance: {count} new messages ({day})",
    ),
    "declaration.nudge": (
        "{actor}催办：{unit_name}「{project_name}」申报须于 {deadline} 前报送，请抓紧办理。{note}",
        "{actor} presses for the declaration of “{project_name}” ({unit_name}), due by {deadline}. {note}",
    ),
    "declaration.nudge_correction": (
        "{actor}催办：{unit_name}「{project_name}」须于 {deadline} 前修改完毕重新报送，请抓紧办理。{note}",
        "{actor} presses for the correction of “{project_name}” ({unit_name}), due by {deadline}. {note}",
    ),
}
