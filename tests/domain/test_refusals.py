"""Every refusal of the lifecycle: its code, its status, its sentence in both languages; and nothing has changed."""

import ast
from pathlib import Path

import pytest

from tests.domain.factories import refusal
from tests.domain.refusal_cases import CASES, ELSEWHERE, Case
from tests.domain.world import World
from workflow.notifications.refusals import REFUSALS, refusal_text
from workflow.notifications.refusals_adjustment import ADJUSTMENT_REFUSALS

DATABASES = ["sqlite"]

LIFECYCLE = Path(__file__).parents[2] / "workflow" / "lifecycle"


@pytest.mark.parametrize("found", CASES, ids=str)
def test_refused_with_code_status_and_sentence(sqlite_world: World, found: Case) -> None:
    file = found.make(sqlite_world)
    before = file.read()
    told = refusal(file, found.who, found.action, **found.inputs_in(sqlite_world, file))
    assert (told.code, told.status) == (found.code, found.status)
    assert file.read() == before
    for language in ("zh", "en"):
        text = refusal_text(told.code, told.facts, language)
        assert text not in ("", told.code)
        assert "{" not in text


def raised_by_the_lifecycle() -> set[str]:
    """First words of every refusal and problem in the sources; ``report_money_{name}_missing`` is two.

    Those of adjustments stand in tables, not in calls; an unreadable day is refused before the lifecycle is asked.
    """
    found = set(ADJUSTMENT_REFUSALS) - {"document_date_unreadable"}
    for path in set(LIFECYCLE.glob("*.py")) - {LIFECYCLE / "intake_files.py"}:  # who sees a dropped file is no move
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if isinstance(node, ast.Call) and name in {"Problem", "Conflict", "NotAllowed", "NotFound", "WrongState"}:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
                elif isinstance(first, ast.JoinedStr):
                    found |= {ast.unparse(first)[2:-1].replace("{name}", name) for name in ("cause", "measure")}
    return found


def test_every_refusal_of_the_lifecycle_has_a_case_and_a_sentence() -> None:
    assert raised_by_the_lifecycle() == {found.code for found in CASES} | ELSEWHERE
    assert {found.code for found in CASES} | ELSEWHERE <= set(REFUSALS)
