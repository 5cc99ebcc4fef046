"""All pages as all people find them, opened once per test session for every file that judges them."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.pages.dressing import dress
from tests.pages.places import ATTEMPTS, BESIDE, ENGLISH, FAILING, PEOPLE
from tests.pages.walk import Shot, Walker, all_of
from tests.services.seed import filled
from tests.support import sessions
from tests.web.acting import Later, Stage, open_stage
from workflow import clock, db


@dataclass(frozen=True)
class Visited:
    """All pages that were opened, the answers to forms and false addresses, and pages in English."""

    pages: list[Shot]
    answers: list[Shot]
    english: list[Shot]


def visit(stage: Stage) -> Visited:
    """Everything by links from the work list, what lies beside, and what is refused."""
    walker = Walker(stage)
    ids = dress(stage, walker)
    beside = [walker.open(who, path.format(**ids)) for who, path in BESIDE]
    pages = all_of(walker.everywhere(PEOPLE), beside)
    failing = [walker.open(who, path.format(**ids), status) for who, path, status in FAILING]
    answers = all_of(failing, [walker.attempt(given, ids) for given in ATTEMPTS])
    abroad = Walker(stage, "en")
    return Visited(pages, answers, all_of(abroad.everywhere(ENGLISH)))


def visits() -> tuple[Visited, Path]:
    """The pages and the database they were opened on, made by whichever worker comes first."""

    def make() -> dict[str, str]:
        folder = sessions.folder() / "visits"
        folder.mkdir()
        with staged(filled.sqlite_copy(folder), folder) as stage:
            (folder / "visited.json").write_text(json.dumps(asdict(visit(stage))))
        return {"folder": str(folder)}

    folder = Path(sessions.once("visits", make)["folder"])
    found = json.loads((folder / "visited.json").read_text())
    shots = {part: [Shot(**item) for item in items] for part, items in found.items()}
    return Visited(**shots), folder / "examples.db"


@contextmanager
def staged(url: str, folder: Path) -> Iterator[Stage]:
    """The application on the database, the clock set to where the example data end."""
    clock.set_source(Later())
    yield open_stage(url, folder)
    clock.set_source(None)
    db.dispose()


@contextmanager
def staged_copy(database: Path, folder: Path) -> Iterator[Stage]:
    """The same on a copy of one's own."""
    shutil.copy(database, folder / database.name)
    with staged(f"sqlite:///{folder / database.name}", folder) as stage:
        yield stage
