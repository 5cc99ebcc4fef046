"""The database: one engine, one unit of work. Nobody else commits.

SQLite (embedded): WAL, writers queue in a fair lock and ``BEGIN IMMEDIATE``; readers get a query-only connection.
PostgreSQL (server): row locks; readers get a READ ONLY transaction. So a view that forgot ``write=True`` fails in
every test, on both databases.
"""

import fcntl
import os
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlmodel import Session

LOCK_TIMEOUT_MS = 10_000

_engine: Engine | None = None
_write_lock: "FairFileLock | None" = None


class FairFileLock:
    """First come, first served among the threads of this process, then an exclusive ``flock`` among processes.

    Without it SQLite's busy handler lets writers starve (p99 332 ms with 8 writers).
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._queue: deque[threading.Event] = deque()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the turn of this thread, then for the other processes."""
        turn = threading.Event()
        with self._mutex:
            self._queue.append(turn)
            if self._queue[0] is turn:
                turn.set()
        turn.wait()
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
            with self._mutex:
                self._queue.popleft()
                if self._queue:
                    self._queue[0].set()


def configure(url: str, **options: Any) -> Engine:
    """Make the process-wide engine; call once per process (after a fork: ``dispose`` first)."""
    global _engine, _write_lock
    dispose()
    parsed = make_url(url)
    options.setdefault("hide_parameters", True)  # an error goes to the log, what people typed does not
    if parsed.get_backend_name() == "sqlite":
        options.setdefault("connect_args", {"timeout": LOCK_TIMEOUT_MS / 1000})
        _engine = create_engine(url, **options)
        event.listen(_engine, "connect", _prepare_sqlite)
        event.listen(_engine, "begin", _begin_sqlite)
        _write_lock = FairFileLock(f"{parsed.database}.write-lock") if parsed.database else None
    else:
        options.setdefault("pool_pre_ping", True)
        _engine = create_engine(url, **options)
        event.listen(_engine, "connect", _prepare_postgres)
    return _engine


def dispose() -> None:
    """Forget the engine and close its connections."""
    global _engine, _write_lock
    if _engine is not None:
        _engine.dispose()
    _engine = _write_lock = None


def engine() -> Engine:
    """The configured engine; raises ``RuntimeError`` before ``configure``."""
    if _engine is None:
        raise RuntimeError("workflow.db.configure(url) was not called in this process")
    return _engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgres(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
    connection.execute("SET idle_in_transaction_session_timeout = 60000")
    connection.commit()


def write_lock() -> AbstractContextManager[None]:
    """The embedded database's writer queue; nothing to wait for on PostgreSQL, which locks rows."""
    return _write_lock.held() if _write_lock is not None else nullcontext()


@contextmanager
def unit_of_work(*, write: bool = False) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises.

    ``session.info["transaction"]`` names it for the audit trail. Rows stay usable after the block.
    """
    with write_lock() if write else nullcontext(), Session(engine(), expire_on_commit=False) as session:
        session.info["transaction"] = uuid.uuid4().hex
        session.connection(execution_options={"writes": write, "postgresql_readonly": not write})
        yield session
        session.commit()


def insert_once(session: Session, table: type[Any], **values: Any) -> bool:
    """INSERT … ON CONFLICT DO NOTHING: True if the row is new. What makes "exactly once" hold with two schedulers."""
    return bool(insert_all_once(session, table, [values], "id"))


def insert_all_once(
    session: Session, table: type[Any], rows: Sequence[Mapping[str, Any]], *key: str
) -> set[tuple[Any, ...]]:
    """The same for many rows in a few statements; answers the ``key`` columns of those that are new."""
    if not rows:
        return set()
    statement = (sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert)(table.__table__)
    columns = [table.model_construct(**row).model_dump(exclude={"id"}) for row in rows]
    new = statement.on_conflict_do_nothing().returning(*(table.__table__.c[name] for name in key))
    if session.autoflush:
        session.flush()  # the rows may refer to objects that are only in the session yet
    return {tuple(row) for row in session.connection().execute(new, columns)}


def upsert(
    session: Session,
    table: type[Any],
    rows: Sequence[Mapping[str, Any]],
    key: Sequence[str],
    update: Callable[[Any, Any], Mapping[str, Any]],
) -> None:
    """INSERT … ON CONFLICT DO UPDATE in one statement; ``update`` gets the stored row's columns and the new ones'."""
    if not rows:
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    columns = [table.model_construct(**row).model_dump(exclude={"id"}) for row in rows]
    statement = insert(table.__table__).values(columns)
    if session.autoflush:
        session.flush()
    changed = update(table.__table__.c, statement.excluded)
    session.connection().execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(changed)))
