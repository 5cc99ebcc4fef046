"""Another project's name was left in a text: 套用其他项目模板."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import folded
from workflow.rules.residue import left_over, own_texts
from workflow.rules.sources import review_sheet
from workflow.types import Scope, Severity

_LEAST = 6
"""Signs: 「法律服务」 or 「物业管理费」 are words before they are names."""
_TAIL = re.compile("(?:专项)?(?:工作)?(?:经费|资金|费用|费|项目)$")


@rule(
    severity=Severity.warning,
    title_zh="文字中没有遗留其他项目的名称",
    title_en="No other project's name was left in a text",
    source=review_sheet("目标相关性", "与项目内容相关"),
    scope=Scope.linked,
)
def names_own_project(document: Declaration, context: Context) -> Iterable[Found]:
    """The full name of another project of the department, ending as names of projects do (…经费, …资金)."""
    own = folded(document.project_name)
    names = {
        each.project_name.strip()
        for each in context.linked.siblings
        if len(each.project_name.strip()) >= _LEAST
        and _TAIL.search(each.project_name.strip())
        and folded(each.project_name) not in own
        and own not in folded(each.project_name)
    }
    for path, text in own_texts(document):
        if document.project_name in text:
            continue
        left = sorted(name for name in names if name in text and left_over(text, name))
        if left:
            yield Found(
                path,
                f"文字中写的是本部门另一个项目「{left[0]}」，不是「{document.project_name}」，请核对是否套用",
                f"The text speaks of another project, “{left[0]}”, not of “{document.project_name}”",
                left[0],
                document.project_name,
            )
