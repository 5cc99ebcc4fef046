"""Parts of a form below a margin label: 资金性质, 支出明细, 资产配置; money has its own file (``money.py``)."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from workflow.canonical.document import SourceCode
from workflow.documents.intake.fields import natures
from workflow.documents.intake.money import Funding, Money, Projects, source_of
from workflow.documents.intake.reading import AssetRead, ExpenditureRead, FormRead, LineAmountRead
from workflow.documents.intake.texts import amount, clean, label, paragraphs
from workflow.documents.intake.tokens import Row, Token

_TOTAL = re.compile("合计|小计|总计|总额")


class Part(Protocol):
    """A part of the form below its margin label."""

    def heading(self, tokens: Sequence[Token]) -> bool:
        """Whether the row is the heading of the part's table."""

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        """One row of the part."""


class Natures:
    """资金性质 with check boxes."""

    def __init__(self, form: FormRead, unit: Decimal) -> None:
        self.form, self.unit = form, unit

    def heading(self, tokens: Sequence[Token]) -> bool:
        return False

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        self.form.funding_sources.extend(natures(" ".join(token.raw for token in tokens)))


class Details:
    """支出明细: an item, its basis, an amount a source; the columns are told by their headings."""

    _ITEM = re.compile(r"项目内容|经济科目名称|支出项目|支出内容|明细项目|费用名称|子项目|明细")
    _BASIS = re.compile(r"测算|依据|说明|标准")
    _AMOUNT = re.compile(r"金额|预算数|资金|拨款")

    def __init__(self, form: FormRead, unit: Decimal) -> None:
        self.form, self.unit = form, unit
        self._columns: dict[int, str] = {}

    def heading(self, tokens: Sequence[Token]) -> bool:
        return any(self._ITEM.search(t.key) for t in tokens[:2]) and any(self._AMOUNT.search(t.key) for t in tokens)

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        if self.heading(tokens):
            self._columns = {token.column: self._kind(token.key) for token in tokens}
            return
        if _TOTAL.match(tokens[0].key):
            return
        texts: list[str] = []
        line = ExpenditureRead()
        for token in tokens:
            value = amount(token.key, self.unit)
            if value is not None and texts:
                line.amounts.append(LineAmountRead(source=self._source(token, len(line.amounts)), amount=value))
            elif value is None:
                texts.append(paragraphs(token.raw))
        if not line.amounts and row.table < 0:
            self._wrapped(texts)
            return
        line.item, line.basis = texts[0] if texts else "", "\n".join(texts[1:])
        if line.item:
            self.form.expenditure_lines.append(line)

    def _wrapped(self, texts: Sequence[str]) -> None:
        """A line of running text without amount goes on with the basis before it."""
        if self.form.expenditure_lines:
            self.form.expenditure_lines[-1].basis += "".join(texts)

    def _kind(self, key: str) -> str:
        if self._ITEM.search(key):
            return "item"
        if self._BASIS.search(key) and "金额" not in key:
            return "basis"
        return "amount:" + ("all" if key == "金额" else source_of(key) or "all")

    def _source(self, token: Token, place: int) -> SourceCode:
        sources = [kind.partition(":")[2] for kind in self._columns.values() if kind.startswith("amount:")]
        kind = self._columns.get(token.column, "")
        code = kind.partition(":")[2] or (sources[place] if place < len(sources) else "all")
        return code  # type: ignore[return-value]


class Assets:
    """资产配置及采购计划: 品名, 数量, 金额."""

    def __init__(self, form: FormRead, unit: Decimal) -> None:
        self.form, self.unit = form, unit

    def heading(self, tokens: Sequence[Token]) -> bool:
        return {"品名", "数量", "金额"} >= {label(token.key) for token in tokens}

    def take(self, tokens: Sequence[Token], row: Row) -> None:
        if self.heading(tokens) or len(tokens) < 2:
            return
        texts = [clean(token.raw) for token in tokens]
        value = amount(tokens[-1].key, self.unit) if len(tokens) > 2 else None
        self.form.asset_lines.append(AssetRead(item=texts[0], quantity=texts[1], amount=value))


def parts_of(form: FormRead, unit: Decimal) -> dict[str, Part]:
    """The parts by the names ``vocabulary.SECTIONS`` gives them."""
    return {
        "natures": Natures(form, unit),
        "funding": Funding(form, unit),
        "details": Details(form, unit),
        "assets": Assets(form, unit),
        "money": Money(form, unit),
        "projects": Projects(form, unit),
    }
