"""A funding source stands once: 资金来源不重复."""

from collections.abc import Iterable

from workflow.canonical import Declaration, english
from workflow.canonical.profile import NATURE_LABELS
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="资金来源不重复",
    title_en="A funding source stands once",
    source="项目支出（绩效目标）申报表填报要求：资金来源按来源项目逐项填列",
)
def funding_row_once(document: Declaration, context: Context) -> Iterable[Found]:
    """Two rows of one nature and source: one may have been typed twice."""
    seen = set()
    for row in document.funding_sources:
        place = (row.nature, row.source)
        if place in seen and any(place):
            nature = NATURE_LABELS.get(row.nature or "", "")
            label = "·".join(filter(None, (nature, context.profile.source_label(row.source or ""))))
            source = english.SOURCES.get(row.source or "", "")
            label_en = " · ".join(filter(None, (english.NATURES.get(row.nature or "", ""), source)))
            yield Found(
                f"funding_sources/{row.uid}",
                f"资金来源「{label}」有多行，请合并或核对是否重复填列",
                f"Funding source “{label_en}” stands in several rows",
                row.amount or "",
            )
        seen.add(place)
