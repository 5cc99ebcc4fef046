"""`jixiao`: the frame of the command line. A command is one line of COMMANDS; its module is loaded when it is called.

Conventions for every command: data as JSON on stdout (with --json where there is a form for people too), logs on
stderr; exit 0 ok, 1 some input failed, 2 wrong usage or settings. Commands on files open no database and load no Flask.
"""

import importlib
import sys
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


class Command(NamedTuple):
    target: str  # "module:name" of a function, or of a typer.Typer for a group of commands
    help: str


COMMANDS = {
    "up": Command("webapp.cli.up:up", "Start everything on this machine: web server, worker, beat, broker."),
    "web": Command("webapp.cli.up_server:web", "Server topology: run the web server only."),
    "worker": Command("webapp.cli.up_server:worker", "Server topology: run a Celery worker only."),
    "beat": Command("webapp.cli.up_server:beat", "Server topology: run the Celery scheduler only."),
    "upgrade": Command("webapp.cli.up_server:upgrade", "Bring the database schema to this version."),
    "accounts": Command("webapp.cli.accounts_cli:accounts", "Who may sign in to the demo."),
    "user": Command("webapp.cli.user_cli:app", "Accounts and their grants."),
    "org": Command("webapp.cli.org_cli:app", "Regions, bureau, sections, departments, units."),
    "task": Command("webapp.cli.task_cli:app", "Declaration tasks and extensions."),
    "settings": Command("webapp.cli.settings_cli:app", "Regional settings: what holds, change one."),
    "reminders": Command("webapp.cli.reminders_cli:app", "Reminders: who is told of what on which day."),
    "rebuild-totals": Command("webapp.cli.totals_cli:rebuild", "Add the totals of payments up anew."),
    "offline": Command("webapp.cli.offline_cli:app", "The workbook of a unit without network: out and back in."),
    "overall": Command("webapp.cli.overall_cli:overall", "Load the overall statements of departments from files."),
    "review": Command("webapp.cli.review_cli:review", "What the rules find in declarations."),
    "intake": Command("webapp.cli.intake_cli:intake", "Read forms out of files of any office format."),
    "parse": Command("webapp.cli.parse_cli:parse", "What an indicator value (指标值) says."),
    "lifecycle": Command("webapp.cli.lifecycle_cli:lifecycle", "The table of moves."),
    "demo": Command("webapp.cli.demo.run:demo", "Walk a real declaration through its life and check every step."),
    "docs": Command("webapp.cli.docs_cli:docs", "Write the generated pages of docs/, or check them."),
    "db": Command("webapp.cli.db_cli:app", "The schema of the database, step by step; write a migration."),
    "po": Command("webapp.cli.po_cli:app", "The Chinese catalogue of the pages: what is missing, write it anew."),
}


PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False, "add_completion": False}


class LazyGroup(TyperGroup):
    """Knows its commands by COMMANDS; `--help` imports none of them."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:
        entry = COMMANDS.get(cmd_name)
        return load(cmd_name, entry) if entry else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def load(name: str, entry: Command) -> TyperCommand | TyperGroup:
    module, _, attribute = entry.target.partition(":")
    target = getattr(importlib.import_module(module), attribute)
    if not isinstance(target, typer.Typer):
        function, target = target, typer.Typer(**PLAIN)
        target.command(name)(function)
    command: TyperCommand | TyperGroup = get_command(target)  # type: ignore[assignment]
    command.name = name
    return command


app = typer.Typer(
    **PLAIN,
    cls=LazyGroup,
    no_args_is_help=True,
    help="Jixiao 绩效: budget performance declarations from draft to evaluation.",
)


@app.callback()
def jixiao() -> None:
    """Jixiao 绩效: budget performance declarations from draft to evaluation."""


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # Chinese on an ASCII terminal
    try:
        app()
    except Exception as problem:
        from webapp.settings import SettingsError  # only now: it takes longer to load than --help may take

        if not isinstance(problem, SettingsError):
            raise
        sys.stderr.write(f"{problem}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
