"""A workbook comes back: read in the limited child, tried out, shown, applied on a click; given back with its marks."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from workflow import clock, regional
from workflow.canonical import Profile
from workflow.canonical.paths import BASICS
from workflow.documents.intake.child import Limits, work_on
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.offline.filled import Place, fill
from workflow.documents.offline.layout import sheets_of
from workflow.documents.offline.reading import BookRead
from workflow.documents.offline.stamp import Exported, Stamp, form_mark, key_of, seal, unseal
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.files import keep_content
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.models import DeclarationTask, FileContent, OfflineUpload, Organisation
from workflow.permissions import Actor
from workflow.regional.table import OFFLINE_DAYS
from workflow.services.attachments import plain_name
from workflow.services.offline.applying import Applied, apply_file
from workflow.services.offline.marks import Mark, mark
from workflow.services.offline.planning import BookPlan, plan
from workflow.services.offline.templates import Made, place_for
from workflow.services.organisations import place_of

READING = Limits(work="workflow.documents.offline.reading:read_cells", seconds=60, cpu_seconds=50)
MARKING = Limits(work="workflow.documents.offline.marking:mark_file", seconds=60, cpu_seconds=50, written=200 * 2**20)
_TAKEN = frozenset({"created", "updated", "unchanged"})


@dataclass(frozen=True)
class Checked:
    """A workbook on its way in, read; only ``check_upload`` makes one."""

    name: str
    content: bytes
    book: BookRead


@dataclass(frozen=True)
class ToMark:
    """What the child needs to write the marks into the user's file."""

    name: str
    content: bytes
    report: dict[str, Any]


def check_upload(name: str, content: bytes) -> Checked:
    """Read before any transaction; raises ``RuleFailed`` whose sentence names the file and the reason."""
    name = plain_name(name) or "file.xlsx"
    try:
        return Checked(name, content, BookRead.model_validate_json(work_on(name, content, READING)))
    except Unreadable as refusal:
        raise RuleFailed("offline_unreadable", zh=refusal.message_zh, en=refusal.message_en) from None


def receive(session: Session, actor: Actor, checked: Checked, secret: str) -> OfflineUpload:
    """Keep the file and say what taking it over would change; nothing of a draft is changed.

    Raises ``RuleFailed`` for a foreign or old workbook and for that of another unit: who holds it knows whose it is.
    """
    stamp = unseal(checked.book.stamp, key_of(secret))
    try:
        unit, task = place_for(session, actor, stamp.task_id, stamp.unit_id, stamp.desk)
    except (NotFound, NotAllowed):
        raise RuleFailed("offline_other_unit", name=stamp.unit, year=stamp.year) from None
    profile = _profile(session, task, stamp)
    digest = hashlib.sha256(checked.content).hexdigest()
    keep_content(session, digest, checked.content)
    upload = OfflineUpload(
        created_at=clock.now(),
        task_id=task.id,
        unit_id=unit.id,
        desk=stamp.desk,
        expires_at=clock.now() + timedelta(days=_days(session, unit)),
        uploaded_by=actor.user_id or None,
        file_name=checked.name,
        sha256=digest,
        book=checked.book.model_dump(mode="json", exclude_defaults=True),
        applied_at=None,
    )
    trial = session.begin_nested()
    report = _run(session, actor, checked.book, stamp, profile, secret)
    trial.rollback()
    upload.report = report
    session.add(upload)
    session.flush()  # its id is its address
    _record(session, actor, unit, upload, "receive_offline")
    return upload


def find_upload(session: Session, actor: Actor, upload_id: int, *, lock: bool = False) -> OfflineUpload:
    """For the people at the desk whose drafts it holds; raises ``NotFound`` for everybody else and once it expired."""
    query = select(OfflineUpload).where(OfflineUpload.id == upload_id)
    found = session.exec(query.with_for_update(key_share=True) if lock else query).first()
    unit = session.get(Organisation, found.unit_id) if found else None
    if found is None or unit is None or not actor.holds(DESK_ROLES[found.desk], place_of(unit)):
        raise NotFound("no_such_upload")
    if found.expires_at <= clock.now():
        raise NotFound("no_such_upload")
    return found


def apply(session: Session, actor: Actor, upload_id: int, secret: str, *, remove: bool = False) -> OfflineUpload:
    """Take over every project that nothing holds back, each as a whole; a second click changes nothing more.

    Rows that the file does not hold any more stay in the drafts, unless ``remove`` confirms that they go.
    """
    upload = find_upload(session, actor, upload_id, lock=True)
    if upload.applied_at is not None:
        return upload
    book = BookRead.model_validate(upload.book)
    stamp = unseal(book.stamp, key_of(secret))
    unit, task = place_for(session, actor, stamp.task_id, stamp.unit_id, stamp.desk)
    profile = _profile(session, task, stamp)
    upload.report = _run(session, actor, book, stamp, profile, secret, applied=True, remove=remove)
    upload.applied_at = clock.now()
    session.add(upload)
    _record(session, actor, unit, upload, "apply_offline")
    return upload


def to_mark(session: Session, actor: Actor, upload_id: int) -> ToMark:
    """The user's own file and what is to be said in it."""
    upload = find_upload(session, actor, upload_id)
    content = session.exec(select(FileContent.content).where(FileContent.sha256 == upload.sha256)).one()
    return ToMark(upload.file_name, content, upload.report)


def marked_file(given: ToMark) -> Made:
    """The same workbook with an error column, red cells, comments and a summary; made in the limited child."""
    head = json.dumps({key: given.report[key] for key in ("all_marks", "stamp", "keys", "heads")}, ensure_ascii=False)
    try:
        answer = work_on(given.name, head.encode() + b"\n" + given.content, MARKING)
    except Unreadable as refusal:
        raise RuleFailed("offline_unreadable", zh=refusal.message_zh, en=refusal.message_en) from None
    stem = given.name.rpartition(".")[0].removesuffix("（系统提示）") or given.name
    return Made(f"{stem}（系统提示）.xlsx", base64.b64decode(json.loads(answer)["file"]))


def _days(session: Session, unit: Organisation) -> int:
    """For how long an upload is kept, as the unit's region sets it."""
    return int(regional.setting(session, unit.region_id, OFFLINE_DAYS, clock.business_date().year))


def _profile(session: Session, task: DeclarationTask, stamp: Stamp) -> Profile:
    profile = regional.profile(session, stamp.profile)
    if stamp.form != form_mark(profile) or stamp.year != task.fiscal_year:
        raise RuleFailed("offline_old_form")
    return profile


def _run(
    session: Session,
    actor: Actor,
    book: BookRead,
    stamp: Stamp,
    profile: Profile,
    secret: str,
    *,
    applied: bool = False,
    remove: bool = False,
) -> dict[str, Any]:
    """The report as it is stored, see ``_report``."""
    sheets = sheets_of(profile)
    filled = fill(book, sheets)
    if BASICS not in filled:
        raise RuleFailed("offline_no_projects")
    made = plan(filled, stamp, profile)
    done = [apply_file(session, actor, one, stamp, remove=remove) for one in made.files]
    lost = [sheet.name for sheet in sheets if sheet.section not in filled]
    top = Place(filled[BASICS].title, filled[BASICS].head)
    made.marks += [mark("offline_sheet_lost", top, "warning", name=name) for name in lost]
    heads = [[one.title, one.head, max([0, *(col for row in one.rows for col in row.columns.values())])]
             for one in filled.values()]  # fmt: skip
    stamp.files = _seen(stamp, made, done, applied=applied)
    return _report(made, done, lost) | {
        "heads": heads,
        "stamp": seal(stamp, key_of(secret)),
        "keys": [list(key) for one in done for key in one.keys] if applied else [],
    }


def _seen(stamp: Stamp, made: BookPlan, done: Iterable[Applied], *, applied: bool) -> dict[int, Exported]:
    """What the file that goes back is compared with: the drafts as applied, the conflicts as shown."""
    files = dict(stamp.files)
    for planned, one in zip(made.files, done, strict=True):
        if applied and one.base is not None and one.outcome in _TAKEN:
            files[one.id] = one.base
        elif planned.id and one.shown:
            old = files[planned.id]
            files[planned.id] = Exported(old.name, old.cells | one.shown, old.rows)
    return files


def _report(made: BookPlan, done: list[Applied], lost: list[str]) -> dict[str, Any]:
    """Per project what changes and what is wrong; ``all_marks`` also those of no project."""
    marks: list[Mark] = [*made.marks, *(found for one in done for found in one.marks)]
    return {
        "files": [
            {"name": one.name, "outcome": one.outcome, "id": one.id, "changes": one.changes, "gone": one.gone,
             "marks": [found.as_json() for found in one.marks]}
            for one in done
        ],
        "marks": [found.as_json() for found in made.marks],
        "all_marks": [found.as_json() for found in marks],
        "left_out": made.left_out,
        "lost": lost,
    }  # fmt: skip


def _record(session: Session, actor: Actor, unit: Organisation, upload: OfflineUpload, action: str) -> None:
    outcomes = [one["outcome"] for one in upload.report["files"]]
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([DESK_ROLES[upload.desk]], place_of(unit)).name,
        action=action,
        object_kind="offline_upload",
        object_id=upload.id,
        details={
            "unit": unit.name,
            "file": upload.file_name,
            "sha256": upload.sha256,
            "outcomes": {name: outcomes.count(name) for name in sorted(set(outcomes))},
        },
    )
