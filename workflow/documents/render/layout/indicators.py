"""The indicator tables of a form: 长期绩效目标表, 年度绩效目标表."""

from collections.abc import Callable

from workflow.canonical.document import BlockWeight, Declaration, Indicator
from workflow.canonical.profile import Profile, ProfileSection
from workflow.documents.render.layout.parts import Cell, Group, band
from workflow.documents.render.layout.runs import with_runs

_SHORT = {"goal": 12, "level1": 12, "level2": 14, "level3": 28, "target": 18, "basis": 16}
_LONG = {
    "goal": 10, "block": 7, "level1": 9, "level2": 10, "level3": 20,
    "prior0": 9, "prior1": 9, "target": 9, "weight": 7, "basis": 10,
}  # fmt: skip


def indicator_group(section: ProfileSection, document: Declaration, profile: Profile) -> Group:
    """One horizon; prior years, weights and block weights where this form has them."""
    horizon = section.horizon
    found = [row for row in document.indicators if horizon is None or row.horizon == horizon]
    blocks = [block for block in document.block_weights if horizon is None or block.horizon == horizon]
    weighted = profile.weights is not None and profile.weights.horizon == horizon
    values = ["prior0", "prior1", "target"] if profile.prior_years and horizon == "annual" else ["target"]
    values += ["weight"] if weighted else []
    leading = ["goal", *(["block"] if blocks else []), "level1", "level2"]
    columns = [*leading, "level3", *values, "basis"]
    goals = {goal.uid: goal.name for goal in document.goals}
    shown: dict[str, Callable[[Indicator], str]] = {
        "goal": lambda row: goals.get(row.goal, row.goal),
        "block": lambda row: _percent(_block(row, blocks)),
        "level1": lambda row: row.level1,
        "level2": lambda row: row.level2,
    }
    same = {**shown, "goal": lambda row: row.goal, "block": lambda row: getattr(_block(row, blocks), "uid", "")}
    printed = [shown[name] for name in leading]
    rows = with_runs(found, printed, lambda row: _rest(row, values), [same[name] for name in leading])
    blank = [tuple(Cell("") for _ in columns)]
    titles = _titles(section.label, leading, values, profile)
    return Group(_widths(columns), (*titles, *(rows or blank)), heads=len(titles))


def _widths(columns: list[str]) -> tuple[int, ...]:
    """In percent; what a form does not have goes to the name of the indicator."""
    shares = _LONG if "prior0" in columns or "block" in columns else _SHORT
    widths = {name: shares.get(name, _LONG[name]) for name in columns}
    widths["level3"] += 100 - sum(widths.values())
    return tuple(widths.values())


def _titles(label: str, leading: list[str], values: list[str], profile: Profile) -> list[tuple[Cell, ...]]:
    """The band, then one row of headings, or two where 指标值 has parts."""
    deep = 2 if len(values) > 1 else 1
    top = [Cell(profile.word(name), "head", rows=deep) for name in (*leading, "level3")]
    basis = Cell(profile.word("basis"), "head", rows=deep)
    bands = band(label, len(leading) + len(values) + 2)
    if deep == 1:
        return [bands, (*top, Cell(profile.word("value"), "head"), basis)]
    parts = tuple(Cell(profile.word(name), "head") for name in values)
    return [bands, (*top, Cell(profile.word("value"), "head", cols=len(values)), basis), parts]


def _rest(row: Indicator, values: list[str]) -> tuple[Cell, ...]:
    texts = {
        "prior0": row.prior_years[0],
        "prior1": row.prior_years[1],
        "target": row.target,
        "weight": f"{row.weight}%" if row.weight else "",
    }
    return (Cell(row.level3, "text"), *(Cell(texts[name]) for name in values), Cell(row.basis))


def _block(row: Indicator, blocks: list[BlockWeight]) -> BlockWeight | None:
    return next((block for block in blocks if row.level1 in block.levels and block.goal in ("", row.goal)), None)


def _percent(block: BlockWeight | None) -> str:
    return f"{block.weight}%" if block else ""
