"""THE table of regional settings: the page 地区设置, its validation and `jixiao settings` come from it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflow.regional.kinds import Bands, Fault, Kind, Unreadable, Wan, Whole, WordList, Words, YesNo, tidy
from workflow.scoring.review_sheet import BANDS

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
SMALL_SHARE = "small_adjustment_percent"

UNIT_SIDE: Words = ("单位填报与审签", "At the unit")
REVIEWING: Words = ("财政审核", "Review by the bureau")
EXPORTING: Words = ("列表导出", "Exported lists")
OFFLINE: Words = ("离线填报", "Offline workbooks")
KEY_PROJECTS: Words = ("重点项目与审核表", "Key projects and their sheet")

ADJUSTING: Words = ("目标调整", "Adjustment of targets")

WORKING_DAYS: Words = ("个工作日", "working days")
PERCENT: Words = ("%", "%")
DAYS: Words = ("天", "days")
MINUTES: Words = ("分钟", "minutes")
MOST_WAN = Decimal(99_999_999)


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
        GRADE_BANDS, KEY_PROJECTS, Bands((("优", "excellent"), ("良", "good"), ("中", "fair")), 100), list(BANDS),
        ("审核等级的最低分", "Least score of each grade"),
        ("评分审核表按总分建议等级，达不到“中”的为“差”", "The scored sheet proposes a grade; below fair is poor"),
        ("保存后对尚未审核通过的申报立即起作用", "Holds at once for files not yet passed"),
        "财预〔2015〕88号 附件：项目支出绩效目标审核表（等级分值条文未核对）",
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
)  # fmt: skip

BY_KEY = {item.key: item for item in SETTINGS}


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
