"""The head of a form: labels and what follows them, beside, below or after a colon."""

import re
from collections.abc import Sequence
from decimal import Decimal

from workflow.canonical.document import TEXT_FIELDS
from workflow.documents.intake import vocabulary
from workflow.documents.intake.reading import Evidence, FormRead, FundingRead, ProblemRead
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.texts import UNITS, amount, clean, joined_lines, label, paragraphs, squeeze, year_in
from workflow.documents.intake.tokens import Row, Token

LONG = (*TEXT_FIELDS, "functions", "annual_tasks", "note")
_UNIT = re.compile(r"[(（](万元|元|亿元)[)）]")
_BOX_FIRST = re.compile(r"^\s*+(?:\d+[.、．])?\s*[☑☐]")
_OPTION = {True: re.compile(r"([☑☐])([^☑☐]+)"), False: re.compile(r"([^☑☐]+)([☑☐])")}
_BETWEEN = re.compile("[;；]")
_CODED = re.compile(r"(.+?)[(（]([0-9A-Za-z-]{1,32})[)）]")
_PLACEHOLDER = re.compile(r"^[(（].*填写?[)）]$")
_EXPECTED = re.compile(
    r"^(?:[(（]?(?:19|20)\d\d年?度?[)）]?|[(（]?单位[:：].*|\W*|项目基本情况|基本情况|附件?\d*[:：]?|.*[:：]|.*指标.*)$"
)
"""Texts beside the fields of every form: the year, the unit of money, headings, labels without a value."""
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff()]{2,10}:.")
"""A line with a label of its own ends a short field, whether the label is known or not."""
_WORDS = {**vocabulary.FIELDS, **vocabulary.AMOUNTS}


def field_of(token: Token) -> tuple[str, str] | None:
    """The field a label names and what stands after its colon; None where the token is no label."""
    name, colon, value = token.raw.replace("：", ":").partition(":")
    found = _WORDS.get(label(name))
    if not found or (colon == "" and value):
        return None
    return found, value.strip()


def checked(text: str) -> str | None:
    """The chosen options of a row of check boxes, joined; None where there is no box. Boxes stand before their words
    or after them: before if the first one does."""
    if "☑" not in text and "☐" not in text:
        return None
    first = _BOX_FIRST.match(text) is not None
    picked: list[str] = []
    for a, b in _OPTION[first].findall(text):
        box, words = (a, b) if first else (b, a)
        if box == "☑":
            picked.append(re.sub(r"^(?:\d+[.、．])|(?:\d+[.、．])$", "", clean(words)))
    return "、".join(picked)


class Head:
    """Collects label by label; ``close`` puts the last field away."""

    def __init__(self, form: FormRead, unit: Decimal) -> None:
        self.form, self.unit = form, unit
        self.evidence: dict[str, Evidence] = {}
        self.problems: list[ProblemRead] = []
        self._field, self._label, self._values, self._where = "", "", list[str](), ""
        self._above: list[tuple[int, str, str]] = []

    def begins(self, tokens: Sequence[Token]) -> bool:
        """Whether the row starts with a label of the head."""
        return field_of(tokens[0]) is not None

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        """Labels open a field, everything else belongs to the open one."""
        fields = [field_of(token) for token in tokens]
        if row.table >= 0 and len(tokens) > 1 and all(found and not found[1] for found in fields):
            self.close()
            self._above = [(t.column, found[0], t.key) for t, found in zip(tokens, fields, strict=True) if found]
            return
        if self._above and not any(fields):
            self._below(tokens)
            return
        self._above = []
        lost: list[Token] = []
        if row.table < 0 and self._field not in LONG and _OTHER_LABEL.match(tokens[0].key):
            self.close()
        for token, found in zip(tokens, fields, strict=True):
            if found:
                self.close()
                self._field, self._label, self._where = found[0], token.key, token.where
                self._values = [found[1]] if found[1] else []
            elif self._field:
                self._values.append(token.raw)
            elif not _EXPECTED.search(token.key):
                lost.append(token)
        if lost and (row.table >= 0 or not row.key.endswith(("。", "；", ";"))):  # prose between forms is no content
            self._lost(lost)

    def _lost(self, tokens: Sequence[Token]) -> None:
        """Texts of a row that no label asks for."""
        text = " | ".join(clean(token.raw) for token in tokens)
        self._say("not_understood.text", tokens[0].where, text=text[:60])

    def _say(self, sentence: str, where: str, **facts: str) -> None:
        self.problems.append(ProblemRead.of(problem(sentence, where, **facts)))

    def _below(self, tokens: Sequence[Token]) -> None:
        """Values under a row of labels, by column."""
        by_column = {token.column: token for token in tokens}
        for column, name, key in self._above:
            if column in by_column:
                token = by_column[column]
                self._field, self._label, self._values, self._where = name, key, [token.raw], token.where
                self.close()
        self._above = []

    def close(self) -> None:
        """Put the open field into the form; the first value of a field wins, texts that go on are joined."""
        name, values, self._field, self._values = self._field, self._values, "", []
        text = "\n".join(values[-1:] if name == "score" else values)  # 总分 | 100 | 96: the points stand last
        if not name or not text.strip():
            return
        if name in vocabulary.AMOUNTS.values():
            self._amount(name, text)
        elif name == "fiscal_year":
            self.form.fiscal_year = self.form.fiscal_year or year_in(text)
        elif name == "executing_bodies":
            self.form.executing_bodies += [name for one in _BETWEEN.split(text) if (name := clean(one))]
        elif name == "department":
            self._department(text)
        elif name in LONG:
            self._text(name, text, values)
        elif hasattr(self.form, name) and not getattr(self.form, name):
            setattr(self.form, name, clean(checked(text) or "" if checked(text) is not None else text))
        self.evidence.setdefault(name, Evidence(confidence=1.0, snippet=text[:200], where=self._where))

    def _department(self, text: str) -> None:
        """主管部门及代码: the code stands behind the name in brackets."""
        found = _CODED.fullmatch(clean(text)) if self._label.endswith("代码") else None
        if not self.form.department:
            self.form.department = found[1] if found else clean(text)
            self.form.department_code = found[2] if found else ""

    def _amount(self, name: str, text: str) -> None:
        found = _UNIT.search(self._label)
        first, _line, rest = text.partition("\n")
        if squeeze(rest).startswith("其中"):  # 年度资金总额 | 18.00 | 其中：财政拨款 | 18.00
            self._say("not_understood.rest", self._where, label=self._label, text=clean(rest)[:40])
            text = first
        value = amount(text, UNITS[found[1]] if found else self.unit)
        if value is None:
            if not _PLACEHOLDER.match(squeeze(text)):
                self._say("amount_unreadable", self._where, label=self._label, text=clean(text)[:40])
        elif getattr(self.form, name) is None:
            setattr(self.form, name, value)

    def _text(self, name: str, text: str, values: Sequence[str]) -> None:
        wrapped = len(values) > 1 and all("\n" not in value for value in values)
        said = joined_lines(values) if wrapped else paragraphs(text)
        before = getattr(self.form, name)
        setattr(self.form, name, f"{before}\n{said}" if before else said)


def natures(text: str) -> list[FundingRead]:
    """资金性质: the ticked ones, or those named where there are no boxes."""
    picked = checked(text)
    words = (picked if picked is not None else clean(text)).replace("，", "、").replace(",", "、").split("、")
    return [FundingRead(label=word, nature=vocabulary.NATURES[word]) for word in words if word in vocabulary.NATURES]
