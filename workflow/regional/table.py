"""THE table of regional settings: the page 地区设置, its validation and `jixiao settings` come from it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflow.execution.expected import FORECASTS
from workflow.regional.kinds import (
    Bands,
    Choice,
    Fault,
    Kind,
    Unreadable,
    Wan,
    Whole,
    WordList,
    Words,
    YesNo,
    tidy,
)
from workflow.scoring.review_sheet import BANDS
from workflow.scoring.scheme import FLOORS, OVERALL_WEIGHTS, USUAL_FLOORS, USUAL_OVERALL_WEIGHTS, USUAL_WEIGHTS, WEIGHTS

SIGNER_MAY_FILE = "signer_may_file"
RETURN_DAYS = "return_working_days"
REVIEW_DAYS = "review_working_days"
LOW_RISK_WAN = "low_risk_budget_wan"
HOLD_MINUTES = "decision_hold_minutes"
KEY_PROJECT_WAN = "key_project_wan"
KEY_PROJECT_WORDS = "key_project_words"
GRADE_BANDS = "review_grade_bands"
EXPORT_DAYS = "export_days"
OFFLINE_DAYS = "offline_days"
TARGET_SHARE = "target_task_share_percent"
TRANSFER_DAYS_GENERAL = "transfer_days_general"
TRANSFER_DAYS_SPECIAL = "transfer_days_special"
EVALUATION_WEIGHTS = "evaluation_weights"
EVALUATION_OVERALL_WEIGHTS = "evaluation_overall_weights"
EVALUATION_FLOORS = "evaluation_qualitative_bands"
EVALUATION_SATISFACTION = "evaluation_satisfaction_steps"
EVALUATION_PASS = "evaluation_pass_percent"  # noqa: S105 - 及格门槛, not a password
EVALUATION_OVERSHOOT = "evaluation_overshoot_percent"
EVALUATION_OVERSHOOT_POINTS = "evaluation_overshoot_points"
EVALUATION_CEILINGS = "evaluation_rate_ceilings"
EVALUATION_GRADES = "evaluation_grade_bands"
LIGHT_BANDS = "light_bands"
LIGHT_PERCENT_BY_MONTH = "light_percent_by_month"
LIGHT_YELLOW_ASKS = "light_yellow_asks"
LIGHT_OVERSHOOT = "light_overshoot_percent"
ARRIVAL_GRACE = "arrival_grace_months"
FORECAST_METHOD = "year_end_forecast"
RED_NEEDS_EVIDENCE = "red_light_needs_evidence"
NUDGES_PER_WEEK = "nudges_per_week"
SMALL_SHARE = "small_adjustment_percent"

UNIT_SIDE: Words = ("单位填报与审签", "At the unit")
REVIEWING: Words = ("财政审核", "Review by the bureau")
EXPORTING: Words = ("列表导出", "Exported lists")
REMINDING: Words = ("提醒与催办", "Reminders")
OFFLINE: Words = ("离线填报", "Offline workbooks")
LEDGER: Words = ("预算指标", "Budget ledger")
RATES: Words = ("预算执行率", "Execution rates")
LIGHTS: Words = ("绩效运行监控预警灯", "Lights of monitoring")
EVALUATION: Words = ("绩效自评评分", "Points of self-evaluations")
KEY_PROJECTS: Words = ("重点项目与审核表", "Key projects and their sheet")
ADJUSTING: Words = ("目标调整", "Adjustment of targets")

WORKING_DAYS: Words = ("个工作日", "working days")
DAYS: Words = ("天", "days")
PERCENT: Words = ("%", "%")
POINTS: Words = ("分", "points")
MONTHS: Words = ("个月", "months")
TIMES: Words = ("次", "times")
MINUTES: Words = ("分钟", "minutes")
MOST_WAN = Decimal(99_999_999)
LIT_AGAIN: Words = (
    "对未关闭的监控任务立即起作用，已关闭的不变",
    "Holds at once in open campaigns; closed ones stay as they are",
)
GRADES = Bands((("优", "excellent"), ("良", "good"), ("中", "fair")), 100)
SCORED_ANEW: Words = (
    "填报中的自评在下次保存或送审时按新规则计分，已送审的得分不变",
    "Holds for self-evaluations being filled in when they are saved or sent up; later ones keep their points",
)


@dataclass(frozen=True)
class Setting:
    """One setting: what it is called, what it does, from when a change works, and the regulation, if one gives it."""

    key: str
    group: Words
    kind: Kind
    default: Any
    title: Words
    about: Words
    effect: Words
    source: str = ""


SETTINGS: tuple[Setting, ...] = (
    Setting(
        SIGNER_MAY_FILE, UNIT_SIDE, YesNo(), False,
        ("单位负责人可以审签自己填的申报", "A unit head may sign what he typed himself"),
        ("只有一个人的单位才需要打开；关闭时填报人和审签人必须是两个人",
         "Only one-person offices need it; otherwise filer and signer are two people"),
        ("对以后的审签起作用", "Holds for signatures from now on"),
        "内部控制：不相容岗位相互分离（《行政事业单位内部控制规范（试行）》财会〔2012〕21号）",
    ),
    Setting(
        RETURN_DAYS, UNIT_SIDE, Whole(1, 60, WORKING_DAYS), 3,
        ("退回修改的期限", "Time to correct a returned file"),
        ("退回时建议的修改期限，审核人可以逐份另定", "Proposed with every return; the reviewer may set another day"),
        ("对以后的退回起作用，已定的期限不变", "Holds for returns from now on; deadlines already given stay"),
    ),
    Setting(
        REVIEW_DAYS, REVIEWING, Whole(1, 120, WORKING_DAYS), 15,
        ("财政审核的期限", "Time for the bureau's review"),
        ("从申报任务截止之日（有延期或退回的，从其期限）起算，待审队列据此排序和提醒",
         "Counted from the closing date of the task, an extension or a return; orders the review queue"),
        ("对以后报送的申报起作用，已报送的期限不变", "Holds for files submitted from now on"),
    ),
    Setting(
        LOW_RISK_WAN, REVIEWING, Wan(MOST_WAN), "50.00",
        ("低风险申报的金额上限", "Budget below which a file is of low risk"),
        ("低于这个金额、与上年一致、没有预审问题也没有退回过的申报，可以成批办理；填 0 就没有低风险申报",
         "Smaller files that are as last year, without findings and returns, may be handled in bulk; 0 = none"),
        ("保存后对待审的申报立即起作用", "Holds at once for the files in review"),
    ),
    Setting(
        HOLD_MINUTES, REVIEWING, Whole(0, 1440, MINUTES), 10,
        ("发出的决定可以撤回多久", "How long a sent decision may be recalled"),
        ("待发决定发出后先留这么久再办理，其间可以撤回", "A sent decision waits so long before it is carried out"),
        ("对以后发出的决定起作用", "Holds for decisions sent from now on"),
    ),
    Setting(
        KEY_PROJECT_WAN, KEY_PROJECTS, Wan(MOST_WAN), "500.00",
        ("重点项目的金额下限", "Budget from which a project is a key one"),
        ("当年预算达到这个金额的项目用评分审核表", "Such projects are reviewed by the scored sheet"),
        ("保存后对尚未审核通过的申报立即起作用", "Holds at once for files not yet passed"),
    ),
    Setting(
        KEY_PROJECT_WORDS, KEY_PROJECTS, WordList(20, 20), ["新增", "政策"],
        ("重点项目的字词", "Words that make a project a key one"),
        ("项目类型或类别中有其中一个词的，也用评分审核表",
         "In its type or category; then, too, the scored sheet is used"),
        ("保存后对尚未审核通过的申报立即起作用", "Holds at once for files not yet passed"),
    ),
    Setting(
        GRADE_BANDS, KEY_PROJECTS, GRADES, list(BANDS),
        ("审核等级的最低分", "Least score of each grade"),
        ("评分审核表按总分建议等级，达不到“中”的为“差”", "The scored sheet proposes a grade; below fair is poor"),
        ("保存后对尚未审核通过的申报立即起作用", "Holds at once for files not yet passed"),
        "财预〔2015〕88号 附件：项目支出绩效目标审核表（等级分值条文未核对）",
    ),
    Setting(
        TARGET_SHARE, LEDGER, Whole(1, 100, PERCENT), 20,
        ("预算增减超过年初预算多少，须调整绩效目标", "Change of the budget above which targets must be adjusted"),
        ("追加、调减、收回、调剂累计超过这个比例的，系统给单位下达目标调整任务；结转资金不计",
         "Additions, cuts, recalls and transfers together; the unit then gets a task. Carry-over does not count"),
        ("对以后登记的预算指标起作用", "Holds for entries from now on"),
        "比例未见统一规定，由财政部门自定",
    ),
    Setting(
        TRANSFER_DAYS_GENERAL, LEDGER, Whole(1, 365, DAYS), 60,
        ("一般性转移支付的分解期限", "Time to split a general transfer"),
        ("从收到上级文件之日起算，逾期未分解完的列入待办",
         "Counted from the day it was received; late ones are in the work list"),
        ("对以后登记的文件起作用", "Holds for documents entered from now on"),
        "省级办法多为收到后 60 日内报送绩效目标，见广东省财政厅公开文件",
    ),
    Setting(
        TRANSFER_DAYS_SPECIAL, LEDGER, Whole(1, 365, DAYS), 30,
        ("专项转移支付的分解期限", "Time to split a special transfer"),
        ("从收到上级文件之日起算，逾期未分解完的列入待办",
         "Counted from the day it was received; late ones are in the work list"),
        ("对以后登记的文件起作用", "Holds for documents entered from now on"),
        "个别市规定 30 日内，未见统一规定",
    ),
    Setting(
        ARRIVAL_GRACE, RATES, Whole(0, 6, MONTHS), 1,
        ("资金到账后几个月内不要求支付", "Months after its arrival in which money need not be paid"),
        ("按“到账进度”比较时，年中追加、结转、调入的资金从到账月份起过了这几个月，再按剩余月份均匀计算应支付数",
         "Against the arrival of the money: after so many months it is due evenly over the months left"),
        ("在下一次计算执行率时起作用（每天夜里和支付、预算变动之后）",
         "Holds when rates are next computed: every night, and after payments and changes of the budget"),
        "未见统一规定，由财政部门自定",
    ),
    Setting(
        FORECAST_METHOD, RATES, Choice(tuple(FORECASTS.items())), "time",
        ("全年预计执行数怎样推算", "How the year-end is forecast"),
        ("预算执行各页先按这一方法显示，查看时可以另选；每个数怎样算出来，页面上有说明",
         "Pages of the execution begin with it and offer the others; each says how it came to its number"),
        ("立即起作用", "Holds at once"),
        "未见规定，由财政部门自定",
    ),
    Setting(
        LIGHT_BANDS, LIGHTS, Bands((("蓝灯", "blue"), ("绿灯", "green"), ("黄灯", "yellow")), 1000), [120, 80, 60],
        ("各色灯的最低完成程度（%）", "Least degree of each light (%)"),
        ("完成程度 = 实际完成 ÷（年度指标值 × 月份 ÷ 12）；资金为预算执行率 ÷ 序时进度。达不到黄灯的为红灯",
         "Reached ÷ (target × month ÷ 12); of money: execution rate ÷ time progress. Below yellow is red"),
        LIT_AGAIN, "已公开的外省系统设置（60、80、120），未见湖北规定",
    ),
    Setting(
        LIGHT_PERCENT_BY_MONTH, LIGHTS, YesNo(), False,
        ("百分比和满意度指标按月份折算", "Rates and satisfaction count by the month"),
        ("选“是”时，满意度和百分比指标也按“指标值 × 月份 ÷ 12”比较；选“否”时与全年指标值比较",
         "With yes, rates and satisfaction are held against target × month ÷ 12; with no, against the whole target"),
        LIT_AGAIN, "一个外省系统按月折算，未见湖北规定；合格率不随月份累积，默认不折算",
    ),
    Setting(
        LIGHT_YELLOW_ASKS, LIGHTS, YesNo(), True,
        ("黄灯也要说明原因和措施", "Yellow asks for cause and measure, too"),
        ("选“否”时只有红灯必须说明", "With no, only red does"), LIT_AGAIN,
    ),
    Setting(
        RED_NEEDS_EVIDENCE, LIGHTS, YesNo(), False,
        ("红灯指标须上传佐证材料", "A red light asks for evidence"),
        ("选“是”时，亮红灯的指标没有佐证材料不能送审", "With yes, each red light needs a file before sending up"),
        ("下次送审起检查", "Checked from the next sending up on"),
    ),
    Setting(
        LIGHT_OVERSHOOT, LIGHTS, Whole(0, 1000, PERCENT), 0,
        ("超额完成多少要说明原因", "From what overshoot on a cause is asked for"),
        ("实际完成超过全年指标值这么多的，要说明偏差原因；填 0 就不要求",
         "More than so much above the target of the year; 0 = never"),
        LIT_AGAIN,
    ),
    Setting(
        SMALL_SHARE, ADJUSTING, Whole(0, 50, PERCENT), 10,
        ("调整变动多大以内可以备案", "Up to which change an adjustment is only filed"),
        ("预算变动不超过现行版本的这个比例、指标值没有放宽也没有删除的，绩效科可直接备案；填 0 表示一律审核",
         "A change of the budget within this share, no target loosened or removed: filed without a review; 0 = never"),
        ("对待办的调整立即起作用", "Holds at once for adjustments under way"),
    ),
    Setting(
        EXPORT_DAYS, EXPORTING, Whole(1, 90, DAYS), 7,
        ("导出文件保留多久", "How long an exported list is kept"),
        ("数据较多的列表在后台导出，文件保留这么久，到期自动删除",
         "Long lists are exported in the background; the file is deleted by itself after this time"),
        ("对以后的导出起作用", "Holds for exports from now on"),
    ),
    Setting(
        OFFLINE_DAYS, OFFLINE, Whole(1, 365, DAYS), 30,
        ("上传的离线填报表保留多久", "How long an offline workbook that was brought back is kept"),
        ("到期自动删除上传的文件和核对结果，已经写入草稿的内容不受影响",
         "File and comparison are deleted by themselves after this time; what was taken over stays in the drafts"),
        ("对以后的上传起作用", "Holds for uploads from now on"),
    ),
    Setting(
        EVALUATION_WEIGHTS, EVALUATION, Choice(tuple((code, (one.zh, one.en)) for code, one in WEIGHTS.items())),
        USUAL_WEIGHTS,
        ("自评分值", "Points of a self-evaluation"),
        ("批复权重合计 80 或 90 的，以批复权重为准，其他合计按比例折算；没有权重的，按这里的比例在同组指标间平均分",
         "Approved weights of 80 or 90 in all stand as they are, other sums keep their proportion; without weights each"
         " group's points are spread evenly"),
        SCORED_ANEW, "、".join(dict.fromkeys(one.source for one in WEIGHTS.values())),
    ),
    Setting(
        EVALUATION_OVERALL_WEIGHTS, EVALUATION,
        Choice(tuple((code, (one.zh, one.en)) for code, one in OVERALL_WEIGHTS.items())), USUAL_OVERALL_WEIGHTS,
        ("部门整体支出自评分值", "Points of an overall self-evaluation"),
        ("部门（单位）整体支出自评表按这里的比例；同组指标平均分，旧表的产出、效益归入相应的一级指标",
         "Forms of a department or unit as a whole; outputs and benefits of older forms count with the group that took"
         " their place"),
        SCORED_ANEW, "、".join(dict.fromkeys(one.source for one in OVERALL_WEIGHTS.values())),
    ),
    Setting(
        EVALUATION_FLOORS, EVALUATION,
        Choice(tuple((code, (f"达成 ≥{met}%，部分达成 ≥{partly}%", f"reached ≥{met} %, in part ≥{partly} %"))
                     for code, (met, partly) in FLOORS.items())),
        USUAL_FLOORS,
        ("定性指标的三档", "Bands of described goals"),
        ("部分达成和未达成的定性指标由评分人在该档内给分并说明",
         "Within its band a person gives the points and says why"),
        SCORED_ANEW, "财预〔2020〕10号（条文未核对）；湖北省、江西省自评表为 80/50",
    ),
    Setting(
        EVALUATION_SATISFACTION, EVALUATION, YesNo(), False,
        ("满意度 90% 以上得满分，低于 60% 不得分", "Satisfaction: full from 90 %, nothing below 60 %"),
        ("关闭时满意度指标和其他定量指标一样按完成比例计分", "Otherwise scored in proportion like other numbers"),
        SCORED_ANEW, "财预〔2021〕101号（条文未核对）",
    ),
    Setting(
        EVALUATION_PASS, EVALUATION, Whole(0, 100, PERCENT), 0,
        ("完成比例的及格门槛", "Least part of a target that counts"),
        ("完成比例低于它的定量指标不得分；填 0 就没有门槛", "Below it a number gives no points; 0 = no threshold"),
        SCORED_ANEW, "财预〔2021〕101号（条文未核对）",
    ),
    Setting(
        EVALUATION_OVERSHOOT, EVALUATION, Whole(0, 500, PERCENT), 0,
        ("超过指标值多少算指标偏离", "How far above its target a result deviates"),
        ("正向指标的完成值超出指标值达到这个比例时扣分（有的省为 30%）；填 0 就不扣分",
         "Such a result loses points (one province: 30 %); 0 = never"),
        SCORED_ANEW, "某省预算管理一体化平台绩效自评操作手册",
    ),
    Setting(
        EVALUATION_OVERSHOOT_POINTS, EVALUATION, Whole(0, 10, POINTS), 2,
        ("指标偏离扣几分", "Points lost by such a deviation"),
        ("每个偏离的指标扣这么多分，扣完为止", "For each indicator that deviates, never below zero"),
        SCORED_ANEW, "某省预算管理一体化平台绩效自评操作手册",
    ),
    Setting(
        EVALUATION_CEILINGS, EVALUATION, YesNo(), False,
        ("执行率低的总分封顶", "A low execution rate limits the total"),
        ("执行率 70%—80% 最高 89 分，60%—70% 最高 79 分，50%—60% 最高 69 分，低于 50% 最高 59 分",
         "70–80 %: 89 at most, 60–70 %: 79, 50–60 %: 69, below 50 %: 59"),
        SCORED_ANEW, "某省预算管理一体化平台绩效自评操作手册",
    ),
    Setting(
        EVALUATION_GRADES, EVALUATION, GRADES, list(BANDS),
        ("自评等级的最低分", "Least score of each grade"),
        ("按总分评定自评等级，达不到“中”的为“差”", "The grade follows the total; below fair is poor"),
        SCORED_ANEW, "优 90 分以上，良 80—90 分，中 60—80 分，差 60 分以下（财预〔2020〕10号，条文未核对）",
    ),
    Setting(
        NUDGES_PER_WEEK, REMINDING, Whole(1, 7, TIMES), 2,
        ("每周最多催办几次", "How often a matter may be pressed for in a week"),
        ("同一份监控表在七天内最多人工催办这么多次，一天最多一次；系统自动提醒不计",
         "By hand, in any seven days, once a day at most; reminders that come by themselves do not count"),
        ("保存后立即起作用", "Holds at once"),
    ),
)  # fmt: skip

BY_KEY = {item.key: item for item in SETTINGS}
SCORING = tuple(item.key for item in SETTINGS if item.group is EVALUATION)
"""What the points of a self-evaluation depend on."""


def read_line(item: Setting, text: str) -> Any:
    """The value typed for a setting; raises ``Unreadable``. Nothing typed is the default where no value is empty."""
    line = tidy(text)
    if not line.strip(",") and item.kind.empty_is_default:
        return item.default
    return item.kind.read(line)


def read_typed(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Fault]]:
    """Values and faults by key; what the form does not carry is in neither."""
    wanted, faults = dict[str, Any](), dict[str, Fault]()
    for item in SETTINGS:
        if item.key in typed:
            try:
                wanted[item.key] = read_line(item, typed[item.key])
            except Unreadable as found:
                faults[item.key] = found.fault
    return wanted, faults
