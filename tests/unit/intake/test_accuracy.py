"""How much of forms intake reads right: a content of each layout, and the published documents."""

from pathlib import Path

from benchmarks.intake_accuracy import WHOLE_FIELDS, layouts_measured, read_here, seeds_measured
from benchmarks.intake_score import Score
from workflow.documents.intake.draft import drafts

LAYOUT, LAYOUTS, SEEDS = 0.95, 0.99, 0.99
"""Rows right in any one layout, in all layouts together, in each of the published documents but the shortest."""


def test_every_layout_is_read() -> None:
    scores = layouts_measured(read_here, count=1)
    assert {name: round(score.accuracy, 3) for name, score in scores.items() if score.accuracy < LAYOUT} == {}
    together = Score()
    for score in scores.values():
        together += score
    assert together.accuracy >= LAYOUTS
    assert together.share("names") == together.share("years") == together.share("amounts") == 1.0


def test_published_documents_are_read(shared: Path) -> None:
    scores = seeds_measured(read_here, shared / "seeds", shared / "truth")
    assert len(scores) == 5
    together = Score()
    for name, score in scores.items():
        assert score.accuracy >= SEEDS - 0.01, name
        together += score
    assert together.accuracy >= SEEDS
    assert [together.share(name) for name in (*WHOLE_FIELDS, "goals")] == [1.0] * 4


def test_the_published_budget_tables_and_drafts(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("003_*")
    reading = read_here(path)
    tables = [form.table for form in reading.forms if form.table]
    assert [table.number for table in tables] == [f"{number:02}" for number in range(1, 14)]
    assert [len(table.rows) for table in tables] == [28, 3, 26, 28, 26, 3, 27, 1, 0, 0, 12, 7, 7]
    made, _ = drafts(reading)
    assert [draft.form_profile for draft in made if draft.kind == "project"] == ["jianghan-2024"] * 8
