"""What one `jixiao up` claims before it starts anything: the home folder, the port, a place for the broker's socket."""

import errno
import fcntl
import json
import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.cli import orphans
from webapp.settings import Settings

LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes
SAFE_IN_A_URL = re.compile(r"[A-Za-z0-9/._-]+")
SOCKET_NAME = "broker.sock"
LETTING_GO = 2.0  # seconds


class CannotStart(Exception):
    """Said to the user as it is; `jixiao up` ends with exit code 1."""


@contextmanager
def locked_home(home: Path, run: dict[str, str]) -> Iterator[None]:
    """Hold the home folder for one supervisor. The lock goes with the process, however it ends.

    Whoever gets the lock knows that the supervisor noted in it is dead, so what it left behind is ended first.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / "up.lock").open("a+", encoding="utf-8") as file:
        file.seek(0)
        before = _read(file.read())
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _remove_sockets(run)
            raise CannotStart(_taken(home, before)) from None
        _end_leftovers(before)
        file.truncate(0)
        json.dump({"pid": str(os.getpid()), **run}, file)
        file.flush()
        try:
            yield
        finally:
            _remove_sockets(run)


def require_free_port(host: str, port: int) -> None:
    """A process that was killed can lose its environment, by which it is known, before it lets go of its port."""
    deadline = time.monotonic() + LETTING_GO
    while True:
        try:
            with _bound(host, port):
                return
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise CannotStart(_port_message(host, port, error)) from None
        time.sleep(0.1)


def free_port(host: str) -> int:
    with _bound(host, 0) as listener:
        return int(listener.getsockname()[1])


def socket_folder(settings: Settings) -> Path:
    """Inside the home if the path is short and plain enough for a socket and a URL, else a short temporary folder."""
    inside = settings.home / "run"
    inside.mkdir(exist_ok=True, mode=0o700)
    name = str(inside / SOCKET_NAME)
    if len(name.encode()) <= LONGEST_SOCKET_PATH and SAFE_IN_A_URL.fullmatch(name):
        return inside
    parent = tempfile.gettempdir()
    return Path(tempfile.mkdtemp(prefix="jixiao-", dir=parent if len(parent) < 60 else "/tmp"))  # noqa: S108


def is_temporary(folder: Path) -> bool:
    return folder.name.startswith("jixiao-")


def _end_leftovers(before: dict[str, str]) -> None:
    if run_id := before.get("run_id"):
        orphans.kill_until_none(lambda: orphans.in_run(run_id))
    _remove_sockets(before)


def _remove_sockets(run: dict[str, str]) -> None:
    if (name := run.get("sockets")) and is_temporary(Path(name)):
        shutil.rmtree(name, ignore_errors=True)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of a former run may still linger
        listener.bind(address)
        listener.listen(1)
    except OSError:
        listener.close()
        raise
    return listener


def _port_message(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return (
            f"端口 {port} 已被其他程序占用。请换一个端口：jixiao up --port {other}（或设 JIXIAO_PORT={other}）。\n"
            f"Port {port} is in use by another program. Choose another: jixiao up --port {other} (JIXIAO_PORT={other})."
        )
    reason = error.strerror or str(error)
    return (
        f"无法监听 {host} 端口 {port}：{reason}。请换地址或端口（--host、--port）。\n"
        f"Cannot listen on {host} port {port}: {reason}. Choose another address or port (--host, --port)."
    )


def _taken(home: Path, holder: dict[str, str]) -> str:
    pid, address = holder.get("pid", "?"), holder.get("address", "?")
    return (
        f"此目录下的系统已在运行：{home}（进程 {pid}，{address}）。先停止它，或用 --home 指定另一个目录。\n"
        f"Already running on this home: {home} (process {pid}, {address}). Stop it, or choose another with --home."
    )


def _read(text: str) -> dict[str, str]:
    try:
        content = json.loads(text)
    except ValueError:
        return {}  # new, or cut short when its writer was killed
    return content if isinstance(content, dict) else {}
