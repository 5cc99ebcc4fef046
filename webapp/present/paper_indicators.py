"""The indicator tables of the official form: goal, block weight, level 1 and level 2 printed once per run of rows."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from webapp.present.paper_parts import Cell, Row, Table, blank_row, head
from workflow.canonical import Declaration, Profile
from workflow.canonical.document import BlockWeight, Indicator
from workflow.canonical.profile import ProfileSection

Shown = Callable[[Indicator], str]


def indicator_table(section: ProfileSection, document: Declaration, profile: Profile) -> Table:
    """One horizon; prior years and weights where this form has them."""
    horizon = section.horizon
    found = [row for row in document.indicators if horizon is None or row.horizon == horizon]
    blocks = [block for block in document.block_weights if horizon is None or block.horizon == horizon]
    weighted = profile.weights is not None and profile.weights.horizon == horizon
    values = _values(weighted=weighted, priors=profile.prior_years and horizon == "annual")
    goals = {goal.uid: goal.name for goal in document.goals}
    leading: list[tuple[str, Shown]] = [("goal", lambda row: goals.get(row.goal, ""))]
    if blocks and len(values) > 1:
        leading.append(("block", lambda row: _percent(_block(row, blocks))))
    leading += [("level1", lambda row: row.level1), ("level2", lambda row: row.level2)]
    runs = _Runs(found, [_key(name, blocks) for name, _ in leading])
    rows = [Row(_cells(row, leading, runs, blocks, values), path=f"indicators/{row.uid}") for row in found]
    titles = _titles(section.label, [name for name, _ in leading], values)
    width = _NARROW if len(values) > 1 else _WIDE
    widths = (*(width[name] for name, _ in leading), "", *(width[key] for key, _ in values), width["basis"])
    return Table("indicators", widths, rows or [blank_row(len(widths))], titles)


_WIDE = {"goal": "w-12", "level1": "w-12", "level2": "w-15", "target": "w-15", "basis": "w-12"}
_NARROW = {
    "goal": "w-8", "block": "w-8", "level1": "w-8", "level2": "w-10",
    "prior_years.0": "w-8", "prior_years.1": "w-8", "target": "w-10", "weight": "w-8", "basis": "w-10",
}  # fmt: skip
_LEADING = {"goal": "目标名称", "block": "指标权重比例(%)", "level1": "一级指标", "level2": "二级指标"}


def _values(*, weighted: bool, priors: bool) -> list[tuple[str, str]]:
    """Columns under 指标值 with their words."""
    columns = [("prior_years.0", "前年"), ("prior_years.1", "上年")] if priors else []
    columns.append(("target", "预计当年实现" if priors else "指标值"))
    return columns + ([("weight", "指标分值权重")] if weighted else [])


def _titles(label: str, leading: list[str], values: list[tuple[str, str]]) -> list[list[Cell]]:
    """The band with the table's name, then one row of heads, or two where 指标值 has parts."""
    deep = 2 if len(values) > 1 else 1
    band = [head(label, cols=len(leading) + len(values) + 2, kind="band")]
    top = [*(head(_LEADING[name], rows=deep) for name in leading), head("三级指标", rows=deep)]
    basis = head("指标值确定依据", rows=deep)
    if deep == 1:
        return [band, [*top, head("指标值"), basis]]
    return [band, [*top, head("指标值", cols=len(values)), basis], [head(words) for _, words in values]]


def _cells(
    row: Indicator, leading: list[tuple[str, Shown]], runs: "_Runs", blocks: list[BlockWeight],
    values: list[tuple[str, str]],
) -> list[Cell]:  # fmt: skip
    place = f"indicators/{row.uid}"
    cells = []
    for depth, (name, shown) in enumerate(leading):
        if runs.starts(row.uid, depth):
            block = _block(row, blocks) if name == "block" else None
            path = f"block_weights/{block.uid}" if block else f"{place}/{name}" if name != "block" else ""
            uids = runs.rows(row.uid, depth)
            covers = [] if name == "block" else [f"indicators/{uid}/{name}" for uid in uids[1:]]
            cells.append(Cell(shown(row), path, kind="mid", rows=len(uids), covers=covers))
    cells.append(Cell(row.level3, f"{place}/level3"))
    data = row.model_dump()
    for key, _words in values:
        name, _dot, index = key.partition(".")
        value = (data[name][int(index)] if index else data[name]) or ""
        cells.append(Cell(f"{value}%" if key == "weight" and value else value, f"{place}/{key}", kind="mid"))
    return [*cells, Cell(row.basis, f"{place}/basis", kind="mid")]


def _key(name: str, blocks: list[BlockWeight]) -> Callable[[Indicator], Any]:
    if name == "block":
        return lambda row: getattr(_block(row, blocks), "uid", "")
    return lambda row: getattr(row, name)


def _block(row: Indicator, blocks: list[BlockWeight]) -> BlockWeight | None:
    return next((block for block in blocks if row.level1 in block.levels and block.goal in ("", row.goal)), None)


def _percent(block: BlockWeight | None) -> str:
    return f"{block.weight}%" if block else ""


class _Runs:
    """Neighbouring rows with the same leading cells: where a run starts, and over how many rows it reaches."""

    def __init__(self, rows: list[Indicator], keys: list[Callable[[Indicator], Any]]) -> None:
        self._first: set[tuple[int, str]] = set()
        self._run: dict[tuple[int, str], int] = {}
        self._rows: dict[tuple[int, int], list[str]] = defaultdict(list)
        last: list[Any] = [object()]
        numbers = [0] * len(keys)
        for row in rows:
            present = [key(row) for key in keys]
            for depth in range(len(keys)):
                if present[: depth + 1] != last[: depth + 1]:
                    numbers[depth] += 1
                    self._first.add((depth, row.uid))
                self._run[depth, row.uid] = numbers[depth]
                self._rows[depth, numbers[depth]].append(row.uid)
            last = present

    def starts(self, uid: str, depth: int) -> bool:
        """Whether the cell of this depth is printed in this row."""
        return (depth, uid) in self._first

    def rows(self, uid: str, depth: int) -> list[str]:
        """The rows over which the cell reaches."""
        return self._rows[depth, self._run[depth, uid]]
