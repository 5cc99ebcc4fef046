"""绩效目标: rows of name and text, texts after 长期目标：, lists 目标1：…目标2：…, a form's one goal without a name."""

import re
from collections.abc import Sequence

from workflow.canonical.document import HorizonName
from workflow.documents.intake import vocabulary
from workflow.documents.intake.indicators import Indicators
from workflow.documents.intake.reading import Evidence, FormRead, GoalRead
from workflow.documents.intake.texts import clean, label, paragraphs, squeeze
from workflow.documents.intake.tokens import Row, Token

_LABEL = re.compile(
    r"^(?P<term>中?长期|中期|实施期|总体|年度|当年|本年)(?:总体)?(?:绩效)?目标(?P<number>[\d一二三四五六七八九十]{0,2})"
    r"(?P<until>[(（][^()（）]*[)）])?(?:[:：](?P<text>.*))?$", re.S,
)  # fmt: skip
_UNTIL = re.compile(r"((?:19|20)\d\d)年")
_LISTED = re.compile(r"目标\s*([\d一二三四五六七八九十]{1,2})\s*[:：]")
_HEADINGS = frozenset({"名称", "目标名称", "目标说明", "目标内容", "绩效目标说明"})


def goal_label(text: str) -> re.Match[str] | None:
    """长期绩效目标1 · 年度目标 2： · 长期目标（截止2026年）：…; None where the text is no such label."""
    return _LABEL.match(squeeze(text.split("\n")[0]))


def horizon_of(text: str) -> HorizonName | None:
    """The horizon a goal's name speaks of."""
    found = goal_label(text)
    if not found:
        return None
    return "annual" if found["term"] in vocabulary.ANNUAL else "long_term"


class Goals:
    """Collects goals; a part of the form like the others (``parts.py``)."""

    def __init__(self, form: FormRead) -> None:
        self.form = form
        self.evidence: dict[str, Evidence] = {}
        self._open: GoalRead | None = None
        self._columns: list[tuple[int, HorizonName]] = []

    def begin(self, tokens: Sequence[Token]) -> str:
        """A goal's label with what follows it; returns its horizon, which the next indicator table shares."""
        found = goal_label(tokens[0].text)
        if found is None:
            return ""
        horizon: HorizonName = "annual" if found["term"] in vocabulary.ANNUAL else "long_term"
        if found["until"] and (year := _UNTIL.search(found["until"])) and horizon == "long_term":
            self.form.long_term_until = int(year[1])
        others = [token for token in tokens[1:] if horizon_of(token.text)]
        if others:
            self._columns = [
                (token.column, horizon_of(token.text) or "annual") for token in tokens if horizon_of(token.text)
            ]
            return horizon
        name = squeeze(tokens[0].raw.split("\n")[0].replace("：", ":")).split(":")[0].split("(")[0]
        text = (found["text"] or "") + "".join(
            paragraphs(token.raw) for token in tokens[1:] if not re.match(r"[(（]截[止至]", token.text)
        )
        until = next(
            (
                year
                for token in tokens[1:]
                if re.match(r"[(（]截[止至]", token.text) and (year := _UNTIL.search(token.text))
            ),
            None,
        )
        if until:
            self.form.long_term_until = int(until[1])
        self._add(GoalRead(name=name, horizon=horizon, text=text), tokens[0])
        return horizon

    def heading(self, tokens: Sequence[Token]) -> bool:
        """名称 | 目标说明."""
        return all(label(token.key) in _HEADINGS for token in tokens)

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        """A row under the heading of goals: its text goes on with the last goal, or is the form's one goal."""
        if self.heading(tokens):
            return
        if self._columns and row.table >= 0:
            self._split(tokens)
        elif self._open is None:
            self._add(GoalRead(name="项目绩效总目标", horizon="overall", text=""), tokens[0])
            self._more(tokens)
        else:
            self._more(tokens)

    def close(self) -> None:
        """The next goal text without a label is a new goal."""
        self._open, self._columns = None, []

    def name(self, indicators: Indicators) -> None:
        """Indicator rows name their goals as the list of goals does: 长期目标1 → 长期绩效目标1."""
        for row in self.form.indicators:
            row.goal = self._match(row.goal, row.horizon)

    def _match(self, printed: str, horizon: HorizonName) -> str:
        goals = [goal for goal in self.form.goals if goal.horizon in (horizon, "overall")]
        exact = next((goal.name for goal in goals if goal.name == printed), None)
        found = goal_label(printed)
        number = found["number"] if found else ""
        same = [goal.name for goal in goals if (other := goal_label(goal.name)) and other["number"] == number]
        if exact or (found and len(same) == 1):
            return exact or same[0]
        return goals[0].name if len(goals) == 1 else printed

    def _add(self, goal: GoalRead, token: Token) -> None:
        known = next((g for g in self.form.goals if g.name == goal.name and g.horizon == goal.horizon), None)
        if known is None:
            self.form.goals.append(goal)
            where = Evidence(confidence=1.0, snippet=token.raw[:80], where=token.where)
            self.evidence[f"goals/{len(self.form.goals) - 1}"] = where
        elif not known.text:
            known.text = goal.text
        self._open = known or goal

    def _more(self, tokens: Sequence[Token]) -> None:
        if self._open is None:
            return
        for token in tokens:
            said = paragraphs(token.raw)
            self._open.text += said if token.boundary in ("line", "gap", "thin") or not self._open.text else f"\n{said}"

    def _split(self, tokens: Sequence[Token]) -> None:
        """Long-term and annual goals side by side, each a list 目标1：…"""
        for token, (_, horizon) in zip(tokens, self._columns, strict=False):
            pieces = _LISTED.split(token.raw)
            prefix = "长期目标" if horizon == "long_term" else "年度目标"
            for number, text in zip(pieces[1::2], pieces[2::2], strict=True):
                self._add(GoalRead(name=f"{prefix}{number}", horizon=horizon, text=clean(text)), token)
            if len(pieces) == 1:
                self._add(GoalRead(name=prefix, horizon=horizon, text=paragraphs(token.raw)), token)
        self._columns = []
