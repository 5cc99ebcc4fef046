"""State secrets must not enter at all: a file that is only kept is looked at, too, before a byte of it is stored.

Read in a limited child like every file from outside. What cannot be read (a picture, a damaged or locked file, one that
takes too long) bears no mark that could be seen: only the person who gives it can know. ``docs/papers.md`` says so.
"""

from workflow.documents.intake.child import Limits, work_on
from workflow.documents.intake.readers.words import Unreadable

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_LOOK = Limits(
    work=f"{__name__}:look", memory=400 * 2**20, cpu_seconds=10, seconds=20, answer=100, bytes=64 * 2**20
)  # fmt: skip


def mark_on(name: str, content: bytes) -> str:
    """秘密, 机密 or 绝密 if the file is marked so, else ""."""
    if content.startswith(_PICTURES):
        return ""
    try:
        return work_on(name, content, _LOOK).strip()
    except Unreadable:
        return ""


def look(name: str, raw: bytes) -> str:
    """Inside the child; never empty, since no answer means that it died."""
    from workflow.documents.intake.readers.glance import glance

    return glance(name, raw) or " "
