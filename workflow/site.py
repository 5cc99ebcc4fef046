"""The address under which people reach this installation, for what is printed: set once by the process that serves it.

Blank where nobody told: an address that only works on one computer must not stand on an official document.
"""

_check_at = ""


def configure(check_at: str) -> None:
    """Where a code is checked: an address that the code is written behind, blank if there is none."""
    global _check_at
    _check_at = check_at


def check_at() -> str:
    """What ``configure`` was told."""
    return _check_at
