"""Writing a migration: in a copy of the folder, so that the repository stays as it is."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from migrations import run, write

PHONE = '        sa.Column("phone", sa.String(length=40), nullable=False),\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(run.FOLDER, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__")))


def forget(folder: Path, line: str) -> None:
    first = folder / "versions" / f"{write.INITIAL}.py"
    content = first.read_text(encoding="utf-8")
    assert line in content
    first.write_text(content.replace(line, "", 1), encoding="utf-8")


def run_all(folder: Path) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        command.upgrade(run.on(connection, folder), "head")
        command.downgrade(run.on(connection, folder), "base")
    engine.dispose()


def test_a_new_column_becomes_a_revision_of_plain_types(folder: Path) -> None:
    forget(folder, PHONE)
    before = run.head(folder)
    name = f"{int(before[:4]) + 1:04d}_phone_of_a_user"
    made = write.revision("Phone of a user!", folder)
    content = made.read_text(encoding="utf-8")
    assert made.name == f"{name}.py"
    assert f'revision: str = "{name}"' in content
    assert f'down_revision: str | None = "{before}"' in content
    assert "batch_op.add_column(" + PHONE.strip().removesuffix(",") + ")" in content
    assert "sqlmodel" not in content and "ddl" not in content
    assert run.head(folder) == name
    assert (folder / ".current-head").read_text(encoding="ascii") == f"{name}\n"


def test_nothing_new_is_an_empty_revision_to_fill_by_hand(folder: Path) -> None:
    content = write.revision("wider check", folder).read_text(encoding="utf-8")
    assert content.count("    pass\n") == 2
    run_all(folder)


def test_the_first_revision_is_written_anew_with_its_triggers(folder: Path) -> None:
    forget(folder, PHONE)
    for later in folder.glob("versions/0*.py"):
        if later.stem != write.INITIAL:
            later.unlink()
    content = write.initial(folder).read_text(encoding="utf-8")
    assert PHONE in content
    assert "    ddl.create_audit_guard()\n\n\n" in content and content.endswith("    ddl.drop_audit_guard()\n")
    assert "drop_index" not in content
    run_all(folder)


def test_the_first_revision_is_final_once_another_stands_on_it(folder: Path) -> None:
    write.revision("second", folder)
    with pytest.raises(write.CannotWrite, match="stands on it"):
        write.initial(folder)


@pytest.mark.parametrize("words", ["", "改名", "a name that no column of the table can hold"])
def test_a_name_that_does_not_fit_is_refused(folder: Path, words: str) -> None:
    with pytest.raises(write.CannotWrite):
        write.revision(words, folder)
    assert run.head(folder) == run.head()
