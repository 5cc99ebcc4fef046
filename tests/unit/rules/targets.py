"""One annual indicator of an example with other words in it, and what a rule says about it."""

from tests.unit.rules.declaring import PLAIN, declared, told
from workflow.rules import Rule

UID = "i011"
PLACE = f"indicators/{UID}/target"
NAME = "引进外地劳动力人数"
Row = dict[str, str]


def about(rule: Rule, row: Row) -> list[tuple[str, str]]:
    """Sentences and suggestions about this row alone; the rest of the example is as published."""
    found = told(rule, declared(PLAIN, {f"indicators/{UID}": row}))
    for hit in found:
        assert hit.en.isprintable()
        assert hit.path.startswith("indicators/")
        assert hit.excerpt
    return [(hit.zh, hit.suggestion) for hit in found if hit.path == PLACE]


def published(rule: Rule, name: str) -> list[tuple[str, str]]:
    """Places and suggestions in an example as published."""
    return [(hit.path, hit.suggestion) for hit in told(rule, declared(name, {}))]
