"""What is said about an adjustment (目标调整): its type, its document, and whether it may be filed (备案)."""

from workflow.notifications.sentences import Sentence

ADJUSTMENT_REFUSALS: dict[str, Sentence] = {
    "adjustment_type_missing": ("请选择调整类型", "Choose the type of the adjustment"),
    "document_date_missing": ("请填写文件日期", "Give the date of the document"),
    "document_date_unreadable": (
        "“{raw}”不是日期，请按 2025-03-15 这样填写文件日期",
        "“{raw}” is no date; give the date of the document like 2025-03-15",
    ),
    "document_date_ahead": ("文件日期晚于今天，请核对", "The document is dated later than today; check it"),
    "document_issuer_missing": ("请填写发文单位", "Say who issued the document"),
    "document_issuer_too_long": ("发文单位最多 120 个字", "The issuer has at most 120 characters"),
    "counterpart_missing": (
        "调剂须写明对方项目（调入或调出的另一个项目）",
        "A transfer names the other project that gives or takes the money",
    ),
    "counterpart_too_long": ("对方项目最多 200 个字", "The other project has at most 200 characters"),
    "counterpart_is_itself": ("对方项目不能是本项目", "The other project cannot be this one"),
    "adjustment_not_higher": (
        "调增后的预算应高于现行版本（{before} 万元），现为 {after} 万元。请改金额，或“更正调整依据”另选类型",
        "After an addition the budget is above {before} (× 10,000 yuan), now {after}: change it, or correct the type",
    ),
    "adjustment_not_lower": (
        "调减后的预算应低于现行版本（{before} 万元），现为 {after} 万元。请改金额，或“更正调整依据”另选类型",
        "After a cut the budget is below {before} (× 10,000 yuan), now {after}: change it, or correct the type",
    ),
    "adjustment_not_moved": (
        "调剂后的预算应与现行版本（{before} 万元）不同。请填调剂后的金额；预算不变的，请“更正调整依据”另选类型",
        "A transfer changes the budget of {before} (× 10,000 yuan): type the new one, or correct the type",
    ),
    "adjustment_not_zero": (
        "收回后的预算应为 0，现为 {after} 万元。只收回一部分的，请“更正调整依据”改选“调减”",
        "After a recall the budget is 0, now {after} (× 10,000 yuan); if only a part is taken back, it is a cut",
    ),
    "adjustment_targets_same": (
        "政策变化的调整须改绩效目标或指标，现在与现行版本相同。请修改目标，或“更正调整依据”另选类型",
        "After a change of policy goals or indicators differ; they are the same: change them, or correct the type",
    ),
    "adjustment_review_demanded": (
        "绩效科已将这项调整转为审核，不能备案；请由业务科按程序审核",
        "The performance section had this adjustment turned over to a review; the section reviews it",
    ),
    "adjustment_filing_off": (
        "本地区规定调整一律审核，不能备案",
        "In this region every adjustment is reviewed, none is only filed",
    ),
    "adjustment_not_small": (
        "预算由 {before} 万元调整为 {after} 万元，变动超过 {percent}%，须按程序审核，不能备案",
        "The budget goes from {before} to {after} (× 10,000 yuan), more than {percent}%: it has to be reviewed",
    ),
    "adjustment_loosens": (
        "有 {count} 个指标放宽、删除或无法比较（如“{name}”），须按程序审核，不能备案",
        "{count} indicators are loosened, removed or not comparable (“{name}”): it has to be reviewed",
    ),
}
