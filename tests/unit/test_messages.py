"""Every code that the product can raise has a sentence in both languages, and every sentence fills its facts."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.documents.voucher import REASONS
from workflow.notifications.messages import TEMPLATES, message_text
from workflow.notifications.refusals import REFUSALS, TABLES, refusal_text

WORKFLOW = Path(__file__).parents[2] / "workflow"
RAISING = {"Problem", "Conflict", "NotAllowed", "NotFound", "WrongState", "RuleFailed"}


def raised() -> Iterator[tuple[str, str]]:
    """Place and code of every refusal and problem in the sources whose code is written out."""
    for path in sorted(WORKFLOW.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISING and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield f"{path.name}:{node.lineno}", str(first.value)


def test_every_code_has_a_sentence() -> None:
    found = list(raised())
    assert len(found) > 60  # the search finds them
    assert [(place, code) for place, code in found if code not in REFUSALS | REASONS] == []


def test_no_refusal_is_worded_twice() -> None:
    assert len(REFUSALS) == sum(map(len, TABLES))


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_both_languages_say_the_same_facts(code: str) -> None:
    zh, en = REFUSALS[code]
    assert fields(zh) == fields(en) or (fields(zh) ^ fields(en) == {"zh", "en"})  # a fact in its own language
    assert zh != en


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_messages_name_what_they_are_about(template: str) -> None:
    zh, en = TEMPLATES[template]
    assert fields(zh) == fields(en)
    assert template.partition(".")[0] in {
        "declaration", "declaration_task", "monitoring_report", "monitoring_campaign", "reminder", "stand_in",
        "list_export", "approval_document", "project", "target_task", "self_evaluation", "corrective_action",
        "outside_payment", "payment_totals",
    }  # fmt: skip


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_a_missing_fact_leaves_no_gap_and_an_unknown_code_shows_itself() -> None:
    assert refusal_text("taken_up", {}) == "已受理这份申报，不能再撤回。可以“申请退回”"
    assert message_text("declaration.decline", {"project_name": "甲", "actor": "乙", "reason": ""}) == "「甲」被乙退签"
    assert refusal_text("no_such_code", {}) == "no_such_code"


def test_braces_in_what_people_typed_stay_what_they_are() -> None:
    assert refusal_text("unparsed_input", {"raw": "{x}"}, "en") == "“{x}” cannot be read; please correct it"
