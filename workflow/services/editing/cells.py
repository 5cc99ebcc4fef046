"""Getting and setting one cell of a draft in its row, text or amount table."""

from typing import Any

from sqlmodel import Session, col, select

from workflow import money
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.paths import BASICS, Path
from workflow.documents.assemble import HEADER, SECTIONS, set_search_keys, weight_text
from workflow.models import Declaration, DeclarationText, ExpenditureAmount, UnparsedInput


class Cells:
    """The cells of one declaration inside one transaction; rows are looked up once."""

    def __init__(self, session: Session, declaration: Declaration) -> None:
        self.session = session
        self.declaration = declaration
        self.raw: dict[str, UnparsedInput] = {item.path: item for item in session.exec(self._unparsed())}
        self._rows: dict[tuple[str, str], Any] = {}

    def _unparsed(self) -> Any:
        return select(UnparsedInput).where(UnparsedInput.declaration_id == self.declaration.id)

    def row(self, path: Path) -> Any:
        """The database row a path lies in (None = there is none); the declaration itself for header fields."""
        if path.section == BASICS:
            return self.declaration
        key = (path.section, path.uid)
        if key not in self._rows:
            table = SECTIONS[path.section].table
            query = select(table).where(table.declaration_id == self.declaration.id, table.uid == path.uid)
            self._rows[key] = self.session.exec(query).first()
        return self._rows[key]

    def forget(self, path: Path) -> None:
        """A removed row is gone."""
        self._rows.pop((path.section, path.uid), None)

    def text(self, path: Path) -> str:
        """What the cell shows: the raw input where it could not be read, else the stored value."""
        if str(path) in self.raw:
            return self.raw[str(path)].raw
        return _shown(path, self._stored(path))

    def _stored(self, path: Path) -> Any:
        row = self.row(path)
        if path.section == BASICS and path.field in TEXT_FIELDS:
            found = self._text_row(path.field)
            return found.text if found else ""
        if path.field.startswith("amounts."):
            amount = self._amount_row(row.id, path)
            return amount.amount_fen if amount else None
        return getattr(row, _column(path))

    def store(self, path: Path, value: Any) -> None:
        """Write a read value and forget raw input of this cell."""
        self._drop_raw(path)
        row = self.row(path)
        if path.section == BASICS and path.field in TEXT_FIELDS:
            self._store_text(path.field, value)
        elif path.field.startswith("amounts."):
            self._store_amount(row.id, path, value)
        else:
            setattr(row, _column(path), value)
            if path.field == "project_name":
                set_search_keys(self.declaration)

    def keep_raw(self, path: Path, raw: str, code: str, empty: Any) -> None:
        """What cannot be read is kept as typed; the column is emptied, so that nothing stale is signed."""
        self.store(path, empty)
        item = UnparsedInput(declaration_id=self.declaration.id, path=str(path), raw=raw, code=code)
        self.session.add(item)
        self.raw[str(path)] = item

    def drop_raw_below(self, path: Path) -> None:
        """A removed row takes its unreadable cells along."""
        for key in [key for key in self.raw if key.startswith(f"{path}/")]:
            self.session.delete(self.raw.pop(key))

    def _drop_raw(self, path: Path) -> None:
        item = self.raw.pop(str(path), None)
        if item is not None:
            self.session.delete(item)
            self.session.flush()  # the unique path must be free before it may be kept raw again

    def _text_row(self, name: str) -> DeclarationText | None:
        query = select(DeclarationText).where(DeclarationText.declaration_id == self.declaration.id)
        return self.session.exec(query.where(DeclarationText.field == name)).first()

    def _store_text(self, name: str, value: str) -> None:
        found = self._text_row(name)
        if found is None:
            self.session.add(DeclarationText(declaration_id=self.declaration.id, field=name, text=value))
        else:
            found.text = value

    def _amount_row(self, line_id: int, path: Path) -> ExpenditureAmount | None:
        source = path.field.partition(".")[2]
        query = select(ExpenditureAmount).where(
            col(ExpenditureAmount.line_id) == line_id, ExpenditureAmount.source == source
        )
        return self.session.exec(query).first()

    def _store_amount(self, line_id: int, path: Path, fen: int | None) -> None:
        found = self._amount_row(line_id, path)
        if fen is None:
            if found is not None:
                self.session.delete(found)
        elif found is None:
            source = path.field.partition(".")[2]
            self.session.add(ExpenditureAmount(line_id=line_id, source=source, amount_fen=fen))
        else:
            found.amount_fen = fen


def _column(path: Path) -> str:
    cells = HEADER if path.section == BASICS else SECTIONS[path.section].cells
    return next(cell.column for cell in cells if cell.key == path.field)


def _shown(path: Path, value: Any) -> str:
    if value is None:
        return ""
    if path.field in ("amount", "budget_year", "budget_total") or path.field.startswith("amounts."):
        return money.wan(value)
    if path.field == "weight":
        return weight_text(value) or ""
    return str(value)
