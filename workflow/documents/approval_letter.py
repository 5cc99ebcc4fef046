"""The words an approval letter (批复) begins with: title and body from the figures of the batch. Pure.

The drafter may change every word. 15 days: 预算法（2018修正）第五十二条; no change once approved: 财预〔2015〕88号.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.money import wan_grouped


@dataclass(frozen=True)
class Figures:
    """What the template counts."""

    bureau: str
    year: int
    projects: int
    units: int
    budget_fen: int
    below: bool = True
    """It approves something of a unit that is not the department itself, which the department is to approve on."""
    replaces: str = ""
    """Number of the letter that this one voids."""
    taken_back: Sequence[str] = ()
    """Projects whose approval the letter takes back."""


def title_of(figures: Figures) -> str:
    """发文机关 + 事由 + 文种."""
    if figures.replaces and not figures.projects:
        return f"{figures.bureau}关于收回{figures.year}年度绩效目标批复的通知"
    return f"{figures.bureau}关于批复{figures.year}年度绩效目标的通知"


def body_of(figures: Figures) -> str:
    """Paragraphs, one a line."""
    lines = [_taken_back(figures)] if figures.taken_back else []
    if figures.projects:
        lines += _approved(figures)
    return "\n".join(lines)


def _taken_back(figures: Figures) -> str:
    names = "、".join(f"“{name}”" for name in figures.taken_back)
    return f"经研究，收回{figures.replaces}中{names}的绩效目标批复，相关项目绩效目标待重新审核后另行批复。"


def _approved(figures: Figures) -> list[str]:
    points = [
        f"本次批复绩效目标{figures.projects}个，涉及预算单位{figures.units}个，"
        f"{figures.year}年预算资金共计{wan_grouped(figures.budget_fen)}万元，各项绩效目标详见附件。",
        *(["请自收到本通知之日起15日内，将绩效目标批复到所属预算单位。"] if figures.below else []),
        "绩效目标一经批复，一般不予调整。确因政策变化、突发事件等因素需要调整的，按照绩效目标管理要求和审核流程报批。",
        "请按照批复的绩效目标组织预算执行，开展绩效运行监控和绩效自评，切实提高财政资金使用效益。",
    ]
    basis = "根据《中华人民共和国预算法》和预算绩效管理有关规定，经审核，"
    opening = f"{basis}现将你单位{figures.year}年度绩效目标批复如下："
    return [opening, *(f"{sign}、{point}" for sign, point in zip("一二三四", points, strict=False))]


def amended(numbers: Sequence[str], projects: Sequence[str]) -> str:
    """What a letter says of adjusted goals that earlier letters approved."""
    names = "、".join(f"“{name}”" for name in projects)
    return f"附件中{names}的绩效目标为调整后的目标，{'、'.join(numbers)}中相应项目的绩效目标同时废止。"
