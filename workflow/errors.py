"""The five ways the domain says no. The web maps each to one status, once.

A refusal carries a ``code`` (stable, for tests and the API), the facts to fill its sentence, and nothing that
depends on the web. ``workflow.notifications.refusals`` holds the sentences.
"""

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """Base of the five. ``facts`` are JSON-serialisable values named in the sentence of ``code``."""

    status = 500

    def __init__(self, code: str, /, **facts: Any) -> None:  # a fact may be called code, too
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotFound(Refusal):
    """404: it does not exist, or the actor may not know that it does."""

    status = 404


class NotAllowed(Refusal):
    """403: the actor has no role for this, or is barred as a person (author, signer, reviewer)."""

    status = 403


class WrongState(Refusal):
    """409: the file is not where this action starts."""

    status = 409


class Conflict(Refusal):
    """409: somebody else was faster; ``facts`` say who did what when."""

    status = 409


class RuleFailed(Refusal):
    """422: something is missing or wrong; ``problems`` lists all of it, not only the first."""

    status = 422

    def __init__(self, code: str, /, problems: Sequence[Any] = (), **facts: Any) -> None:
        super().__init__(code, **facts)
        self.problems = list(problems)
