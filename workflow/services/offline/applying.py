"""One project of the workbook → its draft, all or nothing, through the editor: its locks, its conflicts, its trail.

A conflict is a cell that the user changed in the file and somebody else on the web since the export. What only the
web changed stays as it is. After a conflict was shown, the stamp of the returned file knows the other value: uploaded
again, the user's own value stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, select

from workflow.canonical.paths import BASICS, Path
from workflow.documents.assemble import document_of
from workflow.documents.offline.layout import sheets_of
from workflow.documents.offline.stamp import Exported, Stamp
from workflow.errors import NotFound, Refusal, RuleFailed, WrongState
from workflow.lifecycle.files import find_declaration
from workflow.models import Declaration, DeclarationTask
from workflow.permissions import Actor
from workflow.review.context import check_row
from workflow.services.declarations import create_declaration
from workflow.services.editing import KEPT, Change, Outcome, Result
from workflow.services.editing.columns import goals_of
from workflow.services.editing.fields import STARTS, reader, same_value
from workflow.services.editing.patch import Patch, patch_of
from workflow.services.offline.marks import Mark, mark, mark_finding
from workflow.services.offline.matching import NAME
from workflow.services.offline.planning import HEADER_ROW, FilePlan, Step, goal_labels, name_goals
from workflow.types import State

PARTS = {"goals": ("horizon", "text"), "funding_sources": ("source", "amount")}
"""Rows that a new form starts with: the field that tells which, and the one that is empty until it is filled in."""


@dataclass
class Applied:
    """What became of one project. ``outcome``: created, updated, unchanged, conflict or error.

    For the file that goes back: ``shown`` are the values of conflicts that the user gets to see, ``base`` is what the
    draft says of the file's cells once it is applied, ``keys`` (sheet, row, key) of rows that were new.
    """

    name: str
    outcome: str
    id: int = 0
    marks: list[Mark] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    base: Exported | None = None
    keys: list[tuple[str, int, str]] = field(default_factory=list)
    gone: list[dict[str, str]] = field(default_factory=list)
    """Rows of the draft that the file does not hold any more (sheet, name): removed only where that was confirmed."""


class _Held(Exception):
    """Something keeps this project back: what was written is taken back."""


def apply_file(session: Session, actor: Actor, plan: FilePlan, stamp: Stamp, *, remove: bool) -> Applied:
    """Raises nothing for what a person may have done to the file or on the web.

    With ``remove`` the rows that the file does not hold any more are taken out of the draft; else they stay.
    """
    done = Applied(plan.name, "error", plan.id, [replace(one, project=plan.name) for one in plan.marks])
    if any(one.holds_back for one in done.marks):
        return done
    if plan.id and not plan.steps:
        done.outcome = "unchanged"
        return done
    try:
        with session.begin_nested():
            _apply(session, actor, plan, stamp, done, remove=remove)
    except _Held:
        done.outcome = "conflict" if any(one.kind == "conflict" for one in done.marks) else "error"
    except Refusal as refusal:
        _note(done, plan, mark(refusal.code, plan.row.place(NAME), **refusal.facts))
    return done


def _note(done: Applied, plan: FilePlan, found: Mark) -> None:
    done.marks.append(replace(found, project=plan.name))


def _apply(session: Session, actor: Actor, plan: FilePlan, stamp: Stamp, done: Applied, *, remove: bool) -> None:
    row, made = _draft(session, actor, plan, stamp)
    patch = patch_of(session, actor, row.id)
    if remove:
        _keep_changed_rows(patch, plan, done)
    else:
        _leave_rows(patch, plan, done)
    typed = set[str]()
    steps = _settled(patch, plan, done, typed)
    results = patch.apply_all([step.change for step in steps])
    _judge(plan, results, done)
    if any(one.holds_back for one in done.marks):
        raise _Held
    done.changes = changes_of(patch, plan)
    done.base = _base_after(plan, patch, results, typed)
    patch.finish()
    done.id = row.id
    done.outcome = "created" if made else "updated" if patch.records else "unchanged"
    done.keys = [(step.row.title, step.row.number, f"{row.id}/{step.change.path.split('/')[1]}")
                 for step in steps if step.change.kind == "add"]  # fmt: skip
    if not plan.id:
        done.keys += [(place.title, place.number, f"{row.id}/{path.split('/')[1]}".removesuffix(f"/{HEADER_ROW}"))
                      for path, place in plan.rows.items()]  # fmt: skip
    for found in check_row(session, row, document_of(session, row)):
        _note(done, plan, mark_finding(found, plan.place(found.path)))


def _draft(session: Session, actor: Actor, plan: FilePlan, stamp: Stamp) -> tuple[Declaration, bool]:
    """The draft of the project and whether it is new; one of this name that is there already is taken up: the same
    file may come twice."""
    if plan.id:
        row = find_declaration(session, actor, plan.id)
        if row.unit_id != stamp.unit_id or row.task_id != stamp.task_id:
            raise NotFound("no_such_file")
        if row.desk != stamp.desk:
            raise WrongState("not_editable")
        return row, False
    query = select(Declaration).where(
        Declaration.unit_id == stamp.unit_id,
        Declaration.task_id == stamp.task_id,
        Declaration.project_name == plan.name,
        col(Declaration.state) != State.terminated,
    )
    found = session.exec(query).first()
    if found is not None:
        return found, False
    if session.get_one(DeclarationTask, stamp.task_id).form_profile != stamp.profile:
        raise RuleFailed("offline_other_form")
    return create_declaration(session, actor, stamp.task_id, stamp.unit_id, None, plan.name), True


def _leave_rows(patch: Patch, plan: FilePlan, done: Applied) -> None:
    """Rows may be missing because of a filter or a slip: they are named and stay."""
    sheets = {sheet.section: sheet.name for sheet in sheets_of(patch.profile)}
    for step in plan.steps:
        path = Path(*step.change.path.split("/"))
        if step.change.kind == "remove" and patch.cells.row(path) is not None:
            old = {key: text for key, text in plan.base.cells.items() if key.startswith(f"{path}/")}
            done.gone.append({"sheet": sheets.get(path.section, ""), "name": _row_name(old)})
    plan.steps = [step for step in plan.steps if step.change.kind != "remove"]


def _keep_changed_rows(patch: Patch, plan: FilePlan, done: Applied) -> None:
    """A row that the file removes while somebody was changing it is not removed without a word."""
    for step in plan.steps:
        path = Path(*step.change.path.split("/"))
        if step.change.kind != "remove" or patch.cells.row(path) is None:
            continue
        old = {key: text for key, text in plan.base.cells.items() if key.startswith(f"{path}/")}
        now = {key: patch.cells.text(Path(*key.split("/"))) for key in old}
        if now != old:
            done.shown |= now
            _note(done, plan, mark("offline_removed_changed", plan.row.place(NAME), "conflict", name=_row_name(old)))


def _row_name(cells: dict[str, str]) -> str:
    names = {key.rpartition("/")[2]: text for key, text in cells.items()}
    return next((names[one] for one in ("level3", "name", "item", "text") if names.get(one)), "")[:40]


# --- from what the file says to what the editor is told -------------------------------------------------------------


def _settled(patch: Patch, plan: FilePlan, done: Applied, typed: set[str]) -> list[Step]:
    """New rows that are there already, or that the form started with, become changes of those; goals get their uids.

    ``typed`` takes the paths of the cells that the file says something about.
    """
    taken, steps, uids = set[str](), list[Step](), dict[str, str]()
    for step in plan.steps:
        path = Path(*step.change.path.split("/"))
        if step.change.kind != "add":
            steps.append(step)
            typed.add(step.change.path)
            continue
        there = _there(patch, plan, step, taken)
        uids[path.uid] = there or path.uid
        taken.add(uids[path.uid])
        plan.rows.pop(str(path), None)
        plan.rows[f"{path.section}/{uids[path.uid]}"] = step.row
        typed |= {f"{path.section}/{uids[path.uid]}/{name}" for name in step.change.values}
        if there:
            steps += _filled(patch, Path(path.section, there), step)
        else:
            after = uids.get(step.change.after, step.change.after)
            steps.append(replace(step, change=replace(step.change, after=after)))
    return [one for step in steps if (one := _with_goal(patch, plan, step, uids, done)) is not None]


def _there(patch: Patch, plan: FilePlan, step: Step, taken: set[str]) -> str:
    """The row of the draft that a new row of the file stands for: one that says the same (the file came twice), or one
    that the form started with and nobody has filled in; "" = it is new."""
    section, values = step.change.path.split("/")[0], step.change.values
    known = {*plan.base.rows.get(section, ()), *taken}
    free = [uid for uid in patch.cells.rows(section) if uid not in known]
    for uid in free:
        if all(_same(patch, Path(section, uid, name), text) for name, text in values.items() if name != "goal"):
            return uid
    which, empty = PARTS.get(section, ("", ""))
    blank = (uid for uid in free if which and not patch.cells.text(Path(section, uid, empty)))
    return next((uid for uid in blank if _same(patch, Path(section, uid, which), values.get(which, ""))), "")


def _same(patch: Patch, path: Path, text: str) -> bool:
    read = reader(path)
    return read is not None and same_value(read, patch.cells.text(path), text)


def _filled(patch: Patch, row: Path, step: Step) -> list[Step]:
    """The values of a new row, typed into one that is there."""
    cells = ((Path(row.section, row.uid, name), text) for name, text in step.change.values.items())
    return [Step(Change("set", str(path), patch.cells.text(path), text), step.row) for path, text in cells]


def _with_goal(patch: Patch, plan: FilePlan, step: Step, uids: dict[str, str], done: Applied) -> Step | None:
    """Goals are named in the file and have uids in the draft; a new indicator without one hangs on the first goal."""
    change = step.change
    is_cell = change.path.startswith("indicators/") and change.path.endswith("/goal")
    if change.path.split("/")[0] != "indicators" or not (is_cell or change.kind == "add"):
        return step
    label = change.new if is_cell else change.values.get("goal", "")
    horizon = change.values.get("horizon", STARTS["indicators"]["horizon"])
    uid = _goal(plan, patch, label, uids) if label else "" if is_cell else _first_goal(plan, patch, horizon, uids)
    if uid is None:
        _note(done, plan, mark("offline_goal_unknown", step.row.place("goal"), raw=label))
        return None
    if is_cell:
        return replace(step, change=replace(change, new=uid))
    return replace(step, change=replace(change, values=change.values | {"goal": uid}))


def _goals(plan: FilePlan, patch: Patch, uids: dict[str, str]) -> list[Any]:
    """The goals as they will be: those of the draft, then those that this file adds."""
    added = [step.change for step in plan.steps if step.change.kind == "add" and step.change.path.startswith("goals/")]
    new = [_NewGoal(uid, one.values) for one in added if uids.get(uid := one.path.split("/")[1]) == uid]
    return [*patch.cells.rows("goals").values(), *new]


class _NewGoal:
    """A goal that is not in the draft yet."""

    def __init__(self, uid: str, values: dict[str, str]) -> None:
        self.uid, self.name = uid, values.get("name", "")
        self.horizon = values.get("horizon", STARTS["goals"]["horizon"])


def _goal(plan: FilePlan, patch: Patch, label: str, uids: dict[str, str]) -> str | None:
    """By the name the file gives the goal now, else by the one in the draft."""
    typed = {Path(*step.change.path.split("/")).uid: step.change for step in plan.steps
             if step.change.path.startswith("goals/")}  # fmt: skip
    names = {goal.uid: goal.name for goal in _goals(plan, patch, uids)}
    for uid, change in typed.items():
        name = change.values.get("name") or (change.new if change.path.endswith("/name") else "")
        if name:
            names[uids.get(uid, uid)] = name
    return name_goals(goal_labels(names.items()), label)


def _first_goal(plan: FilePlan, patch: Patch, horizon: str, uids: dict[str, str]) -> str:
    return next((goal.uid for goal in goals_of(_goals(plan, patch, uids), horizon)), "")


# --- what became of it ----------------------------------------------------------------------------------------------


def _judge(plan: FilePlan, results: Iterable[Result], done: Applied) -> None:
    """Marks for what the editor did not take."""
    for result in results:
        place = plan.place(result.path)
        if result.outcome is Outcome.conflict:
            done.shown[result.path] = result.theirs
            facts = {"theirs": result.theirs or "（空）", "who": result.who or "系统"}
            _note(done, plan, mark("offline_conflict", place, "conflict", **facts))
        elif result.outcome not in KEPT:
            kind = "conflict" if result.code == "row_gone" else "error"
            _note(done, plan, mark(result.code or "bad_path", place, kind, raw=result.value, path=result.path))


def _base_after(plan: FilePlan, patch: Patch, results: Iterable[Result], typed: set[str]) -> Exported:
    """What the draft says now where the file says something; what followed by itself is not in the file."""
    seen = Exported(plan.name, dict(plan.base.cells), dict(plan.base.rows))
    for result in results:
        if result.path in typed:
            seen.cells[result.path] = result.value
    for section in {path.partition("/")[0] for path in plan.rows} - {BASICS}:
        known = {*plan.base.rows.get(section, ()), *plan.uids(section)}
        seen.rows[section] = [uid for uid in patch.cells.rows(section) if uid in known]
    return seen


def changes_of(patch: Patch, plan: FilePlan) -> list[dict[str, Any]]:
    """Every cell that changed, in words: the sheet, the row of the file (0 = a removed one), the heading, old, new."""
    sheets = {sheet.section: sheet for sheet in sheets_of(patch.profile)}
    goals = {uid: row.name for uid, row in patch.cells.rows("goals").items()}
    found = list[dict[str, Any]]()
    for record in patch.records:
        path = Path(*record.path.split("/"))
        sheet = sheets.get(path.section)
        column = sheet.column(path.field) if sheet and path.field else None
        if sheet is None or column is None or record.old == record.new:
            continue
        row = plan.rows.get(f"{path.section}/{path.uid}")
        old, new = (goals.get(text, text) if path.field == "goal" else column.label(text)
                    for text in (record.old, record.new))  # fmt: skip
        found.append({"sheet": sheet.name, "row": row.number if row else 0, "heading": column.heading,
                      "old": old, "new": new})  # fmt: skip
    return found
