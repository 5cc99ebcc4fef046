"""绩效目标: rows of name and text, texts after 长期目标：, lists 目标1：…目标2：…, a form's one goal without a name."""

import re
from collections.abc import Iterable, Sequence

from workflow.canonical.document import HorizonName
from workflow.documents.intake.labels import goal_label, horizon_of
from workflow.documents.intake.reading import Evidence, FormRead, GoalRead
from workflow.documents.intake.texts import label, paragraphs, squeeze
from workflow.documents.intake.tokens import Row, Token

_UNTIL = re.compile(r"^\s*+[(（]?\s*截\s*[止至]到?\s*((?:19|20)\d\d)\s*年?底?\s*[)）]?\s*[:：]?")
_ASIDE = re.compile(r"[(（][^()（）]{0,8}截[止至]到?((?:19|20)\d\d)年")
_LISTED = re.compile(r"目标\s*([\d一二三四五六七八九十]{1,2})\s*[:：]")
_IN_ONE = re.compile(r"(?:中?长期|年度|总体|绩效){0,2}目标\s*([\d一二三四五六七八九十]{1,2})\s*[:：、.．]")
"""目标1：… in the one cell of goals, as the form of the ministry of finance words it."""
_NUMERALS = "一二三四五六七八九十"
_HEADINGS = frozenset({"名称", "目标名称", "目标说明", "目标内容", "绩效目标说明", "名称目标说明", "目标名称目标说明"})
_EXPECTED = frozenset({"预期目标", "年初目标", "年初设定目标", "预期总体目标", "年初预期目标"})
_ACTUAL = frozenset({"实际完成情况", "目标实际完成情况", "全年实际完成情况", "完成情况", "目标完成情况"})
_NAMES: dict[str, str] = {"long_term": "长期目标", "annual": "年度目标", "overall": "目标"}


def _listed(text: str) -> list[str]:
    """The text of each goal of a cell that is nothing but a numbered list of them; else none."""
    before, *pieces = _IN_ONE.split(text)
    numbers = [_NUMERALS.find(mark) + 1 or int(mark) if len(mark) == 1 or mark.isdecimal() else 0
               for mark in pieces[::2]]  # fmt: skip
    texts = [paragraphs(piece) for piece in pieces[1::2]]
    if before.strip() or len(texts) < 2 or not all(texts) or numbers != list(range(1, len(texts) + 1)):
        return []
    return texts


class Goals:
    """Collects goals; a part of the form like the others (``parts.py``)."""

    def __init__(self, form: FormRead) -> None:
        self.form = form
        self.evidence: dict[str, Evidence] = {}
        self._open: GoalRead | None = None
        self._beside: list[tuple[HorizonName, str]] = []
        self._headed = False

    def begin(self, tokens: Sequence[Token]) -> str:
        """A goal's label with what follows it; returns its horizon, which the next indicator table shares."""
        horizon = horizon_of(tokens[0].text) or "annual"
        kinds = [self._kind(token, horizon) for token in tokens]
        beside = [kind for kind in kinds if kind]
        if len(beside) > 1 and all(kinds[1:]):
            # 年度总体目标 | 预期目标 | 实际完成情况: the first only names the columns after it
            self._beside = beside[1:] if beside[-1][1] == "actual" and len(beside) > 2 else beside
            self._open = None
            for token in tokens:
                self.until(token.text)
        else:
            self._feed(tokens)
        return horizon

    @staticmethod
    def _kind(token: Token, horizon: HorizonName) -> tuple[HorizonName, str] | None:
        """What a column of goals below this heading holds: (horizon, text or actual)."""
        if token.key in _EXPECTED or token.key in _ACTUAL:
            return horizon, "actual" if token.key in _ACTUAL else "text"
        said = goal_label(token.text)
        named = horizon_of(token.text)
        return (named, "text") if named and said and not said["text"] and not said["number"] else None

    def heading(self, tokens: Sequence[Token]) -> bool:
        """名称 | 目标说明."""
        return all(label(token.key) in _HEADINGS for token in tokens)

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        """A row under the heading of goals: its text goes on with the last goal, or is the form's one goal."""
        if self.heading(tokens):
            self._repeated(row)
            return
        tokens = [token for token in tokens if label(token.key) not in _HEADINGS]
        kinds = [self._kind(token, "annual") for token in tokens]
        if len(tokens) > 1 and all(kinds):
            self._beside = [kind for kind in kinds if kind]
        elif self._beside and row.table >= 0:
            self._split(tokens)
        elif self._beside and tokens:
            self._listed_below(tokens)
        else:
            self._feed(tokens)

    def _repeated(self, row: Row) -> None:
        """The heading again, on a new page of the table: a text without name goes on with the goal before it."""
        if self._headed and row.table >= 0 and self.form.goals:
            self._open = self.form.goals[-1]
        self._headed = True

    def close(self) -> None:
        """The next goal text without a label is a new goal."""
        for goal in self.form.goals:
            if self.until(goal.text):
                goal.text = _UNTIL.sub("", goal.text)
        self._open, self._beside = None, []

    def name(self) -> None:
        """Indicator rows name their goals as the list of goals does: 长期目标1 → 长期绩效目标1."""
        self._apart()
        for row in self.form.indicators:
            row.goal = self._match(row.goal, row.horizon)

    def _apart(self) -> None:
        """目标1：…目标2：… in the one cell of a horizon are goals of their own, unless indicators name the whole."""
        goals, evidence = self.form.goals, dict[str, Evidence]()
        made: list[GoalRead] = []
        for at, goal in enumerate(goals):
            alone = sum(other.horizon == goal.horizon for other in goals) == 1 and not goal.actual
            named = any(row.goal for row in self.form.indicators)
            texts = _listed(goal.text) if alone and not named else []
            parts = [
                GoalRead(name=f"{_NAMES[goal.horizon]}{number}", horizon=goal.horizon, text=text)
                for number, text in enumerate(texts, 1)
            ]
            for part in parts or [goal]:
                evidence[f"goals/{len(made)}"] = self.evidence[f"goals/{at}"]
                made.append(part)
        self.form.goals[:], self.evidence = made, evidence

    def _match(self, printed: str, horizon: HorizonName) -> str:
        goals = [goal for goal in self.form.goals if goal.horizon in (horizon, "overall")]
        exact = next((goal.name for goal in goals if goal.name == printed), None)
        found = goal_label(printed)
        number = found["number"] if found else ""
        same = [goal.name for goal in goals if (other := goal_label(goal.name)) and other["number"] == number]
        if exact or (found and len(same) == 1):
            return exact or same[0]
        return goals[0].name if len(goals) == 1 else printed

    def _feed(self, tokens: Iterable[Token]) -> None:
        """Names begin goals, everything else is their text."""
        named = False
        for token in tokens:
            found = goal_label(token.text)
            if found and not (token.boundary == "cell" and (named or (self._open and _listed(token.raw)))):
                named = bool(found["number"]) and not found["text"]
                said = token.raw.replace("：", ":").partition(":")
                name = squeeze(said[0].split("\n")[0]).split("(")[0]
                horizon = horizon_of(token.text) or "annual"
                self.until(found["until"] or "")
                self._add(GoalRead(name=name, horizon=horizon, text=paragraphs(said[2])), token)
            elif self._open is None:
                self._add(GoalRead(name="项目绩效总目标", horizon="overall", text=paragraphs(token.raw)), token)
            else:
                piece = paragraphs(token.raw)
                glued = token.boundary in ("line", "gap", "thin") or not self._open.text
                self._open.text += piece if glued else f"\n{piece}"

    def until(self, text: str) -> bool:
        """截止2026年 says how long the long-term goals run."""
        found = _UNTIL.match(text) or _ASIDE.search(squeeze(text)[:30])
        if found:
            self.form.long_term_until = int(found[1])
        return found is not None

    def _add(self, goal: GoalRead, token: Token) -> None:
        known = next((g for g in self.form.goals if g.name == goal.name and g.horizon == goal.horizon), None)
        if known is None:
            self.form.goals.append(goal)
            where = Evidence(confidence=1.0, snippet=token.raw[:80], where=token.where)
            self.evidence[f"goals/{len(self.form.goals) - 1}"] = where
            self._open = goal
        elif not known.text:
            known.text = goal.text
            self._open = known
        else:
            self._open = goal  # its text is printed again over its own indicator table

    def _split(self, tokens: Sequence[Token]) -> None:
        """Goals side by side, each column one text or a list 目标1：…; what was achieved may stand beside."""
        for token, (horizon, kind) in zip(tokens, self._beside, strict=False):
            if kind == "actual" and self._open is not None:
                self._open.actual = paragraphs(token.raw)
                continue
            pieces = _LISTED.split(token.raw)
            for number, text in zip(pieces[1::2], pieces[2::2], strict=True):
                self._add(GoalRead(name=f"{_NAMES[horizon]}{number}", horizon=horizon, text=paragraphs(text)), token)
            if len(pieces) == 1:
                self._add(GoalRead(name=_NAMES[horizon], horizon=horizon, text=paragraphs(token.raw)), token)
        self._beside = []

    def _listed_below(self, tokens: Sequence[Token]) -> None:
        """Columns of lists in running text come one below the other: the second one begins again at 目标1."""
        pieces = _LISTED.split("".join(token.raw for token in tokens))
        for number, text in zip(pieces[1::2], pieces[2::2], strict=True):
            names = {goal.name for goal in self.form.goals}
            if len(self._beside) > 1 and f"{_NAMES[self._beside[0][0]]}{number}" in names:
                self._beside.pop(0)
            horizon = self._beside[0][0]
            goal = GoalRead(name=f"{_NAMES[horizon]}{number}", horizon=horizon, text=paragraphs(text))
            self._add(goal, tokens[0])
        if len(pieces) == 1:
            self._feed(tokens)
