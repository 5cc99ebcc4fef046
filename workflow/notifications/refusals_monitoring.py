"""Refusals of monitoring: lights that ask for a cause, scopes of campaigns, corrective actions (整改)."""

from workflow.notifications.sentences import Sentence

MONITORING_REFUSALS: dict[str, Sentence] = {
    "no_such_correction": ("没有这项整改，或您看不到它", "No such correction, or it is not visible to you"),
    "correction_needs_report": (
        "监控表或自评表报送财政后才能下达整改",
        "A correction is ordered once the form is with finance",
    ),
    "correction_elsewhere": ("这项整改已到下一步", "This correction has moved on"),
    "no_such_choice": ("没有这条记录，或您看不到它", "No such entry, or it is not visible to you"),
    "report_light_cause_missing": (
        "完成情况或全年预计亮灯，请说明偏差原因",
        "By its light this indicator is off its target: say why",
    ),
    "report_light_measure_missing": (
        "完成情况或全年预计亮灯，请填写拟采取的措施",
        "By its light this indicator is off its target: say what is done about it",
    ),
    "report_actual_unjudged": (
        "“{raw}”不能与指标值比较，请按指标值的写法填写，或在原因说明里写明为什么不能",
        "“{raw}” cannot be held against the target: write it like the target, or say in the cause why not",
    ),
    "report_evidence_missing": (
        "亮红灯的指标须上传佐证材料",
        "A red light asks for a file that proves it",
    ),
    "evidence_without_indicator": ("请选择佐证材料对应的指标", "Choose the indicator the file is about"),
    "sheet_empty": ("您的环节没有要填的监控表", "No report lies at your desk"),
    "sheet_other_campaign": ("这份表不是从本监控任务导出的", "This workbook was not made for this campaign"),
    "sheet_key_missing": (
        "表里找不到识别列或表头，请在系统导出的原表上填写",
        "The hidden keys or the headings are gone: fill in the workbook as it was downloaded",
    ),
    "sheet_not_at_desk": (
        "这份监控表不在您的环节，或已经送审，本行没有导入",
        "This report does not lie at your desk any more; the line was not taken over",
    ),
    "sheet_cell_fault": (
        "单元格是错误值或没有结果的公式，没有导入",
        "An error or a formula without result; not taken over",
    ),
    "sheet_changed_since": (
        "导出后系统里已改为“{stored}”，没有覆盖；确认以本表为准的，请再次上传",
        "Changed to “{stored}” on the web since; send the file again to make yours count",
    ),
    "part_name_missing": ("请填写执行单位名称", "Name the executing body"),
    "too_many_parts": ("一个项目最多填 {limit} 个执行单位", "At most {limit} executing bodies a project"),
    "report_kind_unexplained": ("选了偏差原因，请写明具体原因", "A kind of cause is chosen: say the cause itself"),
    "bad_rate_below": (
        "执行率填 1 到 100 的整数，“{raw}”无法识别",
        "The execution rate is a whole number from 1 to 100, not “{raw}”",
    ),
    "bad_kind": ("请选择整改种类", "Choose the kind of correction"),
    "correction_problem_missing": ("请写明存在的问题", "Say what is wrong"),
    "correction_demand_missing": ("请写明整改要求", "Say what is demanded"),
    "correction_document_missing": (
        "暂缓、停止或恢复拨款须填写文号",
        "Pausing, stopping and releasing payments rest on a document: give its number",
    ),
    "correction_owner_missing": ("请填写整改责任人", "Name who is responsible"),
    "correction_measure_missing": ("请填写整改措施", "Say what was done"),
    "correction_result_missing": ("请填写整改结果", "Say what came of it"),
    "correction_remark_missing": ("请填写意见", "Give an opinion"),
}
