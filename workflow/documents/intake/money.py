"""The money of a form: sources a line each, budget against execution in evaluated forms, the money of a department."""

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from workflow.canonical.document import NatureCode, SourceCode
from workflow.documents.intake import vocabulary
from workflow.documents.intake.reading import FormRead, FundingRead, MoneyRead, ProjectRead
from workflow.documents.intake.texts import amount, clean, label, squeeze, unit_in
from workflow.documents.intake.tokens import Row, Token

_TOTAL = re.compile("合计|小计|总计|总额")
_RATE = re.compile(r"^(?:-?\d+(?:\.\d+)?%{1,2}|[-—–/]+)(?:\(调整后(?:-?\d+(?:\.\d+)?%|[-—–/]+)\))?$")
"""A share, also with that of the adjusted budget behind it, or the dash that stands for none."""
_OF_WHICH = re.compile(r"^(?:其中[:：]?|\d[.、．])")


def source_of(text: str) -> SourceCode | None:
    """来源 from a label: 2.财政拨款收入（上级转移支付） → transfer."""
    return next((code for word, code in vocabulary.SOURCES if word in text), None)


def is_number(token: Token) -> bool:
    """An amount, a share, or the dash that stands for none."""
    return amount(token.key) is not None or _RATE.match(token.key) is not None


class Funding:
    """资金来源: a label and its amounts a row; the total is the budget where no field prints it.

    Evaluated forms print a column each for the budget, what was spent and the points for it.
    """

    _COLUMNS: tuple[tuple[re.Pattern[str], str], ...] = (
        (re.compile(r"年初预算"), "initial"),
        (re.compile(r"执行率"), "rate"),
        (re.compile(r"预计执行"), "forecast"),
        (re.compile(r"执行数|实际支出"), "executed"),
        (re.compile(r"^(?:分值|权重)"), ""),
        (re.compile(r"得分"), "score"),
        (re.compile(r"预算数|金额|申报数|预算额"), "amount"),
    )
    _EVALUATED: ClassVar[dict[str, str]] = {
        "initial": "budget_initial",
        "executed": "executed",
        "rate": "execution_rate",
        "score": "execution_score",
        "forecast": "budget_forecast",
    }
    _HEADING = re.compile(r"^(?:来源项目|资金来源|资金来源项目|项目|资金性质)$")

    def __init__(self, form: FormRead, unit: Decimal) -> None:
        self.form, self.unit = form, unit
        self._columns: dict[int, str] = {}
        self._units: dict[str, Decimal] = {}

    @staticmethod
    def goes_on(tokens: Sequence[Token]) -> bool:
        """Whether a row says 其中：财政拨款 and an amount: the money of a form without a heading over it."""
        name = label(_OF_WHICH.sub("", tokens[0].key))
        known = name in vocabulary.FIELDS or name in vocabulary.AMOUNTS
        rest = tokens[1:]
        beside = all(is_number(token) or source_of(token.key) for token in rest)
        return not known and source_of(name) is not None and beside and any(map(is_number, rest))

    @staticmethod
    def nameless(tokens: Sequence[Token]) -> bool:
        """Whether a row is amounts alone: a merged or cleared cell took their label away."""
        return all(map(is_number, tokens)) and any(amount(token.key) is not None for token in tokens)

    def heading(self, tokens: Sequence[Token]) -> bool:
        """来源项目 | 金额, and rows that begin with an amount's label: those are the total."""
        if label(tokens[0].key) in vocabulary.AMOUNTS:
            rest = tokens[1:]
            labels = all(is_number(token) or label(token.key) in vocabulary.AMOUNTS for token in rest)
            return labels and any(map(is_number, rest))
        return self._is_heading(tokens)

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        """A heading names the columns; else each word is a line with the numbers after it."""
        if self._is_heading(tokens):
            self._columns = {token.column: self._role(token.key) or "" for token in tokens}
            self._units = {self._role(t.key) or "": unit for t in tokens if (unit := unit_in(t.key)) is not None}
            return
        starts = [at for at, token in enumerate(tokens) if not is_number(token) and not self._is_nature(tokens, at)]
        for start, end in itertools.pairwise([*starts, len(tokens)]):
            beside = start + 1 < end and self._is_nature(tokens, start + 1)
            nature = vocabulary.NATURES[clean(tokens[start + 1].raw)] if beside else None
            self._line(tokens[start], tokens[start + 1 + beside : end], nature)

    @staticmethod
    def _is_nature(tokens: Sequence[Token], at: int) -> bool:
        """资金性质 in a column between a source and its amount."""
        named = clean(tokens[at].raw) in vocabulary.NATURES
        return named and at > 0 and tokens[at].boundary == "cell" and source_of(tokens[at - 1].key) is not None

    def _is_heading(self, tokens: Sequence[Token]) -> bool:
        return all(self._HEADING.match(label(token.key)) or self._role(token.key) is not None for token in tokens)

    def _role(self, key: str) -> str | None:
        return next((role for pattern, role in self._COLUMNS if pattern.search(label(key))), None)

    def _line(self, word: Token, numbers: Sequence[Token], nature: NatureCode | None) -> None:
        said = self._amounts(word, numbers)
        name = clean(word.raw)
        field = vocabulary.AMOUNTS.get(label(_OF_WHICH.sub("", word.key)))
        if field or _TOTAL.search(name):
            self._total(field or "budget_year", said)
        elif said or source_of(name):
            self.form.funding_sources.append(
                FundingRead(
                    label=name,
                    nature=nature,
                    source=source_of(name),
                    amount=said.get("amount") or said.get("initial"),
                    initial=said.get("initial"),
                    executed=said.get("executed"),
                    forecast=said.get("forecast"),
                )
            )

    def _total(self, field: str, said: dict[str, str]) -> None:
        if getattr(self.form, field) is None:
            setattr(self.form, field, said.get("amount") or said.get("initial"))
        for role, name in self._EVALUATED.items():
            if role in said and not getattr(self.form, name):
                setattr(self.form, name, said[role])

    def _amounts(self, word: Token, numbers: Sequence[Token]) -> dict[str, str]:
        """Role → amount; by column, by order where merged cells shifted the columns, the first one without heading."""
        order = [role for column, role in sorted(self._columns.items()) if column > word.column and role is not None]
        aligned = bool(self._columns) and all(token.column in self._columns and token.column >= 0 for token in numbers)
        said: dict[str, str] = {}
        for at, token in enumerate(numbers):
            role = self._columns[token.column] if aligned else order[at] if at < len(order) else "amount"
            unit = unit_in(word.key) or self._units.get(role) or self.unit
            value = clean(token.raw) if role in ("rate", "score") else amount(token.key, unit)
            if role and value is not None and not re.fullmatch(r"[-—–/]+", squeeze(value)):
                said.setdefault(role, value)
        return said


class Money:
    """总体资金情况 of a department: income and expenditure by item, this year, its share and two years before."""

    _PARTS: ClassVar[dict[str, Literal["income", "expenditure"]]] = {"收入构成": "income", "支出构成": "expenditure"}
    _HEADING = re.compile(r"^(?:当年金额|占比|近两年收支金额|(?:19|20)\d\d年?|年|项目|当年预算|金额)$")
    _ROLES: ClassVar[dict[str, str]] = {
        "当年金额": "current",
        "当年预算": "current",
        "金额": "current",
        "占比": "share",
    }

    def __init__(self, form: FormRead, unit: Decimal) -> None:
        self.form, self.unit = form, unit
        self._part: Literal["income", "expenditure"] = "income"
        self._columns: dict[str, int] = {}

    def heading(self, tokens: Sequence[Token]) -> bool:
        """当年金额 | 占比 | 2023年 | 2024年, over one row or two."""
        return all(self._HEADING.match(token.key) for token in tokens)

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        """A line of income or expenditure; 收入构成 in the margin says which."""
        tokens = list(tokens)
        while tokens and tokens[0].key in self._PARTS:
            self._part = self._PARTS[tokens.pop(0).key]
        if not tokens:
            return
        if self.heading(tokens):
            self._learn(tokens)
            return
        name = clean(tokens[0].raw)
        if is_number(tokens[0]):
            return
        total = _TOTAL.search(name) is not None
        if "支出" in name and "收入" not in name:
            self._part = "expenditure"
        current, share, older, last = self._values(tokens[1:])
        if total:
            self._part = "expenditure" if "支出" in name else self._part
            if self._part == "income" and self.form.budget_year is None:
                self.form.budget_year = current
        years = [older, last]
        self.form.money.append(MoneyRead(part=self._part, item=name, current=current, share=share, prior_years=years))

    def _learn(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            role = self._ROLES.get(token.key)
            if token.column < 0:
                continue
            if role:
                self._columns[role] = token.column
            elif re.match(r"(?:19|20)\d\d", token.key):
                self._columns["older" if "older" not in self._columns else "last"] = token.column

    def _values(self, tokens: Sequence[Token]) -> tuple[str | None, str, str | None, str | None]:
        """By column. Running text drops blank cells: a share stands after its amount, lone amounts are of last year."""
        if self._columns and all(token.column in self._columns.values() for token in tokens):
            at = {role: token for role, column in self._columns.items() for token in tokens if token.column == column}
            share = clean(at["share"].raw) if "share" in at else ""
            return self._money(at.get("current")), share, self._money(at.get("older")), self._money(at.get("last"))
        texts = [token for token in tokens if is_number(token)]
        shares = [token for token in texts[1:2] if len(texts) == 4 or token.key.endswith("%")]
        amounts = [token for token in texts if token not in shares]
        if len(amounts) == 3 or (shares and amounts):
            current, rest = amounts[0], amounts[1:]
        else:
            current, rest = None, amounts
        older, last = [None, None, *rest][-2:]
        share = clean(shares[0].raw) if shares else ""
        return self._money(current), share, self._money(older), self._money(last)

    def _money(self, token: Token | None) -> str | None:
        return amount(token.key, self.unit) if token else None


class Projects:
    """项目支出情况 of a department: a line a project; in running text a line with two amounts begins a project."""

    _NUMBER_FIRST = re.compile(r"^(\d[\d,]*(?:\.\d+)?)(?=[\u4e00-\u9fff])")
    _ROLES: tuple[tuple[str, str], ...] = (
        ("本年", "budget_year"),
        ("当年", "budget_year"),
        ("总预算", "budget_total"),
        ("方向", "purpose"),
        ("用途", "purpose"),
        ("类别", "project_type"),
        ("类型", "project_type"),
        ("名称", "name"),
    )

    def __init__(self, form: FormRead, unit: Decimal) -> None:
        self.form, self.unit = form, unit
        self._columns: dict[int, str] = {}

    def heading(self, tokens: Sequence[Token]) -> bool:
        """Everything before the first amount; pieces of the heading may stand on lines of their own."""
        return not self.form.projects and not any(amount(token.key) for token in tokens)

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        """A project, or how the purpose of the last one goes on."""
        if self.heading(tokens):
            self._columns.update({t.column: role for t in tokens if t.column >= 0 and (role := self._role(t.key))})
        elif self._columns and row.table >= 0:
            self._by_column(tokens)
        else:
            self._by_order(tokens)

    def _role(self, key: str) -> str | None:
        return next((role for word, role in self._ROLES if word in key), None)

    def _by_column(self, tokens: Sequence[Token]) -> None:
        said = {self._columns[token.column]: token for token in tokens if token.column in self._columns}
        name = said.get("name")
        if name is None or _TOTAL.search(name.key):
            return
        texts = {role: clean(token.raw) for role, token in said.items()}
        self.form.projects.append(
            ProjectRead(
                name=texts["name"],
                project_type=texts.get("project_type", ""),
                budget_total=amount(texts.get("budget_total", ""), self.unit),
                budget_year=amount(texts.get("budget_year", ""), self.unit),
                purpose=texts.get("purpose", ""),
            )
        )

    def _by_order(self, tokens: Sequence[Token]) -> None:
        texts = [clean(token.raw) for token in tokens]
        glued = self._NUMBER_FIRST.match(texts[-1])
        if glued:
            texts[-1:] = [glued[1], texts[-1][glued.end() :]]
        at = [place for place, text in enumerate(texts) if amount(text) is not None]
        if len(at) >= 2 and at[0] > 0 and at[1] == at[0] + 1:
            self.form.projects.append(
                ProjectRead(
                    name=texts[0],
                    project_type="".join(texts[1 : at[0]]),
                    budget_total=amount(texts[at[0]], self.unit),
                    budget_year=amount(texts[at[1]], self.unit),
                    purpose="".join(texts[at[1] + 1 :]),
                )
            )
        elif self.form.projects:
            self.form.projects[-1].purpose += "".join(texts)
