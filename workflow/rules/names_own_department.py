"""Another department's name was left in a text: 套用其他部门模板."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.copies import names_of
from workflow.rules.finding import Context, Found, rule
from workflow.rules.residue import left_over, own_texts, short_names
from workflow.rules.sources import review_sheet
from workflow.types import Scope, Severity


@rule(
    severity=Severity.warning,
    title_zh="文字中没有遗留其他部门的名称",
    title_en="No other department's name was left in a text",
    source=review_sheet("目标相关性", "与部门职能相关"),
    scope=Scope.linked,
)
def names_own_department(document: Declaration, context: Context) -> Iterable[Found]:
    """The own name is not in the text and another's stands as the one who acts (not 会同…, 根据…文件)."""
    own = names_of(document)
    others = {
        short: full
        for short, full in short_names(context.linked.departments).items()
        if not any(short in name or name in short for name in own)
    }
    for path, text in own_texts(document):
        if any(name in text for name in own):
            continue
        left = sorted((name for name in others if name in text and left_over(text, name)), key=len)
        if left:
            name = left[-1]
            yield Found(
                path,
                f"文字中写的是「{name}」（{others[name]}），不是本部门「{document.department}」，疑似套用其他部门的申报，请核对",
                f"The text speaks of “{name}”, not of “{document.department}”: it seems to be another department's",
                name,
                document.department,
            )
