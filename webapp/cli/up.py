"""`jixiao up`: the embedded topology, everything on this machine from one command."""

import os
import signal
import sys
import unicodedata
import uuid
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from webapp.cli.supervisor import NotReady, Supervisor
from webapp.cli.up_home import CannotStart, free_port, locked_home, require_free_port, socket_folder
from webapp.cli.up_output import complain, say
from webapp.cli.up_parent import living_starter
from webapp.cli.up_services import embedded_services, with_broker
from webapp.settings import Settings, load_settings, refuse_demo_on_network

if TYPE_CHECKING:
    from webapp.cli.up_prepare import PreparedDatabase

COLUMNS = (("username", "用户名"), ("password", "密码"), ("role", "角色"), ("unit", "单位"), ("name", "姓名"))


def up(
    port: Annotated[int | None, typer.Option(help="Port of the site (JIXIAO_PORT, 8000); 0 picks a free one.")] = None,
    home: Annotated[Path | None, typer.Option(help="Folder of all data (JIXIAO_HOME).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (JIXIAO_HOST, 127.0.0.1).")] = None,
    examples: Annotated[bool, typer.Option(help="Load the example data into a new database.")] = True,
    yes_backup_done: Annotated[bool, typer.Option(help="PostgreSQL: a backup was made, upgrade the schema.")] = False,
) -> None:
    """Start the web server, worker, beat and broker; stop them all with Ctrl-C."""
    os.umask(0o077)  # the database, logs and backups are for this account only
    signal.signal(signal.SIGTERM, _end_early)  # a first process in a container has no default for it
    settings = load_settings(port=port, home=home, host=host, demo=None if examples else False)
    try:
        _run(settings, backup_done=yes_backup_done)
    except (CannotStart, OSError) as problem:
        complain(str(problem))
        raise typer.Exit(1) from None


def _run(settings: Settings, *, backup_done: bool) -> None:
    if settings.port == 0:
        settings = settings.model_copy(update={"port": free_port(settings.host)})
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    sockets = socket_folder(settings)
    run = {"run_id": uuid.uuid4().hex, "address": settings.address, "sockets": str(sockets)}
    with locked_home(settings.home, run):
        require_free_port(settings.host, settings.port)
        from webapp.cli.up_prepare import demo_accounts, prepare_database  # now that it will start: it loads the domain

        _tell_about(prepare_database(settings, examples=settings.demo, backup_done=backup_done))
        accounts = demo_accounts(settings)
        if accounts:
            refuse_demo_on_network(settings)  # even with JIXIAO_DEMO=0 they are still in this database
        _supervise(settings, sockets, run["run_id"], accounts)


def _supervise(settings: Settings, sockets: Path, run_id: str, accounts: list[dict[str, Any]]) -> None:
    supervisor = Supervisor(
        embedded_services(settings, sockets),
        environment=os.environ | with_broker(settings, sockets).as_environment(),
        logs=settings.home / "logs",
        run_id=run_id,
        still_wanted=living_starter(),
    )
    try:
        supervisor.start()
        if not supervisor.stop_asked:
            _welcome(settings, accounts)
        supervisor.watch()
    except NotReady as problem:
        for line in problem.last_lines:
            complain(f"[{problem.service.name}] {line}")
        name, seconds, logs = problem.service.name, round(problem.service.patience), settings.home / "logs"
        raise CannotStart(
            f"{name} 在 {seconds} 秒内没有启动成功，日志：{logs}\n{name} did not start within {seconds} s; logs: {logs}"
        ) from None
    finally:
        say(f"正在停止… Stopping… {supervisor.stop_reason}".rstrip())
        supervisor.stop()
        say("已停止。 Stopped.")


def _tell_about(database: "PreparedDatabase") -> None:
    if database.backup:
        say(f"数据库已升级，升级前备份 Schema upgraded, backup made before: {database.backup}")
    if database.examples_loaded:
        say("已载入示例数据。 Example data loaded.")


def _welcome(settings: Settings, accounts: list[dict[str, Any]]) -> None:
    """The address comes last, where the eye is, below a table that may be longer than the screen."""
    if accounts:
        from workflow.lifecycle.moves import ROLE_LABELS

        said = [row | {"role": ROLE_LABELS[row["role"]][0]} for row in accounts]
        say("", "演示账号 Demo accounts", *_table(said))
    say("", f"绩效 Jixiao  {settings.address}", f"数据目录 Home  {settings.home}")
    say("", "按 Ctrl-C 停止。 Press Ctrl-C to stop.")


def _table(rows: list[dict[str, Any]]) -> list[str]:
    """Columns that line up although a Chinese character is two cells wide."""
    cells = [[title for _, title in COLUMNS], *([str(row.get(key, "")) for key, _ in COLUMNS] for row in rows)]
    widths = [max(_width(line[column]) for line in cells) for column in range(len(COLUMNS))]
    padded = [[text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)] for line in cells]
    return ["  " + "  ".join(line).rstrip() for line in padded]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _end_early(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
