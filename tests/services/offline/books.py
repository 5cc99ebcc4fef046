"""A unit's workbook in the hands of its filer: exported, typed into with openpyxl as in an office program, uploaded."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.domain.factories import File
from workflow import db
from workflow.documents.offline.reading import read_book
from workflow.models import OfflineUpload
from workflow.services import offline
from workflow.services.offline.uploads import Checked

SECRET = "k" * 40
Typing = Callable[[Workbook], Any]


def exported(file: File, who: str = "filer_a", desk: str = "filer") -> bytes:
    """The workbook of the file's task and unit."""
    row = file.read()
    with db.unit_of_work(write=True) as session:
        return offline.export(session, file.world.actor(who), row.task_id, row.unit_id, SECRET, desk=desk).content


def typed(raw: bytes, *changes: Typing) -> bytes:
    """The workbook after somebody worked on it."""
    book, made = load_workbook(io.BytesIO(raw)), io.BytesIO()
    for change in changes:
        change(book)
    book.save(made)
    return made.getvalue()


def at(sheet: str, heading: str, row: int, value: Any) -> Typing:
    """Type into the cell of a column; ``row`` counts the rows below the headings from 0."""

    def change(book: Workbook) -> None:
        book[sheet].cell(3 + row, column(book, sheet, heading)).value = value

    return change


def column(book: Workbook, sheet: str, heading: str) -> int:
    heads = [str(cell.value).removesuffix(" *") for cell in book[sheet][2]]
    return heads.index(heading) + 1


def filled(book: Workbook, sheet: str) -> int:
    """Rows below the headings that have a key."""
    return sum(1 for row in book[sheet].iter_rows(min_row=3, max_col=1) if row[0].value)


def sent(file: File, raw: bytes, who: str = "filer_a", *, apply: bool = True, remove: bool = False) -> OfflineUpload:
    """Uploaded and, unless only the trial is wanted, taken over."""
    checked = Checked("离线.xlsx", raw, read_book(raw, "离线.xlsx"))
    with db.unit_of_work(write=True) as session:
        upload = offline.receive(session, file.world.actor(who), checked, SECRET)
    if not apply:
        return upload
    with db.unit_of_work(write=True) as session:
        return offline.apply(session, file.world.actor(who), upload.id, SECRET, remove=remove)


def outcomes(upload: OfflineUpload) -> list[str]:
    return [one["outcome"] for one in upload.report["files"]]


def codes(upload: OfflineUpload, *kinds: str) -> list[str]:
    """What keeps something from being taken over, unless other kinds of marks are asked for."""
    wanted = kinds or ("error", "conflict")
    return [one["code"] for one in upload.report["all_marks"] if one["kind"] in wanted]
