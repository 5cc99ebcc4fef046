"""Rows → canonical document and back. One table per section says which column carries which key.

Where a field of a row is added: its column in ``workflow.models.declaration``, its key in ``workflow.canonical``
and one entry here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from workflow import canonical, money, pinyin
from workflow.canonical.document import TEXT_FIELDS
from workflow.models import (
    AssetLine,
    Attachment,
    BlockWeight,
    Declaration,
    DeclarationText,
    ExecutingBody,
    ExpenditureAmount,
    ExpenditureLine,
    FundingSource,
    Goal,
    Indicator,
    Organisation,
)


def weight_text(hundredths: int | None) -> str | None:
    """Percent points of stored hundredths: 650 → "6.5"."""
    return None if hundredths is None else f"{Decimal(hundredths).scaleb(-2).normalize():f}"


def weight_hundredths(text: str | None) -> int | None:
    """Stored hundredths of percent points as the document writes them; raises ``decimal.InvalidOperation``."""
    return None if text is None else int(Decimal(text) * 100)


def _wan(fen: int | None) -> str | None:
    return None if fen is None else money.wan(fen)


def _fen(text: str | None) -> int | None:
    return None if text is None else money.fen_from_wan(text)


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Cell:
    """One key of a document row: its column, and how a value travels out to the document and in to the row."""

    key: str
    column: str
    out: Callable[[Any], Any] = _same
    into: Callable[[Any], Any] = _same


def _amount(key: str = "amount") -> Cell:
    return Cell(key, f"{key}_fen", _wan, _fen)


def _weight() -> Cell:
    return Cell("weight", "weight_hundredths", weight_text, weight_hundredths)


@dataclass(frozen=True)
class Section:
    """One list of the document: its table and cells in document order."""

    name: str
    table: type[Any]
    cells: tuple[Cell, ...]

    def cell(self, key: str) -> Cell | None:
        """The cell of a document key."""
        return next((cell for cell in self.cells if cell.key == key), None)

    @cached_property
    def rows(self) -> Any:
        """The query of a declaration's rows, built once: a document is read at every click, and to build this costs
        as much as to ask."""
        table = self.table
        chosen = table.declaration_id == bindparam("declaration_id")
        return select(table).where(chosen).order_by(table.position, table.id)


SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        Section("executing_bodies", ExecutingBody, (Cell("kind", "body_kind"), Cell("name", "name"))),
        Section("goals", Goal, (Cell("name", "name"), Cell("horizon", "horizon"), Cell("text", "text"))),
        Section(
            "indicators",
            Indicator,
            (
                Cell("horizon", "horizon"),
                Cell("goal", "goal_uid"),
                *(Cell(key, key) for key in ("level1", "level2", "level3", "target", "basis")),
                Cell("prior_years.0", "prior_two"),
                Cell("prior_years.1", "prior_one"),
                _weight(),
            ),
        ),
        Section(
            "block_weights",
            BlockWeight,
            (Cell("horizon", "horizon"), Cell("goal", "goal_uid"), Cell("levels", "levels", tuple, list), _weight()),
        ),
        Section("funding_sources", FundingSource, (Cell("nature", "nature"), Cell("source", "source"), _amount())),
        Section("expenditure_lines", ExpenditureLine, (Cell("item", "item"), Cell("basis", "basis"))),
        Section("asset_lines", AssetLine, (Cell("item", "item"), Cell("quantity", "quantity"), _amount())),
    )
}

HEADER: tuple[Cell, ...] = (
    *(Cell(key, key) for key in ("project_name", "project_code", "project_type", "project_category")),
    *(Cell(key, key) for key in ("responsible_person", "phone")),
    _amount("budget_total"),
    _amount("budget_year"),
)


def rows_of(session: Session, section: Section, declaration_id: int) -> list[Any]:
    """The rows of one section in their order on the form."""
    return list(session.exec(section.rows, params={"declaration_id": declaration_id}))


def document_of(session: Session, declaration: Declaration) -> canonical.Declaration:
    """The canonical document of a declaration as it stands in the database now."""
    data: dict[str, Any] = {cell.key: cell.out(getattr(declaration, cell.column)) for cell in HEADER}
    data |= {name: _section_data(session, section, declaration.id) for name, section in SECTIONS.items()}
    texts = select(DeclarationText.field, DeclarationText.text).where(DeclarationText.declaration_id == declaration.id)
    data |= dict(session.exec(texts).all())
    names = dict(
        session.exec(
            select(Organisation.id, Organisation.name).where(
                col(Organisation.id).in_((declaration.department_id, declaration.unit_id))
            )
        ).all()
    )
    return canonical.Declaration.model_validate(
        data
        | {
            "form_profile": declaration.form_profile,
            "kind": declaration.kind,
            "fiscal_year": declaration.fiscal_year,
            "department": names[declaration.department_id],
            "unit": names[declaration.unit_id],
            "attachments": _attachments(session, declaration.id),
        }
    )


def _section_data(session: Session, section: Section, declaration_id: int) -> list[dict[str, Any]]:
    amounts = _line_amounts(session, declaration_id) if section.table is ExpenditureLine else {}
    items = []
    for row in rows_of(session, section, declaration_id):
        item: dict[str, Any] = {"uid": row.uid}
        for cell in section.cells:
            value, (key, _, element) = cell.out(getattr(row, cell.column)), cell.key.partition(".")
            item[key] = value if not element else (*item.get(key, ()), value)
        if section.table is ExpenditureLine:
            item["amounts"] = amounts.get(row.id, [])
        items.append(item)
    return items


def _line_amounts(session: Session, declaration_id: int) -> dict[int, list[dict[str, str]]]:
    rows = session.exec(
        select(ExpenditureAmount.line_id, ExpenditureAmount.source, ExpenditureAmount.amount_fen)
        .join(ExpenditureLine, col(ExpenditureLine.id) == ExpenditureAmount.line_id)
        .where(ExpenditureLine.declaration_id == declaration_id)
        .order_by(col(ExpenditureAmount.source))
    )
    amounts: dict[int, list[dict[str, str]]] = defaultdict(list)
    for line_id, source, fen in rows:
        amounts[line_id].append({"source": source, "amount": money.wan(fen)})
    return amounts


def _attachments(session: Session, declaration_id: int) -> list[dict[str, str]]:
    rows = session.exec(
        select(Attachment.purpose, Attachment.name, Attachment.sha256)
        .where(Attachment.owner_kind == "declaration", Attachment.owner_id == declaration_id)
        .order_by(col(Attachment.id))
    )
    return [{"kind": purpose, "name": name, "sha256": sha256} for purpose, name, sha256 in rows]


def write_document(session: Session, declaration: Declaration, document: canonical.Declaration) -> None:
    """Replace header fields and rows of a drafted declaration by the document's; uids are kept.

    Organisation, year, profile and attachments are not touched: they belong to the file, not to its content.
    """
    data = document.model_dump()
    for cell in HEADER:
        setattr(declaration, cell.column, cell.into(data[cell.key]))
    set_search_keys(declaration)
    session.flush()  # rows below refer to declaration.id
    session.exec(delete(DeclarationText).where(col(DeclarationText.declaration_id) == declaration.id))
    session.add_all(
        DeclarationText(declaration_id=declaration.id, field=name, text=data[name])
        for name in TEXT_FIELDS
        if data[name]
    )
    for name, section in SECTIONS.items():
        for row in rows_of(session, section, declaration.id):
            delete_row(session, section, row)
        write_rows(session, section, declaration.id, data[name])


def set_search_keys(declaration: Declaration) -> None:
    """What lists sort and search by follows the project's name."""
    declaration.sort_key = pinyin.sort_key(declaration.project_name)
    declaration.initials = pinyin.initials(declaration.project_name)


def write_rows(session: Session, section: Section, declaration_id: int, items: Iterable[dict[str, Any]]) -> None:
    """Insert document rows in order."""
    for position, item in enumerate(items):
        columns = {cell.column: cell.into(_element(item, cell.key)) for cell in section.cells}
        row = section.table(declaration_id=declaration_id, uid=item["uid"], position=position, **columns)
        session.add(row)
        if item.get("amounts"):
            session.flush()  # the amounts need the line's id
            session.add_all(
                ExpenditureAmount(line_id=row.id, source=part["source"], amount_fen=money.fen_from_wan(part["amount"]))
                for part in item["amounts"]
            )
    session.flush()  # later reads of this transaction see the rows


def _element(item: dict[str, Any], key: str) -> Any:
    name, _, index = key.partition(".")
    return item[name][int(index)] if index else item[name]


def delete_row(session: Session, section: Section, row: Any) -> None:
    """Remove one row with what hangs on it."""
    if section.table is ExpenditureLine:
        session.exec(delete(ExpenditureAmount).where(col(ExpenditureAmount.line_id) == row.id))
    session.delete(row)
    session.flush()  # before a row with the same uid is written again
