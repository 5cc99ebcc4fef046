"""The server topology: one process per command, supervised by systemd (see docs/deploy/)."""

import os
from typing import Annotated, NoReturn

import typer

from webapp.settings import Settings, SettingsError, load_settings


def web(
    port: Annotated[int | None, typer.Option(help="Port of the site (JIXIAO_PORT, 8000).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (JIXIAO_HOST, 127.0.0.1).")] = None,
) -> None:
    """Run the web server only."""
    from webapp.cli.up_services import web_command

    settings = load_settings(port=port, host=host)
    _become(web_command(settings), settings)


def worker() -> None:
    """Run one Celery worker only; as many hosts as wanted."""
    from webapp.cli.up_services import worker_command

    _become(worker_command(), _with_broker_given())


def beat() -> None:
    """Run the Celery scheduler only; one in the whole installation."""
    from webapp.cli.up_services import beat_command

    settings = _with_broker_given()
    (settings.home / "run").mkdir(parents=True, exist_ok=True, mode=0o700)
    _become(beat_command(settings), settings)


def upgrade(
    yes_backup_done: Annotated[bool, typer.Option(help="PostgreSQL: a backup was made, upgrade the schema.")] = False,
) -> None:
    """Bring the database schema to this version."""
    from webapp.cli.up_home import CannotStart
    from webapp.cli.up_output import complain, say
    from webapp.cli.up_prepare import prepare_database

    try:
        database = prepare_database(load_settings(), examples=False, backup_done=yes_backup_done)
    except CannotStart as problem:
        complain(str(problem))
        raise typer.Exit(1) from None
    say(f"{database.revision_before or '-'} → {database.revision}")


def _with_broker_given() -> Settings:
    settings = load_settings()
    if settings.redis_url is None:
        raise SettingsError("JIXIAO_REDIS_URL: must be set, for example redis://127.0.0.1:6379/0")
    return settings


def _become(command: tuple[str, ...], settings: Settings) -> NoReturn:
    os.execvpe(command[0], command, os.environ | settings.as_environment())  # noqa: S606
