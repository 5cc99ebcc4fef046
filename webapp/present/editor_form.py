"""What a form without script sent: changes against what the page showed when it was built, and the button pressed."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.present.editor_draft import Draft
from webapp.present.editor_funding import virtual_rows
from workflow.canonical.paths import Path, parse
from workflow.services.editing import Change
from workflow.services.editing.fields import READERS
from workflow.texts import seen


@dataclass(frozen=True)
class Deed:
    """The button: save · undo · copy:<from>:<to> · add:<list>:<horizon>:<after>[:<level 1>] · remove:<row> ·
    move:<row>:<after> · adopt:<finding> · distribute:<empty|all> · bind:<indicator> · confirm:<cell or row> ·
    confirm-part:<part> · library:<row> or library:indicators:<horizon>:<after>:<level 1> ·
    pick:<entry>:<the same place>."""

    name: str
    args: tuple[str, ...] = ()


def read_deed(value: str) -> Deed:
    """``save`` for anything unknown."""
    name, *args = value.split(":")
    wanted = {"undo": 0, "copy": 2, "add": 3, "remove": 1, "move": 2, "adopt": 1, "distribute": 1, "bind": 1}
    wanted |= {"confirm": 1, "confirm-part": 1, "library": 1, "pick": 2}
    return Deed(name, tuple(args)) if len(args) >= wanted.get(name, 99) else Deed("save")


def typed_changes(draft: Draft, form: Mapping[str, str], seen: Mapping[str, str]) -> list[Change]:
    """A change per cell whose text differs from what the page showed (``seen``: cells that others edited since)."""
    virtual = virtual_rows(draft)
    changes = []
    for name, text in form.items():
        path = _cell(name)
        if path is None:
            continue
        row = f"{path.section}/{path.uid}"
        old = seen.get(name, draft.text(name))
        if _plain(text) == _plain(old) or draft.locked(name):
            continue
        if row in virtual:
            changes.append(Change("add", row, values={**virtual[row], path.field: text}))
        else:
            changes.append(Change("set", name, old=old, new=text))
    return changes


def _cell(name: str) -> Path | None:
    try:
        path = parse(name)
    except ValueError:
        return None
    return path if (path.section, path.field) in READERS else None


def _plain(text: str) -> str:
    """Line ends and trailing blanks of a browser are no change."""
    return seen(text).rstrip("\n")


def nature_changes(draft: Draft, ticked: list[str]) -> list[Change]:
    """Boxes of 资金性质: a row per ticked one."""
    if draft.profile.sources or not draft.profile.natures:
        return []
    there = {row.nature: row.uid for row in draft.document.funding_sources}
    gone = [Change("remove", f"funding_sources/{uid}") for nature, uid in there.items() if nature not in ticked]
    return gone + [
        Change("add", f"funding_sources/{nature}", values={"nature": nature})
        for nature in draft.profile.natures
        if nature in ticked and nature not in there
    ]
