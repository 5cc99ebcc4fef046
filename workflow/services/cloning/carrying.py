"""What of an earlier declaration comes over to the form of another year, and what has no place there. Pure.

Levels keep their meaning: a name the new form does not have is looked up in its vocabulary (``产出`` → ``产出指标``;
成本指标 under 产出 becomes level 1 where the form has it there). The new form's figure of a past
year is what was reached by that year's self-evaluation, else what was promised for it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow import money
from workflow.canonical import Declaration, Profile
from workflow.canonical.document import (
    TEXT_FIELDS,
    BlockWeight,
    ExpenditureLine,
    FundingSource,
    Goal,
    Indicator,
)
from workflow.canonical.profile import NATURE_LABELS
from workflow.documents.values import flat
from workflow.services.editing.levels import known_level1, known_level2, parent_of
from workflow.types import Horizon

SHORT_FIELDS = ("project_type", "project_category", "responsible_person", "phone", "budget_total", "budget_year")
"""Header fields besides the long texts; name and code come from the project itself."""
STRUCTURE = frozenset({"horizon", "goal", "level1", "kind", "nature", "source"})
"""Cells that place a row rather than say something: they are confirmed with the row."""
PLAIN_ROWS = ("executing_bodies", "asset_lines")
OTHER_HORIZON = {Horizon.overall: Horizon.annual, Horizon.annual: Horizon.overall}
"""A form that does not split its goals calls the annual ones overall."""


@dataclass(frozen=True)
class CarriedOver:
    """The new document, the cells that were taken over, what found no place (in the old form's words), and from which
    row each row came."""

    document: Declaration
    paths: tuple[str, ...]
    left_out: tuple[str, ...]
    origins: dict[str, str]


@dataclass
class _Carrying:
    old: Declaration
    old_form: Profile
    blank: Declaration
    form: Profile
    new_uid: Callable[[], str]
    reached: Mapping[int, Mapping[str, str]]
    left_out: list[str] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)

    def fresh(self, uid: str) -> str:
        made = self.new_uid()
        self.origins[made] = uid
        return made

    def lost(self, *words: str) -> None:
        self.left_out.append(" · ".join(filter(None, words)))


def carry_over(
    old: Declaration,
    old_form: Profile,
    blank: Declaration,
    form: Profile,
    new_uid: Callable[[], str],
    reached: Mapping[int, Mapping[str, str]] | None = None,
) -> CarriedOver:
    """``blank``, the empty form of the new year, filled with what ``old`` says.

    ``reached``: year → indicator of ``old`` → what the self-evaluation of that year says was reached; it counts
    before what the old form promised or knew of that year.
    """
    task = _Carrying(old, old_form, blank, form, new_uid, reached or {})
    goals, names = _goals(task)
    document = blank.model_copy(
        update={
            **_header(task),
            **{section: _plain(task, section) for section in PLAIN_ROWS},
            "goals": goals,
            "indicators": _indicators(task, names),
            "block_weights": _blocks(task, names),
            "funding_sources": _funding(task),
            "expenditure_lines": _lines(task),
        }
    )
    if old.attachments:
        task.lost("附件", "、".join(item.name for item in old.attachments))
    return CarriedOver(document, _taken(blank, document, form), tuple(dict.fromkeys(task.left_out)), task.origins)


def _taken(blank: Declaration, document: Declaration, form: Profile) -> tuple[str, ...]:
    """Every cell that says something the empty form did not; printed names of goals are no news."""
    before, printed = flat(blank), {goal.name for goal in blank.goals}
    ticked = set() if form.sources else {f"funding_sources/{row.uid}/nature" for row in document.funding_sources}
    return tuple(
        path
        for path, text in flat(document).items()
        if text
        and before.get(path, "") != text
        and (path.rpartition("/")[2] not in STRUCTURE or path in ticked)
        and not (path.startswith("goals/") and path.endswith("/name") and text in printed)
    )


def _header(task: _Carrying) -> dict[str, Any]:
    shown = {item.name for item in task.form.header_fields()}
    values = {}
    for name in (*SHORT_FIELDS, *TEXT_FIELDS):
        value = getattr(task.old, name)
        if value and name in shown:
            values[name] = value
        elif value:
            task.lost(task.old_form.label_of(name))
    return values


def _section(task: _Carrying, section: str) -> tuple[Any, ...]:
    """The old rows of a list the new form shows; else none, and they are named as left out."""
    rows: tuple[Any, ...] = getattr(task.old, section)
    if rows and task.form.section_of(section) is None:
        before = task.old_form.section_of(section)
        task.lost(before.label if before else section)
        return ()
    return rows


def _plain(task: _Carrying, section: str) -> tuple[Any, ...]:
    return tuple(row.model_copy(update={"uid": task.fresh(row.uid)}) for row in _section(task, section))


# --- goals and indicators -------------------------------------------------------------------------------------------


def _placed(horizon: str, horizons: Iterable[str]) -> str:
    """The horizon of the new form; "" = it has none like it."""
    there = tuple(horizons)
    if horizon in there:
        return horizon
    other = OTHER_HORIZON.get(Horizon(horizon), "")
    return other if other in there else ""


def _goals(task: _Carrying) -> tuple[tuple[Goal, ...], dict[str, str]]:
    """Goals in the order of the form's horizons, with the printed one where there was none; and new uids by old."""
    kept, names = [], {}
    for goal in _section(task, "goals"):
        horizon = _placed(goal.horizon, task.form.horizons)
        if not horizon:
            task.lost(goal.name or "绩效目标", goal.text[:30])
            continue
        names[goal.uid] = task.fresh(goal.uid)
        printed = next(item.name for item in task.blank.goals if item.horizon == horizon)
        name = goal.name if horizon == goal.horizon and goal.name else printed
        kept.append(goal.model_copy(update={"uid": names[goal.uid], "horizon": horizon, "name": name}))
    found = [[goal for goal in kept if goal.horizon == horizon] for horizon in task.form.horizons]
    printed_ones = [[goal for goal in task.blank.goals if goal.horizon == horizon] for horizon in task.form.horizons]
    rows = (ours or empty for ours, empty in zip(found, printed_ones, strict=True))
    return tuple(goal for group in rows for goal in group), names


def _indicators(task: _Carrying, goals: dict[str, str]) -> tuple[Indicator, ...]:
    rows = []
    for row in _section(task, "indicators"):
        horizon = _placed(row.horizon, task.form.indicator_horizons)
        if not horizon:
            task.lost("绩效指标", row.level3)
            continue
        level1, level2 = levels_of(row.level1, row.level2, task.form)
        scheme = task.form.weights
        weighted = scheme is not None and scheme.horizon == horizon
        if row.weight and not weighted:
            task.lost("权重")
        target, priors = _figures(task, row, horizon)
        values: dict[str, Any] = {"uid": task.fresh(row.uid), "horizon": horizon, "goal": goals.get(row.goal, "")}
        values |= {"level1": level1, "level2": level2, "target": target, "prior_years": priors}
        rows.append(row.model_copy(update={**values, "weight": row.weight if weighted else None}))
    return tuple(rows)


def levels_of(level1: str, level2: str, form: Profile) -> tuple[str, str]:
    """The form's own names of two levels; what it does not know stays as it is, and is marked on the page."""
    first = known_level1(level1, form)
    second = known_level2(level2, form, first)
    if second in form.levels.get(first, ()):
        return first, second
    if parent_of(second, form):
        return parent_of(second, form), second
    above = known_level1(second, form)
    if above in form.levels:
        below = form.levels[above]
        return above, below[0] if len(below) == 1 else ""
    return first, second


def _figures(task: _Carrying, row: Indicator, horizon: str) -> tuple[str, tuple[str, str]]:
    """The target, and the figures of the two years before the new one: reached, else as the old form says them."""
    year = task.old.fiscal_year
    if not task.form.prior_years or horizon != Horizon.annual:
        return row.target, ("", "")
    known = {year - 2: row.prior_years[0], year - 1: row.prior_years[1], year: row.target}
    known |= {past: by_row[row.uid] for past, by_row in task.reached.items() if by_row.get(row.uid)}
    now = task.blank.fiscal_year
    return row.target, (known.get(now - 2, ""), known.get(now - 1, ""))


def _blocks(task: _Carrying, goals: dict[str, str]) -> tuple[BlockWeight, ...]:
    scheme = task.form.weights
    if scheme is None or scheme != task.old_form.weights:
        if task.old.block_weights:
            task.lost("指标权重比例")
        return ()
    return tuple(
        row.model_copy(update={"uid": task.fresh(row.uid), "goal": goals.get(row.goal, "")})
        for row in task.old.block_weights
    )


# --- money ----------------------------------------------------------------------------------------------------------


def _funding(task: _Carrying) -> tuple[FundingSource, ...]:
    """Amounts by nature and source as far as the form prints them; rows that fall together are added up."""
    sources, natures = {item.code for item in task.form.sources}, set(task.form.natures)
    sums: dict[tuple[Any, Any], int | None] = {}
    for row in _section(task, "funding_sources"):
        nature = row.nature if row.nature in natures else None
        source = row.source if row.source in sources else None
        homeless = bool(natures and row.nature and not nature) or source is None
        if nature and not sources:
            sums[nature, None] = None
        if homeless and (row.amount or (row.nature and nature is None)):
            label = task.old_form.source_label(row.source) if row.source else ""
            task.lost("资金来源", NATURE_LABELS.get(row.nature or "", ""), label, row.amount or "")
        elif source is not None:
            fen, before = money.fen_from_wan(row.amount) if row.amount else None, sums.get((nature, source))
            sums[nature, source] = fen if before is None else before + (fen or 0)
    printed = tuple(
        row.model_copy(update={"amount": _wan(sums.pop((None, row.source), None))})
        for row in task.blank.funding_sources
    )
    return printed + tuple(
        FundingSource(uid="-".join(filter(None, key)), nature=key[0], source=key[1], amount=_wan(fen))
        for key, fen in sums.items()
    )


def _wan(fen: int | None) -> str | None:
    return None if fen is None else money.wan(fen)


def _lines(task: _Carrying) -> tuple[ExpenditureLine, ...]:
    columns = {item.code for item in task.form.detail_sources}
    rows = []
    for row in _section(task, "expenditure_lines"):
        amounts = tuple(part for part in row.amounts if part.source in columns)
        for part in row.amounts:
            if part.source not in columns:
                task.lost("支出明细", row.item, task.old_form.source_label(part.source), part.amount)
        rows.append(row.model_copy(update={"uid": task.fresh(row.uid), "amounts": amounts}))
    return tuple(rows)
