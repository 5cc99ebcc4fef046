"""docs/bad-input.md is true: the tests it names exist, the sentences it quotes are in the product."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOLD = [
    ROOT / "webapp" / "translations" / "zh" / "LC_MESSAGES" / "messages.po",
    *(ROOT / "workflow" / "notifications").glob("*.py"),
    *(ROOT / "workflow" / "queries" / "listings").glob("*.py"),
]


def cases() -> list[list[str]]:
    """What comes in, what happens, what people read, the tests."""
    lines = (ROOT / "docs" / "bad-input.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("| **")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_case_is_proven_and_said() -> None:
    found = cases()
    assert len(found) >= 11
    told = "\n".join(path.read_text() for path in TOLD)
    for what, _happens, words, proven in found:
        tests = re.findall(r"`(tests/\S+\.py)` (\w+)", proven)
        assert tests, what
        for file, name in tests:
            assert f"def {name}(" in (ROOT / file).read_text(), f"{what}: {name}"
        assert words.isascii() or words in told, what
