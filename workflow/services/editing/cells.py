"""The cells of one draft inside one transaction: rows, texts and amounts are read once per section, not per cell."""

from typing import Any

from sqlmodel import Session, col, select

from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.paths import BASICS, Path
from workflow.documents.assemble import HEADER, SECTIONS, Cell, delete_row, rows_of, set_search_keys
from workflow.models import Declaration, DeclarationText, ExpenditureAmount, ExpenditureLine, UnparsedInput
from workflow.services.editing.fields import READERS, STARTS, kept_empty, reader

AT_START = "^"
_HEADER = {cell.key: cell for cell in HEADER}


class Cells:
    """Reads and writes one declaration's cells by path; ``settle`` writes the order of rows at the end."""

    def __init__(self, session: Session, declaration: Declaration) -> None:
        self.session, self.declaration = session, declaration
        raw = select(UnparsedInput).where(UnparsedInput.declaration_id == declaration.id)
        self.raw: dict[str, UnparsedInput] = {item.path: item for item in session.exec(raw)}
        self._rows: dict[str, dict[str, Any]] = {}
        self._texts: dict[str, DeclarationText] | None = None
        self._amounts: dict[int, dict[str, ExpenditureAmount]] | None = None

    # --- rows -------------------------------------------------------------------------------------------------------

    def rows(self, section: str) -> dict[str, Any]:
        """The rows of a section by uid, in their order."""
        if section not in self._rows:
            found = rows_of(self.session, SECTIONS[section], self.declaration.id)
            self._rows[section] = {row.uid: row for row in found}
        return self._rows[section]

    def row(self, path: Path) -> Any:
        """The database row a path lies in (None = there is none); the declaration itself for header fields."""
        if path.section == BASICS:
            return self.declaration
        return self.rows(path.section).get(path.uid) if path.section in SECTIONS else None

    def add(self, path: Path, after: str) -> None:
        """An empty row at its place."""
        section = SECTIONS[path.section]
        starts = STARTS.get(path.section, {})
        columns = {
            cell.column: READERS[path.section, cell.key](starts[cell.key])
            for cell in section.cells
            if cell.key in starts
        }
        row = section.table(declaration_id=self.declaration.id, uid=path.uid, position=0, **columns)
        self.session.add(row)
        if section.table is ExpenditureLine:
            self.session.flush()  # its amounts hang on its id
        self.rows(path.section)[path.uid] = row
        self.place(path, after)

    def remove(self, path: Path) -> None:
        """The row with its amounts and its unreadable cells."""
        for key in [key for key in self.raw if key.startswith(f"{path}/")]:
            self._delete(self.raw.pop(key))
        row = self.rows(path.section).pop(path.uid)
        self.session.flush()  # a row of this very batch is not in the database yet
        if self._amounts is not None and path.section == "expenditure_lines":
            self._amounts.pop(row.id, None)
        delete_row(self.session, SECTIONS[path.section], row)

    def before(self, path: Path) -> str:
        """The uid of the row in front of this one, "^" for the first."""
        uids = list(self.rows(path.section))
        index = uids.index(path.uid)
        return uids[index - 1] if index else AT_START

    def place(self, path: Path, after: str) -> None:
        """Put the row behind ``after`` ("" or an unknown one = at the end, "^" = at the start)."""
        rows = self.rows(path.section)
        moved = rows.pop(path.uid)
        uids = list(rows)
        index = 0 if after == AT_START else uids.index(after) + 1 if after in rows else len(uids)
        order = [*uids[:index], path.uid, *uids[index:]]
        self._rows[path.section] = {uid: rows.get(uid, moved) for uid in order}

    def settle(self) -> None:
        """Number the rows as they stand now."""
        for rows in self._rows.values():
            for position, row in enumerate(rows.values()):
                if row.position != position:
                    row.position = position

    # --- cells ------------------------------------------------------------------------------------------------------

    def text(self, path: Path) -> str:
        """What the cell shows: the raw input where it could not be read, else the stored value."""
        raw = self.raw.get(str(path))
        return raw.raw if raw else self._shown(path)

    def _shown(self, path: Path) -> str:
        if path.section == BASICS and path.field in TEXT_FIELDS:
            found = self.texts.get(path.field)
            return found.text if found else ""
        row = self.row(path)
        if path.field.startswith("amounts."):
            amount = self.amounts.get(row.id, {}).get(path.field.partition(".")[2])
            return _text(SECTIONS["asset_lines"].cell("amount"), amount.amount_fen) if amount else ""
        cell = _cell(path)
        return _text(cell, getattr(row, cell.column))

    def store(self, path: Path, value: Any) -> None:
        """Write a read value and forget raw input of this cell."""
        raw = self.raw.pop(str(path), None)
        if raw is not None:
            self._delete(raw)
        self._write(path, value)

    def keep_raw(self, path: Path, raw: str, code: str) -> None:
        """What cannot be read is kept as typed; the column is emptied, so that nothing stale is signed."""
        read = reader(path)
        assert read is not None  # noqa: S101 - only cells with a reader have unreadable input
        self._write(path, kept_empty(read, path.section, path.field))
        item = self.raw.get(str(path))
        if item is None:
            item = UnparsedInput(declaration_id=self.declaration.id, path=str(path), raw=raw, code=code)
            self.raw[str(path)] = item
        item.raw, item.code = raw, code
        self.session.add(item)

    def _write(self, path: Path, value: Any) -> None:
        if path.section == BASICS and path.field in TEXT_FIELDS:
            self._write_text(path.field, value)
        elif path.field.startswith("amounts."):
            self._write_amount(self.row(path).id, path.field.partition(".")[2], value)
        else:
            setattr(self.row(path), _cell(path).column, value)
            if (path.section, path.field) == ("indicators", "target"):
                self.row(path).follows_budget = False  # whoever writes a target himself means it
            if path.field == "project_name":
                set_search_keys(self.declaration)

    @property
    def texts(self) -> dict[str, DeclarationText]:
        """The long header fields, read once."""
        if self._texts is None:
            query = select(DeclarationText).where(DeclarationText.declaration_id == self.declaration.id)
            self._texts = {item.field: item for item in self.session.exec(query)}
        return self._texts

    @property
    def amounts(self) -> dict[int, dict[str, ExpenditureAmount]]:
        """The amounts of all expenditure lines, by line and source, read once."""
        if self._amounts is None:
            query = select(ExpenditureAmount).join(
                ExpenditureLine, col(ExpenditureLine.id) == ExpenditureAmount.line_id
            )
            self._amounts = {}
            for item in self.session.exec(query.where(ExpenditureLine.declaration_id == self.declaration.id)):
                self._amounts.setdefault(item.line_id, {})[item.source] = item
        return self._amounts

    def _delete(self, item: Any) -> None:
        """At once: what was made in this batch can go, too, and its unique key is free again."""
        self.session.flush()
        self.session.delete(item)
        self.session.flush()

    def _write_text(self, name: str, value: str) -> None:
        if name not in self.texts:
            self.texts[name] = DeclarationText(declaration_id=self.declaration.id, field=name)
            self.session.add(self.texts[name])
        self.texts[name].text = value

    def _write_amount(self, line_id: int, source: str, fen: int | None) -> None:
        amounts = self.amounts.setdefault(line_id, {})
        if fen is None:
            if source in amounts:
                self._delete(amounts.pop(source))
        elif source in amounts:
            amounts[source].amount_fen = fen
        else:
            amounts[source] = ExpenditureAmount(line_id=line_id, source=source, amount_fen=fen)
            self.session.add(amounts[source])


def _cell(path: Path) -> Cell:
    cell = _HEADER.get(path.field) if path.section == BASICS else SECTIONS[path.section].cell(path.field)
    assert cell is not None  # noqa: S101 - a cell with a reader has a column (tested)
    return cell


def _text(cell: Cell | None, stored: Any) -> str:
    value = cell.out(stored) if cell else stored
    if value is None:
        return ""
    return "、".join(value) if isinstance(value, tuple) else str(value)
