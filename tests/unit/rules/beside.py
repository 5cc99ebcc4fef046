"""Examples with what lies beside them: last year's form, the overall declaration, siblings, other departments."""

import json
from typing import Any

from tests.domain.factories import EXAMPLES, example
from tests.unit.rules.declaring import WEIGHTED, Cells, declared
from workflow.canonical import Declaration, Overall
from workflow.canonical.profile import shipped
from workflow.rules import Context, Found, Rule
from workflow.rules.beside import Alike, Corpus, Linked

NEXT: Cells = {"basics/-/fiscal_year": 2025}
"""The examples of this family are of 2024; what is checked is the form of the year after."""
Hit = tuple[str, str]


def told_beside(rule: Rule, document: Declaration, corpus: Corpus | None = None, **beside: Any) -> list[Found]:
    """What the rule finds with this beside the form; every sentence is there in both languages."""
    context = Context(shipped()[document.form_profile], linked=Linked(**beside), corpus=corpus or Corpus())
    found = list(rule.check(document, context))
    assert all(hit.zh and hit.en for hit in found)
    return found


def year_on_year(rule: Rule, then: Cells, now: Cells, name: str = WEIGHTED) -> list[Hit]:
    """Places and sentences about this year's cells, with last year's beside them; other rows are as published."""
    before = declared(name, then)
    document = declared(name, {"basics/-/fiscal_year": before.fiscal_year + 1, **now})
    found = told_beside(rule, document, last_year=before)
    assert not told_beside(rule, document), "without a last year nothing is said"
    return [(hit.path, hit.zh) for hit in found]


def says(found: list[Hit], place: str, words: str) -> None:
    """Exactly one finding, there, with these words."""
    [(path, sentence)] = found
    assert path == place
    assert words in sentence


def overall(name: str = "02-jianghan-2024", **changes: Any) -> Overall:
    """A published overall declaration with some of its parts changed."""
    raw = json.loads((EXAMPLES.parent / "overall" / f"{name}.json").read_text(encoding="utf-8"))
    return Overall.model_validate(raw | changes)


def projects(**amounts: str | None) -> list[dict[str, Any]]:
    """Lines of 项目支出情况 by name; None takes one out."""
    lines = [line.model_dump() for line in overall().projects]
    return [
        line | ({"budget_year": amounts[line["name"]]} if line["name"] in amounts else {})
        for line in lines
        if amounts.get(line["name"], "") is not None
    ]


def siblings(*but: str) -> tuple[Declaration, ...]:
    """The other declarations of the department of 2024, without these."""
    files = sorted(f"jianghan-2024/{path.stem}" for path in EXAMPLES.glob("jianghan-2024/*.json"))
    return tuple(example(name) for name in files if name not in but)


def alike(path: str, share: float) -> Corpus:
    """A text of this form in another department's."""
    return Corpus((Alike(path, share, "基准市水利局", "农田水利维修专项", "整治河道二十条"),))
