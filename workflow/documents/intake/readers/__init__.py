"""One reader a format: bytes → ``Source``. What kind of file it is, the bytes tell; the name only has to agree.

A reader is a module with ``read_<format>(raw) -> Found``, loaded only when a file of its format comes: a child
process starts fast. ``read`` is the one way in; what it refuses, it refuses with ``Unreadable``.
"""

import importlib
from collections.abc import Callable

from workflow.documents.intake.readers.found import MOST_BYTES, Found
from workflow.documents.intake.readers.kinds import Kind, kind_of
from workflow.documents.intake.readers.secrecy import secret_mark
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.source import Source

__all__ = ["Unreadable", "last_part", "read"]


def read(name: str, raw: bytes) -> Source:
    """The file as blocks in reading order. Raises ``Unreadable``, whose sentences name the file, reason and next step.

    Of a name with a path in it (``../../x.docx``, ``C:\\x.docx``) only the last part is used.
    """
    name = last_part(name)
    try:
        found, kind = _read(name, raw)
    except Unreadable as refusal:
        raise refusal.named(name) from None
    if mark := secret_mark(found.blocks, found.margins):
        raise Unreadable("secret_mark", name, mark=mark)
    return Source(name, kind.format, tuple(found.blocks), tuple(found.problems))


def last_part(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].replace("\0", "").strip() or "file"


def _read(name: str, raw: bytes) -> tuple[Found, Kind]:
    if len(raw) > MOST_BYTES:
        raise Unreadable("file_too_large", most=MOST_BYTES // 2**20)
    kind = kind_of(name, raw)
    module = importlib.import_module(f"{__name__}.{kind.module}")
    reader: Callable[[bytes], Found] = getattr(module, f"read_{kind.reader}")
    found = reader(raw)
    if kind.unexpected:
        found.problems.append(problem("wrong_extension", kind=kind.reader))
    return found, kind
