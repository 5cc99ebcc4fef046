"""Where a rule comes from, as people cite it."""

from typing import Literal

UNCHECKED = "（条文未核对）"
"""Behind a source whose wording nobody of this project has compared with the published text."""

Point = Literal[
    "规范完整性",
    "明确清晰性",
    "目标相关性",
    "指标科学性",
    "绩效合理性",
    "资金匹配性",
    "实现可能性",
    "条件充分性",
]
"""The eight points of the review sheet (项目支出绩效目标审核表)."""


def review_sheet(point: Point, detail: str = "") -> str:
    """A point of the review sheet that 财预〔2015〕88号 annexes, with what it asks for in short."""
    asked = f"（{detail}）" if detail else ""
    return f"财预〔2015〕88号 附件 项目支出绩效目标审核表：{point}{asked}{UNCHECKED}"
