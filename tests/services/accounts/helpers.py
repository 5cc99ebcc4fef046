"""What the tests of accounts, organisations, tasks and new declarations share."""

from dataclasses import dataclass

import pytest

from workflow.errors import Refusal

PASSWORD = "Right-Horse-7"


@dataclass(frozen=True)
class Account:
    """An account that nothing was granted to."""

    id: int
    name: str


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    """The block ends with this refusal."""
    return pytest.raises(Refusal, check=lambda problem: problem.code == code)
