"""常用语 as texts: the blanks that are filled in, and the phrases that come with the product. Pure.

To add a blank: one line of ``BLANKS``. To add a phrase: one line of ``SHIPPED``.
"""

from dataclasses import dataclass

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.canonical.paths import Path, parse

BLANKS: dict[str, str] = {
    "指标名称": "该指标",
    "指标值": "现填指标值",
    "项目名称": "该项目",
    "单位名称": "你单位",
    "年度": "本年度",
    "预算金额": "申报金额",
}
"""What may stand in {…}, with the word that stands there when nothing is known."""


OPINION = "opinion"
"""What a phrase may be for beside a section of the form: the opinion of a file that passes (审核意见)."""


@dataclass(frozen=True)
class Shipped:
    """A phrase that comes with the product; "" = fits any section, no rule."""

    text: str
    section: str = ""
    rule: str = ""


SHIPPED: tuple[Shipped, ...] = (
    Shipped(
        "“{指标名称}”指标值“{指标值}”不够具体，请补充可核对的数量、比例或标准。", "indicators", "target_verifiable"
    ),
    Shipped("“{指标名称}”缺少计量单位，请补充完整。", "indicators", "unit_present"),
    Shipped("“{指标名称}”的指标值“{指标值}”方向有误，请核对是“不低于”还是“不超过”。", "indicators", "direction_fits"),
    Shipped("“{指标名称}”的指标值“{指标值}”低于上年，请说明原因或调高。", "indicators"),
    Shipped("“{指标名称}”的指标值确定依据不充分，请补充测算过程或历史数据来源。", "indicators"),
    Shipped("“{指标名称}”反映的是工作投入，不是产出，请改为反映工作成果的指标。", "indicators"),
    Shipped("“{指标名称}”与项目内容关联不紧密，请更换为能反映核心任务的指标。", "indicators"),
    Shipped("“{指标名称}”所属二级指标不当，请调整到对应类别。", "indicators"),
    Shipped("“{指标名称}”没有写明比较基数，请写清与哪一年、哪一数据比较。", "indicators", "trend_has_baseline"),
    Shipped("“{指标名称}”是比率指标，请写明百分比，例如“≥95%”。", "indicators", "rate_has_percent"),
    Shipped("“{指标名称}”没有写明完成时限，请明确到月份。", "indicators", "deadline_dated"),
    Shipped("产出指标偏少，请对照项目主要内容逐项设置数量指标。", "indicators", "output_quantified"),
    Shipped("缺少质量指标，请补充验收合格率、达标率等反映质量的指标。", "indicators"),
    Shipped("缺少成本指标，请结合预算测算标准补充单位成本或总成本。", "indicators"),
    Shipped("缺少服务对象满意度指标，请补充并写明调查方式。", "indicators", "output_and_benefit_present"),
    Shipped("指标权重合计不符合要求，请重新分配。", "indicators", "weights_sum"),
    Shipped("绩效目标过于笼统，请写明{年度}要做什么、做多少、达到什么效果。", "goals"),
    Shipped("长期目标与年度目标内容相同，请分别填写。", "goals"),
    Shipped("绩效目标与“{项目名称}”的预算内容不一致，请对照支出明细修改。", "goals"),
    Shipped("资金来源合计与预算金额不一致，请核对后修改。", "funding_sources", "sources_match_budget"),
    Shipped("支出明细合计与资金来源不一致，请核对后修改。", "expenditure_lines", "details_match_sources"),
    Shipped("测算依据不完整，请写明单价、数量和标准来源。", "expenditure_lines"),
    Shipped("支出明细中“其他”占比过大，请细化到具体支出事项。", "expenditure_lines"),
    Shipped("立项依据引用的文件已过期或与项目不符，请更换为现行有效文件。", "basics"),
    Shipped("实施方案没有写明进度安排和责任分工，请补充。", "basics"),
    Shipped("请{单位名称}对照审核意见逐条修改或说明理由后，在规定期限内重新报送。", "form"),
    Shipped("绩效目标明确，指标细化可衡量，与预算{预算金额}相匹配，同意安排。", OPINION),
    Shipped("绩效目标总体合理，个别指标已按意见完善，同意进入下一步预算安排。", OPINION),
)


def filled(text: str, values: dict[str, str]) -> str:
    """The phrase with its blanks filled in; what is not known gets its word, what is no blank stays."""
    for name, otherwise in BLANKS.items():
        text = text.replace(f"{{{name}}}", values.get(name) or otherwise)
    return text


def has_blanks(text: str) -> bool:
    """Whether something in it speaks of one file only: such words do not stand for many files."""
    return filled(text, {}) != text


def values_at(document: Declaration, path: str, budget: str) -> dict[str, str]:
    """What the blanks mean at a place of the form; ``budget`` in words."""
    target = parse(path)
    row = _indicator(document, target)
    return {
        "指标名称": row.level3 if row else "",
        "指标值": row.target if row else "",
        "项目名称": document.project_name,
        "单位名称": document.unit,
        "年度": f"{document.fiscal_year} 年",
        "预算金额": budget,
    }


def _indicator(document: Declaration, target: Path) -> Indicator | None:
    if target.section != "indicators":
        return None
    return next((row for row in document.indicators if row.uid == target.uid), None)
