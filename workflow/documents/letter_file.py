"""An approval letter as a file: which formats there are, and the one door to the renderer. Pure."""

from typing import get_args

from workflow.documents.render import Format, Letter, render

FORMATS: tuple[Format, ...] = ("pdf", "docx")
"""What can be downloaded."""


AT_ONCE: dict[Format, int] = {"pdf": 30, "docx": 6}
"""Annexes up to which a letter is made while the person waits: two seconds at most on one processor."""


def is_short(annexes: int, file_format: str) -> bool:
    """Whether a letter with so many annexes is made at once."""
    return any(annexes <= most for name, most in AT_ONCE.items() if name == file_format)


def letter_file(letter: Letter, file_format: str) -> bytes:
    """The letter in one of ``FORMATS``; the same letter, the same bytes.

    Raises ``ValueError`` for any other format, ``CannotSet`` where a sign of a text has no typeface.
    """
    known = [name for name in get_args(Format) if name == file_format and name in FORMATS]
    if not known:
        raise ValueError(file_format)
    return render(letter, known[0])
