"""Statements are compiled once per worker, not once per database: tests open a thousand databases of two kinds.

SQLAlchemy keeps compiled statements per engine and per dialect object. The engines are the product's own; only these
two parts of them are kept from one database to the next of its kind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

MANY = 5000
"""Statements: all tests of one worker have fewer."""


class Kept:
    """By driver: a dialect that knows its server, and what was compiled for it."""

    def __init__(self) -> None:
        self._dialects: dict[str, Any] = {}
        self._compiled: dict[str, LRUCache[Any, Any]] = {}

    def engine(self, url: str, **options: Any) -> Engine:
        """``sqlalchemy.create_engine`` that goes on with them."""
        found = create_engine(url, **options)
        driver = found.url.drivername
        kept = self._dialects.get(driver)
        if kept is None or getattr(kept, "server_version_info", None) is None:  # it was never connected
            self._dialects[driver] = kept = found.dialect
            self._compiled[driver] = LRUCache(MANY)
        found.dialect = found.pool._dialect = kept
        found._compiled_cache = self._compiled[driver]
        return found


@contextmanager
def kept() -> Iterator[Kept]:
    """For every engine the product makes while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        one = Kept()
        patch.setattr("workflow.db.create_engine", one.engine)
        yield one
