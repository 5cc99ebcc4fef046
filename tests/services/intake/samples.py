"""A file as counties send it: approval forms in a docx, with merged labels left blank, and one level printed oddly."""

from collections.abc import Sequence

from tests.unit.intake.readers.made import docx_of

HEAD = ("目标名称", "一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据")
ROWS = (
    ("年度绩效目标1", "成本指标", "经济成本指标", "劳务对接工作执行成本", "10万元", "计划标准"),
    ("", "产出指标", "数量指标", "组织去外地招聘次数", "≥5次", "计划标准"),
    ("", "", "质量指标", "引进外地劳动力到位率", "≥95%", "计划标准"),
    ("", "", "时效指标", "项目计划按期完成率", "≥90%", "计划标准"),
    ("", "效益指标", "社会效益指标", "提高劳动力就业率", "显著提高", "计划标准"),
    ("满意度指标", "服务对象", "公众及服务对象满意度", "≥90%", "计划标准", ""),
)
"""The last row is shifted to the left, as in the published files: it is read, and doubtful."""


def form(name: str, budget: str = "10", rows: Sequence[Sequence[str]] = ROWS) -> list[str | list[Sequence[str]]]:
    """One form: its heading, its unit of money, its table."""
    table: list[Sequence[str]] = [
        ("项目名称", name, "", "", "", ""),
        ("项目预算", budget, "项目类型", "☑ 常年性项目 ☐ 延续性项目 ☐ 一次性项目", "", ""),
        ("立项依据", "《中华人民共和国就业促进法》第二十一条。", "", "", "", ""),
        ("项目绩效总目标", "", "", "", "", ""),
        ("名称", "目标说明", "", "", "", ""),
        ("年度绩效目标1", "组织去外地招聘不少于5次。", "", "", "", ""),
        ("年度绩效目标表", "", "", "", "", ""),
        HEAD,
        *rows,
    ]
    return ["2025年项目支出绩效目标批复", "金额单位：万元", table]


def document(*forms: list[str | list[Sequence[str]]]) -> bytes:
    """The forms in one docx."""
    return docx_of(*(part for one in forms for part in one))
