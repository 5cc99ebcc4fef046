"""The indicator tables of a form: found by their heading or their level names, decoded, placed, kept."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflow.canonical.document import HorizonName
from workflow.documents.intake import headings, notations, vocabulary
from workflow.documents.intake.costs import Costs, value_cost
from workflow.documents.intake.decode import Effort, decode
from workflow.documents.intake.folding import unfolded
from workflow.documents.intake.headings import Heading
from workflow.documents.intake.labels import goal_label
from workflow.documents.intake.levels import Carried, Placed, place
from workflow.documents.intake.mending import mend
from workflow.documents.intake.reading import BlockWeightRead, Evidence, FormRead, IndicatorRead, ProblemRead
from workflow.documents.intake.segments import ENDS, is_title
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.standing import standing
from workflow.documents.intake.texts import clean, label, squeeze
from workflow.documents.intake.tokens import Boundary, Row, Token, glued

_DEFAULT = Heading(("goal", "level1", "level2", "level3", "target", "weight", "basis"), {}, 0)
_GOAL = re.compile(
    r"^(?:中?长期|中期|实施期|年度|总体)(?:绩效)?目标[\d一二三四五六七八九十]{0,2}(?:[(（][^()（）]*[)）])?[:：]"
)
_OTHER = {**vocabulary.FIELDS, **vocabulary.AMOUNTS, **vocabulary.SECTIONS}
_NUMBERED = re.compile(r"^(?:三级)?指标\d{1,2}[:：、.．]")
_LISTED = re.compile(r"^\s*(?:指标)?\d{1,2}[.、．:：]\s*")
_ANNUAL = re.compile("年度|当年|本年")
_FIELD_OF = {"prior0": "prior_years/0", "prior1": "prior_years/1"}
_CELLS = frozenset(
    {"level1", "level2", "level3", "target", "weight", "basis", "actual", "score", *_FIELD_OF.values()}
)  # fmt: skip
"""Fields of an indicator whose own cell is told beside the row's."""
_KIND = re.compile("定性|定量|[正反负]向")
_DOUBT = 7.0
_SCALE = 16.0
"""How fast confidence falls with the cost of a reading: at ``_DOUBT`` it is below what a screen marks (0.7)."""


def heading_horizon(key: str) -> str | None:
    """What the heading or margin of an indicator table says about its horizon; None where it is no such heading."""
    return vocabulary.HEADINGS.get(label(key).removesuffix("如下"))


def _joined(texts: Mapping[str, str]) -> str:
    """Sign, number and unit from columns of their own; 定性 in the column of signs says what kind of value it is."""
    sign = texts.get("comparator", "")
    return ("" if _KIND.search(sign) else sign) + texts.get("target", "") + texts.get("unit", "")


def _ticked(texts: Mapping[str, str], kind: str) -> list[str]:
    """The columns of a kind that have a mark in this row."""
    return [role.removeprefix(kind) for role, text in texts.items() if role.startswith(kind) and text]


def _other_table(rows: Sequence[Row], at: int, heading: Heading) -> bool:
    """Whether a table begins here that is narrower than the one with the heading: no part of it on a new page."""
    table = rows[at].table
    if table == rows[at - 1].table or rows[at].after_break:
        return False
    same = itertools.takewhile(lambda row: row.table == table, rows[at:])
    return max(token.column for row in same for token in row.tokens) < max(heading.columns) - 1


def _beside_goal(row: Row) -> bool:
    """年度目标 | its text: a row of goals inside the grid of indicators."""
    return len(row.tokens) == 2 and goal_label(row.tokens[0].text) is not None


def _tail(row: Row, above: Row, tokens: list[Token], heading: Heading) -> bool:
    """The lower half of a table row that a page break cut is put to its upper half; False for whole rows."""
    if not heading.columns or not tokens or not (row.after_break or row.table != above.table):
        return False
    roles = [heading.columns.get(token.column, "") for token in row.tokens]
    if len(roles) > 2 or not set(roles) <= {"level3", "target", "basis"} or set(roles) >= {"level3", "target"}:
        return False
    above_rows = [at for at, token in enumerate(tokens) if token.row == tokens[-1].row]
    halves = {tokens[at].column: at for at in above_rows}
    if not all(token.column in halves for token in row.tokens):
        return False
    for token in row.tokens:
        at = halves[token.column]
        tokens[at] = glued(tokens[at], token.raw)
    return True


def listed_apart(cells: Sequence[Token], heading: Heading) -> list[Token]:
    """A table row whose cells list several names and their values below each other, as rows; others unchanged."""
    at = {role: cell for cell in cells for role in ("level3", "target") if heading.columns.get(cell.column) == role}
    names, values = (
        [line for line in at[r].raw.split("\n") if line.strip()] if r in at else [] for r in ("level3", "target")
    )
    numbered = all(re.match(rf"\s*(?:指标)?{number}[.、．:：]", name) for number, name in enumerate(names, 1))
    sure = numbered or all(value_cost(squeeze(value)) < 1.0 for value in values)
    if len(names) < 2 or len(names) != len(values) or not sure:
        return list(cells)
    rows: list[Token] = []
    for number in range(len(names)):
        parts = [(cell, [line for line in cell.raw.split("\n") if line.strip()]) for cell in cells]
        told = [(cell, lines[number] if len(lines) == len(names) else cell.raw) for cell, lines in parts
                if len(lines) == len(names) or not number]  # fmt: skip
        for column, (cell, text) in enumerate(told):
            text = _LISTED.sub("", text) if numbered and cell is at["level3"] else text
            boundary: Boundary = "cell" if column else "row"
            rows.append(replace(cell, raw=text, text=clean(text), key=squeeze(text), boundary=boundary))
    return rows


class Indicators:
    """Collects the rows of all tables of a form. ``horizon`` is what the last heading said."""

    def __init__(self, form: FormRead, effort: Effort) -> None:
        self.form, self._effort = form, effort
        self.horizon = ""
        self.evidence: dict[str, Evidence] = {}
        self.problems: list[ProblemRead] = []
        self._heading: Heading | None = None
        self._carried = Carried()
        self._carried_for = ""

    def read(self, rows: Sequence[Row], at: int) -> int:
        """The row after the table that begins at ``at``; 0 if none does."""
        heading = headings.find(rows, at)
        if heading is None:
            if not self._goes_on(rows[at]):
                return 0
            heading = self._heading or _DEFAULT
            start, tokens = at + 1, [token for token in rows[at].tokens if token.key not in vocabulary.HEADINGS]
            self._margin(rows[at])
        else:
            start = at + heading.rows
            tokens = list(rows[start - 1].tokens[-heading.left :]) if heading.left else []
            self._margin(rows[at])
        self._heading = replace(heading, rows=0, left=0)
        at = start
        while at < len(rows) and not self._ends(rows, at, heading):
            if not _tail(rows[at], rows[at - 1], tokens, heading):
                cells = [token for token in rows[at].tokens if token.key not in vocabulary.HEADINGS]
                tokens.extend(listed_apart(cells, heading))
            at += 1
        self._add(tokens, heading)
        return at

    def written(self, rows: Sequence[Row], at: int) -> int:
        """The row after those that tell indicators in sentences from ``at`` on; 0 if none does."""
        decoded, count = notations.listed(rows, at)
        if not decoded:
            decoded, count = notations.read(rows[at]), 1
        for placed in place(decoded, self._carried):
            self._keep(placed)
        return at + count if decoded else 0

    def _goes_on(self, row: Row) -> bool:
        """A table without heading: it begins with a first level."""
        keys = [token.key for token in row.tokens]
        names = set(vocabulary.LEVELS) - {"满意度", "管理效率"}
        return keys[0] in names or (len(keys) > 1 and keys[0] in vocabulary.HEADINGS and keys[1] in names)

    def _margin(self, row: Row) -> None:
        """长期绩效指标 in the margin of the heading."""
        for token in row.tokens:
            horizon = vocabulary.HEADINGS.get(token.key)
            self.horizon = horizon or self.horizon

    def _ends(self, rows: Sequence[Row], at: int, heading: Heading) -> bool:
        row = rows[at]
        first = row.tokens[0]
        key = label(first.key)
        horizon = heading_horizon(first.key)
        if horizon is not None:
            return bool(horizon) and (horizon != self.horizon or (len(row.tokens) == 1 and self._starts_anew(rows, at)))
        if is_title(row) or ENDS.match(row.key) or _GOAL.match(row.key) or headings.find(rows, at):
            return True
        if heading.columns and _other_table(rows, at, heading):
            return True
        if heading.columns and (row.table < 0 or ("goal" not in heading.roles and _beside_goal(row))):
            return True
        if heading.columns.get(first.column) == "goal" and any(token.key in vocabulary.LEVELS for token in row.tokens):
            return False  # 项目绩效总目标 as the goal of its indicators, not as the heading of the goals
        return key in _OTHER and not any(token.key in vocabulary.BASES for token in row.tokens)

    @staticmethod
    def _starts_anew(rows: Sequence[Row], at: int) -> bool:
        return at + 1 < len(rows) and headings.find(rows, at + 1) is not None

    def _add(self, tokens: Sequence[Token], heading: Heading) -> None:
        if heading.second:
            self._add_beside(tokens, heading)
            return
        if not heading.columns:
            tokens = unfolded(tokens)
        if self._carried_for != self.horizon:
            self._carried, self._carried_for = Carried(), self.horizon
        decoded = standing(tokens, heading.columns, self._carried.level1)
        if decoded is None:
            self._effort.spend(len(tokens))
            costs = Costs(tokens, heading.columns, heading.has_basis, heading.roles)
            decoded = decode(tokens, heading.roles, costs)
            decoded = mend(decoded, costs.narrow) if costs.lines else decoded
        for placed in place(decoded, self._carried):
            self._keep(placed)

    def _add_beside(self, tokens: Sequence[Token], heading: Heading) -> None:
        """Two tables side by side; the first level stands left of both."""
        for horizon, inside in (("long_term", True), ("annual", False)):
            columns = {
                c: role for c, role in heading.columns.items() if (c < heading.second) is inside or role == "level1"
            }
            part = [
                token
                for token in tokens
                if (token.column < heading.second) is inside or heading.columns.get(token.column) == "level1"
            ]
            self.horizon = horizon
            roles = tuple(role for role in heading.roles if role in columns.values())
            firsts = {token.row: at for at, token in reversed(list(enumerate(part)))}
            part = [
                replace(token, boundary="row") if firsts[token.row] == at else token for at, token in enumerate(part)
            ]
            self._add(part, Heading(roles, columns, 0))
        self.horizon = ""

    def _keep(self, placed: Placed) -> None:
        row = placed.row
        horizon = self._horizon(placed.goal)
        texts: Mapping[str, str] = {role: row.text(role) for role in row.parts}
        base = IndicatorRead(
            horizon=horizon,
            goal=placed.goal,
            level1=placed.level1,
            level2=placed.level2,
            level3=_NUMBERED.sub("", texts["level3"]),
            target=_joined(texts),
            prior_years=[texts.get("prior0", ""), texts.get("prior1", "")],
            weight=texts.get("weight", ""),
            basis=texts.get("basis", ""),
            category=texts.get("category", ""),
            actual=texts.get("actual", ""),
            score=texts.get("score", ""),
            deviation=texts.get("deviation", ""),
            forecast=texts.get("forecast", ""),
            causes=_ticked(texts, "cause_"),
            likelihood="".join(_ticked(texts, "likely_")[:1]),
            measure=texts.get("measure", ""),
        )
        if "long_target" in texts and base.target:
            self._append(base.model_copy(update={"horizon": "long_term", "target": texts["long_target"]}), placed)
            base = base.model_copy(update={"horizon": "annual"})
        elif "long_target" in texts:
            base = base.model_copy(update={"horizon": "long_term", "target": texts["long_target"]})
        self._append(base, placed)
        if texts.get("block_weight"):
            self._block(texts["block_weight"], base)
        elif self.form.block_weights and base.level1 not in self.form.block_weights[-1].levels:
            last = self.form.block_weights[-1]
            if last.horizon == base.horizon:
                last.levels.append(base.level1)

    def _block(self, weight: str, row: IndicatorRead) -> None:
        self.form.block_weights.append(
            BlockWeightRead(horizon=row.horizon, goal=row.goal, levels=[row.level1], weight=weight.rstrip("%"))
        )

    def _horizon(self, goal: str) -> HorizonName:
        if goal and re.search("长期|中期|实施期", goal):
            return "long_term"
        if self.horizon == "long_term" and not (goal and _ANNUAL.search(goal)):
            return "long_term"
        return "annual"

    def _append(self, row: IndicatorRead, placed: Placed) -> None:
        number = len(self.form.indicators)
        self.form.indicators.append(row)
        tokens = [token for part in placed.row.parts.values() for token in part]
        where = tokens[0].where
        snippet = " | ".join(token.raw for token in sorted(tokens, key=lambda t: (t.row, t.column)))
        sure = 0.5 if placed.guessed else max(0.05, round(math.exp(-placed.row.cost / _SCALE), 2))
        self.evidence[f"indicators/{number}"] = Evidence(confidence=sure, snippet=snippet[:300], where=where)
        for role, part in placed.row.parts.items():
            name = "target" if role == "long_target" and row.horizon == "long_term" else _FIELD_OF.get(role, role)
            if name in _CELLS and part:
                cell = " ".join(token.raw for token in part)[:300]
                self.evidence[f"indicators/{number}/{name}"] = Evidence(
                    confidence=sure, snippet=cell, where=part[0].where
                )
        if placed.row.cost > _DOUBT or not row.level1:
            self.problems.append(ProblemRead.of(problem("row_doubtful", where, name=row.level3[:30])))
