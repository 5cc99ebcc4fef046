"""What the user changed in his workbook, pure: the rows of the file against what the stamp says was exported.

A cell that still says what was exported is no change, whatever was done to it on the web since. Nothing is guessed:
what cannot be read, belongs to no project or was merged away becomes a mark, and its project is not touched.
"""

import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from workflow.canonical import Profile
from workflow.canonical.paths import BASICS, Path
from workflow.documents.offline.filled import MERGED, FilledRow, FilledSheet, Place
from workflow.documents.offline.layout import (
    MONEY,
    OWNER,
    Column,
    plain,
)
from workflow.documents.offline.reading import CellRead
from workflow.documents.offline.stamp import Cells, Exported, Stamp
from workflow.services.editing import Change
from workflow.services.editing.fields import reader
from workflow.services.editing.levels import known_level1, known_level2
from workflow.services.offline.marks import Mark, mark
from workflow.services.offline.matching import (
    NAME,
    alike,
    by_row,
    is_suggested,
    is_taken,
    is_unchanged,
    keyed_rows,
    said,
    with_names,
)
from workflow.texts import seen

HEADER_ROW = "-"


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

    def uids(self, section: str) -> Iterator[str]:
        """The rows of a list that are in the file."""
        return (path.partition("/")[2] for path in self.rows if path.startswith(f"{section}/"))

    def place(self, path: str) -> Place:
        """Where the file shows a path; the project's own row for what it does not."""
        target = Path(*path.split("/"))
        found = self.rows.get(f"{target.section}/{target.uid}")
        return found.place(target.field) if found else self.row.place()


@dataclass
class BookPlan:
    """All projects of the file; ``marks`` belong to no project, ``left_out`` were exported and are not in the file.

    ``suggested`` are the projects of last year by the key of their row: None = nobody said that it is to be taken.
    """

    files: list[FilePlan] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    suggested: dict[str, FilePlan | None] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def is_silent(self, row: FilledRow, files: Iterable[FilePlan]) -> bool:
        """Whether a row belongs to a project that is said once not to be read, instead of at each of its rows."""
        key = row.key.partition("/")[0]
        if key in self.suggested:
            return self.suggested[key] is None
        name, there = plain(row.text(OWNER)), {plain(one.name) for one in files}
        return bool(name) and name not in there and name in {plain(one) for one in (*self.left_out, *self.waiting)}


def plan(filled: Mapping[str, FilledSheet], stamp: Stamp, profile: Profile) -> BookPlan:
    """Needs the sheet of projects among ``filled``."""
    book = BookPlan()
    files = _projects(filled[BASICS], stamp, book)
    keyed = {one.id for one in files}
    book.left_out = [one.name for number, one in stamp.files.items() if number not in keyed]
    for section, sheet in filled.items():
        if section != BASICS:
            _rows(sheet, files, profile, book)
    book.files = list(files)
    top = Place(filled[BASICS].title, filled[BASICS].head)
    for code, kind, names in (
        ("offline_left_out", "warning", book.left_out),
        ("offline_not_taken", "info", book.waiting),
    ):
        if names:
            book.marks.append(mark(code, top, kind, names="、".join(names), count=len(names)))
    for sheet in filled.values():
        book.marks += _of_sheet(sheet)
    return book


def _of_sheet(sheet: FilledSheet) -> Iterator[Mark]:
    """What was not read of a sheet: columns that are gone, and what stands there twice."""
    place = Place(sheet.title, sheet.head)
    for column in sheet.missing:
        yield mark("offline_column_missing", place, "warning", name=column.heading)
    for name in sheet.repeated:
        yield mark("offline_column_twice", place, "warning", name=name)
    for title in sheet.doubles:
        yield mark("offline_sheet_twice", place, "warning", name=title, sheet=sheet.title)


# --- projects -------------------------------------------------------------------------------------------------------


def _projects(sheet: FilledSheet, stamp: Stamp, book: BookPlan) -> list[FilePlan]:
    files = list[FilePlan]()
    known = {str(number): by_row(one.cells).get(f"{BASICS}/{HEADER_ROW}", {}) for number, one in stamp.files.items()}
    keyed = with_names(sheet, keyed_rows(sheet, known), stamp)
    for row in sheet.rows:
        number = int(keyed.get(row.number, "0"))
        if not number and is_suggested(row) and not is_taken(row):
            book.suggested[row.key] = None
            book.waiting.append(row.text(NAME))
            continue
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
            if not number and is_suggested(row):
                book.suggested[row.key] = one
    return files


# --- rows of the lists ----------------------------------------------------------------------------------------------


def _rows(sheet: FilledSheet, files: Sequence[FilePlan], profile: Profile, book: BookPlan) -> None:
    section = sheet.sheet.section
    known = {one.id: _known(one, section) for one in files}
    if not sheet.keyed and any(known.values()):
        book.marks.append(mark("offline_key_missing", Place(sheet.title, sheet.head), sheet=sheet.title))
        return
    keyed = keyed_rows(
        sheet, {f"{number}/{uid}": cells for number, rows in known.items() for uid, cells in rows.items()}
    )
    owners, last, after = _owners(files), None, dict[int, str]()
    for row in sheet.rows:
        if row.number not in keyed and book.is_silent(row, files):
            last = None
            continue
        last = one = _owner(row, keyed, files, owners, last if row.follows else None, book)
        if one is not None:
            uid = keyed[row.number].partition("/")[2] if row.number in keyed else ""
            uid = uid or alike(row, sheet, _free(one, section, known.get(one.id, {}), keyed))
            after[id(one)] = _row(one, row, sheet, uid, after.get(id(one), ""), profile)
    for one in files:
        gone = [uid for uid in one.base.rows.get(section, ()) if f"{section}/{uid}" not in one.rows]
        one.steps += [Step(Change("remove", f"{section}/{uid}"), one.row) for uid in gone]


def _known(one: FilePlan, section: str) -> dict[str, Cells]:
    """The rows of a list as exported, by uid."""
    grouped = by_row(one.base.cells)
    return {uid: grouped.get(f"{section}/{uid}", {}) for uid in one.base.rows.get(section, ())}


def _free(one: FilePlan, section: str, known: Mapping[str, Cells], keyed: Mapping[int, str]) -> dict[str, Cells]:
    """The exported rows that no row of the file stands for yet."""
    taken = {*keyed.values()}
    return {uid: cells for uid, cells in known.items()
            if f"{one.id}/{uid}" not in taken and f"{section}/{uid}" not in one.rows}  # fmt: skip


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
    named = named or book.suggested.get(row.key.partition("/")[0])
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
        if cell is None or column.field.startswith("-"):
            continue
        path = Path(at.section, at.uid, column.field)
        base = "" if new else one.base.cells.get(str(path), "")
        shown = _goal_label(one, base) if column.field == "goal" else column.label(base)
        if cell.fault and (cell.fault != MERGED or base):
            one.marks.append(mark(f"offline_{cell.fault}", row.place(column.field), raw=cell.text))
        elif cell.fault or is_unchanged(column, cell, base, shown):
            continue
        elif (text := _typed(one, column, cell, row, path, profile)) is not None:
            yield Step(Change("set", str(path), old=base, new=text), row)


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
        wan = in_wan(text) if column.form in MONEY else ""
        code = "offline_amount_with_unit" if wan else str(fault)
        one.marks.append(mark(code, row.place(column.field), raw=text, wan=wan))
        return None
    return text


_WITH_UNIT = re.compile(r"(\d+(?:\.\d+)?)(万元|万|元)")


def in_wan(text: str) -> str:
    """What to type instead of an amount that says its unit, in 万元; "" = that is not what is wrong."""
    found = _WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", ""))
    if not found:
        return ""
    amount = Decimal(found[1]) / (10_000 if found[2] == "元" else 1)
    return f"{amount.normalize():f}"


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
