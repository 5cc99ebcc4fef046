"""Every indicator of a weighted table has a weight: 有权重的表每个指标都有权重."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.rules.cells import TABLES
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="有权重的表每个指标都有权重",
    title_en="Every indicator of a weighted table has a weight",
    source="包头市财政局 2024 年绩效目标审核要点之六：权重设置规范",
)
def weight_given(document: Declaration, context: Context) -> Iterable[Found]:
    """Zero beside others counts as none. Missing ones of the form's own scheme are counted by ``weights_sum``."""
    scheme = context.profile.weights
    tables: dict[str, list[Indicator]] = {}
    for row in document.indicators:
        tables.setdefault(row.horizon, []).append(row)
    for horizon, rows in tables.items():
        if not any(Decimal(row.weight or 0) for row in rows):
            continue
        yield from (_zero(row) for row in rows if row.weight is not None and not Decimal(row.weight))
        missing = [row for row in rows if row.weight is None]
        if missing and (scheme is None or scheme.horizon != horizon):
            yield _missing(missing)


def _zero(row: Indicator) -> Found:
    name = quoted(row.level3 or row.level2)
    return Found(
        f"indicators/{row.uid}/weight",
        f"指标「{name}」权重为 0，同表其他指标有权重",
        f"Indicator “{name}” has the weight 0, others of its table have more",
        row.weight or "",
    )


def _missing(rows: list[Indicator]) -> Found:
    name, (zh, en) = quoted(rows[0].level3 or rows[0].level2), TABLES[rows[0].horizon]
    return Found(
        f"indicators/{rows[0].uid}/weight",
        f"{zh}有 {len(rows)} 个指标没有权重（「{name}」等），同表其他指标有权重",
        f"{len(rows)} indicators of the {en} have no weight (“{name}” …), others have one",
    )
