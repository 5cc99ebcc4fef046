"""Make a revision from what the models say more than the revisions so far. A developer's tool: needs ruff.

Alembic sees neither changed CHECKs nor changed predicates of partial indexes nor triggers: those are written by hand,
and `tests/migrations` says which ones are missing.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from alembic import command
from alembic.operations.ops import DowngradeOps, DropTableOp, MigrationScript
from alembic.script import Script
from sqlalchemy import create_engine

from migrations import run

INITIAL = "0001_initial"
LONGEST_ID = 32  # alembic_version.version_num


class CannotWrite(Exception):
    """Said to the developer as it is."""


def revision(words: str, folder: Path = run.FOLDER) -> Path:
    """A new head, named ``<next number>_<words>``, with what autogenerate found; maybe nothing, to fill by hand."""
    slug = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    name = f"{int(run.head(folder)[:4]) + 1:04d}_{slug}"
    if not slug or len(name) > LONGEST_ID:
        raise CannotWrite(f"Name the change in ASCII words, at most {LONGEST_ID - 5} characters: {words!r}")
    return _keep(_generate(name, words, folder, folder / "versions"), folder)


def initial(folder: Path = run.FOLDER) -> Path:
    """Write the first revision anew from the models. Only until the first release: nobody may have used it."""
    later = sorted(file.stem for file in (folder / "versions").glob("0*.py") if file.stem != INITIAL)
    if later:
        raise CannotWrite(f"{INITIAL} can no longer be written anew, {later[0]} stands on it")
    with TemporaryDirectory() as empty:
        made = _generate(INITIAL, "All tables.", folder, Path(empty))
        return _keep(Path(shutil.copy(made, folder / "versions")), folder)


def _generate(name: str, message: str, folder: Path, versions: Path) -> Path:
    """Compare the models with an empty database that went through ``versions``."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            config = run.on(connection, folder)
            config.set_main_option("version_locations", str(versions).replace("%", "%%"))
            command.upgrade(config, "head")
            made = command.revision(
                config,
                message,
                autogenerate=True,
                rev_id=name,
                version_path=str(versions),
                process_revision_directives=_plain_first_revision if name == INITIAL else None,
            )
    finally:
        engine.dispose()
    return Path(cast(Script, made).path)


def _plain_first_revision(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    """A dropped table takes its indexes along."""
    for script in scripts:
        ops = script.downgrade_ops.ops if script.downgrade_ops else []
        script.downgrade_ops = DowngradeOps([one for one in ops if isinstance(one, DropTableOp)])


def _keep(file: Path, folder: Path) -> Path:
    """Tidy, and note as the head: two branches that both add a revision then conflict in git."""
    file.write_text(re.sub(r" *# ### .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    for words in (["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *words, "--quiet", str(file)], check=True)
    (folder / ".current-head").write_text(f"{file.stem}\n", encoding="ascii")
    return file
