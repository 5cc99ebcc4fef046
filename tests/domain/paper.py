"""A page signed on paper: its code, and a scan of it."""

import hashlib
from typing import Any

from tests.domain.factories import File, move
from workflow.canonical.sign_code import make_code
from workflow.documents.file_kinds import Upload

_PICTURE = b"\x89PNG\r\n\x1a\n signed and stamped"
SCAN = Upload("审签页.png", "image/png", _PICTURE, hashlib.sha256(_PICTURE).hexdigest())
NOBODYS = make_code(10**7, "ab" * 32)


def code_of(file: File) -> str:
    """What is printed on the page now."""
    return make_code(file.id, file.hash())


def sign(file: File, filer: str, head: str, **other: Any) -> None:
    """The filer uploads what the head signed."""
    given: dict[str, Any] = {"head_id": file.world.people[head], "code": code_of(file), "scan": SCAN}
    move(file, filer, "sign_on_paper", **given | other)
