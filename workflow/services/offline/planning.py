"""What the user changed in his workbook, pure: the rows of the file against what the stamp says was exported.

A cell that still says what was exported is no change, whatever was done to it on the web since. Nothing is guessed:
what cannot be read, belongs to no project or was merged away becomes a mark, and its project is not touched.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.canonical import Profile
from workflow.canonical.paths import BASICS, Path
from workflow.documents.offline.filled import MERGED, FilledRow, FilledSheet, Place
from workflow.documents.offline.layout import NUMBERS, OWNER, Column, Form, plain
from workflow.documents.offline.reading import CellRead
from workflow.documents.offline.stamp import Cells, Exported, Stamp
from workflow.services.editing import Change
from workflow.services.editing.fields import read_amount, read_weight, reader, same_value
from workflow.services.editing.levels import known_level1, known_level2
from workflow.services.offline.marks import Mark, mark
from workflow.texts import seen

HEADER_ROW = "-"
NAME = "project_name"


@dataclass(frozen=True)
class Step:
    """One change and the row of the file it comes from (a removed row: that of its project)."""

    change: Change
    row: FilledRow


@dataclass
class FilePlan:
    """What the file says about one project; ``id`` 0 for one that has no key. ``rows`` by ``<section>/<uid>``."""

    id: int
    name: str
    row: FilledRow
    base: Exported
    steps: list[Step] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    rows: dict[str, FilledRow] = field(default_factory=dict)

    def place(self, path: str) -> Place:
        """Where the file shows a path; the project's own row for what it does not."""
        target = Path(*path.split("/"))
        found = self.rows.get(f"{target.section}/{target.uid}")
        return found.place(target.field) if found else self.row.place()


@dataclass
class BookPlan:
    """All projects of the file; ``marks`` belong to no project, ``left_out`` were exported and are not in the file."""

    files: list[FilePlan] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def plan(filled: Mapping[str, FilledSheet], stamp: Stamp, profile: Profile) -> BookPlan:
    """Needs the sheet of projects among ``filled``."""
    book = BookPlan()
    files = _projects(filled[BASICS], stamp, book)
    for section, sheet in filled.items():
        if section != BASICS:
            _rows(sheet, files, profile, book)
    book.files = list(files)
    keyed = {one.id for one in files}
    book.left_out = [one.name for number, one in stamp.files.items() if number not in keyed]
    for sheet in filled.values():
        book.marks += [mark("offline_column_missing", Place(sheet.title, sheet.head), "warning", name=one.heading)
                       for one in sheet.missing]  # fmt: skip
    return book


# --- projects -------------------------------------------------------------------------------------------------------


def _projects(sheet: FilledSheet, stamp: Stamp, book: BookPlan) -> list[FilePlan]:
    files = list[FilePlan]()
    known = {str(number): _group(one.cells).get(f"{BASICS}/{HEADER_ROW}", {}) for number, one in stamp.files.items()}
    keyed = _keyed(sheet, known)
    for row in sheet.rows:
        number = int(keyed.get(row.number, "0"))
        base = stamp.files.get(number, Exported(""))
        one = FilePlan(
            number, " ".join(seen(row.text(NAME)).split()) or base.name, row, base, rows={f"{BASICS}/{HEADER_ROW}": row}
        )
        if not one.name:
            book.marks.append(mark("project_name_missing", row.place(NAME)))
        elif any(plain(one.name) == plain(other.name) for other in files):
            book.marks.append(mark("offline_name_twice", row.place(NAME), name=one.name))
        else:
            steps = _cells(one, row, sheet, Path(BASICS, HEADER_ROW), new=False)
            one.steps += [step for step in steps if number or not step.change.path.endswith(f"/{NAME}")]
            files.append(one)
    return files


def _group(cells: Cells) -> dict[str, Cells]:
    """The cells by row: ``<section>/<uid>`` → field → text."""
    grouped = dict[str, Cells]()
    for path, text in cells.items():
        row, _, name = path.rpartition("/")
        grouped.setdefault(row, {})[name] = text
    return grouped


def _keyed(sheet: FilledSheet, known: Mapping[str, Cells]) -> dict[int, str]:
    """Row number → key. A row that was copied carries its key along: the one that says what was exported has it, else
    the first; the others are new."""
    same = dict[str, list[FilledRow]]()
    for row in sheet.rows:
        if row.key in known:
            same.setdefault(row.key, []).append(row)
    return {
        next((row for row in rows if _says(row, sheet, known[key])), rows[0]).number: key for key, rows in same.items()
    }


def _says(row: FilledRow, sheet: FilledSheet, cells: Cells) -> bool:
    """Whether the row says what was exported."""
    texts = ((one, row.cells[one.field], cells.get(one.field, "")) for one in sheet.sheet.columns
             if one.field in row.cells and one.field not in (OWNER, "goal"))  # fmt: skip
    return all(_unchanged(one, cell, text, one.label(text)) for one, cell, text in texts)


# --- rows of the lists ----------------------------------------------------------------------------------------------


def _rows(sheet: FilledSheet, files: Sequence[FilePlan], profile: Profile, book: BookPlan) -> None:
    section = sheet.sheet.section
    known = {one.id: _known(one, section) for one in files}
    if not sheet.keyed and any(known.values()):
        book.marks.append(mark("offline_key_missing", Place(sheet.title, sheet.head), sheet=sheet.title))
        return
    keyed = _keyed(sheet, {f"{number}/{uid}": cells for number, rows in known.items() for uid, cells in rows.items()})
    owners, last, after = _owners(files), None, dict[int, str]()
    for row in sheet.rows:
        last = one = _owner(row, keyed, files, owners, last if row.follows else None, book)
        if one is not None:
            uid = keyed[row.number].partition("/")[2] if row.number in keyed else ""
            uid = uid or _alike(row, sheet, known.get(one.id, {}), {*keyed.values()}, one)
            after[id(one)] = _row(one, row, sheet, uid, after.get(id(one), ""), profile)
    for one in files:
        gone = [uid for uid in one.base.rows.get(section, ()) if f"{section}/{uid}" not in one.rows]
        one.steps += [Step(Change("remove", f"{section}/{uid}"), one.row) for uid in gone]


def _known(one: FilePlan, section: str) -> dict[str, Cells]:
    """The rows of a list as exported, by uid."""
    grouped = _group(one.base.cells)
    return {uid: grouped.get(f"{section}/{uid}", {}) for uid in one.base.rows.get(section, ())}


def _alike(row: FilledRow, sheet: FilledSheet, known: Mapping[str, Cells], keyed: set[str], one: FilePlan) -> str:
    """The uid of an exported row that lost its key (its cells were copied elsewhere) and says the same; "" = new."""
    section = sheet.sheet.section
    free = (uid for uid in known if f"{one.id}/{uid}" not in keyed and f"{section}/{uid}" not in one.rows)
    return next((uid for uid in free if _says(row, sheet, known[uid])), "")


def _owners(files: Iterable[FilePlan]) -> dict[str, FilePlan]:
    """By the name the file says now, and by the one that was exported."""
    found = dict[str, FilePlan]()
    for one in files:
        found.setdefault(plain(one.name), one)
    for one in files:
        found.setdefault(plain(one.base.name), one)
    return found


def _owner(
    row: FilledRow,
    keyed: Mapping[int, str],
    files: Sequence[FilePlan],
    owners: Mapping[str, FilePlan],
    above: FilePlan | None,
    book: BookPlan,
) -> FilePlan | None:
    """The project of a row: by its key, by the name it says, or that of the row right above; else a mark."""
    said = plain(row.text(OWNER))
    named = owners.get(said) if said else None
    if row.number in keyed:
        number = int(keyed[row.number].partition("/")[0])
        own = next(one for one in files if one.id == number)
        if said and named is not own:
            own.marks.append(mark("offline_row_moved", row.place(OWNER), name=own.name))
        return own
    if named is None and said:
        book.marks.append(mark("offline_project_unknown", row.place(OWNER), name=row.text(OWNER)))
    if named is None and not said:
        named = above
        if above is None:
            book.marks.append(mark("offline_project_blank", row.place(OWNER)))
    return named


def _row(one: FilePlan, row: FilledRow, sheet: FilledSheet, uid: str, after: str, profile: Profile) -> str:
    """The steps of one row, behind the row ``after``; answers its uid."""
    section = sheet.sheet.section
    if uid:
        one.rows[f"{section}/{uid}"] = row
        one.steps += _cells(one, row, sheet, Path(section, uid), new=False, profile=profile)
        return uid
    path = Path(section, uuid.uuid4().hex[:12])
    one.rows[str(path)] = row
    changes = [step.change for step in _cells(one, row, sheet, path, new=True, profile=profile)]
    values = _single(sheet, profile) | {change.path.rpartition("/")[2]: change.new for change in changes}
    at = after or ("^" if one.base.rows.get(section) else "")
    one.steps.append(Step(Change("add", str(path), values=values, after=at), row))
    return path.uid


def _single(sheet: FilledSheet, profile: Profile) -> dict[str, str]:
    """What a new row begins with where the form leaves no choice."""
    if sheet.sheet.section == "block_weights" and profile.weights:
        return {"horizon": profile.weights.horizon}
    column = sheet.sheet.column("horizon")
    return {"horizon": column.codes[0][0]} if column and len(column.codes) == 1 else {}


# --- cells ----------------------------------------------------------------------------------------------------------


def _cells(
    one: FilePlan, row: FilledRow, sheet: FilledSheet, at: Path, *, new: bool, profile: Profile | None = None
) -> Iterator[Step]:
    """The cells that say something else than was exported; what cannot be read is marked."""
    for column in sheet.sheet.columns:
        cell = row.cells.get(column.field)
        if cell is None or column.field == OWNER:
            continue
        path = Path(at.section, at.uid, column.field)
        base = "" if new else one.base.cells.get(str(path), "")
        shown = _goal_label(one, base) if column.field == "goal" else column.label(base)
        if cell.fault and (cell.fault != MERGED or base):
            one.marks.append(mark(f"offline_{cell.fault}", row.place(column.field), raw=cell.text))
        elif cell.fault or _unchanged(column, cell, base, shown):
            continue
        elif (text := _typed(one, column, cell, row, path, profile)) is not None:
            yield Step(Change("set", str(path), old=base, new=text), row)


def _unchanged(column: Column, cell: CellRead, base: str, shown: str) -> bool:
    if column.form in NUMBERS:
        read = read_weight if column.form is Form.weight else read_amount
        return same_value(read, said(column, cell), base)
    return _tidy(cell.text) in (_tidy(shown), _tidy(base))


def said(column: Column, cell: CellRead) -> str:
    """What was typed: the stored number of an amount, everything else as it is displayed."""
    if column.form in NUMBERS and cell.number and "%" not in cell.text:
        return cell.number
    return _tidy(cell.text)


def _tidy(text: str) -> str:
    """Spreadsheets keep no blanks at the end of lines."""
    return "\n".join(line.rstrip() for line in seen(text).split("\n")).strip("\n")


def _typed(
    one: FilePlan, column: Column, cell: CellRead, row: FilledRow, path: Path, profile: Profile | None
) -> str | None:
    """The text for the editor; None and a mark if it cannot be read."""
    text, read = said(column, cell), reader(path)
    if column.codes:
        code = column.code(text)
        if code is None:
            one.marks.append(mark("not_a_choice", row.place(column.field), raw=text, choices=_choices(column)))
        return code
    if profile and column.field == "level1":
        text = known_level1(text, profile)
    if profile and column.field == "level2":
        text = known_level2(text, profile, known_level1(row.text("level1"), profile))
    if column.field == "goal":
        return text  # by its name; the uid is known when the goals are in
    try:
        if read:
            read(text)
    except ValueError as fault:
        one.marks.append(mark(str(fault), row.place(column.field), raw=text))
        return None
    return text


def _choices(column: Column) -> str:
    return "、".join(label for _, label in column.codes)


# --- goals of indicators --------------------------------------------------------------------------------------------


def goal_labels(goals: Iterable[tuple[str, str]]) -> dict[str, str]:
    """uid → what the sheet of indicators calls the goal; goals of one name are numbered."""
    pairs = list(goals)
    counts, met, labels = Counter(name for _, name in pairs), Counter[str](), dict[str, str]()
    for number, (uid, name) in enumerate(pairs, 1):
        met[name] += 1
        labels[uid] = f"第{number}个目标" if not name else f"{name}（{met[name]}）" if counts[name] > 1 else name
    return labels


def labels_of(exported: Exported) -> dict[str, str]:
    """The goals of a draft as exported."""
    uids = exported.rows.get("goals", [])
    return goal_labels((uid, exported.cells.get(f"goals/{uid}/name", "")) for uid in uids)


def _goal_label(one: FilePlan, uid: str) -> str:
    return labels_of(one.base).get(uid, "") if uid else ""


def name_goals(names: Mapping[str, Any], label: str) -> str | None:
    """The uid a label stands for, by what the goals are called; None if there is no such goal."""
    wanted = plain(label)
    return next((uid for uid, name in names.items() if plain(str(name)) == wanted), None) if wanted else ""
