"""Contents of files: what somebody is about to name is never forgotten under his hands, whoever comes first."""

import hashlib
import threading
import time

import pytest
from sqlmodel import select

from tests.domain.conftest import postgres_world
from tests.domain.racing import race
from tests.domain.world import World
from workflow import clock, db
from workflow.lifecycle.files import keep_content
from workflow.models import Attachment, FileContent
from workflow.services.contents import forget_unused

__all__ = ["postgres_world"]
LONG_ENOUGH = 0.3


def name(sha256: str, size: int) -> Attachment:
    return Attachment(
        created_at=clock.now(), owner_kind="declaration", owner_id=1, purpose="basis", name="依据.pdf",
        media_type="application/pdf", sha256=sha256, size=size,
    )  # fmt: skip


@pytest.mark.parametrize("first", ["naming", "forgetting"])
def test_the_same_bytes_come_while_they_are_forgotten(postgres_world: World, first: str) -> None:
    content = first.encode()
    sha256, begun = hashlib.sha256(content).hexdigest(), threading.Event()
    with db.unit_of_work(write=True) as session:
        keep_content(session, sha256, content)

    def naming() -> None:
        if first != "naming":
            begun.wait(10)
        with db.unit_of_work(write=True) as session:
            keep_content(session, sha256, content)
            begun.set()
            time.sleep(LONG_ENOUGH)
            session.add(name(sha256, len(content)))

    def forgetting() -> None:
        if first != "forgetting":
            begun.wait(10)
        with db.unit_of_work(write=True) as session:
            forget_unused(session, [sha256])
            begun.set()
            time.sleep(LONG_ENOUGH)

    assert race(naming, forgetting).results == [None, None]
    with db.unit_of_work() as session:
        assert session.exec(select(FileContent.content).where(FileContent.sha256 == sha256)).one() == content
