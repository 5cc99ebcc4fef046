"""Compiled statements go from one database to the next of its kind, and nothing else does."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, column, insert, select, table
from sqlalchemy.engine.interfaces import CacheStats

from tests.support.postgres import Postgres
from tests.support.statements import Kept, kept
from workflow import db

SAID = table("said", column("word"))
QUESTION = select(SAID.c.word)


def said(engine: Engine, word: str) -> tuple[str, bool]:
    """What the database answers, and whether the statement was compiled before."""
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE said (word VARCHAR(9))")
        connection.execute(insert(SAID).values(word=word))
        result: Any = connection.execute(QUESTION)
        found = str(result.scalar_one()), result.context.cache_hit is CacheStats.CACHE_HIT
    engine.dispose()
    return found


def test_the_second_database_of_a_kind_finds_it_compiled(tmp_path: Path, postgres_url: str) -> None:
    one = Kept()
    urls = [f"sqlite:///{tmp_path / 'a'}", postgres_url, f"sqlite:///{tmp_path / 'b'}"]
    found = [said(one.engine(url), str(number)) for number, url in enumerate(urls)]
    assert found == [("0", False), ("1", False), ("2", True)]


def test_a_dialect_that_never_met_its_server_is_not_kept(postgres_server: Postgres, postgres_url: str) -> None:
    one = Kept()
    unused = one.engine(postgres_server.url("nowhere"))
    engine = one.engine(postgres_url)
    assert engine.dialect is not unused.dialect
    assert said(engine, "a") == ("a", False)
    assert vars(engine.dialect)["server_version_info"] >= (15,)
    assert one.engine(postgres_server.url("other")).dialect is engine.dialect


def test_the_product_makes_its_engines_so(tmp_path: Path) -> None:
    with kept():
        first = db.configure(f"sqlite:///{tmp_path / 'a'}")
        first.connect().close()
        second = db.configure(f"sqlite:///{tmp_path / 'b'}")
    assert first is not second and first.dialect is second.dialect
    assert db.configure(f"sqlite:///{tmp_path / 'c'}").dialect is not first.dialect
    db.dispose()
