"""What is put in is no output: 投入不作为产出指标."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity

_INPUT = re.compile(
    "投入(?!使用|运营|运行|产出|生产|营运).{0,4}(?:人员|人力|资金|经费|金额|设备|车辆|物资|工作量|数|总额)"
    "|^(?:长期|编外|临时)?聘用(?:人员|人数)(?:人?数|数量)?$"
    "|^(?:项目)?(?:工作人员|专职人员|评审专家|专家评委|评委)(?:人?数|数量)?$"
    "|^(?:项目)?(?:资金|经费|预算|支出)(?:总额|金额|数额|规模|总数|安排数)$"
    "|(?:经费|资金)(?:支出|使用)(?:金额|总额|数)$"
    "|^资金(?:到位|投入|拨付)率$"
)


@rule(
    severity=Severity.warning,
    title_zh="投入不作为产出指标",
    title_en="What is put in is no output",
    source="绩效目标填报说明（dybbs8.com 公开文本）：财力、人力和物力等投入数量不能作为绩效目标",
)
def input_not_output(document: Declaration, context: Context) -> Iterable[Found]:
    """Money, staff and equipment among the outputs, by the name of the indicator."""
    groups: dict[str, list[Indicator]] = {}
    for row in document.indicators:
        if row.level1 in context.profile.output_levels and _INPUT.search(row.level3.strip()):
            groups.setdefault(row.level3, []).append(row)
    for name, rows in groups.items():
        many = len(rows)
        yield Found(
            f"indicators/{rows[0].uid}/level3",
            f"「{quoted(name)}」是投入，不是产出{f'（共 {many} 处）' if many > 1 else ''}",
            f"“{quoted(name)}” is what is put in, not an output{f' ({many} places)' if many > 1 else ''}",
            name,
            "改为这些投入完成的工作量，例如服务人次、办结件数、建成数量",
            advice_en="the work done with it instead: people served, cases closed, things built",
        )
