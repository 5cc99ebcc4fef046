"""The frame of the command line: light until a command is called, one way of saying no."""

import subprocess
import sys

import pytest

from webapp.cli.main import COMMANDS, load

HEAVY = {"flask", "celery", "sqlalchemy", "sqlmodel", "alembic", "pydantic", "granian", "redis"}


FILE_FORMATS = {"docx", "openpyxl", "PIL", "pdfplumber", "typst", "xlsxwriter"}
"""Each of them alone takes longer to load than `jixiao --help` to run."""

STARTERS = {"up", "web", "worker", "beat", "upgrade"}


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


def test_help_lists_every_command_and_loads_none() -> None:
    done = python(
        "import sys; from webapp.cli import main\n"
        "try: main.app(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if '.' not in name or name.startswith('webapp')), file=sys.stderr)"
    )
    for name, command in COMMANDS.items():
        assert f"  {name} " in done.stdout
        assert command.help in " ".join(done.stdout.split())
    loaded = set(eval(done.stderr))  # noqa: S307 - printed by the program above
    assert not loaded & HEAVY
    assert {name for name in loaded if name.startswith("webapp")} == {"webapp", "webapp.cli", "webapp.cli.main"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_line_of_the_table_leads_to_a_command_with_a_help_text(name: str) -> None:
    command = load(name, COMMANDS[name])
    assert command.name == name
    assert COMMANDS[name].help.endswith(".")


def test_what_takes_long_to_load_is_loaded_when_it_is_needed() -> None:
    """No command brings Flask, Celery or the library of a file format along before it is called; the web server starts
    without the libraries of file formats. What starts processes says that something is in its way before it loads the
    domain; these commands come first in the table, so that nobody else has loaded it."""
    done = python(
        "import sys; from webapp.cli.main import COMMANDS, load\n"
        "def refuse(who, modules):\n"
        "    found = modules & set(sys.modules)\n"
        "    if found: sys.exit(f'{who} loads {found}')\n"
        "for name, command in COMMANDS.items():\n"
        "    load(name, command)\n"
        f"    refuse(name, {{'flask', 'celery', 'tasks'}} | {FILE_FORMATS})\n"
        f"    if name in {STARTERS}: refuse(name, {{'alembic', 'sqlalchemy'}})\n"
        "import webapp.app\n"
        f"refuse('webapp.app', {FILE_FORMATS})\n"
    )
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("words", ["nonsense", "up --nonsense", "up --port many"])
def test_wrong_usage_ends_with_2(words: str) -> None:
    command = [sys.executable, "-m", "webapp.cli.main", *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error" in done.stderr
